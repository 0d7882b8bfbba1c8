"""The trace: what is read, what an edit leaves, and where findings stand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_ls.findings import Choice, Point
from smtp_ls.publishing import Publisher
from smtp_ls.trace import Trace

LINES = [
    "S: 220 mx.example.com ESMTP", "C: EHLO client.example.org", "S: 250-mx.example.com", "S: 250-SIZE 1000",
    "S: 250-PIPELINING", "S: 250-STARTTLS", "S: 250-AUTH PLAIN LOGIN", "S: 250 8BITMIME", "S: 250 Ok", "S: 250",
    "C: MAIL FROM:<a@example.org>", "C: MAIL FROM:<b@example.org> BODY=8BITMIME", "C: MAIL FROM: a@example.org",
    "C: RCPT TO:<c@example.net>", "S: 550 5.1.1 No such user", "C: DATA", "S: 354 go ahead", "C: Subject: hi", "C:",
    "C: hello", "C: .hidden", "C: gr\u00fc\u00dfe", "C: .", "C: BDAT 20 LAST", "C: BDAT 5", "C: RSET", "C: QUIT",
    "S: 221 Bye", "C: STARTTLS", "S: 220 Ready", "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dXNlcg==", "S: 235 ok",
    "C: LHLO a.example", "C: AUTH PLAIN AGEAYg==", "# a comment", "### another session",
    "# smtp-ls: ignore[missing-quit]", "@sender = x@example.org", "C: MAIL FROM:<{{sender}}>", "", "S: 4xx|5xx",
    "S: ...", "S: hello", "S: 421 closing", "some prose", "C: MALI x", "C: NOOP", "S: 354-", "C: VRFY a",
    "# smtp-ls: partial", "# smtp-ls: tls=implicit", "S: 503 5.5.1 no", "C: *",
]  # fmt: skip
BARE = [line[3:] if line[1:3] == ": " else line for line in LINES]


def state(trace: Trace) -> tuple[object, ...]:
    """All that a trace says of its file."""
    return (
        trace.lines,
        trace.dialect.name,
        [trace.said(line) for line in range(len(trace.lines))],
        trace.index,
        trace.begun,
        trace.diagnostics(),
        trace.states,
        trace.modes,
    )


def check_edits(lines: list[str], edits: list[tuple[int, int, list[str]]]) -> None:
    """A trace edited equals a trace read anew, after every edit."""
    trace = Trace("\n".join(lines) + "\n")
    publisher = Publisher(trace)
    trace.edited = publisher.forget
    publisher.diagnostics(Choice())
    for first, count, new in edits:
        trace.edit_lines(first, first + count, "".join(f"{line}\n" for line in new))
        anew = Trace(trace.text)
        if count != 1:  # now and then it is asked after several edits only
            assert publisher.diagnostics(Choice()) == anew.diagnostics()
        for mine, fresh in zip(state(trace), state(anew), strict=True):
            assert mine == fresh
        assert not trace.failures
    assert publisher.diagnostics(Choice()) == trace.diagnostics()


EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 4), st.lists(st.sampled_from(LINES), max_size=3)), max_size=6
)
BARE_EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 4), st.lists(st.sampled_from(BARE), max_size=3)), max_size=6
)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(st.sampled_from(LINES), max_size=30), EDITS)
def test_an_edited_trace_equals_one_read_anew(lines: list[str], edits: list[tuple[int, int, list[str]]]):
    """In the labelled notation, whatever the lines: comments and blank lines too."""
    check_edits(lines, edits)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(st.sampled_from(BARE), max_size=30), BARE_EDITS)
def test_an_edited_bare_trace_equals_one_read_anew(lines: list[str], edits: list[tuple[int, int, list[str]]]):
    """In the bare form, where a line may look at the next."""
    check_edits(lines, edits)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(st.sampled_from(LINES), max_size=30), st.data())
def test_a_trace_read_in_slices_equals_one_read_at_once(lines: list[str], data: st.DataObject):
    """However little is read at a time, and whatever is edited meanwhile."""
    trace = Trace("\n".join(lines) + "\n", most=data.draw(st.integers(1, 9)))
    publisher = Publisher(trace)
    trace.edited = publisher.forget
    for first, count, new in data.draw(EDITS):
        trace.edit_lines(first, first + count, "".join(f"{line}\n" for line in new))
        publisher.diagnostics(Choice())
        trace.read_on(2)
    while not trace.is_read:
        trace.read_on(5)
        publisher.diagnostics(Choice())
    anew = Trace(trace.text)
    for mine, fresh in zip(state(trace), state(anew), strict=True):
        assert mine == fresh
    assert publisher.diagnostics(Choice()) == anew.diagnostics()


@settings(max_examples=2 * settings().max_examples)
@given(
    st.text(alphabet="CS: 250\r\n\x0b\u2028aEHLO.x", max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 9), st.text("C:\r\n.a2", max_size=5)
        )
    ),
)
def test_edits_by_column_keep_the_text_and_the_lines(text: str, edits: list[tuple[int, int, int, int, str]]):
    """Any text, any line ends: the lines are those of the text, and the trace is that of a fresh read."""
    trace = Trace(text)
    for line, start_column, lines, end_column, new in edits:
        end = Point(line + lines, end_column if lines else start_column + end_column)
        trace.edit(Point(line, start_column), end, new)
        anew = Trace(trace.text)
        assert trace.lines == anew.lines
        assert state(trace) == state(anew)


@settings(max_examples=2 * settings().max_examples)
@given(
    st.text(max_size=200),
    st.sampled_from(["", "native", "bare", "swaks", "python-smtplib", "exim-debug", "tshark-follow"]),
)
def test_reading_never_fails(text: str, dialect: str):
    """Any text gives a trace in any dialect."""
    trace = Trace(text, dialect=dialect)
    trace.diagnostics()
    assert trace.text == text
    assert not trace.failures


def test_what_a_message_tells_hangs_on_no_other_file():
    """One whose first line stands above 354, behind a file with the same fields."""
    usual = "EHLO a.example.org\n250 b\nMAIL FROM:<>\n250 ok\nRCPT TO:<a@example.org>\n250 ok\nDATA\n354 go\n"
    rest = "Subject: x\n\nhi\n.\n250 ok\n"
    Trace(usual + rest)
    early = usual.replace("354", "DATA\n354") + rest
    assert "malformed-header" in {each.rule for each in Trace(early).diagnostics()}


def test_an_expectation_of_two_codes_is_final():
    """Whatever line comes below, also when that changes."""
    trace = Trace("C: NOOP\nS: 250|550\nS: 503 bad\n")
    trace.edit_lines(2, 3, "S: 250-more\n")
    assert trace.states == Trace(trace.text).states
