"""HELO comes after an EHLO that the server has accepted.

HELO begins the session anew, without the extensions that the server has just offered. It is for servers that refuse
EHLO; leave it out.

## Good

    S: 220 mx.example.com SMTP
    C: EHLO client.example.org
    S: 500 5.5.2 Unknown command
    C: HELO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

Another EHLO is all right, and after STARTTLS it must come:

    C: EHLO client.example.org
    C: STARTTLS
    C: EHLO client.example.org
    C: QUIT

A script does not show what EHLO got:

    C: EHLO client.example.org
    C: HELO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: HELO client.example.org
       ^^^^ EHLO was accepted
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: HELO client.example.org
       ^^^^ EHLO was accepted
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("helo-after-ehlo-success", "command:again", severity=Severity.HINT, rfc="5321#3.2")
def check(step: Step) -> Iterator[Found]:
    """The reply to EHLO has come: without it, HELO is what a client says whose EHLO was refused."""
    if command_of(step).verb == "HELO" and step.before.known.hello == "EHLO":
        yield Found(
            "EHLO was accepted: HELO gives its extensions away (RFC 5321 section 3.2)",
            verb_span(step.event),
            related=((EHLO, "this was accepted"),),
        )
