"""A script speaks something else on a port than what that port is for.

Port 25 is for mail between servers, 587 for submission, which turns to TLS with STARTTLS, and 465 for submission in TLS
from the start. LMTP has no port of its own and must not be spoken on 25; ATRN has port 366. On a port that is known for
nothing of this kind everything is in order.

## Good

    @server = smtps://mx.example.com:465
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

LMTP on a port of one's own, and STARTTLS on 587:

    ### To a store
    @server = lmtp://127.0.0.1:2400
    S: 220
    C: LHLO client.example.org
    S: 250
    C: QUIT
    S: 221
    ### To a server
    @server = smtp://mx.example.com:587
    @tls = starttls
    S: 220
    C: EHLO client.example.org
    S: 250-STARTTLS
    S: ...
    C: STARTTLS
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

## Bad

    @server = smtps://mx.example.com:587
                                     ^^^ on port 587 TLS begins with STARTTLS
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

LMTP where mail between servers goes:

    @server = smtp://mx.example.com:25
    S: 220
    C: LHLO client.example.org
       ^^^^ LMTP must not be spoken on port 25
    S: 250
    C: QUIT
    S: 221

In the bare form:

    @server = smtp://mx.example.com:465
                                    ^^^ on port 465 TLS is there from the start
    # smtp-ls: tls=starttls
    EHLO client.example.org
    QUIT
"""

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import traced

check = traced("port-protocol-mismatch", severity=Severity.WARNING, rfc="8314#7.3", instead_of=("lhlo-in-smtp",))
