"""The client uses an extension that the server did not offer.

What the latest EHLO reply does not list, the server need not know: it answers 500 or 502 to the verb and 555 to the
parameter. Ask again with EHLO, or do without. Only where the whole EHLO reply is shown is anything said.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 1000000
    S: 250-AUTH=EXTERNAL
    S: 250-DSN
    S: 250 8BITMIME
    C: MAIL FROM:<alice@example.org> SIZE=1000 BODY=8BITMIME RET=HDRS AUTH=<>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A script that lists some keywords expects no less, but perhaps more:

    C: EHLO client.example.org
    S: 250-SIZE
    S: ...
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
    S: 250
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 DSN
    C: MAIL FROM:<alice@example.org> SIZE=1000 BODY=BINARYMIME
                                     ^^^^^^^^^ the parameter SIZE needs the extension SIZE
                                               ^^^^^^^^^^^^^^^ BODY=BINARYMIME needs the extension BINARYMIME
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 4 LAST
       ^^^^ BDAT needs the extension CHUNKING
    C: ab
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    STARTTLS
    ^^^^^^^^ the server does not offer STARTTLS here
    220 2.0.0 Ready
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.needs import offered, unmet
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, one_of
from smtp_ls.session import Known, Step


@rule(
    "extension-not-advertised", "command:unoffered",
    severity=Severity.ERROR, rfc="5321#2.2.1", rows=("conperm-unsupported",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A verb, parameter or value whose extension a complete EHLO reply lacks, and lacked before TLS too."""
    command, known = command_of(step), step.known
    if known.hello == "HELO":
        return
    for need in unmet(command, known.offers):
        if _is_spent(need.what, known) or (known.stale is not None and offered(need, known.stale)):
            continue
        lacking = (
            f"the server does not offer {need.what} here"
            if need.keywords == (need.what,)
            else f"{need.what} needs the extension {one_of(need.keywords)}, which the server does not offer here"
        )
        yield Found(
            f"{lacking} (RFC 5321 section 2.2.1)",
            need.span,
            related=((EHLO, "the reply to this does not list it"),),
        )


def _is_spent(verb: str, known: Known) -> bool:
    """Is it no longer offered because it has been used?"""
    if verb in ("STARTTLS", "X-ANONYMOUSTLS"):
        return known.tls
    return verb in ("AUTH", "X-EXPS") and bool(known.authenticated)
