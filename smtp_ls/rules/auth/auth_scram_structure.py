"""A message of SCRAM is not built as it should be, or goes on with another nonce.

The client begins with `n,,n=USER,r=NONCE`; the server answers `r=NONCE...,s=SALT,i=ITERATIONS`, where its nonce begins
with the client's; the client proves that it knows the password with `c=biws,r=NONCE...,p=PROOF` and repeats the whole
nonce; the server ends with `v=SIGNATURE`. All that is in base64. A nonce that does not go on means that an answer
belongs to another exchange.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH SCRAM-SHA-1
    C: AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM
    S: 334 cj1meWtvK2QybGJiRmdPTlJ2OXFreGRhd0wzcmZjTkhZSlkxWlZ2V1ZzN2oscz1RU1hDUitRNnNlazhiZjkyLGk9NDA5Ng==
    C: Yz1iaXdzLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdMM3JmY05IWUpZMVpWdldWczdqLHA9djBYOHYzQnoyVDBDSkdiSlF5RjBYK0hJNFRzPQ==
    S: 334 dj1ybUY5cHFWOFM3c3VBb1pXamE0ZEpSa0ZzS1E9
    C:
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What hides a message need not be one:

    C: EHLO client.example.org
    C: AUTH SCRAM-SHA-256
    C: {{first}}
    C: xxxxxxxxxxxx
    C:
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH SCRAM-SHA-1
    C: AUTH SCRAM-SHA-1 bj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this should be "n,,n=USER,r=NONCE"
    S: 501 5.5.2 Cannot decode
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, a server that answers somebody else, and takes few rounds:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH SCRAM-SHA-1
    AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM
    334 cj0zcmZjTkhZSlkxWlZ2V1ZzN2oscz1RU1hDUitRNnNlazhiZjkyLGk9NDA5Ng==
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the nonce does not begin with the client's
    *
    501 5.7.0 Cancelled
    AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM
    334 cj1meWtvK2QybGJiRmdPTlJ2OXFreGRhd0wzcmZjTkhZSlkxWlZ2V1ZzN2oscz1RU1hDUitRNnNlazhiZjkyLGk9MTAwMA==
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 1000 iterations are few
    *
    501 5.7.0 Cancelled
    QUIT
    221 2.0.0 Bye

A client that forgets what the server added:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH SCRAM-SHA-1
    C: AUTH SCRAM-SHA-1
    S: 334
    C: biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM
    S: 334 cj1meWtvK2QybGJiRmdPTlJ2OXFreGRhd0wzcmZjTkhZSlkxWlZ2V1ZzN2oscz1RU1hDUitRNnNlazhiZjkyLGk9NDA5Ng==
    C: Yz1iaXdzLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdMLHA9djBYOHYzQnoyVDBDSkdiSlF5RjBYK0hJNFRzPQ==
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the nonce is not the one of the server's message
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: AUTH SCRAM-SHA-1 dXNlcixyPWZ5a28rZDJsYmJGZ09OUnY5cWt4ZGF3TA==
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this should be "n,,n=USER,r=NONCE"
    C: {{final}}
    C:
    C: QUIT
"""  # noqa: E501

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.auth.payloads import Payload, meant, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Exchange, Step

_NAME = r"(?:[^=,]|=2C|=3D)*"
_BASE64 = r"[A-Za-z0-9+/]+=*"
_MORE = r"(?:,[A-Za-z]=[^,]+)*"
_CLIENT = (
    (re.compile(rf"(?:[ny]|p=[A-Za-z0-9.-]+),(?:a={_NAME})?,(?:m=[^,]*,)?n={_NAME},r=[^,]+{_MORE}"),
     "n,,n=USER,r=NONCE"),
    (re.compile(rf"c={_BASE64},r=[^,]+{_MORE},p={_BASE64}"), "c=BINDING,r=NONCE,p=PROOF"),
)  # fmt: skip
_SERVER = (
    (re.compile(rf"(?:m=[^,]*,)?r=[^,]+,s={_BASE64},i=[1-9][0-9]*{_MORE}"), "r=NONCE,s=SALT,i=ITERATIONS"),
    (re.compile(rf"(?:v={_BASE64}|e=[^,]+){_MORE}"), "v=SIGNATURE"),
)
"""The messages of either side in their order (RFC 5802 section 7), and how to tell of them."""
_NONCE = re.compile(r"(?:^|,)r=([^,]+)")
_ITERATIONS = re.compile(r"(?:^|,)i=([0-9]{1,9})(?:,|$)")
_LEAST = 4096
_WHERE = "(RFC 5802 section 5.1)"
_CHALLENGE = 334


@rule("auth-scram-structure", "auth:SCRAM", severity=Severity.WARNING, rfc="5802#5.1")
def check(step: Step) -> Iterator[Found]:
    """A message is text, so that it was meant, and is built otherwise; or it does not go on from the last one."""
    exchange, reply = step.before.exchange, isinstance(step.event, Reply)
    sent = _challenge(step, exchange) if reply else payload(step)
    if sent is None or not sent.mechanism.startswith("SCRAM-"):
        return
    forms = _SERVER if reply else _CLIENT
    text = meant(sent) if sent.nth < len(forms) else None
    if text is None:
        return
    pattern, form = forms[sent.nth]
    said = _said(exchange) if reply or sent.nth else ""
    if not pattern.fullmatch(text):
        yield Found(f'this should be "{form}", in base64 {_WHERE}', sent.span)
    elif reply and sent.nth == 0:
        yield from _first_of_server(text, said, sent.span)
    elif said and not reply and not _continues(_nonce(text), _nonce(said), exchange):
        yield Found(f"the nonce is not the one of the server's message {_WHERE}", sent.span)


def _first_of_server(text: str, said: str, span: Span) -> Iterator[Found]:
    nonce = _nonce(said)
    if nonce and not (_nonce(text).startswith(nonce) and len(_nonce(text)) > len(nonce)):
        yield Found(f"the nonce does not begin with the client's and go on from there {_WHERE}", span)
    rounds = _ITERATIONS.search(text)
    if rounds and int(rounds[1]) < _LEAST:
        message = f"{int(rounds[1])} iterations are few: a server should ask for {_LEAST} or more {_WHERE}"
        yield Found(message, span, severity=Severity.HINT)


def _challenge(step: Step, exchange: Exchange | None) -> Payload | None:
    """What the server sends with 334, once the client has said something."""
    event, shown = step.event, step.before.shown
    if not isinstance(event, Reply) or event.code != _CHALLENGE or exchange is None or shown.auth != "shown":
        return None
    text = event.says.strip()
    if not text or not exchange.sent:
        return None
    start = event.text.rindex(text)
    return Payload(exchange.mechanism, exchange.sent - 1, text, Span(start, start + len(text)))


def _said(exchange: Exchange | None) -> str:
    """The message that this one answers, decoded; "" where it is not known."""
    if exchange is None or not exchange.said:
        return ""
    return meant(Payload(exchange.mechanism, 0, exchange.said, Span(0, 0))) or ""


def _continues(nonce: str, said: str, exchange: Exchange | None) -> bool:
    """Is it the server's nonce, or where the server's message is not shown, one that begins with the client's?"""
    return nonce == said if exchange is not None and exchange.challenged else nonce.startswith(said)


def _nonce(text: str) -> str:
    found = _NONCE.search(text)
    return found[1] if found else ""
