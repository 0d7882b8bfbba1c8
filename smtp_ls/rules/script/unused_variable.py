"""A variable is defined and never used.

Nothing in the file says `{{name}}`, so that the value has no effect. Perhaps the text was written out where the
variable was meant; else remove it.

## Good

    @sender = alice@example.org
    @server = smtp://127.0.0.1:2525
    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: RSET
    C: QUIT

Used in the value of another one:

    @domain = example.org
    @sender = alice@{{domain}}
    EHLO client.example.org
    MAIL FROM:<{{sender}}>
    RSET
    QUIT

## Bad

    @sender = alice@example.org
    ^^^^^^^ `sender` is defined, but not used
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: QUIT

In the bare form:

    EHLO client.example.org
    @size = 1000
    ^^^^^ `size` is defined, but not used
    QUIT

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: QUIT
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("unused-variable", severity=Severity.HINT)
