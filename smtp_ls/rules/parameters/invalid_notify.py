"""The value of NOTIFY is not one that there is.

It is NEVER alone, or a list of SUCCESS, FAILURE and DELAY with commas and without blanks.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE,DELAY
    C: RCPT TO:<carol@example.net> NOTIFY=never
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> NOTIFY={{when}},DELAY
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> NOTIFY=NEVER,FAILURE
                                        ^^^^^^^^^^^^^ NEVER stands alone in NOTIFY
    C: RCPT TO:<bob@example.net> NOTIFY=ALWAYS
                                        ^^^^^^ NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> NOTIFY=SUCCESS, FAILURE
                                     ^^^^^^^^ NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY
    250 2.1.5 Ok
    QUIT
    221 2.0.0 Bye

## Fixed

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE
    250 2.1.5 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Fix, Severity, Span
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_LIST = re.compile(r"[A-Za-z]+(?: *, *[A-Za-z]+)+(?= |$)")
_BLANKS = re.compile(r" *, *")


@rule(
    "invalid-notify", "parameter:NOTIFY",
    severity=Severity.ERROR, rfc="3461#4.1", instead_of=("malformed-command", "unknown-parameter"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Another word, NEVER in company, or a blank behind a comma (which makes the next word a parameter)."""
    for each, value in wrong(step, "NOTIFY"):
        if "NEVER" in value.upper().split(","):
            message = "NEVER stands alone in NOTIFY"
        else:
            message = "NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY with commas and no blanks"
        fix = _joined(step.event.text, each.value_span)
        yield Found(f"{message} (RFC 3461 section 4.1)", each.value_span, fix=fix)


def _joined(text: str, span: Span) -> Fix | None:
    """The value with what stands behind its commas, if that makes it right."""
    list_ = _LIST.match(text, span.start)
    joined = _BLANKS.sub(",", list_[0]) if list_ else ""
    if list_ is None or joined == list_[0] or not syntax.matches("notify-value", joined):
        return None
    return replace("Remove the blanks", Span(*list_.span()), joined)
