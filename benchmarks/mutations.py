"""How many mistakes are found: valid sessions broken in known ways, one at a time, and what is told, where, by whom.

Rule 1: what is broken and where that must be found is said in `tests/mutations/`, and is held there as a floor. With -v
each break is printed that is not found on the right line; with words, only the kinds of break with one in their name.
"""

import sys
from collections import Counter

from tests.mutations.breaking import KINDS
from tests.mutations.measure import Verdict, clean_sessions, verdicts


def main() -> None:
    """Break every session in every way, and print what came of it."""
    words = [each for each in sys.argv[1:] if each != "-v"]
    cleans = clean_sessions()
    names = [name for name in KINDS if not words or any(word in name for word in words)]
    table = {name: verdicts(name, cleans) for name in names}
    print(f"{'kind of break':44} {'made':>5} {'found':>5} {'right':>5} {'others':>6}  told by")
    for name, all_ in table.items():
        _print(name, all_)
    whole = [each for all_ in table.values() for each in all_]
    _print(f"{len(table)} kinds", whole)
    still = sum(not clean.loud for clean in cleans)
    dialects = {clean.trace.dialect.name for clean in cleans}
    print(f"{still} of {len(cleans)} clean sessions, of {len(dialects)} dialects, stay clean at warning and above")
    if "-v" in sys.argv:
        for name, all_ in table.items():
            for each in [each for each in all_ if not each.rules]:
                print(f"\n== {name}: {each.session}: {', '.join(each.elsewhere) or 'nothing'}\n{each.text}")


def _print(name: str, all_: list[Verdict]) -> None:
    """A row of the table."""
    rules = Counter(rule for each in all_ for rule in each.rules)
    told = ", ".join(rule for rule, _ in rules.most_common(3))
    found, right = sum(each.found for each in all_), sum(bool(each.rules) for each in all_)
    others = sum(len(each.elsewhere) for each in all_)
    print(f"{name:44} {len(all_):5} {found:5} {right:5} {others:6}  {told}")


if __name__ == "__main__":
    main()
