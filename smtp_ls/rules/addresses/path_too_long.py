"""A path has more than 256 octets, with its brackets.

No server needs to accept more. Mostly a long source route is the reason, or parts of several addresses that were
joined.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org>
    C: QUIT

Parameters do not count:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> RET=HDRS ENVID=eeeeeeeeeeeeeeeeeeeeeeeeeeeeee
    C: RCPT TO:<bob@example.net> ORCPT=rfc822;bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.net
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<@relay0.example.org,@relay1.example.org,@relay2.example.org,@relay3.example.org,@relay4.example.org,@relay5.example.org,@relay6.example.org,@relay7.example.org,@relay8.example.org,@relay9.example.org,@relay10.example.org,@relay11.example.org,@relay12.example.org:bob@example.net>
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the path has 280 octets
    C: QUIT
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("path-too-long", "command:odd-name", severity=Severity.WARNING, rfc="5321#4.5.3.1.3")
def check(step: Step) -> Iterator[Found]:
    """A path over the limit."""
    yield from told(step, "path-too-long")
