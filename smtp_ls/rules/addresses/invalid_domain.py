"""A domain is not written as the grammar has it.

A domain is made of labels joined by single dots; a label has letters, digits and hyphens, and no hyphen at either end.
The dot that closes a name in a zone file has no place here. Servers answer 501.

## Good

    C: EHLO xn--bcher-kva.example.org
    C: MAIL FROM:<alice@exa--mple.org>
    C: RCPT TO:<bob@1.example.net>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO {{hostname}}
    C: MAIL FROM:<alice@{{domain}}>
    C: QUIT

## Bad

    C: EHLO client.example.org.
                              ^ a domain has no dot at its end here
    C: QUIT

Of these, only you know what was meant:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example..org>
                               ^^ a domain does not have two dots in a row
    C: RCPT TO:<bob@-example.net>
                    ^^^^^^^^ no part of a domain begins or ends with a hyphen
    C: RCPT TO:<bob@example-.net>
                    ^^^^^^^^ no part of a domain begins or ends with a hyphen
    C: RCPT TO:<bob@.example.net>
                    ^ a domain does not have a dot at its beginning
    C: RCPT TO:<bob@example!net>
                           ^ "!" may not stand in a domain
    C: RCPT TO:<bob@>
                   ^ nothing stands after the @
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO <client.example.org>
         ^ "<" may not stand in a domain
    501 5.5.4 Invalid EHLO argument
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "invalid-domain", "command:malformed", severity=Severity.ERROR, rfc="5321#4.1.2", instead_of=("malformed-command",)
)
def check(step: Step) -> Iterator[Found]:
    """A domain that the grammar rejects, and no better rule explains."""
    yield from told(step, "invalid-domain")
