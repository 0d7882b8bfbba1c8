"""What a run comes to: how many files, findings and fixes, said in the last line, and what the exit code follows."""

from collections import Counter
from collections.abc import Iterable, Iterator

from smtp_ls.findings import Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.terminal import GREEN, Paint

_PLURALS = {
    Severity.ERROR: "errors",
    Severity.WARNING: "warnings",
    Severity.INFORMATION: "information",
    Severity.HINT: "hints",
}


class Tally:
    """Counts results as they pass on their way to a report."""

    def __init__(self, options: ReportOptions) -> None:
        self._options = options
        self.files = 0
        self.failures = 0
        self.fixed = 0
        self.changed = 0
        """Files that fixing changes."""
        self._levels: Counter[Severity] = Counter()
        self._hidden = 0
        self._with_findings = 0
        self._fixable = {True: 0, False: 0}

    def watch(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """The same results, counted."""
        for result in results:
            self._count(result)
            yield result

    def loudest(self) -> Severity | None:
        """The highest level of any finding, whether shown or not."""
        return max(self._levels, default=None)

    def summary(self) -> str:
        """The last lines of an output for people."""
        paint = Paint(on=self._options.color)
        lines = []
        if self.fixed:
            lines.append(f"{count(self.fixed, 'finding')} fixed.")
        shown = {level: n for level, n in sorted(self._levels.items(), reverse=True) if level >= self._options.level}
        checked = f"{count(self.files - self.failures, 'file')} checked"
        if shown:
            levels = ", ".join(count(n, level.word, _PLURALS[level]) for level, n in shown.items())
            lines.append(f"Found {levels} in {self._with_findings} of {count(self.files, 'file')}{self._quieter()}.")
        elif self.files > self.failures:
            lines.append(paint(f"{checked}: no findings{self._quieter()}.", GREEN))
        if self.failures:
            lines.append(f"{count(self.failures, 'path')} could not be checked as asked.")
        lines += self._offer()
        return "".join(f"{line}\n" for line in lines)

    def _count(self, result: Checked) -> None:
        self.files += 1
        self.failures += bool(result.failure)
        self.fixed += result.fixed
        self.changed += bool(result.fixed)
        self._with_findings += any(map(self._options.shows, result.diagnostics))
        for diagnostic in result.diagnostics:
            self._levels[diagnostic.severity] += 1
            if not self._options.shows(diagnostic):
                self._hidden += 1
            elif diagnostic.fix is not None:
                self._fixable[diagnostic.fix.safe] += 1

    def _quieter(self) -> str:
        return f" ({self._hidden} quieter, see --show)" if self._hidden else ""

    def _offer(self) -> list[str]:
        """What could be fixed."""
        safe, unsafe = self._fixable[True], self._fixable[False]
        if self._options.unsafe_fixes:
            safe, unsafe = safe + unsafe, 0
        if safe:
            more = f" ({unsafe} more with --unsafe-fixes)" if unsafe else ""
            return [f"[*] {safe} can be fixed with --fix{more}."]
        return [f"{unsafe} could be fixed with --fix --unsafe-fixes."] if unsafe else []


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"
