"""Run the command as ``python -m digisys``."""

import sys

from digisys.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
