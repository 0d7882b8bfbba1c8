"""Drives the packaged extension in a real VS Code (code-server in headless Chromium), as a person would, and looks.

    drive.py --code-server FOLDER --python PYTHON --artefacts FOLDER [--pictures FOLDER] [--only WORDS] VSIX

Rule 1: each check is a function that does one thing and asserts what a person would see; one that fails leaves a
screenshot and the extension's log, and the others go on. Rule 2: no process outlives the run. Rule 3: nothing is waited
for by time. What a gesture brings about is looked for, and a gesture that a busy window swallowed is made again
(`insist`), as a person would: so it is one that does no harm when made twice. What is asserted is never tried twice.
"""

# ruff: noqa: INP001, T201  (a script, which prints)
from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as Unseen  # type: ignore[import-not-found,unused-ignore]
from playwright.sync_api import sync_playwright

WORKSPACE = Path(__file__).parent / "workspace"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
    " --disable-component-update --disable-dev-shm-usage"
).split()
SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "files.exclude": {"**/.vscode": True},  # the tasks are no part of the pictures
    "security.workspace.trust.startupPrompt": "never",
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "window.commandCenter": False,
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.layoutControl.enabled": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}
PATIENCE = 60_000
"""Milliseconds that anything may take on a busy machine."""
AGAIN = 5_000
"""Milliseconds after which a gesture that nothing came of is made again."""
NOWHERE = (200, 450)
"""A place where the mouse is above nothing: below the files in the explorer."""


# --- VS Code ----------------------------------------------------------------------------------------------------------


class Served:
    """A code-server with the extension, in folders of its own, and without any smtp-ls in its path."""

    def __init__(self, code_server: Path, home: Path, path: str, python: Path, *, wary: bool) -> None:
        self.home = home
        self.wary = wary
        """Is the workspace one that is not trusted?"""
        self.python = python
        """The interpreter of an environment with smtp-ls in it."""
        self.entry = code_server / "out" / "node" / "entry.js"
        self.folders = ("--user-data-dir", str(home / "user"), "--extensions-dir", str(home / "extensions"))
        self.environment = {
            "PATH": path,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "EXTENSIONS_GALLERY": '{"serviceUrl": "", "itemUrl": ""}',
            "VSCODE_CLI": "1",  # else a login shell is asked for its path, which has more in it
        }
        self._write("User", SETTINGS | {"security.workspace.trust.enabled": wary})
        self.configure({})
        self.process: subprocess.Popen[bytes] | None = None

    def configure(self, settings: dict[str, object]) -> None:
        """The settings of this machine, which VS Code reads as soon as they change."""
        self._write("Machine", settings)

    def _write(self, whose: str, settings: dict[str, object]) -> None:
        path = self.home / "user" / whose / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")  # VS Code would read a half-written file, and start a server for it
        unfinished.write_text(json.dumps(settings), encoding="utf-8")
        unfinished.replace(path)

    def install(self, vsix: Path) -> None:
        """Install an extension."""
        line = [_node(), str(self.entry), *self.folders, "--install-extension", str(vsix)]
        done = subprocess.run(
            line,
            env=self.environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"the extension is not installed: {done.stdout}"

    def start(self) -> str:
        """Serve; the address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = (
            "--auth none --disable-telemetry --disable-update-check --disable-getting-started-override"
            f"{'' if self.wary else ' --disable-workspace-trust'}"
        )
        line = [_node(), str(self.entry), *self.folders, *options.split(), "--bind-addr", f"127.0.0.1:{port}"]
        with (self.home / "code-server.log").open("wb") as log:
            self.process = subprocess.Popen(
                line, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

        def healthy() -> bool:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                    return True
            except (OSError, urllib.error.URLError):
                return False

        until(healthy, lambda: f"code-server does not come up: {(self.home / 'code-server.log').read_text()}")
        return f"http://127.0.0.1:{port}/"

    def stop(self) -> None:
        """End it and all that it started."""
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGTERM)
            for _ in range(100):
                if not _group(self.process.pid):
                    break
                time.sleep(0.1)
            _signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def log(self) -> str:
        """What the extension has logged."""
        found = sorted((self.home / "user" / "logs").glob("**/smtp-ls.log"))
        return "\n".join(path.read_text(encoding="utf-8") for path in found)


def _node() -> str:
    return shutil.which("node") or sys.exit("node is not in the path")


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


def _group(group: int) -> list[int]:
    """The processes of a group that are still there."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            fields = (each / "stat").read_text().rpartition(") ")[2].split()
        except (OSError, NotADirectoryError):
            continue
        if fields and int(fields[2]) == group and fields[0] != "Z":
            found.append(int(each.name))
    return found


def left_behind(folder: Path) -> list[str]:
    """The command lines of processes that have to do with this folder."""
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal() and int(each.name) != os.getpid():
            try:
                line = (each / "cmdline").read_bytes() + b"\0" + (each / "environ").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in line:
                found.append(line.partition(b"\0\0")[0].replace(b"\0", b" ").decode(errors="replace")[:120])
    return found


# --- what a person does and sees --------------------------------------------------------------------------------------


class Desk:
    """The window of VS Code: what a person does there, and where the things are."""

    def __init__(self, page: Any, pictures: Path | None) -> None:
        self.page = page
        self.pictures = pictures
        self.swallowed = 0
        """How many gestures had to be made again."""

    def insist(self, gesture: Callable[[], object], shows: Callable[[], bool], otherwise: Callable[[], str]) -> None:
        """Make a gesture, and make it again, until it shows; AssertionError with what there was instead."""
        end = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                gesture()
                until(shows, otherwise, AGAIN / 1000)
            except (AssertionError, Unseen):
                if time.monotonic() > end:
                    raise
                self.swallowed += 1
            else:
                return

    def press(self, keys: str, appears: Any) -> None:
        """Press keys until this is there; not where it is already, since many keys would close it again."""
        self.insist(
            lambda: appears.first.is_visible() or self.page.keyboard.press(keys),
            lambda: bool(appears.first.is_visible()),
            lambda: f"nothing came of {keys}",
        )

    def open(self, name: str, line: int = 0) -> None:
        """Open a file of the workspace, with the caret at the end of a line (1-based) if one is given."""
        self.palette(name, name)
        until(
            lambda: (
                self.page.locator(".tab.active", has_text=name).count() == 1 and self.writes() and bool(self.lines())
            ),
            lambda: f"{name} is not open, or not where the keys go",
        )
        if line:
            self.go_to(line)

    def writes(self) -> bool:
        """Do keys go into the text of the active editor?"""
        return bool(self.page.evaluate(WRITES))

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the caret into a line, both 1-based; at its end without a column."""
        place = self.page.locator("[id='status.editor.selection']")
        wanted = re.compile(rf"Ln {line}, Col {column or '[0-9]+'}$")

        def gesture() -> None:
            self._ask(f":{line}:{column or 9999}")
            self.page.locator(".quick-input-list .monaco-list-row", has_text=f"line {line}").wait_for(timeout=AGAIN)
            self.page.keyboard.press("Enter")

        self.insist(
            gesture,
            lambda: bool(wanted.search(place.inner_text())) and self.writes(),
            lambda: f"the caret is at {place.inner_text()}",
        )

    def command(self, title: str) -> None:
        """Run a command from the palette."""
        self.palette(f">{title}", title)

    def palette(self, text: str, row: str) -> None:
        """Type into Quick Open, and take the row that says so. Nothing is taken twice."""
        list_ = self.page.locator(".quick-input-list .monaco-list-row .label-name")
        named = self.page.locator(
            ".quick-input-list .monaco-list-row .label-name", has_text=re.compile(rf"^\s*{re.escape(row)}\s*$")
        )
        self.insist(
            lambda: self._ask(text),
            lambda: bool(named.first.is_visible()),
            lambda: f"offered: {list_.all_inner_texts()}",
        )
        self.insist(
            lambda: named.first.click(timeout=AGAIN),
            lambda: not named.first.is_visible(),
            lambda: f"{row} cannot be taken",
        )
        self.page.mouse.move(*NOWHERE)

    def _ask(self, text: str) -> None:
        """Type this into Quick Open, instead of what may be open."""
        self.dismiss()
        self.page.keyboard.press("Control+P")
        box = self.page.locator(".quick-input-widget input.input")
        box.wait_for(state="visible", timeout=AGAIN)
        box.fill(text)

    def dismiss(self) -> None:
        """Close what is open above the text."""
        self.page.mouse.move(*NOWHERE)
        for _ in range(2):
            self.page.keyboard.press("Escape")

    def lines(self) -> list[str]:
        """The text that shows in the active editor, from above to below."""
        return list(self.page.evaluate(LINES))

    def wait_for_line(self, line: str) -> None:
        """Wait until a line of the text is this one."""
        until(lambda: line in self.lines(), lambda: f"no line {line!r} in {self.lines()}")

    def suggestions(self) -> Any:
        """The rows of the completion's list, which is asked for if it does not come by itself."""
        rows = self.page.locator(".suggest-widget.visible .monaco-list-row")
        self.press("Control+Space", rows)
        return rows

    def problems(self) -> Any:
        """The rows of Problems, which is opened if it is not."""
        self.press("Control+Shift+M", self.page.locator(".markers-panel"))
        return self.page.locator(".markers-panel .monaco-list-row")

    def filter_problems(self, text: str) -> None:
        """Show those alone that hold this; all for an empty text."""
        self.problems()
        self.page.locator(".part.panel input[placeholder^='Filter']").fill(text)

    def token(self, text: str, nth: int = 0) -> Any:
        """The piece of the text, as it is coloured, that holds this."""
        return self.page.locator(".editor-instance .view-line span span", has_text=text).nth(nth)

    def scopes(self, line: int, column: int, *wanted: str) -> None:
        """Assert what VS Code's own inspector says of the token there."""
        self.go_to(line, column)
        widget = self.page.locator(".token-inspect-widget")
        self.command("Developer: Inspect Editor Tokens and Scopes")
        widget.wait_for(state="visible")
        said = ""

        def told() -> bool:
            nonlocal said
            said = " ".join(widget.inner_text().split())
            return all(each in said for each in wanted)

        until(told, lambda: f"line {line}, column {column}: not {wanted} in {said!r}")
        self.dismiss()
        widget.wait_for(state="hidden")

    def discard(self) -> None:
        """Close the active editor, an untitled one, whatever it holds."""
        self.command("View: Revert and Close Editor")
        self.page.locator(".tab", has_text="Untitled").wait_for(state="detached")

    def picture(self, name: str) -> None:
        """Keep what the window shows, if pictures were asked for."""
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"vscode-{name}.png")


LINES = """() => {
  const editor = document.querySelector(".editor-group-container.active .editor-instance") ?? document;
  return [...editor.querySelectorAll(".view-line")]
    .map((line) => [line.getBoundingClientRect().top, line.textContent.replaceAll("\\u00a0", " ")])
    .sort(([one], [other]) => one - other)
    .map(([, text]) => text);
}"""


WRITES = "() => !!document.activeElement?.closest('.editor-group-container.active .editor-instance')"


def until(holds: Callable[[], bool], otherwise: Callable[[], str], seconds: float = PATIENCE / 1000) -> None:
    """Wait until something holds; AssertionError with what there was instead."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(otherwise())
        time.sleep(0.1)


# --- the checks -------------------------------------------------------------------------------------------------------

Check = Callable[[Desk, Served], None]
CHECKS: list[tuple[str, Check]] = []
"""What is shown, and how it is looked at; in this order."""


def check(title: str) -> Callable[[Check], Check]:
    """Put a check into the list."""

    def listed(function: Check) -> Check:
        CHECKS.append((title, function))
        return function

    return listed


@check("the file's language is SMTP")
def language(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.page.locator("[id='status.editor.mode']", has_text=re.compile("^SMTP$")).wait_for()


@check("the server in the extension is used when there is no other")
def bundled(_desk: Desk, served: Served) -> None:
    until(lambda: "bundled with the extension" in served.log(), served.log)
    assert "of the interpreter" not in served.log()


@check("a squiggle, and an entry in Problems")
def problems(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.page.wait_for_selector(".squiggly-warning")
    desk.page.wait_for_selector(".squiggly-info")
    for rule in ("space-after-colon", "plaintext-auth-without-tls"):
        desk.problems().filter(has_text=rule).first.wait_for()
    desk.picture("problems")


@check("hover tells what a verb is")
def hover(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    shown = desk.page.locator(".monaco-hover:visible")

    def point() -> None:
        desk.dismiss()
        desk.token("MAIL").hover()

    desk.insist(
        point, lambda: "RFC 5321" in " ".join(shown.all_inner_texts()), lambda: f"hover says {shown.all_inner_texts()}"
    )
    desk.picture("hover")
    desk.dismiss()


@check("completion is filtered by what is typed, and accepted")
def completion(desk: Desk, _served: Served) -> None:
    desk.open("script.smtp", 6)
    desk.page.keyboard.type("\nC: R")
    desk.wait_for_line("C: R")
    rows = desk.suggestions()
    desk.picture("completion")
    until(lambda: any("RCPT" in row for row in rows.all_inner_texts()), lambda: f"offered: {rows.all_inner_texts()}")
    assert not any("DATA" in row or "EHLO" in row for row in rows.all_inner_texts()), rows.all_inner_texts()
    desk.page.keyboard.type("CP")
    desk.wait_for_line("C: RCP")
    desk.suggestions()
    until(lambda: rows.count() >= 1 and "RCPT" in rows.first.inner_text(), lambda: f"offered: {rows.all_inner_texts()}")
    desk.page.keyboard.press("Enter")
    until(lambda: any(re.match("C: RCPT TO:<", line) for line in desk.lines()), lambda: f"{desk.lines()}")
    desk.dismiss()


@check("completion offers the parameters that the server offered")
def parameters(desk: Desk, _served: Served) -> None:
    desk.open("script.smtp", 5)
    desk.page.keyboard.type(" ")
    desk.wait_for_line("C: MAIL FROM:<alice@example.org> ")
    rows = desk.suggestions()
    until(lambda: any("SIZE" in row for row in rows.all_inner_texts()), lambda: f"offered: {rows.all_inner_texts()}")
    assert not any("MT-PRIORITY" in row for row in rows.all_inner_texts()), rows.all_inner_texts()
    desk.dismiss()


@check("colours: the grammar's scopes in the native notation and in a log of swaks")
def scopes(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.scopes(9, 5, "keyword.control.verb.smtp")
    desk.scopes(22, 20, "string.other.secret.smtp")
    desk.open("swaks.smtp")
    desk.scopes(3, 2, "entity.name.type.server.smtp")
    desk.scopes(10, 10, "constant.numeric.enhanced-code.smtp")


@check("colours: a fence in Markdown")
def fence(desk: Desk, _served: Served) -> None:
    desk.open("notes.md")
    desk.scopes(4, 5, "keyword.control.verb.smtp", "meta.embedded.block.smtp")


@check("semantic colours")
def semantic(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.scopes(9, 5, "semantic token type verb")


@check("a quick fix is applied")
def quick_fix(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.go_to(9, 15)
    desk.press("Control+.", desk.page.locator(".action-widget .monaco-list-row"))
    desk.picture("quick-fix")
    desk.page.keyboard.press("Enter")
    desk.wait_for_line("C: MAIL FROM:<alice@example.org>")


@check("the outline has sessions and transactions")
def outline(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.command("Explorer: Focus on Outline View")
    rows = desk.page.locator(".outline-pane .monaco-list-row")
    until(
        lambda: (
            any(row.startswith("Order") for row in rows.all_inner_texts())
            and any(row.startswith("alice@example.org") for row in rows.all_inner_texts())
        ),
        lambda: f"the outline has {rows.all_inner_texts()}",
    )


@check("a session is folded")
def folding(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp", 1)
    before = desk.lines()

    def folded() -> bool:
        lines = desk.lines()
        return len(lines) < len(before) / 2 and any(line.startswith("### A message") for line in lines)

    desk.insist(lambda: desk.command("Fold All"), folded, lambda: f"{desk.lines()}")
    desk.command("Unfold All")
    until(lambda: len(desk.lines()) >= len(before), lambda: f"{desk.lines()}")


@check("inlay hints")
def inlay_hints(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp", 22)
    until(
        lambda: any("AGFsaWNlAHNlY3JldA==" in line and "alice" in line for line in desk.lines()),
        lambda: f"{[line for line in desk.lines() if 'AUTH' in line]}",
    )
    assert not any("secret" in line for line in desk.lines()), "the password shows"


@check("the status bar tells the dialect, and a click changes it")
def dialect(desk: Desk, _served: Served) -> None:
    desk.open("swaks.smtp")
    item = desk.page.locator(".statusbar-item")
    wanted = desk.page.locator(".quick-input-list .monaco-list-row .label-name", has_text=re.compile("^curl-verbose$"))
    box = desk.page.locator(".quick-input-widget input.input")

    def choose() -> None:
        desk.dismiss()
        item.filter(has_text="swaks").click(timeout=AGAIN)
        desk.page.locator(".quick-input-list .monaco-list-row", has_text="Detect").wait_for(timeout=AGAIN)
        box.fill("curl-verbose")

    desk.insist(choose, lambda: bool(wanted.is_visible()), lambda: "no list of dialects came")
    wanted.click()
    desk.wait_for_line("# smtp-ls: dialect=curl-verbose")
    item.filter(has_text="curl-verbose").wait_for()
    desk.open("swaks.smtp")  # after the click, the keys go to the status bar
    desk.page.keyboard.press("Control+Z")
    item.filter(has_text="swaks").wait_for()


@check("Explain shows a page")
def explain(desk: Desk, _served: Served) -> None:
    desk.open("swaks.smtp")
    desk.go_to(9, 6)
    desk.command("SMTP: Explain...")
    tab = desk.page.locator(".tab", has_text="Preview swaks.smtp")
    tab.wait_for()
    page = desk.page.frame_locator("iframe.webview.ready").frame_locator("iframe")
    page.locator("body", has_text="RFC 5321").wait_for()
    desk.picture("explain")
    desk.insist(
        lambda: tab.is_visible() and tab.click(button="middle", timeout=AGAIN),
        lambda: not tab.is_visible(),
        lambda: "the preview does not close",
    )


@check("Redact opens a copy without the password")
def redact(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.command("SMTP: Redact a Copy for Sharing")
    desk.page.wait_for_selector(".tab.active:has-text('Untitled')")
    desk.page.locator(".notification-toast").first.wait_for()
    until(lambda: any(line.startswith("C: AUTH PLAIN ") for line in desk.lines()), lambda: f"{desk.lines()}")
    assert not any("AGFsaWNlAHNlY3JldA==" in line for line in desk.lines()), desk.lines()
    desk.discard()


@check("Convert opens a copy in the native notation")
def convert(desk: Desk, _served: Served) -> None:
    desk.open("swaks.smtp")
    desk.command("SMTP: Convert to the Native Notation")
    desk.page.wait_for_selector(".tab.active:has-text('Untitled')")
    desk.wait_for_line("C: RCPT TO:<bob@example.net>")
    desk.discard()


@check("Check the Workspace finds what is wrong in files that are not open")
def check_workspace(desk: Desk, _served: Served) -> None:
    desk.command("SMTP: Check the Workspace")
    desk.filter_problems("unopened")
    desk.problems().filter(has_text="unopened.smtp").wait_for()
    desk.filter_problems("")


@check("the task checks files, and the problem matcher reads what it prints")
def task(desk: Desk, _served: Served) -> None:
    run_task(desk, "check the workspace")
    desk.filter_problems("unopened")
    rows = desk.problems().filter(has_text="space-after-colon")
    until(lambda: rows.count() == 2, lambda: f"Problems has {rows.all_inner_texts()}")  # the server's and the task's
    desk.filter_problems("")


@check("the task with arguments of tasks.json; information is no error in Problems")
def tasks_json(desk: Desk, _served: Served) -> None:
    run_task(desk, "all of mistakes.smtp")
    desk.filter_problems("data-without-rcpt")
    rows = desk.problems().filter(has_text="data-without-rcpt")
    until(lambda: rows.count() == 2, lambda: f"Problems has {rows.all_inner_texts()}")
    assert rows.locator(".codicon-info").count() == 2, [row.inner_html() for row in rows.all()]
    desk.filter_problems("")


def run_task(desk: Desk, name: str) -> None:
    """Run a task of ours, and wait until it has ended with 1: there are findings."""
    desk.palette("task smtp-ls", "smtp-ls")
    desk.page.locator(".quick-input-list .monaco-list-row", has_text=name).click()
    terminal = desk.page.locator(".part.panel .single-terminal-tab", has_text=name)
    terminal.locator(".codicon-error").wait_for()


@check("a server in the path, in the interpreter and in the setting go before the one in the extension")
def others(desk: Desk, served: Served) -> None:
    start = next((served.home / "extensions").glob("smtp-ls.*/bundled/start.py"))
    program = served.home / "bin" / "smtp-ls"
    program.write_text(f'#!/bin/sh\nexec python3 -I "{start}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    desk.command("SMTP: Restart the Server")
    until(lambda: ", in the path: " in served.log(), served.log)
    served.configure({"smtp-ls.interpreter": str(served.python)})
    until(lambda: ", of the interpreter set in smtp-ls.interpreter: " in served.log(), served.log)
    served.configure({"smtp-ls.interpreter": str(served.python), "smtp-ls.path": str(program)})
    until(lambda: ", set in smtp-ls.path: " in served.log(), served.log)
    before = served.log().count(", bundled with the extension")
    served.configure({"smtp-ls.path": str(served.home / "missing"), "smtp-ls.importStrategy": "useBundled"})
    until(lambda: served.log().count(", bundled with the extension") > before, served.log)


def untrusted(desk: Desk, served: Served) -> None:
    """A program that an untrusted workspace names is not started."""
    program = served.home / "named-by-the-workspace"
    program.write_text('#!/bin/sh\ntouch "$0.started"\n', encoding="utf-8")
    program.chmod(0o755)
    settings = served.home / "workspace" / ".vscode" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(json.dumps({"smtp-ls.path": str(program)}), encoding="utf-8")
    desk.open("mistakes.smtp")
    desk.page.wait_for_selector(".squiggly-warning")
    desk.page.wait_for_selector(".statusbar-item:has-text('Restricted Mode')")
    desk.command("SMTP: Restart the Server")
    until(lambda: served.log().count("bundled with the extension") >= 2, served.log)
    assert not program.with_suffix(".started").exists()


def without_python(desk: Desk, _served: Served) -> None:
    """Where no Python is, the extension says so, and a button leads to the setting."""
    desk.open("mistakes.smtp")
    toast = desk.page.locator(".notification-toast", has_text="needs Python 3.11 or later")
    toast.wait_for()
    toast.locator(".monaco-button", has_text="Open Settings").click()
    desk.page.wait_for_selector(".settings-editor .setting-item-label:has-text('Interpreter')")


RUNS: dict[str, list[tuple[str, Check]]] = {
    "trusted": CHECKS,
    "untrusted": [("a program that an untrusted workspace names is not started", untrusted)],
    "without-python": [("without any Python, a message says what to do", without_python)],
}
"""What is looked at in each window."""


# --- the run ----------------------------------------------------------------------------------------------------------


def looked_at(desk: Desk, served: Served, checks: list[tuple[str, Check]], artefacts: Path) -> list[str]:
    """Do these checks, of which the first opens the window; the titles of those that failed."""
    failed = []
    for title, function in checks:
        since, desk.swallowed = time.monotonic(), 0
        try:
            function(desk, served)
        except Exception as error:  # noqa: BLE001  (rule 1)
            failed.append(title)
            print(f"FAILED {time.monotonic() - since:5.1f} s  {title}: {str(error)[:1000]}")
        else:
            again = f" ({desk.swallowed} gestures made again)" if desk.swallowed else ""
            print(f"ok     {time.monotonic() - since:5.1f} s  {title}{again}")
        name = ("failed-" if title in failed else "") + re.sub(r"\W+", "-", title)[:50].strip("-")
        desk.page.screenshot(path=artefacts / f"{name}.png")
        if title in failed:
            (artefacts / f"{name}.log").write_text(served.log(), encoding="utf-8")
            if title == checks[0][0]:
                break  # without a window, nothing else can be seen
    return failed


def bare_path(home: Path, *, python: bool) -> str:
    """A path with what code-server needs, and no smtp-ls; with a Python or without any."""
    folder = home / "bin"
    folder.mkdir()
    for name in "sh env ps sed cat uname dirname readlink getconf ldd which".split():
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    if python:
        (folder / "python3").symlink_to(Path(sys.executable).resolve())
    return str(folder)


def opened(vsix: Path, workspace: Path) -> Check:
    """A check that the window comes up, with the extension installed."""

    def opens(desk: Desk, served: Served) -> None:
        served.install(vsix)
        desk.page.goto(f"{served.start()}?folder={workspace}")
        desk.page.locator(".explorer-folders-view .monaco-list-row", has_text="mistakes.smtp").wait_for()

    return opens


def browser_path() -> str:
    """A Chromium of this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None) or sys.exit(
        f"none of {', '.join(BROWSERS)} is in the path"
    )


def run(options: argparse.Namespace) -> int:
    """The whole; the exit code."""
    failed: list[str] = []
    for old in (*options.artefacts.glob("*.png"), *options.artefacts.glob("failed-*.log")):
        old.unlink()
    home = Path(tempfile.mkdtemp(prefix="smtp-ls-vscode-"))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path(), headless=True, args=CHROMIUM, timeout=PATIENCE
            )
            for name, checks in RUNS.items():
                wanted = [each for each in checks if options.only in each[0]]
                if not wanted:
                    continue
                (home / name).mkdir()
                workspace = home / name / "workspace"
                shutil.copytree(WORKSPACE, workspace)
                path = bare_path(home / name, python=name != "without-python")
                served = Served(options.code_server, home / name, path, options.python, wary=name == "untrusted")
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.set_default_timeout(PATIENCE)
                window = (f"VS Code comes up ({name})", opened(options.vsix, workspace))
                try:
                    failed += looked_at(Desk(page, options.pictures), served, [window, *wanted], options.artefacts)
                    page.close()
                finally:
                    served.stop()
            browser.close()
    finally:
        until(lambda: not left_behind(home), lambda: f"left behind: {left_behind(home)}")
        shutil.rmtree(home, ignore_errors=True)
    print(
        "".join(f"FAILED: {title}\n" for title in failed) + f"{len(failed)} failed; screenshots in {options.artefacts}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--code-server", type=Path, required=True)
    parser.add_argument("--python", type=Path, required=True, help="of an environment with smtp-ls in it")
    parser.add_argument("--artefacts", type=Path, required=True)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--only", default="", help="the checks whose title holds this")
    parser.add_argument("vsix", type=Path)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(run(parser.parse_args()))
