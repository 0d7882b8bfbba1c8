"""A comment suppresses a rule that finds nothing there.

`# smtp-ls: ignore[rule]` covers the next line, above DATA or BDAT the message, above a greeting or `###` the session;
`ignore-file[rule]` stands before the first command and covers the file. Where its rule has nothing to say, or there
is no such rule, the comment only hides what may come later. Remove it.

## Good

    S: 220 mx.example.com ESMTP
    # smtp-ls: ignore[mail-before-ehlo]
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

For a whole file:

    # smtp-ls: ignore-file[missing-quit]
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    # smtp-ls: ignore[nested-mail]
                      ^^^^^^^^^^^ `nested-mail` is not found here
    C: NOOP
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, one of two:

    220 mx.example.com ESMTP
    # smtp-ls: ignore[mail-before-ehlo, no-such-rule]
                                        ^^^^^^^^^^^^ there is no rule `no-such-rule`
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

## Fixed

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: NOOP
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    # smtp-ls: ignore[mail-before-ehlo]
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("unused-suppression", severity=Severity.WARNING)
