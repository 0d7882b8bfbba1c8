"""The tree-sitter grammar, in py-tree-sitter: `check.py PARSER.so [--update]`.

Its corpus, in tree-sitter's own form (--update writes the trees anew); no error in any example; an edited file has the
tree of one read anew; and the queries, on the files of the editors' tests.
"""
# ruff: noqa: INP001, T201

import ctypes
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tree_sitter import Language, Parser, Query, QueryCursor

ROOT = Path(__file__).parents[3]
HOME = ROOT / "grammar" / "tree-sitter-smtp"
FILES = [*sorted((ROOT / "examples").glob("*.smtp")), *sorted((ROOT / "tests/editors/neovim/workspace").glob("*.smtp"))]

CAPTURED = (
    # file, 1-based line, text, capture
    ("native.smtp", 2, "### Alice writes to Bob and Carol", "markup.heading"),
    ("native.smtp", 3, "sender", "variable"),
    ("native.smtp", 11, "MAIL", "keyword"),
    ("native.smtp", 11, "SIZE", "variable.parameter"),
    ("native.smtp", 14, "550", "diff.minus"),
    ("native.smtp", 22, "Subject", "property"),
    ("native.smtp", 25, "At noon?", "string"),
    ("native.smtp", 26, ".", "keyword"),
    ("telnet.smtp", 1, "Trying 192.0.2.25...", "comment"),
    ("telnet.smtp", 5, "EHLO", "keyword"),
    ("telnet.smtp", 9, "5.5.1", "number"),
    ("swaks.smtp", 9, "NOTIFY", "variable.parameter"),
    ("smtplib.smtp", 5, "ehlo", "keyword"),
    ("smtplib.smtp", 10, "250", "diff.plus"),
    ("curl.smtp", 7, "AGFsaWNlAGNvcnJlY3QtaG9yc2UtYmF0dGVyeQ==", "string.special"),
)
_TREE = re.compile(r"=+\n([^\n]+)\n=+\n\n(.*?)\n---\n\n(.*?)(?=\n\n=|\Z)", re.DOTALL)
"""A title, a source and the tree that it has."""
EDITS = 300
PIECES = (
    b"S: 354 Go\n",
    b"C: DATA\n",
    b"C: .\n",
    b".\n",
    b"\n",
    b"354 x\n",
    b"DATA\n",
    b"### x\n",
    b"C: ",
    b"{{",
    b"<",
    b"AUTH PLAIN\n",
)


def language(library: str) -> Language:
    """The language in a compiled parser."""
    function = ctypes.CDLL(library).tree_sitter_smtp
    function.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return Language(capsule(function(), b"tree_sitter.Language", None))


def pretty(node: Any, depth: int = 0, name: str = "") -> str:
    """A node as an S-expression, as tree-sitter writes its corpus; what has no name is left out."""
    head = "  " * depth + (f"{name}: " if name else "") + f"({node.type}"
    inner = [
        pretty(child, depth + 1, node.field_name_for_child(number) or "")
        for number, child in enumerate(node.children)
        if child.is_named
    ]
    return "\n".join([head, *inner]) + ")"


def corpus(parser: Parser, *, update: bool) -> Iterator[str]:
    """What has another tree than the corpus says."""
    count = 0
    for file in sorted((HOME / "test" / "corpus").glob("*.txt")):
        made = ""
        written = file.read_text(encoding="utf-8")
        for title, source, wanted in _TREE.findall(written):
            found = pretty(parser.parse(source.encode() + b"\n").root_node)
            made += f"{'=' * 40}\n{title}\n{'=' * 40}\n\n{source}\n---\n\n{found}\n\n"
            count += 1
            if not update and found.split() != wanted.split():
                yield f"{file.name}, {title}: found\n{found}"
        if update:
            file.write_text(made.rstrip() + "\n", encoding="utf-8")
    print(f"corpus: {count} trees")


def errors(parser: Parser) -> Iterator[str]:
    """Files in which something is not understood."""
    yield from (f"{file.name} has an error" for file in FILES if parser.parse(file.read_bytes()).root_node.has_error)
    print(f"errors: none wanted in {len(FILES)} files")


def edited(parser: Parser) -> Iterator[str]:
    """Edits after which the tree is not that of the text read anew."""
    draw = random.Random(821)
    for number in range(EDITS):
        text = draw.choice(FILES).read_bytes()
        tree = parser.parse(text)
        for _ in range(4):
            start = draw.randrange(len(text) + 1)
            end = min(len(text), start + draw.choice((0, 0, 1, 5, 40)))
            piece = draw.choice(PIECES)
            new = text[:start] + piece + text[end:]
            tree.edit(
                start, end, start + len(piece), point(text, start), point(text, end), point(new, start + len(piece))
            )
            text, tree = new, parser.parse(new, tree)
        if str(tree.root_node) != str(parser.parse(text).root_node):
            yield f"edit {number} gives another tree than reading anew: {text!r}"
    print(f"edits: {EDITS} files, four edits each")


def point(text: bytes, at: int) -> tuple[int, int]:
    """The 0-based row and column of an octet."""
    return text.count(b"\n", 0, at), at - (text.rfind(b"\n", 0, at) + 1)


def queries(spoken: Language, parser: Parser) -> Iterator[str]:
    """Queries that do not hold, and places that they colour otherwise."""
    for file in sorted((HOME / "queries").glob("*.scm")):
        Query(spoken, file.read_text(encoding="utf-8"))
    highlights = Query(spoken, (HOME / "queries" / "highlights.scm").read_text(encoding="utf-8"))
    for name, line, text, wanted in CAPTURED:
        tree = parser.parse((ROOT / "tests/editors/neovim/workspace" / name).read_bytes())
        found = {
            capture
            for capture, nodes in QueryCursor(highlights).captures(tree.root_node).items()
            for node in nodes
            if node.start_point[0] == line - 1 and node.text.decode().strip() == text
        }
        if wanted not in found:
            yield f"{name}:{line} {text!r} is captured as {found}, not {wanted}"
    print(f"queries: {len(CAPTURED)} places")


def main() -> int:
    """1 if anything is wrong."""
    spoken = language(sys.argv[1])
    parser = Parser(spoken)
    update = "--update" in sys.argv
    wrong = [*corpus(parser, update=update), *errors(parser), *edited(parser), *queries(spoken, parser)]
    print("\n".join(wrong))
    print(f"{4 if not wrong else 0} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
