"""How a rule is declared: a function that sees one step, named after the bad thing, with its page as docstring."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtp_ls.findings import HERE, Change, Fix, Insertion, Role, Severity, Span
from smtp_ls.session import Step


class Found(NamedTuple):
    """What a rule yields: the message, 0-based columns in the event's text (None: all of it), and what explains it."""

    message: str
    span: Span | None = None
    place: Role = HERE
    related: tuple[tuple[Role, str], ...] = ()
    fix: Fix | None = None
    only_script: bool = False
    severity: Severity | None = None
    """Where it differs from the rule's own."""
    only_related: bool = False
    """True when there is nothing to say unless the file shows a related place."""


Check = Callable[[Step], Iterator[Found]]


class Rule(NamedTuple):
    """A rule: its name, the gates at which it is asked (see `gates`), how loud it is and where it is written."""

    name: str
    gates: tuple[str, ...]
    severity: Severity
    rfc: str
    """RFC number, "#" and section: "5321#4.1.1.4"."""
    check: Check
    instead_of: tuple[str, ...] = ()
    """Less specific rules that say nothing where this one speaks (one cause, one finding)."""
    strict: Severity | None = None
    """The severity under `--strict`, where a MUST is only a warning because most servers tolerate it."""
    always: bool = False
    """Never lowered by a refusal."""
    on: bool = True
    """Whether it runs unless it is deselected; one that is off runs when it is selected by name."""
    rows: tuple[str, ...] = ()
    """Candidates of the protocol notes that it covers besides the one of its own name."""


def rule(  # noqa: PLR0913  (each is a keyword that a declaration reads well with)
    name: str,
    *gates: str,
    severity: Severity,
    rfc: str,
    instead_of: tuple[str, ...] = (),
    strict: Severity | None = None,
    always: bool = False,
    on: bool = True,
    rows: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Declare a rule; the decorated function becomes the module's `Rule`."""

    def declare(check: Check) -> Rule:
        return Rule(name, gates, severity, rfc, check, instead_of, strict, always, on, rows)

    return declare


def traced(name: str, *, severity: Severity, rfc: str = "", instead_of: tuple[str, ...] = ()) -> Rule:
    """Declare a rule that no step shows: `publishing` computes it from the trace, and its module holds the page."""
    return Rule(name, (), severity, rfc, lambda _: iter(()), instead_of)


def replace(title: str, span: Span, text: str, *, safe: bool = True) -> Fix:
    """A fix that puts a text in the place of a stretch of the event's own text."""
    return Fix(title, (Change(span, text),), safe)


def insert(title: str, text: str, *, place: Role = HERE, below: bool = False, safe: bool = False) -> Fix:
    """A fix that puts a client line above the line of a role, or below it."""
    return Fix(title, (), safe, (Insertion(text, place, below),))
