"""What a finding is known by from one run to the next, for services that tell new findings from old ones.

Rule 1: a fingerprint is made of the rule, the path, the masked line and which of such findings it is, never of a line
number, so that a finding keeps its identity when lines are inserted above it, and no two findings share one.
"""

from collections import Counter
from hashlib import sha256

from smtp_ls.findings import Diagnostic
from smtp_ls.report import Checked
from smtp_ls.text import encode


class Fingerprints:
    """The fingerprints of one run's findings, which are to be asked for in their order."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, path: str, result: Checked, diagnostic: Diagnostic) -> str:
        """The fingerprint as 64 hexadecimal digits; the path as it is the same on every machine."""
        line = result.source.get(diagnostic.start.line, "").strip()
        parts = f"{diagnostic.rule}\0{path}\0{line}"
        self._seen[parts] += 1
        return sha256(encode(f"{parts}\0{self._seen[parts]}")).hexdigest()
