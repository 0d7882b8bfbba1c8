"""The line begins with a known verb, but does not go on as the grammar has it.

The caret shows where the line stops being valid, and the message says what could stand there. Servers answer 501.

## Good

    C: EHLO client.example.org
    C: NOOP any text, it is ignored
    C: mail from:<alice@example.org> size=1000 BODY=8BITMIME
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    252 2.0.0 Will try
    QUIT
    221 2.0.0 Bye

A placeholder may stand for anything:

    C: EHLO {{hostname}}
    C: AUTH {{mechanism}} {{response}}
    C: MAIL FROM:<{{sender}}> {{parameters}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>SIZE=1000
                                    ^ "S" may not stand here; expected a blank or the end of the line
    C: RCPT <bob@example.net>
            ^ "<" may not stand here; expected "TO:"
    C: QUIT.
           ^ "." may not stand here; expected the end of the line

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    RCPT TO:<bob@example.net> =
                              ^ "=" may not stand here; expected a letter or digit
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: RCPT TO:<bob@example.net>
    C: QUIT.
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.auth.payloads import is_masked
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, named, one_of, source
from smtp_ls.session import Step

_MOST = 3
_BEFORE_THE_PAYLOAD = 2


@rule("malformed-command", "command:malformed", severity=Severity.ERROR, rfc="5321#4.1.1")
def check(step: Step) -> Iterator[Found]:
    """Where the verb's rule of the grammar and the line part. Blanks at either end are not what is wrong."""
    verb = command_of(step).verb
    start = len(step.event.text) - len(step.event.text.lstrip(" \t"))
    text = step.event.text.strip(" \t")
    if verb in ("AUTH", "X-EXPS"):  # the response is a secret, and for other rules to judge
        text = " ".join(text.split(" ")[:_BEFORE_THE_PAYLOAD])
        if is_masked(text.partition(" ")[2]):
            return
    rule_name = verb.lower()
    if syntax.matches(rule_name, text, utf8=True):
        return
    column = syntax.viable(rule_name, text, utf8=True)
    wanted = _wanted(syntax.expected(rule_name, text[:column], utf8=True))
    if column < len(text):
        what, span = f"{named(text[column])} may not stand here", Span(start + column, start + column + 1)
    else:
        what, span = "the line ends too soon", Span(start, start + len(text))
    private = Severity.WARNING if VERBS[verb].private else None  # its makers may have changed it since
    fix = _left_out(text, verb, column)
    yield Found(
        f"{what}{wanted}{source(VERBS[verb].rfc)}", span, severity=private,
        fix=replace(fix[0], Span(start + column, start + column), fix[1]) if fix else None,
    )  # fmt: skip


def _left_out(text: str, verb: str, column: int) -> tuple[str, str] | None:
    """What was left out of MAIL or RCPT, if there is one thing that makes the line right: title and text."""
    if verb not in ("MAIL", "RCPT"):
        return None
    keyword = "FROM:" if verb == "MAIL" else "TO:"
    for title, missing in (("Add a blank", " "), (f"Add {keyword}", keyword)):
        if syntax.matches(verb.lower(), text[:column] + missing + text[column:], utf8=True):
            return title, missing
    return None


def _wanted(tokens: tuple[str, ...]) -> str:
    """What could stand there, the first few of it."""
    if not tokens:
        return ""
    spelt = tuple(token if token in syntax.DESCRIPTIONS else f'"{token.strip()}"' for token in tokens)
    more = spelt[:_MOST] if len(spelt) <= _MOST else (*spelt[: _MOST - 1], "something else")
    return f"; expected {one_of(more)}"
