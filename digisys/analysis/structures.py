"""Alternative structures of a model, weighed by what was observed."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["posterior"]


def posterior(priors: Sequence[float], likelihoods: Sequence[float]) -> tuple[float, ...]:
    """Weigh structures by Bayes' rule; all zero when none can show what was observed."""
    joint = [prior * likelihood for prior, likelihood in zip(priors, likelihoods, strict=True)]
    total = sum(joint)
    return tuple(part / total if total else 0.0 for part in joint)
