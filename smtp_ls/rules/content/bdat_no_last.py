"""A message was begun in chunks, and its last chunk never comes.

The server keeps a message that BDAT sends until a chunk says LAST; without it nothing is delivered. MAIL is refused as
long as the message is open (503). To give it up on purpose, send RSET. `BDAT 0 LAST` ends a message of which all is
sent.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 250 2.0.0 Ok
    C: BDAT 0 LAST
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Given up, or refused:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 250 2.0.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 552 5.3.4 Too big
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 250 2.0.0 Ok
    C: MAIL FROM:<carol@example.org>
       ^^^^ the message before this has no last chunk
    S: 503 5.5.1 Nested MAIL command
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    BDAT 7
    hello
    250 2.0.0 Ok
    QUIT
    ^^^^ the message before this has no last chunk
    221 2.0.0 Bye

In a script, where the session ends:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7
       ^^^^^^ the session ends, and this message has no last chunk
    C: hello
"""

from collections.abc import Iterator

from smtp_ls.findings import LAST, Severity, latest
from smtp_ls.reading import is_command
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Origin, Session, Step
from smtp_ls.session.order import Phase

_END = "end a message with BDAT 0 LAST, or give it up with RSET (RFC 3030 section 2)"


@rule(
    "bdat-no-last", "command:misplaced", "command:abandoning", "end:chunked",
    severity=Severity.ERROR, rfc="3030#2", instead_of=("nested-mail", "unfinished-transaction"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """MAIL is refused here, by all we know; QUIT, EHLO and the end only lose the message."""
    before, event = step.before, step.event
    if event.kind == "end":
        if before.presumed.phase == Phase.BDAT and _is_whole(before):
            yield Found(
                f"the session ends, and this message has no last chunk: {_END}", place=latest("BDAT"),
                related=((LAST, "the session ends here"),), severity=Severity.WARNING,
            )  # fmt: skip
        return
    verb = command_of(step).verb
    if step.known.phase != Phase.BDAT or verb not in ("MAIL", "QUIT", "EHLO", "HELO", "LHLO") or _is_doubtful(before):
        return
    yield Found(
        f"the message before this has no last chunk: {_END}", verb_span(event),
        related=((latest("BDAT"), "this was its latest chunk"),), severity=None if verb == "MAIL" else Severity.WARNING,
    )  # fmt: skip


def _is_doubtful(session: Session) -> bool:
    """Is step lost, or does another rule say what is wrong with the chunk?"""
    return session.lost or any(each.verb == "BDAT" and not is_command(each.text) for each in session.pending)


def _is_whole(session: Session) -> bool:
    """Is the session shown to its end?"""
    shown = session.shown
    begun = session.origin in (Origin.WHOLE, Origin.SCRIPT) and not session.given.partial
    cut = _is_doubtful(session) or session.content is not None or (session.full and bool(session.pending))
    return begun and not cut and shown.client and shown.ordered and not shown.excerpt
