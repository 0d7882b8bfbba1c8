"""Which rules a step is worth asking: the cheap tests that let most lines pass unasked.

Rule 1: a gate is a name, "<kind of event>:<condition>"; a rule lists the gates at which it is asked, and its module is
imported when one of them first opens. Gates are few, and each says what it lets through.

    command              every command                     command:MAIL          every MAIL (likewise each verb)
    command:malformed    the grammar rejects the line      command:unknown       no known verb
    command:misplaced    no row in NEXT                    command:parameters    MAIL or RCPT with parameters
    command:odd-name     a domain or name that is not a plain FQDN               command:non-ascii
    command:long         over 512 octets                   command:unbegun       neither greeting nor EHLO has been seen
    command:unoffered    verb or parameter not among the offers                  parameter:FROB   likewise each one
    command:odd-parameter    one unknown, on the wrong verb, repeated, or with or without a value against its rule
    command:padded       blanks at either end               command:unprintable  a TAB, another control character, ...
    command:cased        the verb is not in upper case      command:rcpt-again   RCPT with a path as before
    command:again        EHLO, HELO or LHLO after another   command:abandoning   QUIT, EHLO ... inside a transaction
    command:limited      MAIL, RCPT ... where the server offers LIMITS
    command:lapsed       earlier commands got no reply     command:open-reply    a multi-line reply was not finished
    reply:malformed      no reply code                     reply:refusal         4yz or 5yz
    reply:unexpected     a 2yz or 3yz the verb never gets  reply:unasked         nothing waits
    reply:code-changed   unlike the first line's           reply:odd-text        none, long or not ASCII
    reply:greeting       the first line of one with digits reply:odd-host        it, or EHLO's, begins with no full host
    reply:more-helo      HELO's after its first line       reply:for-nobody      to DATA or a message without recipient
    reply:VRFY           a 2yz to VRFY; reply:EXPN too     reply:unlisted        a 4yz or 5yz that no document defines
    reply:for-some       a 2yz to a message or chunk of which some recipients were refused
    reply:unenhanced     no enhanced code, where offered   enhanced:changed      unlike the first line's
    enhanced:odd         of another class, unregistered... enhanced:unpaired     not registered with the reply code
    keyword:AUTH         EHLO offers it; some others too   keyword:again         as a line above
    keyword:odd          not as its extension has it       note:close            a note that the connection is closed
    keyword:STARTTLS     EHLO offers it inside TLS         command:not-lhlo     EHLO or HELO in LMTP
    code:552             a reply's code; some others too   reply:lmtp-offers     the last line of LHLO's
    reply:in-content     mail data or a chunk is open, or mail data was sent before the reply to DATA; expectations too
    reply:odd-code       outside 200-599, or a second digit above 5
    reply:lapsed         earlier commands got no reply
    reply:grouped        the first of several awaited      reply:half-offers     EHLO's end: a keyword lacks another
    auth:...             see `auth_gates`                  note:tls              a note that TLS has begun
    body:ends            where line ends are shown: a CR or LF alone, or behind a dot beside one; chunk:ends likewise
    command:in-clear     the first MAIL, without TLS, though STARTTLS is offered  command:layered   likewise behind AUTH
    end:in-auth          within an AUTH exchange           end:chunked           a chunk is to follow
    chunk:dot            begins with a dot
    directive:escaped    a variable with a backslash or %0  message:...          see `message_gates`
    directive:setting    a pragma or reserved variable with a value; directive:tls and so on likewise
    directive:unknown    a pragma that there is not        expect:unasked        nothing waits
    expect               every expectation                 body:odd              not short ASCII, or begins oddly
    command:many-rcpt    RCPT after a hundred              command:unchunked     DATA after BODY=BINARYMIME
    end-of-data          of a message that nothing opened  chunk:over            more octets than BDAT announced
    chunk:non-ascii      in a chunk                        chunk:control         in a chunk
    end                  the end of a session              note:cut              text behind the dot of a message
    message              a message, as a whole, once its mail data has ended
    end:unclosed         without QUIT, 421 or 554          end:in-content        within mail data or a chunk
"""

import re
from types import ModuleType

from smtp_ls import syntax
from smtp_ls.events import Chunk, Command, Directive, Reply
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import COMMAND_LINE, EXPECTED, VERBS
from smtp_ls.rules.needs import MUST_BE_OFFERED, carried, unmet
from smtp_ls.rules.replying import told
from smtp_ls.session import LINE_LIMIT, Known, Origin, Recipient, Session, Step
from smtp_ls.session.contents import CONTROL, overruns
from smtp_ls.session.offers import Offers
from smtp_ls.session.order import HELLO, Phase
from smtp_ls.text import octets

# No IGNORECASE: these are compiled at each start, and with it that takes thrice as long.
_HOST = r"((?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*)"
_PLAIN_PATH = re.compile(rf"(?:MAIL FROM|RCPT TO):<(?:([A-Za-z0-9_+=.-]+)@{_HOST})?>(?: |$)")
_PLAIN_HELLO = re.compile(rf"(?:EHLO|HELO|LHLO) {_HOST}$")
_LONGEST_LOCAL, _LONGEST_LABEL = 64, 63
"""Octets (RFC 5321 section 4.5.3.1.1, RFC 1035 section 2.3.4)."""
_FEW_DIGITS = 9
"""Of a SIZE that no limit on its digits concerns."""
_NAMING = ("MAIL", "RCPT", "EHLO", "HELO", "LHLO", "SEND", "SOML", "SAML")
_TELLING = ("RCPT", "DATA", *HELLO, "QUIT")
_MANY = 100
"""Recipients that every server takes (RFC 5321 section 4.5.3.1.8)."""
_TRANSACTION = (Phase.MAIL, Phase.RCPT, Phase.BDAT)
_LAYERED = ("GSSAPI", "DIGEST-MD5", "KERBEROS_V4")
"""Mechanisms that may begin a security layer."""
_INTRODUCING = ("EHLO", "LHLO", "AUTH")
_ODD = (".", "[", "(", "QUIT", "quit", "RSET", "MAIL FROM:<")
"""How a line of mail data begins that may be stuffed, elided or a command."""
_ODD_LETTERS = frozenset(each[0] for each in _ODD)
_SETTINGS = ("dialect", "protocol", "tls", "server", "timeout")
_PRAGMAS = ("session", "ignore", "ignore-file", "partial")
_OVER = (Phase.CLOSED, Phase.DROPPED, Phase.REJECTED)


def open_gates(step: Step) -> list[str]:
    """The names of the gates that a step opens."""
    kind = step.event.kind
    if kind == "body":
        content = step.after.content
        limit = content.limit if content is not None else LINE_LIMIT
        gates = _open(step) if plain(step.event.text, limit) else ["body:odd", *_open(step)]
        return ["body:ends", *gates] if content is not None and content.ends else gates
    if kind == "command":
        return _command(step, step.event)  # type: ignore[arg-type]
    if kind == "reply":
        return _reply(step, step.event)  # type: ignore[arg-type]
    if kind == "note":
        if step.after.cut and not step.before.cut:
            return ["note:cut"]
        return [f"note:{step.event.tells}"] if step.event.tells in ("tls", "close") else []  # type: ignore[union-attr]
    if kind == "directive":
        return _directive(step.event)  # type: ignore[arg-type]
    if kind in ("blank", "comment"):
        return []
    if kind == "expect":
        return _expect(step)
    if kind == "chunk":
        return _chunk(step, step.event)  # type: ignore[arg-type]
    if kind == "end":
        return _end(step.before) + _open(step)
    if kind == "message":
        from smtp_ls.rules.message_gates import message_gates  # noqa: PLC0415  (wanted only once there is a message)

        return ["message", *message_gates(step)]
    if kind == "end-of-data":
        bare = step.before.content is None and step.before.awaits == "data"
        return ["end-of-data", *_open(step)] if bare else _open(step)
    return [*_auth_gates().response_gates(step), *_open(step)]  # a SASL response


def _auth_gates() -> ModuleType:
    from smtp_ls.rules import auth_gates  # noqa: PLC0415  (wanted only once there is an AUTH)

    return auth_gates


def _directive(directive: Directive) -> list[str]:
    name = directive.name
    if name == "variable":
        return ["directive:escaped"] if "\\" in directive.value or "%0" in directive.value else []
    if name in _SETTINGS:
        return ["directive:setting", f"directive:{name}"]
    return [] if name in _PRAGMAS else ["directive:unknown"]


def _expect(step: Step) -> list[str]:
    before = step.before
    gates = ["expect", "reply:in-content"] if _in_content(step) else ["expect"]
    if step.asked is None and before.origin != Origin.NEW and before.reply is None:
        gates.append("expect:unasked")
    return gates


def _end(session: Session) -> list[str]:
    gates = ["end"] if session.presumed.phase in _OVER else ["end", "end:unclosed"]
    if session.content is not None or (session.pending and session.pending[-1].verb == "DATA"):
        gates.append("end:in-content")
    if session.exchange is not None:
        gates.append("end:in-auth")
    if session.presumed.phase == Phase.BDAT:
        gates.append("end:chunked")
    return gates


def _in_content(step: Step) -> bool:
    """Is mail data or a chunk open, or does mail data wait for its reply behind DATA?"""
    before, asked = step.before, step.asked
    if before.content is not None:
        return True
    return asked is not None and asked.verb == "DATA" and any(each.verb == "." for each in before.pending)


def _chunk(step: Step, chunk: Chunk) -> list[str]:
    gates = [] if chunk.text.isascii() else ["chunk:non-ascii"]
    if not chunk.text.isprintable() and ("\0" in chunk.text or CONTROL.search(chunk.text)):
        gates.append("chunk:control")
    if step.before.content is not None and overruns(step.before.content, chunk):
        gates.append("chunk:over")
    if chunk.text.startswith("."):
        gates.append("chunk:dot")
    if step.before.shown.ends and ("\n" in chunk.text or "\r" in chunk.text):
        gates.append("chunk:ends")
    return gates


def _command(step: Step, command: Command) -> list[str]:
    verb, text, before = command.verb, command.text, step.before
    gates = ["command", f"command:{verb}"]
    if not (command.valid or _is_open_ended(command)):
        gates.append("command:malformed" if verb in VERBS else "command:unknown")
    if before.shown.ordered and not step.in_order:
        gates.append("command:misplaced")
    if verb in _NAMING:
        gates += _naming(step, command)
    elif verb == "AUTH":
        gates += _auth_gates().command_gates(command)
    if not (text.isascii() and text.isprintable() and text.startswith(verb) and text[-1] != " "):
        gates += _oddly_written(text, verb)
    if octets(text) > COMMAND_LINE - 2:  # without CRLF
        gates.append("command:long")
    known = step.known
    if (verb in MUST_BE_OFFERED and known.phase == Phase.GREETED) or (
        before.shown.ordered and unmet(command, known.offers)
    ):
        gates.append("command:unoffered")
    if known.phase == Phase.UNKNOWN:
        gates.append("command:unbegun")
    elif verb in _TELLING:
        gates += _telling(verb, text, known)
    if step.lapsed:
        gates.append("command:lapsed")
    return gates + _open(step)


def _naming(step: Step, command: Command) -> list[str]:
    """Gates of a verb that has a path or a name behind it."""
    verb, text, offers, gates = command.verb, command.text, step.known.offers, []
    if not _is_plain(verb, text):
        gates.append("command:odd-name")
    if text.count(" ") > 1 and verb in ("MAIL", "RCPT"):
        usual = verb == "MAIL" and _is_size_alone(text, offers)
        gates += ["command:parameters"] if usual else _parameters(command)
    if verb == "MAIL" and step.before.answered in _INTRODUCING and not step.known.tls:
        gates += _in_clear(step)
    if offers is not None and "LIMITS" in offers.table:
        gates.append("command:limited")
    if step.known.lmtp and verb in ("EHLO", "HELO"):
        gates.append("command:not-lhlo")
    return gates


def _is_plain(verb: str, text: str) -> bool:
    """Is the path or name a dot-string and a short host with its domain, of which no rule has anything to say?"""
    if verb in ("MAIL", "RCPT"):
        path = _PLAIN_PATH.match(text)
        if path is None:
            return False
        local, host = path.groups("")
        return len(local) <= _LONGEST_LOCAL and len(host) <= _LONGEST_LABEL
    hello = _PLAIN_HELLO.match(text)
    return hello is not None and len(hello[1]) <= _LONGEST_LABEL


def _is_size_alone(text: str, offers: Offers | None) -> bool:
    """Is the only parameter a SIZE that the server takes? Programs write that on nearly every MAIL."""
    head, name, number = text.rpartition(" SIZE=")
    if not (name and head.endswith(">") and number.isascii() and number.isdigit() and len(number) <= _FEW_DIGITS):
        return False
    most = offers.size if offers is not None else 0
    return not most or int(number) <= most


def _in_clear(step: Step) -> list[str]:
    """Gates of the first MAIL behind EHLO or AUTH, where TLS has not begun."""
    offers = step.known.offers
    gates = ["command:in-clear"] if offers is not None and "STARTTLS" in offers else []
    layered = step.before.answered == "AUTH" and step.known.authenticated in _LAYERED
    return ["command:layered", *gates] if layered else gates


def _oddly_written(text: str, verb: str) -> list[str]:
    """Gates of a line that is not printable ASCII from its verb in upper case to an end without a blank."""
    gates = []
    if not text.isascii():
        gates.append("command:non-ascii")
    if not text.isprintable():
        gates.append("command:unprintable")
    if not text.startswith(verb):
        gates.append("command:cased")
    if len(text) != len(text.strip()):
        gates.append("command:padded")
    return gates


def _further(text: str, before: tuple[Recipient, ...]) -> list[str]:
    """Gates of a RCPT that is not the transaction's first."""
    path = _path(text)
    gates = ["command:rcpt-again"] if any(_path(each.path) == path for each in before) else []
    return ["command:many-rcpt", *gates] if len(before) >= _MANY else gates


def _path(text: str) -> str:
    return text[: text.find(">")].lower()


def _telling(verb: str, text: str, known: Known) -> list[str]:
    """Gates of a verb that is in order, but tells something about what came before it."""
    if verb == "RCPT":
        return _further(text, known.mail.recipients) if known.mail is not None and known.mail.recipients else []
    if verb == "DATA":
        return ["command:unchunked"] if known.mail is not None and "BINARYMIME" in known.mail.mail.upper() else []
    gates = ["command:abandoning"] if known.phase in _TRANSACTION else []
    return ["command:again", *gates] if known.hello and verb != "QUIT" else gates


def _is_open_ended(command: Command) -> bool:
    """Does the line end with a placeholder, which may stand for any rest of the line?"""
    head, brackets, rest = command.text.rpartition("{{")
    if not brackets or not rest.rstrip().endswith("}}") or command.verb not in VERBS:
        return False
    return syntax.viable(command.verb.lower(), head, utf8=True) == len(head)


def _parameters(command: Command) -> list[str]:
    verb, names = command.verb, []
    gates = ["command:parameters"]
    odd = False
    for each in carried(command.text):
        row = PARAMETERS.get(each.name)
        names.append(each.name)
        if row is None or verb not in row.commands:
            odd = True
        elif row.value != "optional":
            odd |= bool(each.value) != (row.value == "required")
    gates += [f"parameter:{name}" for name in dict.fromkeys(names)]
    if odd or len(gates) <= len(names):
        gates.append("command:odd-parameter")
    return gates


def _open(step: Step) -> list[str]:
    return ["command:open-reply"] if step.before.reply is not None and step.event.kind != "expect" else []


def _reply(step: Step, reply: Reply) -> list[str]:
    before, asked, code = step.before, step.asked, reply.code
    gates = ["reply"]
    if code == 0:
        gates.append("reply:malformed")
    elif code >= 400:
        gates.append("reply:refusal")
    elif asked is not None and asked.verb in EXPECTED and code not in EXPECTED[asked.verb]:
        gates.append("reply:unexpected")
    if code and (not 200 <= code < 600 or code // 10 % 10 > 5):
        gates.append("reply:odd-code")
    if before.origin != Origin.NEW and asked is None and before.known.phase != Phase.CONNECT:
        gates.append("reply:unasked")
    if before.reply is not None and code != before.reply.code:
        gates.append("reply:code-changed")
    if _in_content(step):
        gates.append("reply:in-content")
    if step.lapsed:
        gates.append("reply:lapsed")
    elif len(before.pending) > 1 and before.last == "client" and asked is not None and _is_given(before):
        gates.append("reply:grouped")
    if asked is not None and asked.verb == "AUTH":
        gates += _auth_gates().reply_gates(step, reply)
    return gates + told(step, reply)


def _is_given(before: Session) -> bool:
    """Has the server spoken before, or does a tool write down what it said, so that this is no expectation?"""
    return before.replied or not before.shown.patterns


def _is_stuffed(text: str) -> bool:
    """Does it begin with two dots, as a line with one is sent? More dots may stand for lines that are left out."""
    return text[:2] == ".." and text[2:3] not in ("", ".", " ")


def plain(text: str, limit: int) -> bool:
    """Is this a line of mail data that no rule is asked about? `limit` is `Content.limit`."""
    return (
        text.isascii()
        and (len(text) <= limit or not limit)
        and (text[:1] not in _ODD_LETTERS or not text.startswith(_ODD) or _is_stuffed(text))
        and (text.isprintable() or ("\0" not in text and not CONTROL.search(text)))
    )
