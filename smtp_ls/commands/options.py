"""The options of each command as rows of a table, from which they are parsed; `usage.py` explains them.

Rule 1: an option is one row; its name in `CheckOptions` and the like is that of the flag. Rule 2: options and paths may
come in any order, `--name value` and `--name=value` are the same, names are never abbreviated, and `--` ends the
options.
(argparse does neither the order nor the suggestions, and costs a tenth of a run.)
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from smtp_ls.errors import UsageError, check_word, suggestion
from smtp_ls.findings import Severity
from smtp_ls.project import globs
from smtp_ls.project.config import check_dialect, check_selectors
from smtp_ls.report import FORMATS


class Option(NamedTuple):
    """A flag, what it is for, and how its value is read (ValueError or UsageError); a switch has no value."""

    flag: str
    summary: str
    value: str = ""
    read: Callable[[str], Any] = str
    adds: bool = False
    """Whether given again it adds to what it has, instead of replacing it."""
    short: str = ""
    words: tuple[str, ...] = ()
    """All the values that it may have, where they are few."""

    @property
    def field(self) -> str:
        """The flag as the name of a field."""
        return self.flag.lstrip("-").replace("-", "_")


class Command(NamedTuple):
    """A command: its name, what follows its options, what it does, and its options."""

    name: str
    operands: str
    summary: str
    options: tuple[Option, ...]


class CheckOptions(NamedTuple):
    """What `check` was asked to do."""

    paths: tuple[str, ...] = ()
    output_format: str = "full"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    strict: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    exit_zero: bool = False
    config: str = ""
    isolated: bool = False
    dialect: str = ""
    color: str = "auto"
    output_file: str = ""
    jobs: int = 1
    show: Severity = Severity.WARNING
    show_settings: bool = False
    show_files: bool = False
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    stdin_filename: str = ""
    add_ignore: bool = False
    quiet: bool = False


class ReadOptions(NamedTuple):
    """What `read` was asked to do."""

    paths: tuple[str, ...] = ()
    json: bool = False
    secrets: bool = False
    dialect: str = ""


class ConvertOptions(NamedTuple):
    """What `convert` was asked to do."""

    paths: tuple[str, ...] = ()
    dialect: str = ""


class ExplainOptions(NamedTuple):
    """What `explain` was asked for; `paths` are the words of topics."""

    paths: tuple[str, ...] = ()
    format: str = "terminal"
    list: bool = False
    rules: bool = False
    lang: str = ""
    color: str = "auto"


class ServerOptions(NamedTuple):
    """How the language server is to be reached; nothing: over standard input and output."""

    paths: tuple[str, ...] = ()
    stdio: bool = False
    tcp: tuple[str, int] | None = None
    ws: tuple[str, int] | None = None
    log_file: str = ""
    log_level: str = ""
    completions: str = ""


def parse(command: Command, arguments: Sequence[str]) -> dict[str, Any]:
    """The values that the arguments give, by field, and the operands as `paths`; UsageError."""
    flags = {flag: option for option in command.options for flag in (option.flag, option.short) if flag}
    values: dict[str, Any] = {}
    operands: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            operands.extend(rest)
        elif argument == "-" or not argument.startswith("-"):
            operands.append(argument)
        else:
            flag, equals, value = argument.partition("=")
            option = flags.get(flag)
            if option is None:
                raise UsageError(f"unknown option {flag}{suggestion(flag, flags)}")
            _take(option, values, value if equals else None, rest)
    return {**values, "paths": tuple(operands)}


def _take(option: Option, values: dict[str, Any], value: str | None, rest: Iterator[str]) -> None:
    """Put the option's value among the others; without `=` it is the next argument."""
    if not option.value:
        if value is not None:
            raise UsageError(f"{option.flag} takes no value")
        values[option.field] = True
        return
    if value is None:
        value = next(rest, None)
    if value is None or (value.startswith("--") and value != "--"):
        raise UsageError(f"{option.flag} needs a value: {option.flag} {option.value}")
    try:
        read = option.read(value)
    except (ValueError, UsageError) as error:
        raise UsageError(f"{option.flag}: {error}") from None
    values[option.field] = values.get(option.field, ()) + read if option.adds else read


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _selectors(text: str) -> tuple[str, ...]:
    names = _names(text)
    check_selectors(names)
    return names


def _globs(text: str) -> tuple[str, ...]:
    patterns = _names(text)
    for pattern in patterns:
        globs.matches(pattern, "")
    return patterns


def _word(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        check_word(text, words)
        return text

    return read


def _level(text: str) -> Severity:
    return Severity[_word(*(level.word for level in Severity))(text).upper()]


def _count(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) < 1:
        raise UsageError(f'"{text}" is no number above 0')
    return int(text)


def _dialect(text: str) -> str:
    check_dialect(text)
    return text


def _language(text: str) -> str:
    from smtp_ls.pages import LANGUAGES  # noqa: PLC0415  no other command has a language

    check_word(text, LANGUAGES)
    return text


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not port.isascii() or int(port) > 65535:
        raise UsageError(f'"{text}" is not HOST:PORT')
    return host.removeprefix("[").removesuffix("]"), int(port)


def _choice(flag: str, summary: str, value: str, words: Sequence[str]) -> Option:
    """An option whose value is one of a few words."""
    return Option(flag, summary, value, _word(*words), words=tuple(words))


LOG_LEVELS = ("error", "warning", "info", "debug")
COLORS = ("auto", "always", "never")
LEVELS = tuple(level.word for level in sorted(Severity, reverse=True))
SHELLS = ("bash", "zsh", "fish")
HELP = Option("--help", "show this", short="-h")
_DIALECT = Option("--dialect", "read every file as this dialect, instead of detecting it", "DIALECT", _dialect)
_COLOR = _choice("--color", "auto, always or never (NO_COLOR and FORCE_COLOR count too)", "WHEN", COLORS)
_CONFIG = (
    Option("--config", "the configuration, instead of the nearest smtp-ls.toml or pyproject.toml", "FILE"),
    Option("--isolated", "ignore every configuration file"),
)
_WHICH = (
    Option("--exclude", "leave out what these globs stand for", "GLOBS", _globs, adds=True),
    Option("--force-exclude", "leave it out even when it is named"),
    Option("--stdin-filename", "the name of standard input", "NAME"),
)

CHECK = Command(
    "check",
    "PATH...",
    "Lint files and folders (*.smtp in folders; any file that is named; - is standard input). `--check` is the same.",
    (
        _choice("--output-format", f"how findings are printed: {', '.join(FORMATS)}", "FORMAT", tuple(FORMATS)),
        Option("--output-file", "where they are printed, instead of standard output", "FILE"),
        Option("--select", "run these rules only: rules, families or ALL, with commas", "RULES", _selectors, adds=True),
        Option("--extend-select", "run these rules too", "RULES", _selectors, adds=True),
        Option("--ignore", "do not run these rules", "RULES", _selectors, adds=True),
        Option("--severity", f"the lowest level that fails a run: {', '.join(LEVELS)}", "LEVEL", _level, words=LEVELS),
        Option("--show", "the lowest level that is printed (default: warning)", "LEVEL", _level, words=LEVELS),
        Option("--strict", "what a MUST forbids but most servers tolerate is an error"),
        Option("--fix", "mend what has one right answer, in place (standard input: to standard output)"),
        Option("--unsafe-fixes", "mend what may have another answer too"),
        Option("--diff", "print what --fix would change, and change nothing"),
        Option("--add-ignore", "add a comment `# smtp-ls: ignore[...]` for each finding, instead of printing it"),
        Option("--statistics", "print how often each rule was broken, instead of where"),
        Option("--exit-zero", "exit with 0 even when there are findings"),
        *_CONFIG,
        _DIALECT,
        *_WHICH,
        Option("--jobs", "how many files are read at once", "NUMBER", _count),
        _COLOR,
        Option("--show-files", "print the files that would be linted"),
        Option("--show-settings", "print what holds for the first of them"),
        Option("--quiet", "print findings only, no summary", short="-q"),
    ),
)  # fmt: skip

FORMAT = Command(
    "format",
    "PATH...",
    "Format files in our own notation, in place; logs of tools are left as they are. - goes to standard output.",
    (
        Option("--check", "change nothing; name the files that would change, and exit with 1 if there are any"),
        Option("--diff", "change nothing; print what would change, and exit with 1 if anything would"),
        Option("--skip-other-dialects", "say nothing of a file that is named and not in our own notation"),
        *_CONFIG,
        _DIALECT,
        *_WHICH,
        _COLOR,
        Option("--quiet", "say nothing but errors", short="-q"),
    ),
)

REDACT = Command(
    "redact",
    "FILE...",
    "Replace passwords and tokens by placeholders; one file goes to standard output, or all are changed in place.",
    (
        Option("--addresses", "replace e-mail addresses too"),
        Option("--in-place", "change the files"),
        Option("--diff", "change nothing; print what would change, and exit with 1 if anything would"),
        Option("--json", "say on standard error what was replaced as JSON"),
        *_CONFIG,
        _DIALECT,
        *_WHICH,
        _COLOR,
        Option("--quiet", "say nothing but errors", short="-q"),
    ),
)

READ = Command(
    "read",
    "FILE",
    "Print how a file is read: who says what, and what is then known of the session.",
    (
        Option("--json", "as JSON"),
        Option("--secrets", "show passwords and tokens, which are masked otherwise"),
        _DIALECT,
    ),
)

CONVERT = Command(
    "convert",
    "FILE",
    "Print a log of any kind in the native notation: who says what, and what the tool printed besides as comments.",
    (_DIALECT,),
)

EXPLAIN = Command(
    "explain",
    "TOPIC...",
    "Explain a verb, parameter, extension, code, mechanism, header field, rule, or a line as it was pasted.",
    (
        _choice("--format", "terminal, markdown or json", "FORMAT", ("terminal", "markdown", "json")),
        Option("--lang", "en or id (default: as LC_ALL, LC_MESSAGES or LANG says)", "LANGUAGE", _language),
        Option("--list", "list all topics"),
        Option("--rules", "list all rules, with severity, whether they are on, whether there is a fix, and the RFC"),
        _COLOR,
    ),
)

SERVER = Command(
    "",
    "",
    "Without a command: the language server, for an editor to start; it speaks over standard input and output.",
    (
        Option("--stdio", "speak over standard input and output, said outright"),
        Option(
            "--tcp", "speak over a TCP port instead, of this machine unless a host is named", "[HOST:]PORT", _address
        ),
        Option("--ws", "speak over a WebSocket instead, to pages of this machine", "[HOST:]PORT", _address),
        Option("--log-file", "log what the server does to this file", "FILE"),
        _choice("--log-level", "how much is logged: error, warning, info, debug", "LEVEL", LOG_LEVELS),
        _choice(
            "--completions",
            f"print what completes commands and options in a shell: {', '.join(SHELLS)}",
            "SHELL",
            SHELLS,
        ),
        Option("--version", "print the version"),
    ),
)

COMMANDS = (CHECK, FORMAT, REDACT, CONVERT, READ, EXPLAIN)
"""The commands that have a name, in the order of their use."""
