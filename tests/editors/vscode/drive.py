"""Drives the packaged extension in a real VS Code (code-server in headless Chromium), as a person would, and looks.

    drive.py --code-server FOLDER --python PYTHON --artefacts FOLDER [--pictures FOLDER] [--only WORDS] VSIX

Rule 1: each check is a function that does one thing and asserts what a person would see; one that fails leaves a
screenshot, and the others go on. Rule 2: no process outlives the run.
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

from playwright.sync_api import sync_playwright  # type: ignore[import-not-found,unused-ignore]

WORKSPACE = Path(__file__).parent / "workspace"
CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
    " --disable-component-update"
).split()
SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
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
PATIENCE = 20_000
"""Milliseconds that anything may take on a busy machine."""
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
        path.write_text(json.dumps(settings), encoding="utf-8")

    def install(self, vsix: Path) -> None:
        """Install an extension."""
        line = [_node(), str(self.entry), *self.folders, "--install-extension", str(vsix)]
        subprocess.run(line, env=self.environment, check=True, stdout=subprocess.DEVNULL, timeout=120)

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
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                    return f"http://127.0.0.1:{port}/"
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise TimeoutError("code-server did not come up")

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

    def open(self, name: str, line: int = 0) -> None:
        """Open a file of the workspace, with the caret at the end of a line (1-based) if one is given."""
        self.dismiss()
        self.palette(name, name)
        self.page.wait_for_selector(f".tab.active:has-text('{name}')", timeout=PATIENCE)
        if line:
            self.go_to(line)

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the caret into a line, both 1-based; at its end without a column."""
        self.palette(f":{line}:{column or 9999}", None)

    def command(self, title: str) -> None:
        """Run a command from the palette."""
        self.palette(f">{title}", title)

    def palette(self, text: str, row: str | None, *, closes: bool = True) -> None:
        """Type into Quick Open, and take the row that says so; another list comes up if that does not close it."""
        self.page.keyboard.press("Control+P")
        box = self.page.locator(".quick-input-widget input.input")
        box.wait_for(state="visible", timeout=PATIENCE)
        box.fill(text)
        if row is None:
            time.sleep(0.2)
            self.page.keyboard.press("Enter")
        else:
            named = re.compile(rf"^\s*{re.escape(row)}\s*$")
            names = self.page.locator(".quick-input-list .monaco-list-row .label-name", has_text=named)
            names.first.click(timeout=PATIENCE)
            self.page.mouse.move(*NOWHERE)
        if closes:
            box.wait_for(state="hidden", timeout=PATIENCE)

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

    def token(self, text: str, nth: int = 0) -> Any:
        """The piece of the text, as it is coloured, that holds this."""
        return self.page.locator(".editor-instance .view-line span span", has_text=text).nth(nth)

    def scopes(self, line: int, column: int) -> str:
        """What VS Code's own inspector says of the token there."""
        self.go_to(line, column)
        self.command("Developer: Inspect Editor Tokens and Scopes")
        widget = self.page.locator(".token-inspect-widget")
        widget.wait_for(state="visible", timeout=PATIENCE)
        until(lambda: "language" in widget.inner_text(), lambda: "the inspector says nothing")
        said = str(widget.inner_text())
        self.dismiss()
        return said

    def discard(self) -> None:
        """Close the active editor, whatever it holds."""
        self.command("View: Revert and Close Editor")

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
    desk.page.wait_for_selector(".statusbar-item:has-text('SMTP')", timeout=PATIENCE)


@check("the server in the extension is used when there is no other")
def bundled(_desk: Desk, served: Served) -> None:
    until(lambda: "bundled with the extension" in served.log(), served.log)
    assert "of the interpreter" not in served.log()


@check("a squiggle, and an entry in Problems")
def problems(desk: Desk, _served: Served) -> None:
    desk.page.wait_for_selector(".squiggly-warning", timeout=PATIENCE)
    desk.page.wait_for_selector(".squiggly-info", timeout=PATIENCE)
    desk.page.keyboard.press("Control+Shift+M")
    for rule in ("space-after-colon", "plaintext-auth-without-tls"):
        desk.page.wait_for_selector(f".markers-panel .monaco-list-row:has-text('{rule}')", timeout=PATIENCE)
    desk.picture("problems")


@check("hover tells what a verb is")
def hover(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.token("MAIL").hover()
    shown = desk.page.locator(".monaco-hover:visible")
    until(lambda: "RFC 5321" in " ".join(shown.all_inner_texts()), lambda: f"hover says {shown.all_inner_texts()}")
    desk.picture("hover")
    desk.dismiss()


@check("completion is filtered by what is typed, and accepted")
def completion(desk: Desk, _served: Served) -> None:
    desk.open("script.smtp", 6)
    desk.page.keyboard.type("\nC: R")
    desk.page.keyboard.press("Control+Space")
    desk.page.wait_for_selector(".suggest-widget.visible .monaco-list-row", timeout=PATIENCE)
    desk.picture("completion")
    rows = desk.page.locator(".suggest-widget.visible .monaco-list-row")
    until(lambda: any("RCPT" in row for row in rows.all_inner_texts()), lambda: f"offered: {rows.all_inner_texts()}")
    assert not any("DATA" in row or "EHLO" in row for row in rows.all_inner_texts()), rows.all_inner_texts()
    desk.page.keyboard.type("CP")
    until(lambda: rows.count() >= 1 and "RCPT" in rows.first.inner_text(), lambda: f"offered: {rows.all_inner_texts()}")
    desk.page.keyboard.press("Enter")
    until(lambda: any(re.match("C: RCPT TO:<", line) for line in desk.lines()), lambda: f"{desk.lines()}")


@check("completion offers the parameters that the server offered")
def parameters(desk: Desk, _served: Served) -> None:
    desk.open("script.smtp", 5)
    desk.page.keyboard.type(" ")
    desk.page.keyboard.press("Control+Space")
    rows = desk.page.locator(".suggest-widget.visible .monaco-list-row")
    until(lambda: any("SIZE" in row for row in rows.all_inner_texts()), lambda: f"offered: {rows.all_inner_texts()}")
    assert not any("MT-PRIORITY" in row for row in rows.all_inner_texts()), rows.all_inner_texts()
    desk.dismiss()


@check("colours: the grammar's scopes in the native notation and in a log of swaks")
def scopes(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    assert "keyword.control.verb.smtp" in desk.scopes(9, 5)
    assert "string.other.secret.smtp" in desk.scopes(22, 20)
    desk.open("swaks.smtp")
    assert "entity.name.type.server.smtp" in desk.scopes(3, 2)
    assert "constant.numeric.enhanced-code.smtp" in desk.scopes(10, 10)


@check("colours: a fence in Markdown")
def fence(desk: Desk, _served: Served) -> None:
    desk.open("notes.md")
    said = desk.scopes(4, 5)
    assert "keyword.control.verb.smtp" in said, said
    assert "meta.embedded.block.smtp" in said, said


@check("semantic colours")
def semantic(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    said = desk.scopes(9, 5)
    assert "semantic token type" in said, said
    assert re.search(r"semantic token type\s+verb", said), said


@check("a quick fix is applied")
def quick_fix(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.go_to(9, 15)
    desk.page.keyboard.press("Control+.")
    desk.page.wait_for_selector(".action-widget .monaco-list-row", timeout=PATIENCE)
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
    desk.command("Fold All")
    until(lambda: len(desk.lines()) < len(before) / 2, lambda: f"{desk.lines()}")
    assert any(line.startswith("### A message") for line in desk.lines()), desk.lines()
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
    item = desk.page.locator(".statusbar-item:has-text('swaks')")
    item.wait_for(timeout=PATIENCE)
    item.click()
    desk.page.wait_for_selector(".quick-input-list .monaco-list-row:has-text('Detect')", timeout=PATIENCE)
    desk.page.keyboard.type("curl-verbose")
    desk.page.keyboard.press("Enter")
    desk.wait_for_line("# smtp-ls: dialect=curl-verbose")
    desk.page.locator(".statusbar-item:has-text('curl-verbose')").wait_for(timeout=PATIENCE)
    desk.page.keyboard.press("Control+Z")


@check("Explain shows a page")
def explain(desk: Desk, _served: Served) -> None:
    desk.open("swaks.smtp")
    desk.go_to(9, 6)
    desk.command("SMTP: Explain...")
    desk.page.wait_for_selector(".tab:has-text('Preview swaks.smtp')", timeout=PATIENCE)
    page = desk.page.frame_locator("iframe.webview.ready").frame_locator("iframe")
    page.locator("body", has_text="RFC 5321").wait_for(timeout=PATIENCE)
    desk.picture("explain")
    desk.command("View: Close Editor")


@check("Redact opens a copy without the password")
def redact(desk: Desk, _served: Served) -> None:
    desk.open("mistakes.smtp")
    desk.command("SMTP: Redact a Copy for Sharing")
    desk.page.wait_for_selector(".tab.active:has-text('Untitled')", timeout=PATIENCE)
    desk.page.wait_for_selector(".notification-toast", timeout=PATIENCE)
    until(lambda: any(line.startswith("C: AUTH PLAIN ") for line in desk.lines()), lambda: f"{desk.lines()}")
    assert not any("AGFsaWNlAHNlY3JldA==" in line for line in desk.lines()), desk.lines()
    desk.discard()


@check("Convert opens a copy in the native notation")
def convert(desk: Desk, _served: Served) -> None:
    desk.open("swaks.smtp")
    desk.command("SMTP: Convert to the Native Notation")
    desk.page.wait_for_selector(".tab.active:has-text('Untitled')", timeout=PATIENCE)
    desk.wait_for_line("C: RCPT TO:<bob@example.net>")
    desk.discard()


@check("Check the Workspace finds what is wrong in files that are not open")
def check_workspace(desk: Desk, _served: Served) -> None:
    desk.command("SMTP: Check the Workspace")
    sought = desk.page.locator(".part.panel input[placeholder^='Filter']")
    sought.fill("unopened")
    desk.page.wait_for_selector(".markers-panel .monaco-list-row:has-text('unopened.smtp')", timeout=PATIENCE)
    sought.fill("")


@check("the task checks files, and the problem matcher reads what it prints")
def task(desk: Desk, _served: Served) -> None:
    desk.palette("task smtp-ls", "smtp-ls", closes=False)
    desk.page.locator(".quick-input-list .monaco-list-row", has_text="check the workspace").click(timeout=PATIENCE)
    terminal = desk.page.locator(".part.panel .single-terminal-tab", has_text="check the workspace")
    terminal.locator(".codicon-error").wait_for(timeout=PATIENCE)  # it ended with 1: there are findings
    desk.page.keyboard.press("Control+Shift+M")
    sought = desk.page.locator(".part.panel input[placeholder^='Filter']")
    sought.fill("unopened")
    rows = desk.page.locator(".markers-panel .monaco-list-row", has_text="space-after-colon")
    until(lambda: rows.count() == 2, lambda: f"Problems has {rows.all_inner_texts()}")  # the server's and the task's
    sought.fill("")


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
    settings.parent.mkdir()
    settings.write_text(json.dumps({"smtp-ls.path": str(program)}), encoding="utf-8")
    desk.open("mistakes.smtp")
    desk.page.wait_for_selector(".squiggly-warning", timeout=PATIENCE)
    desk.page.wait_for_selector(".statusbar-item:has-text('Restricted Mode')", timeout=PATIENCE)
    desk.command("SMTP: Restart the Server")
    until(lambda: served.log().count("bundled with the extension") == 2, served.log)
    assert not program.with_suffix(".started").exists()


def without_python(desk: Desk, _served: Served) -> None:
    """Where no Python is, the extension says so, and a button leads to the setting."""
    desk.open("mistakes.smtp")
    toast = desk.page.locator(".notification-toast", has_text="needs Python 3.11 or later")
    toast.wait_for(timeout=PATIENCE)
    toast.locator(".monaco-button", has_text="Open Settings").click()
    desk.page.wait_for_selector(".settings-editor .setting-item-label:has-text('Interpreter')", timeout=PATIENCE)


RUNS: dict[str, list[tuple[str, Check]]] = {
    "trusted": CHECKS,
    "untrusted": [("a program that an untrusted workspace names is not started", untrusted)],
    "without-python": [("without any Python, a message says what to do", without_python)],
}
"""What is looked at in each window."""


# --- the run ----------------------------------------------------------------------------------------------------------


def looked_at(desk: Desk, served: Served, checks: list[tuple[str, Check]], artefacts: Path) -> list[str]:
    """Do these checks; the titles of those that failed."""
    failed = []
    for title, function in checks:
        since = time.monotonic()
        try:
            function(desk, served)
        except Exception as error:  # noqa: BLE001  (rule 1)
            failed.append(title)
            print(f"FAILED          {title}: {str(error)[:600]}")
        else:
            print(f"ok    {time.monotonic() - since:6.1f} s  {title}")
        name = re.sub(r"\W+", "-", title)[:50].strip("-")
        wrong = "failed-" if title in failed else ""
        desk.page.screenshot(path=artefacts / f"{wrong}{name}.png")
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


def run(options: argparse.Namespace) -> int:
    """The whole; the exit code."""
    failed: list[str] = []
    home = Path(tempfile.mkdtemp(prefix="smtp-ls-vscode-"))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=CHROMIUM)
            for name, checks in RUNS.items():
                (home / name).mkdir()
                workspace = home / name / "workspace"
                shutil.copytree(WORKSPACE, workspace)
                path = bare_path(home / name, python=name != "without-python")
                served = Served(options.code_server, home / name, path, options.python, wary=name == "untrusted")
                try:
                    served.install(options.vsix)
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    page.goto(f"{served.start()}?folder={workspace}")
                    page.wait_for_selector(".explorer-folders-view .monaco-list-row", timeout=60_000)
                    desk = Desk(page, options.pictures)
                    wanted = [each for each in checks if options.only in each[0]]
                    failed += looked_at(desk, served, wanted, options.artefacts)
                    page.close()
                finally:
                    served.stop()
            browser.close()
    finally:
        until(lambda: not left_behind(home), lambda: f"left behind: {left_behind(home)}")
        shutil.rmtree(home, ignore_errors=True)
    print(f"{len(failed)} failed; screenshots in {options.artefacts}")
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
