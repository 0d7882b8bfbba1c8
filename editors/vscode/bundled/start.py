"""Starts the server that this extension brings along, with any Python from 3.11 on and nothing installed."""

# ruff: noqa: INP001  (scripts beside no package)

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  (pathlib costs a tenth of a cold start)

sys.dont_write_bytecode = not os.access(HERE, os.W_OK)
sys.path.insert(0, os.path.join(HERE, "libs"))  # noqa: PTH118
sys.path.append(os.path.join(HERE, "stand_ins"))  # noqa: PTH118  behind all, so that a real package comes first

from smtp_ls.cli import main  # noqa: E402  (found in libs)

if __name__ == "__main__":
    sys.exit(main())
