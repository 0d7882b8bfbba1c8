"""All the rules: what each is (from the generated index, without importing it) and what they find in one step.

Rule 1: a rule sees a `Step` and nothing else; it never sees the trace. Rule 2: a rule that fails is reported once, by
name, and the others go on.
"""

import importlib
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.findings import HERE, Finding, Severity
from smtp_ls.rfcs import rfc_url
from smtp_ls.rules.gates import open_gates
from smtp_ls.rules.index import INDEX
from smtp_ls.rules.rule import Rule
from smtp_ls.session import Step


class RuleMeta(NamedTuple):
    """What is known of a rule without importing it; made from its declaration by `scripts/index_rules.py`."""

    name: str
    family: str
    severity: Severity
    strict: Severity
    """The severity under `--strict`."""
    rfc: str
    summary: str
    """The first sentence of its page."""
    fix: str
    """What kind of fix it has: "safe", "unsafe" or nothing."""
    gates: tuple[str, ...]
    instead_of: tuple[str, ...]
    always: bool
    """Never lowered by a refusal."""
    on: bool = True
    """Whether it runs unless it is deselected."""
    rows: tuple[str, ...] = ()
    """Candidates of the protocol notes that it covers besides the one of its own name."""

    @property
    def module(self) -> str:
        """The module that holds the rule."""
        stem = self.name.replace("-", "_")
        if stem[0].isdigit():  # no module's name begins with one: 8bit is a word, and other digits are a reply code
            stem = f"eight{stem[1:]}" if stem.startswith("8bit") else f"code_{stem}"
        return f"smtp_ls.rules.{self.family}.{stem}"

    @property
    def url(self) -> str:
        """The section of the RFC behind it; "" where there is none."""
        return rfc_url(self.rfc)


RULES: dict[str, RuleMeta] = {
    row[0]: RuleMeta(row[0], row[1], Severity(row[2]), Severity(row[3]), *row[4:]) for row in INDEX
}

_AT_GATE: dict[str, tuple[str, ...]] = {}
_RANK = dict.fromkeys(RULES, 0)
"""How many rules speak instead of a rule: the more general it is, the later it is asked."""
for _meta in RULES.values():
    for _gate in _meta.gates:
        _AT_GATE[_gate] = (*_AT_GATE.get(_gate, ()), _meta.name)
    for _other in _meta.instead_of:
        _RANK[_other] += 1

_loaded: dict[str, Rule] = {}


def load(name: str) -> Rule:
    """The rule of that name, imported when first asked for. KeyError: there is none."""
    found = _loaded.get(name)
    if found is None:
        module = importlib.import_module(RULES[name].module)
        found = _loaded[name] = module.check
    return found


def page(name: str) -> str:
    """The Markdown page of a rule. KeyError: there is none."""
    return importlib.import_module(RULES[name].module).__doc__ or ""


@lru_cache(maxsize=1024)
def _names(gates: tuple[str, ...], seldom: frozenset[str]) -> tuple[str, ...]:
    """The rules to ask at these gates, the general ones last."""
    names = {name: None for gate in gates for name in _AT_GATE.get(gate, ()) if RULES[name].on or name in seldom}
    return tuple(sorted(names, key=_RANK.__getitem__))


def judge(
    step: Step, failed: Callable[[str, Exception], None], seldom: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """What the rules find in a step. `failed` is told of a rule that raised.

    A rule is not asked where another has spoken instead of it: the general ones are the dear ones. Of those that are
    off unless selected, only the `seldom` ones are.
    """
    names = _names(tuple(open_gates(step)), seldom)
    if not names:
        return ()
    ended, key = step.event.kind == "end", step.event.key
    findings: list[Finding] = []
    silent: set[str] = set()
    for name in names:
        if name in silent:
            continue
        try:
            found = [*(_loaded.get(name) or load(name)).check(step)]
        except Exception as error:  # noqa: BLE001  (one rule's fault must not cost the others)
            failed(name, error)
            continue
        if found:
            findings += [Finding(name, *each, ended=ended, key=key) for each in found]
            if any(each.place == HERE and not each.only_related for each in found):
                silent.update(RULES[name].instead_of)
    return tuple(findings)
