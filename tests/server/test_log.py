"""The log: what the server does and how long it takes; never a secret, and nothing on standard error."""

from pathlib import Path

import pytest

from tests.editor import Editor

SECRET = "s3cr3tPass"
TEXT = f"C: EHLO a.example.org\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGFsaWNlAHMzY3IzdFBhc3M=\nC: AUTH LOGIN {SECRET}\n"
URI = f"sftp://bob:{SECRET}@host/folder/a.smtp?token={SECRET}"


@pytest.mark.parametrize("level", ["info", "debug"])
def test_what_is_done_is_logged_and_no_secret(tmp_path: Path, level: str):
    """Not in a URI, nor in settings, methods, params or errors that an editor sends."""
    log = tmp_path / "log.txt"
    with Editor(tmp_path, "--log-file", str(log), "--log-level", level) as editor:
        options = {"initializationOptions": {"dialect": SECRET}, "clientInfo": {"name": "Some\nEditor", "version": "7"}}
        begun = {"processId": None, "rootUri": None, "capabilities": {"workspace": {"configuration": True}}, **options}
        request = editor.request("initialize", begun)
        editor.answer(request)
        editor.notify("initialized", {})
        asked = editor.next()
        editor.send({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": 1, "message": SECRET}})
        editor.open(TEXT, URI)
        editor.notify(SECRET, {})
        editor.notify("textDocument/didChange", {"textDocument": SECRET})
        editor.answer(editor.request(f"{SECRET}\nINFO forged", {}))
        editor.answer(editor.request("textDocument/hover", {"textDocument": {"uri": SECRET}, "position": SECRET}))
        editor.answer(editor.request("workspace/executeCommand", {"command": "smtp-ls.redact", "arguments": [URI]}))
        editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        editor.published()
        editor.answer(editor.request("shutdown"))
        editor.notify("exit")
        assert editor.exit_code() == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert SECRET not in "\n".join(lines)
    assert "AGFsaWNl" not in "\n".join(lines)
    assert all(line[:4].isdigit() and line.split()[2] in ("DEBUG", "INFO", "WARNING") for line in lines)
    told = [line.split(maxsplit=3)[3] for line in lines]
    assert any(line.startswith("smtp-ls ") for line in told)
    assert any(line.startswith("Some\ufffdEditor 7: utf-16, diagnostics are pushed") for line in told)
    assert any(line.startswith("opened a.smtp: 4 lines, native") for line in told)
    assert "closed a.smtp" in told
    assert "exit, after shutdown" in told
    assert any(line.startswith("textDocument/hover: ") for line in told) == (level == "debug")


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path):
    with Editor(tmp_path, "--log-file", str(tmp_path / "none" / "log.txt")) as editor:
        assert editor.process.wait(20) == 2
        assert editor.process.stderr
        assert b"No such file or directory" in editor.process.stderr.read()
