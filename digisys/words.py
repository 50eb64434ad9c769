"""The program's own words in the reader's language.

Texts of a model live in the model file. Everything else that a person reads is
written in English in the code, marked for extraction, and translated by gettext
catalogues under ``digisys/locale``. A text is chosen when it is shown, never when
it is made: values carry a :class:`Message`, and the shell asks for it in a language.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

__all__ = [
    "HIDDEN",
    "LANGUAGES",
    "LOCALE",
    "N_",
    "Counted",
    "Listed",
    "Message",
    "Named",
    "Quoted",
    "SaidNumber",
    "SaidShare",
    "hidden_character",
    "language_tag",
    "nearest_language",
    "own_language",
    "quote",
    "say",
    "say_count",
    "say_number",
    "say_share",
    "session_language",
    "templates",
    "use_language",
    "visible",
]

#: Languages that the program's own words exist in; the first is the source language.
LANGUAGES = ("en", "fi", "sv")

#: Decimal sign and sign between thousands, where they are not those of English.
_NUMBER_SIGNS = {"fi": (",", "\N{NO-BREAK SPACE}"), "sv": (",", "\N{NO-BREAK SPACE}")}
#: Numbers of so many digits are written in one: a year is one.
_UNGROUPED = 4
#: Numbers between these are written without an exponent.
_LEAST_PLAIN, _MOST_PLAIN = 1e-7, 1e15

#: Characters that no text may hold: they cannot be seen, and they command terminals, turn the
#: order of letters round, or make two names look the same. Tabs and ends of lines are fine, and
#: so is what languages need: soft hyphens, joiners (Persian, emoji) and marks of direction.
HIDDEN = (
    r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u180e\u200b\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_HIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff]")

#: The folder of the catalogues.
LOCALE = Path(__file__).parent / "locale"


def N_(text: str) -> str:  # noqa: N802 - the name that translation tools know
    """Mark a text for translation without translating it yet."""
    return text


#: Language, script and region of a tag (RFC 5646), however they are written.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


def language_tag(text: str) -> str | None:
    """Write a language tag as it is written in models; None if it is none.

    Examples
    --------
    >>> language_tag("EN_gb"), language_tag("zh-hant-tw"), language_tag("English")
    ('en-GB', 'zh-Hant-TW', None)
    """
    found = _TAG.fullmatch(text)
    if found is None:
        return None
    language, script, region = (part or "" for part in found.groups())
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


@cache
def own_language(language: str) -> str:
    """Return the language of the program's own words for readers of a language.

    Examples
    --------
    >>> own_language("sv-FI"), own_language("en-GB"), own_language("de")
    ('sv', 'en', 'en')
    """
    spoken = language.partition("-")[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


#: The language of the session, where one was chosen.
_session: dict[str, str | None] = {"language": None}


def session_language() -> str | None:
    """Return the language chosen for the session; None where nobody chose one."""
    return _session["language"]


def use_language(language: str | None) -> None:
    """Choose the language of the session; None for the first language of each model."""
    _session["language"] = language


def nearest_language(wanted: str, given: Iterable[str]) -> str | None:
    """Choose the language that a reader of another understands best.

    Parameters
    ----------
    wanted
        The language tag asked for.
    given
        The languages that there are.

    Returns
    -------
    str or None
        The language itself, else one less specific, else one of another region or script,
        else English, else the first; None if there is none.

    Examples
    --------
    >>> nearest_language("en-GB", ["fi", "en"]), nearest_language("en", ["fi", "en-GB"])
    ('en', 'en-GB')
    >>> nearest_language("sv-FI", ["fi", "en"]), nearest_language("sv", ["fi", "de"])
    ('en', 'fi')
    """
    known = list(given)
    parts = wanted.split("-")
    for size in range(len(parts), 0, -1):
        tag = "-".join(parts[:size])
        if tag in known:
            return tag
    for language in (parts[0], LANGUAGES[0]):
        for tag in known:
            if tag.partition("-")[0] == language:
                return tag
    return known[0] if known else None


@cache
def _catalogues(asked: str) -> gettext.NullTranslations:
    """Read the catalogue of a language; English words stay where there is none."""
    from digisys.catalogue import compile_catalogue, compiled_file

    language = own_language(asked)
    source = LOCALE / language / "LC_MESSAGES" / "digisys.po"
    compiled = compiled_file(source)
    if compiled is not None:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return gettext.NullTranslations()
    text = source.read_text("utf-8")  # of a checkout that may not be written to
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(text)))


def visible(text: str) -> str:
    r"""Write characters that cannot be seen as what they are called.

    Examples
    --------
    >>> print(visible("ring\x07 \u202etfel"))
    ring\x07 \u202etfel
    """
    return _HIDDEN.sub(_named, text)


def hidden_character(text: str) -> str | None:
    """Return the code of the first character that no text may hold, such as ``U+0007``."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def _named(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def say(text: str, language: str = "en", **values: object) -> str:
    """Translate a text and fill in its ``{named}`` values.

    Parameters
    ----------
    text
        The English text, as it stands in the code.
    language
        ``en``, ``fi`` or ``sv``, or a tag of one such as ``sv-FI``; others fall back to English.
    **values
        What the braces in the text stand for. Those that have a ``text(language)``, such
        as a :class:`Message` or a label of a model, are said in the language too.

    Returns
    -------
    str
        The text in the language asked for.

    Examples
    --------
    >>> say("{count} links", count=69)
    '69 links'
    """
    translated = _catalogues(language).gettext(text) if text else ""
    return _fill(translated, values, language)


def say_count(one: str, many: str, count: int, language: str = "en", **values: object) -> str:
    """Translate a text that depends on a count (``{count}`` in the text).

    Parameters
    ----------
    one, many
        The English texts for one thing and for several.
    count
        How many there are.
    language
        ``en``, ``fi`` or ``sv``, or a tag of one such as ``sv-FI``; others fall back to English.
    **values
        What the other braces stand for.

    Returns
    -------
    str
        The text in the language asked for.

    Examples
    --------
    >>> say_count("{count} step", "{count} steps", 1)
    '1 step'
    """
    translated = _catalogues(language).ngettext(one, many, count)
    return _fill(translated, {"count": say_number(count, language), **values}, language)


def say_number(value: float, language: str = "en", form: str = "") -> str:
    """Write a number as people who read a language do.

    Finnish and Swedish have a decimal comma and a space between thousands, English a point
    and a comma; the minus is a true one. For text only: files for programs keep the point.

    Parameters
    ----------
    value
        The number; finite or not.
    language
        ``fi``, ``sv`` or ``en``; another language is written as English.
    form
        A format specification of Python, such as ``.2f``, ``+.1f`` or ``.3g``; the shortest
        text when empty.

    Returns
    -------
    str
        The number, without an exponent where that is readable.

    Examples
    --------
    >>> [say_number(-0.125, language) for language in ("en", "fi", "sv")]
    ['−0.125', '−0,125', '−0,125']
    >>> say_number(10_000, "en"), say_number(0.0000123, "fi", ".2g")
    ('10,000', '0,000012')
    """
    text = format(value, form)
    if text.startswith("-") and not text.strip("-0."):
        text = text[1:]  # nothing is less than nothing
    if "e" in text and _LEAST_PLAIN <= abs(value) < _MOST_PLAIN:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    whole, point, decimals = text.partition(".")
    digits = whole.lstrip("+-")
    point_sign, gap = _NUMBER_SIGNS.get(own_language(language), (".", ","))
    if digits.isdigit() and len(digits) > _UNGROUPED:
        whole = whole.removesuffix(digits) + f"{int(digits):,}".replace(",", gap)
    return (whole + point.replace(".", point_sign) + decimals).replace("-", "\N{MINUS SIGN}")


def say_share(share: float, language: str = "en", decimals: int = 0) -> str:
    r"""Write a share in per cent as people who read a language do.

    English puts the sign right after the number; Finnish and Swedish put a space between
    that does not break. Texts for translators are written so in each language too.

    Parameters
    ----------
    share
        The share: 1 is the whole.
    language
        ``fi``, ``sv`` or ``en``; another language is written as English.
    decimals
        How many decimals.

    Returns
    -------
    str
        The per cent.

    Examples
    --------
    >>> say_share(0.9, "en"), say_share(0.125, "fi", 1), say_share(0.9, "sv")
    ('90%', '12,5\xa0%', '90\xa0%')
    """
    gap = "\N{NO-BREAK SPACE}" if own_language(language) in _NUMBER_SIGNS else ""
    return f"{say_number(100.0 * share, language, f'.{decimals}f')}{gap}%"


@runtime_checkable
class _Sayable(Protocol):
    """A value that has words of its own in each language, as messages and labels do."""

    def text(self, language: str) -> str:
        """Return the words in a language."""


def templates(one: str, language: str, many: str | None = None) -> tuple[str, ...]:
    """Translate a text without filling in its values, for programs in other languages.

    Parameters
    ----------
    one
        The English text; for one thing if it depends on a count.
    language
        ``en``, ``fi`` or ``sv``, or a tag of one such as ``sv-FI``; others fall back to English.
    many
        The English text for several things, if it depends on a count.

    Returns
    -------
    tuple of str
        The text with its braces; with ``many``, for one thing and for several.

    Examples
    --------
    >>> templates("{count} step", "en", "{count} steps")
    ('{count} step', '{count} steps')
    """
    catalogue = _catalogues(language)
    if many is None:
        return (catalogue.gettext(one),)
    return tuple(catalogue.ngettext(one, many, count) for count in (1, 2))


def _fill(text: str, values: Mapping[str, object], language: str) -> str:
    if not values:
        return text
    return visible(text.format(**{key: _shown(value, language) for key, value in values.items()}))


def _shown(value: object, language: str) -> object:
    # Words and numbers first: asking a protocol takes far longer than all the rest.
    if isinstance(value, str | int | float) or not isinstance(value, _Sayable):
        return value
    return value.text(language)


@dataclass(frozen=True)
class Message:
    """A sentence that can still be said in any language.

    Parameters
    ----------
    template
        The English text with ``{named}`` braces, written as a literal so that the
        extraction tool finds it.
    values
        What the braces stand for.

    Examples
    --------
    >>> str(Message("Unknown key '{key}'.", {"key": "colour"}))
    "Unknown key 'colour'."
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in a language (English when it has no catalogue)."""
        # Not through say(): the braces may be called "text" or "language" too.
        translated = _catalogues(language).gettext(self.template) if self.template else ""
        return _fill(translated, self.values, language)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Counted:
    """A sentence that depends on a count, and can still be said in any language.

    Parameters
    ----------
    one, many
        The English texts for one thing and for several, written as literals; ``{count}`` is
        the count.
    count
        How many there are.
    values
        What the other braces stand for.

    Examples
    --------
    >>> print(Counted("{count} step", "{count} steps", 2))
    2 steps
    """

    one: str
    many: str
    count: int
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in a language."""
        translated = _catalogues(language).ngettext(self.one, self.many, self.count)
        return _fill(
            translated, {"count": say_number(self.count, language), **self.values}, language
        )

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Listed:
    """Things in a row, with "and" before the last in the reader's language.

    Parameters
    ----------
    items
        Texts, numbers, and values that have words in each language.

    Examples
    --------
    >>> print(Listed((3, 4, 7)), Listed((3, 4)), Listed((3,)), sep="; ")
    3, 4 and 7; 3 and 4; 3
    """

    items: tuple[Any, ...]

    def text(self, language: str = "en") -> str:
        """Return the things in a row."""
        told = [str(_shown(item, language)) for item in self.items]
        if len(told) < 2:
            return "".join(told)
        first, last = ", ".join(told[:-1]), told[-1]
        return say("{first} and {last}", language, first=first, last=last)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Named:
    """Something that a function names in a language.

    Parameters
    ----------
    name
        From a language to the name.
    """

    name: Callable[[str], str]

    def text(self, language: str = "en") -> str:
        """Return the name."""
        return self.name(language)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class SaidNumber:
    """A number that is written in the reader's language (see :func:`say_number`).

    Parameters
    ----------
    number
        The number.
    form
        How it is written, as of :func:`format`.
    """

    number: float
    form: str = "g"

    def text(self, language: str = "en") -> str:
        """Return the number as text."""
        return say_number(self.number, language, self.form)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class SaidShare:
    """A share of the whole that is written in the reader's language (see :func:`say_share`).

    Parameters
    ----------
    share
        The share: 1 is the whole.
    decimals
        How many decimals the per cent has.
    """

    share: float
    decimals: int = 0

    def text(self, language: str = "en") -> str:
        """Return the per cent."""
        return say_share(self.share, language, self.decimals)

    def __str__(self) -> str:
        return self.text()


def quote(name: str, language: str = "en") -> str:
    """Put a name in the quotation marks of a language.

    Examples
    --------
    >>> quote("trust"), quote("luottamus", "fi")
    ('“trust”', '”luottamus”')
    """
    return say("“{name}”", language, name=name)


@dataclass(frozen=True)
class Quoted:
    """Names in a row, each in the quotation marks of the reader's language.

    Parameters
    ----------
    names
        The names, in the order that they are told.

    Examples
    --------
    >>> print(Quoted(("trust", "participation")))
    “trust”, “participation”
    """

    names: tuple[str, ...]

    def text(self, language: str = "en") -> str:
        """Return the names in a language's quotation marks."""
        return ", ".join(quote(name, language) for name in self.names)

    def __str__(self) -> str:
        return self.text()
