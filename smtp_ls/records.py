"""A `_replace` for named tuples that costs what changes, not what stays: every line changes a wide session."""

from typing import Any


def quick_replace(cls: type) -> None:
    """Give a named tuple class such a `_replace`; a name that is no field is a KeyError."""
    places = {name: place for place, name in enumerate(cls._fields)}  # type: ignore[attr-defined]

    def _replace(self: tuple[Any, ...], **changes: object) -> tuple[Any, ...]:
        values = [*self]
        for name, value in changes.items():
            values[places[name]] = value
        return tuple.__new__(cls, values)

    cls._replace = _replace  # type: ignore[attr-defined]
