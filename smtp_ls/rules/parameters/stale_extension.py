"""The client uses an extension that only the EHLO reply before TLS offered.

Once TLS has begun, everything that was learned before it must be forgotten: somebody on the way may have forged it. The
client sends EHLO again, and only the new list counts.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE
    C: MAIL FROM:<alice@example.org> SIZE=1000
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Both lists have it:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-DSN
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 DSN
    C: MAIL FROM:<alice@example.org> RET=HDRS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 DSN
    C: MAIL FROM:<alice@example.org> SIZE=1000 RET=HDRS
                                     ^^^^^^^^^ the parameter SIZE was offered before TLS only
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Here the client has not asked again:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-STARTTLS
    250 AUTH EXTERNAL
    STARTTLS
    220 2.0.0 Ready
    AUTH EXTERNAL =
    ^^^^ AUTH was offered before TLS only
    503 5.5.1 Send EHLO first
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.needs import needs, offered, unmet
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_TLS = ("STARTTLS", "X-ANONYMOUSTLS")


@rule(
    "stale-extension", "command:unoffered",
    severity=Severity.ERROR, rfc="3207#4.2",
    instead_of=("extension-not-advertised", "ehlo-missing-after-starttls"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """What the old list had and the new one lacks; or a verb of the old list, before there is a new one."""
    command, known = command_of(step), step.known
    if known.stale is None or known.hello == "HELO" or command.verb in _TLS:
        return
    used = unmet(command, known.offers) if known.hello else needs(command)
    why = "the reply to this does not list it" if known.hello else "what this learned is forgotten since TLS began"
    for need in used:
        if offered(need, known.stale) and not (need.what == "AUTH" and known.authenticated):
            message = f"{need.what} was offered before TLS only, and that no longer counts (RFC 3207 section 4.2)"
            yield Found(message, need.span, related=((EHLO, why),))
