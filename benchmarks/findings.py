"""What each rule finds in the genuine files of the corpus: rule, severity, findings, files.

Rule 1: the files stay where they are, and no secret of theirs is printed. Rule 2: a finding at warning or above in a
session that is valid and was accepted is a fault of ours: with -v each one is printed, to be looked at.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.rules import RULES
from smtp_ls.secrets import Masks
from smtp_ls.text import decode
from smtp_ls.trace import Trace

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


class Seen(NamedTuple):
    """A finding in a file, and the line that it stands on, without secrets."""

    path: Path
    diagnostic: Diagnostic
    line: str


def main() -> None:
    """Print the table, the loud rules first; with -v every loud finding, with words those of such rules."""
    if not CORPUS.is_dir():
        print("findings: there is no ../shared/corpus here")
        return
    words = [each for each in sys.argv[1:] if each != "-v"]
    paths = [path for path in sorted(CORPUS.rglob("*")) if path.is_file()]
    all_ = [each for path in paths for each in seen(path)]
    for severity in sorted(Severity, reverse=True):
        chosen = [each for each in all_ if each.diagnostic.severity == severity]
        _table(severity, chosen)
        for each in chosen:
            rule = each.diagnostic.rule
            if (not words or rule in words) and "-v" in sys.argv and (words or severity >= Severity.WARNING):
                where = f"{each.path.relative_to(CORPUS)}:{each.diagnostic.start.line + 1}"
                print(f"{where}: {rule}: {each.diagnostic.message}\n    {each.line}")
    loud = {each.path for each in all_ if each.diagnostic.severity >= Severity.WARNING}
    print(f"{len(paths)} files, {len(loud)} with a finding at warning or above")
    silent = [name for name in RULES if not any(each.diagnostic.rule == name for each in all_)]
    print(f"{len(RULES) - len(silent)} of {len(RULES)} rules find something")


def seen(path: Path) -> Iterator[Seen]:
    """Everything that is found in a file, rules that are off left out."""
    trace = Trace(decode(path.read_bytes()))
    masks = Masks(trace)
    for each in trace.diagnostics():
        if RULES[each.rule].on:
            yield Seen(path, each, masks.line(each.start.line).strip()[:160] if trace.lines else "")


def _table(severity: Severity, chosen: list[Seen]) -> None:
    """Rule, how many findings, in how many files."""
    counts = Counter(each.diagnostic.rule for each in chosen)
    print(f"== {severity.word}: {len(chosen)} findings of {len(counts)} rules")
    for rule, count in counts.most_common():
        files = len({each.path for each in chosen if each.diagnostic.rule == rule})
        print(f"{rule:36} {count:6} {files:5}")


if __name__ == "__main__":
    main()
