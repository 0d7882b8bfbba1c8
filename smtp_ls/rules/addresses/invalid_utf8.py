r"""A command holds octets that are not UTF-8.

Letters outside ASCII are sent as UTF-8, in MAIL and RCPT by leave of SMTPUTF8. An octet that is none comes from a file
or a program that uses an older encoding, such as Latin-1: save the file as UTF-8, or encode the text before it is sent.

## Good

    connect: ('mx.example.com', 25)
    reply: b'220 mx.example.com ESMTP\r\n'
    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250-8BITMIME\r\n'
    reply: b'250 SMTPUTF8\r\n'
    send: b'mail FROM:<gr\xc3\xbcn@example.org> SMTPUTF8\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

Our own files are UTF-8:

    C: EHLO client.example.org
    C: MAIL FROM:<grün@example.org> SMTPUTF8
    C: QUIT

## Bad

    connect: ('mx.example.com', 25)
    reply: b'220 mx.example.com ESMTP\r\n'
    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250-8BITMIME\r\n'
    reply: b'250 SMTPUTF8\r\n'
    send: b'mail FROM:<gr\xfcn@example.org> SMTPUTF8\r\n'
                         ^^^^ the octet FC is not UTF-8
    reply: b'553 5.6.7 Bad address\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_KEPT = 0xDC00
"""An octet that is not UTF-8 is kept as a surrogate: this and its value."""


@rule(
    "invalid-utf8", "command:non-ascii",
    severity=Severity.ERROR, rfc="6531#3.3",
    instead_of=("malformed-command", "invalid-mailbox", "invalid-domain", "non-ascii-ehlo-name", "unexpected-argument"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first such octet of a command; what AUTH sends is for other rules."""
    command = command_of(step)
    if command.verb not in VERBS or command.verb in ("AUTH", "X-EXPS"):
        return
    for column, character in enumerate(command.text):
        if "\udc80" <= character <= "\udcff":
            octet = f"{ord(character) - _KEPT:02X}"
            message = f"the octet {octet} is not UTF-8: is this text in another encoding? (RFC 6531 section 3.3)"
            yield Found(message, Span(column, column + 1))
            return
