"""How an answer names the place of a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digisys.graph.labels import labels_of
from digisys.schema import Citation, Evidence, Model
from digisys.words import N_, say

__all__ = ["cites", "place", "places"]


def _source_label(model: Model, name: str, language: str) -> str:
    return labels_of(model).sources[name].text(language)


_SLIDES = N_("slide {numbers}"), N_("slides {numbers}")
_PAGES = N_("page {numbers}"), N_("pages {numbers}")


def _counted(words: tuple[str, str], numbers: tuple[int, ...], language: str) -> str:
    return say(words[len(numbers) > 1], language, numbers=_numbers(numbers))


def place(model: Model, evidence: Evidence, language: str) -> tuple[str, str]:
    """Name the source of a piece of evidence, and the place in it."""
    parts = []
    if evidence.part:
        parts.append(labels_of(model).parts[evidence.source][evidence.part].text(language))
    if evidence.slides:
        parts.append(_counted(_SLIDES, evidence.slides, language))
    if evidence.pages:
        parts.append(_counted(_PAGES, evidence.pages, language))
    return _source_label(model, evidence.source, language), ", ".join(parts)


def places(model: Model, evidence: Iterable[Evidence], language: str) -> Iterator[str]:
    """Yield each place as one text: source, part and slide."""
    for item in evidence:
        yield ", ".join(part for part in place(model, item, language) if part)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def cites(model: Model, citations: Iterable[Citation], language: str) -> str:
    """Name what a source itself cites, with targets and pages."""
    shown = []
    for citation in citations:
        text = _source_label(model, citation.source, language)
        if citation.targets:
            targets = _numbers(citation.targets)
            word = (
                say("key result of target {numbers}", language, numbers=targets)
                if citation.key_result
                else say("target {numbers}", language, numbers=targets)
            )
            text += f", {word}"
        if citation.pages:
            text += f", {_counted(_PAGES, citation.pages, language)}"
        shown.append(text)
    return "; ".join(shown)
