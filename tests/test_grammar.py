"""The grammar file, its compiler and `syntax`, against readings that share no code with them.

Three of them: the `abnf` package reading our file; the same package reading RFC 5321's rules as printed; and an
automaton, which knows what is viable. Texts are drawn from the grammar at random and then spoilt a little.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import re
import sys
import warnings
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
import regex  # type: ignore[import-untyped,unused-ignore]
from abnf import ParseError, Rule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smtp_ls import patterns, syntax

_spec = importlib.util.spec_from_file_location(
    "compile_abnf", Path(__file__).parents[1] / "grammar" / "compile_abnf.py"
)
assert _spec
assert _spec.loader
compiler = importlib.util.module_from_spec(_spec)
sys.modules["compile_abnf"] = compiler
_spec.loader.exec_module(compiler)

ABNF = compiler.ABNF.read_text(encoding="ascii")
RULES = list(patterns.FULL)
seeds = st.integers(0, 2**48)
quick = settings(suppress_health_check=[HealthCheck.too_slow])


# ---- Texts drawn from the grammar ----


@cache
def tree(rule: str, *, utf8: bool = True) -> object:
    """The rule with all names replaced by what they stand for."""
    return compiler.expand(compiler.Name(rule.lower()), compiler.read(ABNF, utf8=utf8).rules)


def drawn(node: object, random: Random) -> str:
    """Some text that the node describes, short rather than long, in any case of letters."""
    match node:
        case compiler.Chars(ranges):
            low, high = random.choice(ranges)
            return chr(random.choice((low, random.randint(low, min(high, low + 200)), min(high, 0xD7FF))))
        case compiler.Word(text):
            return "".join(random.choice((char.lower(), char.upper())) for char in text)
        case compiler.Seq(items):
            return "".join(drawn(item, random) for item in items)
        case compiler.Alt(items):
            return drawn(random.choice(items), random)
        case compiler.Repeat(item, least, most):
            times = least
            while (most is None or times < most) and random.random() < 0.45:
                times += 1
            return "".join(drawn(item, random) for _ in range(times))
    raise TypeError(node)


def spoilt(text: str, random: Random) -> str:
    """The text with one small change, often enough one that makes it wrong."""
    at = random.randrange(len(text) + 1)
    mark = random.choice('<>@:;,."\\[]=+-_ \t%#()!~09afzAFZ{}\x00\x7f\u00e9\u017f\u212a\udce9')
    return random.choice((text[:at] + mark + text[at:], text[:at] + mark + text[at + 1 :], text[:at] + text[at + 1 :]))


def texts(rule: str, seed: int) -> list[str]:
    """A valid text and two spoilt ones."""
    random = Random(seed)
    text = drawn(tree(rule), random)
    once = spoilt(text, random)
    return [text, once, spoilt(once, random)]


# ---- The `abnf` package as the oracle ----


class Ours(Rule):
    """The rules of our file, with those for SMTPUTF8."""


class Printed(Rule):
    """The rules of RFC 5321 (and atext of RFC 5322 3.2.3) as printed there; address literals are tested apart."""


# RFC 5321 4.1.1.1 to 4.1.1.10, 4.1.2, 4.2; without CRLF. The second and later lines of multiline replies are left out.
RFC5321 = r"""
ehlo = "EHLO" SP Domain
helo = "HELO" SP Domain
mail = "MAIL FROM:" Reverse-path [SP Mail-parameters]
rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]
data = "DATA"
rset = "RSET"
quit = "QUIT"
Reverse-path = Path / "<>"
Forward-path = Path
Path = "<" [ A-d-l ":" ] Mailbox ">"
A-d-l = At-domain *( "," At-domain )
At-domain = "@" Domain
Mail-parameters = esmtp-param *(SP esmtp-param)
Rcpt-parameters = esmtp-param *(SP esmtp-param)
esmtp-param = esmtp-keyword ["=" esmtp-value]
esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
esmtp-value = 1*(%d33-60 / %d62-126)
String = Atom / Quoted-string
Domain = sub-domain *("." sub-domain)
sub-domain = Let-dig [Ldh-str]
Let-dig = ALPHA / DIGIT
Ldh-str = *( ALPHA / DIGIT / "-" ) Let-dig
Mailbox = Local-part "@" Domain
Local-part = Dot-string / Quoted-string
Dot-string = Atom *("." Atom)
Atom = 1*atext
Quoted-string = DQUOTE *QcontentSMTP DQUOTE
QcontentSMTP = qtextSMTP / quoted-pairSMTP
quoted-pairSMTP = %d92 %d32-126
qtextSMTP = %d32-33 / %d35-91 / %d93-126
atext = ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/" / "=" / "?" / "^"
 / "_" / "`" / "{" / "|" / "}" / "~"
greeting = ( "220 " / "220-" ) Domain [ SP textstring ]
textstring = 1*(%d09 / %d32-126)
Reply-code = %x32-35 %x30-35 %x30-39
ehlo-ok = ( "250 " / "250-" ) Domain [ SP ehlo-greet ]
ehlo-greet = 1*(%d0-9 / %d11-12 / %d14-127)
ehlo-line = ehlo-keyword *( SP ehlo-param )
ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
ehlo-param = 1*(%d33-126)
"""


@cache
def oracle(rules: type[Rule]) -> type[Rule]:
    """The rules, read by the package."""
    rules.load_grammar((ABNF if rules is Ours else RFC5321.lstrip()).replace("\n", "\r\n"))
    return rules


def accepted(rules: type[Rule], rule: str, text: str) -> bool:
    """Whether the package takes the whole text for the rule."""
    try:
        oracle(rules)(rule).parse_all(text)
    except ParseError:
        return False
    return True


@pytest.mark.slow
@quick
@given(st.sampled_from(RULES), seeds)
def test_the_abnf_package_reads_our_file_as_we_do(rule: str, seed: int) -> None:
    """Two readings of one file; without SMTPUTF8 only ASCII is left."""
    for text in texts(rule, seed):
        verdict = accepted(Ours, rule, text) and "\udce9" not in text  # rule 4: a surrogate is no character
        assert syntax.matches(rule, text, utf8=True) is verdict
        assert syntax.matches(rule, text) is (verdict and text.isascii())


PRINTED = [name for name in re.findall(r"^(\S+) =", RFC5321, re.MULTILINE) if name in RULES]


@quick
@given(st.sampled_from(PRINTED), seeds)
def test_rfc_5321_as_printed(rule: str, seed: int) -> None:
    """Our forms of its rules are the same languages, but for values that hold "=", which we let pass."""
    for text in texts(rule, seed):
        if "[" in text or re.search(r"=\S*=", text):
            continue
        assert syntax.matches(rule, text) is accepted(Printed, rule, text), text


def test_printed_rules_are_most_of_ours() -> None:
    """The comparison above is about all of RFC 5321 that has not another form with us."""
    assert len(PRINTED) > 25


def test_ipv6_literals() -> None:
    """All numbers of groups before and behind a "::", with and without IPv4 at the end (RFC 5321 4.1.3).

    The standard library agrees on most, but lets "::" stand for one group.
    """
    for before, behind, double, tail in product(
        range(9), range(9), (False, True), ("", "1.2.3.4", "1.2.3.256", "1.2.3")
    ):
        left, right = (["af09", "1", "0", "DB8"] * 3)[:before], (["1", "2AC", "00ff", "8"] * 3)[:behind]
        right += [tail] if tail else []
        address = f"{':'.join(left)}::{':'.join(right)}" if double else ":".join(left + right)
        weight = before + behind + 2 * bool(tail)
        right_count = weight <= 6 if double else weight == 8
        valid = right_count and tail in {"", "1.2.3.4"}
        assert syntax.matches("address-literal", f"[IPv6:{address}]") is valid, address
        if valid:
            ipaddress.IPv6Address(address)
    for address in (
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "::g",
        "::1%eth0",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "::1.2.3.4:5",
    ):
        assert not syntax.matches("address-literal", f"[IPv6:{address}]"), address


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(st.one_of(st.integers(0, 300), st.sampled_from(["00", "007", "0256", ""])), min_size=3, max_size=5))
def test_ipv4_literals(numbers: list[int | str]) -> None:
    """Four numbers of one to three digits, up to 255 (RFC 5321 4.1.3)."""
    right = len(numbers) == 4 and all(0 < len(str(number)) <= 3 and int(number) < 256 for number in numbers)
    assert syntax.matches("address-literal", f"[{'.'.join(map(str, numbers))}]") is right


def test_tags_of_general_literals() -> None:
    """Every Ldh-str is one but IPv6, so that a wrong IPv6 address is no general literal."""
    for begin, char, end in product(
        ("", "I", "ip", "IPv", "IPv6", "-", "a-"), map(chr, range(0x20, 0x7F)), ("", "a", "-", "-6")
    ):
        tag = begin + char + end
        right = re.fullmatch("[A-Za-z0-9-]*[A-Za-z0-9]", tag) is not None and tag.lower() != "ipv6"
        if ":" not in tag:
            assert syntax.matches("address-literal", f"[{tag}:z]") is right, tag
    for tag in ("I", "IP", "IPV", "ipv6a", "IPv66", "IPv6-7"):
        assert syntax.matches("address-literal", f"[{tag}:z]"), tag
    for tag in ("IPv6", "ipv6", "IPV6", "", "IPv6-"):
        assert not syntax.matches("address-literal", f"[{tag}:z]"), tag


VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
LETTERS_DIGITS = "".join(char for char in VISIBLE if char.isalnum())
WIDE = "\x80\u00e9\ud7ff\ue000\uffff\U0010ffff"

# Rule, a text with one character open, the characters that fit, and whether SMTPUTF8 adds to them
CHARACTERS = [
    ("Atom", "a{}", LETTERS_DIGITS + "!#$%&'*+-/=?^_`{|}~", True),  # RFC 5322 3.2.3, RFC 6531 3.3
    ("Quoted-string", '"a{}"', " " + VISIBLE.replace('"', "").replace("\\", ""), True),  # RFC 5321 4.1.2
    ("Quoted-string", '"\\{}"', " " + VISIBLE, False),
    ("Domain", "a{}b.c", LETTERS_DIGITS + "-.", True),
    ("LDH-domain", "{}", LETTERS_DIGITS, False),
    ("address-literal", "[x:a{}]", VISIBLE.translate({91: None, 92: None, 93: None}), False),
    ("esmtp-keyword", "a{}", LETTERS_DIGITS + "-", False),
    ("esmtp-keyword", "{}a", LETTERS_DIGITS, False),
    ("esmtp-value", "a{}", VISIBLE.replace("=", ""), True),
    ("xtext", "{}", VISIBLE.replace("=", "").replace("+", ""), False),  # RFC 3461 4
    ("xtext", "+{}0", "0123456789ABCDEF", False),
    ("orcpt-value", "rfc822;{}", VISIBLE.replace("=", "").replace("+", ""), True),
    ("auth-value", "a@b{}", VISIBLE.translate(dict.fromkeys(map(ord, "+=<>"))), False),
    ("base64", "AA{}A", LETTERS_DIGITS + "+/", False),
    ("sasl-mech", "A{}", LETTERS_DIGITS + "-_", False),
    ("solicit-value", "A{}A", LETTERS_DIGITS + ".-_:,", False),
    ("transid-value", "<a{}b@c>", VISIBLE.translate(dict.fromkeys(map(ord, '()<>@,;:\\"/[]?='))), False),
    ("absolute-URI", "a:{}", VISIBLE.translate(dict.fromkeys(map(ord, '"#%<>\\^`{|}'))), False),  # RFC 3986 2
    ("burl-offer", "imap://{}", VISIBLE.translate(dict.fromkeys(map(ord, '"#%/<>?\\^`{|}'))), False),
    ("noop", "NOOP {}", VISIBLE, True),
    ("noop", "NOOP a{}b", " " + VISIBLE, True),
    ("textstring", "{}", "\t " + VISIBLE, True),
    ("ehlo-line", "A b{}", VISIBLE, False),
    ("deliverby-offer", "1,a{}", VISIBLE.replace(",", ""), False),
    ("limits-offer", "A=b{}", VISIBLE.replace(";", ""), False),
]


@pytest.mark.parametrize(("rule", "text", "fitting", "wide"), CHARACTERS)
def test_characters(*, rule: str, text: str, fitting: str, wide: bool) -> None:
    """Each class of characters to its edges."""
    for char in [*map(chr, range(0x100)), *WIDE, "\u017f", "\u212a", "\udce9"]:
        filled = text.replace("{}", char)
        assert syntax.matches(rule, filled) is (char in fitting), repr(char)
        valid = char in fitting or (wide and not char.isascii() and char != "\udce9")
        assert syntax.matches(rule, filled, utf8=True) is valid, repr(char)


# ---- An automaton, which knows what is viable ----


class Automaton:
    """Thompson's construction: states with an edge on characters, or jumps; every one leads on to the end."""

    def __init__(self, node: object) -> None:
        """Build it for a node without names."""
        self.edges: dict[int, tuple[tuple[tuple[int, int], ...], int]] = {}
        self.jumps: dict[int, list[int]] = {0: []}
        self.start = self._built(node, 0)

    def _new(self, jumps: list[int]) -> int:
        state = len(self.jumps)
        self.jumps[state] = jumps
        return state

    def _edge(self, ranges: tuple[tuple[int, int], ...], out: int) -> int:
        state = self._new([])
        self.edges[state] = (ranges, out)
        return state

    def _built(self, node: object, out: int) -> int:
        """The state from which the node leads to the state `out`."""
        match node:
            case compiler.Chars(ranges):
                return self._edge(ranges, out)
            case compiler.Word(text):
                for char in reversed(text):
                    out = self._edge(tuple((ord(one), ord(one)) for one in {char.lower(), char.upper()}), out)
            case compiler.Seq(items):
                for item in reversed(items):
                    out = self._built(item, out)
            case compiler.Alt(items):
                return self._new([self._built(item, out) for item in items])
            case compiler.Repeat(item, least, most):
                out = self._loop(item, out) if most is None else self._options(item, most - least, out)
                for _ in range(least):
                    out = self._built(item, out)
        return out

    def _loop(self, item: object, out: int) -> int:
        state = self._new([out])
        self.jumps[state].append(self._built(item, state))
        return state

    def _options(self, item: object, most: int, end: int) -> int:
        out = end
        for _ in range(most):
            out = self._new([self._built(item, out), end])
        return out

    def _closure(self, states: set[int]) -> set[int]:
        todo = list(states)
        while todo:
            for state in self.jumps[todo.pop()]:
                if state not in states:
                    states.add(state)
                    todo.append(state)
        return states

    def run(self, text: str) -> tuple[int, bool]:
        """The length of the longest viable prefix, and whether the whole text is accepted."""
        states = self._closure({self.start})
        for at, char in enumerate(text):
            following = {
                out
                for state in states & self.edges.keys()
                for ranges, out in [self.edges[state]]
                if any(low <= ord(char) <= high for low, high in ranges)
            }
            if not following or "\ud800" <= char <= "\udfff":  # rule 4 of the grammar: a surrogate is no character
                return at, False
            states = self._closure(following)
        return len(text), 0 in states


@cache
def automaton(rule: str, *, utf8: bool) -> Automaton:
    """The automaton of a rule."""
    return Automaton(tree(rule, utf8=utf8))


@quick
@given(rule=st.sampled_from(RULES), seed=seeds, utf8=st.booleans())
def test_viable_is_the_longest_viable_prefix(*, rule: str, seed: int, utf8: bool) -> None:
    """So it is monotone, and every shorter prefix is viable too."""
    for text in texts(rule, seed):
        column, whole = automaton(rule, utf8=utf8).run(text)
        assert syntax.viable(rule, text, utf8=utf8) == column
        assert syntax.matches(rule, text, utf8=utf8) is whole
        assert syntax.viable(rule, text[:column], utf8=utf8) == column


@quick
@given(rule=st.sampled_from(RULES), seed=seeds, utf8=st.booleans())
def test_expected_tokens_are_viable(*, rule: str, seed: int, utf8: bool) -> None:
    """Whatever is offered may be written there, and something is offered wherever the line is right so far."""
    random = Random(seed)
    text = texts(rule, seed)[random.randrange(3)]
    prefix = text[: random.randrange(len(text) + 1)]
    prefix = prefix[: syntax.viable(rule, prefix, utf8=utf8)]
    tokens = syntax.expected(rule, prefix, utf8=utf8)
    assert tokens
    assert len(set(tokens)) == len(tokens)
    probes = {syntax.BLANK: " ", syntax.LETTER: "qj", syntax.DIGIT: "1730", syntax.HEXADECIMAL: "1730"}
    probes[syntax.LETTER_OR_DIGIT] = "qj"
    for token in tokens:
        if token == syntax.END:
            assert syntax.matches(rule, prefix, utf8=utf8)
        elif token in syntax.DESCRIPTIONS:
            assert any(syntax.viable(rule, prefix + char, utf8=utf8) == len(prefix) + 1 for char in probes[token])
        else:
            assert syntax.viable(rule, prefix + token, utf8=utf8) == len(prefix + token)
    assert (syntax.END in tokens) is syntax.matches(rule, prefix, utf8=utf8)


anything = st.text(st.characters(exclude_categories=()), max_size=40)
placeholders = st.sampled_from(
    ["{{a}}", "{{ b c }}", "{{", "}}", "{{}}", "{{$env.X}}", "<", ">", "@", " ", "MAIL FROM:"]
)


@quick
@given(
    rule=st.sampled_from(RULES),
    text=st.one_of(anything, st.lists(st.one_of(placeholders, anything)).map("".join)),
    utf8=st.booleans(),
)
def test_any_text_has_an_answer(*, rule: str, text: str, utf8: bool) -> None:
    """Nothing raises, columns are within the text, and what matches is viable to its end."""
    column = syntax.viable(rule, text, utf8=utf8)
    assert 0 <= column <= len(text)
    if syntax.matches(rule, text, utf8=utf8):
        assert column == len(text)
    syntax.expected(rule, text, utf8=utf8)
    for filled in syntax.stand_ins(text):
        assert len(filled) == len(text)


# ---- The file, and what is made of it ----


def test_patterns_are_fresh() -> None:
    """The generated module is the one that the grammar gives now."""
    current = compiler.PATTERNS.read_text(encoding="ascii")
    assert current == compiler.write(ABNF), f"smtp_ls/patterns.py is stale: run `{compiler.REFRESH}`"
    assert current.splitlines()[0].count(compiler.REFRESH) == 1


def test_check_says_what_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` fails on another module, and the command without it mends that."""
    monkeypatch.setattr(compiler, "PATTERNS", tmp_path / "patterns.py")
    assert compiler.main(["--check"]) == 1
    assert compiler.REFRESH in capsys.readouterr().err
    assert compiler.main([]) == 0
    assert compiler.main(["--check"]) == 0
    assert compiler.main(["--chekc"]) == 2


def test_every_pattern_compiles_in_both_engines() -> None:
    """Without warnings, and short enough to be compiled when it is needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for table in (patterns.FULL, patterns.COMMON, patterns.UTF8):
            for pattern in table.values():
                re.compile(pattern, re.ASCII)
                regex.compile(pattern, regex.ASCII)
                assert len(pattern) < 3000
    assert len(patterns.FULL["mail"]) < 1500
    assert len(patterns.COMMON["mail"]) < 400


VERBS = (
    "ehlo helo lhlo mail rcpt data bdat burl rset vrfy expn help noop quit starttls auth etrn atrn turn send soml saml "
    "verb onex xclient xforward x-exps x-anonymoustls xexch50 x-link2state xusr xadr xsta"
)
VALUES = (
    "size body ret envid notify orcpt auth by holdfor holduntil mt-priority mtrk solicit submitter transid rrvs "
    "alt-address xverp"
)


def test_every_verb_and_parameter_has_its_rule() -> None:
    """One rule per verb, in lower case, and one per parameter with a value."""
    assert len(VERBS.split()) == 33
    assert set(VERBS.split()) <= set(RULES)
    assert {f"{keyword}-value" for keyword in VALUES.split()} <= set(RULES)


def test_every_rule_names_its_source_and_is_used() -> None:
    """The comment above a rule says which RFC and section, or that there is none; no rule is left over."""
    blocks = re.findall(r"^((?:;.*\n)+)([A-Za-z][\w-]*) *=/?(.*(?:\n[ ].*)*)", ABNF, re.MULTILINE)
    defined = re.findall(r"^([A-Za-z][\w-]*) *=", ABNF, re.MULTILINE)
    assert [name for _, name, _ in blocks] == defined
    unquoted = " ".join(re.sub(r'"[^"]*"|;.*', "", body) for _, _, body in blocks)
    used = {word.lower() for word in re.findall(r"[A-Za-z][\w-]*", unquoted)}
    for comment, name, body in blocks:
        assert re.match(r"; (RFC \d{3,4}( appendix [A-Z]| \d)|No RFC)", comment), f"{name} has no source"
        assert name.lower() in used or "; export" in body, f"{name} is not used"


def test_first_patterns_are_part_of_the_whole() -> None:
    """What is tried first only takes texts that the whole pattern takes."""
    for rule, pattern in patterns.COMMON.items():
        random = Random(rule)
        node = compiler.expand(compiler.Name(rule.lower()), compiler.read(ABNF).rules, compiler.read(ABNF).rare)
        for _ in range(20):
            text = drawn(compiler.simplify(node), random)
            assert re.fullmatch(pattern, text, re.ASCII)
            assert re.fullmatch(patterns.FULL[rule], text, re.ASCII)


@pytest.mark.parametrize(
    ("abnf", "pattern"),
    [
        ('a = "x"', "[Xx]"),
        ('a = "xy1" / %i"z-"', r"(?i:xy1)|(?i:z-)"),
        ('a = "]" [ ")" ] "/" ', r"\]\)?/"),
        ('a = 2*3( "x" / "y" ) *DIGIT', "[XYxy]{2,3}[0-9]*"),
        ('a = 2b 1*c ["-" b]\nb = "q" / "r"\nc = %x30-39 / ","', "[QRqr]{2}[,0-9]+(?:-[QRqr])?"),
        ('a = ( "x" "y" / "xyz" ) SP\n    ; a comment ")"\n    "."', r"(?:[Xx][Yy]|(?i:xyz)) \."),
        ("a = DIGIT / %x31 / %x33-3A", "[0-:]"),
        ("a = %x5B-5E / %x2D", r"[\-\[-\^]"),
        ("a = %x80-D7FF", r"[\x80-\ud7ff]"),
        ("a = %xE000-1FFFF", r"[\ue000-\U0001ffff]"),
        ("a = %x41-5A / %x80-10FFFF", r"[^\x00-@\[-\x7f]"),
        ('a = ""', ""),
        ('a = *3"ab" 4DIGIT', "(?:(?i:ab)){0,3}[0-9]{4}"),
    ],
)
def test_reading_abnf(abnf: str, pattern: str) -> None:
    """Small grammars and the patterns that they come to."""
    rules = compiler.read(abnf + "\n").rules
    assert compiler.pattern(compiler.simplify(compiler.expand(compiler.Name("a"), rules))) == pattern


@pytest.mark.parametrize("abnf", ['a = "x', "a = ( b", "a = b )", "a = &", "a b = c", 'a = "x"\na = "y"', "a = /"])
def test_unreadable_abnf(abnf: str) -> None:
    """A slip in the file is an error, not another language."""
    with pytest.raises(SyntaxError):
        compiler.read(abnf + "\n")


def test_recursion_is_refused() -> None:
    """SMTP lines are regular, and a rule that is not could not become a pattern."""
    rules = compiler.read('a = "x" b\nb = "(" a ")"\n').rules
    with pytest.raises(RecursionError):
        compiler.expand(compiler.Name("a"), rules)
