"""Parameters with wrong values, twice, in the wrong place, or not offered."""

from collections.abc import Iterator

from smtp_ls.events import Expect
from tests.mutations.breaking import Broken, Clean, kind

_BAD = {
    "SIZE": "10MB", "BODY": "8BIT", "RET": "HEADERS", "ENVID": "a=b", "AUTH": "a b+z", "BY": "0;R", "HOLDFOR": "0",
    "HOLDUNTIL": "tomorrow", "MT-PRIORITY": "+3", "MTRK": "?", "SOLICIT": "1,,2", "NOTIFY": "NEVER,FAILURE",
    "ORCPT": "bob@example.net", "RRVS": "2026-04-03", "SMTPUTF8": "1", "REQUIRETLS": "yes",
}  # fmt: skip
"""A value of each parameter that cannot be."""

_OFFERED_BY = {
    "BODY": "8BITMIME", "RET": "DSN", "ENVID": "DSN", "BY": "DELIVERBY", "HOLDFOR": "FUTURERELEASE",
    "HOLDUNTIL": "FUTURERELEASE", "SOLICIT": "NO-SOLICITING", "NOTIFY": "DSN", "ORCPT": "DSN",
}  # fmt: skip
_ON_RCPT = ("NOTIFY", "ORCPT", "RRVS")


def _with(clean: Clean, name: str, value: str, *, offered: bool = True) -> Iterator[Broken]:
    """MAIL or RCPT with this parameter at its end, and without such a one before."""
    keyword = _OFFERED_BY.get(name, name)
    shown = clean.shows_replies and bool(clean.offers)
    if shown and ((keyword in clean.offers) != offered or clean.of(Expect)):
        return
    if not shown and (clean.shows_replies or not offered):
        return
    for each in clean.accepted("RCPT" if name in _ON_RCPT else "MAIL"):
        words = [word for word in each.text.split(" ") if not word.upper().startswith((f"{name}=", "HOLD"))]
        text = " ".join(word for word in words if word.upper() != name)
        yield Broken(clean).change(each, f"{text.rstrip()} {name}={value}" if value else f"{text} {name}")


for _name, _value in _BAD.items():
    kind(f"parameter: bad {_name}")(lambda clean, name=_name, value=_value: _with(clean, name, value))  # type: ignore[misc]

kind("parameter: RET without a value")(lambda clean: _with(clean, "RET", ""))
kind("parameter: not offered")(lambda clean: _with(clean, "RET", "FULL", offered=False))


@kind("parameter: nobody knows it")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        yield Broken(clean).change(each, f"{each.text} COLOUR=red")


@kind("parameter: twice")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        words = [word for word in each.text.split(" ") if "=" in word and "<" not in word]
        if words:
            yield Broken(clean).change(each, f"{each.text.rstrip()} {words[-1]}")


@kind("parameter: on the other command")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        parameter = "NOTIFY=NEVER" if each.text.upper().startswith("MAIL") else "SIZE=10"
        yield Broken(clean).change(each, f"{each.text.rstrip()} {parameter}")
