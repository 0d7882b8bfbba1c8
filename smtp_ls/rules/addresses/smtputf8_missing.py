"""An address has letters outside ASCII, and MAIL has no SMTPUTF8.

Such an address may only be sent in a transaction whose MAIL carries the parameter SMTPUTF8, and only to a server whose
EHLO reply offers it. A domain alone can also be written in ASCII, by its A-labels (`xn--...`).

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: MAIL FROM:<élise@example.org> SMTPUTF8
    S: 250 2.1.0 Ok
    C: RCPT TO:<björn@example.net>
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt does not show what MAIL said:

    C: RCPT TO:<björn@example.net>
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: MAIL FROM:<élise@example.org>
                 ^^^^^^^^^^^^^^^^^^^ an address outside ASCII needs the parameter SMTPUTF8
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 8BITMIME
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<björn@example.net>
            ^^^^^^^^^^^^^^^^^^^ an address outside ASCII needs SMTPUTF8, which this server does not offer
    250 2.1.5 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@bücher.example.net>
               ^^^^^^^^^^^^^^^^^^^^^^^^ an address outside ASCII needs the parameter SMTPUTF8 on MAIL
    C: QUIT

With the name itself outside ASCII:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<björn@example.net>
               ^^^^^^^^^^^^^^^^^^^ an address outside ASCII needs the parameter SMTPUTF8 on MAIL
    C: QUIT

## Fixed

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: MAIL FROM:<élise@example.org> SMTPUTF8
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@xn--bcher-kva.example.net>
    C: QUIT

With the name itself outside ASCII:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: RCPT TO:<björn@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import Envelope, envelope
from smtp_ls.findings import AT_END, EHLO, MAIL, Change, Fix, Role, Severity, Span, offered
from smtp_ls.rules.addresses.domains import a_labels
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Known, Step


@rule(
    "smtputf8-missing", "command:non-ascii",
    severity=Severity.ERROR, rfc="6531#3.4", rows=("idn-u-label-without-smtputf8",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """MAIL or RCPT with a path outside ASCII in a transaction that is known to have no SMTPUTF8."""
    text, verb, known = step.event.text, command_of(step).verb, step.known
    if verb not in ("MAIL", "RCPT") or not command_of(step).valid:
        return
    parts = envelope(text)
    if text[parts.path.start : parts.path.end].isascii() or _may_have_it(step, parts):
        return
    lacks = known.offers is not None and known.offers.lacks("SMTPUTF8")
    which = ", which this server does not offer" if lacks else " on MAIL" if verb == "RCPT" else ""
    what = "SMTPUTF8" if lacks else "the parameter SMTPUTF8"
    yield Found(
        f"an address outside ASCII needs {what}{which} (RFC 6531 section 3.4)",
        parts.path,
        related=_related(step, lacks=lacks),
        fix=_fix(text, parts.path, verb, known),
    )


def _related(step: Step, *, lacks: bool) -> tuple[tuple[Role, str], ...]:
    """The EHLO whose reply does not list it, or the MAIL that does not carry it and the line that offers it."""
    if lacks:
        return ((EHLO, "the reply to this does not list SMTPUTF8"),)
    here = ((MAIL, "SMTPUTF8 belongs here"),) if command_of(step).verb == "RCPT" else ()
    return (*here, (offered("SMTPUTF8"), "it is offered here"))


def _may_have_it(step: Step, parts: Envelope) -> bool:
    """Does MAIL carry the parameter, or may it for all that is shown?"""
    if command_of(step).verb == "RCPT":
        if not step.before.shown.ordered or step.known.mail is None or not step.known.mail.mail:
            return True
        parts = envelope(step.known.mail.mail)
    return any(each.name == "SMTPUTF8" or "{{" in each.name for each in parts.parameters)


def _fix(text: str, path: Span, verb: str, known: Known) -> Fix | None:
    """The domain in ASCII, if that is enough; else SMTPUTF8 on MAIL, which is certain where it is offered."""
    at = text.rfind("@", path.start, path.end) + 1
    if at and text[path.start : at].isascii():
        domain = Span(at, path.end - 1)
        label = a_labels(text[domain.start : domain.end])
        return replace(f"Write {label}", domain, label, safe=False) if label else None
    if known.offers is not None and known.offers.lacks("SMTPUTF8"):
        return None
    if verb == "RCPT":
        return Fix("Add SMTPUTF8 to MAIL", (Change(AT_END, " SMTPUTF8", MAIL),), safe=False)
    end = len(text.rstrip())
    certain = known.offers is not None and "SMTPUTF8" in known.offers
    return replace("Add SMTPUTF8", Span(end, end), " SMTPUTF8", safe=certain)
