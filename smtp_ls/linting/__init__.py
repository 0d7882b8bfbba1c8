"""One file's text, read and linted: where its findings stand in the file, and how its lines and findings may be shown.

Rule 1: what leaves here to be shown has been masked. A secret is what `secrets.Masks` hides on a line.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from smtp_ls.findings import Diagnostic, Related
from smtp_ls.linting.markdown import Part, fences, is_markdown
from smtp_ls.project.config import Config
from smtp_ls.text import split_lines, without_end
from smtp_ls.trace import Trace

if TYPE_CHECKING:
    from smtp_ls.secrets import Masks

_SHORTEST_SECRET = 4
"""Stretches of fewer characters are not looked for in messages: they would be found in ordinary words."""


class Parts:
    """A text read as the file at `path` (a Markdown document has a part for each of its fences), each part a trace."""

    def __init__(self, path: str, text: str, config: Config) -> None:
        self.text = text
        self._masked: dict[int, str] = {}
        self._masks_of: dict[int, Masks] = {}
        parts = fences(text) if is_markdown(path) else [Part(0, (), text)]
        self.read = [(part, Trace(part.text, **config.reading(path))) for part in parts]

    def masked(self, line: int) -> str:
        """The 0-based line without its end, its secrets replaced by as many `*`."""
        if line not in self._masked:
            self._masked[line] = self._mask(line)
        return self._masked[line]

    def _mask(self, line: int) -> str:
        for part, trace in self.read:
            within = line - part.first
            if 0 <= within < len(trace.lines):
                return self.line(line)[: len(part.lost[within]) if part.lost else 0] + self._masks(trace).line(within)
        return self.line(line)

    def _masks(self, trace: Trace) -> "Masks":
        from smtp_ls.secrets import Masks  # noqa: PLC0415  a clean run shows no line

        if id(trace) not in self._masks_of:
            self._masks_of[id(trace)] = Masks(trace)
        return self._masks_of[id(trace)]

    def masked_lines(self) -> list[str]:
        """All lines with their ends, their secrets masked."""
        return [self.masked(line) + text[len(without_end(text)) :] for line, text in enumerate(self.lines)]

    def line(self, line: int) -> str:
        """A 0-based line without its end; nothing past the last."""
        return without_end(self.lines[line]) if line < len(self.lines) else ""

    @cached_property
    def lines(self) -> list[str]:
        """All lines with their ends, as they are."""
        return split_lines(self.text)


class Linted(Parts):
    """A text read and judged."""

    def __init__(self, path: str, text: str, config: Config) -> None:
        super().__init__(path, text, config)
        choice = config.choice(path)
        self.diagnostics = [
            part.placed(diagnostic) for part, trace in self.read for diagnostic in trace.diagnostics(choice)
        ]
        """The diagnostics in the order of the file, with the file's lines and columns. They are not masked."""

    @property
    def failures(self) -> str:
        """The rules that failed, and how, in one line; what they were reading is left out, since it may be secret."""
        failed = {rule: error.partition(":")[0] for _, trace in self.read for rule, error in trace.failures.items()}
        return ", ".join(f"{error} in the rule {rule}" for rule, error in failed.items())

    def shown(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic without the secrets of the lines that it names; a fix that holds one is left out."""
        secrets = [secret for line in lines_of(diagnostic) for secret in self._secrets(line)]
        if not secrets:
            return diagnostic
        fix = diagnostic.fix
        if fix is not None and any(secret in edit.text for secret in secrets for edit in fix.edits):
            fix = None
        related = tuple(Related(it.start, it.end, _without(secrets, it.message)) for it in diagnostic.related)
        return diagnostic._replace(message=_without(secrets, diagnostic.message), related=related, fix=fix)

    def _secrets(self, line: int) -> list[str]:
        """The stretches that masking hides on a line."""
        kept, seen = self.line(line), self.masked(line)
        if kept == seen:
            return []
        hidden = "".join(each if each != mark else "\n" for each, mark in zip(kept, seen, strict=False))
        return [secret for secret in hidden.split("\n") if len(secret) >= _SHORTEST_SECRET]


def lines_of(diagnostic: Diagnostic) -> Iterator[int]:
    """The 0-based lines that a diagnostic names."""
    yield diagnostic.start.line
    for related in diagnostic.related:
        yield related.start.line
    for edit in diagnostic.fix.edits if diagnostic.fix else ():
        yield from range(edit.start.line, edit.end.line + 1)


def _without(secrets: list[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, "*" * len(secret))
    return text
