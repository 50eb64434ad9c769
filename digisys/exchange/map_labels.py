"""Ids and labels of a map from a file beside it: more languages, or names for numbers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from digisys.errors import ModelFileError, Problem
from digisys.exchange.sidecar import in_languages
from digisys.graph.names import suggest
from digisys.io.tables.header import same_word
from digisys.io.tables.read import read_tables
from digisys.io.tables.table import Row, Table
from digisys.schema import Model
from digisys.schema.link import link_ends
from digisys.words import Message, Quoted, language_tag

__all__ = ["with_labels"]

_NAMES = frozenset(["label", "name", "variable", "nimi", "muuttuja", "namn", "variabel", "key"])
_ID = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"(?:label[ _]*)?\[?([a-zA-Z]{2,3}(?:-[A-Za-z]{2,4})?)\]?")


def with_labels(model: Model, path: str | os.PathLike[str], language: str) -> Model:
    """Give the variables of a map ids and labels from a table.

    Parameters
    ----------
    model
        The model as it was imported.
    path
        A CSV file or workbook. Its first column, or the one headed ``label``, has the names as in
        the map; ``id`` ids; columns headed by a language, such as ``fi``, labels in it. With
        two columns and no such heading, the second has labels.
    language
        Of the labels of the map.

    Returns
    -------
    Model
        The same model under these names. Variables that the table does not name keep theirs.

    Raises
    ------
    ModelFileError
        If the file cannot be read, names what is not in the map, or gives two the same id.
    """
    table = read_tables(path)[0]
    places, rows = _columns(table)
    found = _found(model)
    ids: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for row in rows:
        name = str(row.cell(places[""]) if row.cell(places[""]) is not None else "")
        if not name:
            continue
        variable = found.get(name.casefold())
        if variable is None:
            what = Message("There is no variable “{name}” in the map.", {"name": name})
            place = table.place(row, places[""])
            problems.append(Problem("unknown-variable", (), what, _near(model, name), place))
            continue
        new = str(row.cell(places["id"]) or "") if "id" in places else ""
        if new and (not _ID.fullmatch(new) or new in ids.values()):
            what = Message("“{name}” is no id, or another has it.", {"name": new})
            cure = Message("Use small letters of English, digits and _, and begin with a letter.")
            problems.append(
                Problem("malformed-name", (), what, cure, table.place(row, places["id"]))
            )
        elif new:
            ids[variable] = new
        labels[variable] = {
            tag: str(row.cell(at))
            for tag, at in places.items()
            if tag not in ("", "id") and row.cell(at) is not None
        }
    if problems:
        raise ModelFileError(problems)
    return _renamed(model, ids, labels, language)


def _near(model: Model, name: str) -> Message:
    near = suggest(model, name, count=1)
    if near:
        return Message("Did you mean {names}?", {"names": Quoted(near)})
    return Message("Write the name as in the map, or leave out the row.")


def _columns(table: Table) -> tuple[dict[str, int], Sequence[Row]]:
    heads = table.rows[0].cells if table.rows else ()
    places: dict[str, int] = {}
    for at, head in enumerate(heads):
        word = same_word(head)
        told = _LANGUAGE.fullmatch(str(head or "").strip())
        if word in _NAMES:
            places.setdefault("", at)
        elif word == "id":
            places["id"] = at
        elif told and (tag := language_tag(told[1])):
            places[tag] = at
    if set(places) - {""} or "" in places:
        places.setdefault("", next(iter(set(range(len(heads))) - set(places.values())), 0))
        return places, table.rows[1:]
    return {"": 0, "*": 1}, table.rows


def _found(model: Model) -> dict[str, str]:
    """Return the ids by labels and by ids, in lower case; labels go first."""
    by_label = {
        text.casefold(): name
        for name, variable in model.variables.items()
        for text in variable.label.every()
    }
    return {**{name: name for name in model.variables}, **by_label}


def _renamed(
    model: Model, ids: Mapping[str, str], labels: Mapping[str, dict[str, str]], language: str
) -> Model:
    tags = [tag for each in labels.values() for tag in each if tag != "*"]
    languages = list(dict.fromkeys([language, *tags]))
    raw: dict[str, Any] = model.model_dump(by_alias=True, exclude_none=True)
    if len(languages) > 1:
        time = raw.pop("time")  # whose unit is no text
        raw = {**in_languages(raw, languages), "time": time}
    raw["languages"] = languages

    def new(name: str) -> str:
        return ids.get(name, name)

    for name, told in labels.items():
        variable = raw["variables"][name]
        texts = dict.fromkeys(languages, told["*"]) if "*" in told else told
        if texts:
            old = variable["label"]
            before = old if isinstance(old, dict) else {language: old}
            after = {**before, **texts}
            variable["label"] = after if len(languages) > 1 else after[language]
    raw["variables"] = {new(name): value for name, value in raw["variables"].items()}
    for link in raw["links"]:
        link["from"], link["to"] = new(link["from"]), new(link["to"])
        if "id" in link:
            source, target, rest = link_ends(link["id"])
            link["id"] = f"{new(source)}->{new(target)}{rest}"
    for loop in raw["loops"].values():
        loop["cycles"] = {
            key: [new(name) for name in cycle] for key, cycle in loop["cycles"].items()
        }
    if "layout" in raw:
        places = raw["layout"]["variables"]
        raw["layout"]["variables"] = {new(name): place for name, place in places.items()}
    return Model.model_validate(raw)
