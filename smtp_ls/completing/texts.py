"""What servers usually say with each code to each command, as templates, the likeliest code first."""

from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.verbs import ANY_FAILURES, EXPECTED, VERBS

_TRANSIENT = {
    450: "4.2.0 Try again later",
    451: "4.3.0 Local error in processing",
    452: "4.3.1 Insufficient system storage",
}
_OPENING = {250: "2.1.0 Ok", **_TRANSIENT, 502: "5.5.1 Command not implemented"}

_USUAL: dict[str, dict[int, str]] = {
    "greeting": {
        220: "«{server}» ESMTP",
        554: "«{server}» No SMTP service here",
        421: "«{server}» Service not available, closing channel",
        521: "«{server}» This host accepts no mail",
    },
    "EHLO": {
        250: "«{server}»",
        550: "Access denied",
        501: "Syntax: EHLO hostname",
        500: "Command not recognised",
        502: "Command not implemented",
    },
    "HELO": {250: "«{server}»", 550: "Access denied", 501: "Syntax: HELO hostname", 502: "Command not implemented"},
    "LHLO": {250: "«{server}»", 500: "Command not recognised: this is SMTP", 501: "Syntax: LHLO hostname"},
    "MAIL": {
        250: "2.1.0 Ok",
        530: "5.7.0 Authentication required",
        550: "5.7.1 Sender refused",
        501: "5.1.7 Bad sender address syntax",
        552: "5.3.4 Message size exceeds fixed limit",
        553: "5.7.1 Sender address not owned by user",
        503: "5.5.1 Send EHLO first",
        555: "5.5.4 Unsupported option",
        450: "4.7.1 Try again later",
        451: "4.3.0 Local error in processing",
        452: "4.3.1 Insufficient system storage",
        455: "4.5.4 Parameter cannot be honoured now",
    },
    "RCPT": {
        250: "2.1.5 Ok",
        550: "5.1.1 No such user",
        450: "4.2.0 Greylisted, try again later",
        451: "4.7.1 Try again later",
        452: "4.5.3 Too many recipients",
        551: "5.1.6 User not local; please try <«carol@example.com»>",
        251: "2.1.5 User not local; will forward to <«carol@example.com»>",
        552: "5.2.2 Mailbox full",
        553: "5.1.3 Bad recipient address syntax",
        554: "5.7.1 Relay access denied",
        556: "5.1.10 Domain accepts no mail",
        501: "5.1.3 Bad recipient address syntax",
        503: "5.5.1 Need MAIL before RCPT",
        530: "5.7.0 Authentication required",
        555: "5.5.4 Unsupported option",
        455: "4.5.4 Parameter cannot be honoured now",
    },
    "DATA": {
        354: "End data with <CR><LF>.<CR><LF>",
        503: "5.5.1 Need RCPT before DATA",
        554: "5.5.1 No valid recipients",
        550: "5.7.1 Refused by policy",
        **_TRANSIENT,
    },
    ".": {
        250: "2.0.0 Queued as «4F2A»",
        550: "5.7.1 Message refused by policy",
        554: "5.6.0 Transaction failed",
        552: "5.3.4 Message too big",
        **_TRANSIENT,
    },
    "BDAT": {250: "2.0.0 «86» octets received", 503: "5.5.1 Need RCPT before BDAT", 554: "5.6.0 Transaction failed",
             552: "5.3.4 Message too big", 501: "5.5.4 Syntax: BDAT size [LAST]", **_TRANSIENT},
    "BURL": {250: "2.5.0 Ok", 554: "5.6.6 The URL could not be resolved", 451: "4.4.1 The IMAP server is unavailable"},
    "RSET": {250: "2.0.0 Ok"},
    "NOOP": {250: "2.0.0 Ok"},
    "VRFY": {
        252: "2.5.0 Cannot verify, but will accept the message and try",
        250: "2.1.5 <«bob@example.net»>",
        550: "5.1.1 No such user",
        502: "5.5.1 Command disabled",
        251: "2.1.5 User not local; will forward to <«carol@example.com»>",
        551: "5.1.6 User not local; please try <«carol@example.com»>",
        553: "5.1.4 User ambiguous",
    },
    "EXPN": {
        550: "5.7.2 Access denied",
        502: "5.5.1 Command disabled",
        250: "2.1.5 <«bob@example.net»>",
        252: "2.5.0 Cannot expand",
    },
    "HELP": {214: "2.0.0 «https://www.example.com/mail»", 502: "5.5.1 Command not implemented"},
    "QUIT": {221: "2.0.0 Bye"},
    "STARTTLS": {
        220: "2.0.0 Ready to start TLS",
        454: "4.7.0 TLS not available now",
        503: "5.5.1 TLS already active",
        502: "5.5.1 Command not implemented",
        501: "5.5.4 Syntax error: no parameters allowed",
    },
    "AUTH": {
        235: "2.7.0 Authentication successful",
        334: "",
        535: "5.7.8 Authentication credentials invalid",
        534: "5.7.9 Mechanism too weak",
        538: "5.7.11 Encryption required",
        504: "5.5.4 Mechanism not supported",
        501: "5.5.2 Cannot decode",
        503: "5.5.1 Already authenticated",
        454: "4.7.0 Temporary authentication failure",
        530: "5.7.0 Must issue a STARTTLS command first",
    },
    "ETRN": {250: "2.0.0 Queuing started", 458: "4.5.0 Cannot queue messages", 459: "4.7.1 Node not allowed"},
    "ATRN": {250: "2.0.0 Ok, now reversing", 450: "4.7.1 Request refused", 453: "4.7.1 No mail for you"},
    **dict.fromkeys(("SEND", "SOML", "SAML"), _OPENING),
    "XCLIENT": {220: "«{server}» ESMTP", 550: "5.7.0 Not authorised"},
    "XFORWARD": {250: "2.0.0 Ok", 550: "5.7.0 Not authorised"},
}  # fmt: skip
"""verb, "greeting" or "." -> code -> text; "{server}" is the server's name."""

_RARE = (353, 355)
"""What only comes with an extension that hardly any server has (PRDR, CHECKPOINT)."""
_ANY = {
    421: "4.3.2 Service not available, closing channel",
    500: "5.5.1 Command not recognised",
    501: "5.5.4 Syntax error in parameters",
    503: "5.5.1 Bad sequence of commands",
    530: "5.7.0 Must issue a STARTTLS command first",
    554: "5.7.0 Insufficient security",
}
NOT_ENHANCED = ("greeting", "EHLO", "HELO", "LHLO")
"""What is answered without enhanced codes (RFC 2034 section 3)."""


def codes(verb: str) -> list[int]:
    """The codes that this verb ("greeting", "." for the end of mail data) may get, the likeliest first."""
    usual = list(_USUAL.get(verb, ()))
    fitting = sorted(EXPECTED.get(verb, ()))
    first = [code for code in usual if code < 400] or fitting
    others = [code for code in fitting if code not in first and code not in _RARE]
    failures = [code for code in usual if code >= 400]
    row = VERBS.get("DATA" if verb == "." else verb)
    more = [*(row.failures if row else ()), *(() if verb == "greeting" else sorted(ANY_FAILURES))]
    failures += [code for code in more if code >= 400 and code not in failures]
    return list(dict.fromkeys((*first, *others, *failures, *(code for code in fitting if code in _RARE))))


def usual_text(verb: str, code: int, server: str) -> str:
    """What a server says with it, as a template: enhanced code and words."""
    text = _USUAL.get(verb, {}).get(code)
    if text is None:
        text = _ANY.get(code) or _documented(verb, code)
        if verb in NOT_ENHANCED:
            text = without_enhanced(text)
    return text.replace("{server}", server)


def _documented(verb: str, code: int) -> str:
    """What the documents say, made a sentence."""
    answer = next((each for each in ANSWERS.get(verb, ()) if each.code == code), None)
    known = REPLY_CODES.get(code)
    words = answer.meaning if answer else known.meaning if known else ""
    enhanced = answer.enhanced.replace("X", str(code)[0]) if answer and answer.enhanced else ""
    words = words.partition(";")[0].partition(":")[0]
    return f"{enhanced} {words[:1].upper()}{words[1:]}".strip()


def without_enhanced(text: str) -> str:
    """The text without the enhanced code before it."""
    first, _, rest = text.partition(" ")
    return rest if first.count(".") == 2 and first.replace(".", "").isdigit() else text


def meaning(verb: str, code: int) -> str:
    """What a code says to a verb."""
    answer = next((each for each in ANSWERS.get(verb, ()) if each.code == code), None)
    known = REPLY_CODES.get(code)
    return answer.meaning if answer else known.meaning if known else ""
