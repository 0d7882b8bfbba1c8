"""A reading in one line, so that a person can list it and a test compare it.

Commands by verb, reply lines by code (`250-` where more follow), expectations as `?`, `~` for a SASL response, `.` for
the end of data, `b` and `c` for lines of mail data and of chunks; `*n` repeats:
`220 EHLO 250-*3 250 MAIL 250 DATA 354 b*4 .`
"""

from itertools import groupby

from smtp_ls.events import Command, EndOfData, Event, Reply
from smtp_ls.trace import Trace

_TOKENS = {"body": "b", "chunk": "c", "sasl-response": "~", "expect": "?"}


def token(event: Event) -> str:
    """One event's token; nothing for what nobody says."""
    if isinstance(event, Command):
        return event.verb
    if isinstance(event, Reply):
        return f"{event.code:03}{'' if event.final else '-'}" if event.code else ""
    if isinstance(event, EndOfData):
        return "" if event.implied else "."
    return _TOKENS.get(event.kind, "")


def sequence(trace: Trace) -> str:
    """The whole reading of a file."""
    tokens = [token(event) for line in range(len(trace.lines)) for event in trace.said(line)]
    runs = [(each, len(list(run))) for each, run in groupby(filter(None, tokens))]
    return " ".join(each if count == 1 else f"{each}*{count}" for each, count in runs)
