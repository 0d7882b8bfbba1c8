"""A variable is defined again before its first value was used.

One of the two has no effect, and which one is not plain to see. Keep the one that is meant. In another session, or once
the first value was used, another value is in order.

## Good

    @sender = alice@example.org
    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: RSET
    @sender = bob@example.org
    C: MAIL FROM:<{{sender}}>
    C: RSET
    C: QUIT

In another session:

    ### One
    @timeout = 10
    EHLO client.example.org
    QUIT
    ### Two
    @timeout = 600
    EHLO client.example.org
    QUIT

## Bad

    @sender = alice@example.org
    @sender = bob@example.org
    ^^^^^^^ `sender` is defined again
    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: RSET
    C: QUIT

In the bare form:

    @timeout = 10
    # for slow servers
    @timeout = 600
    ^^^^^^^^ `timeout` is defined again
    EHLO client.example.org
    QUIT
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("duplicate-variable", severity=Severity.WARNING)
