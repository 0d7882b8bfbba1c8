"""Editors that connect: over TCP, or over a WebSocket from a page of this machine.

Rule 1: each connection has a server and a thread of its own; they share nothing. Rule 2: a browser says where its page
comes from, and one from elsewhere is turned away: any page may try to connect to this machine.
"""

import gc
import socket
import sys
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smtp_ls.errors import JobError
from smtp_ls.server.language_server import LanguageServer
from smtp_ls.server.transport import LARGEST, Arrived, Inbox, Outbox, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.http11 import Request, Response
    from websockets.sync.server import ServerConnection

LOOPBACK = "127.0.0.1"
"""Where we listen unless told otherwise."""


def serve_tcp(address: tuple[str, int]) -> int:
    """Serve all who connect to this address, until interrupted; JobError: nobody can listen there."""
    with _listen(address) as listening:
        _say(f"listening on {_shown(listening)}")
        while True:
            connection, _ = listening.accept()
            Thread(target=_serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket) -> None:
    with connection, suppress(OSError):  # an editor that is gone already has nobody to be told
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _converse(Outbox(connection.send), messages(connection.recv))
        connection.shutdown(socket.SHUT_RDWR)  # the inbox may be waiting for more, and would keep it open


def serve_websocket(address: tuple[str, int]) -> int:
    """Serve all whose page comes from this machine, until interrupted; JobError: nobody can listen there."""
    try:
        from websockets.sync.server import serve  # noqa: PLC0415  it need not be installed
    except ImportError:
        raise JobError("--ws needs the package websockets: pip install 'smtp-ls[ws]'") from None
    with _listen(address) as listening:
        shown = _shown(listening)
        with serve(_serve_page, sock=listening, process_request=_admit, max_size=LARGEST) as server:
            _say(f"listening on ws://{shown}")
            server.serve_forever()
    return 0


def _admit(connection: "ServerConnection", request: "Request") -> "Response | None":
    """Turn away a page from elsewhere; a program that is no browser says nothing of where it comes from."""
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).hostname in ("localhost", LOOPBACK, "::1"):
        return None
    return connection.respond(HTTPStatus.FORBIDDEN, "this page is not of this machine\n")


def _serve_page(connection: "ServerConnection") -> None:
    def arriving() -> "Iterator[Arrived]":
        for each in connection:
            yield each.encode() if isinstance(each, str) else each

    _converse(_Messages(connection), arriving())


def _converse(writer: "Outbox | _Messages", arriving: "Iterator[Arrived]") -> None:
    """Serve one editor, with a server of its own, and keep nothing of it."""
    server = LanguageServer()
    try:
        server.protocol.set_writer(writer)
        server.protocol.converse(Inbox(arriving))
    finally:
        del server
        gc.unfreeze()  # its files were passed over by the collector, which is to find what it held
        gc.collect()
        gc.freeze()  # the files of the other editors are passed over again


class _Messages:
    """Where messages go that need no header: a WebSocket parts them itself."""

    def __init__(self, connection: "ServerConnection") -> None:
        self._connection = connection

    def write(self, message: bytes) -> None:
        """Send a message; OSError when nobody reads any more."""
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415  as above

        try:
            self._connection.send(message.decode("ascii"))
        except ConnectionClosed as error:
            raise BrokenPipeError from error

    def close(self) -> None:
        """Nothing is left to be done."""


def _listen(address: tuple[str, int]) -> socket.socket:
    host, port = address[0] or LOOPBACK, address[1]
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise JobError(f"cannot listen on {host}:{port}: {error.strerror}") from None


def _shown(listening: socket.socket) -> str:
    host, port, *_ = listening.getsockname()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _say(what: str) -> None:
    """Tell whoever has started us, who may not know the port."""
    sys.stdout.write(f"smtp-ls: {what}\n")
    sys.stdout.flush()
