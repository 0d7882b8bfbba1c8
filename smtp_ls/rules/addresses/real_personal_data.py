"""A file names a host or an address that may be somebody's.

Files with sessions are kept, shared and published, and a log holds the addresses of people. Some names belong to
nobody: `example.org`, `example.com` and `example.net`, all that ends with `.example`, `.test` or `.invalid`, and the IP
addresses 192.0.2.x, 198.51.100.x, 203.0.113.x and 2001:db8::. This rule is off; select it where files are published.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@[192.0.2.1]>
    C: RCPT TO:<bob@mail.test>
    C: RCPT TO:<Postmaster>
    C: QUIT

A placeholder may stand for anything, and so may a name without a dot:

    C: EHLO {{hostname}}
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<bob@{{domain}}>
    C: QUIT

## Bad

    C: EHLO mail.gnu.org
            ^^^^^^^^^^^^ this may be a real host
    C: MAIL FROM:<alice@gnu.org>
                  ^^^^^^^^^^^^^ this may be somebody's address
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO [8.8.8.8]
         ^^^^^^^^^ this may be a real host
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.addresses.flaws import hello_name
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_EXAMPLES = frozenset(("example.com", "example.net", "example.org", "home.arpa"))
_NOBODYS = frozenset(("example", "test", "invalid", "localhost", "local", "localdomain", "internal", "lan"))
"""Reserved, or local by custom (RFC 2606, RFC 6761, RFC 8375, RFC 9476)."""
_ADDRESSES = re.compile(
    r"\[(?:ipv6:)?(?:2001:0?db8:.*|::1|f[cde].*)\]"
    r"|\[?(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.\d+\.\d+|10\.\d+\.\d+|192\.168\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+)"
    r"\.\d+\]?",
    re.IGNORECASE,
)
"""For documentation, or private (RFC 5737, RFC 3849, RFC 1918, RFC 4193)."""


@rule(
    "real-personal-data", "command:MAIL", "command:RCPT", "command:EHLO", "command:HELO", "command:LHLO",
    severity=Severity.HINT, rfc="2606", on=False, rows=("reserved-example-domain",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A domain or literal that is not reserved for examples, nor local."""
    command = command_of(step)
    text, mails = command.text, command.verb in ("MAIL", "RCPT")
    domain = text[text.rfind("@") + 1 :].partition(">")[0] if mails else text[5:].strip()
    if "{{" in domain or _is_nobodys(domain):
        return
    span = _address(text) if mails else hello_name(text)
    if span is not None:
        what = "somebody's address" if mails else "a real host"
        yield Found(f"this may be {what}: use names such as example.org in files that others read (RFC 2606)", span)


def _is_nobodys(domain: str) -> bool:
    """Is this a name or an address that cannot be anybody's, or a name without a dot?"""
    labels = domain.lower().removesuffix(".").rsplit(".", 2)
    if labels[-1] in _NOBODYS or ".".join(labels[-2:]) in _EXAMPLES:
        return True
    return (len(labels) == 1 and domain[:1] != "[") or _ADDRESSES.fullmatch(domain) is not None


def _address(text: str) -> Span | None:
    """Where the address of a MAIL or RCPT stands, without its brackets; None where it has no domain."""
    path = envelope(text).path
    written = text[path.start : path.end]
    inside = written.strip("<>")
    start = path.start + written.find(inside)
    return Span(start, start + len(inside)) if "@" in inside else None
