"""A pragma or setting is misspelt, so that it has no effect.

Behind `# smtp-ls:` stand `ignore[...]`, `ignore-file[...]`, `dialect=`, `protocol=`, `tls=` or `partial`; `@server`,
`@tls`, `@protocol` and `@timeout` say how a script is to be run. What is written otherwise is passed over in silence,
and the rules judge the session as if it were not there.

## Good

    # smtp-ls: tls=implicit
    @server = smtps://127.0.0.1:4650
    @timeout = 30
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

A variable whose name is near a setting's, and a remark:

    # smtp-ls finds nothing in this file
    @servers = two
    EHLO client.example.org
    NOOP {{servers}}
    QUIT

## Bad

    # smtp-ls: partail
               ^^^^^^^ there is no pragma `partail`; write `partial`
    # smtp-ls: tls=implict
                   ^^^^^^^ `tls` is none, starttls or implicit; write `implicit`
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

A setting, in the bare form:

    @sever = smtp://127.0.0.1:2525
    ^^^^^^ `@sever` is no setting: write `@server`
    EHLO client.example.org
    QUIT

Nothing that could be meant:

    # smtp-ls: no checks here please
               ^^^^^^^^^^^^^^^^^^^^^ there is no pragma `no checks here please`
    C: EHLO client.example.org
    C: QUIT

## Fixed

    # smtp-ls: partial
    # smtp-ls: tls=implicit
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

The setting:

    @server = smtp://127.0.0.1:2525
    EHLO client.example.org
    QUIT
"""

from collections.abc import Iterator

from smtp_ls.events import Directive
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import meant, one_of
from smtp_ls.session import Step

_PRAGMAS = ("ignore", "ignore-file", "dialect", "protocol", "tls", "partial")
_VALUES = {"tls": ("none", "starttls", "implicit"), "protocol": ("smtp", "submission", "lmtp")}


@rule("unknown-directive", "directive:unknown", "directive:setting", severity=Severity.WARNING, rfc="")
def check(step: Step) -> Iterator[Found]:
    """The name of a pragma, or the value where only some are known; `scripts` looks at dialects and variables."""
    event = step.event
    if not isinstance(event, Directive):
        return
    if event.name in _VALUES:
        yield from _valued(event)
    elif event.name and event.name not in ("dialect", "server", "timeout"):
        yield from _named(event)


def _named(event: Directive) -> Iterator[Found]:
    start = event.text.find(event.name, event.text.rfind("smtp-ls:") + len("smtp-ls:"))
    span = Span(start, start + len(event.name))
    name, _, rest = event.name.partition(" ")
    near = meant(name, _PRAGMAS)
    message = f"there is no pragma `{event.name}`"
    if not near or (rest and (near == "partial" or event.value)):
        yield Found(message, span)
        return
    what = near + (f"[{rest}]" if near.startswith("ignore") else f"={rest}") if rest else near
    yield Found(f"{message}; write `{what}`", span, fix=replace(f"Write `{what}`", span, what))


def _valued(event: Directive) -> Iterator[Found]:
    """A value that is not among those of a setting."""
    name, value = event.name, event.value
    if not value or "{{" in value or value in _VALUES[name]:
        return
    start = event.text.rindex(value)
    span = Span(start, start + len(value))
    near = meant(value, _VALUES[name])
    message = f"`{name}` is {one_of(_VALUES[name])}"
    if " " in value:
        message += ", and each setting has a line of its own"
    if near:
        yield Found(f"{message}; write `{near}`", span, fix=replace(f"Write `{near}`", span, near))
    else:
        yield Found(message, span)
