r"""A transaction has more than 100 recipients.

Every server takes 100; it may refuse more with 452, and what was accepted is delivered all the same. Be ready for that
reply, or send the message again to the others. Where the server's EHLO reply names a limit (LIMITS), that limit counts.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: QUIT

Refused ones do not count, and each transaction counts for itself:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 452 4.5.3 Too many recipients
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    connect: ('mx.example.com', 25)
    reply: b'220 mx.example.com ESMTP\r\n'
    send: 'EHLO client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 PIPELINING\r\n'
    send: 'MAIL FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'RCPT TO:<1@example.net>\r\nRCPT TO:<2@example.net>\r\nRCPT TO:<3@example.net>\r\nRCPT TO:<4@example.net>\r\nRCPT TO:<5@example.net>\r\nRCPT TO:<6@example.net>\r\nRCPT TO:<7@example.net>\r\nRCPT TO:<8@example.net>\r\nRCPT TO:<9@example.net>\r\nRCPT TO:<10@example.net>\r\nRCPT TO:<11@example.net>\r\nRCPT TO:<12@example.net>\r\nRCPT TO:<13@example.net>\r\nRCPT TO:<14@example.net>\r\nRCPT TO:<15@example.net>\r\nRCPT TO:<16@example.net>\r\nRCPT TO:<17@example.net>\r\nRCPT TO:<18@example.net>\r\nRCPT TO:<19@example.net>\r\nRCPT TO:<20@example.net>\r\nRCPT TO:<21@example.net>\r\nRCPT TO:<22@example.net>\r\nRCPT TO:<23@example.net>\r\nRCPT TO:<24@example.net>\r\nRCPT TO:<25@example.net>\r\nRCPT TO:<26@example.net>\r\nRCPT TO:<27@example.net>\r\nRCPT TO:<28@example.net>\r\nRCPT TO:<29@example.net>\r\nRCPT TO:<30@example.net>\r\nRCPT TO:<31@example.net>\r\nRCPT TO:<32@example.net>\r\nRCPT TO:<33@example.net>\r\nRCPT TO:<34@example.net>\r\nRCPT TO:<35@example.net>\r\nRCPT TO:<36@example.net>\r\nRCPT TO:<37@example.net>\r\nRCPT TO:<38@example.net>\r\nRCPT TO:<39@example.net>\r\nRCPT TO:<40@example.net>\r\nRCPT TO:<41@example.net>\r\nRCPT TO:<42@example.net>\r\nRCPT TO:<43@example.net>\r\nRCPT TO:<44@example.net>\r\nRCPT TO:<45@example.net>\r\nRCPT TO:<46@example.net>\r\nRCPT TO:<47@example.net>\r\nRCPT TO:<48@example.net>\r\nRCPT TO:<49@example.net>\r\nRCPT TO:<50@example.net>\r\nRCPT TO:<51@example.net>\r\nRCPT TO:<52@example.net>\r\nRCPT TO:<53@example.net>\r\nRCPT TO:<54@example.net>\r\nRCPT TO:<55@example.net>\r\nRCPT TO:<56@example.net>\r\nRCPT TO:<57@example.net>\r\nRCPT TO:<58@example.net>\r\nRCPT TO:<59@example.net>\r\nRCPT TO:<60@example.net>\r\nRCPT TO:<61@example.net>\r\nRCPT TO:<62@example.net>\r\nRCPT TO:<63@example.net>\r\nRCPT TO:<64@example.net>\r\nRCPT TO:<65@example.net>\r\nRCPT TO:<66@example.net>\r\nRCPT TO:<67@example.net>\r\nRCPT TO:<68@example.net>\r\nRCPT TO:<69@example.net>\r\nRCPT TO:<70@example.net>\r\nRCPT TO:<71@example.net>\r\nRCPT TO:<72@example.net>\r\nRCPT TO:<73@example.net>\r\nRCPT TO:<74@example.net>\r\nRCPT TO:<75@example.net>\r\nRCPT TO:<76@example.net>\r\nRCPT TO:<77@example.net>\r\nRCPT TO:<78@example.net>\r\nRCPT TO:<79@example.net>\r\nRCPT TO:<80@example.net>\r\nRCPT TO:<81@example.net>\r\nRCPT TO:<82@example.net>\r\nRCPT TO:<83@example.net>\r\nRCPT TO:<84@example.net>\r\nRCPT TO:<85@example.net>\r\nRCPT TO:<86@example.net>\r\nRCPT TO:<87@example.net>\r\nRCPT TO:<88@example.net>\r\nRCPT TO:<89@example.net>\r\nRCPT TO:<90@example.net>\r\nRCPT TO:<91@example.net>\r\nRCPT TO:<92@example.net>\r\nRCPT TO:<93@example.net>\r\nRCPT TO:<94@example.net>\r\nRCPT TO:<95@example.net>\r\nRCPT TO:<96@example.net>\r\nRCPT TO:<97@example.net>\r\nRCPT TO:<98@example.net>\r\nRCPT TO:<99@example.net>\r\nRCPT TO:<100@example.net>\r\nRCPT TO:<101@example.net>\r\n'
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   ^^^^ this is recipient 101
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step

_EVERY_SERVER = 100
"""Recipients (RFC 5321 section 4.5.3.1.8)."""


@rule("more-than-100-rcpt", "command:many-rcpt", severity=Severity.HINT, rfc="5321#4.5.3.1.8")
def check(step: Step) -> Iterator[Found]:
    """The one that comes when 100 have just been accepted, or are presumed so; once in a transaction."""
    mail, offers = step.known.mail, step.known.offers
    if mail is None or len(mail.recipients) < _EVERY_SERVER or (offers is not None and offers.limit("RCPTMAX")):
        return
    if mail.accepted == _EVERY_SERVER and mail.recipients[-1].accepted:
        yield Found(
            f"this is recipient {_EVERY_SERVER + 1}, and a server need take only {_EVERY_SERVER} "
            "(RFC 5321 section 4.5.3.1.8)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )
