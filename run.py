"""Run digisys from a checkout with nothing but Python 3.11 or newer.

``python3 run.py influence 14`` makes the folder ``.venv`` on first use, installs what
digisys needs into it, and passes the words after ``run.py`` to the ``digisys`` command.
``python3 run.py --help`` tells the rest. The work is done by ``tools/environment.py``;
this file only looks at the Python version, in words that an old Python can read too.
"""

import os
import sys

OLD_PYTHON = """\
digisys needs Python 3.11 or newer; this is Python %d.%d (%s).
digisys tarvitsee Pythonin version 3.11 tai uudemman.
digisys fungerar bara med Python 3.11 eller nyare.
Get it from https://www.python.org/downloads/ and start again, for example:
    python3.11 run.py influence 14        (Windows: py -3.11 run.py influence 14)
"""


def main():
    # type: () -> int
    """Hand the command line to the set-up, or say that this Python is too old."""
    if sys.version_info < (3, 11):
        sys.stderr.write(OLD_PYTHON % (sys.version_info[0], sys.version_info[1], sys.executable))
        return 1
    root = os.path.dirname(os.path.realpath(__file__))
    if root not in sys.path:
        sys.path.insert(0, root)
    from tools.environment import main as start

    return start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
