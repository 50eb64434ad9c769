"""How much damping it takes until a fair share of the draws is stable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.system import PressSystem
from digisys.errors import UnstableError
from digisys.words import Message

__all__ = ["FairDamping", "damped_as_asked", "fair_damping", "unstable"]

#: By how much damping is strengthened, in turn.
_FACTORS = (
    1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0,
    100.0, 150.0, 200.0,
)  # fmt: skip
#: The share of the draws that is to be stable.
_FAIR = 0.5
#: Draws that are tried at each, and multiplications that all of one try may take.
_TRIED, _LEAST_TRIED, _WORK = 200, 10, 2e9


@dataclass(frozen=True)
class FairDamping:
    """Damping under which a fair share of the draws is stable.

    Attributes
    ----------
    low, high
        The range that it is drawn from.
    share
        Share of the draws tried that are stable, 0 to 1.
    """

    low: float
    high: float
    share: float


def fair_damping(kernel: Kernel, seed: int) -> FairDamping | None:
    """Find the weakest damping under which half of the draws are stable.

    The range of damping keeps its form and grows step by step; one that begins at zero is
    taken to begin at a third of its end.

    Parameters
    ----------
    kernel
        What is drawn.
    seed
        Seed of the draws that are tried.

    Returns
    -------
    FairDamping or None
        None if no damping helps, as where some variable does not damp itself.
    """
    low, high = kernel.system.damping_range
    low = max(low, high / 3)
    count = int(max(min(_TRIED, _WORK / kernel.multiplications(wide=False)), _LEAST_TRIED))
    few = kernel.multiplications(wide=False) * _LEAST_TRIED > _WORK
    for factor in _FACTORS[:: 3 if few else 1]:
        weakest, strongest = float(f"{low * factor:.3g}"), float(f"{high * factor:.3g}")
        system = _damped(kernel.system, weakest, strongest)
        values = system.draw(seed, 0, count)
        share = float(kernel.solve(values)[1].mean())
        if share >= _FAIR:
            return FairDamping(weakest, strongest, share)
    return None


def _damped(system: PressSystem, low: float, high: float) -> PressSystem:
    damping = tuple(replace(entry, low=low, high=high) for entry in system.damping)
    return replace(system, damping=damping, damping_range=(low, high))


def damped_as_asked(system: PressSystem, seed: int) -> PressSystem:
    """Damp a system as strongly as it takes, if that was asked for.

    Parameters
    ----------
    system
        What is drawn.
    seed
        Seed of the draws.

    Returns
    -------
    PressSystem
        The same, unless the range of damping is ``auto``.

    Raises
    ------
    UnstableError
        If no damping helps.
    """
    if system.strengths.damping_range != "auto":
        return system
    found = fair_damping(Kernel(system), seed)
    if found is None:
        raise UnstableError(
            Message("No damping makes half of the draws stable."),
            Message("Let more variables damp themselves (damping all), or ask influence."),
        )
    return _damped(system, found.low, found.high)


def unstable(drawn: int, kernel: Kernel, seed: int) -> UnstableError:
    """Say that no draw is stable, and with which damping half of them would be."""
    what = Message("None of the first {count} draws is stable.", {"count": drawn})
    if len(kernel.system.damping) < len(kernel.system.names):
        return UnstableError(what, Message("Let more variables damp themselves (damping all)."))
    found = fair_damping(kernel, seed)
    if found is None:
        return UnstableError(
            what,
            Message("Choose weaker strengths, or ask what signs alone tell: digisys influence."),
        )
    return UnstableError(what, _cure(found))


def _cure(found: FairDamping) -> Message:
    return Message(
        "If variables damp themselves by {low} to {high}, {share} of 100 draws are stable: "
        "--damping-range {low},{high}, or --damping-range auto, which finds it. Signs alone "
        "need no draws: digisys influence.",
        {
            "low": f"{found.low:g}",
            "high": f"{found.high:g}",
            "share": round(100 * found.share),
        },
    )
