"""What pydantic finds wrong with a file, in words of those who write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from digisys.errors import Problem
from digisys.io.yaml.document import Document, Path
from digisys.io.yaml.hints import (
    Advice,
    missing_key,
    unknown_key,
    wrong_choice,
    wrong_key,
    wrong_pair,
    wrong_pattern,
    wrong_point,
    wrong_size,
    wrong_type,
    wrong_words,
)
from digisys.io.yaml.scalars import REPORTED
from digisys.io.yaml.shapes import Place, arms_of, fields, find_place, fits, is_pair
from digisys.schema.base import WORDS_PATTERN
from digisys.words import Message

__all__ = ["MOST_COMPLAINTS", "explain_validation", "put_in_place"]

#: More complaints than this about one file are counted, not listed.
MOST_COMPLAINTS = 200_000

_TYPE_COMPLAINTS = frozenset(
    {
        "string_type", "int_type", "int_from_float", "float_type", "bool_type", "tuple_type",
        "list_type", "dict_type", "model_type", "model_attributes_type",
    }
)  # fmt: skip
_SIZE_COMPLAINTS = frozenset(
    {
        "greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number",
        "too_short", "too_long", "string_too_long",
    }
)  # fmt: skip


def explain_validation(
    error: ValidationError, kind: type[BaseModel], document: Document
) -> list[Problem]:
    """Turn what pydantic complains of into problems with a place and a cure.

    Parameters
    ----------
    error
        What pydantic raised.
    kind
        The schema that the file was checked against.
    document
        The file.

    Returns
    -------
    list of Problem
        At most one for each value or key.
    """
    count = error.error_count()
    if count > MOST_COMPLAINTS:
        what = Message("{count} values are not as they should be.", {"count": count})
        cure = Message("Check that this is the right file.")
        return [document.problem("too-many-problems", 0, (), what, cure)]
    return _Explainer(kind, document).explain(error)


class _Explainer:
    """Collects problems, at most one for each value or key."""

    def __init__(self, kind: type[BaseModel], document: Document) -> None:
        self.kind = kind
        self.document = document
        self.found: dict[tuple[Path, bool], Problem] = {}
        self.meant: set[Path] = set()
        self.reported = {problem.path for problem in document.problems}

    def explain(self, error: ValidationError) -> list[Problem]:
        for complaint in error.errors(include_url=False, include_input=False):
            place = find_place(self.kind, self.document.data, complaint["loc"])
            value = self.document.value(place.path)
            context = complaint.get("ctx", {})
            if value is not REPORTED and not _is_echo(complaint["type"], context, place, value):
                self._note(complaint["type"], context, complaint["msg"], place)
        # A misspelt key is one mistake, although the key that was meant is missing too.
        return [problem for (path, _), problem in self.found.items() if path not in self.meant]

    def _note(self, kind: str, context: Mapping[str, Any], message: str, place: Place) -> None:
        path, value = place.path, self.document.value(place.path)
        if kind in ("missing", "too_long") and _is_about_pair(kind, place):
            self._add_pair(path if kind == "too_long" else path[:-1])
        elif kind == "missing":
            self._add(path, missing_key(str(path[-1]), (place.holder,)))
        elif kind in ("extra_forbidden", "invalid_key"):
            present = self.document.value(path[:-1])
            advice, meant = unknown_key(path[-1], present, place.holder)
            self.meant.update([(*path[:-1], meant)] if meant else ())
            self._add(path, advice, about_key=True)
        elif kind.startswith("union_tag"):
            tag = str(context["discriminator"]).strip("'")
            chosen = self.document.value((*path, tag))
            options = place._replace(
                arms=tuple(each for arm in place.arms for each in arms_of(fields(arm).get(tag)))
            )
            if kind == "union_tag_not_found":
                advice = missing_key(tag, place.arms)
            else:
                advice = wrong_choice(chosen, self.document.raw((*path, tag)), options)
            self._add((*path, tag), advice)
        elif kind == "too_short" and path in self.reported:
            pass  # what it holds was refused as it was read
        elif place.about_key and path in self.reported:
            # YAML reads the key as something else than a word, and that was told; in quotes
            # it would not be a name either.
            self._correct(path, _advise_on_key(kind, context, message, place))
        elif place.about_key:
            self._add(path, _advise_on_key(kind, context, message, place), about_key=True)
        else:
            raw = self.document.raw(path)
            self._add(path, _advise(kind, context, message, value, raw=raw, place=place))

    def _correct(self, path: Path, advice: Advice) -> None:
        problems = self.document.problems
        for at, problem in enumerate(problems):
            if problem.path == path:
                problems[at] = replace(problem, cure=advice.cure)

    def _add_pair(self, path: Path) -> None:
        # A pair in a list is a point of a table, any other a range.
        wrong = wrong_point if isinstance(path[-1], int) else wrong_pair
        self._add(path, wrong(self.document.value(path)))

    def _add(self, path: Path, advice: Advice, *, about_key: bool = False) -> None:
        if (path, about_key) not in self.found:
            key_start, start, _ = self.document.spot(path)
            place = key_start if about_key else start
            problem = self.document.problem(advice.code, place, path, advice.what, advice.cure)
            self.found[path, about_key] = problem


def _is_about_pair(kind: str, place: Place) -> bool:
    """Whether too few or too many numbers stand where a range does."""
    return is_pair(place.holder if kind == "missing" else place.arm or place.arms[0])


def _is_echo(kind: str, context: Mapping[str, Any], place: Place, value: object) -> bool:
    """Whether a complaint repeats another.

    It does when it is about an alternative that was not meant, or about a list that is
    only too short because its items are wrong.
    """
    if kind == "too_short" and isinstance(value, list | Mapping):
        return len(value) >= int(context["min_length"])
    if place.arm is None or place.about_key or fits(place.arm, value):
        return False
    return any(fits(arm, value) for arm in place.arms)


def _advise(
    kind: str,
    context: Mapping[str, Any],
    message: str,
    value: object,
    *,
    raw: str,
    place: Place,
) -> Advice:
    if kind == "literal_error":
        return wrong_choice(value, raw, place)
    if kind in _TYPE_COMPLAINTS:
        return wrong_type(value, raw, place)
    if kind == "string_pattern_mismatch" and context["pattern"] == WORDS_PATTERN:
        return wrong_words(str(value), needed=place.needed)
    if kind == "string_pattern_mismatch":
        return wrong_pattern(value, context["pattern"])
    if kind in _SIZE_COMPLAINTS:
        return wrong_size(kind, value, context)
    return Advice(
        "invalid-value", Message("The value is not accepted: {reason}.", {"reason": message})
    )


def _advise_on_key(kind: str, context: Mapping[str, Any], message: str, place: Place) -> Advice:
    key = place.path[-1]
    if kind in _TYPE_COMPLAINTS:
        return wrong_key(key, place.rules.get("pattern"))
    return _advise(kind, context, message, key, raw=str(key), place=place)


def put_in_place(
    problems: Iterable[Problem], document: Document, known: Iterable[Problem]
) -> list[Problem]:
    """Say where in the file contradictions are, unless their place is at fault already.

    Parameters
    ----------
    problems
        Contradictions, with their paths.
    document
        The file.
    known
        Problems that have a place; contradictions at the same paths are left out.

    Returns
    -------
    list of Problem
        With file, line and column.
    """
    taken = {problem.path for problem in known}
    placed = []
    for problem in problems:
        if problem.path not in taken:
            key_start, start, _ = document.spot(problem.path)
            names_key = problem.path[-1:] and problem.path[-1] in problem.what.values.values()
            place = key_start if names_key else start
            placed.append(
                document.problem(problem.code, place, problem.path, problem.what, problem.cure)
            )
    return placed
