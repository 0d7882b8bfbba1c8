"""A line of a reply is longer than 512 octets.

With its code and CRLF a line of a reply has at most 512 octets, and clients need not read more. A long text goes on
several lines: a hyphen behind the code of all but the last. Only a challenge of AUTH (334) may be longer.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: HELP
    S: 214-A long text goes on several lines:
    S: 214 this is the second
    C: QUIT
    S: 221 2.0.0 Bye

510 octets and CRLF are just enough:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    QUIT
    221 2.0.0 Bye

## Bad

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                  ^ this line has 513 octets
    QUIT
    221 2.0.0 Bye
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.replies import REPLY_LINE
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.text import octets

_CHALLENGE = 334
_TEXT = REPLY_LINE - 2  # without CRLF


@rule("reply-line-too-long", "reply:odd-text", severity=Severity.WARNING, rfc="5321#4.5.3.1.5", always=True)
def check(step: Step) -> Iterator[Found]:
    """Too many octets, CRLF counted. What a log folds or joins is not as it was sent."""
    reply = step.event
    if not isinstance(reply, Reply) or reply.code in (0, _CHALLENGE) or len(reply.text) <= _TEXT // 4:
        return
    long = octets(reply.text)
    if long > _TEXT:
        start = next(end for end in range(_TEXT, -1, -1) if octets(reply.text[:end]) <= _TEXT)
        yield Found(
            f"this line has {long + 2} octets with CRLF, and at most {REPLY_LINE} are allowed: "
            "go on in another line of the same reply (RFC 5321 section 4.5.3.1.5)",
            Span(start, len(reply.text)),
        )
