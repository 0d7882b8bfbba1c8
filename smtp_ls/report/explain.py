"""What `smtp-ls explain` prints: the pages of what was asked for, for a terminal, as Markdown or as JSON."""

import json
import os
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import NamedTuple

from smtp_ls.errors import UsageError
from smtp_ls.pages import language
from smtp_ls.pages.layout import Page
from smtp_ls.pages.page import page
from smtp_ls.pages.words import word
from smtp_ls.report.paragraphs import paragraphs
from smtp_ls.report.terminal import Paint
from smtp_ls.topics import meant, near


class Style(NamedTuple):
    """How to print: "terminal", "markdown" or "json", a language of ours, and what the terminal is like."""

    format: str
    lang: str
    color: bool = False
    columns: int = 80


def style(shape: str, lang: str, *, color: bool) -> Style:
    """The style for this terminal; without a language, that of the environment."""
    said = lang or next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Style(shape, language(said), color, get_terminal_size().columns)


def explained(words: Sequence[str], style: Style) -> str:
    """The pages of the topics that the words stand for. UsageError: one of them stands for none."""
    topics, unknown = meant(words)
    if unknown:
        raise UsageError(f'unknown topic "{unknown}"{_suggested(near(unknown))} smtp-ls explain --list names all')
    pages = [found for found in (page(topic, style.lang) for topic in topics) if found is not None]
    if style.format == "json":
        return as_json([each._asdict() for each in pages])
    texts = [_headed(each, style.lang) for each in pages]
    if style.format == "markdown":
        return "\n\n".join(texts) + "\n"
    paint = Paint(on=style.color)
    return "\n\n".join(paragraphs(text, paint, style.columns, underline=not style.color) for text in texts)


def as_json(rows: Sequence[object]) -> str:
    """The rows as a JSON array, for people to read too."""
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _suggested(names: Sequence[str]) -> str:
    if not names:
        return ";"
    return f"; did you mean {' or '.join(filter(None, (', '.join(names[:-1]), names[-1])))}?"


def _headed(found: Page, lang: str) -> str:
    """A page whose heading says its kind, since several of one name may stand in a row."""
    heading, _, rest = found.markdown.partition("\n")
    return f"{heading} ({word(found.kind, lang)})\n{rest}"
