"""The protocol as the specification has it, where pygls differs: above all, each request gets one reply.

Rule 1: a message that cannot be taken (no JSON, wrong params, too early, too late, unknown, cancelled before its turn) is
refused with the code that the specification names, and nothing else happens. Rule 2: what fails in an answer is told to
the client as one line without the text that was worked on, and the next message is taken. Rule 3: answers are plain
functions on one thread; there is no event loop to await anything.
"""

import json
import logging
import os
from collections import deque
from concurrent.futures import Future
from typing import Any

from cattrs import Converter, transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from smtp_ls.features.wire import Written
from smtp_ls.server.transport import Inbox, Malformed

Codes, LspCodes = types.ErrorCodes, types.LSPErrorCodes
MessageId = str | int

_OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)
"""What pygls would do itself: keep texts, whose lines it counts in another way than editors do."""

_log = logging.getLogger("smtp_ls")


class Protocol(LanguageServerProtocol):
    """One conversation with an editor."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self._ended = False
        for method in _OURS:
            self.fm.builtin_features.pop(method)

    @property
    def shut_down(self) -> bool:
        """Has the editor asked for it?"""
        return self._shutdown

    # --- what arrives -------------------------------------------------------------------------------------------------

    def converse(self, inbox: Inbox) -> None:
        """Take what arrives, in its order, until `exit` or the end."""
        waiting: deque[Any] = deque()
        while not self._ended:
            waiting.extend(map(_parsed, inbox.take(wait=not waiting)))
            message = waiting.popleft()
            if message is None:
                return
            if _is_request(message) and _cancelled(message["id"], waiting):
                self._refuse(message["id"], LspCodes.RequestCancelled, "cancelled")
            else:
                self.handle_message(message)

    def handle_message(self, message: Any) -> None:
        """Take one message, parsed from JSON."""
        if isinstance(message, Malformed):
            self._refuse(None, Codes.ParseError, message.why)
        elif not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            self._refuse(_id(message), Codes.InvalidRequest, "this is no message of JSON-RPC 2.0")
        elif "method" in message:
            self._take(message)
        elif _id(message) in self._request_futures:
            self._take_response(message)

    def _take(self, message: dict[str, Any]) -> None:
        """Take a request or a notification."""
        method, request = message["method"], "id" in message
        if method == types.EXIT:
            self._ended = True
            return
        if not isinstance(method, str) or (request and _id(message) is None):
            self._refuse(_id(message), Codes.InvalidRequest, "a request has a method and an id")
            return
        refusal = self._refusal(method)
        if refusal is None:
            params = self._params(message)
            if isinstance(params, tuple):
                refusal = params
        if refusal is None and request:
            self._handle_request(message["id"], method, params)
        elif refusal is None:
            self._handle_notification(method, params)
        elif request:
            self._refuse(message["id"], *refusal)
        else:
            _log.warning("%s is dropped: %s", method, refusal[1])

    def _refusal(self, method: str) -> tuple[int, str] | None:
        """Why a method cannot be called, or not now."""
        if self._shutdown:
            return Codes.InvalidRequest, "the server is shut down"
        initialized = hasattr(self, "server_capabilities")
        if initialized and method == types.INITIALIZE:
            return Codes.InvalidRequest, "the server is initialized already"
        if not initialized and method != types.INITIALIZE:
            return Codes.ServerNotInitialized, "the server is not initialized yet"
        if method not in self.fm.builtin_features and method not in self.fm.features:
            return Codes.MethodNotFound, f"there is no method {method}"
        return None

    def _params(self, message: dict[str, Any]) -> Any:
        """The params as lsprotocol has them; a tuple says why they are refused."""
        method = message["method"]
        if method == types.SHUTDOWN:
            return None
        try:
            return self._structured(message).params
        except Exception as error:  # noqa: BLE001  (cattrs raises many)
            if method == types.INITIALIZE:
                message = _without_strange_capabilities(message, self._structured)

    def _structured(self, message: dict[str, Any]) -> Any:
        return self._converter.structure(message, self.get_message_type(message["method"]))
