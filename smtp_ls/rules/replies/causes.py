"""Which refusals blame an earlier line, and which: one row for each thing that servers say, whatever their words."""

from collections.abc import Callable
from typing import NamedTuple

from smtp_ls.findings import (
    EHLO,
    ENDED,
    OPENED,
    REFUSED,
    SENDER,
    Role,
    accepted,
    carried,
    field,
    flawed,
    group,
    latest,
    offered,
    refused,
)
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session import Known
from smtp_ls.session.order import HELLO, Phase

Facts = Callable[[Known, str], bool]
"""(what is known before the reply, the verb that it answers or "") -> does this hold?"""


class Cause(NamedTuple):
    """Something that a refusal says, and the earlier lines that are the reason.

    It is meant if the code is one of `codes`, the verb that is answered one of `verbs`, `when` holds, and the text (in
    lower case) has one of `words` or the enhanced code one of `enhanced` (subject and detail) as its last two parts.
    What is empty is not asked. `says` is the message; `blames` are the places and what to say of each. It is said
    already where one of the rules `told`, or of those families, finds something in what is refused.
    """

    codes: tuple[int, ...]
    says: str
    blames: tuple[tuple[Role, str], ...]
    words: tuple[str, ...] = ()
    enhanced: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    when: Facts | None = None
    told: tuple[str, ...] = ()


def cause(code: int, text: str, known: Known, verb: str, *, whole: bool) -> Cause | None:
    """The first row that a line of a refusal means. `verb`: what it answers, "." for mail data, "" for nothing.

    `whole`: it is all of the reply, so that the code alone, or an enhanced code, may tell.
    """
    lower = text.lower()
    detail = lower.lstrip().partition(" ")[0].partition(".")[2]
    return next((row for row in _BY_CODE.get(code, ()) if _means(row, lower, detail, known, verb, whole=whole)), None)


def _means(row: Cause, text: str, detail: str, known: Known, verb: str, *, whole: bool) -> bool:
    if row.verbs and verb not in row.verbs:
        return False
    if row.words or row.enhanced:
        if not (any(words in text for words in row.words) or (whole and detail in row.enhanced)):
            return False
    elif not whole:
        return False
    return row.when is None or row.when(known, verb)


# --- what must hold ---------------------------------------------------------------------------------------------------


def _strange(known: Known, verb: str) -> bool:
    """The client has not introduced itself since the session, or TLS, began."""
    return not known.hello and verb not in HELLO


def _waits_for_hello(known: Known, verb: str) -> bool:
    return known.phase == Phase.GREETED and verb not in (*HELLO, "")


def _closed(known: Known, _: str) -> bool:
    """No transaction is open."""
    return known.mail is None


def _open(known: Known, verb: str) -> bool:
    return known.mail is not None and verb != "."


def _all_refused(known: Known, _: str) -> bool:
    """The transaction has recipients, and each was refused."""
    return known.mail is not None and bool(known.mail.recipients) and not known.mail.accepted


def _authenticated(known: Known, _: str) -> bool:
    return bool(known.authenticated)


def _anonymous(known: Known, _: str) -> bool:
    return not known.authenticated


def _hidden_auth(known: Known, verb: str) -> bool:
    """Nobody logged in; AUTH is not offered, but STARTTLS is, behind which it may be."""
    return _anonymous(known, verb) and _plain(known, verb) and _lacks(known, "AUTH") and _has(known, "STARTTLS")


def _encrypted(known: Known, _: str) -> bool:
    return known.tls


def _plain(known: Known, _: str) -> bool:
    return not known.tls


def _plain_with_offer(known: Known, _: str) -> bool:
    return not known.tls and _has(known, "STARTTLS")


def _forgotten(known: Known, verb: str) -> bool:
    """TLS began, and no EHLO came after it, but a command that must be offered first."""
    row = VERBS.get(verb)
    return known.tls and not known.hello and row is not None and row.extension is not None and verb not in HELLO


def _not_offered(known: Known, verb: str) -> bool:
    """The EHLO reply is known, and does not list what the command needs."""
    row = VERBS.get(verb)
    return row is not None and row.extension is not None and _lacks(known, row.extension) and known.hello != "HELO"


def _has(known: Known, keyword: str) -> bool:
    return known.offers is not None and keyword in known.offers


def _lacks(known: Known, keyword: str) -> bool:
    return known.offers is not None and known.offers.lacks(keyword)


def _later_than_mail(_: Known, verb: str) -> bool:
    return verb not in ("MAIL", "")


def _failed_chunk(known: Known, _: str) -> bool:
    return known.phase == Phase.FAILED


# --- the table --------------------------------------------------------------------------------------------------------

_SEQUENCE = (503, 500, 501, 502, 550, 551, 554)
_POLICY = (550, 553, 554, 530, 551, 571, 503, 535, 501, 454, 451, 450)
_TLS_CODES = (530, 538, 503, 523, 550, 554, 454, 451, 421)
_TOO_BIG = (552, 550, 554, 523, 501, 500)

_OFFERS = ("extension-not-advertised", "stale-extension", "esmtp-after-helo", "auth-mechanism-not-offered")
_ORDER = ("order", "pipelining", "bdat-after-failure", "rset-needed-after-bdat-failure", "data-after-refusal", *_OFFERS)
_SECURITY = ("starttls-not-used", "plaintext-auth-without-tls", "requiretls-without-tls", *_OFFERS)
"""Rules that say of a command what servers say when they refuse it."""

_INTRODUCED = (
    (
        accepted("STARTTLS"),
        "TLS began here, and what was said before is forgotten: EHLO comes next (RFC 3207 section 4.2)",
    ),
    (accepted("XCLIENT"), "the session began anew here: EHLO comes next"),
    (refused("EHLO"), "this was refused, so that the client is not introduced"),
)
_TRANSACTION = (
    (refused("MAIL"), "this MAIL was refused, so that no transaction is open"),
    (ENDED, "this ended the transaction; another one begins with MAIL"),
)
_STILL_OPEN = ((accepted("MAIL"), "this transaction is still open; RSET ends it"),)
_LOGIN = (
    (latest("AUTH"), "this login did not succeed"),
    (offered("AUTH"), "AUTH is offered here"),
)
_STARTTLS = ((offered("STARTTLS"), "STARTTLS is offered here; EHLO follows it"),)

_NEEDS_HELLO = "the client has to introduce itself first, or again"
_NEEDS_MAIL = "no transaction is open any more, or none was opened"
_NEEDS_RCPT = "no recipient is left: what was said to each RCPT is the reason"
_NESTED = "the transaction above is still open"
_INSIDE = "this may not come inside a transaction, and one is open"
_NEEDS_LOGIN = "the client has to log in first"
_ALREADY_IN = "the client has logged in already"
_ALREADY_TLS = "TLS has begun already"
_NEEDS_TLS = "TLS has to begin first: STARTTLS, and then EHLO again"
_SENDER = "it is the sender that is refused here, and not what was said last"

_LOGIN_WORDS = (
    "authentication required", "authentication is required", "client not authenticated", "client was not authenticated",
    "issue an auth", "auth first", "authenticate first", "log in first", "login first", "requires authentication",
    "must authenticate", "must be authenticated", "not logged in", "smtp authentication", "need to authenticate",
    "must login", "must log in", "auth required", "authorization required",
)  # fmt: skip
_TLS_WORDS = (
    "issue a starttls", "issue starttls", "starttls first", "use starttls", "starttls required", "starttls is required",
    "starttls command first",
)  # fmt: skip

CAUSES = (
    # Order
    Cause(_SEQUENCE, _NEEDS_HELLO, _INTRODUCED, (
        "send helo", "send ehlo", "send hello", "say helo", "say ehlo", "say hello", "helo first", "ehlo first",
        "hello first", "lhlo first", "helo or ehlo required", "ehlo or helo required", "use ehlo/helo", "need helo",
        "need ehlo", "send lhlo",
    ), when=_strange, told=_ORDER),
    Cause(_SEQUENCE, _NEEDS_RCPT, ((REFUSED, "this recipient was refused; the reply says why"),), (
        "no valid recipient", "no recipients", "need rcpt", "need recipient", "rcpt first", "rcpt to first",
        "rcpt required", "rcpt command must precede", "recipient must be", "no valid rcpt",
        "command not allowed at this point",
    ), verbs=("DATA", "BDAT", "BURL", "."), when=_all_refused, told=_ORDER),
    Cause(_SEQUENCE, _NEEDS_MAIL, _TRANSACTION, (
        "need mail", "need sender", "sender not yet given", "mail first", "mail from first", "use mail before",
        "must have sender", "no sender", "no valid recipient", "no recipients", "need rcpt", "need recipient",
        "rcpt first", "rcpt required", "rcpt command must precede",
    ), verbs=("RCPT", "DATA", "BDAT", "BURL"), when=_closed, told=_ORDER),
    Cause(_SEQUENCE, _NESTED, _STILL_OPEN, (
        "nested mail", "sender already", "already specified", "already in a transaction", "already in transaction",
        "issue a reset", "transaction already", "already given", "already have a sender", "already got",
    ), verbs=("MAIL", "SEND", "SOML", "SAML"), when=_open, told=_ORDER),
    Cause(_SEQUENCE, _INSIDE, _STILL_OPEN, (
        "mail transaction", "transaction in progress", "during a transaction", "in a transaction",
        "within a transaction",
    ), verbs=("AUTH", "STARTTLS", "ETRN", "XCLIENT", "XFORWARD", "VRFY", "HELO", "EHLO"), when=_open, told=_ORDER),
    Cause(_SEQUENCE, _ALREADY_IN, ((accepted("AUTH"), "the client logged in here (RFC 4954 section 4)"),), (
        "already authenticated", "already authed", "already logged in",
    ), verbs=("AUTH",), told=_ORDER),
    Cause(_SEQUENCE, _ALREADY_TLS, ((accepted("STARTTLS"), "TLS began here (RFC 3207 section 4.2)"),), (
        "tls already", "already in tls", "already using tls", "already running", "already active", "already secure",
        "already encrypted", "tls session is active",
    ), verbs=("STARTTLS",), told=_ORDER),
    Cause(_SEQUENCE, "the client has introduced itself already", ((accepted("EHLO"), "it did so here"),), (
        "duplicate helo", "duplicate ehlo", "duplicate lhlo", "already introduced", "already said h",
    ), verbs=HELLO, told=_ORDER),
    Cause(_SEQUENCE, "a chunk was refused: only RSET goes on from there (RFC 3030 section 2)",
          ((latest("BDAT"), "this chunk was refused"),), ("after bdat", "bdat", "rset"), when=_failed_chunk,
          told=_ORDER),
    Cause(_SEQUENCE, "a message in chunks is not complete: BDAT with LAST ends it (RFC 3030 section 2)",
          ((latest("BDAT"), "this chunk is not the last"),),
          ("after bdat", "bdat permissible", "bdat in progress", "between bdat"), told=_ORDER),
    # TLS and AUTH
    Cause(_TLS_CODES, _NEEDS_TLS, _STARTTLS, (
        *_TLS_WORDS, "encryption required", "encryption is required", "encryption needed", "must use tls",
        "tls required", "tls is required", "requires tls", "requires encryption", "secure connection", "secure channel",
        "session must be encrypted",
    ), ("7.10", "7.11"), when=_plain_with_offer, told=_SECURITY),
    Cause(_TLS_CODES, _NEEDS_TLS, ((EHLO, "STARTTLS belongs behind this, if it is offered (RFC 3207 section 4)"),),
          _TLS_WORDS, when=_plain, told=_SECURITY),
    Cause((538,), _NEEDS_TLS, _STARTTLS, verbs=("AUTH",), when=_plain_with_offer, told=_SECURITY),
    Cause((534,), "the mechanism is too weak for this server (RFC 4954 section 6)",
          ((OPENED, "this mechanism"), (offered("AUTH"), "these are the others")), ("too weak", "stronger"),
          verbs=("AUTH",), told=("auth", *_OFFERS)),
    Cause((504, 501, 503, 534, 535, 500, 502), "the mechanism is not one of those that the server takes now",
          ((offered("AUTH"), "these are the mechanisms on offer"),), (
        "authentication type", "authentication mechanism", "auth mechanism", "auth type", "mechanism",
        "authentication method", "unsupported auth", "not supported", "unrecognized auth", "unknown auth",
    ), verbs=("AUTH",), told=("auth", "syntax", *_OFFERS)),
    Cause((503, 500, 501, 502, 504, 538, 550, 554),
          "nothing is on offer: what was offered before TLS is forgotten, EHLO comes next (RFC 3207 section 4.2)",
          ((accepted("STARTTLS"), "TLS began here: EHLO comes next"),), when=_forgotten, told=_ORDER),
    Cause((503, 500, 501, 502, 504, 530, 538, 550, 554), "AUTH is not on offer yet: it may be once TLS has begun",
          _STARTTLS, verbs=("AUTH",), when=_hidden_auth, told=_ORDER),
    Cause((503, 500, 501, 502, 504, 538, 550, 554), "the server did not offer this (RFC 5321 section 2.2.1)",
          ((accepted("EHLO"), "the reply to this does not list it"),), when=_not_offered,
          told=("syntax", "expn-vrfy-harvest", *_ORDER)),
    Cause(_POLICY, _NEEDS_LOGIN, _LOGIN, _LOGIN_WORDS, ("7.57",), told=("atrn-unauthenticated",),
          when=lambda known, verb: _anonymous(known, verb) and not _hidden_auth(known, verb)),
    Cause((530, 550, 553, 554, 503), f"{_NEEDS_LOGIN}; AUTH is not offered here, and may be once TLS has begun",
          _STARTTLS, _LOGIN_WORDS, when=_hidden_auth),
    Cause(_POLICY, "the server passes mail on to others only for clients that have logged in", _LOGIN, (
        "relay access denied", "relay not permitted", "relaying denied", "unable to relay", "relay denied",
        "relaying not", "not permitted to relay", "relay not allowed", "relay is not", "do not relay", "don't relay",
        "cannot relay", "not a relay", "i cannot deliver mail for", "allowed rcpthosts", "relaying is not",
        "relaying prohibited", "relay prohibited",
    ), verbs=("RCPT", "MAIL", "."), when=_anonymous),
    Cause((421, 454, 554, 550), "the version of TLS is too old for this server",
          ((accepted("STARTTLS"), "TLS began here"),),
          ("tls 1.0", "tls1.0", "tlsv1.0", "sslv3", "old tls", "tls version"), when=_encrypted),
    # Who the client is, and the sender
    Cause((504, 501, 550, 553, 554, 450, 451, 454, 421), "it is the name of the client that is refused here",
          ((EHLO, "this name"),), (
        "helo command rejected", "helo/ehlo", "ehlo/helo", "fully-qualified hostname", "fully qualified hostname",
        "invalid helo", "bad helo", "helo name", "ehlo name", "helo argument", "ehlo argument",
        "syntactically invalid helo", "syntactically invalid ehlo", "helo hostname", "helo host", "helo does",
        "helo rejected", "ehlo rejected", "rejected helo", "invalid ehlo", "your helo", "in helo", "in ehlo",
    ), told=("addresses", "syntax")),
    Cause((550, 553, 554, 501, 551, 530), "the client may not send in the name of this sender", (
        (SENDER, "this sender"), (accepted("AUTH"), "the client logged in here"),
    ), (
        "not owned by", "sendasdenied", "send as denied", "permissions to send as", "permission to send as",
        "allowed to send as", "not allowed to send from", "not authorized to send from",
        "email address is not verified", "sender is not allowed", "sender address is not allowed",
        "from address is not", "sender mismatch", "must match the authenticated",
    ), ("7.60", "2.252")),
    Cause((553, 550, 555), "an address beyond ASCII needs the parameter SMTPUTF8 in MAIL (RFC 6531 section 3.4)", (
        (SENDER, "it belongs at the end of this line"), (offered("SMTPUTF8"), "it is offered here"),
    ), ("smtputf8",), ("6.7",), told=("smtputf8-missing", *_OFFERS)),
    Cause((550, 551, 553, 554, 450, 451, 421),
          "the domain of the From field is not proved to be the sender's (DMARC, RFC 7489)", (
        (field("From"), "its domain is looked at"), (SENDER, "the domain of this sender counts too (SPF)"),
    ), ("dmarc", "unauthenticated", "required authentication level"), ("7.26", "7.515", "7.509"), verbs=(".",)),
    Cause((550, 551, 553, 554, 450, 451, 421), "the domain of the sender does not let this client send (SPF, RFC 7208)",
          ((SENDER, "this domain"),), ("spf ", "sender policy framework", "spf)"), ("7.23",), when=_later_than_mail),
    Cause((550, 551, 553, 554, 450, 451, 501, 421), _SENDER, ((SENDER, "this sender"),), (
        "sender address rejected", "sender verify failed", "sender verification failed", "domain of sender",
        "sender domain", "sender address does", "sender rejected", "sender denied", "sender is blocked",
        "unresolvable rfc.5321 from", "bad sender", "could not verify sender", "cannot verify sender",
        "sender not accepted", "invalid sender", "mail from domain", "envelope sender",
    ), ("1.7", "1.8"), when=_later_than_mail),
    # The message
    Cause(_TOO_BIG, "the message is larger than this server takes (RFC 1870 section 6)", (
        (carried("SIZE"), "so much was announced"), (offered("SIZE"), "this is the limit"),
    ), (
        "message size", "message length", "message too", "message is too", "too much mail data", "too big",
        "message exceeds",
    ), ("3.4", "2.3"), verbs=("MAIL", ".", "BDAT"),
          told=("parameters", "message-over-ehlo-size")),
    Cause((452, 451, 450, 421, 550, 554, 552), "the server takes only so many recipients of one message", (
        (offered("LIMITS"), "so it says here (RFC 9422)"),
    ), ("too many recipients", "too many rcpt"), ("5.3",), verbs=("RCPT",),
          told=("limits-exceeded", "more-than-100-rcpt")),
    Cause((550, 521, 451, 552, 554, 501, 500), "a line of the message ends without CRLF (RFC 5321 section 2.3.8)", (
        (flawed("bare-lf-in-data", "smuggling-eod"), "this one"), (OPENED, "the message begins here"),
    ), (
        "bare <lf>", "bare lf", "bare line-feed", "bare line feed", "bare linefeed", "smtplf", "barelf", "bare newline",
        "barelinefeed", "bare <cr>", "bare cr", "bare carriage", "invalid line ending", "line endings", "stray newline",
    ), verbs=(".", "BDAT")),
    Cause((500, 550, 501, 554, 552, 521), "a line of the message is too long (RFC 5321 section 4.5.3.1.6)", (
        (flawed("content-line-too-long"), "this one"), (OPENED, "the message begins here"),
    ), ("line too long", "line length", "line is too long", "lines too long", "overlong line"), verbs=(".", "BDAT")),
    Cause((550, 554, 501, 421, 552), "it is the header of the message that is refused (RFC 5322 section 3.6)", (
        (flawed("message"), "this is wrong in it"), (OPENED, "the message begins here"),
    ), (
        "5322", "2822", "duplicate header", "duplicate headers", "missing header", "header missing",
        "header is missing", "bad header", "invalid header", "header syntax", "malformed header", "from header",
        "'from'", "message-id", "date header", "multiple from",
    ), ("7.512",), verbs=(".", "BDAT")),
    Cause((503, 501, 504, 554, 500), "BODY=BINARYMIME needs BDAT, not DATA (RFC 3030 section 3)",
          ((carried("BODY"), "this asks for it"),), ("binarymime",), verbs=("DATA",),
          told=("order", "binarymime-without-chunking")),
    # Pace
    Cause((554, 503, 500, 421, 521, 550, 520), "the client spoke before it was its turn (RFC 5321 section 4.3.1)",
          ((group(1), "this was sent before the reply to what stands above it"),), (
        "synchronization", "synchronisation", "too soon", "pipelining", "out of step",
    ), when=lambda _, verb: bool(verb), told=("pipelining", "order")),
    Cause((554, 421, 521, 550, 520), "the client spoke before the greeting (RFC 5321 section 4.3.1)",
          ((group(0), "this came too soon"),), (
        "synchronization", "synchronisation", "too soon", "pipelining", "before greeting", "before banner",
    ), when=lambda _, verb: not verb, told=("pipelining", "order")),
    Cause((421, 502, 500, 503, 554, 550), "this refusal was one too many",
          ((refused(), "the one before was of this"),), (
        "too many errors", "too many bad", "too many unrecognized", "too many unrecognised", "too many syntax",
        "too many protocol", "too many unknown", "too many invalid", "too many failed", "too many failures",
        "too many rejected",
    )),
    # The same where a server has words of its own: the order of commands tells
    Cause((503,), _NEEDS_HELLO, _INTRODUCED, when=_waits_for_hello, told=_ORDER),
    Cause((503,), _NEEDS_RCPT, ((REFUSED, "this recipient was refused; the reply says why"),),
          verbs=("DATA", "BDAT", "BURL"), when=_all_refused, told=_ORDER),
    Cause((503,), _NEEDS_MAIL, _TRANSACTION, verbs=("RCPT", "DATA", "BDAT", "BURL"), when=_closed, told=_ORDER),
    Cause((503,), _NESTED, _STILL_OPEN, verbs=("MAIL", "SEND", "SOML", "SAML"), when=_open, told=_ORDER),
    Cause((503,), _INSIDE, _STILL_OPEN, verbs=("AUTH", "STARTTLS", "ETRN"), when=_open, told=_ORDER),
    Cause((503,), _ALREADY_IN, ((accepted("AUTH"), "the client logged in here (RFC 4954 section 4)"),),
          verbs=("AUTH",), when=_authenticated, told=_ORDER),
    Cause((503,), _ALREADY_TLS, ((accepted("STARTTLS"), "TLS began here (RFC 3207 section 4.2)"),),
          verbs=("STARTTLS",), when=_encrypted, told=_ORDER),
)  # fmt: skip
"""The first row that fits is meant, so that what is said more exactly stands above."""

_BY_CODE: dict[int, list[Cause]] = {}
for _row in CAUSES:
    for _code in _row.codes:
        _BY_CODE.setdefault(_code, []).append(_row)
