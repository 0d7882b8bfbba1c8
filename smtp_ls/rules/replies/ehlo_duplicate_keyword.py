"""A keyword stands twice in one reply to EHLO.

Some clients heed the first line, some the last, and few both: if they differ, as two lists of mechanisms behind AUTH,
part of the offer is lost.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH CRAM-MD5 SCRAM-SHA-256
    S: 250-AUTH=CRAM-MD5 SCRAM-SHA-256
    S: 250 SIZE
    C: QUIT
    S: 221 2.0.0 Bye

Another reply begins anew:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH CRAM-MD5
    S: 250-AUTH SCRAM-SHA-256
           ^^^^ AUTH stands above already
    S: 250-AUTH EXTERNAL
    S: 250 Size
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.keywords import is_repeated, keyword_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step


@rule("ehlo-duplicate-keyword", "keyword:again", severity=Severity.HINT, rfc="5321#4.1.1.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The second line of a keyword, not the third; and once in a session for the same line."""
    reply, above = step.event, step.before.reply
    if not isinstance(reply, Reply) or above is None or is_repeated(step):
        return
    keyword = keyword_of(reply.says)
    if sum(keyword_of(line) == keyword for line in above.lines) == 1:
        yield Found(f"{keyword} stands above already: clients may heed only one of the two lines", first_said(reply))
