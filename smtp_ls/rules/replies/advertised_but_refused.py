"""A server does not know a command that it has offered.

What the reply to EHLO lists works: a server that answers 500 or 502 to it has offered what it has not. A client plans
with the list; with STARTTLS or AUTH it may give up.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-VRFY
    S: 250 HELP
    C: VRFY bob
    S: 550 5.1.1 No such user
    C: EXPN staff
    S: 502 5.5.1 Not here
    C: QUIT
    S: 221 2.0.0 Bye

Another reason than that it does not know the command:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-STARTTLS
    250 VRFY
    VRFY bob
    502 5.7.0 STARTTLS first
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-VRFY
    S: 250 HELP
    C: VRFY bob
    S: 502 5.5.1 Not implemented
       ^^^ the server offers VRFY, but does not know it
    C: HELP
    S: 500 Unknown command
       ^^^ the server offers HELP, but does not know it
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import EHLO, Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.replies.unrecognised import unrecognised
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "advertised-but-refused", "code:500", "code:502", severity=Severity.WARNING, rfc="5321#4.2.4", always=True,
    instead_of=("required-command-refused", "unexpected-reply-code"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The keyword of the verb is among the latest offers."""
    asked, offers = unrecognised(step), step.before.known.offers
    if asked is None or offers is None or asked.verb not in VERBS:
        return
    keyword = VERBS[asked.verb].extension or asked.verb
    if keyword in offers:
        what = asked.verb if keyword == asked.verb else f"{keyword}, and with it {asked.verb}"
        yield Found(
            f"the server offers {what}, but does not know it (RFC 5321 section 4.2.4)", Span(0, 3),
            related=((step.asked_role, "this is what it answers"), (EHLO, "its reply offers it")),
        )  # fmt: skip
