"""What a dialect makes of a text, in a form that a table can hold."""

from collections.abc import Iterator
from textwrap import dedent

from smtp_ls.dialects import detect, named
from smtp_ls.dialects.dialect import Said
from smtp_ls.text import split_lines, without_end

SHORT = {"client": "C", "server": "S", "bare": "B", "content": "D", "unlabelled": "U", "end": "E", "expect": "X"}


def drawn(text: str) -> str:
    """A text that begins on the line below its quotes is indented as they are."""
    return dedent(text).strip("\n") if text.startswith("\n") else text


def pieces(name: str, text: str) -> Iterator[tuple[str, Said]]:
    """Each line and what is said on it, in the mode that the lines above leave."""
    row, mode = named(name), ""
    assert row is not None, name
    for line in split_lines(text):
        said, mode = row.split(without_end(line), mode)
        for each in said:
            yield without_end(line), each


def spoken(name: str, text: str) -> list[str]:
    """`C: text` for each piece said (D mail data, U unlabelled, B bare, E end); of notes what they tell."""
    lines = []
    for line, said in pieces(name, drawn(text)):
        if said.side in SHORT:
            lines.append(f"{SHORT[said.side]}: {said.text}")
        elif said.tells:
            lines.append(f"({said.tells})")
        check_columns(line, said)
    return lines


def check_columns(line: str, said: Said) -> None:
    """Columns rise, stay in the line, and where nothing is escaped the text stands where it is said to."""
    if said.columns is None:
        if said.side in SHORT:
            assert line[said.at : said.at + len(said.text)] == said.text
        return
    assert len(said.columns) == len(said.text) + 1
    assert list(said.columns) == sorted(said.columns)
    assert said.columns[-1] <= len(line)


def detected(text: str) -> str:
    """The dialect's name."""
    return detect(split_lines(drawn(text))).name
