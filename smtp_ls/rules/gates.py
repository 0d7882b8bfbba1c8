"""Which rules a step is worth asking: the cheap tests that let most lines pass unasked.

Rule 1: a gate is a name, "<kind of event>:<condition>"; a rule lists the gates at which it is asked, and its module is
imported when one of them first opens. Gates are few, and each says what it lets through.

    command              every command                     command:MAIL          every MAIL (likewise each verb)
    command:malformed    the grammar rejects the line      command:unknown       no known verb
    command:misplaced    no row in NEXT                    command:parameters    MAIL or RCPT with parameters
    command:odd-name     a domain or name that is not a plain FQDN               command:non-ascii
    command:long         over 512 octets                   command:unbegun       neither greeting nor EHLO has been seen
    command:unoffered    verb or parameter not among the offers                  parameter:SIZE   likewise each one
    command:odd-parameter    one unknown, on the wrong verb, repeated, or with or without a value against its rule
    command:lapsed       earlier commands got no reply     command:open-reply    a multi-line reply was not finished
    reply:malformed      no reply code                     reply:refusal         4yz or 5yz
    reply:unexpected     a 2yz or 3yz the verb never gets  reply:unasked         nothing waits
    reply:code-changed   unlike the first line's           reply:enhanced        an enhanced code, where offered
    reply:in-content     mail data or a chunk is open, or mail data was sent before the reply to DATA; expectations too
    reply:odd-code       outside 200-599, or a second digit above 5
    reply:lapsed         earlier commands got no reply
    reply:offers         the last line of an EHLO reply    reply:grouped         the first of several awaited
    expect               every expectation                 body:odd              not short ASCII, or with a dot first
    sasl-response        every one                         chunk:over            more octets than BDAT announced
    chunk:non-ascii      in a chunk                        end                   the end of a session
    message              a message, as a whole, once its mail data has ended
    end:unclosed         without QUIT, 421 or 554          end:in-content        within mail data or a chunk
"""

import re

from smtp_ls import syntax
from smtp_ls.contents import overruns
from smtp_ls.events import Chunk, Command, Reply
from smtp_ls.order import Phase
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import COMMAND_LINE, EXPECTED, VERBS
from smtp_ls.rules.needs import MUST_BE_OFFERED, carried, unmet
from smtp_ls.session import LINE_LIMIT, Origin, Session, Step
from smtp_ls.text import octets

_PLAIN_MAIL = re.compile(
    r"(?:MAIL FROM|RCPT TO):<(?=[^>]{0,254}>)"
    r"(?:[A-Za-z0-9_+=.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{0,62})?>(?: |$)",
    re.IGNORECASE,
)
_PLAIN_HELLO = re.compile(
    r"(?:EHLO|HELO|LHLO) (?=.{1,255}$)(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{0,62}$", re.IGNORECASE
)
_ENHANCED = re.compile(r"\s*[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\b")
_NAMING = ("MAIL", "RCPT", "EHLO", "HELO", "LHLO", "SEND", "SOML", "SAML")
_OVER = (Phase.CLOSED, Phase.DROPPED, Phase.REJECTED)


def open_gates(step: Step) -> list[str]:
    """The names of the gates that a step opens."""
    kind = step.event.kind
    if kind == "body":
        content = step.after.content
        limit = content.limit if content is not None else LINE_LIMIT
        return _open(step) if plain(step.event.text, limit) else ["body:odd", *_open(step)]
    if kind == "command":
        return _command(step, step.event)  # type: ignore[arg-type]
    if kind == "reply":
        return _reply(step, step.event)  # type: ignore[arg-type]
    if kind in ("blank", "comment", "note", "directive"):
        return []
    if kind == "expect":
        return ["expect", "reply:in-content"] if _in_content(step) else ["expect"]
    if kind == "chunk":
        return _chunk(step, step.event)  # type: ignore[arg-type]
    if kind == "message":
        return ["message"]
    if kind == "end":
        return _end(step.before) + _open(step)
    return [kind, *_open(step)]


def _end(session: Session) -> list[str]:
    gates = ["end"] if session.presumed.phase in _OVER else ["end", "end:unclosed"]
    if session.content is not None or (session.pending and session.pending[-1].verb == "DATA"):
        gates.append("end:in-content")
    return gates


def _in_content(step: Step) -> bool:
    """Is mail data or a chunk open, or does mail data wait for its reply behind DATA?"""
    before, asked = step.before, step.asked
    if before.content is not None:
        return True
    return asked is not None and asked.verb == "DATA" and any(each.verb == "." for each in before.pending)


def _chunk(step: Step, chunk: Chunk) -> list[str]:
    gates = [] if chunk.text.isascii() else ["chunk:non-ascii"]
    if step.before.content is not None and overruns(step.before.content, chunk):
        gates.append("chunk:over")
    return gates


def _command(step: Step, command: Command) -> list[str]:
    verb, text, before = command.verb, command.text, step.before
    gates = ["command", f"command:{verb}"]
    if not (command.valid or _is_open_ended(command)):
        gates.append("command:malformed" if verb in VERBS else "command:unknown")
    if before.shown.ordered and not step.in_order:
        gates.append("command:misplaced")
    if verb in _NAMING:
        if not (_PLAIN_MAIL if verb in ("MAIL", "RCPT") else _PLAIN_HELLO).match(text):
            gates.append("command:odd-name")
        if text.count(" ") > 1 and verb in ("MAIL", "RCPT"):
            gates += _parameters(command)
    if not text.isascii():
        gates.append("command:non-ascii")
    if octets(text) > COMMAND_LINE - 2:  # without CRLF
        gates.append("command:long")
    if (verb in MUST_BE_OFFERED and step.known.phase == Phase.GREETED) or (
        before.shown.ordered and unmet(command, step.known.offers)
    ):
        gates.append("command:unoffered")
    if step.known.phase == Phase.UNKNOWN:
        gates.append("command:unbegun")
    if step.lapsed:
        gates.append("command:lapsed")
    return gates + _open(step)


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
        names.append(f"parameter:{each.name}")
        if row is None or verb not in row.commands:
            odd = True
        elif row.value != "optional":
            odd |= bool(each.value) != (row.value == "required")
    gates += dict.fromkeys(names)
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
    elif len(before.pending) > 1 and before.last == "client" and asked is not None and before.replied:
        gates.append("reply:grouped")
    if asked is not None and asked.verb in ("EHLO", "LHLO") and reply.final and code == 250:
        gates.append("reply:offers")
    offers = before.known.offers
    if offers is not None and "ENHANCEDSTATUSCODES" in offers and _ENHANCED.match(reply.says):
        gates.append("reply:enhanced")
    return gates


def plain(text: str, limit: int) -> bool:
    """Is this a line of mail data that no rule is asked about? `limit` is `Content.limit`."""
    return text.isascii() and (len(text) <= limit or not limit) and not text.startswith((".", "[", "("))
