"""A server offers an extension that nobody has registered.

The list of extensions is IANA's; what begins with X needs no entry there. A client that does not know a keyword goes on
without it. It may have been registered after this program was made.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-XMYOWN with parameters
    S: 250 LIMITS RCPTMAX=100
    C: QUIT
    S: 221 2.0.0 Bye

The first line has no keyword, nor has the greeting:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-PRDR.example.com
    250 help
    QUIT
    221 2.0.0 Bye

What Exim and Exchange offer everywhere is known well enough:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-PRDR
    250-PIPECONNECT
    250 OK
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-CLIENTID
           ^^^^^^^^ CLIENTID is not registered
    S: 250-MAILCOMPRESS
    S: 250 HELP
    C: QUIT
    S: 221 2.0.0 Bye

The old name of STARTTLS:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-PIPELINING
    250 TLS
        ^^^ TLS is not registered
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.keywords import UNREGISTERED, flaw, is_repeated, keyword_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_WIDESPREAD = frozenset({"OK", "PIPECONNECT", "PRDR"})
"""What some of the most used servers say to everybody."""


def _is_strange(says: str) -> bool:
    return flaw(says) == UNREGISTERED and keyword_of(says) not in _WIDESPREAD


@rule("ehlo-unregistered-keyword", "keyword:odd", severity=Severity.INFORMATION, rfc="5321#2.2.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first such keyword of a reply, and of a session: one is enough to know."""
    reply, above = step.event, step.before.reply
    if not isinstance(reply, Reply) or above is None or not _is_strange(reply.says) or is_repeated(step):
        return
    if not any(_is_strange(line) for line in above.lines[1:]):
        keyword = keyword_of(reply.says)
        yield Found(
            f"{keyword} is not registered with IANA: an own extension's keyword begins with X (RFC 5321 section 2.2.2)",
            first_said(reply),
        )
