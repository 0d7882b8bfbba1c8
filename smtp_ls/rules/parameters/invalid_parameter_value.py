"""The value of MTRK, SOLICIT, SUBMITTER or TRANSID is not written as that parameter's value is.

Few servers know these parameters, and those that do refuse MAIL with 501: `MTRK=aGVsbG8:3600` is base64, perhaps with a
number of seconds; `SOLICIT=org.example:ADV` is words with commas between them; `SUBMITTER=bob+2Btag@example.org` is an
address in xtext; `TRANSID=<7@client.example.org>` is an identifier in angle brackets.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=a MTRK=aGVsbG8=:3600 SOLICIT=org.example:ADV,org.example:ADV-ADLT
    C: QUIT

A placeholder may stand for anything; an address with a plus sign has it as `+2B`:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> TRANSID={{id}} SUBMITTER=bob+2Btag@example.org
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=a MTRK=?
                                                  ^ MTRK is base64
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 NO-SOLICITING
    MAIL FROM:<alice@example.org> SOLICIT=ADV,,ADLT
                                          ^^^^^^^^^ SOLICIT is words with commas between them
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org> TRANSID=7@client.example.org
                                             ^^^^^^^^^^^^^^^^^^^^ TRANSID is an identifier
    S: 501
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import source
from smtp_ls.session import Step

_WANTED = {
    "MTRK": "base64, perhaps with a colon and a number of seconds behind it",
    "SOLICIT": "words with commas between them, such as org.example:ADV",
    "SUBMITTER": "an address, in xtext",
    "TRANSID": "an identifier in angle brackets, <name@domain>",
}


@rule(
    "invalid-parameter-value", "parameter:MTRK", "parameter:SOLICIT", "parameter:SUBMITTER", "parameter:TRANSID",
    severity=Severity.ERROR, rfc="5321#4.1.1.11", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """What the grammar rejects."""
    for each, _ in wrong(step, *_WANTED):
        yield Found(f"{each.name} is {_WANTED[each.name]}{source(PARAMETERS[each.name].rfc)}", each.value_span)
