"""`python -m smtp_ls`: the same as the command `smtp-ls`."""

import sys

from smtp_ls.cli import main

if __name__ == "__main__":
    sys.exit(main())
