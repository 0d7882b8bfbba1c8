"""What pragmas, reserved variables and notes of the connection say of a session (LANGUAGE section 1)."""

import re

from smtp_ls.events import Directive
from smtp_ls.session import Settings

_IMPLICIT = 465
"""The port whose number tells that TLS is there from the start, unless `@tls` says otherwise."""
_PORT = r"(?:[A-Za-z\]]:|\.\d{1,3}:|\bport:? |', )(25|465|587)(?![\d:]|\.\d)"
"""Ports of mail transfer and submission, as programs name them: `host:25`, `[192.0.2.1]:25`, `port 25`; no times."""
_LOOPBACK = r"(?i)(?<![\w.-])(?:127(?:\.\d{1,3}){3}|localhost|\[?::1\]?)(?![\w-]|\.\w)"
"""This host's own addresses (RFC 6890 section 2.2.2). Few files tell any, so both are compiled when first used."""


def given_by(given: Settings, event: Directive) -> Settings:
    """The settings with what a pragma or a reserved variable says."""
    name, value = event.name, event.value
    variable = event.text.startswith("@")
    if name == "server":
        scheme, _, address = value.partition("://")
        number = address.rstrip("/").rpartition(":")[2]
        port = int(number) if number in ("25", "465", "587") else 465 if scheme == "smtps" else 0
        given = given._replace(port=port, loopback=re.search(_LOOPBACK, address) is not None)
        if given.served == "protocol":
            given = given._replace(protocol="", served="")
        elif given.served == "tls":
            given = given._replace(tls="", served="")
        if scheme == "lmtp":
            name, value = "protocol", "lmtp"
        elif scheme == "smtps" or port == 465:
            name, value = "tls", "implicit"
    served = name if event.name == "server" and name != "server" else "" if given.served == name else given.served
    if name == "partial":
        return given._replace(partial=True)
    if name == "protocol" and not (variable and given.protocol):
        return given._replace(protocol=value, served=served)
    if name == "tls" and not (variable and given.tls and (event.name == "server" or given.port != _IMPLICIT)):
        return given._replace(tls=value, served=served)
    return given


def connected(given: Settings, text: str) -> Settings:
    """The settings with what a note of the connection tells of the server."""
    port, near = re.search(_PORT, text), re.search(_LOOPBACK, text)
    if port is None and near is None:
        return given
    return given._replace(port=int(port[1]) if port else given.port, loopback=near is not None)
