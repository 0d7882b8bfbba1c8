"""The line does not begin with an SMTP verb.

A server answers 500. Mostly the verb is misspelt, and then the message names the one that was meant. Sometimes it is
not SMTP at all: a browser's request, the first octets of TLS, or a header field that was sent before DATA. Private
commands, which begin with X, are only worth a hint.

## Good

    C: EHLO client.example.org
    C: noop
    C: {{command}}
    C: QUIT

What the server offers is known to it:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CLIENTID
    C: CLIENTID UUID 5c5d7a24
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Header fields are mail data behind 354:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 End data with <CR><LF>.<CR><LF>
    From: alice@example.org
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    Message-ID: <1@example.org>

    MALI is not a verb.
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: MALI FROM:<alice@example.org>
       ^^^^ this is no SMTP command; did you mean MAIL?
    C: QUIT

Often the verb is there, but not as it should be:

    C: EHLO client.example.org
    C: MAILFROM:<alice@example.org>
       ^^^^^^^^ this is no SMTP command; did you mean MAIL FROM?
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: FROM:<alice@example.org>
       ^^^^^ this is no SMTP command; did you mean MAIL FROM?
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    RSTE
    ^^^^ this is no SMTP command; did you mean RSET?
    500 5.5.2 Unknown command
    QUIT
    221 2.0.0 Bye

In a log, where others than mail clients speak:

    S: 220 mx.example.com ESMTP
    C: GET / HTTP/1.1
       ^^^ this is an HTTP request
    S: 500 5.5.2 Unknown command
    C: Subject: hello
       ^^^^^^^^ this is a header field
    S: 500 5.5.2 Unknown command
    C: XYZZY
       ^^^^^ this is a private command
    S: 500 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Fix, Severity, Span
from smtp_ls.protocol.verbs import VERBS, nearest
from smtp_ls.reading import is_command
from smtp_ls.rules.content.sizes import spills
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, word_span
from smtp_ls.session import Session, Step, allowed
from smtp_ls.session.order import Phase

_HTTP = re.compile(r"\s*[A-Z]{3,7} \S+ HTTP/\d")
_TLS = re.compile(r"[\x16\x15]\x03|\\x1[56]\\x03|\\02[56]\\003")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:(?!<)")
_GLUED = re.compile(
    r"\s*(?:(?P<mail>MAIL)[-_]?(?=FROM\b)|(?P<rcpt>RCPT)[-_]?(?=TO\b)|(?P<from>FROM:<)|(?P<to>TO:<))", re.IGNORECASE
)
_START_TLS = re.compile(r"\s*START[ _-]TLS\s*$", re.IGNORECASE)
_WORD = re.compile(r"\s*[A-Za-z-]+(?=\s|$)")


@rule("unknown-command", "command:unknown", severity=Severity.ERROR, rfc="5321#4.2.4")
def check(step: Step) -> Iterator[Found]:
    """A line without a known verb. It may hold a secret, so that nothing of it is repeated."""
    command = command_of(step)
    first = word_span(command, 0)
    word = command.text[first.start : first.end]
    offers = step.known.offers
    if "{{" in word or step.before.lost or step.before.cut or (offers is not None and word.upper() in offers):
        return
    if step.before.stray and step.after.stray:
        return  # the rest of a message that the server did not ask for
    if spills(step) or _is_shown_after_all(step.before):
        return
    meant = _meant(command.text)
    if meant:
        verb, span, text = meant
        message = f"this is no SMTP command; did you mean {verb}?"
        yield Found(message, span, fix=_fix(step, verb, span, text))
    elif word[:1] in ("X", "x") and _WORD.match(command.text):
        message = "this is a private command: only servers that agreed to it know it (RFC 5321 section 4.1.5)"
        yield Found(message, first, severity=Severity.HINT)
    else:
        yield Found(_told(command.text), first._replace(end=_name_end(command.text, first)))


def _is_shown_after_all(session: Session) -> bool:
    """Is this mail data, in a way of writing that has none otherwise? Its reply is still to come."""
    if session.shown.content != "hidden" or not session.pending:
        return False
    return any(each.verb in (".", "BDAT") for each in session.pending) or session.pending[-1].verb not in VERBS


def _told(text: str) -> str:
    """What a line is that is no SMTP."""
    if _HTTP.match(text):
        return "this is an HTTP request: a browser or a proxy speaks to a mail server"
    if _TLS.match(text):
        return "this is TLS, begun at once as on port 465, but the server speaks plain SMTP here: send STARTTLS first"
    if _HEADER.match(text):
        return "this is a header field: mail data begins after DATA and its reply 354"
    if text.strip() == ".":
        return "this dot ends no mail data: none is open"
    return "this is no SMTP command (RFC 5321 section 4.2.4)"


def _name_end(text: str, first: Span) -> int:
    header = _HEADER.match(text)
    return header.end() if header else first.end


def _meant(text: str) -> tuple[str, Span, str] | None:
    """The verb that was meant, the stretch that is wrong and what belongs there."""
    glued = _GLUED.match(text)
    if glued:
        start = len(text) - len(text.lstrip())
        whole = Span(start, (text + ":").find(":", start) + (1 if glued["from"] or glued["to"] else 0))
        verb = "MAIL FROM" if glued["mail"] or glued["from"] else "RCPT TO"
        return verb, whole, verb + (":" if glued["from"] or glued["to"] else "")
    if _START_TLS.match(text):
        return "STARTTLS", Span(len(text) - len(text.lstrip()), len(text.rstrip())), "STARTTLS"
    word = _WORD.match(text)
    near = nearest(word[0].strip()) if word and not _HTTP.match(text) else None
    if word is None or near is None:
        return None
    return near, Span(word.end() - len(word[0].lstrip()), word.end()), near


def _fix(step: Step, verb: str, span: Span, text: str) -> Fix | None:
    """The replacement, if the line is then valid and in order."""
    line = step.event.text
    known = step.known
    in_order = verb.partition(" ")[0] in allowed(known) or known.phase == Phase.UNKNOWN
    if not in_order or not is_command(line[: span.start] + text + line[span.end :]):
        return None
    return replace(f"Write {text}", span, text)
