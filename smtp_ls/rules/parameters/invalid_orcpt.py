"""The value of ORCPT is not a type, a semicolon and an address in xtext.

ORCPT keeps the recipient as the sender first gave it: `ORCPT=rfc822;bob@example.net`. `+` and `=` in the address are
written `+2B` and `+3D`, and 500 characters are the most.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob+lists@example.net> ORCPT=rfc822;bob+2Blists@example.net
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<{{recipient}}> ORCPT=rfc822;{{recipient}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> ORCPT=bob@example.net
                                       ^^^^^^^^^^^^^^^ a type stands before the address
    C: RCPT TO:<bob+lists@example.net> ORCPT=rfc822;bob+lists@example.net
                                                       ^ in xtext this is +2B
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> ORCPT=rfc822;
                                    ^^^^^^^ ORCPT is a type, a semicolon and an address in xtext
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> ORCPT=rfc822;bob@example.net
    C: RCPT TO:<bob+lists@example.net> ORCPT=rfc822;bob+2Blists@example.net
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.parameters.values import encoded, given, slips
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_SECTION = "(RFC 3461 section 4.2)"


@rule("invalid-orcpt", "parameter:ORCPT", severity=Severity.ERROR, rfc="3461#4.2", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """No type, an address that is no xtext, another fault of the grammar, or too long."""
    for each, row in given(step, "ORCPT"):
        value, span = each.value or "", each.value_span
        if not value or "{{" in value:
            continue
        kind, semicolon, address = value.partition(";")
        at = span.start + len(kind) + 1
        # Unlike other values, this one may hold UTF-8 (RFC 6533 section 3).
        found = [slip for slip in slips(address) if address[slip.span.start].isascii()]
        if not semicolon:
            certain = syntax.matches("Mailbox", value, utf8=True) and not slips(value)
            fix = replace("Add rfc822;", Span(span.start, span.start), "rfc822;") if certain else None
            yield Found(f"a type stands before the address: rfc822;{value} {_SECTION}", span, fix=fix)
        elif found:
            first = Span(at + found[0].span.start, at + found[0].span.end)
            message = f"in xtext this is {found[0].mended}" if found[0].mended else "this may not stand in xtext"
            yield Found(f"{message} (RFC 3461 section 4)", first, fix=encoded(found, at))
        elif not syntax.matches("orcpt-value", value, utf8=True):
            yield Found(f"ORCPT is a type, a semicolon and an address in xtext {_SECTION}", span)
        elif row.max_value is not None and len(value) > row.max_value:
            yield Found(f"ORCPT has {len(value)} characters; {row.max_value} are allowed {_SECTION}", span)
