"""The client sends a command before the last one is answered, and the server does not offer PIPELINING.

Without PIPELINING in its EHLO reply a server may drop what comes too early. Wait for each reply, or look for PIPELINING
first.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.0 Ok
    S: 250 2.1.5 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script without replies nobody waits:

    S: 220
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RSET
    C: QUIT
    S: 221

One reply alone does not show the offers:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    250 2.1.0 Ok
    250 2.1.5 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
       ^^^^ RCPT is sent before MAIL is answered
    C: RCPT TO:<carol@example.net>
    S: 250 2.1.0 Ok
    S: 250 2.1.5 Ok
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, after HELO, which offers nothing:

    220 mx.example.com SMTP
    HELO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    ^^^^ RCPT is sent before MAIL is answered
    250 Ok
    250 Ok
    QUIT
    221 Bye

Behind mail data too:

    220 mx.example.com SMTP
    HELO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 Ok
    RCPT TO:<bob@example.net>
    250 Ok
    DATA
    354 Go ahead
    hello
    .
    QUIT
    ^^^^ QUIT is sent before the message is answered
    250 Ok
    221 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, group
from smtp_ls.rules.pipelining.groups import shows_groups
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Phase, Step


@rule("pipelining-not-offered", "command:pipelined", severity=Severity.ERROR, rfc="5321#4.3.1")
def check(step: Step) -> Iterator[Found]:
    """What is offered is known, and it is the first command of the group that did not wait."""
    before = step.before
    offers = before.known.offers
    first = len(before.pending) == 1 or all(waiting.verb == "." for waiting in before.pending)
    if first and offers is not None and offers.lacks("PIPELINING") and shows_groups(before):
        waits = before.pending[-1].verb
        if step.known.phase in (Phase.CLOSED, Phase.DROPPED):
            return
        yield Found(
            f"{step.event.verb} is sent before {'the message' if waits == '.' else waits} is answered: "  # type: ignore[union-attr]
            "the server does not offer PIPELINING (RFC 5321 section 4.3.1)",
            verb_span(step.event),
            related=((group(0), "this waits for its reply"),),
        )
