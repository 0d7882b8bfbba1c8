"""VRFY or EXPN asks which addresses exist.

Spammers collect addresses in this way, so that most servers answer 252, 502 or 550 whatever they know. RCPT tells more:
ask with it, and give the transaction up with RSET. Of several such commands in a row only the first is marked.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RSET
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 HELP
    C: HELP VRFY
    S: 214 2.0.0 See RFC 5321
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
       ^^^^ servers seldom tell the truth to VRFY
    S: 252 2.0.0 Will try
    C: VRFY carol
    S: 252 2.0.0 Will try
    C: NOOP
    S: 250 2.0.0 Ok
    C: EXPN staff
       ^^^^ servers seldom tell the truth to EXPN
    S: 502 5.5.1 Not implemented
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: VRFY bob
       ^^^^ servers seldom tell the truth to VRFY
    C: EXPN staff
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step

_ASKING = ("VRFY", "EXPN")


@rule("expn-vrfy-harvest", "command:VRFY", "command:EXPN", severity=Severity.INFORMATION, rfc="5321#7.3")
def check(step: Step) -> Iterator[Found]:
    """The first of a row."""
    if latest(step.before) not in _ASKING:
        verb = command_of(step).verb
        message = f"servers seldom tell the truth to {verb}, since spammers ask so too (RFC 5321 section 7.3)"
        yield Found(message, verb_span(step.event))
