"""A relay offers what only a submission server may offer.

BURL and FUTURERELEASE are for those who write messages: one fetches parts of a message from their mailbox, the other
holds it until a time. On port 25 any server may come, and neither must be offered there.

## Good

    # smtp-ls: protocol=submission
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250-FUTURERELEASE 86400 2026-12-24T10:00:00Z
    S: 250 BURL imap
    C: QUIT
    S: 221 2.0.0 Bye

Without a port nothing tells:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-8BITMIME
    250 BURL
    QUIT
    221 2.0.0 Bye

## Bad

    @server = smtp://mx.example.com:25
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250-FUTURERELEASE 86400 2026-12-24T10:00:00Z
           ^^^^^^^^^^^^^ only a submission server may offer FUTURERELEASE
    S: 250 BURL imap
           ^^^^ only a submission server may offer BURL
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.rules.keywords import is_repeated, keyword_of
from smtp_ls.rules.replies.ports import is_relay
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_SECTIONS = {"BURL": "3.1", "FUTURERELEASE": "4.2"}


@rule(
    "submission-only-extension", "keyword:BURL", "keyword:FUTURERELEASE",
    severity=Severity.WARNING, rfc="4865#4.2", always=True, rows=("futurerelease-off-submission", "burl-port-25"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The protocol or the port is told."""
    reply = step.event
    if isinstance(reply, Reply) and is_relay(step.before) and not is_repeated(step):
        keyword = keyword_of(reply.says)
        where = f"RFC {EXTENSIONS[keyword].rfc.partition('#')[0]} section {_SECTIONS[keyword]}"
        yield Found(f"only a submission server may offer {keyword}, and this is none ({where})", first_said(reply))
