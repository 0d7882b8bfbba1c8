"""tshark's two outputs and curl's test cases: frames, counts, joined lines, and the traps of each."""

from tests.dialects.splits import detected, pieces, spoken

FOLLOW = """
    ===================================================================
    Follow: tcp,ascii
    Filter: tcp.stream eq 0
    Node 0: 192.0.2.7:4000
    Node 1: 192.0.2.9:25
    \t10
    220 mx.e

    38
    EHLO me
    MAIL FROM:<>
    DATA
    25

    .

    \t6
    354 

    ===================================================================
    """  # noqa: W291


def test_follow_counts_octets():
    """Mail data may hold a line that looks like a length, and blank lines; the blank line after a block is tshark's."""
    assert detected(FOLLOW) == "tshark-follow"
    assert spoken("tshark-follow", FOLLOW) == [
        "(connect)",
        "S: 220 mx.e",
        "C: EHLO me",
        "C: MAIL FROM:<>",
        "C: DATA",
        "C: 25",
        "C: ",
        "C: .",
        "S: 354 ",
    ]


def test_follow_finds_the_server_by_its_codes():
    """Node 0 is who spoke first, not always the client; and a capture may hold the client alone."""
    assert spoken("tshark-follow", "10\n220 mx.e\n\n\t6\nQUIT\n") == ["S: 220 mx.e", "C: QUIT"]
    assert spoken("tshark-follow", "6\nQUIT\n") == ["C: QUIT"]


def test_follow_says_nothing_about_ciphertext():
    text = "10\nSTARTTLS\n\n\t8\n220 go\n\n517\n....250 x\n5.50.HA\n\t83\n"
    assert spoken("tshark-follow", text) == ["C: STARTTLS", "S: 220 go"]


def test_packet_list_joins_lines():
    """Keywords have lost their code, whole replies have not, and the text of a reply may hold the joint."""
    head = "    4   0.001   192.0.2.9 → 192.0.2.7   SMTP 99 S: "
    text = "\n".join(
        (
            f"{head}220 mx | hello",
            "    5   0.002   192.0.2.7 → 192.0.2.9   SMTP 99 C: RSET | MAIL FROM:<>",
            f"{head}250-mx | DSN | HELP | 250 2.1.0 ok",
            "    6   0.003   192.0.2.7 → 192.0.2.9   SMTP 72 C: DATA fragment, 25 bytes",
            "    7   0.004   192.0.2.7 → 192.0.2.9   SMTP/IMF 292 from: ann@example.org, subject: x,  (text/plain)",
        )
    )
    assert detected(text) == "tshark-packet-list"
    assert [f"{said.side[0]} {said.text}" for _, said in pieces("tshark-packet-list", text) if said.side != "note"] == [
        "s 220 mx | hello",
        "c RSET",
        "c MAIL FROM:<>",
        "s 250-mx",
        "s 250-DSN",
        "s 250 HELP",
        "s 250 2.1.0 ok",
    ]
    assert {said.key for _, said in pieces("tshark-packet-list", text)} == {"192.0.2.7 192.0.2.9", ""}


def test_packet_list_columns():
    """The code that a part has lost stands where the part begins."""
    line = "4 0.001 192.0.2.9 → 192.0.2.7 SMTP 99 S: 250-mx | DSN"
    ((_, first), (_, second)) = pieces("tshark-packet-list", line)
    assert line[first.at :] == "250-mx | DSN"
    assert second.columns == (50, 50, 50, 50, 50, 51, 52, 53)
    assert line[50:] == "DSN"


CURL_TEST = """
    <testcase>
    <reply><servercmd>
    REPLY AUTH 334 go
    </servercmd></reply>
    <command>
    smtp://%HOSTIP:%SMTPPORT/%TESTNUMBER -T -
    </command>
    <verify>
    # what the server saw
    <protocol crlf="yes">
    EHLO %TESTNUMBER
    AUTH PLAIN
    %b64[%00ann%00hush]b64%
    %if SMTP
    MAIL FROM:%LTann@example.org%GT
    %endif
    QUIT
    </protocol>
    <upload crlf="yes">
    body

    .
    </upload>
    """


def test_curl_test_cases():
    """Mail data stands below QUIT, and what the harness fills in is a placeholder."""
    assert detected(CURL_TEST) == "curl-test-data"
    assert spoken("curl-test-data", CURL_TEST) == [
        "C: EHLO {{TESTNUMBER}}",
        "C: AUTH PLAIN",
        "C: {{b64}}",
        "C: MAIL FROM:<ann@example.org>",
        "C: QUIT",
        "D: body",
        "D: ",
        "D: .",
    ]


def test_socat_heads_each_stretch():
    r"""CR is written out. The arrow of the first reply is the server's, and mail data may look like a reply."""
    stamp = "2026/01/02 03:04:05.000678901  length=9 from=0 to=8"
    for client, server in ("><", "<>"):
        text = (
            f"{server} {stamp}\n220 mx.example.org\\r\n{client} {stamp}\nDATA\\r\n{server} {stamp}\n354 go\\r\n"
            f"{client} {stamp}\n250 people\\r\n\\r\n.\\r\n"
        )
        assert detected(text) == "socat"
        assert spoken("socat", text) == [
            "S: 220 mx.example.org",
            "C: DATA",
            "S: 354 go",
            "C: 250 people",
            "C: ",
            "C: .",
        ]


def test_ngrep_byline():
    """CR is printed as a dot; the ports tell connections apart."""
    text = """
        interface: lo (127.0.0.0/255.0.0.0)
        ####
        T 192.0.2.9:25 -> 192.0.2.7:4001 [AP] #4
        220 mx.example.org.

        ##
        T 192.0.2.7:4001 -> 192.0.2.9:25 [AP] #6
        DATA.
        .
        ..

        T 192.0.2.7:4002 -> 192.0.2.9:25 [AP]
        QUIT.
        """
    assert detected(text) == "ngrep"
    assert spoken("ngrep", text) == ["S: 220 mx.example.org", "C: DATA", "C: ", "C: .", "C: QUIT"]
    assert {said.key for _, said in pieces("ngrep", text.replace("        ", "")) if said.side == "client"} == {
        "192.0.2.7:4001 192.0.2.9:25",
        "192.0.2.7:4002 192.0.2.9:25",
    }


def test_strace_follows_the_socket_that_was_greeted():
    """Other files are read too; a string that was cut may be anything."""
    text = """
        read(3, "250 no reply", 99) = 12
        [pid  471] recvfrom(6, "220 mx.example.org\\r\\n", 99, 0, NULL, NULL) = 20
        sendto(6, "EHLO client.exa"..., 99, MSG_NOSIGNAL, NULL, 0) = 99
        write(1, "220 mx.example.org\\r\\n", 20) = 20
        03:04:05.678901 read(6, "250-mx\\r\\n250 DSN\\r\\n", 99) = 16
        read(6, "", 99) = 0
        """
    assert detected(text) == "strace"
    assert spoken("strace", text) == [
        "S: 220 mx.example.org",
        "C: EHLO client.exa{{rest}}",
        "S: 250-mx",
        "S: 250 DSN",
        "(close)",
    ]
