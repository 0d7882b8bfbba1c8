"""The parameters of commands: on which verbs, by leave of which extensions, with what value and how long."""

from typing import Literal, NamedTuple


class Parameter(NamedTuple):
    """One parameter.

    `extensions`: any one of these keywords in the EHLO reply permits it. `value`, what follows the "=", is "required",
    "forbidden" or "optional", or the parameter is a bare word, "positional". `increment` is the octets that it adds to
    the limit of the command line, 0 where its document states none. `max_value` is in characters, `rule` is the
    grammar's name for the value, `once` says that a document forbids a second one on the same command, and `values` are
    all the words that the value may be, or be a list of. `rfc` is "number#section"; where it is empty, `source` says
    what else was read. What is not `verified` was seen in use, but found in no document.
    """

    name: str
    commands: tuple[str, ...]
    extensions: tuple[str, ...]
    value: Literal["required", "forbidden", "optional", "positional"]
    increment: int
    max_value: int | None
    rule: str | None
    rfc: str
    meaning: str
    once: bool = False
    values: tuple[str, ...] = ()
    verified: bool = True
    source: str = ""


_MAIL = ("MAIL",)
_RCPT = ("RCPT",)

_ROWS = (
    # name, commands, extensions, value, increment, max_value, rule, rfc, meaning
    Parameter("SIZE", _MAIL, ("SIZE",), "required", 26, None, "size-value", "1870#3",
              "about how many octets the message has, without the final dot and doubled dots", once=True),
    Parameter("BODY", _MAIL, ("8BITMIME", "BINARYMIME"), "required", 16, None, "body-value", "6152#2",
              "whether the content is 7-bit, 8-bit or binary", once=True, values=("7BIT", "8BITMIME", "BINARYMIME")),
    # RFC 6531 gives the 10 octets for MAIL alone.
    Parameter("SMTPUTF8", ("MAIL", "VRFY", "EXPN"), ("SMTPUTF8",), "forbidden", 10, None, None, "6531#3.4",
              "an address or a header needs UTF-8; on VRFY and EXPN: the reply may hold UTF-8"),
    # RFC 3461 section 5.4: 8 and 28 characters, name and value; the blank before makes 9 and 29.
    Parameter("RET", _MAIL, ("DSN",), "required", 9, None, "ret-value", "3461#4.3",
              "return the whole message or only its headers when delivery fails", once=True, values=("FULL", "HDRS")),
    # RFC 3461 section 5.4 counts 100 (and 500 for ORCPT) for the parameter, RFC 3885 section 2 for its value alone,
    # hence 107 (and 507); the greater one is taken.
    Parameter("ENVID", _MAIL, ("DSN", "MTRK"), "required", 107, 100, "envid-value", "3461#4.4",
              "an identifier of the envelope, repeated in delivery reports", once=True),
    Parameter("AUTH", _MAIL, ("AUTH",), "required", 500, None, "auth-value", "4954#5",
              "who submitted the message, or <> if nobody can tell"),
    Parameter("BY", _MAIL, ("DELIVERBY",), "required", 17, None, "by-value", "2852#4",
              "deliver within so many seconds, else notify (N) or return (R)"),
    Parameter("HOLDFOR", _MAIL, ("FUTURERELEASE",), "required", 34, None, "holdfor-value", "4865#4.1",
              "hold the message for so many seconds", once=True),
    Parameter("HOLDUNTIL", _MAIL, ("FUTURERELEASE",), "required", 34, None, "holduntil-value", "4865#4.1",
              "hold the message until then", once=True),
    Parameter("MT-PRIORITY", _MAIL, ("MT-PRIORITY",), "required", 15, None, "mt-priority-value", "6710#3",
              "priority from -9 to 9, the higher the sooner; 0 if not given", once=True),
    Parameter("REQUIRETLS", _MAIL, ("REQUIRETLS",), "forbidden", 11, None, None, "8689#2",
              "every hop must use verified TLS and support REQUIRETLS"),
    Parameter("MTRK", _MAIL, ("MTRK",), "required", 40, None, "mtrk-value", "3885#3.1",
              "keep what is needed to track the message; goes with ENVID"),
    Parameter("SOLICIT", _MAIL, ("NO-SOLICITING",), "required", 1007, 1000, "solicit-value", "3865#2.3",
              "what kinds of solicitation the message holds; equals its Solicitation header"),
    Parameter("CONPERM", _MAIL, ("CONPERM",), "forbidden", 0, None, None, "4141#4.1",
              "content may be converted only as the message permits"),
    # RFC 4405 was read only in part; it may state an increment.
    Parameter("SUBMITTER", _MAIL, ("SUBMITTER",), "required", 0, None, "submitter-value", "4405#4",
              "the address held responsible for this transmission (Sender ID, dead)"),
    Parameter("TRANSID", _MAIL, ("CHECKPOINT",), "required", 88, 80, "transid-value", "1845#3",
              "names a transaction, so that it can be resumed", once=True),
    Parameter("NOTIFY", _RCPT, ("DSN",), "required", 29, None, "notify-value", "3461#4.1",
              "when to send delivery reports; NEVER stands alone", once=True,
              values=("NEVER", "SUCCESS", "FAILURE", "DELAY")),
    Parameter("ORCPT", _RCPT, ("DSN", "MTRK"), "required", 507, 500, "orcpt-value", "3461#4.2",
              "the recipient as the sender first gave it", once=True),
    Parameter("RRVS", _RCPT, ("RRVS",), "required", 33, None, "rrvs-value", "7293#3.1",
              "deliver only if the mailbox has had the same owner since then"),
    Parameter("CONNEG", _RCPT, ("CONNEG",), "forbidden", 0, None, None, "4141#5.1",
              "the reply shall tell what content the recipient can take"),
    Parameter("ALT-ADDRESS", ("MAIL", "RCPT"), ("UTF8SMTP",), "required", 460, None, "alt-address-value", "5336#3.4",
              "an ASCII address to fall back on (obsolete with UTF8SMTP)"),
    Parameter("XVERP", _MAIL, ("XVERP",), "optional", 0, None, "xverp-value", "",
              "a return address of its own for each recipient", source="Postfix VERP_README"),
    Parameter("PRDR", _MAIL, ("PRDR",), "forbidden", 0, None, None, "",
              "after the dot: 353, a reply for each recipient, a final reply", source="Exim receive.c"),
    Parameter("VERP", _MAIL, ("VERP",), "optional", 0, None, None, "",
              "a return address of its own for each recipient", verified=False),
)  # fmt: skip

PARAMETERS: dict[str, Parameter] = {row.name: row for row in _ROWS}
"""Every parameter with a name, by that name in upper case."""

_POSITIONAL_ROWS = (
    Parameter("LAST", ("BDAT", "BURL"), ("CHUNKING", "BURL"), "positional", 0, None, None, "3030#2",
              "this chunk is the last of the message", once=True, values=("LAST",)),
    Parameter("chunk-size", ("BDAT",), ("CHUNKING",), "positional", 0, None, "chunk-size", "3030#2",
              "how many octets follow the CRLF of this command"),
    Parameter("initial-response", ("AUTH",), ("AUTH",), "positional", 0, None, "initial-response", "4954#4",
              "what the client says first, in base64; = says nothing"),
)  # fmt: skip

POSITIONAL: dict[str, Parameter] = {row.name: row for row in _POSITIONAL_ROWS}
"""The arguments that stand at a place of their own, by the names that their RFCs give them."""

VALUE_EXTENSIONS: dict[str, str] = {
    "BODY=7BIT": "8BITMIME",
    "BODY=8BITMIME": "8BITMIME",
    "BODY=BINARYMIME": "BINARYMIME",
}
"""Values that only this keyword permits, whatever permits the parameter (RFC 6152 section 2, RFC 3030 section 3)."""

PARTNERS: dict[str, str] = {"MTRK": "ENVID"}
"""What a parameter must not come without (RFC 3885 section 3.2)."""

RIVALS: tuple[frozenset[str], ...] = (frozenset({"HOLDFOR", "HOLDUNTIL"}),)
"""Parameters of which a command may have only one (RFC 4865 section 4.1)."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "XCLIENT": ("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT", "REVERSE_NAME"),
    "XFORWARD": ("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"),
}
"""The name=value words of Postfix's two verbs, of which a client may use those that the EHLO reply lists. Postfix's
XCLIENT_README was read as far as HELO; the others stand in the EHLO replies of newer servers."""
