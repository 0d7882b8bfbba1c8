"""The greeting does not begin with the server's name.

Behind 220 comes the server's domain, or its address in brackets: clients compare it with the host that they wanted, and
log it. A word such as "Welcome" looks like a host's name to a program, so it is only a hint.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

An address in brackets, and a host without a domain:

    220 [192.0.2.25] ESMTP
    QUIT
    221 2.0.0 Bye

    220-mailhost, at your service
    220 Hello!
    QUIT
    221 2.0.0 Bye

A busy server need not say who it is:

    421 Too many connections!

## Bad

    S: 220 *** private system ***
           ^^^ the greeting names no server
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

As a hint:

    220 Welcome to our server
        ^^^^^^^ "Welcome" is hardly the server's name
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.replies.hosts import greets_only, names_no_host
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_WHERE = "it begins with its domain or its address in brackets (RFC 5321 section 4.2)"


@rule("greeting-no-domain", "reply:odd-host", severity=Severity.WARNING, rfc="5321#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first line of a 220."""
    reply = step.event
    if not isinstance(reply, Reply) or step.asked is not None or reply.code != 220 or not reply.says.strip():
        return
    span = first_said(reply)
    if names_no_host(reply.says):
        yield Found(f"the greeting names no server: {_WHERE}", span)
    elif greets_only(reply.says):
        word = reply.text[span.start : span.end].rstrip(",.!:;")
        yield Found(
            f'"{word}" is hardly the server\'s name: a greeting tells it, {_WHERE}', span, severity=Severity.HINT
        )
