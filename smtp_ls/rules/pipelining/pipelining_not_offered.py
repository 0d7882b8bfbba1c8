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
       ^^^^^^^^^^^^^^^^^^^^^^^^^ RCPT is sent before MAIL is answered
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
    ^^^^^^^^^^^^^^^^^^^^^^^^^ RCPT is sent before MAIL is answered
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
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.pipelining.groups import group_start, shown_group
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("pipelining-not-offered", "reply:grouped", severity=Severity.ERROR, rfc="5321#4.3.1")
def check(step: Step) -> Iterator[Found]:
    """What is offered is known; the first command that did not wait is marked. What is none is another rule's."""
    offers = step.before.known.offers
    waiting = shown_group(step)
    early = next((index for index, each in enumerate(waiting) if index and each.verb != "."), 0)
    if not early or offers is None or not offers.lacks("PIPELINING") or waiting[early - 1].verb == "QUIT":
        return
    start, waits = group_start(step), waiting[early - 1].verb
    if waiting[early].verb not in VERBS:
        return
    if waits not in VERBS and waits != ".":
        waits = "the line above"
    yield Found(
        f"{waiting[early].verb} is sent before {'the message' if waits == '.' else waits} is answered: "
        "the server does not offer PIPELINING (RFC 5321 section 4.3.1)",
        place=group(start + early),
        related=((group(start + early - 1), "this waits for its reply"),),
    )
