"""What differs between two maps, by meaning, and what that does to their conclusions."""

from __future__ import annotations

from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.schema import Model
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.workshop.consequences import (
    Compared,
    EffectChange,
    LeverChange,
    LoopChange,
    Views,
    compare_conclusions,
)
from digisys.workshop.diff_result import ModelDiff
from digisys.workshop.edits import Edit, FieldChange, find_edits
from digisys.workshop.matching import Matching, match_variables

__all__ = [
    "Compared",
    "Edit",
    "EffectChange",
    "FieldChange",
    "LeverChange",
    "LoopChange",
    "Matching",
    "ModelDiff",
    "compare_models",
]

#: Draws that rank levers where nobody says how many: fewer of maps above this size.
_DRAWS, _FEWER, _LARGE = 1_000, 200, 100


def compare_models(
    old: Model,
    new: Model,
    *,
    samples: int | Draws | None = None,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> ModelDiff:
    """Tell what differs between two maps, and what the differences do to conclusions.

    Variables are the same where their ids are, else where a label or alias is, else where
    their links are. Then both maps are asked how targets (areas, variables) influence each
    other, which loops they have and how strong those come back, and which levers move what
    most; what is answered differently is listed.

    Parameters
    ----------
    old, new
        The maps.
    samples
        How many stable draws rank the levers, or :class:`~digisys.uncertainty.options.Draws`;
        0 leaves levers out. When absent, 1,000, and 200 for maps of more than 100 variables.
    seed
        Seed of the draws, a whole number from 0 up; 1 when absent. Both maps have the same
        draws for the links that they share.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    ModelDiff
        What is written differently, and what is concluded differently.

    Raises
    ------
    QuestionError
        If the view is none of the models'.

    Notes
    -----
    A lever is told to rank otherwise only where the 95 % Wilson intervals of how often it
    is best lie apart [1]_. A loop is told to begin to grow where the median of its gain
    passes 1.

    References
    ----------
    .. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical
       inference, Journal of the American Statistical Association 22,
       doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> cut = model.without("digital_skills->digital_service_use")
    >>> found = compare_models(model, cut, samples=0)
    >>> [edit.what for edit in found.edits]
    ['removed']
    """
    matching = match_variables(old, new)
    edits = find_edits(old, new, matching)
    draws = None
    if samples != 0:
        large = max(len(old.variables), len(new.variables)) > _LARGE
        usual = _FEWER if large else _DRAWS
        draws = Draws.of(samples, seed, usual=usual, without=OF_RUNS)
    views = Views(evidence, certainty)
    compared = compare_conclusions(old, new, matching, edits, views, draws)
    return ModelDiff(old, new, matching, edits, compared)
