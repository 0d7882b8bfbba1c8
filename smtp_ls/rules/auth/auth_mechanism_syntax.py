"""What AUTH names cannot be the name of a mechanism.

A name has one to twenty letters, digits, `-` and `_`. Often the name was left out and the response stands in its place:
it is `AUTH PLAIN` and then the base64. A server answers 501 or 504.

## Good

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH SCRAM-SHA-256-PLUS
    C: {{first}}
    C: {{final}}
    C:
    C: QUIT

What stands for a name need not be one:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH {{mechanism}} {{response}}
    C: QUIT

    ### another
    C: EHLO client.example.org
    C: AUTH ********
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL;X =
                    ^ ";" may not stand in a mechanism's name
    S: 501 5.5.4 Syntax error
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, the response alone:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    AUTH dGVzdAB0ZXN0ADEyMzQ=
         ^^^^^^^^^^^^^^^^^^^^ the name of the mechanism is missing before the response
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: AUTH A-MECHANISM-WITH-A-LONG-NAME
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a mechanism's name has at most 20 characters
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.sasl import NAME_LENGTH
from smtp_ls.rules.auth.payloads import is_base64, is_masked, named_mechanism
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import named
from smtp_ls.session import Step

_FOREIGN = re.compile(r"[^A-Z0-9_-]")
_WHERE = "(RFC 4422 section 3.1)"


@rule(
    "auth-mechanism-syntax", "command:odd-auth",
    severity=Severity.ERROR, rfc="4422#3.1", instead_of=("malformed-command", "auth-mechanism-not-offered"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Too long, or with a character that no name has. It may be a secret: one character at most is repeated."""
    name, span = named_mechanism(step.event)
    text = step.event.text[span.start : span.end]
    foreign = _FOREIGN.search(name)
    if not name or is_masked(text) or not (foreign or len(name) > NAME_LENGTH):
        return
    alone = span.end == len(step.event.text.rstrip())
    if alone and is_base64(text) and (foreign is None or foreign[0] in "+/="):
        response = foreign is not None or not any(each in text for each in "-_")
        if response:
            yield Found(f"the name of the mechanism is missing before the response, as in AUTH PLAIN {_WHERE}", span)
            return
    if foreign:
        start = span.start + foreign.start()
        what = f"{named(foreign[0])} may not stand in a mechanism's name: letters, digits, - and _ may"
        yield Found(f"{what} {_WHERE}", Span(start, start + 1))
    else:
        yield Found(f"a mechanism's name has at most {NAME_LENGTH} characters, and here are {len(name)} {_WHERE}", span)
