"""The format `json-lines`: the objects of `json`, one a line, so that a reader need not wait for the end."""

import json
from collections.abc import Iterable
from typing import TextIO

from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.json_array import objects


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write each object on a line of its own as results come."""
    out.writelines(json.dumps(each) + "\n" for each in objects(results, options))
