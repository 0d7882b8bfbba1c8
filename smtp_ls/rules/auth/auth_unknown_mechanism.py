"""AUTH names a mechanism that we do not know.

It is misspelt, or something else stands where the name belongs: first comes the mechanism, then perhaps a response, as
in `AUTH PLAIN`. A server answers 504 to a mechanism that it does not have. Which ones it has, the AUTH line of its EHLO
reply says; a name from there is never found here.

## Good

Names are the same in any case:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: auth scram-sha-256
    C: {{first}}
    C: {{final}}
    C:
    C: QUIT

A server may offer what no document knows:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH HOUSE-KEY
    C: AUTH HOUSE-KEY
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: AUTH CRAM-MD
            ^^^^^^^ this mechanism is not known; did you mean CRAM-MD5?
    C: QUIT

In the bare form, where the reply to EHLO does not show what is offered:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    AUTH RHUBARB
         ^^^^^^^ this mechanism is not known
    504 5.5.4 Unknown mechanism
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH OAUTH3
            ^^^^^^ this mechanism is not known
    S: 504
    C: QUIT
    S: 221

## Fixed, if you like

    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.sasl import MECHANISMS, NAME_LENGTH
from smtp_ls.protocol.verbs import distance
from smtp_ls.rules.auth.payloads import named_mechanism
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_NAME = re.compile(rf"(?!X{{4}})[A-Z0-9_-]{{1,{NAME_LENGTH}}}")
_WHERE = "(RFC 4422 section 3.1)"
_SLIPS = 2
_SHORT = 5
"""Letters of a name in which two slips would make another word of it."""


@rule("auth-unknown-mechanism", "command:odd-auth", severity=Severity.WARNING, rfc="4422#3.1")
def check(step: Step) -> Iterator[Found]:
    """It is on no list, ours or the server's. What stands here may be a secret: nothing of it is repeated."""
    name, span = named_mechanism(step.event)
    offers = step.known.offers
    if not _NAME.fullmatch(name) or name in MECHANISMS or (offers is not None and offers.table.get("AUTH")):
        return
    meant = _nearest(name)
    if meant:
        message = f"this mechanism is not known; did you mean {meant}? {_WHERE}"
        yield Found(message, span, fix=replace(f"Write {meant}", span, meant, safe=False))
    else:
        yield Found(f"this mechanism is not known {_WHERE}", span)


def _nearest(name: str) -> str:
    """The one mechanism that was likely meant; "" if there is none, or more than one."""
    limit = 1 if len(name) < _SHORT else _SLIPS
    edits = sorted((distance(name, each), each) for each in MECHANISMS if abs(len(each) - len(name)) <= limit)
    if not edits or edits[0][0] > limit or (len(edits) > 1 and edits[1][0] == edits[0][0]):
        return ""
    return edits[0][1]
