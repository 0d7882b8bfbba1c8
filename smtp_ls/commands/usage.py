"""The text of `--help`, from the table of the options."""

from collections.abc import Sequence

from smtp_ls.commands.options import HELP, Command, Option


def explain(command: Command, others: Sequence[Command] = ()) -> str:
    """The text of `--help`."""
    usage = " ".join(filter(None, ("smtp-ls", command.name, "[OPTION...]", command.operands)))
    rows = [(_left(option), option.summary) for option in (*command.options, HELP)]
    lines = [f"usage: {usage}", "", command.summary, "", *_columns(rows)]
    if others:
        lines += ["", "commands (smtp-ls COMMAND --help says more):"]
        lines += _columns([(f"{other.name} {other.operands}", other.summary) for other in others])
    return "\n".join(lines) + "\n"


def _left(option: Option) -> str:
    return ", ".join(filter(None, (option.short, f"{option.flag} {option.value}".rstrip())))


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {left:{width}}  {right}" for left, right in rows]
