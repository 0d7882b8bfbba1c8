"""How many octets a message has as SIZE and BDAT count them (RFC 1870 section 1), for the rules about it."""

import re

from smtp_ls.protocol.verbs import VERBS, nearest
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step
from smtp_ls.text import octets

_WRITTEN = re.compile(r"[<>@:=]")
"""What commands of several words hold."""


def size_of(step: Step) -> int:
    """The octets of the message that ends in this step: those of its lines and two for each CRLF, or what BDAT says.

    0 where a placeholder stands for any text.
    """
    pending = step.before.pending
    if step.before.content is None and pending and pending[-1].verb == "BDAT":
        return int(pending[-1].text.split()[1])
    message = message_of(step)
    lines = (*message.header, *message.body)
    if any("{{" in line.text for line in lines):
        return 0
    return sum(octets(line.text) + 2 for line in lines) + 2 * message.separated


def spills(step: Step) -> bool:
    """Is this no command but text that follows a complete chunk, so that BDAT has announced too few octets?"""
    before, text = step.before, step.event.text
    words, offers = text.split(), step.known.offers
    if not words or "{{" in text or words[0][0] in "Xx" or (offers is not None and words[0].upper() in offers):
        return False
    if before.shown.content == "hidden":
        return False
    waiting = list(before.pending)
    while waiting and waiting[-1].verb not in VERBS:
        waiting.pop()
    if before.last != "client" or before.lost or not waiting or waiting[-1].verb != "BDAT":
        return False
    return nearest(words[0].rstrip(".,:;!?")) is None or (len(words) > 2 and not _WRITTEN.search(text))
