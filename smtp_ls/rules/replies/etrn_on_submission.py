"""ETRN or ATRN is offered or used on a submission server.

Both ask a relay to send the mail that waits for a host. A submission server takes messages from those who write them,
and has none to send: it must not offer these.

## Good

    # smtp-ls: protocol=smtp
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: ETRN example.org
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Without a port nothing tells:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ETRN
    QUIT
    221 2.0.0 Bye

## Bad

    # smtp-ls: protocol=submission
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
           ^^^^ a submission server must not offer ETRN
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    @server = smtp://mx.example.com:587
    C: EHLO client.example.org
    C: ETRN example.org
       ^^^^ ETRN does not belong on a submission server
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.keywords import is_repeated, keyword_of
from smtp_ls.rules.replies.ports import is_submission
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, first_said, verb_span
from smtp_ls.session import Step

_WHERE = "(RFC 6409 section 7)"


@rule(
    "etrn-on-submission", "keyword:ETRN", "keyword:ATRN", "command:ETRN", "command:ATRN",
    severity=Severity.WARNING, rfc="6409#7",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The protocol or the port is told. What the server has offered is found there, and once."""
    if not is_submission(step.before):
        return
    event = step.event
    if isinstance(event, Reply):
        if not is_repeated(step):
            yield Found(f"a submission server must not offer {keyword_of(event.says)} {_WHERE}", first_said(event))
        return
    verb, offers = command_of(step).verb, step.known.offers
    if offers is None or verb not in offers:
        yield Found(f"{verb} does not belong on a submission server {_WHERE}", verb_span(event))
