"""Messages out of octets, however these are cut into pieces."""

import io

import pytest

from smtp_ls.server.transport import LARGEST, Inbox, Malformed, Outbox, messages

STREAM = (
    b"Content-Length: 2\r\n\r\n{}"
    b"Content-Type: x\r\nContent-Length: 4\r\n\r\nnull"
    b"content-LENGTH:1\nanything: else\n\n7"
    b"garbage Content-Length: x\r\n\r\n{}Content-Length: 2\r\n\r\n[]"
    b"Content-Length: 99999999999999999999\r\n\r\n{}{}Content-Length: 0\r\n\r\n"
    b"Content-Length: 9\r\n\r\ncut off"
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1 << 16])
def test_messages_are_the_same_in_any_pieces(size: int):
    """What is cut off by the end is not among them."""
    stream = io.BytesIO(STREAM)
    found = list(messages(lambda _: stream.read(size)))
    assert [each for each in found if isinstance(each, bytes)] == [b"{}", b"null", b"7", b"[]", b""]
    assert [type(each) for each in found].count(Malformed) == 2
    assert f"{LARGEST} are the most" in str(found)


def test_garbage_fills_no_memory():
    """And a message after it is found."""
    stream = io.BytesIO(b"x" * 1_000_000 + b"\nContent-Length: 2\r\n\r\n{}")
    assert list(messages(stream.read))[-1] == b"{}"


def test_a_stream_that_fails_has_ended():
    def fails(_: int) -> bytes:
        raise ConnectionResetError

    assert Inbox(messages(fails)).take(wait=True) == [None]


def test_a_message_is_written_to_the_end():
    """Also where the stream takes only some octets at a time."""
    written = bytearray()

    def few(octets: bytes | memoryview) -> int:
        written.extend(octets[:3])
        return len(octets[:3])

    Outbox(few).write(b'{"a":1}')
    assert written == b'Content-Length: 7\r\n\r\n{"a":1}'
