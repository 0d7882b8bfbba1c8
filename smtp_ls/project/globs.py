"""Globs of the configuration and of `--exclude`, matched against paths with `/`.

Rule 1: `*`, `?` and `[...]` stay inside one name; `**` crosses folders. A glob without a slash stands for a name at any
depth (`*.bad.smtp`, `fixtures`); one with a slash counts from the folder of the configuration.
"""

import re
from functools import lru_cache

from smtp_ls.regular import Pattern


def matches(glob: str, path: str) -> bool:
    """True when the glob stands for this path itself; ValueError when it is no glob."""
    return _pattern(glob).fullmatch(path) is not None


def covers(glob: str, path: str) -> bool:
    """True when the glob stands for this path or for a folder that it is in."""
    while path:
        if matches(glob, path):
            return True
        path = path.rpartition("/")[0]
    return False


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    bare = glob.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in bare else "(?:.*/)?"
    try:
        return re.compile(anywhere + _translated(bare.removeprefix("/")), re.DOTALL)
    except re.error as error:
        raise ValueError(f'"{glob}" is no glob: {error}') from None


_TOKEN = Pattern(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _translated(glob: str) -> str:
    return "".join(_MEANING.get(token) or _plain(token) for token in _TOKEN.findall(glob))


def _plain(token: str) -> str:
    if len(token) == 1:
        return re.escape(token)
    negated = token.startswith("[!")
    members = token[2 if negated else 1 : -1].replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]")
    return f"[{'^/' if negated else ''}{members}]"
