"""What is wrong with a date as messages write it (RFC 5322 section 3.3), for the gate and for the rule."""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.message import uncommented
from smtp_ls.regular import Pattern

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_SHORT = tuple(day[:3] for day in _DAYS)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORTEST_MONTH = 28
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHIFTS = (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)

# RFC 5322 section 3.3
#   date-time = [ day-of-week "," ] date time [CFWS]      date = day month year      year = FWS 4*DIGIT FWS
#   time = time-of-day zone                               zone = FWS ( "+" / "-" ) 4DIGIT
# and section 4.3 for blanks about the colons, names of zones and short years, which are read but not written.
_DATE = Pattern(
    r"\s*(?:(?P<day>[a-z]+)\s*,)?\s*(?P<of>\d{1,2})\s+(?P<month>[a-z]{3})\s+(?P<year>\d{2,9})\s+"
    r"(?P<hour>\d\d)\s*:\s*(?P<minute>\d\d)(?:\s*:\s*(?P<second>\d\d))?(?:\s+(?P<zone>[+-]\d{4}|[a-z]+))?\s*",
    re.IGNORECASE | re.ASCII,
)
_PLAIN = re.compile(
    r" ?((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4})"
    r" (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d [+-]\d\d[0-5]\d(?: \([A-Z]+\))?",
    re.ASCII,
)
"""What nearly every client writes."""
_ZONES = frozenset("ut gmt est edt cst cdt mst mdt pst pdt".split())
EXAMPLE = "Tue, 24 Nov 2026 10:00:00 +0000"


class Flaw(NamedTuple):
    """What is wrong with a date, where in its text, and what might stand there instead, if that is known."""

    message: str
    start: int
    end: int
    better: str = ""


def date_flaw(text: str) -> Flaw | None:
    """The first thing that is wrong with the value of a Date field; None if it is a date."""
    plain = _PLAIN.fullmatch(text)
    return None if plain and _is_day(plain[1]) else _flaw(text)


def is_like_date(text: str) -> bool:
    """Does this look like a date, if perhaps a wrong one?"""
    return _DATE.fullmatch(uncommented(text)) is not None


@lru_cache(maxsize=256)
def _is_day(text: str) -> bool:
    """Is there such a day, and is it that day of the week? Many messages are of one day."""
    name, of, month, year = text.replace(",", "").split()
    if not 1 <= int(of) <= _SHORTEST_MONTH:
        return _flaw(f"{text} 00:00 +0000") is None
    return name == _SHORT[_day_of_week(int(year), _MONTHS.index(month.lower()), int(of))]


def _flaw(text: str) -> Flaw | None:
    found = _DATE.fullmatch(uncommented(text))
    if found is None:
        start = len(text) - len(text.lstrip())
        return Flaw(f"this is no date: write it as `{EXAMPLE}`", start, max(len(text.rstrip()), start))
    return _in_words(found) or _in_numbers(found)


def _in_words(found: re.Match[str]) -> Flaw | None:
    """A name that is none, a short year, no offset from UTC."""
    day, month, year, zone = found["day"], found["month"], found["year"], found["zone"]
    if day and day.title() not in _SHORT:
        better = next((name for name in _SHORT if day.title().startswith(name)), "")
        return Flaw(f'"{day}" is no day of the week: write {better or "one of " + ", ".join(_SHORT)}',
                    *found.span("day"), better)  # fmt: skip
    if month.lower() not in _MONTHS:
        return Flaw(f'"{month}" is no month: write Jan, Feb, Mar and so on', *found.span("month"))
    if len(year) < 4:
        # RFC 5322 section 4.3: 00 to 49 are of this century, 50 to 99 and three digits are counted from 1900.
        whole = str(int(year) + (2000 if len(year) == 2 and int(year) < 50 else 1900))
        return Flaw(f"the year has {len(year)} digits: write {whole}", *found.span("year"), whole)
    if not zone:
        end = found.end("second") if found["second"] else found.end("minute")
        return Flaw("the offset from UTC is missing: add +0000, or what it is", found.start("hour"), end)
    if zone.isalpha() and zone.lower() not in _ZONES and (len(zone) > 1 or zone in "Jj"):
        better = "+0000" if zone.upper() == "UTC" else ""
        return Flaw(f'"{zone}" is no offset from UTC: write {better or "it as +0000"}', *found.span("zone"), better)
    return None


def _in_numbers(found: re.Match[str]) -> Flaw | None:
    """A day or an hour that there is not, a day of the week that does not fit."""
    year, month, of = int(found["year"]), _MONTHS.index(found["month"].lower()), int(found["of"])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= of <= _LENGTHS[month] - (month == 1 and not leap):
        return Flaw(f"{found['month']} {year} has no day {of}", *found.span("of"))
    for part, most in (("hour", 23), ("minute", 59), ("second", 60)):
        if found[part] and int(found[part]) > most:
            return Flaw(f"{part} {found[part]} does not exist", *found.span(part))
    zone = found["zone"]
    if zone[0] in "+-" and int(zone[3:]) > 59:
        return Flaw(f"{zone} is no offset from UTC", *found.span("zone"))
    day = _day_of_week(year, month, of)
    if found["day"] and found["day"].title() != _SHORT[day]:
        said = _DAYS[_SHORT.index(found["day"].title())]
        what = f"{of} {found['month']} {year} is a {_DAYS[day]}, not a {said}"
        return Flaw(what, *found.span("day"), _SHORT[day])
    return None


def _day_of_week(year: int, month: int, day: int) -> int:
    """0 for Sunday, of a month counted from 0 (Sakamoto's method)."""
    year -= month < 2
    return (year + year // 4 - year // 100 + year // 400 + _SHIFTS[month] + day) % 7
