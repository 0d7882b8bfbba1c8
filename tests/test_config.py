"""The configuration: where it is found, what its keys mean, and what is said of mistakes."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft7Validator

from smtp_ls.errors import ConfigError
from smtp_ls.findings import Severity
from smtp_ls.project import config, config_file
from smtp_ls.project.config import DEFAULT, Config, Configs, Selection, load, nearest
from tests.conftest import Project

RULES = {
    name: SimpleNamespace(family=family, on=on, severity=Severity.ERROR)
    for name, family, on in [
        ("mail-before-ehlo", "order", True),
        ("data-without-rcpt", "order", True),
        ("double-space", "syntax", True),
        ("lower-case-verb", "syntax", False),
    ]
}


@pytest.fixture
def few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four rules in two families, one of them off by default."""
    monkeypatch.setattr("smtp_ls.rules.RULES", RULES)
    config._rules_off.cache_clear()  # noqa: SLF001  the list of rules does not change but here
    monkeypatch.setattr(config, "_rules_off", config._rules_off.__wrapped__)  # noqa: SLF001


def on(settings: Config, path: str = "a.smtp") -> set[str]:
    """The rules that run for a file."""
    return RULES.keys() - settings.choice(path).off


def error(project: Project, text: str, name: str = "smtp-ls.toml") -> str:
    """What is said of a wrong configuration."""
    project.write(name, text)
    with pytest.raises(ConfigError) as raised:
        load(name)
    return str(raised.value)


# --- where it is found ------------------------------------------------------------------------------------------------


def test_without_a_file_the_defaults_hold(project: Project) -> None:
    assert nearest(str(project.root)) == ""
    assert Configs().of(str(project.root)) == DEFAULT


def test_the_nearest_file_wins_and_nothing_is_merged(project: Project) -> None:
    project.write("smtp-ls.toml", "strict = true\n")
    project.write("deep/smtp-ls.toml", 'dialect = "swaks"\n')
    deep = Configs().of(str(project.root / "deep" / "er"))
    assert (deep.strict, deep.dialect) == (False, "swaks")


def test_the_search_ends_at_the_root_of_the_repository(project: Project) -> None:
    project.write("smtp-ls.toml", "strict = true\n")
    (project.root / "inner" / ".git").mkdir(parents=True)
    assert nearest(str(project.root / "inner")) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[tool.smtp-ls]\nstrict = true\n", True),
        ('[tool."smtp-ls"]\n', True),
        ("[tool]\nsmtp-ls.strict = true\n", True),
        ('[project]\nname = "smtp-ls"\n', False),
        ('[project]\nname = "other"\n', False),
        ("not toml = = smtp-ls\n", True),
        ("not toml = =\n", False),
        ('tool = "smtp-ls"\n', False),
    ],
)
def test_a_pyproject_counts_when_it_has_our_table(project: Project, text: str, found: bool) -> None:  # noqa: FBT001
    path = project.write("pyproject.toml", text)
    assert nearest(str(project.root)) == (str(path) if found else "")


def test_our_own_file_wins_over_pyproject(project: Project) -> None:
    project.write("pyproject.toml", "[tool.smtp-ls]\n")
    ours = project.write("smtp-ls.toml", "")
    assert nearest(str(project.root)) == str(ours)


def test_a_wrong_file_is_wrong_each_time(project: Project) -> None:
    project.write("smtp-ls.toml", "strict = 1\n")
    configs = Configs()
    for _ in range(2):
        with pytest.raises(ConfigError):
            configs.of(str(project.root))


# --- what is said of mistakes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("strikt = true", 'smtp-ls.toml: unknown key "strikt"; did you mean "strict"?'),
        ("strict = 1", "smtp-ls.toml: strict: expected true or false, not a number"),
        ('select = "double-space"', "smtp-ls.toml: select: expected a list of strings, not a string"),
        ("ignore = [1]", "smtp-ls.toml: ignore: expected a list of strings, but it holds a number"),
        (
            'select = ["double-spaec"]',
            'smtp-ls.toml: select: unknown rule "double-spaec"; did you mean "double-space"?',
        ),
        ('[per-file-ignores]\nx = "ALL"', "smtp-ls.toml: per-file-ignores: expected a list of strings, not a string"),
        ("per-file-ignores = []", "smtp-ls.toml: per-file-ignores: expected a table of globs, not a list"),
        ('[severity]\ndouble-space = "loud"', 'smtp-ls.toml: severity: unknown value "loud"; it is one of hint, '),
        ('[severity]\ndouble-spase = "hint"', 'smtp-ls.toml: severity: unknown rule "double-spase"; did you mean'),
        ('[severity]\nsyntax = "hint"', 'smtp-ls.toml: severity: "syntax" is no single rule'),
        ('exclude = ["[z-a]"]', 'smtp-ls.toml: exclude: "[z-a]" is no glob'),
        ('dialect = "swax"', 'smtp-ls.toml: dialect: unknown dialect "swax"; did you mean "swaks"?'),
        ('tls = "starttsl"', 'smtp-ls.toml: tls: unknown value "starttsl"; did you mean "starttls"?'),
        ("line-limit = true", "smtp-ls.toml: line-limit: expected a number of octets, not true or false"),
        ("line-limit = 0", "smtp-ls.toml: line-limit: expected a number of octets above 0"),
        ("strict = ", "smtp-ls.toml: not valid TOML: "),
    ],
)
@pytest.mark.usefixtures("few_rules")
def test_a_mistake_is_said_with_file_and_key(project: Project, text: str, message: str) -> None:
    assert error(project, text).startswith(message)


def test_octets_that_are_no_utf8_are_said(project: Project) -> None:
    project.write("smtp-ls.toml", b"lang = '\xff'\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load("smtp-ls.toml")


@pytest.mark.usefixtures("project")
def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError, match=r"smtp-ls\.toml: No such file"):
        load("smtp-ls.toml")


def test_a_pyproject_that_is_named_must_have_the_table(project: Project) -> None:
    assert error(project, "", "pyproject.toml") == "pyproject.toml: there is no [tool.smtp-ls] table"


def test_our_table_must_be_a_table(project: Project) -> None:
    assert error(project, 'tool.smtp-ls = "x"', "pyproject.toml") == (
        "pyproject.toml: tool.smtp-ls must be a table, not a string"
    )


# --- what the keys mean -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("few_rules")
def test_every_key_is_read(project: Project) -> None:
    project.write(
        "smtp-ls.toml",
        """
        select = ["order"]
        extend-select = ["double-space"]
        ignore = ["data-without-rcpt"]
        strict = true
        include = ["*.log"]
        exclude = ["old/"]
        dialect = "swaks"
        protocol = "lmtp"
        tls = "implicit"
        lang = "id"
        line-limit = 2000
        [per-file-ignores]
        "bad/*.smtp" = ["ALL"]
        [severity]
        double-space = "hint"
        """,
    )
    assert load("smtp-ls.toml") == Config(
        "smtp-ls.toml",
        str(project.root),
        (Selection(("order",), ("double-space",), ("data-without-rcpt",)),),
        (("bad/*.smtp", ("ALL",)),),
        (("double-space", Severity.HINT),),
        strict=True,
        include=("*.log",),
        exclude=("old/",),
        dialect="swaks",
        protocol="lmtp",
        tls="implicit",
        lang="id",
        line_limit=2000,
    )


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], {"mail-before-ehlo", "data-without-rcpt", "double-space"}),
        ([Selection(("ALL",))], set(RULES)),
        ([Selection(("order",))], {"mail-before-ehlo", "data-without-rcpt"}),
        ([Selection(("order",), ignore=("data-without-rcpt",))], {"mail-before-ehlo"}),
        ([Selection(("data-without-rcpt",), ignore=("order",))], {"data-without-rcpt"}),
        ([Selection(("order",), ignore=("order",))], set()),
        ([Selection(None, ("lower-case-verb",))], set(RULES)),
        ([Selection(None, (), ("ALL",)), Selection(None, ("double-space",))], {"double-space"}),
        ([Selection(None, (), ("double-space",)), Selection(("double-space",))], {"double-space"}),
        ([Selection(())], set()),
    ],
)
@pytest.mark.usefixtures("few_rules")
def test_the_narrower_name_and_the_later_layer_decide(layers: list[Selection], expected: set[str]) -> None:
    assert on(Config(selections=tuple(layers))) == expected


@pytest.mark.usefixtures("few_rules")
def test_rules_are_ignored_file_by_file(project: Project) -> None:
    settings = Config(folder=str(project.root), per_file_ignores=(("bad/", ("order",)), ("*.log", ("double-space",))))
    assert on(settings, "bad/deep/a.smtp") == {"double-space"}
    assert on(settings, str(project.root / "bad" / "a.log")) == set()
    assert on(settings, "good/a.smtp") == {"mail-before-ehlo", "data-without-rcpt", "double-space"}


def test_levels_and_strictness_reach_the_rules() -> None:
    choice = Config(severity=(("double-space", Severity.HINT),), strict=True).choice("a.smtp")
    assert choice.levels == (("double-space", Severity.HINT),)
    assert choice.strict


# --- the schema -------------------------------------------------------------------------------------------------------


def test_the_schema_is_that_of_the_keys(request: pytest.FixtureRequest) -> None:
    """`pytest --update-snapshots` writes it anew."""
    path = Path(config_file.__file__).with_name("config.schema.json")
    expected = json.dumps(config_file.schema(), indent=2) + "\n"
    if request.config.getoption("--update-snapshots"):
        path.write_text(expected)
    assert path.read_text() == expected


def test_every_key_is_a_field_of_the_configuration() -> None:
    selection = {"select", "extend_select", "ignore"}
    assert {key.field for key in config_file.KEYS.values()} == (
        set(Config._fields) - {"file", "folder", "selections"}
    ) | selection


def test_the_schema_takes_what_we_take() -> None:
    validator = Draft7Validator(config_file.schema())
    good = {
        "select": ["ALL"],
        "severity": {"double-space": "hint"},
        "per-file-ignores": {"*.log": ["order"]},
        "line-limit": 1,
    }
    assert validator.is_valid(good)
    wrong: list[object] = [
        {"selekt": []},
        {"select": "ALL"},
        {"line-limit": 0},
        {"severity": {"x": "loud"}},
        {"lang": "de"},
    ]
    assert not any(map(validator.is_valid, wrong))
