"""AUTH names a mechanism that the server does not offer.

The AUTH line of the latest EHLO reply lists the mechanisms; a server answers 504 to any other. After STARTTLS the
list is often another one, since many servers offer PLAIN and LOGIN only when the connection is encrypted.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH=SCRAM-SHA-256 EXTERNAL
    C: auth external =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Without an EHLO reply nobody knows what is offered:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN {{credentials}}
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5 SCRAM-SHA-256
    C: AUTH EXTERNAL =
            ^^^^^^^^ the server does not offer EXTERNAL, but CRAM-MD5 and SCRAM-SHA-256
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    AUTH CRAM-MD5
         ^^^^^^^^ the server does not offer CRAM-MD5, but EXTERNAL
    504 5.5.4 Unknown mechanism
    QUIT
    221 2.0.0 Bye

A script may expect the offers:

    S: 220
    C: EHLO client.example.org
    S: 250-AUTH EXTERNAL
    S: ...
    C: AUTH CRAM-MD5
            ^^^^^^^^ the server does not offer CRAM-MD5, but EXTERNAL
    S: 504
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, offered
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.rules.auth.payloads import named_mechanism
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_NAME = re.compile(r"[A-Z0-9_-]+")


@rule("auth-mechanism-not-offered", "command:AUTH", severity=Severity.ERROR, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """Mechanisms are listed, and this one is not among them. Whether AUTH is offered at all is another rule's."""
    mechanism, span = named_mechanism(step.event)
    offers = step.known.offers
    listed = offers.table.get("AUTH", "").upper().split() if offers is not None else []
    if listed and "{{" not in "".join(listed) and _NAME.fullmatch(mechanism) and mechanism not in listed:
        names = " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
        what = mechanism if mechanism in MECHANISMS else "this"
        yield Found(
            f"the server does not offer {what}, but {names} (RFC 4954 section 4)",
            span,
            related=((offered("AUTH"), "these are the mechanisms on offer"),),
        )
