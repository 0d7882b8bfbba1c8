"""How far we agree with real servers: what they refused against what we find, over the genuine files of the corpus.

Rule 1: the files stay where they are, and no secret of theirs is printed. Rule 2: a disagreement is something to look
at, not a fault: servers are lenient, and have reasons of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from smtp_ls.events import Command, Expect, Reply
from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.publishing.places import answered
from smtp_ls.rules import RULES
from smtp_ls.secrets import Masks
from smtp_ls.text import decode
from smtp_ls.trace import Trace

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FOLDERS = ("exim-test-client-stdout", "swaks", "bare-telnet")
"""Where both sides are shown, and the server is a real one."""

FAULTS = (500, 501, 503, 555)
"""What a server says when syntax, order or a parameter is wrong."""


class Judged(NamedTuple):
    """A client's command, what the server answered (0: nothing, or an expectation only), and what we find about it."""

    place: str
    line: str
    code: int
    reply: str
    found: tuple[str, ...]
    """Rules with a finding here, or one that points here."""
    errors: tuple[str, ...]
    """Those of them that are errors by themselves, whatever the server said, and stand here."""

    @property
    def missed(self) -> bool:
        """Did the server find fault where we find none?"""
        return self.code in FAULTS and not self.found

    @property
    def lenient(self) -> bool:
        """Did the server take what we call an error?"""
        return bool(self.errors) and 200 <= self.code < 400


def main() -> None:
    """Print the two percentages, and every disagreement."""
    if not CORPUS.is_dir():
        print("agreement: there is no ../shared/corpus here, so there is nothing to compare with")
        return
    commands = [each for folder in FOLDERS for path in sorted((CORPUS / folder).iterdir()) for each in judged(path)]
    refused = [each for each in commands if each.code in FAULTS]
    wrong = [each for each in commands if each.errors and each.code]
    _list("refused, and nothing is found", [each for each in refused if each.missed])
    _list("accepted, and an error is found", [each for each in wrong if each.lenient])
    print(f"{len(commands)} commands in {', '.join(FOLDERS)}")
    found = sum(not each.missed for each in refused)
    _share("of the commands refused with 500, 501, 503 or 555 have a finding", len(refused), found)
    _share("of the commands with an error were refused", len(wrong), sum(not it.lenient for it in wrong))


def judged(path: Path) -> Iterator[Judged]:
    """Every command of a file."""
    trace = Trace(decode(path.read_bytes()))
    masks = Masks(trace)
    about: dict[int, list[tuple[Diagnostic, bool]]] = {}
    for diagnostic in trace.diagnostics():
        about.setdefault(diagnostic.start.line, []).append((diagnostic, True))
        for related in diagnostic.related:
            about.setdefault(related.start.line, []).append((diagnostic, False))
    for line in range(len(trace.lines)):
        if not any(isinstance(event, Command) for event in trace.said(line)):
            continue
        answer = answered(trace, line)[0]
        code, reply = (answer.code, answer.text) if isinstance(answer, Reply) else (0, "")
        if isinstance(answer, Expect):
            reply = f"expected: {answer.text}"
        found = about.get(line, [])
        yield Judged(
            f"{path.parent.name}/{path.name}:{line + 1}",
            masks.line(line).strip(),
            code,
            reply,
            tuple(dict.fromkeys(each.rule for each, _ in found)),
            tuple(dict.fromkeys(each.rule for each, here in found if here and _is_error(each.rule))),
        )


def _is_error(rule: str) -> bool:
    return rule in RULES and RULES[rule].severity == Severity.ERROR


def _list(title: str, disagreements: list[Judged]) -> None:
    print(f"== {title}: {len(disagreements)}")
    for each in disagreements:
        print(f"{each.place}: {each.line} -> {each.reply} {list(each.found)}")
    print()


def _share(what: str, all_: int, some: int) -> None:
    print(f"{100 * some / all_:.0f} % ({some} of {all_}) {what}" if all_ else f"no {what}")


if __name__ == "__main__":
    main()
