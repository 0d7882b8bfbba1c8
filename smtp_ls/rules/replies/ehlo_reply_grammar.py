"""A line of the reply to EHLO is no keyword with its parameters.

Behind the first line each has a keyword of letters, digits and hyphens, and perhaps parameters, each behind one blank.
A client skips a line that it cannot read, and with it the extension. `AUTH=LOGIN` is how old clients wanted it: a
server may send it besides `AUTH LOGIN`, which is only worth knowing.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com: hello!
    S: 250-SIZE 1000000
    S: 250-AUTH CRAM-MD5 SCRAM-SHA-256
    S: 250 8BITMIME
    C: QUIT
    S: 221 2.0.0 Bye

What stands for other lines, and a line with nothing on it:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-...
    250-{{keyword}}:
    250
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME:
                   ^ this is no keyword with parameters
    S: 250-SIZE  1000000
                ^^^^^^^^ this is no keyword with parameters
    S: 250 !OK
           ^^^ this is no keyword with parameters
    C: QUIT
    S: 221 2.0.0 Bye

The old way to offer AUTH, as information, and once in a session:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-STARTTLS
    250 AUTH=LOGIN CRAM-MD5
        ^^^^^^^^^^ this is the old way
    STARTTLS
    220 2.0.0 Ready
    EHLO client.example.org
    250-mx.example.com
    250 AUTH=LOGIN CRAM-MD5
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.keywords import GRAMMAR, LEGACY, flaw, is_repeated
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step


@rule("ehlo-reply-grammar", "keyword:odd", severity=Severity.ERROR, rfc="5321#4.1.1.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The grammar rejects the line. The same line in an earlier reply of this session has been judged."""
    reply = step.event
    wrong = flaw(reply.says) if isinstance(reply, Reply) else ""
    if wrong not in (GRAMMAR, LEGACY) or is_repeated(step):
        return
    if wrong == LEGACY:
        head = reply.text[4:].partition("=")[0].strip().upper()
        yield Found(
            f'this is the old way to offer {head}: "{head}" and a blank is the standard\'s (RFC 4954 section 3)',
            first_said(reply), severity=Severity.INFORMATION,
        )  # fmt: skip
        return
    start = 4 + syntax.viable("ehlo-line", reply.text[4:].rstrip())
    yield Found(
        "this is no keyword with parameters: clients skip such a line (RFC 5321 section 4.1.1.1)",
        Span(start, max(len(reply.text.rstrip()), start + 1)),
    )
