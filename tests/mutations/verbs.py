"""Verbs misspelt, and command lines with too much in them."""

from collections.abc import Iterator

from tests.mutations.breaking import Broken, Clean, kind

_TYPOS = {
    "EHLO": "ELHO", "MAIL": "MALI", "RCPT": "RCTP", "DATA": "DATE", "QUIT": "QIUT", "RSET": "REST", "NOOP": "NOP",
    "STARTTLS": "STARTTSL", "AUTH": "ATUH", "BDAT": "BDTA", "VRFY": "VERIFY", "LHLO": "LHELO",
}  # fmt: skip


@kind("a verb misspelt")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands(*_TYPOS):
        head, blank, rest = each.text.partition(" ")
        yield Broken(clean).change(each, _TYPOS[head.upper().strip()] + blank + rest)


@kind("DATA, RSET or QUIT with an argument")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("DATA", "RSET", "QUIT", "STARTTLS"):
        yield Broken(clean).change(each, f"{each.text} now")


@kind("two blanks behind the verb")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        yield Broken(clean).change(each, each.text.replace(" ", "  ", 1))


@kind("a command line of 600 octets")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("NOOP", "VRFY", "HELP"):
        yield Broken(clean).change(each, f"{each.text} {'x' * 600}")
