"""Where a place in the RFCs, written `5321#4.1.1.2`, can be read, and which place an address means."""

_SITE = "https://www.rfc-editor.org/rfc/rfc"


def rfc_url(place: str) -> str:
    """The address of "number" or "number#section"; nothing for nothing."""
    if not place:
        return ""
    number, _, section = place.partition("#")
    return f"{_SITE}{number}" + (f"#{kind_of(section)}-{section}" if section else "")


def rfc_place(url: str) -> str:
    """The "number" or "number#section" that an address of `rfc_url` is of; nothing for other addresses."""
    if not url.startswith(_SITE):
        return ""
    number, _, anchor = url.removeprefix(_SITE).partition("#")
    return f"{number}#{anchor.partition('-')[2]}" if anchor else number


def kind_of(section: str) -> str:
    """What a part of an RFC is called: those with a letter are appendices."""
    return "appendix" if section[:1].isalpha() else "section"
