"""A model made of parts that are known to agree, many at a time.

Of a large map most time would go into making each part by itself. Here all texts are checked in one
step, and variables, links and their evidence are put together of what was checked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice, repeat
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from digisys.exchange.texts import label_of, labels_of
from digisys.schema import Evidence, Link, Model, Text, Variable

__all__ = ["Parts", "made_model", "plain_evidence", "with_plain_parts"]

#: What is told of variables or links, by the names of their fields, in their order: texts as plain
#: ones, as evidence the items of the file where they stand, and None where nothing is told.
Parts = dict[str, Sequence[Any]]
Part = TypeVar("Part", bound=BaseModel)

_TEXTS = ("label", "unit", "description", "note")
#: What every instance of a model holds, as ``BaseModel.model_construct`` sets it.
_SET_VALUES = BaseModel.__dict__["__dict__"].__set__
_SET_GIVEN = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_SET_EXTRA = BaseModel.__dict__["__pydantic_extra__"].__set__
_SET_PRIVATE = BaseModel.__dict__["__pydantic_private__"].__set__


def made_model(
    head: Mapping[str, Any], names: Sequence[str], variables: Parts, links: Parts
) -> Model:
    """Make a model of its parts.

    Parameters
    ----------
    head
        All but variables and links, as plain data; its first source is the file.
    names
        Ids of the variables.
    variables, links
        What is told of them.

    Returns
    -------
    Model
        The same as :meth:`Model.model_validate` makes of :func:`with_plain_parts`.

    Raises
    ------
    pydantic.ValidationError
        If a part is not as a model may hold it.
    """
    source = next(iter(head["sources"]))
    try:
        made = _instances(Variable, variables, source), _instances(Link, links, source)
    except ValidationError:  # told with its place
        raw = with_plain_parts(head, names, variables, links)
    else:
        raw = {**head, "variables": dict(zip(names, made[0], strict=True)), "links": made[1]}
    return Model.model_validate(raw, context={"references_checked": True})


def with_plain_parts(
    head: Mapping[str, Any], names: Sequence[str], variables: Parts, links: Parts
) -> dict[str, Any]:
    """Return a model as plain data, with the keys of the model file.

    Parameters
    ----------
    head, names, variables, links
        As :func:`made_model` takes them.
    """
    source = next(iter(head["sources"]))
    things = dict(zip(names, _plain(variables, source), strict=True))
    return {**head, "variables": things, "links": list(_plain(links, source))}


def _plain(parts: Parts, source: str) -> Iterator[dict[str, Any]]:
    keys = [{"source": "from", "target": "to"}.get(name, name) for name in parts]
    for values in zip(*parts.values(), strict=True):
        found = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in zip(keys, values, strict=True)
            if value is not None
        }
        found["evidence"] = [plain_evidence(source, item) for item in found["evidence"]]
        yield found


def plain_evidence(source: str, item: str) -> dict[str, Any]:
    """Return the place of an item in the file as evidence, as plain data."""
    item = label_of(item)
    return {"source": source, "note": item} if item else {"source": source}


def _instances(kind: type[Part], parts: Parts, source: str) -> list[Part]:
    """Make instances of what is told of them."""
    count = len(parts["evidence"])
    values = _filled(kind, count)
    given: list[tuple[str, ...]] = []
    always = []
    for name, column in parts.items():
        told = _whole(name, column, source)
        if None in column:
            given.append(tuple("" if value is None else name for value in told))
            for row, value in zip(values, told, strict=True):
                if value is not None:
                    row[name] = value
        else:
            always.append(name)
            deque(map(dict.__setitem__, values, repeat(name), told), 0)
    if not given:
        return _made(kind, values, repeat(set(always)))
    shapes = list(zip(*given, strict=True))
    sets = {shape: {*always, *shape} - {""} for shape in set(shapes)}
    return _made(kind, values, map(sets.__getitem__, shapes))


def _whole(name: str, column: Sequence[Any], source: str) -> Sequence[Any]:
    """Return what a field holds of plain values, checked where they are texts."""
    if name in _TEXTS:
        if None not in column:
            return _checked(column)
        checked = iter(_checked([text for text in column if text is not None]))
        return [None if text is None else next(checked) for text in column]
    if name == "evidence":
        made = _evidence(labels_of(list(chain.from_iterable(column))), source)
        if set(map(len, column)) == {1}:
            return list(zip(made, strict=True))
        places = iter(made)
        return [tuple(islice(places, len(items))) for items in column]
    if name == "said_by":
        _checked([who for each in column if each for who in each])
    return column


def _checked(texts: Sequence[str]) -> list[Text]:
    return _text_list().validate_python(texts)


@cache
def _text_list() -> TypeAdapter[list[Text]]:
    return TypeAdapter(list[Text])


def _evidence(items: Sequence[str], source: str) -> list[Evidence]:
    """Return the evidence of items in the file, those of the file as a whole too."""
    notes = _checked(list(filter(None, items)))
    values = _filled(Evidence, len(items))
    deque(map(dict.__setitem__, values, repeat("source"), repeat(source, len(items))), 0)
    if len(notes) == len(items):
        deque(map(dict.__setitem__, values, repeat("note"), notes), 0)
        return _made(Evidence, values, repeat({"source", "note"}))
    ordered = iter(notes)
    for row, item in zip(values, items, strict=True):
        if item:
            row["note"] = next(ordered)
    bare, noted = {"source"}, {"source", "note"}
    return _made(Evidence, values, [noted if item else bare for item in items])


def _filled(kind: type[BaseModel], count: int) -> list[dict[str, Any]]:
    """Return so many dictionaries of all fields, with what they hold when nothing is told."""
    defaults = {name: field.get_default() for name, field in kind.model_fields.items()}
    return list(map(dict.copy, repeat(defaults, count)))


def _made(
    kind: type[Part], values: Sequence[dict[str, Any]], given: Iterable[set[str]]
) -> list[Part]:
    """Make instances of all their values, as :meth:`pydantic.BaseModel.model_construct` does."""
    found = list(map(kind.__new__, repeat(kind, len(values))))
    for setter, each in (
        (_SET_VALUES, values),
        (_SET_GIVEN, given),
        (_SET_EXTRA, repeat(None)),
        (_SET_PRIVATE, repeat(None)),
    ):
        deque(map(setter, found, each), 0)
    return found
