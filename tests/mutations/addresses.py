"""Addresses and names of hosts that are none."""

from collections.abc import Callable, Iterator

from tests.mutations.breaking import Broken, Clean, kind


def _paths(
    clean: Clean, rewritten: Callable[[str, str, str], str], verbs: tuple[str, ...] = ("MAIL", "RCPT")
) -> Iterator[Broken]:
    """Paths written otherwise: verb and keyword, the address without brackets, what follows -> the command."""
    for each in clean.accepted(*verbs):
        head, open_, rest = each.text.partition("<")
        address, close, behind = rest.partition(">")
        if not (open_ and close) or "@" not in address or '"' in address or "{{" in address:
            continue
        text = rewritten(head, address, behind)
        yield Broken(clean).change(each, text)
        if clean.answers(each) and not behind:
            yield Broken(clean).change(each, text).refuse(each)


def _address(name: str, rewritten: Callable[[str], str], verbs: tuple[str, ...] = ("MAIL", "RCPT")) -> None:
    """A kind of break that rewrites the address within its brackets."""
    kind(name)(lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{rewritten(it)}>{rest}", verbs))


kind("address: no brackets")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}{it}{rest}"))
kind("address: a blank after the colon")(lambda clean: _paths(clean, lambda head, it, rest: f"{head} <{it}>{rest}"))
kind("address: a blank before the colon")(
    lambda clean: _paths(clean, lambda head, it, rest: f"{head.replace(':', ' :')}<{it}>{rest}")
)
kind("address: a display name")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}Alice <{it}>{rest}"))
kind("address: no colon")(lambda clean: _paths(clean, lambda head, it, rest: f"{head.replace(':', ' ')}<{it}>{rest}"))
kind("address: one bracket")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{it}{rest}"))
kind("address: two in one RCPT")(
    lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{it}>,<zoe@example.net>{rest}", ("RCPT",))
)
kind("address: FROM and TO mixed up")(
    lambda clean: _paths(
        clean, lambda head, it, rest: f"{'MAIL TO' if head.upper().startswith('MAIL') else 'RCPT FROM'}:<{it}>{rest}"
    )
)
_address("address: two dots", lambda it: it.replace("@", "..x@"))
_address("address: a bad IPv4 literal", lambda it: it.split("@")[0] + "@[300.1.1.1]")
_address("address: IPv6 without its tag", lambda it: it.split("@")[0] + "@[2001:db8::1]")
_address("address: underscore in the domain", lambda it: it.split("@")[0] + "@my_host.example.org")
_address("address: hyphen at the edge of a label", lambda it: it.replace("@", "@-"))
_address("address: no domain", lambda it: it.split("@")[0])
_address("address: one label", lambda it: it.split("@")[0] + "@mail")
_address("address: a blank within", lambda it: it.replace("@", " x@"))
_address("address: two at signs", lambda it: it.replace("@", "@@"))
_address("address: a route", lambda it: f"@relay.example.com:{it}")
_address("address: empty in RCPT", lambda _: "", ("RCPT",))


def _hello(name: str, rewritten: str) -> None:
    """A kind of break of what EHLO says."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for each in clean.accepted("EHLO", "LHLO"):
            if "{{" not in each.text:
                yield Broken(clean).change(each, f"{each.text.split()[0]}{rewritten}")

    kind(name)(break_)


_hello("EHLO without a name", "")
_hello("EHLO with an underscore", " my_laptop.example.org")
_hello("EHLO with one label", " laptop")
_hello("EHLO with a bare IP address", " 192.0.2.7")
_hello("EHLO with letters beyond ASCII", " büro.example.org")
