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

__all__ = ["PartRow", "made_model", "plain_evidence", "with_plain_parts"]

#: The fields of a variable or link by their names: texts as plain ones, and as its evidence the
#: items of the file where it stands.
PartRow = dict[str, Any]
Part = TypeVar("Part", bound=BaseModel)

_TEXTS = ("label", "unit", "description", "note")
#: What every instance of a model holds, as ``BaseModel.model_construct`` sets it.
_SET_VALUES = BaseModel.__dict__["__dict__"].__set__
_SET_GIVEN = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_SET_EXTRA = BaseModel.__dict__["__pydantic_extra__"].__set__
_SET_PRIVATE = BaseModel.__dict__["__pydantic_private__"].__set__


def made_model(
    head: Mapping[str, Any], variables: Mapping[str, PartRow], links: Sequence[PartRow]
) -> Model:
    """Make a model of its parts.

    Parameters
    ----------
    head
        All but variables and links, as plain data; its first source is the file.
    variables
        The fields of each variable, by id.
    links
        The fields of each link. The rows are used up.

    Returns
    -------
    Model
        The same as :meth:`Model.model_validate` makes of :func:`with_plain_parts`.

    Raises
    ------
    pydantic.ValidationError
        If a part is not as a model may hold it.
    """
    try:
        _fill([*variables.values(), *links], next(iter(head["sources"])))
    except ValidationError:  # told with its place
        raw = with_plain_parts(head, variables, links)
    else:
        made = _instances(Variable, list(variables.values()))
        raw = {
            **head,
            "variables": dict(zip(variables, made, strict=True)),
            "links": _instances(Link, links),
        }
    return Model.model_validate(raw, context={"references_checked": True})


def with_plain_parts(
    head: Mapping[str, Any], variables: Mapping[str, PartRow], links: Sequence[PartRow]
) -> dict[str, Any]:
    """Return a model as plain data, with the keys of the model file.

    Parameters
    ----------
    head, variables, links
        As :func:`made_model` takes them.
    """
    source = next(iter(head["sources"]))

    def plain(row: PartRow) -> dict[str, Any]:
        names = {"source": "from", "target": "to"}
        found = {names.get(name, name): value for name, value in row.items()}
        found["evidence"] = [plain_evidence(source, item) for item in row["evidence"]]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
        }

    things = {name: plain(row) for name, row in variables.items()}
    return {**head, "variables": things, "links": [plain(row) for row in links]}


def plain_evidence(source: str, item: str) -> dict[str, Any]:
    """Return the place of an item in the file as evidence, as plain data."""
    item = label_of(item)
    return {"source": source, "note": item} if item else {"source": source}


def _fill(rows: Sequence[PartRow], source: str) -> None:
    """Check all texts, and put them and the evidence made of items into the rows."""
    places = [row["evidence"] for row in rows]
    one_each = set(map(len, places)) == {1}
    items = labels_of(list(chain.from_iterable(places)))
    holders = [[row for row in rows if name in row] for name in _TEXTS]
    texts = list(filter(None, items))
    for name, those in zip(_TEXTS, holders, strict=True):
        texts += [row[name] for row in those]
    _checked([who for row in rows if "said_by" in row for who in row["said_by"]])
    checked = iter(_checked(texts))
    made = _evidence(items, checked, source)
    if one_each:
        for row, evidence in zip(rows, zip(made, strict=True), strict=True):
            row["evidence"] = evidence
    else:
        ordered = iter(made)
        for row in rows:
            row["evidence"] = tuple(islice(ordered, len(row["evidence"])))
    for name, those in zip(_TEXTS, holders, strict=True):
        for row in those:
            row[name] = next(checked)


def _checked(texts: Sequence[str]) -> list[Text]:
    return _text_list().validate_python(texts)


@cache
def _text_list() -> TypeAdapter[list[Text]]:
    return TypeAdapter(list[Text])


def _evidence(items: Iterable[str], texts: Iterator[Text], source: str) -> list[Evidence]:
    """Return the evidence of items in the file, those of the file as a whole too."""
    values = _defaults(Evidence) | {"source": source}
    bare, noted = {"source"}, {"source", "note"}
    filled = [{**values, "note": next(texts)} if item else dict(values) for item in items]
    return _made(Evidence, filled, [noted if item else bare for item in items])


def _instances(kind: type[Part], rows: Sequence[PartRow]) -> list[Part]:
    """Make instances of rows whose values are checked."""
    names = list(map(tuple, rows))
    given = {each: set(each) for each in set(names)}
    defaults = _defaults(kind)
    values = [{**defaults, **row} for row in rows]
    return _made(kind, values, map(given.__getitem__, names))


def _defaults(kind: type[BaseModel]) -> dict[str, Any]:
    return {name: field.get_default() for name, field in kind.model_fields.items()}


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
