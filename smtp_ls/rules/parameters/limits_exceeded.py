"""The client asks more of the server than its LIMITS allow.

A server says in its EHLO reply how many messages a connection may bring (`MAILMAX`), how many recipients a transaction
may have (`RCPTMAX`), and how many domains they may be of (`RCPTDOMAINMAX`); what was refused counts too. It refuses
what comes beyond that, mostly with 452: close the connection, or begin another transaction, before.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 LIMITS MAILMAX=2 RCPTMAX=1
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<carol@example.net>
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A limit that nobody can meet is no limit, and one domain is one in any case:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 LIMITS RCPTDOMAINMAX=1 RCPTMAX=100
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<carol@EXAMPLE.NET>
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 LIMITS MAILMAX=1 RCPTMAX=2
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<carol@example.net>
    S: 550 5.1.1 No such user
    C: RCPT TO:<dave@example.net>
       ^^^^ the server allows 2 RCPT in a transaction
    S: 250 2.1.5 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
       ^^^^ the server allows 1 MAIL in a session
    S: 451 4.3.0 Not now
    C: MAIL FROM:<alice@example.org>
    S: 451 4.3.0 Not now
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 LIMITS RCPTDOMAINMAX=1
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    RCPT TO:<carol@example.com>
    ^^^^ the server allows recipients of 1 domain in a session
    452 4.5.3 Too many domains
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, offered
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step, Transaction
from smtp_ls.session.offers import Offers


@rule("limits-exceeded", "command:limited", severity=Severity.WARNING, rfc="9422#4")
def check(step: Step) -> Iterator[Found]:
    """The first MAIL or RCPT beyond a limit."""
    offers, mail, verb = step.known.offers, step.known.mail, command_of(step).verb
    if offers is None or not step.before.shown.ordered:
        return
    allowed = ""
    if verb == "MAIL":
        most = offers.limit("MAILMAX")
        allowed = f"{most} MAIL in a session" if most and step.before.mails == most else ""
    elif verb == "RCPT" and mail is not None:
        allowed = _recipients(offers, mail, step.event.text)
    if allowed:
        yield Found(
            f"the server allows {allowed} (RFC 9422 section 4)",
            verb_span(step.event),
            related=((offered("LIMITS"), "so it says here"),),
        )


def _recipients(offers: Offers, mail: Transaction, text: str) -> str:
    """What another recipient exceeds; "" if nothing."""
    most = offers.limit("RCPTMAX")
    if most and len(mail.recipients) == most:
        return f"{most} RCPT in a transaction"
    most = offers.limit("RCPTDOMAINMAX")
    if most and "{{" not in text:
        domains = {_domain(each.path) for each in mail.recipients}
        if len(domains) == most and _domain(text) not in domains:
            return f"recipients of {most} domain{'' if most == 1 else 's'} in a session"
    return ""


def _domain(text: str) -> str:
    """The domain of a RCPT line's address in lower case; "" where it has none."""
    path = envelope(text).path
    return text[path.start : path.end].strip("<>").rpartition("@")[2].lower()
