"""Some lines of the file end with CRLF and some with LF.

That says nothing of what goes over the wire, where every line ends with CRLF. But editors, `git` and `diff` show
changes where there are none, and a file that was put together from others may hold more surprises. Save it with one
kind of line end. (A `␍` below stands for the CR of a CRLF.)

## Good

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

All of one kind, whichever:

    S: 220␍
    C: EHLO client.example.org␍
    S: 250␍
    C: QUIT␍
    S: 221␍

What a terminal has recorded is of both kinds:

    220 mx.example.com ESMTP␍
    EHLO client.example.org
    250 mx.example.com␍
    QUIT
    221 2.0.0 Bye␍

## Bad

    S: 220
    C: EHLO client.example.org␍
    ^^^^^^^^^^^^^^^^^^^^^^^^^^ this line ends with CRLF, but 4 lines
    S: 250
    C: QUIT
    S: 221

The other way round:

    S: 220␍
    C: EHLO client.example.org␍
    S: 250␍
    C: QUIT
    ^^^^^^^ this line ends with LF, but 3 lines
    S: 221
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("mixed-line-endings", severity=Severity.INFORMATION)
