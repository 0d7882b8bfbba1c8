"""Names in a file (mailboxes, domains, variables): where the same one stands, what it is called, where it is from.

Rule 1: `names` says which names stand on a line, and nothing else does: highlights, references, renaming and
definitions ask it. Rule 2: two names are the same when their keys are: a local part by its letters, a domain in any
case (RFC 5321 section 2.4), a variable by its letters.
"""
