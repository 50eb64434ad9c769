"""What every part of the model file shares: frozen values, ids and texts."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from digisys.words import HIDDEN, nearest_language

__all__ = [
    "WORDS_PATTERN",
    "Frozen",
    "FrozenDict",
    "FrozenMap",
    "Id",
    "Items",
    "Language",
    "LoopId",
    "Text",
    "Words",
]

#: How long the text of one attribute may be when a value is printed.
_LONGEST = 80

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dictionary that cannot be changed once it is made."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("This mapping is part of a model and cannot be changed.")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


#: A mapping field: written as a YAML mapping, read-only once validated.
FrozenMap = Annotated[dict[K, V], AfterValidator(FrozenDict)]

#: A list field: written as a YAML list, a tuple once validated.
Items = Annotated[tuple[V, ...], Field(strict=False)]

Id = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="An English name in ASCII snake_case.")
]
LoopId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        description="A loop's short name, such as R1 or B2; instances add a letter, as in R1a.",
    ),
]
Language = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
        description="A language tag, such as fi, sv, en-GB or zh-Hant.",
    ),
]
#: Characters that a text may hold, but not alone: nobody would see it.
_BLANK = r"\s\u00ad\u034f\u061c\u115f\u1160\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0"
#: At least one character that can be seen, and none of those that no text may hold.
WORDS_PATTERN = f"^[^{HIDDEN}]*[^{HIDDEN}{_BLANK}][^{HIDDEN}]*$"
Words = Annotated[str, Field(pattern=WORDS_PATTERN)]
_Translations = Annotated[dict[Language, Words], Field(min_length=1), AfterValidator(FrozenDict)]


class Frozen(BaseModel):
    """Base of every part of the file: unchangeable, and unknown keys are an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )

    def __dir__(self) -> list[str]:
        """List what a model file says and what can be asked of it, without pydantic's own."""
        own = set(dir(BaseModel)) - set(type(self).model_fields)
        return sorted(name for name in super().__dir__() if name not in own or name[:2] == "__")

    def __repr__(self) -> str:
        told = []
        for name, value in self:
            if value is None or value == type(self).model_fields[name].default:
                continue
            text = repr(value)
            told.append(f"{name}={text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}")
        return f"{type(self).__name__}({', '.join(told)})"

    __str__ = __repr__


class Text(RootModel[Words | _Translations]):
    """A text that people see, as ``{fi: …, sv: …, en: …}``, one entry a language.

    A model in a single language may write the plain text instead.

    Examples
    --------
    >>> Text({"fi": "Luottamus", "en": "Trust"}).text("fi")
    'Luottamus'
    >>> Text("Trust").text("fi")
    'Trust'
    """

    model_config = ConfigDict(frozen=True, strict=True)

    def text(self, language: str) -> str:
        """Return the text in a language, else in the nearest, English or its first."""
        if isinstance(self.root, str):
            return self.root
        found = self.root.get(language)
        return self.root[nearest_language(language, self.root) or ""] if found is None else found

    def every(self) -> tuple[str, ...]:
        """Return the text in each of its languages."""
        return (self.root,) if isinstance(self.root, str) else tuple(self.root.values())

    def __str__(self) -> str:
        return self.every()[0]
