"""What comes too early, twice, too late or not at all."""

from collections.abc import Iterator

from smtp_ls.events import Command, Directive, EndOfData, Expect, Note, Reply
from tests.mutations.breaking import CLIENT, Broken, Clean, Said, dropped, kind


@kind("no EHLO")
def _(clean: Clean) -> Iterator[Broken]:
    for hello in clean.commands("EHLO", "LHLO", "HELO")[:1]:
        following = clean.next(hello, Command)
        greeted = not clean.shows_replies or clean.of(Reply, Expect, Command)[0].text.startswith("220")
        if greeted and following and following.event.text.split()[0].upper() in ("MAIL", "AUTH", "STARTTLS", "ETRN"):
            yield dropped(clean, [hello]).blame(following)


@kind("no MAIL")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        following = clean.next(mail, Command)
        if following and following.event.text.upper().startswith("RCPT"):
            yield dropped(clean, [mail]).blame(following)


@kind("no RCPT")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        rcpts, following = [], clean.next(mail, Command)
        while following and following.event.text.upper().startswith("RCPT"):
            rcpts.append(following)
            following = clean.next(following, Command)
        if rcpts and following and following.event.text.upper().startswith(("DATA", "BDAT", "BURL")):
            yield dropped(clean, rcpts).blame(following)


@kind("RCPT before MAIL")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        rcpt = clean.next(mail, Command)
        if rcpt and rcpt.event.text.upper().startswith("RCPT"):
            yield Broken(clean).say(rcpt, mail.text).change(mail, rcpt.text)


@kind("MAIL twice")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        yield _repeated(clean, mail)


def _repeated(clean: Clean, said: Said, text: str = "", reply: str = "") -> Broken:
    """The same again, with its reply, behind the reply; in a pipelined group behind the command and its reply."""
    broken, lines = Broken(clean), clean.answers(said)
    if len(clean.group(said)) > 1 or not lines:
        broken.add(said, text or said.text)
        if lines:
            broken.add(lines[-1], reply or lines[-1].text, blame=False)
        return broken
    return broken.add(lines[-1], text or said.text, like=said).add(lines[-1], reply or lines[-1].text, blame=False)


@kind("DATA again when the message is sent")
def _(clean: Clean) -> Iterator[Broken]:
    for dot in clean.of(EndOfData):
        following, data = clean.next(dot, Command), clean.commands("DATA")
        lines = clean.answers(dot)
        if following and data and following.text.upper() == "QUIT" and lines and lines[-1].line < following.line:
            broken = Broken(clean).add(following, data[0].text, below=False)
            broken.add(following, "503 5.5.1 no", like=lines[-1], below=False, blame=False)
            broken.quiet = True
            yield broken


@kind("a command after QUIT")
def _(clean: Clean) -> Iterator[Broken]:
    for quit_ in clean.commands("QUIT")[-1:]:
        lines = clean.answers(quit_)
        if lines:
            yield (
                Broken(clean)
                .add(lines[-1], "MAIL FROM:<alice@example.org>", like=quit_)
                .add(lines[-1], "250 ok", blame=False)
            )
        elif not clean.shows_replies:
            yield Broken(clean).add(quit_, "MAIL FROM:<alice@example.org>")


@kind("no QUIT")
def _(clean: Clean) -> Iterator[Broken]:
    if clean.excerpt or any(isinstance(each.event, Note) and each.event.tells == "close" for each in clean.said):
        return  # somebody dropped the connection, and that is no mistake of the file
    for quit_ in clean.commands("QUIT"):
        asked = [each for each in clean.of(*CLIENT, Directive) if each.line < quit_.line]
        if not asked or isinstance(asked[-1].event, Directive):
            continue  # nothing else was said in this session
        gone = {quit_.line, *[each.line for each in clean.answers(quit_)]}
        before = [each for each in clean.of(Reply, Expect, *CLIENT) if each.line not in gone and each.line < max(gone)]
        yield dropped(clean, [quit_]).blame(before[-1])


@kind("no EHLO after STARTTLS")
def _(clean: Clean) -> Iterator[Broken]:
    for starttls in clean.accepted("STARTTLS"):
        hello = clean.next(starttls, Command)
        if hello and hello.text.upper().startswith("EHLO"):
            yield dropped(clean, [hello]).blame(clean.next(hello, Command))


@kind("STARTTLS twice")
def _(clean: Clean) -> Iterator[Broken]:
    for starttls in clean.accepted("STARTTLS"):
        hello = clean.next(starttls, Command)
        lines = clean.answers(hello) if hello else []
        if hello and (lines or not clean.shows_replies):
            broken = Broken(clean).add(lines[-1] if lines else hello, "STARTTLS", like=hello)
            yield broken.add(lines[-1], "220 2.0.0 go", blame=False) if lines else broken


@kind("AUTH twice")
def _(clean: Clean) -> Iterator[Broken]:
    for done in clean.of(Reply, Expect):
        auth = clean.commands("AUTH")
        if done.text.startswith("235") and auth:
            yield (Broken(clean).add(done, "AUTH PLAIN {{again}}", like=auth[0]).add(done, "235 2.7.0 ok", blame=False))


@kind("AUTH in a transaction")
def _(clean: Clean) -> Iterator[Broken]:
    for auth in clean.commands("AUTH"):
        mail, lines = clean.next(auth, Command), clean.answers(auth)
        if mail and mail.text.upper().startswith("MAIL") and lines and lines[-1].text.startswith("235"):
            yield _repeated(clean, mail, auth.text, lines[-1].text).cut(auth, *lines)
