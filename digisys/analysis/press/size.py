"""How much memory and time draws take, estimated before they are begun."""

from __future__ import annotations

from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.pattern import components
from digisys.analysis.press.system import PressSystem
from digisys.errors import TooLargeError
from digisys.words import Message

__all__ = ["MOST_BYTES", "draw_bytes", "draw_seconds", "refuse_large_group", "refuse_long_draws"]

#: Memory that a question may take for its draws.
MOST_BYTES = 2**30
#: Bytes that laying out a component takes for each pair of its variables.
_LAID_OUT = 12
#: Multiplications that no machine does in less than a second.
_IN_A_SECOND = 1e10


def refuse_large_group(system: PressSystem) -> None:
    """Refuse a system whose largest component takes more memory to lay out than may be had.

    Raises
    ------
    TooLargeError
        If it does.
    """
    size = max((len(members) for members in components(system)), default=0)
    _check_memory(size, _LAID_OUT * size**2)


def draw_bytes(kernel: Kernel, *, wide: bool) -> int:
    """Estimate the memory of one draw, in bytes.

    Parameters
    ----------
    kernel
        What is drawn.
    wide
        Whether whole matrices of responses are held, and not single columns.
    """
    count = len(kernel.system.names)
    inside = sum(
        2 * int(block.plan.slots.max()) if block.plan else 4 * len(block.members) ** 2
        for block in kernel.blocks
    )
    return 8 * (inside + len(kernel.system.links) + (3 * count**2 if wide else 8 * count))


def draw_seconds(kernel: Kernel, *, wide: bool) -> float:
    """Estimate the seconds that one draw takes at least."""
    return kernel.multiplications(wide=wide) / _IN_A_SECOND


def refuse_long_draws(kernel: Kernel, *, wide: bool, time_limit: float | None) -> None:
    """Refuse draws of which one alone takes more memory, or seconds, than may be had.

    Raises
    ------
    TooLargeError
        If it does.
    """
    size = max((len(block.members) for block in kernel.blocks), default=0)
    _check_memory(size, draw_bytes(kernel, wide=wide))
    seconds = draw_seconds(kernel, wide=wide)
    if time_limit is not None and seconds > max(time_limit, 1.0):
        raise TooLargeError(
            Message(
                "{count} variables act on each other through loops; one draw of them takes "
                "some {seconds} s, more than the time given.",
                {"count": size, "seconds": round(seconds)},
            ),
            Message("Give more time, count fewer links (evidence), or ask influence."),
        )


def _check_memory(size: int, needed: int) -> None:
    """Refuse what takes more memory than may be had."""
    if needed > MOST_BYTES:
        raise TooLargeError(
            Message(
                "{count} variables act on each other through loops; draws of them would take "
                "more than {gigabytes} GB of memory.",
                {"count": size, "gigabytes": needed // 2**30},
            ),
            Message("Count fewer links (evidence), or ask influence, which needs signs alone."),
        )
