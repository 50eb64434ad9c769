"""What the page knows of a model: plain data, the same for every browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from digisys.analysis.asking.grammar import grammar_data
from digisys.analysis.loops.declared_gains import declared_gains
from digisys.graph.chain_search import CHAIN_BUDGET
from digisys.graph.labels import labels_of
from digisys.graph.reach import SEARCH_BUDGET, SEARCH_TOTAL
from digisys.graph.view import evidence_kinds
from digisys.report.page.loops import gain_data, loop_data
from digisys.schema import Citation, Evidence, Link, Model, Slide, Text
from digisys.uncertainty.effects import curve_of
from digisys.uncertainty.sobol.sequence import MOST_DIMENSIONS, sobol_start
from digisys.words import LANGUAGES

__all__ = ["link_data", "model_data", "presentation_data", "text_data"]

Data = dict[str, Any]

#: Unknowns that a scenario may add.
_ADDED = 20
#: What a link or a variable is when it does not say; the page fills it in.
_DEFAULTS: Mapping[str, Data] = {
    "link": {
        "polarity": "positive",
        "strength": "unknown",
        "delay": 0,
        "order": 1,
        "certainty": "explicit",
        "direction": "stated",
        "evidence": [],
    },
    "variable": {
        "area": None,
        "role": "auxiliary",
        "inertia": "medium",
        "desired": None,
        "targets": [],
        "aliases": [],
        "evidence": [],
    },
}


class _Claims:
    """Pieces of evidence, each once however many links and variables rest on it."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self.found: list[Data] = []

    def places(self, items: Iterable[Evidence]) -> list[int]:
        """Return the place of each piece of evidence in ``found``."""
        places = []
        for item in items:
            data = _evidence(item)
            key = json.dumps(data, sort_keys=True)
            if key not in self._places:
                self._places[key] = len(self.found)
                self.found.append(data)
            places.append(self._places[key])
        return places


def text_data(text: Text | None) -> str | dict[str, str] | None:
    """Return a text as the page reads it: plain, or by language."""
    if text is None:
        return None
    return text.root if isinstance(text.root, str) else dict(text.root)


def model_data(model: Model) -> Data:
    """Return the facts of a model as plain data.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        JSON data: variables, links, targets, areas, loops and sources, each with its
        texts in every language and its evidence. ``evidence`` holds each piece of evidence
        once, and the rest name its place there; what agrees with ``defaults`` is left out.
        ``cycles`` are the loops that nobody named (:func:`loop_data`).
    """
    claims, labels = _Claims(), labels_of(model)
    data = {
        "id": model.id,
        "title": text_data(model.title),
        "description": text_data(model.description),
        "languages": list(model.languages),
        "kinds": list(evidence_kinds(model)),
        "areas": [
            {
                "id": key,
                **_texts(
                    label=labels.areas[key],
                    short=_short(labels.areas[key], labels.short_areas[key], area.short_label),
                    description=area.description,
                ),
                "evidence": claims.places(area.evidence),
            }
            for key, area in model.areas.items()
        ],
        "targets": [
            {
                "number": number,
                "area": target.area,
                **_texts(title=target.title, short=target.short_label),
                "evidence": claims.places(target.evidence),
            }
            for number, target in model.targets.items()
        ],
        "variables": [_told("variable", _variable(model, key, claims)) for key in model.variables],
        "links": [
            _told(
                "link",
                link_data(link)
                | _texts(reading=link.reading, note=link.note)
                | ({"saidBy": list(link.said_by)} if link.said_by else {})
                | {"evidence": claims.places(link.evidence)},
            )
            for link in model.links
        ],
        "loops": [
            {
                "id": key,
                **_texts(
                    label=loop.label,
                    short=loop.short_label,
                    description=loop.description,
                    reading=loop.reading,
                ),
                "kind": loop.kind,
                "cycles": {name: list(cycle) for name, cycle in loop.cycles.items()},
                **_gains(model, key),
                "evidence": claims.places(loop.evidence),
            }
            for key, loop in model.loops.items()
        ],
        "sources": [
            {
                "id": key,
                **_texts(
                    title=source.title,
                    short=_short(source.title, labels.sources[key], source.short_label),
                    publisher=source.publisher,
                    note=source.note,
                ),
                "year": source.year,
                "url": source.url,
                "parts": {name: text_data(text) for name, text in labels.parts[key].items()},
            }
            for key, source in model.sources.items()
        ],
        **({} if model.dynamics is None else {"dynamics": model.dynamics}),
        **({} if model.response is None else {"response": model.response}),
        **({} if model.strengths is None else {"strengths": model.strengths}),
        "time": {
            "start": model.time.start,
            "end": model.time.end,
            "step": model.time.step,
            **({} if model.time.unit == "years" else {"unit": model.time.unit}),
        },
        "sobol": _sobol(model),
        "defaults": dict(_DEFAULTS),
        "budgets": {
            "search": {"each": SEARCH_BUDGET, "total": SEARCH_TOTAL},
            "chains": CHAIN_BUDGET,
        },
        "asking": {language: grammar_data(language) for language in _asked(model)},
    }
    return {**data, **loop_data(model), "evidence": claims.found}


def _asked(model: Model) -> tuple[str, ...]:
    """Return our languages that plain questions to the page may be in: those of the model."""
    own = {language.split("-")[0] for language in model.languages}
    return tuple(language for language in LANGUAGES if language in own) or tuple(LANGUAGES)


def _sobol(model: Model) -> Data:
    """Return what the page makes the draws of ``digisys simulate`` from (``sequence.js``).

    There are polynomials for as many unknowns as the model and a scenario may have.
    """
    doubtful = sum(link.certainty == "ambiguous" for link in model.links)
    stocks = sum(variable.role == "stock" for variable in model.variables.values())
    most = len(model.links) + doubtful + stocks + len(model.variables) + _ADDED
    return sobol_start(min(most, MOST_DIMENSIONS), seed=1)


def _gains(model: Model, name: str) -> Data:
    """Return what the cycles of a reinforcing loop do by themselves."""
    if model.loops[name].kind != "reinforcing":
        return {}
    gains = declared_gains(model, name)
    return {"gains": {cycle: gain_data(gain) for cycle, gain in gains.items()}} if gains else {}


def _told(kind: str, data: Data) -> Data:
    """Leave out what goes without saying."""
    usual = _DEFAULTS[kind]
    return {
        name: value for name, value in data.items() if name not in usual or value != usual[name]
    }


def presentation_data(model: Model) -> Data | None:
    """Return the slides of a model's presentation; None when it has none."""
    if model.presentation is None:
        return None
    return {"slides": [_slide(slide) for slide in model.presentation.slides]}


def _slide(slide: Slide) -> Data:
    shown = ""
    for kind in ("variable", "target", "area", "loop"):
        key = getattr(slide, kind)
        if key is not None:
            shown = f"{kind}-{key}"
    return {
        **_texts(title=slide.title, description=slide.description),
        "subject": shown,
        "direction": slide.direction,
        "steps": slide.steps,
        **{
            name: value
            for name in ("scenario", "compare", "time")
            if (value := getattr(slide, name)) is not None
        },
    }


def _texts(**texts: Text | None) -> Data:
    """Return the texts that are there."""
    return {name: text_data(text) for name, text in texts.items() if text is not None}


def _short(label: Text, short: Text, given: Text | None) -> Text | None:
    """Return the short label, told apart from others; None where the label does as well."""
    return short if given is not None or short != label else None


def _variable(model: Model, key: str, claims: _Claims) -> Data:
    variable, labels = model.variables[key], labels_of(model)
    return {
        "id": key,
        **_texts(
            label=labels.variables[key],
            short=_short(labels.variables[key], labels.short_variables[key], variable.short_label),
            description=variable.description,
            reading=variable.reading,
        ),
        "area": variable.area,
        "role": variable.role,
        "inertia": class_or_range(variable.inertia),
        **({} if variable.initial is None else {"initial": variable.initial}),
        "desired": variable.desired,
        "targets": [
            {"target": item.target, "keyResult": item.stated_as == "key_result"}
            for item in variable.targets
        ],
        "aliases": list(variable.aliases),
        "evidence": claims.places(variable.evidence),
    }


def class_or_range(value: str | float | tuple[float, float]) -> str | list[float]:
    """Return a strength or inertia as a class, or as the two ends of its range."""
    if isinstance(value, str):
        return value
    return list(value) if isinstance(value, tuple) else [value, value]


def link_data(link: Link) -> Data:
    """Return what a link does, as plain data."""
    return {
        **({} if link.id == link.pair_id else {"id": link.id}),
        "from": link.source,
        "to": link.target,
        "polarity": link.polarity,
        "strength": class_or_range(link.strength),
        "delay": link.lag,
        **({"assumed": True} if link.delay is True else {}),
        "order": link.delay_order,
        "certainty": link.certainty,
        **({} if link.chance is None else {"chance": link.chance}),
        "direction": link.direction,
        **_effect(link),
    }


def _effect(link: Link) -> Data:
    """Return what is not plain of the effect of a link: its curve, and what it modulates."""
    curve, data = curve_of(link.effect), Data()
    if curve.kind == "table":
        data["curve"] = {"kind": curve.kind, "points": [list(point) for point in curve.points]}
    elif curve.kind != "linear":
        data["curve"] = {"kind": curve.kind, "level": curve.level}
    return data | ({} if link.modulates is None else {"modulates": link.modulates})


def _evidence(item: Evidence) -> Data:
    return _filled(
        {
            "source": item.source,
            "part": item.part,
            "slides": list(item.slides),
            "pages": list(item.pages),
            "cites": [_citation(citation) for citation in item.cites],
            "note": text_data(item.note),
        }
    )


def _citation(citation: Citation) -> Data:
    return _filled(
        {
            "source": citation.source,
            "targets": list(citation.targets),
            "pages": list(citation.pages),
            "keyResult": citation.key_result,
        }
    )


def _filled(data: Mapping[str, Any]) -> Data:
    """Leave out what is empty, as a page should be small."""
    return {name: value for name, value in data.items() if value}
