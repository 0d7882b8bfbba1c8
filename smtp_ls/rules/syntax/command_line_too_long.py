"""A command line has more octets than a server need accept.

512 octets with CRLF are enough for every command of plain SMTP; each extension that the server offers adds what its
parameters need. A longer line may be answered with 500 or cut.

## Good

    C: EHLO client.example.org
    C: NOOP aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    C: QUIT

DSN allows long recipients:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 DSN
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net> ORCPT=rfc822;bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@example.net
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: NOOP aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     ^ the line has 513 octets, 1 more than every server accepts
    C: QUIT
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import COMMAND_LINE, VERBS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step
from smtp_ls.session.offers import Offers
from smtp_ls.text import octets

_CRLF = 2


@rule("command-line-too-long", "command:long", severity=Severity.WARNING, rfc="5321#4.5.3.1.4")
def check(step: Step) -> Iterator[Found]:
    """Over the limit of the verb and the extensions. AUTH has a rule of its own."""
    text, verb = step.event.text, command_of(step).verb
    if verb not in VERBS or verb in ("AUTH", "X-EXPS") or "{{" in text:
        return
    size, limit = octets(text) + _CRLF, _limit(verb, step.known.offers)
    if size > limit:
        message = (
            f"the line has {size} octets, {size - limit} more than every server accepts (RFC 5321 section 4.5.3.1.4)"
        )
        yield Found(message, Span(_column(text, limit - _CRLF), len(text)))


def _limit(verb: str, offers: Offers | None) -> int:
    """Octets with CRLF; what is not known to be missing from the offers is taken as offered."""
    added = (
        row.increment
        for row in PARAMETERS.values()
        if verb in row.commands and (offers is None or not offers.lacks(*row.extensions))
    )
    return max(VERBS[verb].max_line, COMMAND_LINE) + sum(added)


def _column(text: str, limit: int) -> int:
    """The column of the first character that does not fit."""
    column = min(limit, len(text))
    while octets(text[:column]) > limit:
        column -= 1
    return column
