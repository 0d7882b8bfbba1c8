"""SEND, SOML or SAML is used.

They were to show a message on the recipient's terminal, instead of or besides putting it in the mailbox. Hardly any
server ever knew them; use MAIL.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<send@example.org>
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 HELP
    C: HELP SEND
    S: 214 2.0.0 See RFC 821
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: SAML FROM:<alice@example.org>
       ^^^^ SAML is obsolete
    C: QUIT

In the bare form:

    220 mx.example.com SMTP
    HELO client.example.org
    250 mx.example.com
    SEND FROM:<alice@example.org>
    ^^^^ SEND is obsolete
    502 5.5.1 Not implemented
    QUIT
    221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.reading import is_command
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule(
    "send-soml-saml", "command:SEND", "command:SOML", "command:SAML",
    severity=Severity.WARNING, rfc="5321#F.6",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Each of them."""
    command, span = command_of(step), verb_span(step.event)
    mended = f"MAIL{command.text[span.end :]}"
    yield Found(
        f"{command.verb} is obsolete: use MAIL (RFC 5321 appendix F.6)",
        span,
        fix=replace("Write MAIL", span, "MAIL", safe=False) if is_command(mended) and not step.before.full else None,
    )
