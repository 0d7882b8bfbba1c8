"""Values that are no secret: what stands for one, the credentials that RFCs print as examples, names kept for examples.

Who reports credentials in a file and who replaces them ask here, so that what one writes the other is silent about.
"""

import re

SAMPLE_LOGINS = frozenset(
    (
        ("test", "1234"), ("tim", "tanstaaf"), ("tim", "tanstaaftanstaaf"), ("harry", "accio"), ("user", "pass"),
        ("Kurt", "xipj3plmq"),
    )
)  # fmt: skip
"""Names and passwords of RFCs 2195, 4616 and 4954 and of manuals."""
SAMPLE_NAMES = frozenset(name for name, _ in SAMPLE_LOGINS)
SAMPLE_PASSWORDS = frozenset(password for _, password in SAMPLE_LOGINS)

_SAMPLE_TOKEN = re.compile(
    r"vF9dft4qmTc2Nvb3RlckB|[79]1354a473744909de610943775f92038"  # RFC 7628, Google's manual; RFC 4468
    r"|b913a602c7eda7a495b4e6e7334d3890"  # RFC 2195 section 2
    r"|d388dad90d4bbd760a152321f2143af7|ea40f60335c427b5527b84dbabcdfffd"  # RFC 2831 section 4
    r"|v0X8v3Bz2T0CJGbJQyF0X\+HI4Ts=|rmF9pqV8S7suAoZWja4dJRkFsKQ="  # RFC 5802 section 5
    r"|dHzbZapWIK4jUhN\+Ute9ytag9zjfMHgsqmmiz7AndVQ=|6rriTRBi23WpRR/wtup\+mMhUZUn/dB5nLTJRsjl95G4="  # RFC 7677
)
_HIDES = re.compile(
    r"\{\{|[*\u2026]|<[^>]*>|\[[^\]]*\]|[xX]{4}|\.\.\.|(?i:redacted|hidden|removed|masked|omitted)"
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"redacted-\d+\W*"  # ours
    r"|(?i:\W*(?:(?:credentials?|password|passwd|secret|token|value|auth|payload|base64|string)[\W_]+)*"
    r"(?:redacted|hidden|removed|masked|omitted|suppressed)(?:[\W_]+(?:by|for|password|secret|token|privacy))*[\W\d_]*)"
    r"|[*\u2022\u2026.#]+(?: +[*\u2022\u2026.#]+)*[:,;!?]?|[xX]{3,}|\w?\*{3,}\w?"
    r"|\{\{.*\}\}|<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|\$\{[^{}]*\}|\$[A-Z_]{3,}|/\*.*\*/",
    re.DOTALL,
)
_RESERVED = re.compile(r"(?:.*\.)?(?:example|test|invalid|localhost)|(?:.*\.)?example\.(?:com|net|org)", re.IGNORECASE)
_RESERVED_LITERAL = re.compile(
    r"\[(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.|IPv6:(?:2001:db8:|::1\])).*", re.IGNORECASE
)


def hides(text: str) -> bool:
    """Is anything in a text that stands for something which is not shown? Silence is kept about such a text."""
    return _HIDES.search(text) is not None


def is_placeholder(text: str) -> bool:
    """Does the whole text stand for something which is not shown? Anything else is taken for what it says."""
    return _PLACEHOLDER.fullmatch(text) is not None


def is_sample_token(text: str) -> bool:
    """Is this a token, a digest or a proof that an RFC or a manual prints?"""
    return _SAMPLE_TOKEN.search(text) is not None


def is_reserved(domain: str) -> bool:
    """Is this domain, or address in brackets, kept for examples and tests (RFC 2606, RFC 5737, RFC 3849)?"""
    return (_RESERVED_LITERAL if domain.startswith("[") else _RESERVED).fullmatch(domain) is not None
