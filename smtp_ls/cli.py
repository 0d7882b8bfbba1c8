"""The command `smtp-ls`: which command is meant, and what its end means to whoever started it.

Rule 1: exit codes are 0 (clean), 1 (findings) and 2 (the job could not be done); a fault of ours is 2, never 1. Ctrl-C
is 130 and a reader that went away 141, as shells have it. Rule 2: nothing is imported that the command at hand does not
need.
"""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from smtp_ls import __version__
from smtp_ls.errors import JobError, UsageError, suggestion

if TYPE_CHECKING:
    from smtp_ls.commands.options import Command

COMMANDS = ("check", "format", "redact", "convert", "read", "explain")
"""The commands that have a name."""

FAILED, INTERRUPTED, UNREAD = 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line (without the program's name) and return the exit code."""
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except JobError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except OSError as error:
        return _fail(f"{error.filename or 'cannot write'}: {error.strerror or type(error).__name__}")
    except Exception as error:  # noqa: BLE001  rule 1
        from smtp_ls.commands.one_file import fault  # noqa: PLC0415  only a fault needs it

        return _fail(fault(error))
    return code


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        del arguments[0]
    elif "--check" in _before_operands_end(arguments):
        arguments.remove("--check")
        name = "check"
    elif name and not name.startswith("-"):
        raise UsageError(_no_command(name))
    else:
        name = ""
    return _RUNS[name](arguments)


def _before_operands_end(arguments: list[str]) -> list[str]:
    """The arguments that may be options."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _no_command(name: str) -> str:
    if os.path.exists(name):
        return f"{name} is no command; to lint it: smtp-ls --check {name}"
    return f'unknown command "{name}"{suggestion(name, COMMANDS)}'


def _asks_for_help(arguments: list[str]) -> bool:
    return not {"-h", "--help"}.isdisjoint(_before_operands_end(arguments))


def _help(command: "Command", others: "Sequence[Command]" = ()) -> int:
    from smtp_ls.commands.usage import explain  # noqa: PLC0415  rule 2

    return _say(explain(command, others))


def _check(arguments: list[str]) -> int:
    gc.disable()  # modules and logs become many small tuples, none in a circle: looking through them costs a tenth
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.CHECK)
    asked = options.CheckOptions(**options.parse(options.CHECK, arguments))
    from smtp_ls.commands.checking import check  # noqa: PLC0415  rule 2

    return check(asked)


def _format(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.FORMAT)
    from smtp_ls.commands.reformatting import FormatOptions, reformat  # noqa: PLC0415  rule 2

    return reformat(FormatOptions(**options.parse(options.FORMAT, arguments)))


def _redact(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.REDACT)
    from smtp_ls.commands.redaction import RedactOptions, redact  # noqa: PLC0415  rule 2

    return redact(RedactOptions(**options.parse(options.REDACT, arguments)))


def _read(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.READ)
    asked = options.ReadOptions(**options.parse(options.READ, arguments))
    if len(asked.paths) != 1:
        raise UsageError("read needs one file, or - for standard input")
    from smtp_ls.report.read import as_text, reading  # noqa: PLC0415  rule 2
    from smtp_ls.trace import Trace  # noqa: PLC0415  rule 2

    trace = Trace(_text(asked.paths[0]), dialect=asked.dialect)
    if not asked.json:
        return _say(as_text(trace, secrets=asked.secrets))
    import json  # noqa: PLC0415  rule 2

    return _say(json.dumps(reading(trace, secrets=asked.secrets), indent=2) + "\n")


def _convert(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.CONVERT)
    asked = options.ConvertOptions(**options.parse(options.CONVERT, arguments))
    if len(asked.paths) != 1:
        raise UsageError("convert needs one file, or - for standard input")
    from smtp_ls.editing.converting import native  # noqa: PLC0415  rule 2
    from smtp_ls.text import encode  # noqa: PLC0415  rule 2
    from smtp_ls.trace import Trace  # noqa: PLC0415  rule 2

    sys.stdout.buffer.write(encode(native(Trace(_text(asked.paths[0]), dialect=asked.dialect))))
    return 0


def _explain(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.EXPLAIN)
    asked = options.ExplainOptions(**options.parse(options.EXPLAIN, arguments))
    if not (asked.paths or asked.list or asked.rules):
        raise UsageError("explain needs a topic, as in: smtp-ls explain RCPT; smtp-ls explain --list names all")
    from smtp_ls.report import catalogue, explain  # noqa: PLC0415  rule 2
    from smtp_ls.report.terminal import colorful  # noqa: PLC0415  rule 2

    style = explain.style(asked.format, asked.lang, color=colorful(sys.stdout, asked.color))
    if asked.list:
        return _say(catalogue.listed(style))
    return _say(catalogue.rules_listed(style) if asked.rules else explain.explained(asked.paths, style))


def _text(path: str) -> str:
    from smtp_ls.text import decode  # noqa: PLC0415  rule 2

    if path == "-":
        return decode(sys.stdin.buffer.read())
    with open(path, "rb") as file:
        return decode(file.read())


def _serve(arguments: list[str]) -> int:
    from smtp_ls.commands import options  # noqa: PLC0415  rule 2

    if _asks_for_help(arguments):
        return _help(options.SERVER, options.COMMANDS)
    if "--version" in arguments:
        return _say(f"smtp-ls {__version__}\n")
    asked = options.ServerOptions(**options.parse(options.SERVER, arguments))
    if asked.completions:
        from smtp_ls.commands.completions import script  # noqa: PLC0415  rule 2

        return _say(script(asked.completions))
    if asked.stdio + (asked.tcp is not None) + (asked.ws is not None) > 1:
        raise UsageError("--stdio, --tcp and --ws exclude each other")
    if asked.paths:
        raise UsageError(f"the server takes no path; to lint it: smtp-ls --check {asked.paths[0]}")
    if not arguments and sys.stdin.isatty():
        sys.stderr.write("smtp-ls: waiting for an editor on standard input; smtp-ls --help tells what else there is\n")
    from smtp_ls.server import start  # noqa: PLC0415  rule 2

    return start(tcp=asked.tcp, ws=asked.ws, log_file=asked.log_file, log_level=asked.log_level)


_RUNS = {
    "check": _check,
    "format": _format,
    "redact": _redact,
    "convert": _convert,
    "read": _read,
    "explain": _explain,
    "": _serve,
}
"""What runs each command; without a name it is the language server."""


def _say(text: str) -> int:
    from smtp_ls.report.terminal import lenient  # noqa: PLC0415  rule 2

    lenient(sys.stdout).write(text)
    return 0


def _fail(message: str) -> int:
    from smtp_ls.report.terminal import warn  # noqa: PLC0415  rule 2

    warn(message, "error")
    return FAILED


def _unread() -> int:
    """Whoever read our output is gone: be quiet, and let the interpreter flush what is left into nothing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNREAD
