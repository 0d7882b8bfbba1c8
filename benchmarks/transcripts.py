"""The files that are measured: transcripts whose lines differ as in real logs, YAML and Python of the same length."""

import random
from collections.abc import Callable, Iterator

SESSION_LINES = 36
"""How many lines a session of `sessions` has."""

_WORDS = """
amber basil cedar delta ember fjord grove hazel iris juniper kelp linden maple north olive pearl quartz river sage thyme
umber violet willow yarrow zephyr
""".split()


def sessions(lines: int) -> str:
    """A labelled transcript of at least so many lines: whole sessions, each one message to two people, all clean."""
    return _repeated(_session, lines)


def wrong_sessions(lines: int) -> str:
    """The same with a finding in about every second line."""
    return _repeated(_wrong_session, lines)


def yaml(lines: int) -> str:
    """A YAML document of at least so many lines, in which yamllint finds nothing."""
    return "---\n" + _repeated(_service, lines - 1)


def python(lines: int) -> str:
    """A Python module of at least so many lines, in which pyflakes and ruff find nothing."""
    return "import math\n\n" + _repeated(_function, lines - 2)


def _repeated(block: Callable[[random.Random, int], Iterator[str]], lines: int) -> str:
    draw = random.Random(5321)
    written: list[str] = []
    number = 0
    while len(written) < lines:
        written += block(draw, number)
        number += 1
    return "".join(f"{line}\n" for line in written)


def _word(draw: random.Random) -> str:
    return draw.choice(_WORDS)


def _address(draw: random.Random, number: int) -> str:
    return f"{_word(draw)}.{_word(draw)}{number}@{_word(draw)}.example.{draw.choice(('org', 'net', 'com'))}"


def _session(draw: random.Random, number: int) -> Iterator[str]:
    server, client = f"mx{number % 7}.example.com", f"{_word(draw)}{number}.example.org"
    sender, first, second = (_address(draw, number) for _ in range(3))
    size = draw.randrange(300, 90000)
    subject = f"{_word(draw)} {_word(draw)} {number}"
    yield f"### Session {number}"
    yield f"S: 220 {server} ESMTP"
    yield f"C: EHLO {client}"
    yield f"S: 250-{server} greets {client}"
    yield "S: 250-SIZE 52428800"
    yield "S: 250-PIPELINING"
    yield "S: 250-8BITMIME"
    yield "S: 250-STARTTLS"
    yield "S: 250 ENHANCEDSTATUSCODES"
    yield f"C: MAIL FROM:<{sender}> SIZE={size}"
    yield "S: 250 2.1.0 Sender ok"
    yield f"C: RCPT TO:<{first}>"
    yield f"S: 250 2.1.5 {first} ok"
    yield f"C: RCPT TO:<{second}>"
    yield f"S: 250 2.1.5 {second} ok"
    yield "C: DATA"
    yield "S: 354 End data with a lone dot"
    yield f"C: Date: Tue, 24 Nov 2026 10:{number % 60:02}:00 +0700"
    yield f"C: From: <{sender}>"
    yield f"C: To: <{first}>, <{second}>"
    yield f"C: Subject: {subject}"
    yield f"C: Message-ID: <{number}.{size}@{client}>"
    yield "C: MIME-Version: 1.0"
    yield "C: Content-Type: text/plain; charset=us-ascii"
    yield "C:"
    for _ in range(SESSION_LINES - 30):
        yield "C: " + " ".join(_word(draw) for _ in range(draw.randrange(3, 11)))
    yield "C: ..signature"
    yield "C: ."
    yield f"S: 250 2.0.0 Queued as {number:X}{size:X}"
    yield "C: QUIT"
    yield f"S: 221 2.0.0 {server} closes"


def _wrong_session(draw: random.Random, number: int) -> Iterator[str]:
    yield f"### Session {number}"
    yield "S: 220 mx.example.com ESMTP"
    yield f"C: EHLO {_word(draw)}{number}.example.org"
    yield "S: 250 mx.example.com"
    for _ in range(14):
        yield f"C: MAIL FROM: <{_address(draw, number)}>"
        yield "S: 250 Ok"
    yield "C: QUIT"
    yield "S: 221 Bye"


def _service(draw: random.Random, number: int) -> Iterator[str]:
    yield f"{_word(draw)}-{number}:"
    yield f"  address: {_address(draw, number)}"
    yield f"  size: {draw.randrange(90000)}"
    yield "  words:"
    for _ in range(5):
        yield f"    - {_word(draw)} {_word(draw)}"


def _function(draw: random.Random, number: int) -> Iterator[str]:
    name = f"{_word(draw)}_{number}"
    yield ""
    yield f"def {name}(first: int, second: int) -> float:"
    yield f'    """Return the {_word(draw)} of {_word(draw)}."""'
    yield f"    {name}_size = first * {draw.randrange(900)} + second"
    yield f"    if {name}_size > {draw.randrange(90000)}:"
    yield f'        raise ValueError("{_word(draw)} {_word(draw)}")'
    yield f"    return math.sqrt({name}_size)"
    yield ""
