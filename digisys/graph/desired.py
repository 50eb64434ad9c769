"""Which way is better for several variables together."""

from __future__ import annotations

from collections.abc import Iterable

from digisys.schema import Model
from digisys.schema.variable import Desired

__all__ = ["desired_of"]


def desired_of(model: Model, variables: Iterable[str]) -> Desired | None:
    """Return which way some variables should go.

    Parameters
    ----------
    model
        The model.
    variables
        Their ids.

    Returns
    -------
    str or None
        ``up``, ``down`` or ``none``; None where the model does not say so of all of them, or
        says different things.

    Examples
    --------
    >>> import digisys
    >>> desired_of(digisys.load("digikompassi"), ["trust_in_society"])
    'up'
    """
    said = {model.variables[name].desired for name in variables}
    return said.pop() if len(said) == 1 else None
