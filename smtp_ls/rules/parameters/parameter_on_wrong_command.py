"""A parameter of MAIL stands on RCPT, or the other way round.

What concerns the message (SIZE, BODY, RET, ENVID, ...) is said once, in MAIL; what concerns one recipient (NOTIFY,
ORCPT, ...) is said in that RCPT. A server answers 501 or 555 to the wrong place.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 RET=HDRS ENVID=QQ314159
    C: RCPT TO:<bob@example.net> NOTIFY=FAILURE ORCPT=rfc822;bob@example.net
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<notify=never@example.org>
    C: RCPT TO:<size=1@example.net>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> NOTIFY=NEVER
                                     ^^^^^^^^^^^^ NOTIFY belongs to RCPT
    C: RCPT TO:<bob@example.net> SIZE=1000
                                 ^^^^^^^^^ SIZE belongs to MAIL
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> ret=hdrs
                              ^^^^^^^^ RET belongs to MAIL
    555 5.5.4 Unsupported option: RET
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.rules.needs import carried
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, one_of, source
from smtp_ls.session import Step


@rule("parameter-on-wrong-command", "command:odd-parameter", severity=Severity.ERROR, rfc="5321#4.1.1.11")
def check(step: Step) -> Iterator[Found]:
    """A known parameter whose row does not name this verb."""
    verb = command_of(step).verb
    for each in carried(step.event.text):
        row = PARAMETERS.get(each.name)
        if row is not None and verb not in row.commands:
            yield Found(f"{each.name} belongs to {one_of(row.commands)}, not to {verb}{source(row.rfc)}", each.span)
