"""A placeholder names a variable that the file does not define.

`{{name}}` stands for the value that `@name = value` gives. Where nothing gives one, the script cannot be run, and a
slip of the pen is the usual reason. In a file that defines no variable at all it is information, once for each name; in
a log it may stand for what somebody has taken out, and nothing is said.

## Good

    @sender = alice@example.org
    C: EHLO {{$env.HOSTNAME}}
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: {{file:message.eml}}
    C: .
    C: QUIT

In a log:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY {{somebody}}
    252 2.0.0 Send some mail
    QUIT
    221 2.0.0 Bye

## Bad

    @sender = alice@example.org
    C: EHLO client.example.org
    C: MAIL FROM:<{{sendr}}>
                  ^^^^^^^^^ `sendr` is not defined in this file; `sender` is
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<{{recipient}}>
                ^^^^^^^^^^^^^ `recipient` is not defined in this file
    C: RSET
    C: QUIT

In the bare form, in a script that defines none:

    EHLO {{host}}
         ^^^^^^^^ `host` is not defined in this file
    NOOP {{host}}
    QUIT

## Fixed, if you like

    @sender = alice@example.org
    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<{{recipient}}>
    C: RSET
    C: QUIT
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("undefined-variable", severity=Severity.WARNING)
