"""The file holds no SMTP session that can be read.

Nothing in it looks like the dialog of a client and a server, so that nothing is checked. If it is one, name the way
in which it is written with `# smtp-ls: dialect=NAME`; `smtp-ls explain dialects` lists the names.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

Without labels:

    EHLO client.example.org
    QUIT

As `swaks` prints it:

    === Connected to mx.example.com.
    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250 mx.example.com
     -> QUIT
    <-  221 2.0.0 Bye

## Bad

    Dear Bob,
    ^^^^^^^^^ this is no SMTP session that we can read

    the server said that it would take no mail today.

Another protocol:

    * OK IMAP4rev1 ready
    ^^^^^^^^^^^^^^^^^^^^ this is no SMTP session that we can read
    a1 LOGIN alice {{password}}
    a1 OK done
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("no-session", severity=Severity.INFORMATION)
