"""Links that an assistant proposes: kept beside a model, and counted by nothing until taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError

from digisys.errors import QuestionError, UnknownNameError
from digisys.io.write import write_text
from digisys.schema import Model
from digisys.schema.base import Frozen, Id, Items, Words
from digisys.schema.link import Certainty, Polarity
from digisys.words import Message
from digisys.workshop.gathered import Gathered

__all__ = [
    "SAID_BY",
    "Suggestion",
    "Suggestions",
    "add_suggestions",
    "drop_suggestions",
    "read_gathered",
    "read_suggestions",
    "suggestions_file",
    "take_suggestions",
    "write_gathered",
]

#: Who says a suggested link, for good: a person who takes it stands beside, not instead.
SAID_BY: Literal["AI suggestion"] = "AI suggestion"
_MOST = 500
_LARGEST = 1_000_000


class Suggestion(Frozen):
    """A link that is proposed, not claimed."""

    source: Id = Field(alias="from")
    """The variable that would act."""
    target: Id = Field(alias="to")
    """The variable that it would act on."""
    polarity: Polarity
    """As of a link."""
    reason: Annotated[Words, Field(max_length=1000)]
    """Why it is proposed. It is no evidence, and becomes a note of the link."""
    said_by: Literal["AI suggestion"] = SAID_BY
    """Always the same."""

    @property
    def id(self) -> str:
        """``from->to``."""
        return f"{self.source}->{self.target}"


class Suggestions(Frozen):
    """A file of suggestions."""

    model: Id
    """The id of the model that they are for."""
    suggestions: Items[Suggestion] = ()
    """What an assistant proposes."""
    gathered: Gathered = Gathered()
    """What groups propose."""


def suggestions_file(model: Path) -> Path:
    """Return where the suggestions to a model file are kept: beside it.

    Examples
    --------
    >>> suggestions_file(Path("trust.yaml")).name
    'trust.suggestions.yaml'
    """
    return model.with_name(f"{model.stem}.suggestions.yaml")


def read_suggestions(model: Model, path: Path) -> tuple[Suggestion, ...]:
    """Read the suggestions to a model; none where there is no file.

    Parameters
    ----------
    model
        The model that they are for.
    path
        Their file, as :func:`suggestions_file` names it.

    Raises
    ------
    QuestionError
        If the file cannot be read, or is for another model.
    """
    return _read(model, path).suggestions


def read_gathered(model: Model, path: Path) -> Gathered:
    """Read what groups propose to a model; see :func:`read_suggestions`."""
    return _read(model, path).gathered


def write_gathered(model: Model, path: Path, gathered: Gathered) -> None:
    """Keep what groups propose to a model; what an assistant proposes stays."""
    _write(model, path, read_suggestions(model, path), gathered)


def _read(model: Model, path: Path) -> Suggestions:
    if not path.exists():
        return Suggestions(model=model.id)
    broken = Message("“{name}” holds no suggestions that can be read.", {"name": path.name})
    cure = Message("Correct it, or remove it to begin anew.")
    if path.stat().st_size > _LARGEST:
        raise QuestionError(broken, cure)
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        found = Suggestions.model_validate(raw)
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise QuestionError(broken, cure) from error
    if found.model != model.id:
        raise QuestionError(
            Message(
                "The suggestions in “{name}” are for the model “{model}”.",
                {"name": path.name, "model": found.model},
            ),
            cure,
        )
    return found


def add_suggestions(model: Model, path: Path, proposed: Iterable[dict[str, Any]]) -> int:
    """Add proposed links to the suggestions of a model.

    Parameters
    ----------
    model
        The model; it does not change.
    path
        The file of its suggestions.
    proposed
        For each link ``from``, ``to``, ``polarity`` and ``reason``.

    Returns
    -------
    int
        How many are new: those that the model or the file has already are left out.

    Raises
    ------
    UnknownNameError
        If an end is no variable of the model.
    QuestionError
        If a proposal is not complete, or there would be more than 500.
    """
    kept = list(read_suggestions(model, path))
    links = {(link.source, link.target, link.polarity) for link in model.links}
    known = links | {(each.source, each.target, each.polarity) for each in kept}
    before = len(kept)
    for raw in proposed:
        try:
            each = Suggestion.model_validate({**raw, "said_by": SAID_BY})
        except ValidationError as error:
            first = error.errors()[0]
            raise QuestionError(
                Message(
                    "A suggestion is not complete: {field}.",
                    {"field": ".".join(map(str, first["loc"]))},
                ),
                Message("Tell from, to, polarity (positive, negative, unknown) and reason."),
            ) from error
        for end in (each.source, each.target):
            if end not in model.variables:
                raise UnknownNameError(end, cure=Message("Give ids of variables of the model."))
        if each.source == each.target:
            raise QuestionError(Message("A suggestion leads from a variable to itself."))
        key = each.source, each.target, each.polarity
        if key not in known:
            known.add(key)
            kept.append(each)
    if len(kept) > _MOST:
        raise QuestionError(
            Message("There would be more than {count} suggestions.", {"count": _MOST}),
            Message("Take or drop those that wait: digisys suggestions MODEL"),
        )
    _write(model, path, kept)
    return len(kept) - before


def take_suggestions(
    model: Model,
    path: Path,
    names: Sequence[str],
    *,
    by: str | None = None,
    certainty: Certainty = "explicit",
) -> list[dict[str, Any]]:
    """Take suggestions out of the file, as links for the model.

    Parameters
    ----------
    model
        The model.
    path
        The file of its suggestions.
    names
        Which, as ``from->to``.
    by
        Who takes them, such as a group; told beside the suggestion's own origin.
    certainty
        How certain the person who takes them holds them to be.

    Returns
    -------
    list of dict
        The links, with the keys of a model file.

    Raises
    ------
    QuestionError
        If there is no suggestion of that name, or the model has come to link the two.
    """
    kept = list(read_suggestions(model, path))
    taken = []

    def note(reason: str) -> str | dict[str, str]:
        several = len(model.languages) > 1
        return dict.fromkeys(model.languages, reason) if several else reason

    pairs = {link.pair_id for link in model.links}
    for name in names:
        found = next((each for each in kept if each.id == name), None)
        if found is None:
            waiting = ", ".join(each.id for each in kept) or "–"
            raise QuestionError(
                Message("There is no suggestion “{name}”.", {"name": name}),
                Message("Choose from: {names}.", {"names": waiting}),
            )
        if name in pairs:
            raise QuestionError(
                Message("The model has the link “{name}” already.", {"name": name}),
                Message("Change that link, or drop the suggestion: --drop {name}", {"name": name}),
            )
        kept.remove(found)
        said = [SAID_BY] if by is None else [SAID_BY, by]
        link = {"from": found.source, "to": found.target, "polarity": found.polarity}
        taken.append({**link, "certainty": certainty, "said_by": said, "note": note(found.reason)})
    return taken


def drop_suggestions(model: Model, path: Path, names: Sequence[str]) -> None:
    """Remove suggestions from their file; those of these names that it has."""
    kept = [each for each in read_suggestions(model, path) if each.id not in names]
    _write(model, path, kept)


def _write(
    model: Model, path: Path, kept: Sequence[Suggestion], gathered: Gathered | None = None
) -> None:
    told = read_gathered(model, path) if gathered is None else gathered
    raw: dict[str, Any] = {"model": model.id}
    if kept or not (told.variables or told.links):
        raw["suggestions"] = [each.model_dump(mode="json", by_alias=True) for each in kept]
    if told.variables or told.links:
        raw["gathered"] = told.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = "# What is proposed. No answer counts it until a person takes it:\n"
    text += "#   digisys suggestions MODEL.yaml --take FROM->TO\n"
    text += yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=1000)
    write_text(text, path, force=True)
