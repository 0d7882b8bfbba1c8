"""The name before the `@` holds a route: `user%host.example@relay.example` or `host!user@relay.example`.

Before source routes and the DNS, a relay took such a name apart and passed the message on. Servers seldom do so today;
who tries it mostly wants to know if a server is an open relay.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice+lists@example.org>
    C: RCPT TO:<100%@example.net>
    C: RCPT TO:<bob!@example.net>
    C: QUIT

Quotes make it a name like any other:

    C: EHLO client.example.org
    C: MAIL FROM:<"wow! 5%.off"@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob%example.net@example.com>
                ^^^^^^^^^^^^^^^ this may ask the server to pass the message on
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<relay.example.net!bob@example.com>
             ^^^^^^^^^^^^^^^^^^^^^ this may ask the server to pass the message on
    550 5.7.1 Relaying denied
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("percent-hack", "command:odd-name", severity=Severity.INFORMATION, rfc="1123#5.2.16")
def check(step: Step) -> Iterator[Found]:
    """A valid local part with a domain behind its %, or host names before its !."""
    yield from told(step, "percent-hack")
