"""Which actions push what an answer names, and which indicators would show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digisys.analysis.influence.influence import influence
from digisys.analysis.programme.around_result import Around, Part, Pushing, Showing
from digisys.analysis.programme.cover import smallest_cover
from digisys.answers.answer import Answer
from digisys.answers.touched import Touched, Way
from digisys.errors import QuestionError
from digisys.graph.chain import Chain
from digisys.graph.folding import fold
from digisys.graph.view import CertaintyChoice, View
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme import Connection, Programme
from digisys.words import LANGUAGES, Message, say

__all__ = ["PARTS", "parts_of", "with_programme"]

#: What can be joined to an answer.
PARTS: tuple[Part, ...] = ("actions", "drivers", "indicators")

_CERTAINTY: Mapping[tuple[str, ...], CertaintyChoice] = {
    ("explicit",): "explicit",
    ("ambiguous",): "ambiguous",
    ("explicit", "ambiguous"): "all",
}


def with_programme(
    answer: Answer,
    programme: ProgrammeChoice = None,
    *,
    show: str | Iterable[str] = ("actions", "indicators"),
) -> Around:
    """Join to an answer which actions push what it names, and which indicators would show it.

    Parameters
    ----------
    answer
        The answer of any question that names variables, such as
        :func:`digisys.influence`, :func:`digisys.simulate` or :func:`digisys.robust`.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    show
        ``actions``, ``drivers`` (what else pushes variables, once it is built, met or
        followed) and ``indicators``, as a list or as text with commas; the drivers come with
        the actions.

    Returns
    -------
    Around
        The answer with what pushes and what shows each variable that it names. An action
        that pushes none of them tells along which chain it reaches what the answer is about.

    Raises
    ------
    QuestionError
        If the answer names no variables, no programme comes with the model, or a part is
        not known.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> around = with_programme(digisys.influence(model, 14))
    >>> around.showing["trust_in_society"], len(around.indicators)
    ((), 13)
    """
    found, model = answer.touched, getattr(answer, "model", None)
    if found is None or model is None:
        raise QuestionError(
            Message(
                "This answer names no variables that actions or indicators could be joined to."
            ),
            Message("Ask influence, causes, chains, loops, robust, simulate or compare."),
            code="nothing-to-join",
        )
    known = load_programme(model, programme)
    parts = parts_of(show)
    # Rows may name more than the answer does, such as what a scenario does not move.
    every = dict.fromkeys([*found.variables, *(name for row in found.rows for name in row)])
    return Around(
        answer,
        model,
        known,
        parts,
        found,
        _pushing(known, parts, every),
        _reaching(answer, model, known, parts, found),
        _showing(known, parts, every, found.variables),
        smallest_cover(
            tuple(found.variables),
            {
                name: {each.variable: each.confidence for each in item.observes}
                for name, item in known.indicators.items()
            },
        )
        if "indicators" in parts
        else (),
    )


def parts_of(show: str | Iterable[str]) -> tuple[Part, ...]:
    """Read what is to be joined: names of parts, in English or as the program says them.

    Parameters
    ----------
    show
        Names of parts, as a list or as text with commas.

    Returns
    -------
    tuple
        The parts in their order; drivers come with actions.

    Raises
    ------
    QuestionError
        If a name is no part, or none is given.

    Examples
    --------
    >>> parts_of("indicators,toimet")
    ('actions', 'drivers', 'indicators')
    """
    words = show.replace("+", ",").split(",") if isinstance(show, str) else list(show)
    said = {
        fold(text): part
        for part in PARTS
        for text in (part, *(say(part, language) for language in LANGUAGES))
    }
    chosen: set[Part] = set()
    for word in (word.strip() for word in words):
        if fold(word) not in said:
            raise QuestionError(
                Message("“{name}” cannot be joined to an answer.", {"name": word}),
                Message("Choose one of: {names}.", {"names": ", ".join(PARTS)}),
                code="unknown-part-of-programme",
            )
        chosen.add(said[fold(word)])
    if "actions" in chosen:
        chosen.add("drivers")
    return tuple(part for part in PARTS if part in chosen)


def _pushers(programme: Programme, parts: Iterable[Part]) -> dict[str, tuple[Part, str]]:
    """List what pushes: the name in its section, by a key that tells the section."""
    return {
        f"{part}:{name}": (part, name)
        for part in parts
        if part != "indicators"
        for name in (programme.actions if part == "actions" else programme.drivers)
    }


def _pushes(programme: Programme, part: Part, name: str) -> tuple[Connection, ...]:
    home = programme.actions if part == "actions" else programme.drivers
    return home[name].pushes


def _pushing(
    programme: Programme, parts: tuple[Part, ...], variables: Iterable[str]
) -> dict[str, tuple[Pushing, ...]]:
    """Find for each variable what pushes it, actions first, the surest first."""
    found: dict[str, list[Pushing]] = {name: [] for name in variables}
    for part, name in _pushers(programme, parts).values():
        for each in _pushes(programme, part, name):
            if each.variable in found:
                found[each.variable].append(Pushing(part, name, each))
    return {
        name: tuple(sorted(items, key=lambda item: (item.part != "actions", item.doubt)))
        for name, items in found.items()
    }


def _showing(
    programme: Programme,
    parts: tuple[Part, ...],
    variables: Iterable[str],
    ways: Mapping[str, Way | None],
) -> dict[str, tuple[Showing, ...]]:
    """Find for each variable what would show it, the surest first."""
    shown: dict[str, list[Showing]] = {name: [] for name in variables}
    if "indicators" in parts:
        for name, item in programme.indicators.items():
            for each in item.observes:
                if each.variable in shown:
                    shown[each.variable].append(Showing(name, each, ways.get(each.variable)))
    return {
        name: tuple(sorted(items, key=lambda item: item.doubt)) for name, items in shown.items()
    }


def _reaching(
    answer: Answer,
    model: Model,
    programme: Programme,
    parts: tuple[Part, ...],
    found: Touched,
) -> dict[str, Chain]:
    """Find for actions that push nothing named the shortest chain to what it is about."""
    view = _view_of(answer)
    if "actions" not in parts or not found.about or view is None:
        return {}
    named = set(found.variables)
    others = [
        name
        for name, item in programme.actions.items()
        if item.pushes and named.isdisjoint(each.variable for each in item.pushes)
    ]
    if not others:
        return {}
    causes = influence(
        model,
        list(found.about),
        direction="upstream",
        evidence=view.evidence if view.narrowed else None,
        certainty=_CERTAINTY[view.certainty],
    )
    chains = {effect.variable: effect.chain for effect in causes.affected}
    reached = {}
    for name in others:
        own = [
            chains[each.variable]
            for each in programme.actions[name].pushes
            if each.variable in chains
        ]
        if own:
            reached[name] = min(own, key=lambda chain: chain.steps)
    return dict(sorted(reached.items(), key=lambda item: item[1].steps))


def _view_of(answer: Answer) -> View | None:
    """Return the links that an answer rests on, wherever it keeps them."""
    if hasattr(answer, "ensembles"):
        return _view_of(answer.ensembles[0])
    if hasattr(answer, "experiment"):
        view: View = answer.experiment.system.view
        return view
    return getattr(answer, "view", None)
