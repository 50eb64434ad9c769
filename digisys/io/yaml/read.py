"""Reading model files: every problem at once, each with its place and its cure.

Reading never executes anything, and a file that is broken, hostile or in the wrong
encoding ends in a :class:`~digisys.errors.ModelFileError`, never in a hang.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from digisys.errors import ModelFileError, Problem
from digisys.io.yaml.compose import compose
from digisys.io.yaml.document import Document
from digisys.io.yaml.scalars import MISSING
from digisys.io.yaml.shapes import arms_of, choices, fields
from digisys.io.yaml.source import decode, read_bytes
from digisys.schema import Model
from digisys.schema.base import Frozen
from digisys.schema.checks.consistency import find_problems as find_model_problems
from digisys.words import Message

__all__ = ["parse_document", "parse_model", "read_document", "read_model"]

Part = TypeVar("Part", bound=Frozen)
FindProblems = Callable[[Mapping[Any, Any]], list[Problem]]


def read_document(
    path: str | os.PathLike[str], kind: type[Part], find_problems: FindProblems
) -> Part:
    """Read a YAML file of any kind that has a schema.

    Parameters
    ----------
    path
        The file.
    kind
        The schema of the file.
    find_problems
        Lists what the schema cannot say, from plain data.

    Returns
    -------
    Frozen
        A value of the kind asked for.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or anything in it is wrong; every problem is listed.
    """
    return parse_document(read_bytes(path), os.fspath(path), kind, find_problems)


def parse_document(
    text: str | bytes, file: str, kind: type[Part], find_problems: FindProblems
) -> Part:
    """Read YAML text of any kind that has a schema.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8.
    file
        What problems are said to be in.
    kind
        The schema of the text.
    find_problems
        Lists what the schema cannot say, from plain data. It is called even when the
        data has the wrong shape, so that contradictions are listed with type errors.

    Returns
    -------
    Frozen
        A value of the kind asked for.

    Raises
    ------
    ModelFileError
        If anything is wrong; every problem is listed, in the order of the text.
    """
    words = decode(text, file) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    document = compose(words, file)
    problems = document.problems
    if document.complete:
        _refuse_other_kinds(document, kind)
        contradictions = find_problems(document.data)
        invalid = None
        try:
            value = kind.model_validate(
                document.data,
                context={"references_checked": True},
                by_alias=True,
                by_name=False,
            )
        except ValidationError as error:
            invalid = error
        if invalid or contradictions:
            from digisys.io.yaml.problems import explain_validation, put_in_place

            if invalid:
                problems += explain_validation(invalid, kind, document)
            problems += put_in_place(contradictions, document, problems)
    if problems:
        problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
        raise ModelFileError(problems)
    return value


def _refuse_other_kinds(document: Document, kind: type[Frozen]) -> None:
    """Refuse what is not a mapping, and files of another format version."""
    data = document.data
    if not isinstance(data, dict):
        code, what = _not_a_mapping(data, document.text)
        cure = Message("Start with keys and values, such as: schema: 1")
        start = 0 if data is MISSING else document.spot(())[1]
        document.problems.append(document.problem(code, start, (), what, cure))
        raise ModelFileError(document.problems)
    version = data.get("schema")
    known = choices(arms_of(fields(kind).get("schema")))
    if type(version) is int and known and version not in known:
        values = {"version": version, "known": known[-1]}
        newer = version > known[-1]
        what = Message("The file is of format {version}; this release reads {known}.", values)
        document.problems.append(
            document.problem(
                "wrong-version",
                document.spot(("schema",))[1],
                ("schema",),
                what,
                Message("Update digisys: pip install --upgrade digisys")
                if newer
                else Message("Bring the file up to format {known}.", values),
            )
        )
        raise ModelFileError(document.problems)


def _not_a_mapping(data: object, text: str) -> tuple[str, Message]:
    if data is MISSING:
        if "#" in text:
            return "empty-file", Message("The file holds nothing but comments.")
        return "empty-file", Message("The file is empty.")
    if isinstance(data, list):
        return "not-a-mapping", Message("The file is a list; keys and values are expected.")
    return "not-a-mapping", Message("The file is a single text; keys and values are expected.")


def read_model(path: str | os.PathLike[str]) -> Model:
    """Read a model file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Model
        The model, valid and unchangeable.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or anything in it is wrong; every problem is listed.
    """
    model = read_document(path, Model, find_model_problems)
    model.__dict__["file"] = Path(path)  # beside the fields, as a cached property
    return model


def parse_model(text: str | bytes, *, file: str = "<text>") -> Model:
    """Read a model from YAML text.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8.
    file
        What problems are said to be in.

    Returns
    -------
    Model
        The model, valid and unchangeable.

    Raises
    ------
    ModelFileError
        If anything is wrong; every problem is listed, in the order of the text.

    Examples
    --------
    >>> model = parse_model('''
    ... schema: 1
    ... id: tiny
    ... title: Tiny
    ... languages: [en]
    ... variables:
    ...   skills: {label: Digital skills}
    ...   services: {label: Use of services, role: stock}
    ... links:
    ...   - {from: skills, to: services, polarity: positive}
    ... ''')
    >>> model.links[0].id
    'skills->services'
    """
    return parse_document(text, file, Model, find_model_problems)
