"""BDAT announces another number of octets than its chunk has.

The server counts: it takes exactly so many octets for the message, and what is over for the next command; if there
are too few, it waits for the rest. Each line counts its octets and two more for CRLF; the last may lack its CRLF. A
letter beyond ASCII counts two octets or more.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 14
    C: hello
    C: world
    S: 250 2.0.0 Ok
    C: BDAT 5 LAST
    C: again
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The octets may be left out, and the number too:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT {{size}}
    C: hello
    C: RSET
    C: QUIT

    ### another
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 10000 LAST
    C: (10000 octets of message data)
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A server that had too few octets would still wait; a tool that shows fewer has lost some, such as a blank at the end:

    Connecting to 192.0.2.1 port 25 ... connected
    ??? 220
    <<< 220 mx.example.com ESMTP
    >>> EHLO client.example.org
    ??? 250-
    <<< 250-mx.example.com
    ??? 250
    <<< 250 CHUNKING
    >>> MAIL FROM:<alice@example.org>
    ??? 250
    <<< 250 2.1.0 Ok
    >>> RCPT TO:<bob@example.net>
    ??? 250
    <<< 250 2.1.5 Ok
    >>> BDAT 8 LAST
    >>> hello
    ??? 250
    <<< 250 2.0.0 Ok
    >>> QUIT
    ??? 221
    <<< 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 20 LAST
       ^^^^^^^^^^^^ BDAT announces 20 octets, but 14 are shown
    C: hello
    C: world
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, too few:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    BDAT 10 LAST
    ^^^^^^^^^^^^ BDAT announces 10 octets, but 14 are shown
    hello
    world
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

Where the chunk ends with a line, and the message goes on:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7 LAST
       ^^^^^^^^^^^ BDAT announces 7 octets, but more are shown
    C: hello
    C: This is the second line.
    S: 250 2.0.0 Ok
    S: 500 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

In a script, where the session ends too soon:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 80 LAST
       ^^^^^^^^^^^^ BDAT announces 80 octets, but 13 are shown
    C: hello
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: BDAT 6 LAST
       ^^^^^^^^^^^ BDAT announces 6 octets, but 7 are shown
    C: hello
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.events import Chunk, Command, Reply
from smtp_ls.findings import HERE, LAST, OPENED, Severity
from smtp_ls.rules.content.sizes import spills
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step
from smtp_ls.session.contents import is_elided


@rule(
    "bdat-size-mismatch", "chunk:over", "reply:in-content", "end:in-content", "command:unknown",
    severity=Severity.ERROR, rfc="3030#2", always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The chunk ends inside a line or before one, or octets are left when the server answers or the session ends."""
    before, event = step.before, step.event
    content = before.content
    if isinstance(event, Command):
        if before.pending and before.pending[-1].verb == "BDAT" and spills(step):
            size = before.pending[-1].text.split()[1]
            yield Found(
                f"BDAT announces {size} octets, but more are shown, two for each CRLF (RFC 3030 section 2)",
                place=OPENED, related=((HERE, "this comes behind the end of the chunk"),),
            )  # fmt: skip
        return
    if content is None or content.size < 0 or content.elided:
        return
    if isinstance(event, Reply) and event.code // 100 == 2 and not (before.shown.native or before.shown.ends):
        return  # the server has got them all, so that the tool does not show each
    if event.kind == "end" and (before.origin == Origin.EXCERPT or before.given.partial):
        return
    shown = content.size - content.left
    over = isinstance(event, Chunk)
    if isinstance(event, Chunk):
        if is_elided(event.text):
            return
        shown += event.octets
    yield Found(
        f"BDAT announces {content.size} octets, but {shown} are shown, two for each CRLF (RFC 3030 section 2)",
        place=OPENED,
        related=((HERE, "the chunk ends inside this line") if over else (LAST, "this is its last line"),),
    )
