"""The protocol as the specification has it, where pygls differs: above all, each request gets one reply.

Rule 1: a message that cannot be taken (no JSON, wrong params, too early, too late, unknown, cancelled before its turn)
is refused with the code that the specification names, and nothing else happens. Rule 2: what fails in an answer is told
to the client in one line, without the text that was worked on, and the next message is taken. Rule 3: answers are plain
functions on one thread; there is no event loop to await anything.
"""

import json
import logging
import os
import traceback
from collections import deque
from concurrent.futures import Future
from time import perf_counter
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from smtp_ls.features.refusal import Refusal
from smtp_ls.features.wire import Written
from smtp_ls.server.transport import Inbox, Malformed
from smtp_ls.server.work import Later, Task, TaskError, Work

Codes = types.ErrorCodes
MessageId = str | int

_OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_EXECUTE_COMMAND,
)
"""What pygls would do itself: keep texts, whose lines it counts in another way than editors do, and run commands."""

_CANCELS = (types.CANCEL_REQUEST, types.WINDOW_WORK_DONE_PROGRESS_CANCEL)

_DISPENSABLE = ("clientInfo", "locale", "rootPath", "trace", "workDoneToken", "workspaceFolders")
"""What of an editor's first words we can do without."""

_SLOW = 0.1
"""Seconds from which on a message is worth a line in the log."""

_log = logging.getLogger("smtp_ls")


class Protocol(LanguageServerProtocol):
    """One conversation with an editor."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.work = Work()
        """What is done between messages."""
        self._ended = False
        self._withdrawn: set[MessageId] = set()
        """The requests whose cancellation has arrived and was not looked at yet."""
        for method in _OURS:
            self.fm.builtin_features.pop(method)

    @property
    def shut_down(self) -> bool:
        """Has the editor asked for it?"""
        return self._shutdown

    # --- what arrives -------------------------------------------------------------------------------------------------

    def converse(self, inbox: Inbox) -> None:
        """Take what arrives, in its order, until `exit` or the end."""
        waiting: deque[object] = deque()
        while not self._ended:
            arrived = [_parsed(each) for each in inbox.take(wait=not waiting and not self.work)]
            self._withdrawn |= {each for each in map(_cancelled, arrived) if each is not None}
            waiting += arrived
            if not waiting:
                self._work_on()
                continue
            message = waiting.popleft()
            if message is None:
                _log.info("the editor is gone")
                return
            if _is_request(message) and _id(message) in self._withdrawn:
                self._refuse(_id(message), types.LSPErrorCodes.RequestCancelled, "cancelled")
            else:
                self.handle_message(message)

    def handle_message(self, message: object) -> None:
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
            _log.info("exit, %s", "after shutdown" if self._shutdown else "without shutdown")
            self._ended = True
            return
        if method in _CANCELS and not request:
            self._cancel(method, message.get("params"))
            return
        if not isinstance(method, str) or (request and _id(message) is None):
            self._refuse(_id(message), Codes.InvalidRequest, "a method is a string, an id a string or an integer")
            return
        since = perf_counter()
        self._do(message, method, request=request)
        took = perf_counter() - since
        if self._knows(method):  # else it may say anything
            _log.log(logging.INFO if took >= _SLOW else logging.DEBUG, "%s: %.0f ms", method, 1000 * took)

    def _knows(self, method: str) -> bool:
        return method in self.fm.builtin_features or method in self.fm.features

    def _do(self, message: dict[str, Any], method: str, *, request: bool) -> None:
        """Do what a request or a notification asks for."""
        try:
            self._admit(method)
            params = self._params(message)
        except JsonRpcException as refusal:
            if request:
                self._refuse(message["id"], refusal.code, refusal.message)
            elif not method.startswith("$/"):
                _log.warning("a notification is dropped: %s", refusal.message if self._knows(method) else "unknown")
            return
        if request:
            self._handle_request(message["id"], method, params)
        else:
            self._handle_notification(method, params)

    def _cancel(self, method: str, params: object) -> None:
        """End what is being worked on for a request, or shown as a progress; what is over cannot be cancelled."""
        if method == types.CANCEL_REQUEST:
            wanted = _id(params)
            self._withdrawn -= {wanted}
            ended = self.work.cancel(request=wanted)
        else:
            ended = self.work.cancel(progress=_id(params, "token"))
        for task in ended:
            if task.request is not None:
                self._refuse(task.request, types.LSPErrorCodes.RequestCancelled, "cancelled")

    def _work_on(self) -> None:
        """Do a slice of what is under way, and answer whoever waited for it."""
        try:
            done = self.work.slice()
        except TaskError as failed:
            self._fail(failed.task.request, failed.__cause__ or failed)
            return
        if done is not None and done[0].request is not None:
            self._reply(done[0].request, done[1])

    def _admit(self, method: str) -> None:
        """JsonRpcException when there is no such method, or not now."""
        if self._shutdown:
            raise JsonRpcException("the server is shut down", Codes.InvalidRequest)
        initialized = hasattr(self, "server_capabilities")
        if initialized and method == types.INITIALIZE:
            raise JsonRpcException("the server is initialized already", Codes.InvalidRequest)
        if not initialized and method != types.INITIALIZE:
            raise JsonRpcException("the server is not initialized yet", Codes.ServerNotInitialized)
        if not self._knows(method):
            raise JsonRpcException(f"there is no method {method}", Codes.MethodNotFound)

    def _params(self, message: dict[str, Any]) -> object:
        """The params as lsprotocol has them; JsonRpcException when they are not as they should be."""
        method = message["method"]
        expected = self.get_message_type(method)
        if expected is None or method == types.SHUTDOWN:
            return message.get("params")
        try:
            return self._converter.structure(message, expected).params
        except Exception as error:
            if self._drop_strange(method, message.get("params")):
                return self._params(message)
            raise JsonRpcException(f"the params of {method} are not valid", Codes.InvalidParams) from error

    def _drop_strange(self, method: str, params: object) -> bool:
        """Take out what lsprotocol does not understand and nobody needs; whether there was any."""
        if not isinstance(params, dict):
            return False
        if method == types.INITIALIZE:
            strange = [name for name in _DISPENSABLE if not self._understands({}, **{name: params.get(name)})]
            for name in strange:
                params[name] = None
            return self._drop_strange_capabilities(params) or bool(strange)
        context = params.get("context")
        if not isinstance(context, dict):
            return False
        kept: dict[str, Any] = {}
        if method == types.TEXT_DOCUMENT_CODE_ACTION:  # the diagnostics of other servers may be there
            kept = {"diagnostics": []}
            if isinstance(context.get("only"), list):
                kept["only"] = [each for each in context["only"] if isinstance(each, str)]
        elif method not in (types.TEXT_DOCUMENT_COMPLETION, types.TEXT_DOCUMENT_SIGNATURE_HELP):
            return False
        params["context"] = kept or None
        return kept != context

    def _drop_strange_capabilities(self, params: dict[str, Any]) -> bool:
        """Take out abilities that lsprotocol does not understand, as newer editors may have them."""
        capabilities = params.get("capabilities")
        if not isinstance(capabilities, dict):
            return False
        kept = {
            group: {name: value for name, value in abilities.items() if self._understands({group: {name: value}})}
            for group, abilities in capabilities.items()
            if isinstance(abilities, dict)
        }
        params["capabilities"] = kept
        return bool(kept != capabilities)

    def _understands(self, capabilities: dict[str, Any], **others: object) -> bool:
        params = {"processId": None, "rootUri": None, "capabilities": capabilities, **others}
        try:
            self._converter.structure(params, types.InitializeParams)
        except Exception:  # noqa: BLE001  (as above)
            return False
        return True

    def _take_response(self, message: dict[str, Any]) -> None:
        """Take the reply to a request of ours, as JSON has it; who has asked looks at what it is."""
        future = self._request_futures.pop(message["id"])
        self._result_types.pop(message["id"], None)
        if future.done():
            return
        if "error" in message:
            _log.info("the editor refuses a request of ours")
            future.set_exception(JsonRpcException("refused"))
        else:
            future.set_result(message.get("result"))

    # --- what is sent -------------------------------------------------------------------------------------------------

    def notify(self, method: str, params: object = None) -> None:
        """Send a notification; its params may be written already."""
        if isinstance(params, Written):
            self._write(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}')
        else:
            super().notify(method, params)

    def report(self, error: BaseException) -> str:
        """Put a fault of ours into the editor's log, without what was worked on, which may be secret; the line."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{os.path.basename(each.filename)}:{each.lineno}" for each in frames]
        line = f"internal error: {type(error).__name__}{' at ' + places[-1] if places else ''}; please report it"
        _log.error("%s (%s)", line, ", ".join(places))
        self.notify(types.WINDOW_LOG_MESSAGE, types.LogMessageParams(types.MessageType.Error, line))
        return line

    def _refuse(self, message_id: MessageId | None, code: int, why: str) -> None:
        refusal = {"jsonrpc": self.VERSION, "id": message_id, "error": {"code": int(code), "message": why}}
        self._write(_dumps(refusal))

    def _send_response(
        self, msg_id: MessageId, result: object = None, error: types.ResponseError | None = None
    ) -> None:
        if error is not None:
            self._refuse(msg_id, error.code, error.message)
        else:
            self._write(f'{{"jsonrpc":"2.0","id":{_dumps(msg_id)},"result":{self._text(result)}}}')

    def _send_handler_result(self, future: Future[Any], *, msg_id: MessageId) -> None:
        self._request_futures.pop(msg_id, None)
        try:
            self._reply(msg_id, future.result())
        except Exception as error:  # noqa: BLE001  (rule 2)
            self._fail(msg_id, error)

    def _reply(self, msg_id: MessageId, result: object) -> None:
        """Send an answer, or begin to work on it."""
        if isinstance(result, Later):
            self.work.add(Task(result.steps, msg_id, result.progress))
            return
        try:
            self._send_response(msg_id, result)
        except Exception as error:  # noqa: BLE001  (rule 2)
            self._fail(msg_id, error)

    def _fail(self, msg_id: MessageId | None, error: BaseException) -> None:
        """Tell that there is no answer: why, if the request was at fault, and in one line if we were."""
        if isinstance(error, JsonRpcException):
            code, why = error.code, error.message
        elif isinstance(error, Refusal):
            code, why = error.code, str(error)
        else:
            code, why = Codes.InternalError, self.report(error)
        if msg_id is not None:
            self._refuse(msg_id, code, why)

    def _check_handler_result(self, future: Future[Any]) -> None:
        error = future.exception()
        if error is not None:
            self.report(error)

    def _send_data(self, data: object) -> None:
        self._write(self._text(data))

    def _text(self, value: object) -> str:
        return value if isinstance(value, Written) else _dumps(self._converter.unstructure(value))

    def _write(self, text: str) -> None:
        try:
            self.writer.write(text.encode("ascii"))  # type: ignore[union-attr]
        except OSError:
            self._ended = True  # nobody reads any more


_dumps = json.JSONEncoder(separators=(",", ":")).encode


def _parsed(arrived: bytes | Malformed | None) -> object:
    """A message as JSON has it; what is no message stays what it is."""
    if not isinstance(arrived, bytes):
        return arrived
    try:
        return json.loads(arrived)
    except (ValueError, RecursionError):
        return Malformed("this is no JSON")


def _id(message: object, name: str = "id") -> MessageId | None:
    """The id of a request or response, if it is of a kind that an id may be."""
    found = message.get(name) if isinstance(message, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def _is_request(message: object) -> bool:
    return isinstance(message, dict) and "method" in message and _id(message) is not None


def _cancelled(message: object) -> MessageId | None:
    """The id of the request that a message cancels."""
    if isinstance(message, dict) and message.get("method") == types.CANCEL_REQUEST and "id" not in message:
        return _id(message.get("params"))
    return None
