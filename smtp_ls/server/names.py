"""Files as their URIs name them: the path, and what to call them in a sentence."""

import os
import re

from pygls.uris import to_fs_path


def path_of(uri: str) -> str:
    """The path of a URI; nothing for what is no file."""
    return (to_fs_path(uri) or "") if uri.startswith("file:") else ""


def name_of(uri: str) -> str:
    """What a file is called, for its user and for the log, which no credentials in a URI may enter."""
    return os.path.basename(path_of(uri)) or re.split("[/@:]", uri.partition("?")[0])[-1] or "untitled"
