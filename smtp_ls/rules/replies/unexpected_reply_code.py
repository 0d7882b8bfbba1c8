"""The server answers a command with a code that is no answer to it.

Each command has its own yes: 354 for DATA, 235 for AUTH, 220 for STARTTLS, 250 for most. A client that gets another
2yz or 3yz does not know where it stands. In a log, a line may be missing above, so that the reply belongs to another
command. (Any command may be refused with any 4yz or 5yz; one that is not usual for it is only worth knowing.)

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: VRFY bob
    S: 252 2.0.0 Will try
    C: ETRN example.org
    S: 253 2.0.0 5 messages will be sent
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 251 2.1.5 Will forward to <bob@example.com>
    C: RCPT TO:<carol@example.com>
    S: 454 4.7.1 Relay access denied
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A greeting is no reply:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 235 2.7.0 Welcome
       ^^^ 235 is no answer to MAIL; it gets 250 or 355
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    250 2.0.0 Ok
    ^^^ 250 is no answer to DATA; it gets 354
    QUIT
    221 2.0.0 Bye

An unusual refusal, as information:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    458 4.7.1 Not you
    ^^^ 458 is unusual for MAIL
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import ANY_FAILURES, EXPECTED, VERBS
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import one_of
from smtp_ls.session import Step, allowed

_WHERE = "(RFC 5321 section 4.3.2)"
_CODE = Span(0, 3)
_REFUSAL = 400
_GENERAL = (451, 502)
"""To anything that a server would do and cannot just now, or does not have (RFC 5321 sections 4.2.2 and 4.2.4)."""
_OFTEN = (("MAIL", 454), ("RCPT", 454))
"""Postfix says so of mail that it will not relay, and may let the client try again."""


@rule(
    "unexpected-reply-code", "reply:unexpected", "reply:refusal",
    severity=Severity.ERROR, rfc="5321#4.3.2", always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first line of a reply to a known command."""
    reply, asked = step.event, surely_asked(step)
    if not isinstance(reply, Reply) or asked is None:
        return
    what = "the end of mail data" if asked.verb == "." else asked.verb
    code = reply.text[:3]
    related = ((step.asked_role, "this is what it answers"),)
    if reply.code < _REFUSAL:
        codes = tuple(str(each) for each in sorted(EXPECTED[asked.verb]))
        common = (asked.verb, reply.code) == ("HELP", 250)  # what many servers say, and every client understands
        yield Found(
            f"{code} is no answer to {what}; it gets {one_of(codes)} {_WHERE}", _CODE, related=related,
            severity=Severity.WARNING if common else None,
        )  # fmt: skip
    elif not _is_usual(asked.verb, reply.code) and not _is_out_of_order(step, reply.code):
        yield Found(f"{code} is unusual for {what} {_WHERE}", _CODE, related=related, severity=Severity.INFORMATION)


def _is_out_of_order(step: Step, code: int) -> bool:
    """Is this what any command gets where it may not come (RFC 5321 sections 3.1 and 4.2.3)?"""
    asked = step.asked
    return code == 503 and asked is not None and asked.verb not in allowed(step.before.known)


def _is_usual(verb: str, code: int) -> bool:
    row = VERBS.get("DATA" if verb == "." else verb)
    return (
        row is None or code in ANY_FAILURES or code in row.failures or code // 100 in row.failures
        or code in _GENERAL or (verb, code) in _OFTEN
    )  # fmt: skip
