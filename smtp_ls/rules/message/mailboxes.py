"""The mailboxes that an address field names, found without judging them (RFC 5322 section 3.4)."""

import re

from smtp_ls.message import uncommented

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')
_ROUTE = re.compile(r"<@[^:<>]*:")
_GROUP = re.compile(r"[^,:;<>@]*:")
_ADDRESS = re.compile(r"<([^<>]*)>")


def mailboxes(value: str) -> list[str]:
    """The addresses in an address field, those of groups too; quoted strings have their commas replaced."""
    plain = _STRING.sub(lambda each: re.sub(r"[,:;<>@]", "_", each[0]), uncommented(value))
    plain = _GROUP.sub(",", _ROUTE.sub("<", plain)).replace(";", ",")
    found = []
    for part in plain.split(","):
        bracketed = _ADDRESS.search(part)
        address = (bracketed[1] if bracketed else part).strip()
        if "@" in address:
            found.append(address)
    return found
