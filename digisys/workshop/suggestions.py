"""What is proposed for a model: kept in a file, and counted by nothing until taken.

An assistant proposes links; votes of a workshop propose changes of links.
"""

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
from digisys.schema.link import Certainty, LinkId, Polarity
from digisys.words import Message
from digisys.workshop.gathered import Gathered

__all__ = [
    "SAID_BY",
    "Change",
    "Suggestion",
    "Suggestions",
    "VotesBehind",
    "add_changes",
    "add_suggestions",
    "drop_suggestions",
    "match_changes",
    "read_changes",
    "read_gathered",
    "read_suggestions",
    "suggestions_file",
    "take_changes",
    "take_suggestions",
    "write_gathered",
]

#: Who says a suggested link, for good: a person who takes it stands beside, not instead.
SAID_BY: Literal["AI suggestion"] = "AI suggestion"
Count = Annotated[int, Field(ge=0)]
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


class VotesBehind(Frozen):
    """How many said what of a link."""

    agree: Count = 0
    disagree: Count = 0
    not_sure: Count = 0
    positive: Count = 0
    negative: Count = 0
    unknown: Count = 0
    weak: Count = 0
    moderate: Count = 0
    strong: Count = 0


class Change(Frozen):
    """A change of one field of a link that is proposed."""

    link: LinkId
    """The link."""
    field: Literal["polarity", "strength", "certainty"]
    """What is changed."""
    before: Annotated[Words, Field(max_length=100)]
    """What the model says of it."""
    value: Annotated[Words, Field(max_length=100)]
    """What it should say."""
    votes: VotesBehind
    """The votes behind it."""
    said_by: Annotated[Words, Field(max_length=300)]
    """Who says so, in numbers and without names; goes into the link when it is taken."""

    @property
    def id(self) -> str:
        """``from->to`` and the field."""
        return f"{self.link} {self.field}"


class Suggestions(Frozen):
    """A file of suggestions."""

    model: Id
    """The id of the model that they are for."""
    suggestions: Items[Suggestion] = ()
    """Links that are proposed."""
    changes: Items[Change] = ()
    """Changes of links that are proposed."""
    gathered: Gathered = Gathered()
    """Variables and links that groups propose, factors first."""


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


def read_changes(model: Model, path: Path) -> tuple[Change, ...]:
    """Read the changes of links that are proposed; as :func:`read_suggestions`."""
    return _read(model, path).changes


def read_gathered(model: Model, path: Path) -> Gathered:
    """Read what groups propose, factors first; as :func:`read_suggestions`."""
    return _read(model, path).gathered


def write_gathered(model: Model, path: Path, gathered: Gathered) -> None:
    """Keep what groups propose, factors first; what else is proposed stays."""
    found = _read(model, path)
    _write(model, path, found.suggestions, found.changes, gathered)


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
    there = _read(model, path)
    kept = list(there.suggestions)
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
    _write(model, path, kept, there.changes)
    return len(kept) - before


def add_changes(
    model: Model, path: Path, proposed: Iterable[Change], *, about: Iterable[str] = ()
) -> int:
    """Add proposed changes of links to a file; a newer one of the same field takes its place.

    Parameters
    ----------
    model
        The model; it does not change.
    path
        The file.
    proposed
        The changes.
    about
        Links of which all earlier proposals go.

    Returns
    -------
    int
        How many changes the file has now.

    Raises
    ------
    QuestionError
        If the file cannot be read, or there would be more than 500.
    """
    there = _read(model, path)
    gone = set(about)
    before = [each for each in there.changes if each.link not in gone]
    kept = {each.id: each for each in (*before, *proposed)}
    if len(kept) > _MOST:
        raise QuestionError(
            Message("There would be more than {count} suggestions.", {"count": _MOST}),
            Message("Take or drop those that wait: digisys suggestions MODEL"),
        )
    _write(model, path, there.suggestions, tuple(kept.values()))
    return len(kept)


def take_changes(model: Model, changes: Sequence[Change], *, by: str | None = None) -> Model:
    """Make proposed changes of links in a model.

    Parameters
    ----------
    model
        The model.
    changes
        The changes.
    by
        Who takes them, such as a group; told beside the votes.

    Returns
    -------
    Model
        The changed model. Who said it in numbers stands with each link.

    Raises
    ------
    QuestionError
        If the model has no such link any more.
    """
    links = {link.id: link for link in model.links}
    for change in changes:
        link = links.get(change.link)
        if link is None:
            raise QuestionError(
                Message("The model has no link “{name}”.", {"name": change.link}),
                Message(
                    "Drop the suggestion: --drop {name}",
                    {"name": repr(change.id).replace("'", '"')},
                ),
            )
        said = [each for each in (change.said_by, by) if each and each not in link.said_by]
        update = {change.field: change.value, "said_by": (*link.said_by, *said)}
        links[change.link] = link.model_copy(update=update)
    return model.model_copy(update={"links": tuple(links[link.id] for link in model.links)})


def match_changes(changes: Sequence[Change], name: str) -> tuple[Change, ...]:
    """Return the changes that a name means: one field of a link, or all of a link."""
    return tuple(each for each in changes if name in (each.id, each.link))


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
    there = _read(model, path)
    kept = [each for each in there.suggestions if each.id not in names]
    changes = [each for each in there.changes if each.id not in names and each.link not in names]
    _write(model, path, kept, changes)


def _write(
    model: Model,
    path: Path,
    kept: Sequence[Suggestion],
    changes: Sequence[Change] = (),
    gathered: Gathered | None = None,
) -> None:
    told = read_gathered(model, path) if gathered is None else gathered
    raw: dict[str, Any] = {
        "model": model.id,
        "suggestions": [each.model_dump(mode="json", by_alias=True) for each in kept],
    }
    if changes:
        raw["changes"] = [
            each.model_dump(mode="json", by_alias=True, exclude_defaults=True) for each in changes
        ]
    if told.variables or told.links:
        raw["gathered"] = told.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = "# What is proposed. No answer counts it until a person takes it:\n"
    text += "#   digisys suggestions MODEL.yaml --take FROM->TO\n"
    text += yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=1000)
    write_text(text, path, force=True)
