"""Text from a file made fit for a terminal: control characters, bidirectional marks and foreign octets become escapes.

Rule 1: everything that comes from a file or its name passes here before it is printed, so that a log never drives a
terminal. Columns are terminal columns: a combining character takes none, a wide one two.
"""

TAB = 4
"""The width of a tab stop, in columns."""


def visible(text: str) -> str:
    r"""The text with what is not printable as `\x1b` or `\u202e`; an octet that is not UTF-8 as `\xff`."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def plain(text: str) -> str:
    r"""The text as JSON and XML can hold it: an octet that is not UTF-8 (a lone surrogate) as `\xff`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_escape(character) if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def width(text: str) -> int:
    """How many columns a visible text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  most texts are ASCII

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def expanded(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The line as a terminal shows it, tabs as blanks, and the columns at which a stretch of its characters stands."""
    out = ""
    columns = []
    column = 0
    for character in text:
        columns.append(column)
        shown = " " * (TAB - column % TAB) if character == "\t" else visible(character)
        out += shown
        column += width(shown)
    columns.append(column)
    last = len(columns) - 1
    return out, columns[min(start, last)], columns[min(end, last)]


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # PEP 383: how decoding keeps an octet
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
