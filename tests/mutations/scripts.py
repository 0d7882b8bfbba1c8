"""Expectations, variables and directives of scripts."""

from collections.abc import Iterator

from smtp_ls.events import Expect
from tests.mutations.breaking import Broken, Clean, kind


@kind("script: an expectation that cannot be met")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("QUIT", "RSET", "DATA"):
        lines = clean.answers(each)
        if lines and isinstance(lines[-1].event, Expect):
            yield Broken(clean).change(lines[-1], "235")


@kind("script: success expected for what is wrong")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        lines = clean.answers(each)
        if lines and isinstance(lines[-1].event, Expect) and "@" in each.text:
            yield Broken(clean).change(each, each.text.replace("@", "..@")).blame(lines[-1])


@kind("script: a variable without a value")
def _(clean: Clean) -> Iterator[Broken]:
    if any(line.startswith("@") and not line.startswith("@server") for line in clean.lines):
        for each in clean.commands("MAIL", "RCPT"):
            yield Broken(clean).change(each, f"{each.text.split('<')[0]}<{{{{sendr}}}}>")


@kind("script: a directive misspelt")
def _(clean: Clean) -> Iterator[Broken]:
    if clean.trace.dialect.shown.native and clean.shows_replies:
        broken = Broken(clean)
        broken._right.add((0, -1))  # noqa: SLF001
        yield broken.note("# smtp-ls: ignroe[missing-quit]")
