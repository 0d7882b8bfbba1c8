"""Does the TextMate grammar colour a line as what smtp-ls reads it for? It prints where not, and holds a floor.

    agreement.py --node PROGRAM FILE...    MODULES names the node_modules with the tokeniser of VS Code

A grammar sees lines and marks where the reader knows the session, so that some disagreement stays: `FLOOR`.
"""

# ruff: noqa: INP001, T201  (a script, which prints)
from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from smtp_ls.protocol.verbs import VERBS
from smtp_ls.report.read import reading
from smtp_ls.text import decode
from smtp_ls.trace import Trace

FLOOR = 0.97
"""The share of lines on which both agree."""

LETTER = {"command": "v", "reply": "r", "expect": "r", "body": "b", "sasl-response": "s", "end-of-data": "."}
"""How colours.mjs writes what an event is coloured as."""


def disagreements(path: Path, colours: list[str]) -> tuple[int, list[str]]:
    """How many lines were compared, and those that are coloured as something else."""
    trace = Trace(decode(path.read_bytes()))
    events: dict[int, list[dict[str, object]]] = {}
    for event in reading(trace)["lines"]:
        events.setdefault(event["line"], []).append(event)
    compared, wrong = 0, []
    for line, said in events.items():
        kinds = [str(event["event"]) for event in said]
        wanted = next((LETTER[kind] for kind in kinds if kind in LETTER), "")
        shown = colours[line - 1]
        if wanted == "v" and said[0].get("verb") not in VERBS:
            continue  # coloured as no verb, as it should be
        compared += 1
        if not (wanted in shown if wanted else not {"v", "."} & set(shown)):
            wrong.append(
                f"{path.name}:{line}: {kinds[0]} is coloured as {shown or 'nothing'}: {trace.lines[line - 1]!r}"
            )
    return compared, wrong


def main(node: str, files: list[Path]) -> int:
    """Compare all files; the exit code."""
    tokeniser = [node, "node", str(Path(__file__).with_name("colours.mjs"))]
    names = "\n".join(map(str, files))
    said = subprocess.run(tokeniser, input=names, capture_output=True, text=True, check=True).stdout.splitlines()
    compared, wrong = 0, []
    for path, colours in zip(files, said, strict=True):
        lines, differing = disagreements(path, json.loads(colours))
        compared += lines
        wrong += differing
    share = 1 - len(wrong) / compared
    print(*wrong, sep="\n")
    print(f"the grammar agrees with the reader on {share:.1%} of {compared} lines in {len(files)} files")
    return int(share < FLOOR)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--node", required=True)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    sys.exit(main(options.node, options.files))
