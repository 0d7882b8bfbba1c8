"""The server over TCP and over a WebSocket: on this machine unless told otherwise, and to pages of this machine."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.editor import framed

INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}  # fmt: skip


@contextmanager
def listening(*arguments: str) -> Iterator[str]:
    """A server that listens; the address that it tells."""
    command = [sys.executable, "-m", "smtp_ls", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().rpartition(" ")[2].strip()
        finally:
            process.kill()


def answer(connection: socket.socket) -> Any:
    """The next message."""
    stream = connection.makefile("rb")
    length = int(stream.readline().rpartition(b" ")[2])
    stream.readline()
    return json.loads(stream.read(length))


def test_editors_connect_over_tcp_each_to_a_server_of_its_own():
    with listening("--tcp", "0") as address:
        host, _, port = address.rpartition(":")
        assert host == "127.0.0.1"
        for _ in range(2):  # the second is not initialized by the first
            with socket.create_connection((host, int(port)), timeout=20) as connection:
                connection.sendall(framed(json.dumps(INITIALIZE).encode()))
                assert answer(connection)["result"]["serverInfo"]["name"] == "smtp-ls"


def test_a_connection_ends_when_its_editor_says_so():
    """Though nobody has closed the other end."""
    with listening("--tcp", "0") as address:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(framed(json.dumps(INITIALIZE).encode()))
            answer(connection)
            connection.sendall(framed(b'{"jsonrpc":"2.0","method":"exit"}'))
            assert connection.recv(1) == b""


def test_a_page_of_this_machine_connects_over_a_websocket():
    with listening("--ws", "0") as address, connect(address, origin=Origin("http://localhost:8080")) as page:
        page.send(json.dumps(INITIALIZE))
        assert json.loads(page.recv(timeout=20))["id"] == 1


def test_a_page_from_elsewhere_is_turned_away():
    with listening("--ws", "0") as address, pytest.raises(InvalidStatus, match="403"):
        connect(address, origin=Origin("https://example.org"))


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "smtp_ls", "--tcp", f"127.0.0.1:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
