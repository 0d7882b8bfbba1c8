"""BDAT: sizes and the order of chunks (RFC 3030)."""

from collections.abc import Iterator

from smtp_ls.events import Chunk, Command
from tests.mutations.breaking import Broken, Clean, Said, kind


def _chunks(clean: Clean) -> Iterator[tuple[Said, list[Said]]]:
    """BDAT and the lines of its chunk."""
    for bdat in clean.accepted("BDAT"):
        lines: list[Said] = []
        for each in clean.after(bdat):
            if not isinstance(each.event, Chunk):
                break
            lines.append(each)
        if lines and "{{" not in bdat.text:
            yield bdat, lines


def _resized(name: str, by: int) -> None:
    """A kind of break: BDAT counts wrongly."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for bdat, _ in _chunks(clean):
            words = bdat.text.split(" ")
            yield Broken(clean).change(bdat, " ".join([words[0], str(int(words[1]) + by), *words[2:]]))

    kind(name)(break_)


_resized("BDAT: three octets too many", 3)
_resized("BDAT: five octets too few", -5)
_resized("BDAT: thirty octets too many", 30)


@kind("BDAT: no size")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat, _ in _chunks(clean):
        yield Broken(clean).change(bdat, bdat.text.replace(bdat.text.split(" ")[1], "-1"))


@kind("BDAT: no LAST")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat, lines in _chunks(clean):
        if bdat.text.upper().endswith(" LAST"):
            yield Broken(clean).change(bdat, bdat.text[:-5]).blame(*clean.after(lines[-1]))


@kind("BDAT: another after LAST")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat in clean.accepted("BDAT"):
        following = clean.next(bdat, Command)
        lines = clean.answers(bdat)
        if bdat.text.upper().endswith(" LAST") and lines and following and lines[-1].line < following.line:
            yield Broken(clean).add(lines[-1], "BDAT 0 LAST", like=bdat).add(lines[-1], "250 ok", blame=False)


@kind("BDAT, then DATA")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat in clean.accepted("BDAT"):
        lines = clean.answers(bdat)
        following = clean.next(bdat, Command)
        if not bdat.text.upper().endswith(" LAST") and lines and following and lines[-1].line < following.line:
            broken = Broken(clean).add(lines[-1], "DATA", like=bdat).add(lines[-1], "503 5.5.1 no", blame=False)
            broken.quiet = True
            yield broken
