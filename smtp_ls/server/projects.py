"""The configuration of the folder that an open file is in, looked at anew whenever the file is linted.

Rule 1: no watcher is needed (Neovim on Linux has none): the files' sizes and times decide if they are read again.
"""

import os
from typing import NamedTuple

from smtp_ls.errors import ConfigError
from smtp_ls.project.config import DEFAULT, FILE_NAMES, Config, load, nearest

Signature = tuple[tuple[str, int, int], ...]
"""Of each file that may be the configuration: path, time in nanoseconds and size in octets."""


def settings(options: object) -> Config:
    """The editor's settings, an object with the keys of a configuration file; ConfigError. Other keys are not ours.

    What is null, an empty text or an empty object is not set: editors send all that they know.
    """
    if not isinstance(options, dict):
        return DEFAULT
    from smtp_ls.project.config_file import KEYS, of_table  # noqa: PLC0415  (few editors send any)

    given = {name: value for name, value in options.items() if name in KEYS and value not in (None, "", {})}
    return of_table(given, "the editor's settings") if given else DEFAULT


def switched_off(options: object) -> frozenset[str]:
    """What of the editor's settings is switched off that only an editor shows: `inlayHints.decoded` and the like."""
    if not isinstance(options, dict):
        return frozenset()
    groups = {group: kinds for group, kinds in options.items() if isinstance(kinds, dict)}
    return frozenset(f"{group}.{kind}" for group, kinds in groups.items() for kind, on in kinds.items() if on is False)


class _Seen(NamedTuple):
    signature: Signature
    config: Config
    error: str


class Projects:
    """The configurations of folders, each read again when its file has changed."""

    def __init__(self) -> None:
        self.fallback = DEFAULT
        """What holds where there is no configuration file: the editor's settings."""
        self._seen: dict[str, _Seen] = {}

    def config(self, folder: str) -> tuple[Config, str]:
        """The configuration for files in this absolute folder ("": in none), and what is wrong with its file.

        While the file is wrong, what it said before holds.
        """
        if not folder:
            return self.fallback, ""
        signature = _signature(folder)
        seen = self._seen.get(folder)
        if seen is None or seen.signature != signature:
            seen = self._seen[folder] = self._look(folder, signature, seen)
        return (self.fallback if seen.config is DEFAULT else seen.config), seen.error

    def _look(self, folder: str, signature: Signature, before: _Seen | None) -> _Seen:
        try:
            file = nearest(folder) if signature else ""
            return _Seen(signature, load(file) if file else DEFAULT, "")
        except ConfigError as error:
            return _Seen(signature, before.config if before else DEFAULT, str(error))


def _signature(folder: str) -> Signature:
    """What the files look like that may be the configuration here, up to the root of the repository."""
    found = []
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            try:
                state = os.stat(path)
            except (OSError, ValueError):
                continue
            found.append((path, state.st_mtime_ns, state.st_size))
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return tuple(found)
        folder = above
