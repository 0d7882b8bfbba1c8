"""What may stand at the cursor: who may speak there decides what is asked."""

from collections.abc import Callable

from smtp_ls.completing.arguments import arguments
from smtp_ls.completing.commands import commands
from smtp_ls.completing.item import Item
from smtp_ls.completing.message import message
from smtp_ls.completing.notation import beginnings, defined, notation, placeholders, secret
from smtp_ls.completing.pieces import pieces
from smtp_ls.completing.place import Place, place
from smtp_ls.completing.replies import replies
from smtp_ls.dialects.dialect import DIRECTIVE
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.pages import Topic
from smtp_ls.trace import Trace


def complete(trace: Trace, line: int, column: int) -> list[Item]:
    """What may stand at a place (0-based, the column in characters), the likeliest first; each item once."""
    here = place(trace, line, column)
    if here is None:
        return []
    inside = placeholders(here)
    if inside is not None:
        return inside
    if here.side == DIRECTIVE:
        return notation(here)
    if here.side == CLIENT:
        return _once(_client(here))
    if here.side == SERVER:
        return _once(replies(here))
    return _once(_either(here))


def _once(items: list[Item]) -> list[Item]:
    first: dict[tuple[str, int], Item] = {}
    for each in items:
        first.setdefault((each.label, each.start), each)
    return list(first.values())


# --- the client's place -----------------------------------------------------------------------------------------------


def _client(here: Place) -> list[Item]:
    awaits = here.session.awaits
    if awaits in ("data", "chunk"):
        return message(here)
    if awaits in ("sasl", "sasl?"):
        response = _sasl(here)
        return response if awaits == "sasl" else [*response, *_command(here)]
    return _command(here)


def _command(here: Place) -> list[Item]:
    if here.left.strip() and " " in here.left.lstrip():
        return arguments(here)
    return [*commands(here), *pieces(here)]


def _sasl(here: Place) -> list[Item]:
    """What may answer a challenge without knowing the secret (RFC 4954 section 4)."""
    if here.left.strip() or here.right.strip():
        return []
    return [
        *defined(here, here.at, here.column),
        secret(here.at, here.column),
        Item("*", "mark", "*", here.at, here.column, "*", "cancels the exchange", Topic("verb", "AUTH")),
    ]


# --- where either may speak -------------------------------------------------------------------------------------------


def _either(here: Place) -> list[Item]:
    """On a line that does not say yet who speaks."""
    typed = here.left
    client_label, server_label = here.label(CLIENT), here.label(SERVER)
    if not here.labelled:
        return _bare(here)
    both: list[Item] = []
    if not typed.startswith("S:"):
        both += _labelled(here, client_label, _client)
    if not (typed.startswith("C:") or (here.content and not _awaited(here))):
        said = _labelled(here, server_label, replies)
        both = [*said, *both] if _server_is_due(here) else [*both, *said]
    if typed.rstrip() in ("C:", "S:"):
        return both
    return [*both, *(beginnings(here) if not typed.strip() and not here.content else [])]


def _labelled(here: Place, label: str, offered: Callable[[Place], list[Item]]) -> list[Item]:
    """The items of one side, with its label before them."""
    typed = here.left
    begun = label.startswith(typed) and bool(typed)
    blank = here._replace(text=here.right, column=0) if begun else here
    items = []
    for each in offered(blank):
        if each.start != here.at:
            continue
        end = each.end + (here.column - blank.column)
        if each.kind == "piece":
            items.append(each._replace(end=end))
            continue
        text, said = label + each.text, each.typed or each.label
        items.append(
            each._replace(
                label=label + each.label, text=text, end=end, typed=said if typed and not begun else label + said
            )
        )
    return items


def _server_is_due(here: Place) -> bool:
    """Does the client wait for a reply, in a file that shows them?"""
    session = here.session
    return session.reply is not None or (bool(session.pending) and session.replied)


def _bare(here: Place) -> list[Item]:
    """Without labels: digits are the server's, words the client's."""
    typed = here.left.lstrip()
    if typed[:1].isdigit():
        return replies(here) if not here.content or _awaited(here) else message(here)
    if here.content:
        return [*(replies(here) if not typed and _awaited(here) else []), *message(here)]
    items = _client(here)
    if typed:
        return items
    said = replies(here)
    both = [*said, *items] if _server_is_due(here) else [*items, *said]
    return [*both, *beginnings(here)]


def _awaited(here: Place) -> bool:
    """Is the reply to DATA still to come, and no mail data sent before it?"""
    return here.session.content is None
