"""What the files for editors say agrees with what smtp-ls does; the editors themselves run in `make test-vscode`."""

import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import regex  # type: ignore[import-untyped,unused-ignore]
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.patterns import FULL, UTF8

ROOT = Path(__file__).parents[1]
VSCODE = ROOT / "editors" / "vscode"
PACKAGE = json.loads((VSCODE / "package.json").read_text())
CONTRIBUTES = PACKAGE["contributes"]
PATTERNS = {**{f"{name}, UTF-8": pattern for name, pattern in UTF8.items()}, **FULL}
LINES = (
    "MAIL FROM:<alice@example.org> SIZE=1000 BODY=8BITMIME AUTH=<>",
    'RCPT TO:<"a b"@[IPv6:2001:db8::1]> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+40x.org',
    "RCPT TO:<@relay.example.com:bob@bücher.example>",
    "EHLO [192.0.2.1]",
    "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
    "250-SIZE 100",
    "BDAT 100 LAST",
    "2026-11-24T10:00:00Z",
    "120;R",
)
"""Drawn texts are pieces of these, with a few characters changed."""


def stand_in() -> ModuleType:
    """The module that the VS Code extension brings along in place of the package `regex`."""
    spec = importlib.util.spec_from_file_location("stand_in", VSCODE / "bundled" / "stand_ins" / "regex.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REGEX = stand_in()


@cache
def compiled(pattern: str) -> Any:
    """By the stand-in, once."""
    return REGEX.compile(pattern, REGEX.ASCII)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Something like a line, or like a part of one."""
    text = draw(st.sampled_from(LINES))
    first, last = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    text = draw(st.sampled_from((text, text[first:last])))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from('<>@. ;=,"[]:-a1é{}+\\')) + text[place + draw(st.integers(0, 1)) :]
    return text


@given(name=st.sampled_from(sorted(PATTERNS)), text=texts())
def test_the_stand_in_says_what_regex_says(name: str, text: str):
    """A text is a match, or the beginning of one, for both or for neither."""
    ours = compiled(PATTERNS[name]).fullmatch
    theirs = regex.compile(PATTERNS[name], regex.ASCII).fullmatch
    assert ours(text) == bool(theirs(text))
    assert ours(text, partial=True) == bool(theirs(text, partial=True))


@pytest.mark.parametrize("pattern", ["a|(b)", "(?=a)", "a(?:b", "[a", "a{2", r"\d", "^a"])
def test_the_stand_in_refuses_what_it_does_not_know(pattern: str):
    """An error is better than another meaning."""
    with pytest.raises((REGEX.error, IndexError)):
        REGEX.compile(pattern)


def test_the_problem_matcher_finds_every_part_of_a_concise_line():
    """The golden output is what the command prints."""
    pattern = CONTRIBUTES["problemMatchers"][0]["pattern"]
    for line in (ROOT / "tests" / "snapshots" / "report.concise").read_text().splitlines():
        found = re.match(pattern["regexp"], line)
        assert found, line
        assert re.fullmatch(r".+\.smtp", found[pattern["file"]])
        assert found[pattern["severity"]] in {"error", "warning", "information", "hint"}
        assert re.fullmatch("[a-z-]+", found[pattern["code"]])


def test_every_key_of_the_configuration_is_a_setting():
    """With a description, and null for not set."""
    schema = json.loads((ROOT / "smtp_ls" / "project" / "config.schema.json").read_text())
    settings = {
        name: entry for section in CONTRIBUTES["configuration"] for name, entry in section["properties"].items()
    }
    for key in schema["properties"]:
        entry = settings[f"smtp-ls.{key}"]
        assert entry["default"] is None
        assert entry["markdownDescription"]


def test_commands_of_the_palette_are_registered_and_walked_through():
    """What package.json names is what the client does, and the other way round."""
    named = {command["command"].removeprefix("smtpLs.") for command in CONTRIBUTES["commands"]}
    source = (VSCODE / "src" / "commands.ts").read_text()
    table = source[source.index("= {") : source.index("};")]
    assert set(re.findall(r"^ {4}(\w+):", table, re.MULTILINE)) == named
    walked = re.findall(r"command:smtpLs\.(\w+)", json.dumps(CONTRIBUTES["walkthroughs"]))
    assert set(walked) <= named


def test_what_package_json_names_is_there():
    """Pictures, snippets, pages of the walkthrough; the grammars are copied when the extension is packaged."""
    named = re.findall(r'"(?:\./)?((?:images|snippets|walkthrough)/[\w.-]+|[\w-]+\.json)"', json.dumps(PACKAGE))
    missing = [name for name in named if not (VSCODE / name).is_file()]
    assert not missing


def test_the_lock_file_names_no_host():
    """Whoever installs has a registry of their own."""
    lock = json.loads((VSCODE / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
