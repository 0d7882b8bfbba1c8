"""Why a request cannot be answered, for its user to read: the one thing that a feature raises."""

from lsprotocol import types


class Refusal(Exception):  # noqa: N818  (it is no mistake of ours)
    """The answer is an error: its text is one sentence, its code one of the protocol's."""

    def __init__(self, why: str, code: int = types.LSPErrorCodes.RequestFailed) -> None:
        super().__init__(why)
        self.code = int(code)
