"""The reply to HELO lists extensions.

A client that says HELO wants plain SMTP, and gets one line. Extensions are for those who say EHLO.

## Good

    S: 220 mx.example.com ESMTP
    C: HELO client.example.org
    S: 250-mx.example.com
    S: 250-Helpful words may follow,
    S: 250 even on several lines
    C: QUIT
    S: 221 2.0.0 Bye

With EHLO it is as it should be:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: HELO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 1000000
           ^^^^^^^^^^^^ HELO is not answered with extensions
    S: 250 PIPELINING
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import ASKED, Severity
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.rules.keywords import keyword_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import said_span
from smtp_ls.session import Step


@rule("ehlo-style-helo-reply", "reply:more-helo", severity=Severity.WARNING, rfc="5321#3.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first line that is written as an extension is, behind the first line of the reply."""
    reply, above = step.event, step.before.reply
    if not isinstance(reply, Reply) or above is None or not _offers(reply.says):
        return
    if not any(_offers(line) for line in above.lines[1:]):
        yield Found(
            "HELO is not answered with extensions: only EHLO asks for them (RFC 5321 section 3.2)",
            said_span(reply),
            related=((ASKED, "this is what it answers"),),
        )


def _offers(says: str) -> bool:
    """Is this a registered keyword in upper case, as servers write it, with its parameters?"""
    keyword = keyword_of(says)
    row = EXTENSIONS.get(keyword)
    word, _, rest = says.strip().partition(" ")
    return row is not None and row.registered and word == keyword and (row.takes_params != "none" or not rest)
