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
from functools import lru_cache

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.addresses.flaws import hello_name
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_NOBODYS = re.compile(
    r"(?:.*\.)?(?:example|test|invalid|localhost|local|localdomain|internal|lan|home\.arpa|example\.(?:com|net|org))\.?"
    r"|[^.]*|\[(?:ipv6:)?(?:2001:0?db8:.*|::1|f[cde].*)\]"
    r"|\[?(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.\d+\.\d+|10\.\d+\.\d+|192\.168\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+)"
    r"\.\d+\]?",
    re.IGNORECASE,
)
"""RFC 2606, RFC 6761, RFC 5737, RFC 3849, RFC 1918 and what is local by custom; names without a dot."""


@rule(
    "real-personal-data", "command:MAIL", "command:RCPT", "command:EHLO", "command:HELO", "command:LHLO",
    severity=Severity.HINT, rfc="2606", on=False, rows=("reserved-example-domain",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A domain or literal that is not reserved for examples, nor local."""
    command = command_of(step)
    span = _named(command.text, command.verb)
    if span is None:
        return
    what = "somebody's address" if command.verb in ("MAIL", "RCPT") else "a real host"
    yield Found(f"this may be {what}: use names such as example.org in files that others read (RFC 2606)", span)


@lru_cache(maxsize=1024)
def _named(text: str, verb: str) -> Span | None:
    """Where somebody's name stands in a command; None if there is none."""
    if verb in ("MAIL", "RCPT"):
        path = envelope(text).path
        inside = text[path.start : path.end].strip("<>")
        local, at, domain = inside.rpartition("@")
        span = Span(path.start + text[path.start : path.end].find(inside), 0)
        span = span._replace(end=span.start + len(inside))
        if not (local and at):
            return None
    else:
        span = hello_name(text)
        domain = text[span.start : span.end]
    return None if "{{" in domain or _NOBODYS.fullmatch(domain) else span
