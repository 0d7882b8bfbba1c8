"""The code of a reply is none that SMTP has.

The first digit says how it went: 2 is yes, 3 asks for more, 4 is not now, 5 is no. The second says what it is about,
and goes from 0 to 5. A client can only guess what any other code means.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
    S: 559 5.1.1 No such user
    C: QUIT
    S: 221 2.0.0 Bye

Sendmail's 050 tells what it does, when VERB was sent:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 VERB
    VERB
    250 2.0.0 Verbose mode
    NOOP
    050 doing nothing
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: NOOP
    S: 150 wait
       ^^^ no reply code begins with 1
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form; the second digit is only a warning:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    580 5.1.1 No such user
    ^^^ the second digit of a reply code is 0 to 5
    NOOP
    690 Nothing
    ^^^ no reply code begins with 6
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_WHERE = "(RFC 5321 section 4.2.1)"
_SENDMAIL = 50


@rule(
    "reply-code-range", "reply:odd-code",
    severity=Severity.ERROR, rfc="5321#4.2.1", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A digit is out of range, in the first line of a reply."""
    reply, before = step.event, step.before
    if not isinstance(reply, Reply) or before.reply is not None or reply.code == _SENDMAIL:
        return
    first, span = reply.text[0], Span(0, 3)
    if first not in "2345":
        yield Found(
            f"no reply code begins with {first}: 2 is yes, 3 asks for more, 4 is not now, 5 is no {_WHERE}", span
        )
    else:
        yield Found(
            f"the second digit of a reply code is 0 to 5, here it is {reply.text[1]} {_WHERE}",
            span,
            severity=Severity.WARNING,
        )
