"""Run the command: as ``digisys``, and as ``python -m digisys``.

The command itself is imported within, so that Ctrl-C ends it in order from the start on.
"""

import sys

__all__ = ["start"]


def start() -> int:
    """Run the command of this process and return its exit code.

    Returns
    -------
    int
        As of :func:`digisys.cli.main.main`; 130 after Ctrl-C.
    """
    try:
        import signal

        from digisys.cli.streams import settle, supply

        sys.unraisablehook = _end_by_signal
        supply()
        from digisys.cli.main import main

        code = main()
        settle()
        # What is left is Python's own end, which Ctrl-C may cut short without a word.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:
        return 130
    return code


def _end_by_signal(lost: "sys.UnraisableHookArgs") -> None:
    """End after a Ctrl-C that came while Python was cleaning up, which would lose it."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
    sys.__unraisablehook__(lost)


if __name__ == "__main__":
    sys.exit(start())
