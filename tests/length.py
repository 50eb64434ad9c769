"""How much a test tries: a fixed slice in every run, the whole in a long one (``--long``).

A test that takes minutes is marked ``pytest.mark.long``. One that can try more or less asks
here, when it is collected or when it runs::

    @settings(max_examples=examples(300))
    @pytest.mark.parametrize("seed", seeds(whole=10_000, part=30))
    files = long_or_slice(whole=100_000, part=500)
"""

from __future__ import annotations

from typing import TypeVar

__all__ = ["examples", "long_or_slice", "seeds", "start_long_run"]

T = TypeVar("T")

#: So many times the usual number of Hypothesis examples are tried in a long run.
MORE = 25

_seed: int | None = None


def start_long_run(seed: int) -> None:
    """Let whoever asks from now on try the whole, with random numbers that start from a seed."""
    global _seed  # noqa: PLW0603 - one state of the run, set before tests are collected
    _seed = seed


def long_or_slice(whole: T, part: T) -> T:
    """Choose the whole in a long run, else the part."""
    return part if _seed is None else whole


def examples(usual: int) -> int:
    """Tell how many examples Hypothesis tries where a usual run has this many."""
    return usual if _seed is None else usual * MORE


def seeds(whole: int, part: int) -> range:
    """Seeds of random cases: the same few in every run, many new ones in a long run."""
    return range(part) if _seed is None else range(_seed, _seed + whole)
