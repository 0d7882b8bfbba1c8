"""What real programs make of the syntaxes for Kate and for Sublime Text: `syntaxes.py FOLDER-OF-FILES`.

Kate's own highlighter and bat, which reads Sublime's syntaxes, colour the files with a theme of ours that has a colour
of its own for each style, so that the colours tell the styles. Both are run away from the user's settings.
"""
# ruff: noqa: INP001, T201

import html
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

EDITORS = Path(__file__).parents[2] / "editors"

ROWS = (
    # file, 1-based line, text, what it is
    ("native.smtp", 1, "columns", "comment"),
    ("native.smtp", 2, "Alice", "session"),
    ("native.smtp", 3, "sender", "variable"),
    ("native.smtp", 5, "C: ", "client"),
    ("native.smtp", 6, "S: ", "server"),
    ("native.smtp", 7, "SIZE", "extension"),
    ("native.smtp", 11, "MAIL", "verb"),
    ("native.smtp", 11, "SIZE", "parameter"),
    ("native.smtp", 14, "550", "failure"),
    ("native.smtp", 14, "5.1.1", "enhanced"),
    ("native.smtp", 16, "250", "success"),
    ("native.smtp", 22, "Subject", "header"),
    ("native.smtp", 26, ".", "dot"),
    ("telnet.smtp", 1, "Trying", "note"),
    ("telnet.smtp", 5, "EHLO", "verb"),
    ("telnet.smtp", 9, "503", "failure"),
    ("swaks.smtp", 1, "Trying", "note"),
    ("swaks.smtp", 9, "RCPT", "verb"),
    ("swaks.smtp", 9, "NOTIFY", "parameter"),
    ("smtplib.smtp", 5, "ehlo", "verb"),
    ("smtplib.smtp", 10, "250", "success"),
    ("curl.smtp", 1, "Connected", "note"),
    ("curl.smtp", 7, "AGFsaWNlAGNvcnJlY3QtaG9yc2UtYmF0dGVyeQ==", "secret"),
    ("curl.smtp", 8, "235", "success"),
)

KATE = {
    "comment": "Comment",
    "session": "RegionMarker",
    "variable": "Variable",
    "client": "Function",
    "server": "ControlFlow",
    "extension": "BuiltIn",
    "verb": "Keyword",
    "parameter": "Attribute",
    "failure": "Warning",
    "enhanced": "Float",
    "success": "Information",
    "header": "DataType",
    "dot": "Operator",
    "note": "Comment",
    "secret": "Alert",
}
SUBLIME = {
    "comment": "comment.line.number-sign",
    "session": "entity.name.section",
    "variable": "variable.other.readwrite",
    "client": "entity.name.tag.client",
    "server": "entity.name.type.server",
    "extension": "support.type.extension",
    "verb": "keyword.control.verb",
    "parameter": "variable.parameter",
    "failure": "markup.deleted",
    "enhanced": "constant.numeric.enhanced-code",
    "success": "markup.inserted",
    "header": "support.type.property-name",
    "dot": "keyword.control.end-of-data",
    "note": "comment.line.note",
    "secret": "string.other.secret",
}
Stretch = tuple[str, int]
"""A text and the number of its colour."""


def kate(file: Path, scratch: Path) -> list[list[Stretch]]:
    """The stretches of each line, as Kate's highlighter colours them."""
    home = scratch / "org.kde.syntax-highlighting"
    (home / "syntax").mkdir(parents=True, exist_ok=True)
    (home / "themes").mkdir(exist_ok=True)
    shutil.copy(EDITORS / "kate" / "smtp.xml", home / "syntax")
    styles = {"Normal": {"text-color": "#000001"}}
    styles |= {style: {"text-color": f"#{number:06x}"} for number, style in enumerate(KATE.values(), 2)}
    theme = {"metadata": {"name": "Told", "revision": 1}, "text-styles": styles, "editor-colors": {}}
    (home / "themes" / "told.theme").write_text(json.dumps(theme))
    command = ["kate-syntax-highlighter", "-s", "SMTP", "-t", "Told", "-f", "html", str(file)]
    environment = {**os.environ, "XDG_DATA_HOME": str(scratch), "QT_QPA_PLATFORM": "offscreen"}
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert not made.stderr, made.stderr
    body = re.sub(r"^.*?<pre[^>]*>\n", "", made.stdout, flags=re.DOTALL)
    return [
        [(html.unescape(text), int(color, 16)) for color, text in re.findall(r"color:#(\w{6})[^>]*>(.*?)</span>", line)]
        for line in body.split("\n")
    ]


def bat(file: Path, scratch: Path) -> list[list[Stretch]]:
    """The stretches of each line, as bat colours them with Sublime Text's syntax."""
    home = scratch / "bat"
    if not home.exists():
        (home / "syntaxes").mkdir(parents=True)
        (home / "themes").mkdir()
        (home / "syntaxes" / "SMTP.sublime-syntax").write_bytes(
            (EDITORS / "sublime" / "SMTP.sublime-syntax").read_bytes()
        )
        settings: list[dict[str, object]] = [{"settings": {"foreground": "#000001", "background": "#000000"}}]
        settings += [
            {"scope": scope, "settings": {"foreground": f"#{number:06x}"}}
            for number, scope in enumerate(SUBLIME.values(), 2)
        ]
        (home / "themes" / "told.tmTheme").write_bytes(plistlib.dumps({"name": "told", "settings": settings}))
    environment = {**os.environ, "BAT_CONFIG_DIR": str(home), "BAT_CACHE_PATH": str(scratch / "batcache")}
    environment["COLORTERM"] = "truecolor"
    program = "batcat" if shutil.which("batcat") else "bat"
    if not (scratch / "batcache").exists():
        (scratch / "batcache").mkdir()
        subprocess.run([program, "cache", "--build"], env=environment, capture_output=True, check=True)
    command = [program, "--color=always", "--plain", "--paging=never", "--theme=told", str(file)]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    stretch = re.compile(r"\x1b\[38;2;0;0;(\d+)m(.*?)\x1b\[0m")
    return [[(text, int(color)) for color, text in stretch.findall(line)] for line in made.split("\n")]


def wrong(folder: Path) -> Iterator[str]:
    """What is not as the rows have it."""
    for title, shown, styles in (("Kate", kate, KATE), ("Sublime Text", bat, SUBLIME)):
        numbers = dict(zip(styles, range(2, 100), strict=False))
        numbers |= {name: numbers[other] for name in styles for other in styles if styles[name] == styles[other]}
        with tempfile.TemporaryDirectory() as scratch:
            files = {name: shown(folder / name, Path(scratch)) for name in dict.fromkeys(row[0] for row in ROWS)}
        same = [{styles[name] for name in styles if numbers[name] == number} for number in range(100)]
        for name, line, text, what in ROWS:
            found = [same[color] for part, color in files[name][line - 1] if text in part]
            if not any(styles[what] in each for each in found):
                yield f"{title}: {name}:{line} {text!r} is no {what}: {files[name][line - 1]}"
        print(f"{title}: {len(ROWS)} places in {len(files)} files")


if __name__ == "__main__":
    failures = list(wrong(Path(sys.argv[1])))
    print("\n".join(failures))
    sys.exit(bool(failures))
