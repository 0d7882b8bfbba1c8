"""What sessions, transactions and exchanges are called in an outline: a name and, beside it, how it went.

Rule 1: nothing of an AUTH exchange is repeated but the mechanism; of what is no verb that we know, nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from smtp_ls.envelope import envelope, path_parts
from smtp_ls.events import Command, Reply
from smtp_ls.findings import Span
from smtp_ls.outline import Conversation, Exchange, Transaction
from smtp_ls.pages import LANGUAGES
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session.order import HELLO, OPENING
from smtp_ls.trace import Trace

LABELS: Mapping[str, tuple[str, str]] = {
    "session": ("session {0}", "sesi {0}"),
    "nobody": ("nobody", "tanpa penerima"),
    "recipients": ("{0} recipients", "{0} penerima"),
    "refused of them": ("{0} refused", "{0} ditolak"),
    "refused": ("refused", "ditolak"),
    "refused with": ("refused with {0}", "ditolak dengan {0}"),
    "VERB refused with": ("{0} refused with {1}", "{0} ditolak dengan {1}"),
    "accepted": ("accepted", "diterima"),
    "one message": ("1 message", "1 pesan"),
    "messages": ("{0} messages", "{0} pesan"),
    "unknown": ("unknown command", "perintah tidak dikenal"),
}
"""By key, in the order of `LANGUAGES`."""
_QUOTED = (*HELLO, *OPENING, "RCPT", "BDAT", "VRFY", "EXPN", "ETRN", "ATRN")
"""Verbs whose commands are repeated as they stand; others may hold a secret."""
_SENDING = ("DATA", "BDAT", "BURL")
_LONGEST = 120
"""Characters of a name."""
_BEGINNING = 50
"""How many lines of a session are looked at for its greeting."""


class Caption(NamedTuple):
    """A name and what stands beside it, which may be nothing."""

    name: str
    detail: str = ""


def _label(key: str, lang: str, *places: object) -> str:
    return LABELS[key][LANGUAGES.index(lang)].format(*places)


def of_session(trace: Trace, session: Conversation, number: int, lang: str) -> Caption:
    """A session, the so-manieth of its file from 1, and how it went."""
    return Caption(session_name(trace, session.first, session.title, number, lang), _went(session, lang))


def session_name(trace: Trace, line: int, title: str, number: int, lang: str) -> str:
    """The name of the session that begins on a line or below it: its title, who speaks with whom, or its number."""
    return _short(title or _parties(trace, max(trace.begun.find(1, line), 0)) or _label("session", lang, number))


def _parties(trace: Trace, begun: int) -> str:
    """The names of client and server, as far as they are told where a session begins."""
    said = trace.said(begun)
    key = said[0].key if said else ""
    client = server = ""
    for line in range(begun, min(begun + _BEGINNING, len(trace.lines))):
        for event in trace.said(line):
            if event.key != key:
                continue
            if isinstance(event, Reply) and event.code == 220 and not server:
                server = _host(event.says)
            elif isinstance(event, Command):
                client = event.argument.partition(" ")[0] if event.verb in HELLO else ""
                return " -> ".join(filter(None, (client, server)))
    return server


def _host(says: str) -> str:
    """The name of the server at the beginning of a greeting."""
    word = says.split(maxsplit=1)[0] if says.strip() else ""
    return word if "." in word or word.startswith("[") else ""


def _went(session: Conversation, lang: str) -> str:
    """How a session went: its messages, or else what was refused last."""
    mails = [part for part in session.parts if isinstance(part, Transaction)]
    refused = sum(_outcome(each) >= 400 for each in mails)
    if mails:
        count = _label("one message", lang) if len(mails) == 1 else _label("messages", lang, len(mails))
        return ", ".join(filter(None, (count, _label("refused of them", lang, refused) if refused else "")))
    last = next((each for each in reversed(session.parts) if isinstance(each, Exchange) and each.code >= 400), None)
    return _label("VERB refused with", lang, _verb(last, lang), last.code) if last else ""


# --- transactions -----------------------------------------------------------------------------------------------------


def of_transaction(mail: Transaction, lang: str) -> Caption:
    """A transaction: from whom to whom, and what became of the message."""
    code = _outcome(mail)
    detail = ""
    if code >= 400:
        detail = _label("refused with", lang, code)
    elif code >= 200 and code != 354:
        detail = _label("accepted", lang)
    return Caption(_short(f"{_address(mail.exchanges[0].text)} -> {_recipients(mail, lang)}"), detail)


def _recipients(mail: Transaction, lang: str) -> str:
    if not mail.recipients:
        return _label("nobody", lang)
    if mail.recipients == 1:
        only = next(_address(each.text) for each in mail.exchanges if each.verb == "RCPT")
        return ", ".join((only, *[_label("refused", lang)] * mail.refused))
    refused = [_label("refused of them", lang, mail.refused)] if mail.refused else []
    return ", ".join((_label("recipients", lang, mail.recipients), *refused))


def _address(text: str) -> str:
    """The mailbox of a MAIL or RCPT line without brackets and route; `<>` for nobody."""
    parts = path_parts(text, envelope(text).path)
    end = parts.domain.end if parts.domain.start < parts.domain.end else parts.local.end
    return text[slice(*Span(parts.local.start, end))] or "<>"


def _outcome(mail: Transaction) -> int:
    """The code that says what became of the message; 0 if none does."""
    sent = [each.code for each in mail.exchanges if each.verb in _SENDING]
    if sent:
        return next((code for code in sent if code >= 400), sent[-1])
    opening = mail.exchanges[0].code
    if opening >= 400:
        return opening
    return mail.exchanges[-1].code if mail.refused and mail.refused == mail.recipients else 0


# --- exchanges --------------------------------------------------------------------------------------------------------


def of_exchange(exchange: Exchange, lang: str) -> Caption:
    """An exchange: its command, and the code that settled it."""
    code = exchange.code
    detail = _label("refused with", lang, code) if code >= 400 else str(code or "")
    text = exchange.text.strip() if exchange.verb in _QUOTED else _verb(exchange, lang)
    return Caption(_short(text), detail)


def _verb(exchange: Exchange, lang: str) -> str:
    """The verb; of AUTH, the mechanism too."""
    if exchange.verb not in VERBS:
        return _label("unknown", lang)
    words = exchange.text.split()
    return " ".join((exchange.verb, *words[1:2])) if exchange.verb in ("AUTH", "X-EXPS") else exchange.verb


def _short(text: str) -> str:
    """A name that is one line and not too long."""
    clean = text if text.isprintable() else "".join(each if each.isprintable() else "\ufffd" for each in text)
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1]}…"
