"""The message is sent although the server has refused DATA.

A refusal of DATA (4yz or 5yz) means that the server takes the next line for a command, and answers every line of the
message with 500, or closes the connection. Wait for 354 before the message; after anything else send RSET or QUIT. Why
it was refused, the server says: mostly every recipient was refused before.

Only the first line of the message is marked.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 451 4.3.0 Try again
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A command may be misspelt there as anywhere; it is no message:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 451 4.3.0 Try again
    C: QIUT
    S: 500 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<nobody@example.net>
    S: 550 5.1.1 No such user
    C: DATA
    S: 554 5.5.1 No valid recipients
    C: Subject: hello
       ^^^^^^^^^^^^^^ DATA was refused, and here comes the message all the same
    S: 500 5.5.2 Unknown command
    C: How are you?
    S: 500 5.5.2 Unknown command
    C: .
    S: 500 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    451 4.3.0 Try again
    Subject: hello
    ^^^^^^^^^^^^^^ DATA was refused, and here comes the message all the same
    221 2.7.0 I can break rules, too

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 5xx
    C: Subject: hello
       ^^^^^^^^^^^^^^ DATA was refused, and here comes the message all the same
    C: .
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import OPENED, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule(
    "data-after-refusal", "command:unknown",
    severity=Severity.ERROR, rfc="5321#3.3", instead_of=("unknown-command",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first line that is no command behind the refusal; a closed connection is another rule's."""
    if step.after.stray and not step.before.stray and step.known.phase != Phase.DROPPED and "{{" not in step.event.text:
        yield Found(
            "DATA was refused, and here comes the message all the same: wait for 354 before it (RFC 5321 section 3.3)",
            related=((OPENED, "this was refused"),),
        )
