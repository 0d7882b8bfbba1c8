"""A reply has letters outside ASCII.

The text of a reply is ASCII: clients may know no other letters, and take what they get for something else. Only where
the client has said SMTPUTF8, on MAIL or behind VRFY or EXPN, may a server answer in UTF-8.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: VRFY müller SMTPUTF8
    S: 250 2.1.5 <müller@example.com>
    C: MAIL FROM:<jürgen@example.org> SMTPUTF8
    S: 250 2.1.0 <jürgen@example.org> Ok
    C: RCPT TO:<müller@example.net>
    S: 250 2.1.5 <müller@example.net> Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

An ellipsis stands for what is left out:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    252 2.1.5 Cannot verify …
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com Grüß Gott
                            ^^ a reply is ASCII
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, SMTPUTF8 being offered but not asked for:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-8BITMIME
    250 SMTPUTF8
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    550 5.1.1 Utilisateur supprimé
                                 ^ a reply is ASCII
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_BEYOND = re.compile(r"[^\x00-\x7e\u2026]+")


@rule("non-ascii-reply", "reply:odd-text", severity=Severity.WARNING, rfc="5321#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first such letters of a line, where SMTPUTF8 does not allow them (RFC 6531 section 3.7.4)."""
    reply = step.event
    found = _BEYOND.search(reply.text)
    if found and isinstance(reply, Reply) and reply.code and not _is_allowed(step):
        yield Found(
            "a reply is ASCII unless the client has asked for SMTPUTF8 (RFC 5321 section 4.2, RFC 6531 section 3.7.4)",
            Span(*found.span()),
        )


def _is_allowed(step: Step) -> bool:
    """Has the client said SMTPUTF8, in this transaction or in the command that is answered?"""
    asked, mail = step.asked, step.before.known.mail
    if asked is not None and "SMTPUTF8" in asked.text.upper():
        return True
    return mail is not None and (not mail.mail or mail.parameter("SMTPUTF8") is not None)
