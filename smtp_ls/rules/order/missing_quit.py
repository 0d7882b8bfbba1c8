"""The session ends without QUIT.

A client says QUIT and waits for 221, so that both sides know that nothing was lost; a server that sees the connection
drop may have to throw a message away, or deliver it twice. Add QUIT as the last command. An excerpt can say that it
is one with `# smtp-ls: partial`; one that ends where a command was refused is taken for one.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT

The server may end a session too:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    421 4.4.2 Timeout, closing connection

What people paste ends where it went wrong:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    550 5.7.1 Not from there

TLS could not begin, so that nothing more can be said:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 454 4.7.0 TLS is not available

An excerpt:

    # smtp-ls: partial
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com

Only the greeting was read, and a reply was never seen:

    S: 220 mx.example.com ESMTP

    ### another
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
       ^^^^^^^^^^^^^^^^^^ the session ends without QUIT

In the bare form, with another session behind it:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 2.0.0 Ok
    ^^^^^^^^^^^^ the session ends without QUIT

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

In a script:

    ### first
    C: EHLO client.example.org
    C: VRFY bob
       ^^^^^^^^ the session ends without QUIT

    ### second
    C: EHLO client.example.org
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
       ^^^ the session ends without QUIT

## Fixed, if you like

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import LAST, PARTING, Severity
from smtp_ls.rules.rule import Found, insert, rule
from smtp_ls.session import Origin, Session, Step
from smtp_ls.session.order import Phase

_QUIT = insert("Add QUIT", "QUIT", place=LAST, below=True)
_TLS = ("STARTTLS", "X-ANONYMOUSTLS")


@rule("missing-quit", "end:unclosed", severity=Severity.WARNING, rfc="5321#4.1.1.10")
def check(step: Step) -> Iterator[Found]:
    """The whole session is shown, the client has spoken, and neither side has ended it."""
    session = step.before
    if _whole(session) and not (_broken(session) or _over(session) or _silent(session) or _turned_away(session)):
        message = "the session ends without QUIT (RFC 5321 section 4.1.1.10)"
        recorded = session.full and not session.shown.native
        yield Found(message, place=PARTING, fix=None if recorded else _QUIT)


def _whole(session: Session) -> bool:
    shown = session.shown
    begun = session.origin in (Origin.WHOLE, Origin.SCRIPT) and not session.given.partial
    cut = session.full and session.last == "client" and bool(session.pending)  # it still waits for a reply
    return begun and not cut and shown.quit and shown.client and shown.ordered and not shown.excerpt


def _broken(session: Session) -> bool:
    """Is step lost, or is a reply, mail data or an AUTH exchange unfinished? Other rules say so."""
    data = bool(session.pending) and session.pending[-1].verb == "DATA"
    challenged = session.exchange is not None and session.exchange.challenged
    return session.lost or session.reply is not None or session.content is not None or data or challenged


def _over(session: Session) -> bool:
    """Was the client's last word QUIT, or a STARTTLS behind which nothing more is shown?"""
    return session.answered in ("QUIT", *_TLS)


def _turned_away(session: Session) -> bool:
    """Has the server accepted nothing so far, EHLO neither? It may have hung up then."""
    known = session.known
    return session.full and known.phase in (Phase.CONNECT, Phase.GREETED) and not (known.hello or known.tls)


def _silent(session: Session) -> bool:
    """Has the client said nothing yet?"""
    nothing = session.last == "server" and not session.answered and not session.pending
    return nothing and session.known.phase in (Phase.CONNECT, Phase.GREETED)
