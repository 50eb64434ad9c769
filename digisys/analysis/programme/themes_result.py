"""The answer to what carries a theme and what it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.answers.wording import view_text
from digisys.graph.labels import area_label, end_labels, short_area_label, short_label
from digisys.graph.view import View
from digisys.schema import Model, Text
from digisys.schema.programme import Programme
from digisys.schema.theme import ThemeBasis
from digisys.words import N_, Counted, Message, say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Carrier", "Theme", "Themes"]

Kind = Literal["variable", "link", "indicator", "action", "driver"]
_KIND_WORDS: Mapping[str, str] = {
    "variable": N_("variable"),
    "link": N_("link"),
    "indicator": N_("indicator"),
    "action": N_("action"),
    "driver": N_("other driver"),
}
_BASIS_WORDS: Mapping[ThemeBasis, str] = {
    "stated": N_("stated in a source"),
    "reading": N_("our reading"),
}


@dataclass(frozen=True)
class Carrier:
    """Something that carries a theme.

    Attributes
    ----------
    kind
        ``variable``, ``link``, ``indicator``, ``action`` or ``driver``.
    name
        Its id.
    basis
        ``stated`` if a source ties it to the theme, ``reading`` if we do.
    reason
        Why it carries the theme.
    """

    kind: str
    name: str
    basis: ThemeBasis
    reason: Text | None


@dataclass(frozen=True)
class Theme:
    """A theme with what carries it and what it reaches.

    Attributes
    ----------
    name
        Its id.
    carriers
        Everything that carries it.
    variables, links
        The variables and links among these.
    areas, targets
        Areas and targets of the variables.
    reached
        Variables beyond that a push on all of these reaches along chains.
    areas_reached, targets_reached
        Areas and targets of these variables beyond.
    loops
        Declared loops that it enters.
    """

    name: str
    carriers: tuple[Carrier, ...]
    variables: tuple[str, ...]
    links: tuple[str, ...]
    areas: tuple[str, ...]
    targets: tuple[int, ...]
    reached: tuple[str, ...]
    areas_reached: tuple[str, ...]
    targets_reached: tuple[int, ...]
    loops: tuple[str, ...]

    def of_kind(self, kind: str) -> tuple[Carrier, ...]:
        """Return the carriers of a kind."""
        return tuple(each for each in self.carriers if each.kind == kind)


@dataclass(frozen=True, eq=False, repr=False)
class Themes(Answer):
    """The answer to "what carries the theme, and what does it reach?".

    Attributes
    ----------
    view
        The links that chains were looked for among.
    themes
        The themes, each with what carries it and what it reaches.
    narrowed
        Whether one theme was asked for.
    """

    model: Model = field(repr=False)
    programme: Programme | None = field(repr=False)
    view: View = field(repr=False)
    themes: tuple[Theme, ...]
    narrowed: bool

    def label(self, name: str, language: str) -> str:
        """Name a theme."""
        return self.model.themes[name].label.text(language)

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if not self.narrowed:
            return say("Which themes are there, and what do they reach?", language)
        name = self.label(self.themes[0].name, language)
        return say("What carries the theme {name}, and what does it reach?", language, name=name)

    @property
    def conclusion(self) -> Conclusion:
        """How much carries each theme, and which areas and targets it reaches."""
        return Conclusion(
            tuple(_statement(self.model, theme) for theme in self.themes[:2])
            + tuple(_basis(theme) for theme in self.themes[:1] if self.narrowed),
            self.model.default_language,
        )

    def table(self, language: str | None = None) -> Table:
        """Return a row for each theme, or for each thing that carries the one asked for."""
        language = language or self.model.default_language
        if self.narrowed:
            heads: tuple[str, ...] = (N_("What"), N_("Name"), N_("Basis"), N_("Why"))
            rows: tuple[tuple[Cell, ...], ...] = tuple(
                (
                    Formatted(say(_KIND_WORDS[each.kind], language), each.kind),
                    Formatted(self._name(each, language), each.name),
                    Formatted(say(_BASIS_WORDS[each.basis], language), each.basis),
                    each.reason.text(language) if each.reason else "",
                )
                for each in self.themes[0].carriers
            )
        else:
            heads = (
                N_("Theme"),
                N_("Carried by"),
                N_("Areas"),
                N_("Targets"),
                N_("Targets reached"),
            )
            rows = tuple(
                (
                    Formatted(self.label(theme.name, language), theme.name),
                    self._counts(theme, language),
                    ", ".join(short_area_label(self.model, a, language) for a in theme.areas),
                    ", ".join(map(str, theme.targets)),
                    ", ".join(map(str, theme.targets_reached)),
                )
                for theme in self.themes
            )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def _name(self, carrier: Carrier, language: str) -> str:
        if carrier.kind == "variable":
            return short_label(self.model, carrier.name, language)
        if carrier.kind == "link":
            return " → ".join(end_labels(self.model, carrier.name, language))
        programme = self.programme
        if programme is None:
            return carrier.name
        sections: Mapping[str, Mapping[str, Any]] = {
            "indicator": programme.indicators,
            "action": programme.actions,
            "driver": programme.drivers,
        }
        label: Text = sections[carrier.kind][carrier.name].label
        return label.text(language)

    @staticmethod
    def _counts(theme: Theme, language: str) -> str:
        count = {kind: len(theme.of_kind(kind)) for kind in _KIND_WORDS}
        texts = {
            "variable": say_count(
                "{count} variable", "{count} variables", count["variable"], language
            ),
            "link": say_count("{count} link", "{count} links", count["link"], language),
            "indicator": say_count(
                "{count} indicator", "{count} indicators", count["indicator"], language
            ),
            "action": say_count("{count} action", "{count} actions", count["action"], language),
            "driver": say_count(
                "{count} other driver", "{count} other drivers", count["driver"], language
            ),
        }
        return "; ".join(text for kind, text in texts.items() if count[kind])

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return where a theme comes from, what it belongs to, and what it reaches."""
        language = language or self.model.default_language
        pairs: list[tuple[str, str]] = []
        if self.narrowed:
            theme = self.themes[0]
            item = self.model.themes[theme.name]
            pairs += [
                (
                    say("Theme", language),
                    item.description.text(language) if item.description else "",
                ),
                (say("From", language), self._origin(theme.name, language)),
                (say("Areas", language), self._areas(theme.areas, language)),
                (say("Targets", language), self._targets(theme.targets, language)),
                (say("Areas reached", language), self._areas(theme.areas_reached, language)),
                (say("Targets reached", language), self._targets(theme.targets_reached, language)),
                (
                    say("Reaches beyond the theme", language),
                    "; ".join(short_label(self.model, n, language) for n in theme.reached),
                ),
                (say("Loops", language), ", ".join(theme.loops)),
            ]
        else:
            text = say("digisys themes and the name of a theme", language)
            pairs.append((say("What carries it", language), text))
        pairs.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(pair for pair in pairs if pair[1])

    def _origin(self, name: str, language: str) -> str:
        parts = []
        for each in self.model.themes[name].evidence:
            source = self.model.sources[each.source]
            text = (source.short_label or source.title).text(language)
            parts.append(f"{text}: {each.note.text(language)}" if each.note else text)
        return "; ".join(parts)

    def _areas(self, names: tuple[str, ...], language: str) -> str:
        return "; ".join(area_label(self.model, name, language) for name in names)

    def _targets(self, numbers: tuple[int, ...], language: str) -> str:
        targets = self.model.targets
        return "; ".join(
            f"{number} {(targets[number].short_label or targets[number].title).text(language)}"
            for number in numbers
        )

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return a data frame with a row for each thing that carries a theme.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme``, ``kind``, ``id``, ``label``, ``basis`` and ``reason``.
        """
        import pandas as pd

        language = language or self.model.default_language
        rows = [
            (
                theme.name,
                each.kind,
                each.name,
                self._name(each, language),
                each.basis,
                each.reason.text(language) if each.reason else None,
            )
            for theme in self.themes
            for each in theme.carriers
        ]
        return pd.DataFrame(rows, columns=["theme", "kind", "id", "label", "basis", "reason"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "view": self.view.to_dict(),
            "themes": [
                {
                    "id": theme.name,
                    "label": self.label(theme.name, language),
                    "areas": list(theme.areas),
                    "targets": list(theme.targets),
                    "reached": list(theme.reached),
                    "areas_reached": list(theme.areas_reached),
                    "targets_reached": list(theme.targets_reached),
                    "loops": list(theme.loops),
                    "carriers": [
                        {
                            "kind": each.kind,
                            "id": each.name,
                            "label": self._name(each, language),
                            "basis": each.basis,
                            "reason": each.reason.text(language) if each.reason else None,
                        }
                        for each in theme.carriers
                    ],
                }
                for theme in self.themes
            ],
        }


def _statement(model: Model, theme: Theme) -> Statement:
    every = {*theme.targets, *theme.targets_reached}
    message = Counted(
        "{count} variable in {areas} of {all_areas} areas carries the theme {theme}; with its "
        "chains it touches {targets} of {all_targets} targets.",
        "{count} variables in {areas} of {all_areas} areas carry the theme {theme}; with their "
        "chains they touch {targets} of {all_targets} targets.",
        len(theme.variables),
        {
            "theme": Message("“{name}”", {"name": model.themes[theme.name].label}),
            "areas": len(theme.areas),
            "all_areas": len(model.areas),
            "targets": len(every),
            "all_targets": len(model.targets),
        },
    )
    parts = {
        "theme": theme.name,
        "variables": len(theme.variables),
        "areas": list(theme.areas),
        "targets_reached": list(theme.targets_reached),
    }
    return Statement("reach", message, parts)


def _basis(theme: Theme) -> Statement:
    """Tell how much of it is our reading."""
    read = sum(each.basis == "reading" for each in theme.carriers)
    total = len(theme.carriers)
    message = Counted(
        "Of the {all} things that carry it, {count} does so by our reading.",
        "Of the {all} things that carry it, {count} do so by our reading.",
        read,
        {"all": total},
    )
    return Statement("basis", message, {"read": read, "carriers": total})
