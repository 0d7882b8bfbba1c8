"""A server tells strangers who has a mailbox.

VRFY and EXPN that answer with mailboxes let anybody collect addresses. Most servers answer 252 or 502 to clients that
are not authenticated.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
    S: 252 2.0.0 Cannot tell, but will try <bob@example.net>
    C: QUIT
    S: 221 2.0.0 Bye

Whoever is authenticated may ask:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH PLAIN
    AUTH PLAIN {{credentials}}
    235 2.7.0 Ok
    EXPN staff
    250 2.1.5 <bob@example.net>
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 EXPN
    C: VRFY bob
    S: 250 2.1.5 <bob@example.net>
                  ^^^^^^^^^^^^^^^ VRFY tells strangers that this mailbox is there
    C: EXPN staff
    S: 250-<carol@example.net>
            ^^^^^^^^^^^^^^^^^ EXPN tells strangers that this mailbox is there
    S: 250 <dave@example.net>
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step

_MAILBOX = re.compile(r"[^\s<>()@,;]{1,64}@[^\s<>()@,;]{1,255}")


@rule("vrfy-expn-exposed", "reply:VRFY", "reply:EXPN", severity=Severity.INFORMATION, rfc="5321#7.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first mailbox of the reply, to a client that has surely not authenticated. Documents show how it is done."""
    reply, asked, before = step.event, surely_asked(step), step.before
    if not isinstance(reply, Reply) or asked is None or reply.code not in (250, 251):
        return
    mailbox, known = _MAILBOX.search(reply.text, 4), before.known
    whole = before.origin == Origin.WHOLE and not before.shown.excerpt
    if mailbox and whole and not (known.authenticated or known.lmtp or before.given.loopback):
        yield Found(
            f"{asked.verb} tells strangers that this mailbox is there: "
            "ask for authentication first, or answer 252 (RFC 5321 section 7.3)",
            Span(*mailbox.span()),
        )
