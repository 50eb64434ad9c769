"""How strong and how soon effects are, as sentences: what a page could not draw often enough."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.analysis.influence.influence import influence
from digisys.schema import Model

__all__ = ["size_data"]


def size_data(model: Model) -> dict[str, dict[str, str]]:
    """Return what conclusions say of sizes, where sizes are kept with the model.

    They are kept for all that can be asked about or for nothing, so the first answer that
    has an effect but tells no size ends the search.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        By the page's name of what was asked about, such as ``target-14``: the sentence in
        each language of the model.

    Examples
    --------
    >>> import digisys
    >>> set(size_data(digisys.load("digikompassi")).get("target-14", {})) <= {"fi", "sv", "en"}
    True
    """
    found = {}
    for token, name in _questions(model):
        answer = influence(model, name)
        told = [item for item in answer.conclusion.statements if item.kind == "size"]
        if answer.affected and not told:
            break
        for statement in told:
            found[token] = {code: statement.text(code) for code in model.languages}
    return found


def _questions(model: Model) -> Iterator[tuple[str, str | int]]:
    """Name what can be asked about on the page: as the page does, and as the library does."""
    for number in model.targets:
        if any(ref.target == number for item in model.variables.values() for ref in item.targets):
            yield f"target-{number}", f"target {number}"
    used = {variable.area for variable in model.variables.values()}
    yield from ((f"variable-{name}", name) for name in model.variables)
    yield from ((f"area-{name}", name) for name in model.areas if name in used)
