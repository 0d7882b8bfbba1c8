"""What is loaded and compiled while the editor asks for nothing, so that no keystroke has to wait for it.

The first wrong MAIL would wait 45 ms for its rules and patterns; one step here takes a few.
"""

import gc

from smtp_ls import syntax
from smtp_ls.rules import RULES, load
from smtp_ls.server.work import MORE, Steps

_OFTEN_WRONG = ("mail", "rcpt", "ehlo")
"""Grammar rules whose patterns are long."""


def prepare() -> Steps:
    """Load every rule, and compile what shows where a line stops being right."""
    for name in RULES:
        load(name)
        yield MORE
    for rule in _OFTEN_WRONG:
        syntax.viable(rule, "?", utf8=True)
        yield MORE
    gc.freeze()  # modules stay
    return None
