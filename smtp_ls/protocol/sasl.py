"""The SASL mechanisms: who speaks first, how many lines the client sends, what they hold and what they give away."""

from typing import Literal, NamedTuple

NAME_LENGTH = 20
"""Characters of the longest name of a mechanism (RFC 4422 section 3.1); SMTP compares names in any case (RFC 4954)."""


class Payload(NamedTuple):
    """What the client says first, decoded from base64: fields with a separator between them, None if there is only one.

    `rule` says in words what the fields leave open.
    """

    separator: str | None
    fields: tuple[str, ...]
    rule: str = ""


class Mechanism(NamedTuple):
    """One mechanism as SMTP uses it (RFC 4954 section 4).

    `first`: who has something to say first; "nobody" for reserved names. `initial_response`: on the AUTH line it
    is "allowed", "forbidden" (501) or "tolerated", that is sent and accepted though no document foresees it.
    `client_messages`: the lines that the client sends after AUTH in an exchange that succeeds and began without an
    initial response, None where that varies or is unknown. (What the server has to say with success comes as one more
    334, which the client answers with an empty line.) `plaintext`: the password itself is sent; `bearer`: a token that
    is as good as one. `one_trip`: with an initial response it ends in one round trip and begins no security layer, so
    that AUTH may be pipelined. `layer`: it may begin a security layer, after which EHLO comes again. `tls`: "required"
    by a document or by channel binding, "needed" to keep the secret, and so on. `secret`: what anybody learns who reads
    the file. `sends` and `challenges` sketch the messages, ^A and NUL being octets 1 and 0; `example` is a first one as
    it stands on the wire. `rfc` is "number#section"; where it is empty, `source` says what else was read. What is not
    `verified` is, at least in part, from memory.
    """

    name: str
    first: Literal["client", "server", "nobody", "unknown"]
    initial_response: Literal["allowed", "forbidden", "tolerated", "unknown"]
    client_messages: int | None
    status: str
    tls: Literal["required", "needed", "recommended", "optional", "no", "unknown"]
    secret: str | None
    decode: Payload | None
    rfc: str
    plaintext: bool = False
    bearer: bool = False
    one_trip: bool = False
    layer: bool = False
    example: str | None = None
    sends: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    verified: bool = True
    source: str = ""


_BINARY = Payload(None, ("token",), "binary")
_SCRAM = Payload(",", ("gs2-cbind-flag", "authzid", "n", "r"), '"=" and "," in names are written =3D and =2C')
_SCRAM_PLUS = Payload(",", ("gs2-cbind-flag", "authzid", "n", "r"), "the flag is p= and the kind of channel binding")
_SCRAM_REVEALS = "user name; the proof allows guessing the password"
_SCRAM_SENDS = ("n,,n=user,r=nonce", "c=channel-binding,r=nonce,p=proof", "")
_SCRAM_CHALLENGES = ("r=nonce,s=salt,i=iterations", "v=verifier")

_ROWS = (
    # name, first, initial_response, client_messages, status, tls, secret, decode, rfc
    Mechanism("PLAIN", "client", "allowed", 1, "common", "needed", "password",
              Payload("\0", ("authzid", "authcid", "passwd"), "two NULs; only authzid may be empty"), "4616#2",
              plaintext=True, one_trip=True, example="dGVzdAB0ZXN0ADEyMzQ=",
              sends=("[authzid] NUL authcid NUL passwd",)),
    Mechanism("LOGIN", "server", "tolerated", 2, "obsolete-common", "needed", "password",
              Payload(None, ("username",), "the password follows in a line of its own"), "", plaintext=True,
              example="dGVzdA==", sends=("username", "password"), challenges=("Username:", "Password:"),
              source="draft-murchison-sasl-login-00"),
    Mechanism("CRAM-MD5", "server", "forbidden", 1, "limited", "recommended",
              "user name; the digest allows guessing the password",
              Payload(" ", ("username", "digest"), "the last blank separates; the digest is 32 lower-case hex digits"),
              "2195#2", example="dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", sends=("username digest",),
              challenges=("<unique@host>",)),
    # A client may speak first only to authenticate again after an earlier time (RFC 2831 section 2.2).
    Mechanism("DIGEST-MD5", "server", "forbidden", 2, "obsolete", "recommended",
              "user name; the digest allows guessing the password",
              Payload(",", ("directives",), 'name=value or name="value", in any order'), "2831#2.1", layer=True,
              sends=('username="..",realm="..",nonce="..",cnonce="..",nc=00000001,digest-uri="..",response=..', ""),
              challenges=('realm="..",nonce="..",qop="auth",charset=utf-8,algorithm=md5-sess', "rspauth=..")),
    Mechanism("SCRAM-SHA-1", "client", "allowed", 3, "common", "recommended", _SCRAM_REVEALS, _SCRAM, "5802#5",
              sends=_SCRAM_SENDS, challenges=_SCRAM_CHALLENGES),
    Mechanism("SCRAM-SHA-1-PLUS", "client", "allowed", 3, "common", "required", _SCRAM_REVEALS, _SCRAM_PLUS, "5802#6",
              sends=_SCRAM_SENDS, challenges=_SCRAM_CHALLENGES),
    Mechanism("SCRAM-SHA-256", "client", "allowed", 3, "common", "recommended", _SCRAM_REVEALS, _SCRAM, "7677#3",
              sends=_SCRAM_SENDS, challenges=_SCRAM_CHALLENGES),
    Mechanism("SCRAM-SHA-256-PLUS", "client", "allowed", 3, "common", "required", _SCRAM_REVEALS, _SCRAM_PLUS,
              "7677#3", sends=_SCRAM_SENDS, challenges=_SCRAM_CHALLENGES),
    Mechanism("SCRAM-SHA-512", "client", "allowed", 3, "draft", "recommended", _SCRAM_REVEALS, _SCRAM, "",
              sends=_SCRAM_SENDS, challenges=_SCRAM_CHALLENGES, verified=False, source="draft-melnikov-scram-sha-512"),
    # These two take one message to succeed; to fail they take two, so they are not known to end in one round trip.
    Mechanism("OAUTHBEARER", "client", "allowed", 1, "common", "required", "bearer token",
              Payload("\1", ("gs2-header", "kvpairs"), "octet 1 ends each key=value, and all; auth is required"),
              "7628#3.1", bearer=True,
              sends=("n,a=user@example.com,^Ahost=mx.example.com^Aport=587^Aauth=Bearer token^A^A",)),
    Mechanism("XOAUTH2", "client", "allowed", 1, "obsolete-common", "needed", "bearer token",
              Payload("\1", ("user", "auth"), "octet 1 ends user=name and auth=Bearer token, and all"), "", bearer=True,
              sends=("user=name^Aauth=Bearer token^A^A",), source="Google and Microsoft"),
    # "needed": it says who one is only by what is below, TLS with a certificate or IPsec.
    Mechanism("EXTERNAL", "client", "allowed", 1, "common", "needed", None,
              Payload(None, ("authzid",), "UTF-8 without NUL; may be empty"), "4422#A", one_trip=True, example="=",
              sends=("[authzid]",)),
    Mechanism("ANONYMOUS", "client", "allowed", 1, "common", "no", "trace information",
              Payload(None, ("trace",), 'an e-mail address, or up to 255 characters without "@"; may be empty'),
              "4505#2", one_trip=True, sends=("[trace]",)),
    Mechanism("GSSAPI", "client", "allowed", None, "common", "optional", None,
              Payload(None, ("token",), "binary, begins with octet 0x60"), "4752#3", layer=True),
    Mechanism("GS2-KRB5", "client", "allowed", None, "common", "optional", None, _BINARY, "5801", verified=False),
    Mechanism("GS2-KRB5-PLUS", "client", "allowed", None, "common", "required", None, _BINARY, "5801", verified=False),
    Mechanism("GSS-SPNEGO", "client", "allowed", None, "limited", "optional", None, _BINARY, "", verified=False,
              source="Microsoft"),
    Mechanism("NTLM", "client", "allowed", 2, "limited", "recommended",
              "user and domain names; the response allows guessing the password",
              Payload(None, ("type", "flags", "domain", "user", "workstation"), 'binary, begins with "NTLMSSP" NUL'),
              "", sends=("negotiate, type 1", "authenticate, type 3"), challenges=("challenge, type 2",),
              verified=False, source="MS-NLMP, MS-SMTPNTLM"),
    Mechanism("KERBEROS_V4", "server", "forbidden", 2, "obsolete", "optional", None, _BINARY, "2222#7.1", layer=True),
    Mechanism("KERBEROS_V5", "unknown", "unknown", None, "obsolete", "optional", None, _BINARY, "", verified=False,
              source="IANA registry"),
    Mechanism("SKEY", "client", "allowed", 2, "obsolete", "recommended", None,
              Payload(None, ("username",), "six words or hex digits follow in a line of their own"), "2222#7.3"),
    Mechanism("OTP", "client", "allowed", 2, "common", "recommended", None, Payload("\0", ("authzid", "authcid")),
              "2444", sends=("[authzid] NUL authcid", "hex: or word: and the one-time password"), verified=False),
    Mechanism("SECURID", "client", "allowed", None, "common", "needed", "passcode and PIN",
              Payload("\0", ("authzid", "authcid", "passcode", "pin"), "the PIN may be missing"), "2808",
              sends=("[authzid] NUL authcid NUL passcode NUL [pin NUL]",), verified=False),
    Mechanism("SAML20", "client", "allowed", 2, "common", "required", None,
              Payload(",", ("gs2-cbind-flag", "authzid", "identity-provider")), "6595", verified=False),
    Mechanism("OPENID20", "client", "allowed", 2, "common", "required", None,
              Payload(",", ("gs2-cbind-flag", "authzid", "identifier")), "6616", verified=False),
    Mechanism("OAUTH10A", "client", "allowed", 1, "common", "recommended", None,
              Payload("\1", ("gs2-header", "kvpairs")), "7628#3", verified=False),
    Mechanism("XOAUTH", "client", "allowed", 1, "obsolete", "recommended", None, Payload(None, ("signed-url",)), "",
              verified=False, source="Google"),
    Mechanism("EAP-AES128", "client", "allowed", None, "common", "optional", None, _BINARY, "7055", verified=False),
    Mechanism("EAP-AES128-PLUS", "client", "allowed", None, "common", "required", None, _BINARY, "7055",
              verified=False),
    Mechanism("SXOVER-PLUS", "unknown", "unknown", None, "unknown", "unknown", None, None, "", verified=False,
              source="IANA registry"),
    # Reserved, so that nobody negotiates a mechanism within a mechanism; MUST NOT be used.
    Mechanism("SPNEGO", "nobody", "forbidden", 0, "reserved", "no", None, None, "5801#14"),
    Mechanism("SPNEGO-PLUS", "nobody", "forbidden", 0, "reserved", "no", None, None, "5801#14"),
    Mechanism("ECDSA-NIST256P-CHALLENGE", "client", "unknown", None, "common", "unknown", None,
              Payload(None, ("account",), "the signature follows in a line of its own"), "", verified=False,
              source="IANA registry"),
    Mechanism("ECDH-X25519-CHALLENGE", "client", "unknown", None, "limited", "unknown", None, None, "",
              verified=False, source="IANA registry"),
    Mechanism("9798-U-RSA-SHA1-ENC", "server", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("9798-M-RSA-SHA1-ENC", "unknown", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("9798-U-DSA-SHA1", "unknown", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("9798-M-DSA-SHA1", "unknown", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("9798-U-ECDSA-SHA1", "unknown", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("9798-M-ECDSA-SHA1", "unknown", "unknown", None, "common", "optional", None, _BINARY, "3163",
              verified=False),
    Mechanism("NMAS_LOGIN", "unknown", "unknown", None, "limited", "unknown", None, None, "", verified=False,
              source="IANA registry"),
    Mechanism("NMAS_AUTHEN", "unknown", "unknown", None, "limited", "unknown", None, None, "", verified=False,
              source="IANA registry"),
    Mechanism("NMAS-SAMBA-AUTH", "unknown", "unknown", None, "limited", "unknown", None, None, "", verified=False,
              source="IANA registry"),
)  # fmt: skip

MECHANISMS: dict[str, Mechanism] = {row.name: row for row in _ROWS}
"""Every mechanism by its name in upper case."""


def is_mechanism(word: str) -> bool:
    """Is this a mechanism's name, known or not (RFC 4422 section 3.1)? Else it may be a secret in the name's place.

    A name that we do not know is written in one case, which base64 seldom is.
    """
    if word.upper() in MECHANISMS:
        return True
    named = word.isascii() and word.replace("-", "").replace("_", "").isalnum() and len(word) <= NAME_LENGTH
    return named and word in (word.upper(), word.lower())
