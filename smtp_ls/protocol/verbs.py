"""The verbs: what each takes, which extension it needs, which replies it gets, and which verb a misspelt word meant.

Rule 1: what may follow what is not said here; the session's table is the only place for order.
"""

from functools import lru_cache
from typing import Literal, NamedTuple

COMMAND_LINE = 512
"""Octets of a command line, with its verb and CRLF, before any extension adds to them (RFC 5321 section 4.5.3.1.4)."""

TEXT_LINE = 1000
"""Octets of a line of mail data, with CRLF, without a doubled dot (RFC 5321 section 4.5.3.1.6)."""

SASL_LINE = 12288
"""Octets of a line of an AUTH exchange after its first, thought enough for any mechanism (RFC 4954 section 4)."""

MANDATORY = frozenset({"EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY"})
"""What every SMTP server must know, so that EHLO need not list it (RFC 5321 section 4.5.1)."""


class Verb(NamedTuple):
    """One verb.

    `extension` is the EHLO keyword that belongs to it; if `must_be_offered`, a client may not use it without.
    `min_args` and `max_args` count the words after it (None: any number); `params` are the parameters it may carry.
    `pipelining`: it may stand "anywhere" in a pipelined group (RFC 2920 section 3.1), only "last", or has a "special"
    rule (AUTH: RFC 4954 section 4; BURL: RFC 4468 section 3.2). `max_line` is in octets with CRLF, before parameters
    add to it. `success`, `intermediate` and `failures` are the reply codes that documents name; 4 and 5 among the
    failures are all of 4yz and 5yz; those of DATA hold for both its replies. `rfc` is "number#section"; where it is
    empty, `source` says what else was read. What is not `verified` was seen in use, but found in no document.
    """

    name: str
    protocols: tuple[str, ...]
    category: Literal["session", "auth", "message", "info", "extension"]
    status: str
    extension: str | None
    min_args: int
    max_args: int | None
    params: tuple[str, ...]
    pipelining: Literal["anywhere", "last", "special"]
    max_line: int
    success: tuple[int, ...]
    intermediate: tuple[int, ...]
    failures: tuple[int, ...]
    rfc: str
    must_be_offered: bool = False
    private: bool = False
    verified: bool = True
    source: str = ""


_ALL = ("smtp", "submission", "lmtp")
_NOT_LMTP = ("smtp", "submission")
_SMTP = ("smtp",)

_ROWS = (
    # name, protocols, category, status, extension, min_args, max_args, params, pipelining, max_line,
    # success, intermediate, failures, rfc
    Verb("EHLO", _NOT_LMTP, "session", "standard", None, 1, 1, (), "last", 512, (250,), (),
         (500, 501, 502, 504, 550), "5321#4.1.1.1"),
    Verb("HELO", _NOT_LMTP, "session", "standard-legacy", None, 1, 1, (), "last", 512, (250,), (),
         (502, 504, 550), "5321#4.1.1.1"),
    Verb("LHLO", ("lmtp",), "session", "informational", None, 1, 1, (), "last", 512, (250,), (), (500, 501, 550),
         "2033#4.1"),
    Verb("MAIL", _ALL, "message", "standard", None, 1, None,
         ("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH", "BY", "HOLDFOR", "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS",
          "MTRK", "SOLICIT", "CONPERM", "SUBMITTER", "TRANSID", "ALT-ADDRESS", "XVERP", "PRDR", "VERP"),
         "anywhere", 512, (250,), (355,), (450, 451, 452, 455, 501, 503, 504, 530, 550, 552, 553, 555),
         "5321#4.1.1.2"),
    Verb("RCPT", _ALL, "message", "standard", None, 1, None, ("NOTIFY", "ORCPT", "RRVS", "CONNEG", "ALT-ADDRESS"),
         "anywhere", 512, (250, 251), (), (450, 451, 452, 455, 501, 503, 530, 550, 551, 552, 553, 555, 556),
         "5321#4.1.1.3"),
    Verb("DATA", _ALL, "message", "standard", None, 0, 0, (), "last", 512, (250,), (354,),
         (450, 451, 452, 503, 550, 552, 554), "5321#4.1.1.4"),
    Verb("BDAT", _ALL, "message", "proposed-standard", "CHUNKING", 1, 2, (), "anywhere", 512, (250,), (),
         (4, 5, 501, 503, 554), "3030#2", must_be_offered=True),
    Verb("BURL", ("submission",), "extension", "proposed-standard", "BURL", 1, 2, (), "special", 512, (250,), (),
         (451, 503, 552, 554), "4468#3.1", must_be_offered=True),
    Verb("RSET", _ALL, "session", "standard", None, 0, 0, (), "anywhere", 512, (250,), (), (501,), "5321#4.1.1.5"),
    Verb("VRFY", _ALL, "info", "standard", None, 1, None, ("SMTPUTF8",), "last", 512, (250, 251, 252), (),
         (502, 504, 550, 551, 553), "5321#4.1.1.6"),
    Verb("EXPN", _ALL, "info", "standard-optional", "EXPN", 1, None, ("SMTPUTF8",), "last", 512, (250, 252), (),
         (500, 502, 504, 550), "5321#4.1.1.7"),
    Verb("HELP", _ALL, "info", "standard-optional", "HELP", 0, 1, (), "last", 512, (211, 214), (), (502, 504),
         "5321#4.1.1.8"),
    Verb("NOOP", _ALL, "session", "standard", None, 0, 1, (), "last", 512, (250,), (), (), "5321#4.1.1.9"),
    Verb("QUIT", _ALL, "session", "standard", None, 0, 0, (), "last", 512, (221,), (), (501,), "5321#4.1.1.10"),
    Verb("STARTTLS", _ALL, "session", "proposed-standard", "STARTTLS", 0, 0, (), "last", 512, (220,), (),
         (454, 501, 502, 503), "3207#4", must_be_offered=True),
    Verb("AUTH", _ALL, "auth", "proposed-standard", "AUTH", 1, 2, (), "special", 512, (235,), (334,),
         (422, 432, 454, 500, 501, 503, 504, 523, 524, 525, 534, 535, 538), "4954#4", must_be_offered=True),
    Verb("ETRN", _SMTP, "extension", "proposed-standard", "ETRN", 1, 1, (), "last", 512, (250, 251, 252, 253), (),
         (458, 459, 500, 501), "1985#5", must_be_offered=True),
    Verb("ATRN", ("odmr",), "extension", "proposed-standard", "ATRN", 0, 1, (), "last", 512, (250,), (),
         (450, 451, 453, 502, 530), "2645#5", must_be_offered=True),
    Verb("TURN", _SMTP, "extension", "obsolete", "TURN", 0, 0, (), "last", 512, (250,), (), (500, 502, 503),
         "821#3.8"),
    Verb("SEND", _SMTP, "message", "obsolete", "SEND", 1, None, (), "anywhere", 512, (250,), (),
         (450, 451, 452, 502, 552), "821#3.4"),
    Verb("SOML", _SMTP, "message", "obsolete", "SOML", 1, None, (), "anywhere", 512, (250,), (),
         (450, 451, 452, 502, 552), "821#3.4"),
    Verb("SAML", _SMTP, "message", "obsolete", "SAML", 1, None, (), "anywhere", 512, (250,), (),
         (450, 451, 452, 502, 552), "821#3.4"),
    Verb("VERB", _SMTP, "extension", "registered-non-rfc", "VERB", 0, None, (), "last", 512, (250,), (), (502,), "",
         source="sendmail srvrsmtp.c"),
    Verb("ONEX", _SMTP, "extension", "registered-non-rfc", "ONEX", 0, None, (), "last", 512, (250,), (), (), "",
         source="sendmail srvrsmtp.c"),
    Verb("XCLIENT", _ALL, "extension", "private-use", "XCLIENT", 1, None, (), "last", 512, (220, 250), (),
         (421, 501, 503, 550), "", must_be_offered=True, private=True, source="Postfix XCLIENT_README"),
    Verb("XFORWARD", _SMTP, "extension", "private-use", "XFORWARD", 1, None, (), "anywhere", 512, (250,), (),
         (421, 501, 503, 550), "", must_be_offered=True, private=True, source="Postfix XFORWARD_README"),
    Verb("X-EXPS", _SMTP, "auth", "private-use", "X-EXPS", 1, None, (), "last", SASL_LINE, (235,), (334,), (), "",
         must_be_offered=True, private=True, verified=False, source="Microsoft KB 812455"),
    Verb("X-ANONYMOUSTLS", _SMTP, "session", "private-use", "X-ANONYMOUSTLS", 0, 0, (), "last", 512, (220,), (), (),
         "", must_be_offered=True, private=True, source="Zeek SMTP analyzer"),
    Verb("XEXCH50", _SMTP, "extension", "private-use", "XEXCH50", 2, 2, (), "last", 50, (), (354,), (504,), "",
         must_be_offered=True, private=True, source="Microsoft KB 812455"),
    Verb("X-LINK2STATE", _SMTP, "extension", "private-use", "X-LINK2STATE", 1, None, (), "last", 1024, (), (), (), "",
         must_be_offered=True, private=True, source="Microsoft KB 812455"),
    Verb("XUSR", _SMTP, "extension", "private-use", "XUSR", 0, None, (), "last", 512, (250,), (), (), "",
         private=True, source="sendmail srvrsmtp.c"),
    Verb("XADR", _SMTP, "info", "private-use", "XADR", 0, None, (), "last", 512, (), (), (), "", private=True,
         verified=False, source="CPython smtplib docstring"),
    Verb("XSTA", _SMTP, "info", "private-use", "XSTA", 0, None, (), "last", 512, (), (), (), "", private=True,
         verified=False, source="CPython smtplib docstring"),
)  # fmt: skip

VERBS: dict[str, Verb] = {row.name: row for row in _ROWS}
"""Every verb by its name in upper case."""

NOT_VERBS = frozenset({"XVERP", "AUTH=LOGIN"})
"""Words that logs and manuals show where verbs stand: a parameter of MAIL, and an EHLO keyword of old."""

GREETING_FAILURES = frozenset({421, 521, 554})
"""What may greet instead of 220 (RFC 5321 section 3.1, RFC 7504 section 3)."""

ANY_FAILURES = frozenset({421, 500, 501, 530, 554})
"""What any verb may get (RFC 5321 section 4.3.2; 530: RFC 4954 section 6; 554: RFC 3207 section 4.1)."""

EXPECTED: dict[str, frozenset[int]] = {
    "greeting": frozenset({220}),
    "EHLO": frozenset({250}),
    "HELO": frozenset({250}),
    "LHLO": frozenset({250}),
    "MAIL": frozenset({250, 355}),
    "RCPT": frozenset({250, 251}),
    "DATA": frozenset({354}),
    ".": frozenset({250, 353}),
    "BDAT": frozenset({250, 353}),
    "BURL": frozenset({250}),
    "RSET": frozenset({250}),
    "VRFY": frozenset({250, 251, 252}),
    "EXPN": frozenset({250, 252}),
    "HELP": frozenset({211, 214}),
    "NOOP": frozenset({250}),
    "QUIT": frozenset({221}),
    "STARTTLS": frozenset({220}),
    "AUTH": frozenset({235, 334}),
    "ETRN": frozenset({250, 251, 252, 253}),
    "ATRN": frozenset({250}),
    "TURN": frozenset({250}),
    "SEND": frozenset({250}),
    "SOML": frozenset({250}),
    "SAML": frozenset({250}),
    "VERB": frozenset({250}),
    "ONEX": frozenset({250}),
    "XCLIENT": frozenset({220, 250}),
    "XFORWARD": frozenset({250}),
    "X-EXPS": frozenset({235, 334}),
    "X-ANONYMOUSTLS": frozenset({220}),
    "XEXCH50": frozenset({354}),
    "XUSR": frozenset({250}),
}
"""The 2yz and 3yz replies that fit a verb, the connection ("greeting") or the end of mail data ("."): RFC 5321 section
4.3.2 and the extensions. A verb without a row has no documented reply; any 4yz or 5yz fits every verb."""

# Who wins when a misspelt word is as near to one as to another: what people type most comes first.
_BY_USE = ("EHLO", "MAIL", "RCPT", "DATA", "QUIT", "RSET", "HELO", "AUTH", "STARTTLS", "NOOP", "VRFY", "BDAT", "HELP")
_CANDIDATES = (*_BY_USE, *(name for name in VERBS if name not in _BY_USE))
_SHORT_WORD = 3


@lru_cache(maxsize=1024)
def nearest(word: str) -> str | None:
    """Name the verb that a word meant, or None.

    It is two edits away at most; one for a word of up to three characters and one with X, which may be private.
    """
    word = word.upper()
    limit = 1 if len(word) <= _SHORT_WORD or word[0] == "X" else 2
    best = None
    for name in _CANDIDATES:
        # An edit changes the length by one and the set of letters by two at most: most verbs need no table.
        if abs(len(name) - len(word)) > limit or len(set(name).symmetric_difference(word)) > 2 * limit:
            continue
        edits = distance(word, name)
        if edits <= limit:
            best, limit = name, edits - 1
    return best


def distance(a: str, b: str) -> int:
    """Count the edits between two words: insertions, deletions, substitutions, swaps of neighbours.

    This is the unrestricted Damerau-Levenshtein distance, a metric: more may stand between two swapped characters.
    """
    most = len(a) + len(b)
    # table[i + 1][j + 1] is the distance of the first i characters of a from the first j of b; the rim around it keeps
    # swaps with characters not seen yet from ever being cheapest.
    table: list[list[int]] = [[most] * (len(b) + 2), [most, *range(len(b) + 1)]]
    last_row: dict[str, int] = {}
    for i, mine in enumerate(a, 1):
        row = [most, i]
        table.append(row)
        last_match = 0
        for j, theirs in enumerate(b, 1):
            k, m = last_row.get(theirs, 0), last_match
            if mine == theirs:
                last_match = j
            row.append(
                min(
                    table[i][j] + (mine != theirs),
                    table[i][j + 1] + 1,
                    row[j] + 1,
                    table[k][m] + (i - k) + (j - m) - 1,
                ),
            )
        last_row[mine] = i
    return table[-1][-1]
