"""A command that needs an argument has none.

EHLO needs the client's name, MAIL and RCPT an address, AUTH a mechanism, BDAT a size. Servers answer 501.

## Good

    C: EHLO client.example.org
    C: NOOP
    C: HELP
    C: QUIT

A placeholder may stand for anything:

    C: EHLO {{hostname}}
    C: MAIL FROM:<>
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO
       ^^^^ EHLO needs the client's name
    S: 250 mx.example.com
    C: MAIL FROM:
       ^^^^^^^^^^ MAIL needs FROM: and an address in brackets
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    EHLO client.example.org
    VRFY
    ^^^^ VRFY needs a name or an address
    QUIT

In a script with expectations:

    C: EHLO client.example.org
    C: RCPT
       ^^^^ RCPT needs TO: and an address in brackets
    S: 501
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, source
from smtp_ls.session import Step

_NAME = "the client's name: a host name or an address in square brackets"
_WANTED = {
    "EHLO": _NAME,
    "HELO": "the client's host name",
    "LHLO": _NAME,
    "MAIL": "FROM: and an address in brackets, or <>",
    "RCPT": "TO: and an address in brackets",
    "VRFY": "a name or an address",
    "EXPN": "the name of a mailing list",
    "AUTH": "the name of a mechanism, such as PLAIN",
    "BDAT": "the number of octets that follow",
    "BURL": "the URL of the message",
    "ETRN": "a domain or a queue",
}
_NO_PATH = re.compile(r"\s*(?:MAIL(?: +FROM)?|RCPT(?: +TO)?)\s*:?\s*", re.IGNORECASE)


@rule(
    "missing-argument", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.1", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Nothing after a verb that needs something, or after FROM: and TO:."""
    text, verb = step.event.text, command_of(step).verb
    alone = text.strip().upper() == verb and VERBS[verb].min_args
    if alone or (verb in ("MAIL", "RCPT") and _NO_PATH.fullmatch(text)):
        span = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
        yield Found(f"{verb} needs {_WANTED.get(verb, 'an argument')}{source(VERBS[verb].rfc)}", span)
