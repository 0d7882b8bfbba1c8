"""A server offers XCLIENT or XFORWARD to a client that is not on its own host or network.

With XCLIENT a client says which address and which user it stands for, and is believed; XFORWARD does so for the log.
Both are for a proxy or filter before the server: whoever else may say them can pass for anybody.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO proxy.example.com
    S: 250-mx.example.com Hello proxy.example.com [127.0.0.1]
    S: 250 XCLIENT NAME ADDR
    C: QUIT
    S: 221 2.0.0 Bye

The reply does not tell where the client is, or it is in a private network:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 XFORWARD NAME ADDR
    EHLO client.example.org
    250-mx.example.com Hello [10.1.2.3]
    250 XFORWARD NAME ADDR PROTO
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com Hello client.example.org [192.0.2.1]
    S: 250-XCLIENT NAME ADDR
           ^^^^^^^ XCLIENT is offered to 192.0.2.1
    S: 250 SIZE
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import PUBLIC, Severity
from smtp_ls.rules.keywords import is_repeated, keyword_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_ADDRESS = re.compile(r"[\[(](?P<address>(?:\d{1,3}\.){3}\d{1,3})[\])]")
_NEAR = re.compile(
    r"(?:0|10|127)\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\."
)
"""This host, private networks, those of one link or one provider (RFC 6890 section 2.2.2)."""


@rule("xclient-exposed", "keyword:XCLIENT", "keyword:XFORWARD", severity=Severity.WARNING, rfc="", always=True)
def check(step: Step) -> Iterator[Found]:
    """Behind the server's name, the first line of the reply has the client's address, one of the Internet."""
    reply, above = step.event, step.before.reply
    if above is None or not above.lines:
        return
    found = _ADDRESS.search(above.lines[0].partition(" ")[2])
    if found and isinstance(reply, Reply) and not _NEAR.match(found["address"]) and not is_repeated(step):
        keyword = keyword_of(reply.says)
        yield Found(f"{keyword} is offered to {found['address']}: whoever may say it can pass for any other client "
                    "(Postfix XCLIENT_README)", first_said(reply), PUBLIC)  # fmt: skip
