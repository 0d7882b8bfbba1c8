"""The keywords of the EHLO reply: what each brings, what may stand after it, what it needs, and who must offer it."""

from typing import Literal, NamedTuple


class Extension(NamedTuple):
    """One EHLO keyword.

    `offer_rule` is the grammar's name for what stands after it in the EHLO reply, None if nothing does or no rule is
    known. `takes_params`: nothing may stand there ("none"), something may or must ("optional", "required"), or no
    document says ("any"). `parameters` pairs a verb with the names that it may then carry, positional ones included.
    `registered`: IANA has it. `requires` are the keywords that must be offered with it. `rfc` is "number#section";
    where it is empty, `source` says where it was seen. What is not `verified` was found in no text.
    """

    keyword: str
    offer_rule: str | None
    takes_params: Literal["none", "optional", "required", "any"]
    verbs: tuple[str, ...]
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    rfc: str
    status: str
    registered: bool = False
    requires: tuple[str, ...] = ()
    verified: bool = True
    source: str = ""


_ROWS = (
    # keyword, offer_rule, takes_params, verbs, parameters, rfc, status
    Extension("SEND", None, "none", ("SEND",), (), "821#3.4", "obsolete", registered=True),
    Extension("SOML", None, "none", ("SOML",), (), "821#3.4", "obsolete", registered=True),
    Extension("SAML", None, "none", ("SAML",), (), "821#3.4", "obsolete", registered=True),
    Extension("TURN", None, "none", ("TURN",), (), "821#3.8", "obsolete", registered=True),
    Extension("VRFY", None, "none", ("VRFY",), (), "5321#3.5.2", "standard", registered=True),
    Extension("EXPN", None, "none", ("EXPN",), (), "5321#3.5.2", "standard", registered=True),
    Extension("HELP", None, "none", ("HELP",), (), "5321#4.1.1.8", "standard", registered=True),
    Extension("8BITMIME", None, "none", (), (("MAIL", ("BODY",)),), "6152", "internet-standard", registered=True),
    Extension("SIZE", "size-offer", "optional", (), (("MAIL", ("SIZE",)),), "1870", "internet-standard",
              registered=True),
    Extension("VERB", None, "any", ("VERB",), (), "", "registered-non-rfc", registered=True, source="Eric Allman"),
    Extension("ONEX", None, "any", ("ONEX",), (), "", "registered-non-rfc", registered=True, source="Eric Allman"),
    Extension("CHUNKING", None, "none", ("BDAT",), (("BDAT", ("chunk-size", "LAST")),), "3030", "proposed-standard",
              registered=True),
    Extension("BINARYMIME", None, "none", (), (("MAIL", ("BODY",)),), "3030", "proposed-standard", registered=True,
              requires=("CHUNKING",)),
    Extension("CHECKPOINT", None, "none", (), (("MAIL", ("TRANSID",)),), "1845", "experimental", registered=True),
    Extension("DELIVERBY", "deliverby-offer", "optional", (), (("MAIL", ("BY",)),), "2852", "proposed-standard",
              registered=True),
    Extension("PIPELINING", None, "none", (), (), "2920", "internet-standard", registered=True),
    Extension("DSN", None, "none", (), (("MAIL", ("RET", "ENVID")), ("RCPT", ("NOTIFY", "ORCPT"))), "3461",
              "draft-standard", registered=True),
    Extension("ETRN", None, "none", ("ETRN",), (), "1985", "proposed-standard", registered=True),
    Extension("ENHANCEDSTATUSCODES", None, "none", (), (), "2034", "proposed-standard", registered=True),
    Extension("STARTTLS", None, "none", ("STARTTLS",), (), "3207", "proposed-standard", registered=True),
    Extension("NO-SOLICITING", "no-soliciting-offer", "optional", (), (("MAIL", ("SOLICIT",)),), "3865",
              "proposed-standard", registered=True),
    Extension("MTRK", None, "none", (), (("MAIL", ("MTRK", "ENVID")), ("RCPT", ("ORCPT",))), "3885",
              "proposed-standard", registered=True),
    Extension("SUBMITTER", None, "none", (), (("MAIL", ("SUBMITTER",)),), "4405", "experimental", registered=True),
    Extension("ATRN", None, "none", ("ATRN",), (), "2645", "proposed-standard", registered=True, requires=("AUTH",)),
    Extension("AUTH", "auth-offer", "optional", ("AUTH",), (("MAIL", ("AUTH",)), ("AUTH", ("initial-response",))),
              "4954", "proposed-standard", registered=True),
    Extension("FUTURERELEASE", "futurerelease-offer", "required", (), (("MAIL", ("HOLDFOR", "HOLDUNTIL")),), "4865",
              "proposed-standard", registered=True),
    Extension("CONPERM", None, "none", (), (("MAIL", ("CONPERM",)),), "4141", "proposed-standard", registered=True),
    Extension("CONNEG", None, "none", (), (("RCPT", ("CONNEG",)),), "4141", "proposed-standard", registered=True),
    Extension("UTF8SMTP", None, "none", (), (("MAIL", ("ALT-ADDRESS",)), ("RCPT", ("ALT-ADDRESS",))), "5336",
              "obsolete", registered=True),
    Extension("SMTPUTF8", None, "none", (),
              (("MAIL", ("SMTPUTF8",)), ("VRFY", ("SMTPUTF8",)), ("EXPN", ("SMTPUTF8",))), "6531",
              "proposed-standard", registered=True, requires=("8BITMIME",)),
    Extension("MT-PRIORITY", "mt-priority-offer", "optional", (), (("MAIL", ("MT-PRIORITY",)),), "6710",
              "proposed-standard", registered=True),
    Extension("RRVS", None, "none", (), (("RCPT", ("RRVS",)),), "7293", "proposed-standard", registered=True),
    # Only worth anything in the EHLO reply after TLS.
    Extension("REQUIRETLS", None, "none", (), (("MAIL", ("REQUIRETLS",)),), "8689", "proposed-standard",
              registered=True),
    Extension("LIMITS", "limits-offer", "required", (), (), "9422", "proposed-standard", registered=True),
    Extension("BURL", "burl-offer", "optional", ("BURL",), (("BURL", ("LAST",)),), "4468", "proposed-standard",
              registered=True, requires=("8BITMIME",)),
    # Not registered. No document forbids a word after these keywords, so none may be held against them.
    Extension("XCLIENT", "xclient-offer", "optional", ("XCLIENT",), (), "", "private-use",
              source="Postfix XCLIENT_README"),
    Extension("XFORWARD", "xforward-offer", "optional", ("XFORWARD",), (), "", "private-use",
              source="Postfix XFORWARD_README"),
    Extension("XVERP", None, "any", (), (("MAIL", ("XVERP",)),), "", "private-use", source="Postfix VERP_README"),
    Extension("VERP", None, "any", (), (("MAIL", ("VERP",)),), "", "unregistered", verified=False),
    Extension("PRDR", None, "any", (), (("MAIL", ("PRDR",)),), "", "unregistered",
              source="Exim; draft-hall-prdr-00, expired 2007"),
    Extension("XEXCH50", None, "any", ("XEXCH50",), (), "", "private-use", source="Microsoft KB 812455"),
    Extension("X-LINK2STATE", None, "any", ("X-LINK2STATE",), (), "", "private-use", source="Microsoft KB 812455"),
    Extension("X-EXPS", "x-exps-offer", "optional", ("X-EXPS",), (), "", "private-use", source="Microsoft KB 812455"),
    # The "=" is outside the grammar of keywords (RFC 5321 section 4.1.1.1).
    Extension("X-EXPS=LOGIN", None, "any", (), (), "", "private-use", source="EHLO replies of Exchange"),
    Extension("X-ANONYMOUSTLS", None, "any", ("X-ANONYMOUSTLS",), (), "", "private-use", source="Microsoft; Zeek"),
    Extension("XRDST", None, "any", (), (), "", "private-use", source="EHLO replies of Exchange"),
    Extension("XSHADOW", None, "any", (), (), "", "private-use", source="EHLO replies of Exchange"),
    Extension("X-RCPTLIMIT", "x-rcptlimit-offer", "optional", (), (), "", "private-use", source="ZMailer"),
    Extension("X-TURNME", None, "any", (), (), "", "private-use", verified=False),
    Extension("XUSR", None, "any", ("XUSR",), (), "", "private-use", source="sendmail srvrsmtp.c"),
    Extension("XADR", None, "any", ("XADR",), (), "", "private-use", source="CPython smtplib docstring"),
    Extension("XSTA", None, "any", ("XSTA",), (), "", "private-use", source="CPython smtplib docstring"),
    Extension("XGEN", None, "any", (), (), "", "private-use", source="CPython smtplib docstring"),
    Extension("XCIR", None, "any", (), (), "", "private-use", verified=False),
    # Its draft has a verb of the same name, but was not read.
    Extension("CLIENTID", None, "any", (), (), "", "unregistered", source="Thunderbird; draft-storey-smtp-client-id"),
    # What came before RFC 2554: "AUTH=LOGIN PLAIN" lists mechanisms as "AUTH LOGIN PLAIN" does.
    Extension("AUTH=", None, "any", (), (), "", "legacy", source="Postfix broken_sasl_auth_clients; Microsoft"),
    # Exchange and IIS close their EHLO reply so; it offers nothing.
    Extension("OK", None, "any", (), (), "", "no-extension", source="EHLO replies of Exchange"),
)  # fmt: skip

EXTENSIONS: dict[str, Extension] = {row.keyword: row for row in _ROWS}
"""Every keyword by its name in upper case: first those that IANA has, then those that it has not."""

DEPENDENCIES: dict[tuple[str, str], str] = {
    ("BINARYMIME", "CHUNKING"): "3030#3",
    ("SMTPUTF8", "8BITMIME"): "6531#3.1",
    ("BURL", "8BITMIME"): "4468#4",
    ("ATRN", "AUTH"): "2645#5.1.1",
    ("REQUIRETLS", "TLS"): "8689#2",
}
"""(keyword, what must be there with it) and where that is said; "TLS" is no keyword but TLS in use."""

SUBMISSION: dict[str, tuple[str, ...]] = {
    "MUST": ("AUTH",),
    "SHOULD": ("PIPELINING", "ENHANCEDSTATUSCODES", "DSN", "8BITMIME"),
    "MAY": (
        "SIZE",
        "CHECKPOINT",
        "BINARYMIME",
        "CHUNKING",
        "STARTTLS",
        "NO-SOLICITING",
        "MTRK",
        "DELIVERBY",
        "CONPERM",
        "CONNEG",
    ),
    "MUST NOT": ("ETRN", "ATRN"),
}
"""What a submission server is to offer (RFC 6409 section 7)."""

SUBMISSION_ONLY = frozenset({"BURL", "FUTURERELEASE"})
"""What no other server may offer (RFC 4468 section 3.1, RFC 4865 section 4.2)."""

LMTP: dict[str, tuple[str, ...]] = {
    "MUST": ("PIPELINING", "ENHANCEDSTATUSCODES"),
    "SHOULD": ("8BITMIME",),
}
"""What an LMTP server is to offer (RFC 2033 section 5)."""

LIMIT_NAMES: dict[str, str] = {
    "MAILMAX": "MAIL commands in a session, failed ones too",
    "RCPTMAX": "RCPT commands in a transaction, failed ones too",
    "RCPTDOMAINMAX": "different domains of recipients in a session",
}
"""The limits that LIMITS may name (RFC 9422 section 4); others may be registered."""

PRIORITY_POLICIES = ("MIXER", "STANAG4406", "NSEP")
"""What may stand after MT-PRIORITY (RFC 6710 section 3); others may be registered."""
