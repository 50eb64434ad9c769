"""All checks of a model together."""

from __future__ import annotations

from digisys.errors import Problem
from digisys.schema.checks.dangling import Dangling
from digisys.schema.checks.links import link_problems
from digisys.schema.checks.loops import loop_problems
from digisys.schema.checks.raw import Raw
from digisys.schema.checks.references import evidence_problems, reference_problems, time_problems
from digisys.schema.checks.texts import language_problems
from digisys.schema.checks.views import layout_problems, presentation_problems

__all__ = ["find_problems"]

#: Looking for similar names costs time; after comparing this many, it is left out.
_MOST_COMPARISONS = 200_000


def find_problems(raw: Raw) -> list[Problem]:
    """List every contradiction between the parts of a model.

    Parameters
    ----------
    raw
        The model as plain data, with the keys of the model file.

    Returns
    -------
    list of Problem
        In the order of the file's sections; empty when the parts agree.

    Examples
    --------
    >>> [problem.field for problem in find_problems({
    ...     "languages": ["en"], "variables": {"a": {"label": "A"}},
    ...     "links": [{"from": "a", "to": "b", "polarity": "positive"}]})]
    ['links[0].to']
    """
    found = [
        *language_problems(raw),
        *time_problems(raw),
        *reference_problems(raw),
        *evidence_problems(raw),
        *link_problems(raw),
        *loop_problems(raw),
        *layout_problems(raw),
        *presentation_problems(raw),
    ]
    comparisons = 0
    problems = []
    for problem in found:
        if isinstance(problem, Dangling):
            comparisons += 20 + len(problem.known)
            problems.append(problem.with_cure(look=comparisons <= _MOST_COMPARISONS))
        else:
            problems.append(problem)
    return problems
