"""What a server offers in one EHLO reply: the keywords with their parameters, by which commands are judged."""

_LIMIT_DIGITS, _SIZE_DIGITS = 6, 20
"""Of a number in LIMITS (RFC 9422 section 3), and of a SIZE (RFC 1870 section 3)."""


class Offers:
    """The extensions of one EHLO reply. `complete` is False where the file shows only some of them, or may."""

    __slots__ = ("_hash", "complete", "lines", "table")

    def __init__(self, lines: tuple[str, ...], *, complete: bool) -> None:
        self.lines = lines
        self.complete = complete
        self.table: dict[str, str] = {}
        for line in lines:
            keyword, _, parameters = line.strip().partition(" ")
            if keyword.upper().startswith("AUTH="):
                keyword, parameters = "AUTH", f"{keyword[5:]} {parameters}"
            keyword = keyword.upper()
            known = self.table.get(keyword)
            self.table[keyword] = f"{known} {parameters}".strip() if known else parameters.strip()
        self._hash = hash((lines, complete))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Offers) and (self.lines, self.complete) == (other.lines, other.complete)

    def __contains__(self, keyword: str) -> bool:
        return keyword in self.table

    def lacks(self, *keywords: str) -> bool:
        """The server is known to offer none of these."""
        return self.complete and not any(keyword in self.table for keyword in keywords)

    def limit(self, name: str) -> int:
        """The number that LIMITS gives for a name in upper case (RFC 9422 section 3); 0 where it gives none."""
        for word in self.table.get("LIMITS", "").upper().split():
            limit, _, number = word.partition("=")
            if limit == name and number.isascii() and number.isdigit() and len(number) <= _LIMIT_DIGITS:
                return int(number)
        return 0

    @property
    def size(self) -> int:
        """The most octets of a message that the server takes (RFC 1870 section 6.1); 0 if it does not tell."""
        number = self.table.get("SIZE", "")
        return int(number) if number.isascii() and number.isdigit() and len(number) <= _SIZE_DIGITS else 0

    def __repr__(self) -> str:
        return f"Offers({self.lines!r}, complete={self.complete})"


NO_OFFERS = Offers((), complete=True)
"""Of a server that answers HELO, or no EHLO yet."""
