"""The first line of the reply to EHLO is not the server's name.

The first line has the server's domain and perhaps a word of welcome; extensions begin on the second. A client skips the
first line, so that an extension on it is lost.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com at your service
    S: 250 PIPELINING
    C: QUIT
    S: 221 2.0.0 Bye

A host without a domain, and a reply of one line:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mailhost Hello client
    250 HELP
    EHLO client.example.org
    250 Hello, client!
    QUIT
    221 2.0.0 Bye

A script lists what it expects:

    S: 220
    C: EHLO client.example.org
    S: 250-PIPELINING
    S: ...
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-PIPELINING
           ^^^^^^^^^^ clients skip this line
    S: 250 8BITMIME
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, the last one as a hint:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-¡Hola!
        ^^^^^^ this reply names no server
    250 HELP
    EHLO client.example.org
    250-Hello client.example.org
        ^^^^^ "Hello" is hardly the server's name
    250 HELP
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.rules.keywords import keyword_of
from smtp_ls.rules.replies.hosts import greets_only, names_no_host
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_WHERE = "it begins with the server's domain (RFC 5321 section 4.1.1.1)"


@rule("ehlo-first-line-no-domain", "reply:odd-host", severity=Severity.WARNING, rfc="5321#4.1.1.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first of several lines. A script that has shown no full reply expects keywords, in any order."""
    reply, asked, before = step.event, step.asked, step.before
    listed = before.shown.patterns and not before.full
    if not isinstance(reply, Reply) or asked is None or asked.verb == "HELO" or listed or not reply.says.strip():
        return
    span, keyword = first_said(reply), keyword_of(reply.says)
    known = EXTENSIONS.get(keyword)
    word = reply.text[span.start : span.end].rstrip(",.!:;")
    if known is not None and known.registered and word == keyword:
        yield Found(f"clients skip this line, so that {keyword} is lost: {_WHERE}", span)
    elif names_no_host(reply.says):
        yield Found(f"this reply names no server: {_WHERE}", span)
    elif greets_only(reply.says):
        yield Found(f'"{word}" is hardly the server\'s name: {_WHERE}', span, severity=Severity.HINT)
