"""Whether texts are given in each of the languages."""

from __future__ import annotations

from digisys.errors import Problem
from digisys.schema.checks.dangling import Found
from digisys.schema.checks.raw import Path, Raw, entities, sequence
from digisys.words import Message, language_tag

__all__ = ["language_problems"]

#: More languages than this are a mistake.
_MOST_LANGUAGES = 100

_TEXT_FIELDS = (
    "title",
    "label",
    "short_label",
    "description",
    "publisher",
    "note",
    "reading",
)


def language_problems(raw: Raw) -> Found:
    """Find texts that lack a language or have one too many."""
    languages = [name for name in sequence(raw.get("languages")) if isinstance(name, str)]
    if not languages:
        return
    seen: dict[str, int] = {}
    for position, language in enumerate(languages):
        if language in seen:
            yield Problem(
                ("languages", position),
                Message("Language “{language}” is listed twice.", {"language": language}),
                Message("Remove one of the two."),
            )
        seen[language] = position
    if len(languages) > _MOST_LANGUAGES:
        yield Problem(
            ("languages",),
            Message("More than {limit} languages are listed.", {"limit": _MOST_LANGUAGES}),
            Message("List the languages that every text is given in."),
        )
        return
    languages = list(seen)
    for path, entity in entities(raw):
        for name in _TEXT_FIELDS:
            text = entity.get(name)
            if isinstance(text, str) and len(languages) > 1:
                yield Problem(
                    (*path, name),
                    Message("The text is not said to be in any language."),
                    Message(
                        "Give it in each language: {example}.",
                        {"example": "{" + ", ".join(f"{code}: …" for code in languages) + "}"},
                    ),
                )
            elif isinstance(text, dict):
                yield from _missing_languages((*path, name), text, languages)


def _missing_languages(path: Path, text: Raw, languages: list[str]) -> Found:
    # A tag that is written in another way is one mistake, and the text is there.
    given = {language_tag(str(key)) or key for key in text}
    missing = [language for language in languages if language not in given]
    if missing:
        yield Problem(
            path,
            Message("The text is missing in: {languages}.", {"languages": ", ".join(missing)}),
            Message("Add it, or take the language out of “languages”."),
        )
    for language in text:
        if isinstance(language, str) and language_tag(language) not in languages:
            yield Problem(
                (*path, language),
                Message(
                    "“{language}” is not one of the model's languages.", {"language": language}
                ),
                Message("Add it to “languages”, or remove the text."),
            )
