"""What the schema expects at a place of a file: walks pydantic's annotations."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

__all__ = [
    "Arms",
    "Place",
    "arms_of",
    "choices",
    "fields",
    "find_place",
    "fits",
    "is_list",
    "is_model",
    "items_of",
]

#: The kinds of value that a place may hold, without None and without wrappings.
Arms = tuple[Any, ...]


class Place(NamedTuple):
    """Where a complaint of pydantic belongs.

    Attributes
    ----------
    path
        Keys and positions from the top.
    arms
        What the schema allows there.
    arm
        Which of several allowed kinds the complaint is about, if about one.
    holder
        What holds it: the part of the schema that the last key belongs to.
    about_key
        Whether it is about the key and not about the value.
    annotation
        What the schema says of the value, or of the key.
    """

    path: tuple[str | int, ...]
    arms: Arms
    arm: Any
    holder: Any
    about_key: bool
    annotation: Any = None

    @property
    def rules(self) -> dict[str, Any]:
        """What else the schema asks: ``pattern``, ``ge``, ``gt``, ``le``, ``lt``."""
        return _rules_of(self.annotation)

    @property
    def needed(self) -> bool:
        """Whether the value may not be left out."""
        holder = self.holder
        if is_model(holder):
            return any(
                field.is_required() and self.path[-1] == (field.alias or name)
                for name, field in holder.model_fields.items()
            )
        # The languages of a text; whoever lists them needs them all.
        return _origin(holder) is dict and arms_of(get_args(holder)[1]) == (str,)


def _origin(annotation: Any) -> Any:
    return get_origin(annotation)


def arms_of(annotation: Any) -> Arms:
    """Return the kinds of value that an annotation allows."""
    origin = _origin(annotation)
    if origin is Annotated:
        return arms_of(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(arm for part in get_args(annotation) for arm in arms_of(part))
    if annotation is type(None):
        return ()
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return arms_of(annotation.model_fields["root"].annotation)
    return (annotation,)


def is_model(arm: Any) -> bool:
    """Whether an arm is a part of the schema with named fields."""
    return isinstance(arm, type) and issubclass(arm, BaseModel)


def fields(arm: Any) -> dict[str, Any]:
    """Return the keys that a part of the file may have, with their annotations."""
    if not is_model(arm):
        return {}
    return {field.alias or name: field.annotation for name, field in arm.model_fields.items()}


def _rules_of(annotation: Any) -> dict[str, Any]:
    """Return what an annotation asks of a value besides its kind."""
    origin = _origin(annotation)
    if origin in (Union, UnionType):
        return {key: rule for arm in get_args(annotation) for key, rule in _rules_of(arm).items()}
    if origin is not Annotated:
        return {}
    inner, *notes = get_args(annotation)
    rules = _rules_of(inner)
    for note in notes:
        for rule in getattr(note, "metadata", None) or (note,):
            rules |= {
                key: getattr(rule, key)
                for key in ("pattern", "ge", "gt", "le", "lt")
                if getattr(rule, key, None) is not None
            }
    return rules


def choices(arms: Arms) -> list[Any]:
    """Return the words and numbers that may be chosen from, if the place has a choice."""
    return [choice for arm in arms if _origin(arm) is Literal for choice in get_args(arm)]


def is_list(arm: Any) -> bool:
    """Whether an arm is a list."""
    return _origin(arm) in (tuple, list)


def items_of(arm: Any) -> Arms:
    """Return the kinds of value that a list may hold."""
    return arms_of(get_args(arm)[0]) if is_list(arm) else ()


def fits(arm: Any, value: object) -> bool:
    """Whether a value is of the kind of an arm, as far as can be seen from outside."""
    if is_model(arm) or _origin(arm) is dict:
        return isinstance(value, Mapping)
    if is_list(arm):
        return isinstance(value, list)
    if _origin(arm) is Literal:
        return value in get_args(arm)
    return type(value) is arm


def find_place(kind: type[BaseModel], data: Any, location: tuple[Any, ...]) -> Place:
    """Find what a location that pydantic gives means in the file.

    Pydantic adds the names of alternatives to a location; they are left out here.

    Parameters
    ----------
    kind
        The model that the data was checked against.
    data
        The data.
    location
        The ``loc`` of an error.

    Returns
    -------
    Place
        The path in the data, and what is allowed there.
    """
    arms: Arms = (kind,)
    path: list[str | int] = []
    value = data
    arm: Any = None
    holder: Any = None
    annotation: Any = kind
    about_key = False
    for part in location:
        if part == "[key]":
            about_key = True
        elif len(arms) > 1 and arm is None:
            arm = _named(arms, part) or next((some for some in arms if fits(some, value)), arms[0])
        else:
            path.append(part)
            holder = arms[0] if arm is None else arm
            annotation = _child(holder, part)
            arms, arm = arms_of(annotation), None
            value = _value(value, part)
    if about_key and _origin(holder) is dict:
        annotation = get_args(holder)[0]
    return Place(tuple(path), arms, arm, holder, about_key, annotation)


def _named(arms: Arms, name: object) -> Any:
    """Return the alternative that pydantic names: by its type, or by the tag it holds."""
    for arm in arms:
        if name in (arm, getattr(arm, "__name__", None)):
            return arm
        if arm is str and name == "constrained-str":
            return arm
        if is_model(arm) and any(
            choices(arms_of(annotation)) == [name] for annotation in fields(arm).values()
        ):
            return arm
        if _origin(arm) is dict and "dict[" in str(name):
            return arm
    return None


def _child(arm: Any, part: object) -> Any:
    """Return the annotation of a part, with all that is asked of it."""
    origin = _origin(arm)
    arguments = get_args(arm)
    if is_model(arm):
        for name, field in arm.model_fields.items():
            if (field.alias or name) == part:
                # Pydantic takes what is asked of a field out of its annotation.
                notes = field.metadata
                return Annotated[(field.annotation, *notes)] if notes else field.annotation
        return Any
    if origin is dict:
        return arguments[1]
    return arguments[0] if is_list(arm) else Any


def _value(value: Any, part: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
        return value[part]
    return None
