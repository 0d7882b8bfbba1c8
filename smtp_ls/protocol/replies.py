"""The reply codes: what each means, to which commands it comes, and what a client does then."""

from typing import Literal, NamedTuple

REPLY_LINE = 512
"""Octets of a line of a reply, with the code and CRLF (RFC 5321 section 4.5.3.1.5); not of a SASL challenge."""


class ReplyCode(NamedTuple):
    """One reply code.

    `kind`: success (2yz), intermediate (3yz), transient failure (4yz) or permanent failure (5yz). `in_5321`: RFC 5321
    sections 4.2.2 and 4.2.3 list it. `commands` are verbs, "greeting" for the connection, "." for the end of mail data
    and "*" for any verb. `practical` is when one meets it, `action` what a client does, both possibly empty. `rfc` is
    "number#section"; where it is empty, `source` says where it was seen. What is not `verified` no document defines.
    """

    code: int
    kind: Literal["s", "i", "t", "p"]
    meaning: str
    commands: tuple[str, ...]
    practical: str
    action: str
    rfc: str
    in_5321: bool = False
    verified: bool = True
    source: str = ""


_ROWS = (
    # code, kind, meaning, commands, practical, action, rfc
    ReplyCode(211, "s", "system status or help", ("HELP",), "for humans", "", "5321#4.2.3", in_5321=True),
    ReplyCode(214, "s", "help text", ("HELP",), "for humans", "", "5321#4.2.3", in_5321=True),
    ReplyCode(220, "s", "service ready; STARTTLS: begin the handshake",
              ("greeting", "STARTTLS", "XCLIENT", "X-ANONYMOUSTLS"), "the first word of a greeting names the server",
              "send EHLO, or begin TLS handshake", "5321#4.2", in_5321=True),
    ReplyCode(221, "s", "closing channel", ("QUIT",), "normal end", "close", "5321#4.1.1.10", in_5321=True),
    ReplyCode(235, "s", "authenticated", ("AUTH", "X-EXPS"), "",
              "send EHLO again if a security layer began, else MAIL", "4954#6"),
    ReplyCode(250, "s", "done",
              ("EHLO", "HELO", "LHLO", "MAIL", "RCPT", ".", "BDAT", "BURL", "RSET", "VRFY", "EXPN", "NOOP", "ETRN",
               "ATRN", "TURN", "SEND", "SOML", "SAML", "VERB", "ONEX", "XCLIENT", "XFORWARD", "XUSR"),
              "the ordinary yes", "go on", "5321#4.2.3", in_5321=True),
    ReplyCode(251, "s", "not local, will forward to the path in the text", ("RCPT", "VRFY", "ETRN"),
              "accepted; address changed", "optionally update address", "5321#3.4", in_5321=True),
    ReplyCode(252, "s", "cannot verify, but will accept and try", ("VRFY", "EXPN", "ETRN"),
              "usual privacy answer to VRFY", "treat as neither yes nor no", "5321#3.5.3", in_5321=True),
    ReplyCode(253, "s", "so many messages will be sent", ("ETRN",), "", "", "1985#5.1"),
    ReplyCode(334, "i", "SASL challenge in base64, or empty after a blank", ("AUTH", "X-EXPS"),
              "send next base64 line or *", "respond", "4954#4"),
    ReplyCode(353, "i", "a reply for each recipient follows", (".", "BDAT"), "PRDR, not standard",
              "read one reply per RCPT, then the overall reply", "", source="Exim receive.c"),
    ReplyCode(354, "i", "send the message, end with CRLF.CRLF", ("DATA", "XEXCH50"), "", "send the message",
              "5321#4.3.2", in_5321=True),
    ReplyCode(355, "i", "the text has the offset to resume at", ("MAIL",), "CHECKPOINT", "DATA, resume at offset",
              "1845#3"),
    ReplyCode(421, "t", "service not available, closing the channel", ("greeting", "XCLIENT", "XFORWARD", "*"),
              "overload, timeout, too many connections, shutdown", "reconnect later", "5321#4.2.2", in_5321=True),
    ReplyCode(422, "t", "password transition needed (alternative to 432)", ("AUTH",), "rare", "as for 432",
              "5248#2.4"),
    ReplyCode(430, "t", "named for X.5.1 in a table, defined nowhere", (), "", "treat as any 4yz", "5248#2.4",
              verified=False),
    ReplyCode(432, "t", "password transition needed", ("AUTH",), "authenticate once with PLAIN under TLS",
              "retry with PLAIN, then the wanted mechanism", "4954#6"),
    ReplyCode(450, "t", "mailbox unavailable now, or policy for now",
              ("MAIL", "RCPT", ".", "ATRN", "SEND", "SOML", "SAML"), "greylisting, rate limit, mailbox locked",
              "retry later", "5321#4.3.2", in_5321=True),
    ReplyCode(451, "t", "local error in processing",
              ("MAIL", "RCPT", ".", "BDAT", "BURL", "ATRN", "SEND", "SOML", "SAML"),
              "DNS/content filter failure, greylisting", "retry later", "5321#4.2.3", in_5321=True),
    ReplyCode(452, "t", "storage short now; too many recipients",
              ("MAIL", "RCPT", ".", "BDAT", "SEND", "SOML", "SAML"), "split recipients or wait",
              "send the other recipients in a new transaction", "5321#4.3.2", in_5321=True),
    ReplyCode(453, "t", "no mail for you", ("ATRN",), "", "", "2645#5.2.1"),
    ReplyCode(454, "t", "TLS not available now, or authentication cannot be done now", ("STARTTLS", "AUTH"),
              "certificate or password server out of order", "retry later; do not ask for another password",
              "3207#4"),
    ReplyCode(455, "t", "parameter cannot be honoured now", ("MAIL", "RCPT"), "", "retry, or leave the parameter out",
              "5321#4.1.1.11", in_5321=True),
    ReplyCode(458, "t", "cannot queue messages for the node", ("ETRN",), "", "retry", "1985#5.1"),
    ReplyCode(459, "t", "node not allowed", ("ETRN",), "policy, though a 4yz", "ask the provider", "1985#5.1"),
    ReplyCode(500, "p", "command not recognised, or line too long",
              ("EHLO", "LHLO", "EXPN", "AUTH", "ETRN", "TURN", "*"),
              "typo, unsupported verb, message data parsed as commands", "fix the client", "5321#4.2.4",
              in_5321=True),
    ReplyCode(501, "p", "syntax error in parameters",
              ("EHLO", "LHLO", "MAIL", "RCPT", "BDAT", "RSET", "QUIT", "STARTTLS", "AUTH", "ETRN", "XCLIENT",
               "XFORWARD", "*"),
              "bad address form, bad parameter value, AUTH base64 error or cancel", "fix the argument", "5321#4.1.2",
              in_5321=True),
    ReplyCode(502, "p", "command recognised but not implemented",
              ("EHLO", "HELO", "VRFY", "EXPN", "HELP", "STARTTLS", "ATRN", "TURN", "SEND", "SOML", "SAML", "VERB"),
              "disabled", "do without", "5321#4.2.4", in_5321=True),
    ReplyCode(503, "p", "bad sequence of commands",
              ("MAIL", "RCPT", "DATA", "BDAT", "BURL", "STARTTLS", "AUTH", "TURN", "XCLIENT", "XFORWARD", "*"),
              "RCPT before MAIL, DATA without recipients, AUTH twice or in transaction, BDAT/DATA mix",
              "fix the order", "5321#3.1", in_5321=True),
    ReplyCode(504, "p", "command parameter not implemented",
              ("EHLO", "HELO", "MAIL", "VRFY", "EXPN", "HELP", "AUTH", "XEXCH50"),
              "AUTH mechanism not supported; some MTAs use it for non-FQDN HELO", "choose another parameter",
              "5321#4.3.2", in_5321=True),
    ReplyCode(521, "p", "host does not accept mail", ("greeting", "*"),
              "a dummy server; never on submission (RFC 6409 section 7)", "bounce at once", "7504#3"),
    ReplyCode(523, "p", "encryption needed first", ("AUTH",), "rare", "STARTTLS first", "5248#2.4"),
    ReplyCode(524, "p", "mechanism needs encryption", ("AUTH",), "rare", "STARTTLS first", "5248#2.4"),
    ReplyCode(525, "p", "account disabled", ("AUTH",), "", "contact administrator", "5248#2.4"),
    ReplyCode(530, "p", "authenticate first, or issue STARTTLS first", ("MAIL", "RCPT", "ATRN", "*"), "",
              "AUTH or STARTTLS", "4954#6"),
    ReplyCode(533, "p", "named for X.7.1 in a table, defined nowhere", (), "", "treat as any 5yz", "5248#2.4",
              verified=False),
    ReplyCode(534, "p", "mechanism too weak for this user", ("AUTH",),
              "some providers want an app password or a login on the web", "other mechanism", "4954#6"),
    ReplyCode(535, "p", "credentials invalid", ("AUTH",), "wrong password, or basic auth disabled", "new credentials",
              "4954#6"),
    ReplyCode(538, "p", "mechanism needs encryption (historical)", ("AUTH",), "", "STARTTLS first", "4954#6"),
    ReplyCode(541, "p", "defined nowhere; some vendors reject content with it", ("RCPT", "."), "vendor use",
              "treat as any 5yz", "", verified=False),
    ReplyCode(550, "p", "mailbox unavailable, or refused by policy",
              ("EHLO", "HELO", "LHLO", "MAIL", "RCPT", ".", "VRFY", "EXPN", "XCLIENT", "XFORWARD"),
              "no such user, relay denied, SPF, DKIM or DMARC policy",
              "mend or drop the address; the enhanced code says more", "5321#4.2.3", in_5321=True),
    ReplyCode(551, "p", "user not local; the text has a path to try", ("RCPT", "VRFY"), "rare",
              "resend to given address if trusted", "5321#3.4", in_5321=True),
    ReplyCode(552, "p", "storage exceeded, or message too big",
              ("MAIL", "RCPT", ".", "BDAT", "BURL", "SEND", "SOML", "SAML"),
              "over the SIZE limit or the quota; to RCPT also: too many recipients, temporary",
              "shrink message / split recipients", "5321#4.3.2", in_5321=True),
    ReplyCode(553, "p", "mailbox name not allowed; VRFY: ambiguous", ("MAIL", "RCPT", "VRFY"),
              "bad address syntax, sender not owned by login, non-ASCII recipient", "fix address", "5321#3.5.1",
              in_5321=True),
    ReplyCode(554, "p", "transaction failed; as a greeting: no SMTP service here",
              ("greeting", "DATA", ".", "BDAT", "BURL", "*"), "content or reputation rejection, no valid recipients",
              "read text, fix content or contact operator", "5321#3.1", in_5321=True),
    ReplyCode(555, "p", "MAIL or RCPT parameter not recognised or not implemented", ("MAIL", "RCPT"),
              "parameter without its extension, or missing angle brackets", "drop the parameter", "5321#4.1.1.11",
              in_5321=True),
    ReplyCode(556, "p", "domain accepts no mail", ("RCPT",), "null MX", "bounce", "7504#4"),
)  # fmt: skip

REPLY_CODES: dict[int, ReplyCode] = {row.code: row for row in _ROWS}
"""Every code that a document defines, and the few that tables of documents name without defining."""

FIRST_DIGIT: dict[int, str] = {
    2: "done",
    3: "more is needed",
    4: "not now: the same may succeed later",
    5: "no: the same will fail again",
}
"""What the first digit says (RFC 5321 section 4.2.1); 1 is not used, 0 only by sendmail after VERB."""

SECOND_DIGIT: dict[int, str] = {
    0: "syntax",
    1: "information",
    2: "connection",
    3: "unspecified, used for authentication",
    4: "unspecified",
    5: "mail system",
}
"""What the second digit says (RFC 5321 section 4.2.1); there is no greater one."""

MACHINE_READ = frozenset({220, 221, 251, 421, 551})
"""Codes whose text programs read too (RFC 5321 section 4.2)."""

NOT_ON_SUBMISSION = frozenset({521})
"""Codes that a submission server must not use (RFC 6409 section 7)."""

UNDEFINED = frozenset({200, 240, 350, 420, 431, 441, 442, 446, 447, 449, 471, 510, 511, 512, 513, 515, 517, 541})
"""Codes that lists of vendors hold, though no RFC that was read defines them for SMTP."""
