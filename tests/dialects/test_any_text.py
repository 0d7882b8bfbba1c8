"""Laws of every dialect: no text makes it fail, columns are right, what a line says hangs on line and mode alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_ls.dialects import rows
from smtp_ls.dialects.dialect import Dialect
from tests.dialects.splits import check_columns

FRAGMENTS = (
    *(
        " -> ",
        "<-  ",
        "<** ",
        "~> ",
        "> ",
        "< ",
        "* ",
        "=== ",
        "--> ",
        "<-- ",
        ">>> ",
        "<<< ",
        ">> ",
        "<< ",
        "C: ",
        "S: ",
    ),
    *("SMTP<< ", "??? ", "****", "client ", " In:  ", "32512 <<< ", "nc -> ", 'expect "', "{", "$a", "<CRLF>"),
    *(
        "send: ",
        "reply: ",
        "b'",
        "'",
        '"',
        "\\r\\n",
        "\\x",
        "\\xc3\\xa9",
        "\\u{",
        "<CRLF>",
        "[nl]",
        "&lt;",
        "&#1;",
        "%LT",
        "%b64[",
    ),
    *(
        "=> Send header, 9 bytes (0x9)",
        "0000: ",
        "45 48 ",
        "\t",
        "\t12",
        "25",
        "====================",
        "Follow: tcp,ascii",
    ),
    *(
        "250",
        "250-",
        "220 x",
        "DATA",
        "STARTTLS",
        ".",
        "12 lines sent",
        "SERVER -> CLIENT: ",
        "CLIENT -> SERVER: ",
        "Wrote: ",
    ),
    *(
        "[2026-01-02 03:04:05] DEBUG [id] ",
        "INFO:mail.log:('192.0.2.7', 4000) ",
        "<protocol>",
        "<upload>",
        " | ",
        "é",
        "\0",
        "😀",
    ),
)
LINE = st.one_of(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join), st.text(max_size=20)).map(
    lambda text: text.replace("\r", "").replace("\n", "")
)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
@given(lines=st.lists(LINE, max_size=8))
@settings(max_examples=settings().max_examples // 2)
def test_any_text_is_split(row: Dialect, lines: list[str]):
    mode = ""
    for line in lines:
        said, after = row.split(line, mode)
        assert said, line
        assert row.split(line, mode) == (said, after)
        assert len(after) < 200
        for each in said:
            check_columns(line, each)
        mode = after
