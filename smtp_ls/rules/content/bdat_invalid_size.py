"""BDAT does not have a size in digits, and perhaps LAST.

`BDAT 1000` announces a chunk of 1000 octets, `BDAT 1000 LAST` the last one of a message; in any case of letters. A
server answers 501 to anything else, and what was meant as the chunk comes as commands then.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: bdat 7
    C: hello
    S: 250 2.0.0 Ok
    C: BDAT 0 last
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A placeholder may stand for the size:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT {{size}} LAST
    C: hello
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 10 END
               ^^^ only LAST may follow the size
    S: 501 5.5.4 Syntax error
    C: BDAT -1
            ^^ the size of a chunk is a number of octets in digits
    S: 501 5.5.4 Syntax error
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    BDAT LAST
         ^^^^ the size is missing before LAST
    501 5.5.4 Syntax error
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 0 LAST NOW
                   ^^^ nothing may follow LAST
    C: RSET
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, word_span
from smtp_ls.session import Step

_WHERE = "(RFC 3030 section 2)"


@rule(
    "bdat-invalid-size", "command:malformed",
    severity=Severity.ERROR, rfc="3030#2", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first word that does not belong. That there is none, or a blank too many, is said by other rules."""
    event = step.event
    if command_of(step).verb != "BDAT":
        return
    size, last, more = (word_span(event, nth) for nth in (1, 2, 3))
    number, word = event.text[size.start : size.end], event.text[last.start : last.end]
    if not number or "{{" in event.text:
        return
    if not (number.isascii() and number.isdigit()):
        missing = number.upper() == "LAST"
        flaw = "the size is missing before LAST" if missing else "the size of a chunk is a number of octets in digits"
        yield Found(f"{flaw} {_WHERE}", size)
    elif word and word.upper() != "LAST":
        yield Found(f"only LAST may follow the size {_WHERE}", last)
    elif more.end > more.start:
        yield Found(f"nothing may follow LAST {_WHERE}", Span(more.start, len(event.text.rstrip())))
