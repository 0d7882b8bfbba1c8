"""What secrets, user names and addresses are replaced by when a file is redacted: placeholders with their structure.

Rule 1: within a file the same secret has the same placeholder, and two secrets have two. Rule 2: what replaces a
message of AUTH is built as the message was (names, separators, length of a digest), right or wrong, so that what is
found in the file stays true. Rule 3: a placeholder, a sample of an RFC and an address kept for examples are left as
they are, so that to redact again changes nothing.
"""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from smtp_ls.placeholders import (
    SAMPLE_LOGINS,
    SAMPLE_NAMES,
    SAMPLE_PASSWORDS,
    is_placeholder,
    is_reserved,
    is_sample_token,
)
from smtp_ls.text import decode, encode

SECRET, NAME, ADDRESS = "secret", "name", "address"
"""Kinds of what is replaced."""

_NUMBERED = re.compile(r"\b(redacted-|user|host)(\d{1,9})\b")
_OUR_NAME = re.compile(r"user\d+")
_OUR_DIGEST = re.compile(r"0{24}[0-9a-f]{8}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_DIGEST = re.compile(r"[0-9A-Fa-f]{32}")
_DIRECTIVE = re.compile(r'\b(?P<name>username|authzid|response|rspauth)=(?P<quote>"?)(?P<value>[^",]*)(?P=quote)')
_SCRAM_FIELD = re.compile(r"(?P<before>^|,)(?P<name>[anpv])=(?P<value>[^,]*)")
_OAUTH_FIELD = re.compile(r"(?P<name>(?:^|(?<=,))(?:a|user)=)(?P<value>[^\x01,]*)")
_BEARER = re.compile(r"(?P<name>\bauth=\w+[ \t]+)(?P<value>[^\x01]+)", re.IGNORECASE)
_UNMARKED = re.compile(r"[^<>@:=]+")
_NTLM, _KERBEROS = b"NTLMSSP\0", b"\x60"
_KEPT_OF_NTLM = 12
"""Octets of an NTLM message that say what it is: the signature and the type."""


class Disguise(NamedTuple):
    """What replaces a text, and what of it was replaced."""

    text: str
    kind: str


class Disguises:
    """The placeholders of one file. `texts`: all that the file holds, encoded or not, for numbers that are taken."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._taken = {found[0] for text in texts for found in _NUMBERED.finditer(text)}
        self._made: dict[tuple[str, str], str] = {}
        self._last: Counter[str] = Counter()
        self.replaced: dict[str, str] = {}
        """Secret -> placeholder, for whoever looks for a secret elsewhere in the file; names are not in it."""

    # --- single values ------------------------------------------------------------------------------------------------

    def secret(self, text: str) -> str:
        """A placeholder for a password or token."""
        if not text.strip() or is_placeholder(text) or is_sample_token(text):
            return text
        bare = text.rstrip("\r\n\0")  # what was sent by mistake at the end stays a mistake
        made = self._numbered("redacted-", bare)
        self.replaced[bare] = made
        return made + text[len(bare) :]

    def name(self, text: str) -> str:
        """A placeholder for a user's name; one that is an address becomes an address."""
        local, at, domain = text.rpartition("@")
        if at and local and domain:
            return self.mailbox(local, domain)
        if not text or text in SAMPLE_NAMES or _OUR_NAME.fullmatch(text) or is_placeholder(text):
            return text
        return self._numbered("user", text)

    def mailbox(self, local: str, domain: str) -> str:
        """A placeholder for an address; the local part alone does not tell two users of one name apart."""
        if self.domain(domain) == domain or is_placeholder(local) or not {*local, *domain} - {*"xX."}:
            return f"{local}@{domain}"
        return f"{self._numbered('user', f'{local}@{domain.lower()}')}@{self.domain(domain)}"

    def domain(self, domain: str) -> str:
        """A placeholder for the domain of an address."""
        if is_reserved(domain) or (is_placeholder(domain) and not domain.startswith("[")):
            return domain
        if domain.startswith("["):
            number = self._numbered("host", domain)[len("host") :]
            return f"[IPv6:2001:db8::{number}]" if ":" in domain else f"[192.0.2.{int(number) % 256}]"
        return f"{self._numbered('host', domain.lower())}.example"

    def digest(self, text: str) -> str:
        """A placeholder for what should be 32 hexadecimal digits."""
        if not _DIGEST.fullmatch(text):
            return self.secret(text)
        if _OUR_DIGEST.fullmatch(text) or is_sample_token(text):
            return text
        number = int(self._numbered("redacted-", text)[len("redacted-") :])
        return f"{number:032x}"

    def octets(self, octets: bytes, kept: int = 0) -> bytes:
        """About as many octets, of which so many at the beginning are kept."""
        rest = octets[kept:]
        if rest.startswith(b"redacted-") or not rest:
            return octets
        made = self._numbered("redacted-", decode(octets)).encode()
        return octets[:kept] + made.ljust(len(rest), b".")

    def _numbered(self, stem: str, text: str) -> str:
        """The placeholder of a text: the stem and a number that the file does not have yet."""
        key = stem, text
        if key not in self._made:
            self._last[stem] += 1
            while f"{stem}{self._last[stem]}" in self._taken:
                self._last[stem] += 1
            self._made[key] = f"{stem}{self._last[stem]}"
        return self._made[key]

    def login(self, text: str) -> str:
        """A placeholder for `name:password` in base64 (RFC 7617 section 2)."""
        plain = unwrapped(text)
        if plain is None or is_placeholder(text):
            return self.secret(text)
        name, colon, password = decode(plain).partition(":")
        hidden = self.name(name) + colon + self.secret(password) if colon else self.secret(name)
        return text if encode(hidden) == plain else _wrapped(encode(hidden), text)

    # --- messages of AUTH ---------------------------------------------------------------------------------------------

    def message(self, mechanism: str, nth: int, text: str) -> Disguise:
        """What replaces the client's message, from 0, of a mechanism in upper case: base64 for base64."""
        if text in ("*", "=") or is_placeholder(text):
            return Disguise(text, SECRET)
        plain = unwrapped(text)
        if plain is None:  # sent as it is, or cut short
            named = mechanism == "LOGIN" and not nth
            return Disguise(self.name(text), NAME) if named else Disguise(self.secret(text), SECRET)
        said = decode(plain)
        if any(character < " " and character not in "\0\1\t\r\n" for character in said) or not _is_text(plain):
            return Disguise(_wrapped(self._binary(plain), text), SECRET)
        disguise = self._said(mechanism, nth, said)
        if disguise.text == said:
            return Disguise(text, disguise.kind)
        return Disguise(_wrapped(encode(disguise.text), text), disguise.kind)

    def misplaced(self, text: str) -> Disguise:
        """What replaces a message in the place of the mechanism; by such marks as stay a command is told from prose."""
        if unwrapped(text) is not None:
            return self.message("", 0, text)
        return Disguise(_UNMARKED.sub(lambda found: self.secret(found[0]), text), SECRET)

    def _binary(self, octets: bytes) -> bytes:
        if octets.startswith(_NTLM):
            return self.octets(octets, _KEPT_OF_NTLM)
        return self.octets(octets, int(octets.startswith(_KERBEROS)))

    def challenge(self, mechanism: str, text: str) -> Disguise:
        """What replaces a message of the server, from which a password could be guessed."""
        plain = unwrapped(text)
        if plain is None or not (mechanism.startswith("SCRAM-") or mechanism == "DIGEST-MD5"):
            return Disguise(text, SECRET)
        disguise = self._said(mechanism, 1, decode(plain))
        return Disguise(text if encode(disguise.text) == plain else _wrapped(encode(disguise.text), text), SECRET)

    def _said(self, mechanism: str, nth: int, said: str) -> Disguise:
        """The same for a message that was decoded."""
        if is_sample_token(said):
            return Disguise(said, SECRET)
        if mechanism == "PLAIN" and not nth:
            return Disguise(self._plain(said), SECRET)
        if mechanism == "LOGIN":
            if nth:
                return Disguise(said if said in SAMPLE_PASSWORDS else self.secret(said), SECRET)
            return Disguise(self.name(said), NAME)
        if mechanism == "CRAM-MD5":
            return Disguise(self._named_digest(said), SECRET)
        if mechanism == "DIGEST-MD5":
            return Disguise(_DIRECTIVE.sub(self._directive, said), SECRET)
        if mechanism.startswith("SCRAM-"):
            return Disguise(self._scram(said), NAME if not nth else SECRET)
        if mechanism in ("XOAUTH2", "OAUTHBEARER", "OAUTH10A"):
            return self._oauth(said)
        if mechanism in ("EXTERNAL", "ANONYMOUS"):
            return Disguise(self.name(said), NAME)
        return Disguise("\0".join(map(self.secret, said.split("\0"))), SECRET)

    def _plain(self, said: str) -> str:
        """`[authzid] NUL authcid NUL passwd`; of a message with fewer NULs the last part is the password."""
        *names, password = said.split("\0")
        if names and (names[-1], password) in SAMPLE_LOGINS:
            return said
        return "\0".join((*map(self.name, names), self.secret(password)))

    def _named_digest(self, said: str) -> str:
        name, blank, digest = said.rpartition(" ")
        bare = digest.rstrip("\r\n")
        return self.name(name) + blank + self.digest(bare) + digest[len(bare) :]

    def _directive(self, found: re.Match[str]) -> str:
        value, quote = found["value"], found["quote"]
        hides = self.name if found["name"] in ("username", "authzid") else self.digest
        return f"{found['name']}={quote}{hides(value)}{quote}"

    def _scram(self, said: str) -> str:
        """`n,,n=user,r=nonce`, `c=binding,r=nonce,p=proof` and the server's `v=verifier`: the last two let guess."""
        if said.startswith("p="):  # the kind of channel binding is no proof
            head, comma, rest = said.partition(",")
            return head + comma + _SCRAM_FIELD.sub(self._scram_field, rest)
        return _SCRAM_FIELD.sub(self._scram_field, said)

    def _scram_field(self, found: re.Match[str]) -> str:
        name, value = found["name"], found["value"]
        if name in "an":
            return f"{found['before']}{name}={self.name(value)}"
        proof = unwrapped(value)
        hidden = self.secret(value) if proof is None else _wrapped(self.octets(proof), value)
        return f"{found['before']}{name}={hidden}"

    def _oauth(self, said: str) -> Disguise:
        token = _BEARER.search(said)
        if token is None:
            return Disguise(said, SECRET) if said.strip("\1") == "" else Disguise(self._fields(said), NAME)
        hidden = _BEARER.sub(lambda found: found["name"] + self.secret(found["value"]), said)
        return Disguise(self._fields(hidden), SECRET)

    def _fields(self, said: str) -> str:
        return _OAUTH_FIELD.sub(lambda found: found["name"] + self.name(found["value"]), said)


def unwrapped(text: str) -> bytes | None:
    """What base64 stands for, though it may lack its end; None if it is none."""
    bare = text.rstrip("=")
    if not _BASE64.fullmatch(text) or len(bare) % 4 == 1:
        return None
    return b64decode(bare + "=" * (-len(bare) % 4))


def _wrapped(octets: bytes, like: str) -> str:
    """Octets in base64, without its end if the other text lacks it."""
    made = b64encode(octets).decode("ascii")
    return made if len(like) % 4 == 0 else made.rstrip("=")


def _is_text(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
