"""What only scripts hold: variables, directives, ports, line ends, and expectations that fit nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.findings import Choice, Severity
from smtp_ls.trace import Trace
from smtp_ls.written import Written

OURS = frozenset((
    "duplicate-variable", "expectation-conflict", "expectation-impossible", "mixed-line-endings",
    "port-protocol-mismatch",
    "timeout-below-minimum", "undefined-variable", "unfounded-refusal-expected", "unknown-directive",
    "unmatched-expectation", "unreachable-after-close", "unused-variable",
))  # fmt: skip


def found(text: str, choice: Choice = Choice()) -> list[str]:
    """What the rules of scripts find, as "line:rule:severity"."""
    trace = Trace(text)
    assert not trace.failures
    return [
        f"{each.start.line + 1}:{each.rule}:{each.severity.name[0]}"
        for each in trace.diagnostics(choice)
        if each.rule in OURS
    ]


# --- variables --------------------------------------------------------------------------------------------------------

SCRIPT = "C: EHLO client.example.org\nC: QUIT\n"

VARIABLES = [
    ("@a = 1\nC: NOOP {{a}}\n", []),
    ("@a = 1\nC: NOOP {{ a }}\n", []),
    ("@a = 1\nNOOP {{a}}\n", []),
    ("C: NOOP {{a}}\n@a = 1\n", []),
    ("@a = 1\n@b = {{a}}\nC: NOOP {{b}}\n", []),
    ("@a = {{b}}\nC: NOOP {{a}}\n", ["1:undefined-variable:W"]),
    ("@a = 1\n# {{b}} is not said by anybody\nC: NOOP {{a}}\n", []),
    ("### {{b}}\n@a = 1\nC: NOOP {{a}}\n", []),
    ("@a = 1\nC: NOOP {{a}} {{b}} {{b}}\n", ["2:undefined-variable:W", "2:undefined-variable:W"]),
    ("@a = 1\nC: NOOP {{a}}\nS: 250 /{{b}}/\n", ["3:undefined-variable:W"]),
    ("C: NOOP {{b}}\nC: NOOP {{b}} {{c}}\n", ["1:undefined-variable:I", "2:undefined-variable:I"]),
    ("C: NOOP {{$env.HOME}} {{server}} {{timeout}}\n", []),
    ("@server = smtp://127.0.0.1:2525\nC: NOOP {{b}}\n", ["2:undefined-variable:I"]),
    ("C: EHLO client.example.org\nS: 250 mx.example.com\nC: NOOP {{b}}\nS: 250 Ok\n", []),
    ("@a = 1\nC: NOOP\n", ["1:unused-variable:H"]),
    ("@a = 1\n# {{a}}\nC: NOOP\n", []),
    ("@a = 1\n@a = 2\nC: NOOP {{a}}\n", ["2:duplicate-variable:W"]),
    ("@a = 1\nC: NOOP {{a}}\n@a = 2\nC: NOOP {{a}}\n", []),
    ("@a = 1\n@a = {{a}}2\nC: NOOP {{a}}\n", []),
    ("### one\n@a = 1\n### two\n@a = 2\nC: NOOP {{a}}\n", []),
    ("@tls = none\n@tls = starttls\nC: NOOP\n", ["2:duplicate-variable:W"]),
    ("@timeout = 600\nC: NOOP\n@timeout = 700\nC: NOOP\n", []),
]


@pytest.mark.parametrize(("text", "expected"), VARIABLES)
def test_a_variable_is_defined_once_and_used(text: str, expected: list[str]):
    """Wherever it is used: in commands, expectations and other variables, but not in remarks."""
    assert found(text + SCRIPT) == expected


def test_mail_data_uses_variables_and_defines_none():
    """In the bare form a line of mail data that looks like a definition is mail data."""
    message = "@b = 2\n\n{{a}}\n{{b}}\n.\n"
    text = f"@a = 1\nEHLO client.example.org\nMAIL FROM:<>\nRCPT TO:<b@example.net>\nDATA\n354\n{message}250\n"
    assert found(text) == ["10:undefined-variable:W"]


def test_the_severity_of_what_the_whole_file_shows_may_be_chosen():
    """As that of any rule."""
    choice = Choice(levels=(("unused-variable", Severity.ERROR),))
    assert found(f"@a = 1\n{SCRIPT}", choice) == ["1:unused-variable:E"]
    assert found(f"@a = 1\n{SCRIPT}", Choice(off=frozenset({"unused-variable"}))) == []
    assert found(f"# smtp-ls: ignore-file[unused-variable]\n@a = 1\n{SCRIPT}") == []


LINES = ["@a = {{b}}", "C: NOOP {{a}} {{b}}", "C: {{a", "S: 250", "", "# {{a}}"]
ENDS = ["\n", "\r\n", "\r"]
TEXTS = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)).map("".join), max_size=8).map("".join)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), TEXTS), max_size=5))
def test_what_is_kept_of_lines_is_what_a_fresh_read_gives(text: str, edits: list[tuple[int, int, str]]):
    """Ends, definitions and uses, after any edits."""
    trace = Trace(text, dialect="native")
    for first, count, new in edits:
        trace.edit_lines(first, first + count, new)
        mine, fresh = trace.written, Written(trace.text, trace.lines)
        assert (mine.ends, mine.braced, mine.directed, mine.uses) == (
            fresh.ends,
            fresh.braced,
            fresh.directed,
            fresh.uses,
        )
        assert trace.diagnostics() == Trace(trace.text, dialect="native").diagnostics()


# --- directives -------------------------------------------------------------------------------------------------------

DIRECTIVES = [
    ("# smtp-ls: partial", "", ""),
    ("# smtp-ls: ignore[missing-quit]", "", ""),
    ("# smtp-ls: tls=starttls", "", ""),
    ("# smtp-ls: protocol=lmtp", "", ""),
    ("# smtp-ls: dialect=native", "", ""),
    ("# smtp-ls finds nothing here", "", ""),
    ("@tls = {{tls}}", "", ""),
    ("@timeout = 600", "", ""),
    ("@severs = two", "unused-variable", ""),
    ("# smtp-ls: partail", "unknown-directive", "partial"),
    ("# smtp-ls: ignroe[missing-quit]", "unknown-directive", "ignore"),
    ("# smtp-ls: ignore missing-quit", "unknown-directive", "ignore[missing-quit]"),
    ("# smtp-ls: protocl=lmtp", "unknown-directive", "protocol"),
    ("# smtp-ls: protocol=stmp", "unknown-directive", "smtp"),
    ("# smtp-ls: protocol=imap", "unknown-directive", ""),
    ("# smtp-ls: tls starttls", "unknown-directive", "tls=starttls"),
    ("# smtp-ls: tls=Implicit", "unknown-directive", "implicit"),
    ("# smtp-ls: tls=none protocol=lmtp", "unknown-directive", ""),
    ("# smtp-ls: dialect=swask", "unknown-directive", "swaks"),
    ("# smtp-ls: dialect=nothing-like-it", "unknown-directive", ""),
    ("# smtp-ls: anything else", "unknown-directive", ""),
    ("@tls = strttls", "unknown-directive", "starttls"),
    ("@sever = smtp://127.0.0.1:2525", "unknown-directive", "@server"),
    ("@timout = 30", "unknown-directive", "@timeout"),
    ("@tsl = none", "unknown-directive", "@tls"),
]


@pytest.mark.parametrize(("line", "rule", "fixed"), DIRECTIVES)
def test_a_directive_is_known_or_what_was_meant_is_offered(line: str, rule: str, fixed: str):
    """The name of a pragma or setting, and the value where only some are known."""
    trace = Trace(f"{line}\n{SCRIPT}")
    told = [each for each in trace.diagnostics() if each.start.line == 0 and each.rule in OURS]
    assert [each.rule for each in told] == ([rule] if rule else [])
    repairs = [each.fix for each in told if each.fix is not None and each.rule == "unknown-directive"]
    assert [edit.text for each in repairs for edit in each.edits] == ([fixed] if fixed else [])


PORTS = [
    ("@server = smtp://mx.example.com:25", "", False),
    ("@server = smtp://mx.example.com:587", "@tls = starttls", False),
    ("@server = smtps://mx.example.com:465", "", False),
    ("@server = smtp://mx.example.com:465", "", False),
    ("@server = smtps://mx.example.com", "", False),
    ("@server = smtps://mx.example.com:2465", "", False),
    ("@server = smtps://[2001:db8::1]:587", "", True),
    ("@server = smtps://mx.example.com:25", "", True),
    ("@server = smtp://mx.example.com:587", "# smtp-ls: tls=implicit", True),
    ("@server = smtp://mx.example.com:465", "# smtp-ls: tls=none", True),
    ("@server = lmtp://mx.example.com:24", "", False),
    ("@server = lmtp://mx.example.com:25", "", True),
    ("@server = smtp://mx.example.com:587", "@protocol = lmtp", True),
]


@pytest.mark.parametrize(("server", "more", "wrong"), PORTS)
def test_a_port_is_used_for_what_it_is_known_for(server: str, more: str, *, wrong: bool):
    """Ports of one's own are for anything."""
    told = [each for each in found(f"{server}\n{more}\n{SCRIPT}") if "port" in each]
    assert told == (["1:port-protocol-mismatch:W"] if wrong else [])


def test_a_setting_behind_a_title_holds_for_its_session():
    """Above the first `###` it holds for the file."""
    session = "S: 220\nC: EHLO client.example.org\nS: 250\nC: AUTH PLAIN {{$env.X}}\nS: 235\nC: QUIT\nS: 221\n"
    first = Trace(f"### one\n# smtp-ls: tls=implicit\n{session}### two\n{session}").diagnostics()
    assert [each.start.line for each in first if each.rule == "plaintext-auth-without-tls"] == [13]
    whole = Trace(f"# smtp-ls: tls=implicit\n### one\n{session}### two\n{session}").diagnostics()
    assert not [each for each in whole if each.rule == "plaintext-auth-without-tls"]


# --- expectations -----------------------------------------------------------------------------------------------------

EHLO = "S: 220\nC: EHLO client.example.org\nS: 250\n"
FULL = "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250-mx.example.com\nS: 250 PIPELINING\n"
QUIT = "C: QUIT\nS: 221\n"

EXPECTATIONS = [
    # What fits nothing
    ("S: 220\nS: 250\n" + QUIT, ["2:unmatched-expectation:W"]),
    ("S: 220\nS: 4xx|5xx\n" + QUIT, []),
    (EHLO + "C: MAIL FROM:<a@example.org>\nC: RCPT TO:<b@example.net>\nS: 250\nS: 250\nC: RSET\nS: 250\n" + QUIT, []),
    (FULL + "C: NOOP\nS: 250\nS: 250\n" + QUIT, ["7:unmatched-expectation:W"]),
    (FULL + "C: NOOP\nS: 250\nS: 421\n", []),
    (FULL + "C: NOOP\nC: NOOP\nS: 250\nS: 250\n" + QUIT, []),
    ("S: 250\nC: NOOP\nS: 250\n", []),
    # What comes too late
    (EHLO + QUIT + "S: 250\n", ["6:unreachable-after-close:W"]),
    (EHLO + QUIT + "S: 220\nC: EHLO client.example.org\nS: 250\n" + QUIT, []),
    (EHLO + QUIT + "S: 2xx\n", []),
    (EHLO + "C: NOOP\nS: 421\nS: 250\n", ["6:unreachable-after-close:W"]),
    (FULL + "C: QUIT\nS: 221 Bye\nS: 250 Ok\n", ["7:unreachable-after-close:W"]),
    (FULL + "C: QUIT\nS: 221-Bye\nS: 221 Bye\n", []),
    # What never comes
    (EHLO + "C: NOOP\nS: 250 2.0.0\n" + QUIT, []),
    (EHLO + "C: NOOP\nS: 250 5.0.0\n" + QUIT, ["5:expectation-impossible:E"]),
    (EHLO + "C: NOOP\nS: 2xx|5xx 5.0.0\n" + QUIT, []),
    (EHLO + "C: NOOP\nS: 5xx 4.0.0\n" + QUIT, ["5:expectation-impossible:E"]),
    (EHLO + "C: NOOP\nS: 250 /ok|fine/\n" + QUIT, []),
    (EHLO + "C: NOOP\nS: 250 /[ok/\n" + QUIT, ["5:expectation-impossible:E"]),
    # What should be refused
    (FULL + "C: STARTTLS\nS: 220\n" + QUIT, ["6:expectation-conflict:W"]),
    (FULL + "C: STARTTLS\nS: 5xx\n" + QUIT, []),
    (FULL + "C: MAIL FROM:<a@example.org> SIZE=1\nS: 250\nC: RSET\nS: 250\n" + QUIT, ["6:expectation-conflict:W"]),
    (EHLO + "C: STARTTLS\nS: 220\n" + QUIT, []),
]


@pytest.mark.parametrize(("text", "expected"), EXPECTATIONS)
def test_an_expectation_fits_a_command_and_can_come(text: str, expected: list[str]):
    """Behind a group of commands patterns are not counted."""
    assert found(text) == expected


# --- line ends --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C: EHLO client.example.org\r\nC: QUIT\r\n", []),
        ("C: EHLO client.example.org\rC: QUIT\r", []),
        ("C: EHLO client.example.org\r\nC: QUIT", []),
        ("C: EHLO client.example.org\r\nC: QUIT\n", ["2:mixed-line-endings:I"]),
        ("C: EHLO client.example.org\nC: NOOP\rC: QUIT\n", ["2:mixed-line-endings:I"]),
        ("220 mx.example.com\r\nEHLO client.example.org\n250 mx.example.com\r\nQUIT\n221 Bye\r\n", []),
        (" -> EHLO client.example.org\n<-  250 mx.example.com\r\n", []),
    ],
)
def test_lines_of_a_labelled_file_end_alike(text: str, expected: list[str]):
    """What a terminal or a tool has recorded ends as it will."""
    assert found(text) == expected
