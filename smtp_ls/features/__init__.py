"""One module and function for each LSP request: (document, params, client) -> what the protocol has for an answer.

Rule 1: nothing here knows pygls; a feature is tested by calling it. Rule 2: a feature never raises for what a file says
or where the cursor is: with nothing to say it returns None. An answer that is an error for its user is a `Refusal`.
Rule 3: what may take long is a generator, which yields whenever others may have their turn; nobody goes on with it when
the file has changed.
"""
