"""What stands behind a keyword of the EHLO reply is not what its extension allows.

Most keywords stand alone; SIZE has a number of octets, AUTH names of mechanisms, LIMITS names with numbers. A client
that finds something else may skip the line and do without the extension. Behind SMTPUTF8 nothing may stand at all.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 0
    S: 250-AUTH CRAM-MD5 SCRAM-SHA-256
    S: 250-DELIVERBY
    S: 250-LIMITS RCPTMAX=20 MAILMAX=5
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: QUIT
    S: 221 2.0.0 Bye

What is not registered may have what it likes, and a limit that nobody knows too:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-XCOLOUR red
    250-LIMITS RCPTDOMAINMAX=1 COLOURMAX=0
    250 SIZE {{size}}
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING yes
                      ^^^ nothing may stand behind PIPELINING
    S: 250-SIZE 10MB
                ^^^^ this is not what may stand behind SIZE
    S: 250 FUTURERELEASE
           ^^^^^^^^^^^^^ FUTURERELEASE has parameters
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form; with SMTPUTF8 it is an error:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-LIMITS RCPTMAX=0 MAILMAX=5
               ^^^^^^^^^^^^^^^^^^^ RCPTMAX is a number from 1 to 999999
    250-8BITMIME
    250 SMTPUTF8 yes
                 ^^^ nothing may stand behind SMTPUTF8
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.rules.keywords import PARAMETERS, flaw, is_repeated, keyword_of, wrong_limits
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said, one_of, source
from smtp_ls.session import Step


@rule(
    "ehlo-keyword-params", "keyword:odd",
    severity=Severity.WARNING, rfc="5321#4.1.1.1", always=True, rows=("smtputf8-ehlo-params", "limits-syntax"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A registered keyword with parameters that it does not have, or without those that it must have."""
    reply = step.event
    if not isinstance(reply, Reply) or flaw(reply.says) != PARAMETERS or is_repeated(step):
        return
    keyword, word = keyword_of(reply.says), first_said(reply)
    end = len(reply.text.rstrip())
    start = end - len(reply.text[word.end : end].lstrip())
    row = EXTENSIONS[keyword]
    where = source(row.rfc)
    if start == end:
        yield Found(f"{keyword} has parameters, and none stand here{where}", word)
    elif row.takes_params == "none":
        loud = Severity.ERROR if keyword == "SMTPUTF8" else None
        yield Found(f"nothing may stand behind {keyword}{where}", Span(start, end), severity=loud)
    else:
        limits = tuple(wrong_limits(reply.text[start:end])) if keyword == "LIMITS" else ()
        what = f"{one_of(limits)} is a number from 1 to 999999" if limits else _described(keyword)
        yield Found(f"{what}{where}", Span(start, end))


_WHAT = {"SIZE": ", a number of octets", "AUTH": ", names of mechanisms with blanks between them"}


def _described(keyword: str) -> str:
    return f"this is not what may stand behind {keyword}{_WHAT.get(keyword, '')}"
