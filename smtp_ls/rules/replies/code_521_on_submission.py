"""A submission server says 521.

521 means that a host never takes mail. A submission server takes it from its users, so that 521 is always wrong there:
554 refuses one of them, 421 says that it cannot now.

## Good

    # smtp-ls: protocol=submission
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 554 5.7.1 Not you
    C: QUIT
    S: 221 2.0.0 Bye

Elsewhere 521 is just what such a host says:

    521 mx.example.com takes no mail

    ### another, on port 25
    @server = smtp://mx.example.com:25
    S: 521 mx.example.com takes no mail

## Bad

    # smtp-ls: protocol=submission
    S: 521 mx.example.com takes no mail
       ^^^ a submission server does not say 521

The port tells it too:

    @server = smtp://mx.example.com:587
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 521 5.3.2 No mail here
       ^^^ a submission server does not say 521
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.ports import is_submission
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "521-on-submission", "code:521",
    severity=Severity.WARNING, rfc="6409#7", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The protocol or the port is told."""
    if isinstance(step.event, Reply) and is_submission(step.before):
        yield Found("a submission server does not say 521: 554 refuses, 421 puts off (RFC 6409 section 7)", Span(0, 3))
