"""Labels as answers and pictures show them: where several are alike, each carries its id."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from digisys.graph.folding import fold
from digisys.schema import Model, Text
from digisys.schema.link import link_ends

__all__ = [
    "Labels",
    "area_label",
    "end_labels",
    "label",
    "labels_of",
    "short_area_label",
    "short_label",
]


@dataclass(frozen=True)
class Labels:
    """The labels of a model, told apart within what is listed together.

    Attributes
    ----------
    variables, short_variables
        Labels of variables, and their short labels where they have one.
    areas, short_areas
        Labels of areas likewise.
    sources
        Titles of sources, or their short labels where they have one.
    parts
        Labels of the parts of each source, by the source's id.
    """

    variables: Mapping[str, Text]
    short_variables: Mapping[str, Text]
    areas: Mapping[str, Text]
    short_areas: Mapping[str, Text]
    sources: Mapping[str, Text]
    parts: Mapping[str, Mapping[str, Text]]


_KNOWN: dict[int, Labels] = {}


def labels_of(model: Model) -> Labels:
    """Return the labels of a model, each with its id where another is alike.

    Labels are alike if they differ only in case, spaces, hyphens and the like. An area whose
    label is that of a variable counts too.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    Labels
        The labels, by id.

    Examples
    --------
    >>> model = Model.model_validate({
    ...     "schema": 1, "id": "twins", "title": "Twins", "languages": ["en"],
    ...     "variables": {"a": {"label": "Cost"}, "b": {"label": "cost"}, "c": {"label": "Gain"}},
    ... })
    >>> [str(text) for text in labels_of(model).variables.values()]
    ['Cost (a)', 'cost (b)', 'Gain']
    """
    known = _KNOWN.get(id(model))
    if known is None:
        known = _KNOWN[id(model)] = _labels(model)
        weakref.finalize(model, _KNOWN.pop, id(model), None)
    return known


def _labels(model: Model) -> Labels:
    variables = {key: item.label for key, item in model.variables.items()}
    short_variables = {key: item.short_label or item.label for key, item in model.variables.items()}
    areas = {key: item.label for key, item in model.areas.items()}
    short_areas = {key: item.short_label or item.label for key, item in model.areas.items()}
    sources = {key: item.short_label or item.title for key, item in model.sources.items()}
    parts = {
        key: {name: part.label for name, part in source.parts.items()}
        for key, source in model.sources.items()
    }
    every_part = {name: text for own in parts.values() for name, text in own.items()}
    languages = model.languages
    return Labels(
        _told_apart(variables, {}, languages),
        _told_apart(short_variables, {}, languages),
        _told_apart(areas, variables, languages),
        _told_apart(short_areas, short_variables, languages),
        _told_apart(sources, {}, languages),
        {
            key: _told_apart(
                own,
                {name: text for name, text in every_part.items() if name not in own},
                languages,
            )
            for key, own in parts.items()
        },
    )


def _told_apart(
    texts: Mapping[str, Text], others: Mapping[str, Text], languages: tuple[str, ...]
) -> dict[str, Text]:
    """Add their ids to texts that are alike, or that something of another kind has."""
    alike = {
        language: Counter(fold(text.text(language)) for text in (*texts.values(), *others.values()))
        for language in languages
    }

    def shared(text: str, language: str) -> bool:
        return alike[language][fold(text)] > 1

    told: dict[str, Text] = {}
    for key, text in texts.items():
        if isinstance(text.root, str):
            alone = not any(shared(text.root, language) for language in languages)
            told[key] = text if alone else Text(f"{text.root} ({key})")
            continue
        told[key] = Text(
            {
                language: f"{words} ({key})"
                if language in alike and shared(words, language)
                else words
                for language, words in text.root.items()
            }
        )
    return told


def label(model: Model, name: str, language: str) -> str:
    """Return a variable's label in a language, with its id where another is alike."""
    return labels_of(model).variables[name].text(language)


def short_label(model: Model, name: str, language: str) -> str:
    """Return a variable's short label, or its label when it has none, told apart likewise."""
    return labels_of(model).short_variables[name].text(language)


def area_label(model: Model, name: str, language: str) -> str:
    """Return an area's label, told apart likewise."""
    return labels_of(model).areas[name].text(language)


def short_area_label(model: Model, name: str, language: str) -> str:
    """Return an area's short label, or its label when it has none, told apart likewise."""
    return labels_of(model).short_areas[name].text(language)


def end_labels(model: Model, link: str, language: str) -> tuple[str, str]:
    """Return the short labels of the ends of a link, given by its id.

    Where several links run between the two, the second label carries what tells this one
    from the others, as in ``Trust #2``.
    """
    source, target, mark = link_ends(link)
    name = short_label(model, target, language)
    return short_label(model, source, language), f"{name} {mark}" if mark else name
