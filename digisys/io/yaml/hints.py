"""How to mend a value that the schema does not allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from digisys.io.yaml.scalars import Odd, looks_like_missing_space, read_plain
from digisys.io.yaml.shapes import (
    Arms,
    Place,
    arms_of,
    choices,
    fields,
    fits,
    is_list,
    is_model,
    is_pair,
    items_of,
)
from digisys.words import N_, Message, hidden_character, language_tag

__all__ = [
    "Advice",
    "close_names",
    "missing_key",
    "unknown_key",
    "wrong_choice",
    "wrong_key",
    "wrong_pair",
    "wrong_pattern",
    "wrong_point",
    "wrong_size",
    "wrong_type",
    "wrong_words",
]


class Advice(NamedTuple):
    """What is wrong, by its code and in words, and how to mend it."""

    code: str
    what: Message
    cure: Message | None = None


_EXPECTED = {
    "text": N_("A text is expected here, but there is {found}."),
    "texts": N_("A text, or a text for each language, is expected here, but there is {found}."),
    "whole": N_("A whole number is expected here, but there is {found}."),
    "number": N_("A number is expected here, but there is {found}."),
    "truth": N_("true or false is expected here, but there is {found}."),
    "list": N_("A list is expected here, but there is {found}."),
    "keys": N_("Keys with values are expected here, but there is {found}."),
    "choice": N_("One of a few words is expected here, but there is {found}."),
}
#: Ways in which people write the sign of a link, and its word.
_SIGNS = {"+": "positive", "-": "negative", "−": "negative", "–": "negative"}
#: Numbers that a shape of an effect may have.
_SHAPE_EXAMPLES = {"saturating": "0.5", "threshold": "0.3", "table": "[[0, 0], [1, 0.5]]"}
_READ_AS = {
    "nothing": N_("Without quotes, “{raw}” means that there is no value."),
    "truth": N_("Without quotes, “{raw}” can be read as true or false."),
    "date": N_("Without quotes, “{raw}” is read as a date."),
    "digits": N_("Without quotes, “{raw}” can be read as different numbers."),
    "infinite": N_("“{raw}” is not a number that a model can hold."),
}
_FILL_IN = Message("Write a value, or remove the whole line.")
_WRITE = Message("Write a value.")
#: Longer texts are cut when they are told.
_LONGEST = 60
_PLAIN_WHOLE = r"-?[0-9]{1,15}"
_PLAIN_NUMBER = _PLAIN_WHOLE + r"(\.[0-9]+)?"
_TRUE_WORDS = ("yes", "on", "y")
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": N_(
        "Use small letters a-z, digits and _, starting with a letter, such as {example}."
    ),
    r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$": N_(
        "Use small letters a-z, digits and single hyphens, starting with a letter,"
        " such as {example}."
    ),
    r"^[a-z][a-z0-9_]*->[a-z][a-z0-9_]*(#[a-z0-9_]+)?$": N_(
        "Write the two ends and what tells the link from others, such as {example}."
    ),
    r"^[A-Za-z][A-Za-z0-9_]*$": N_("Use letters and digits, starting with a letter, such as R1."),
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$": N_(
        "Use a language code, such as {example}."
    ),
}


#: How like each other two words are, from 0 to 1, of which one is a misspelling of the other:
#: ``lable`` and ``label`` are, ``tags`` and ``targets`` are not.
_ALIKE = 0.75

#: What people call a thing, and what it is called here.
_MEANT = {
    **dict.fromkeys(
        ("comment", "definition", "desc", "explanation", "note", "notes", "remark", "text"),
        ("description", "note", "reading"),
    ),
    "description": ("reading",),
    **dict.fromkeys(("name", "title"), ("label", "title")),
    **dict.fromkeys(("effect", "sign", "type"), ("polarity", "role", "kind")),
    **dict.fromkeys(("function", "shape", "curve"), ("effect",)),
    **dict.fromkeys(("multiplies", "moderates", "times"), ("modulates",)),
    **dict.fromkeys(("lag", "time_lag"), ("delay",)),
    **dict.fromkeys(("synonyms", "other_names"), ("aliases",)),
    **dict.fromkeys(("sector", "panel"), ("area",)),
    **dict.fromkeys(("size", "weight"), ("strength",)),
}


def close_names(name: object, known: Iterable[object]) -> list[str]:
    """Return the names that a misspelt one may stand for, best first."""
    names = {str(choice).lower(): str(choice) for choice in known}
    same = names.get(str(name).lower())
    if same:
        return [same]
    close = get_close_matches(str(name).lower()[:100], names, n=3, cutoff=_ALIKE)
    return [names[choice] for choice in close]


def _did_you_mean(names: Iterable[str]) -> Message:
    return Message("Did you mean {names}?", {"names": ", ".join(names)})


def _choose(names: Iterable[object], arms: Arms) -> Message:
    values = {"names": ", ".join(map(str, names))}
    if any(is_pair(arm) for arm in arms):
        return Message("Write one of: {names}; or a number, or a range [low, high].", values)
    shapes = _shapes(arms)
    if shapes:
        return Message(
            "Write one of: {names}; or one of {shapes}.", values | {"shapes": ", ".join(shapes)}
        )
    return Message("Write one of: {names}.", values)


def _shapes(arms: Arms) -> dict[str, str]:
    """Return how a value with keys is written where a word may stand too, by key."""
    keys = [key for arm in arms if is_model(arm) for key in fields(arm)]
    return {key: f"{{{key}: {_SHAPE_EXAMPLES.get(key, '…')}}}" for key in keys}


def _meant_shape(value: object, shapes: Mapping[str, str]) -> Message | None:
    """Say how a shape is written of which only the word is there, or a sign beside it."""
    word = str(value)
    if word in shapes:
        return Message("Write it with its numbers: {example}", {"example": shapes[word]})
    if shapes and word in (*_SIGNS, *_SIGNS.values()):
        line = f"polarity: {_SIGNS.get(word, word)}"
        return Message("Write “{line}”.", {"line": line})
    return None


# -- keys -----------------------------------------------------------------------


def unknown_key(key: object, present: Mapping[Any, Any], arm: Any) -> tuple[Advice, str | None]:
    """Say what an unknown key may have been meant as; the second value is that key."""
    what = Message("The key “{key}” is not known here.", {"key": key})
    allowed = [name for name in fields(arm) if name not in present]
    if isinstance(key, str) and key.startswith("-"):
        return Advice("unknown-key", what, Message("Write a space after the dash.")), None
    renamed = _alias(key, arm)
    close = [renamed] if renamed else close_names(key, allowed)
    close = close or _meant(str(key), present.get(key), arm, allowed)
    if close:
        return Advice("unknown-key", what, _did_you_mean(close)), close[0]
    if not allowed:
        return Advice("unknown-key", what, Message("Remove it.")), None
    known = Message("Remove it, or use one of: {names}.", {"names": ", ".join(allowed)})
    return Advice("unknown-key", what, known), None


def _alias(key: object, arm: Any) -> str | None:
    """Return what a field is called in files, if the key is what it is called in Python."""
    field = arm.model_fields.get(key) if is_model(arm) else None
    return field.alias if field else None


def _meant(key: str, value: object, arm: Any, allowed: list[str]) -> list[str]:
    """Return the field that a key of other programs stands for, if it can hold the value."""
    return [
        name
        for name in _MEANT.get(key.lower(), ())
        if name in allowed and any(fits(kind, value) for kind in arms_of(fields(arm)[name]))
    ][:1]


def wrong_key(key: str | int, pattern: str | None = None) -> Advice:
    """Say that a key is a number that should be a word, or the other way round."""
    if isinstance(key, int):
        what = Message("The key {key} is a number; a word is expected here.", {"key": key})
        cure = wrong_pattern(key, pattern).cure if pattern else _quote(str(key))
        return Advice("wrong-key-type", what, cure)
    what = Message("The key “{key}” is a text; a whole number is expected here.", {"key": key})
    if re.fullmatch(r"[1-9][0-9]{0,8}", key):
        return Advice(
            "wrong-key-type", what, Message("Write it without quotes: {value}", {"value": key})
        )
    return Advice(
        "wrong-key-type", what, Message("Use a whole number, such as {example}.", {"example": 14})
    )


def missing_key(key: str, arms: Arms) -> Advice:
    """Say which key is missing, and what goes into it."""
    what = Message("“{key}” is missing.", {"key": key})
    options = [choice for arm in arms for choice in choices(arms_of(fields(arm).get(key)))]
    if len(options) == 1:
        line = f"{key}: {options[0]}"
        return Advice("missing-key", what, Message("Add the line “{line}”.", {"line": line}))
    if options:
        names = ", ".join(map(str, options))
        return Advice(
            "missing-key",
            what,
            Message("Add “{key}:” and one of: {names}.", {"key": key, "names": names}),
        )
    return Advice("missing-key", what, Message("Add “{key}:” and its value.", {"key": key}))


# -- values ---------------------------------------------------------------------


def wrong_choice(value: object, raw: str, place: Place) -> Advice:
    """Say which words may stand here, and which of them was meant."""
    arms, options = place.arms, choices(place.arms)
    if float in arms and isinstance(value, str):
        # Where a number may stand as well, one that is written in another way was meant.
        number = value.replace(",", ".", 1).replace("−", "-")
        if re.fullmatch(_PLAIN_NUMBER, number):
            return wrong_type(value, raw, place._replace(arms=(float,)))
    if isinstance(value, Odd):
        return _odd(value, "choice")._replace(cure=_choose(options, arms))
    if isinstance(value, list | Mapping):
        return Advice("wrong-type", _expected("choice", value, raw), _choose(options, arms))
    shown = value if isinstance(value, str) else raw
    what = Message("“{value}” is not one of the choices.", {"value": _short(shown)})
    sign = _SIGNS.get(str(value))
    cure = _meant_shape(value, _shapes(arms))
    if sign in options:
        cure = Message("Write “{word}”.", {"word": sign})
    elif isinstance(value, str) and value in map(str, options):
        cure = Message("Write it without quotes: {value}", {"value": value})
    if cure is None:
        close = close_names(value, options)
        cure = _did_you_mean(close) if close else _choose(options, arms)
    return Advice("wrong-choice", what, cure)


def wrong_pair(value: list[Any]) -> Advice:
    """Say that a range has two ends."""
    what = Message("A range is two numbers, but {count} stand here.", {"count": len(value)})
    return Advice(
        "wrong-range",
        what,
        Message("Write the smaller number first: {range}", {"range": "[0.2, 0.5]"}),
    )


def wrong_point(value: list[Any]) -> Advice:
    """Say that a point of a table is two numbers."""
    what = Message("A point is two numbers, but {count} stand here.", {"count": len(value)})
    cure = Message("Write the level and its effect in brackets: {example}", {"example": "[0.5, 1]"})
    return Advice("wrong-point", what, cure)


def wrong_type(value: object, raw: str, place: Place) -> Advice:
    """Say what kind of value is expected, and how to turn this one into it."""
    expected = _kind(place.arms)
    if isinstance(value, Odd):
        return _odd(value, expected, place)
    return Advice(
        "wrong-type", _expected(expected, value, raw), _CURES[expected](value, raw, place)
    )


def _expected(expected: str, value: object, raw: str) -> Message:
    return Message(_EXPECTED[expected], {"found": _found(value, raw)})


def _kind(arms: Arms) -> str:
    first = arms[0]
    if str in arms:
        return "text" if len(arms) == 1 else "texts"
    if first in (int, float, bool):
        return {int: "whole", float: "number", bool: "truth"}[first]
    return "list" if is_list(first) else "keys"


def _found(value: object, raw: str) -> Message:
    if isinstance(value, list):
        return Message("a list")
    if isinstance(value, Mapping):
        return Message("a group of keys")
    if isinstance(value, bool):
        return Message("the truth value {raw}", {"raw": raw})
    if isinstance(value, int | float):
        return Message("the number {raw}", {"raw": _short(raw)})
    return Message("the text “{text}”", {"text": _short(value)})


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _odd(value: Odd, expected: str, place: Place | None = None) -> Advice:
    fill_in = _WRITE if place and place.needed else _FILL_IN
    if not value.raw:
        return Advice("missing-value", Message("The value is missing."), fill_in)
    code = "not-finite" if value.kind == "infinite" else "unquoted-value"
    what = Message(_READ_AS[value.kind], {"raw": _short(value.raw)})
    if value.kind == "truth" and (expected == "truth" or (place and bool in place.arms)):
        word = "true" if value.raw.lower() in _TRUE_WORDS else "false"
        return Advice(code, what, Message("Write “{word}”.", {"word": word}))
    if expected in ("text", "texts"):
        return Advice(code, what, _text_of(value.raw, place))
    if expected in ("whole", "number"):
        example = _number_example(place)
        cure = Message("Write a number in plain digits, such as {example}.", {"example": example})
        return Advice(code, what, cure)
    return Advice(code, what, fill_in)


def _text_of(raw: str, place: Place | None) -> Message:
    """Say how a word that is no text to YAML becomes one: in quotes, if the form is right then."""
    pattern = place.rules.get("pattern") if place else None
    if pattern and not re.search(pattern, raw):
        return wrong_pattern(raw, pattern).cure or _quote(raw)
    return _quote(raw)


def _quote(raw: str) -> Message:
    if len(raw) > _LONGEST:
        return Message("Put the whole text in quotes.")
    return Message("Write it in quotes: {quoted}", {"quoted": f'"{raw}"'})


def _text_cure(value: object, raw: str, place: Place) -> Message:
    if isinstance(value, int | float):
        return _text_of(raw, place)
    if len(place.arms) > 1:
        return Message("Write a text, or {example}.", {"example": "{fi: …, sv: …, en: …}"})
    return Message("Write a single text.")


def _number_cure(value: object, _: str, place: Place) -> Message:
    text = value if isinstance(value, str) else ""
    comma = text.replace(",", ".", 1).replace("−", "-")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Message("Write it without decimals: {value}", {"value": int(value)})
    if re.fullmatch(_PLAIN_NUMBER if float in place.arms else _PLAIN_WHOLE, comma):
        if comma == text:
            return Message("Write it without quotes: {value}", {"value": text})
        return Message("Write a decimal point, not a comma: {value}", {"value": comma})
    return Message("Write a number, such as {example}.", {"example": _number_example(place)})


def _number_example(place: Place | None) -> str:
    """Return a number that the place allows."""
    rules = place.rules if place else {}
    whole = place is not None and int in place.arms
    usual = 14 if whole else 0.5
    low, high = rules.get("ge", rules.get("gt")), rules.get("le", rules.get("lt"))
    if low is not None and usual <= low:
        usual = low + 1 if "gt" in rules else low
    if high is not None and usual > high:
        usual = high
    return f"{usual:g}"


def _truth_cure(_: object, __: str, ___: Place) -> Message:
    return Message("Write true or false, without quotes.")


def _list_cure(value: object, raw: str, place: Place) -> Message:
    if isinstance(value, Mapping):
        if any(str(key).startswith("-") for key in value):
            return Message("Write a space after the dash.")
        return Message("Start each item of the list with a dash and a space.")
    (item, *others) = [arm for kind in place.arms for arm in items_of(kind)]
    if others:
        return Message("Start each item of the list with a dash and a space.")
    return Message("Write it as a list: {example}", {"example": f"[{_as_item(value, raw, item)}]"})


def _as_item(value: object, raw: str, item: Any) -> str:
    """Write a value as what is expected: under its key, if that has keys."""
    if not is_model(item):
        return _short(raw) if fits(item, value) else "…"
    required = _required(item)
    if not required:
        return "{…}"
    known = arms_of(fields(item)[required[0]])
    if len(required) == 1 and any(fits(kind, value) for kind in known):
        return f"{{{required[0]}: {_short(raw)}}}"
    return _example(required)


def _keys_cure(value: object, raw: str, place: Place) -> Message:
    if isinstance(value, str) and looks_like_missing_space(value):
        return Message("Write a space after the colon.")
    if isinstance(value, list):
        return Message("Write “key: value” lines without dashes.")
    arm = place.arms[0]
    if is_model(arm) and _required(arm):
        return Message("Write it as keys: {example}", {"example": _as_item(value, raw, arm)})
    return Message("Write “key: value” on the lines below, indented deeper.")


def _required(arm: Any) -> list[str]:
    return [field.alias or name for name, field in arm.model_fields.items() if field.is_required()]


def _example(keys: list[str]) -> str:
    return "{" + ", ".join(f"{key}: …" for key in keys) + "}"


_CURES: dict[str, Callable[[Any, str, Place], Message]] = {
    "text": _text_cure,
    "texts": _text_cure,
    "whole": _number_cure,
    "number": _number_cure,
    "truth": _truth_cure,
    "list": _list_cure,
    "keys": _keys_cure,
}


def wrong_pattern(value: object, pattern: str) -> Advice:
    """Say how a name is formed, with an example made from the one given."""
    what = Message(
        "“{value}” is not a name of the form that is used here.", {"value": _short(value)}
    )
    template = _PATTERNS.get(pattern)
    if template is None:
        return Advice(
            "malformed-name", what, Message("It must match {pattern}.", {"pattern": pattern})
        )
    cure = Message(template, {"example": _example_of(str(value), pattern)})
    return Advice("malformed-name", what, cure)


def _example_of(text: str, pattern: str) -> str:
    """Make a name of a pattern, out of the text if that can be."""
    if "[a-z]{2,3}" in pattern:
        tag = language_tag(text)
        return tag if tag and isinstance(read_plain(tag), str) else "en-GB"
    if "->" in pattern:
        return "a->b#2"
    return _slug(text, "-" if "[-_]" in pattern else "_")


def _slug(text: str, joint: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", joint, ascii_text.lower()).strip(joint)[:40].strip(joint)
    if not slug:
        return "digital_skills".replace("_", joint)
    is_word = slug[0].isalpha() and isinstance(read_plain(slug), str)
    return slug if is_word else f"v{slug}"


def wrong_words(text: str, *, needed: bool) -> Advice:
    """Say that nobody can see a text, or something in it."""
    code = hidden_character(text)
    if code is not None:
        return Advice(
            "control-character",
            Message("The text holds an invisible control character, {code}.", {"code": code}),
            Message("Delete it and type the text around it again."),
        )
    what = Message("The text is empty.")
    return Advice("empty-text", what, _WRITE_TEXT if needed else _WRITE_OR_REMOVE)


def wrong_size(kind: str, value: object, context: Mapping[str, Any]) -> Advice:
    """Say which limit a number, text or list breaks."""
    code, what, cure, key = _LIMITS[kind]
    limit = context.get(key, "")
    shown = f"{limit:.12g}" if isinstance(limit, int | float) else limit
    return Advice(code, Message(what, {"value": _short(value)}), Message(cure, {"limit": shown}))


_SMALL = "number-too-small", N_("{value} is too small.")
_LARGE = "number-too-large", N_("{value} is too large.")
_WRITE_TEXT = Message("Write the text.")
_WRITE_OR_REMOVE = Message("Write the text, or remove the whole line.")
_LIMITS = {
    "greater_than": (*_SMALL, N_("Give a number larger than {limit}."), "gt"),
    "greater_than_equal": (*_SMALL, N_("Give a number of at least {limit}."), "ge"),
    "less_than": (*_LARGE, N_("Give a number smaller than {limit}."), "lt"),
    "less_than_equal": (*_LARGE, N_("Give a number of at most {limit}."), "le"),
    "finite_number": (
        "not-finite",
        N_("{value} is not a finite number."),
        N_("Give another number."),
        "",
    ),
    "too_short": (
        "too-few",
        N_("Nothing is listed here."),
        N_("List at least {limit}."),
        "min_length",
    ),
    "too_long": (
        "too-many",
        N_("Too much is listed here."),
        N_("List at most {limit}."),
        "max_length",
    ),
    "string_too_long": (
        "text-too-long",
        N_("The text is too long."),
        N_("Shorten it to {limit} characters."),
        "max_length",
    ),
}
