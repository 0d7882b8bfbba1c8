"""The server's line is no reply.

A reply begins with three digits and then a blank, or a hyphen where more lines follow. A client that gets anything
else can only give up. In a file, perhaps the label is wrong: `C:` is the client, `S:` the server.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250
    C: NOOP
    S: 250 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What stands in brackets is no reply but a remark, and a placeholder may be one:

    S: <wait for connection on TCP port 25>
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: {{answer}}
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: OK
       ^^ this is no reply
    C: NOOP
    S: 25O Ok
       ^^^^^^ this is no reply
    C: QUIT
    S: 221Bye
       ^^^^^^ this is no reply

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: NOOP
    S: any
       ^^^ this is no reply
    C: QUIT
    S: 221

In another notation:

    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  ok
        ^^ this is no reply
     -> QUIT
    <-  221 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.reading import is_command
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_REMARK = re.compile(r"\s*(?:<.*>|\(.*\)|\[.*\]|\.\.\.|\u2026)\s*")


@rule("malformed-reply", "reply:malformed", severity=Severity.ERROR, rfc="5321#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """No three digits with a blank, a hyphen or nothing behind them, nor a remark or placeholder."""
    text = step.event.text
    if "{{" in text or _REMARK.fullmatch(text):
        return
    if is_command(text):
        yield Found(
            "this is no reply but a command: does the client speak here? Its label is C: (RFC 5321 section 4.2)"
        )
        return
    yield Found(
        'this is no reply: it begins with three digits and a blank, or "-" where more follows (RFC 5321 section 4.2)'
    )
