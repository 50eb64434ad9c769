"""Pictures and parts of a model told in words, for those who do not see the picture.

Every sentence stands by itself: names are quoted and never inflected, so that labels of
any model fit in in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digisys.analysis.loops import KIND_WORDS
from digisys.analysis.names import Subject, resolve
from digisys.analysis.view import CertaintyChoice, EvidenceChoice, select_view
from digisys.analysis.wording import view_text
from digisys.render.description import Description, Section
from digisys.render.scene import Scene
from digisys.schema import Model, Text
from digisys.words import N_, say, say_count

__all__ = ["describe", "describe_scene"]

#: How the clauses of a loop's sentence begin, go on and end.
_FIRST = {
    "positive": N_("“{first}” strengthens “{second}”"),
    "negative": N_("“{first}” weakens “{second}”"),
    "unknown": N_("“{first}” acts on “{second}” (direction unknown)"),
}
_NEXT = {
    "positive": N_(", which strengthens “{name}”"),
    "negative": N_(", which weakens “{name}”"),
    "unknown": N_(", which acts on “{name}” (direction unknown)"),
}
_LAST = {
    "positive": N_(", which in turn strengthens “{name}”."),
    "negative": N_(", which in turn weakens “{name}”."),
    "unknown": N_(", which in turn acts on “{name}” (direction unknown)."),
}
_ITSELF = {
    "positive": N_("“{name}” strengthens itself."),
    "negative": N_("“{name}” weakens itself."),
    "unknown": N_("“{name}” acts on itself (direction unknown)."),
}
_COURSE = {
    "reinforcing": N_("A change anywhere in the loop comes back strengthened."),
    "balancing": N_("A change anywhere in the loop comes back as its opposite and is dampened."),
    "unknown": N_("Whether the loop strengthens or dampens a change is not known."),
}
_EFFECTS = {
    "positive": N_("Strengthens: {names}."),
    "negative": N_("Weakens: {names}."),
    "unknown": N_("Acts on, direction unknown: {names}."),
}
_CAUSES = {
    "positive": N_("Strengthened by: {names}."),
    "negative": N_("Weakened by: {names}."),
    "unknown": N_("Acted on by, direction unknown: {names}."),
}
_CHANGES = {
    "added": N_("Added: {names}."),
    "removed": N_("Removed: {names}."),
    "changed": N_("Changed: {names}."),
}


@dataclass(frozen=True, slots=True)
class _Relation:
    """A link as the text needs it, whether it comes from a model or a picture."""

    source: str
    target: str
    polarity: str
    certainty: str
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class _Teller:
    """What every sentence needs: the words, the names and the links told of."""

    model: Model
    language: str
    relations: tuple[_Relation, ...]
    drawn: Mapping[str, str]

    def say(self, text: str, **values: object) -> str:
        return say(text, self.language, **values)

    def label(self, variable: str) -> str:
        """Name a variable; one that only the picture knows, by the name it has there."""
        if variable in self.model.variables:
            return self.model.variables[variable].label.text(self.language)
        return self.drawn.get(variable, variable)

    def polarity(self, source: str, target: str) -> str:
        for relation in self.relations:
            if (relation.source, relation.target) == (source, target):
                return relation.polarity
        for link in self.model.links:
            if (link.source, link.target) == (source, target):
                return link.polarity
        return "unknown"


def describe(
    model: Model,
    name: str | int | None = None,
    *,
    language: str | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Description:
    """Tell a model, or one thing in it, in words.

    Parameters
    ----------
    model
        The model.
    name
        A variable, target, area or loop, in any of the forms that names take; the whole
        model when absent.
    language
        Language of the text; the model's first when absent.
    evidence, certainty
        The view (see :func:`digisys.analysis.view.select_view`).

    Returns
    -------
    Description
        Areas, variables, what each influences, and every loop as a sentence.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> told = describe(digisys.load("digikompassi"), "R1", language="en")
    >>> told.title
    'Loop R1: Trust in society'
    """
    language = language or model.default_language
    view = select_view(model, evidence=evidence, certainty=certainty)
    relations = tuple(
        _Relation(link.source, link.target, link.polarity, link.certainty, link.delay)
        for link in view.links
    )
    teller = _Teller(model, language, relations, {})
    if name is not None:
        return _subject(teller, resolve(model, name))
    about = _text(model.description, language)
    shown = _counts(teller, tuple(model.variables), len(relations), len(model.loops))
    rests_on = ""
    if view.narrowed or view.certainty != ("explicit",):
        rests_on = teller.say("It rests on {view}.", view=view_text(model, view, language))
    summary = " ".join(part for part in (about, shown, rests_on) if part)
    sections = (*_areas(teller, tuple(model.variables)), *_loops(teller, tuple(model.loops)))
    return Description(language, model.title.text(language), summary, sections)


def describe_scene(model: Model, scene: Scene, *, language: str | None = None) -> Description:
    """Tell in words what a picture of a model shows.

    Parameters
    ----------
    model
        The model that the picture shows.
    scene
        The picture.
    language
        Language of the text; the picture's when absent.

    Returns
    -------
    Description
        What is highlighted, compared or measured, then areas, variables, what each
        influences, and every loop as a sentence.
    """
    language = language or scene.language
    relations = _drawn_relations(model, scene)
    drawn = {box.variable: box.name for box in scene.boxes}
    teller = _Teller(model, language, relations, drawn)
    variables = _in_order(tuple(drawn), tuple(model.variables))
    loops = _in_order(tuple(badge.loop for badge in scene.loops), tuple(model.loops))
    same = language == scene.language
    title = scene.title if same else model.title.text(language)
    summary = " ".join(
        part
        for part in (
            scene.description if same else "",
            _counts(teller, variables, len(relations), len(loops)),
        )
        if part
    )
    heat = {box.variable: box.heat for box in scene.boxes if box.heat is not None}
    sections = (
        *_highlight(teller, scene),
        *_differences(teller, scene),
        *_areas(teller, variables, heat),
        *_loops(teller, tuple(name for name in loops if name in model.loops)),
        *_notes(teller, scene if same else None),
    )
    return Description(language, title, summary, sections)


def _drawn_relations(model: Model, scene: Scene) -> tuple[_Relation, ...]:
    """Take the links from a picture, in the order of the model."""
    position = {(link.source, link.target): place for place, link in enumerate(model.links)}
    delays = {(link.source, link.target): link.delay for link in model.links}
    relations = [
        _Relation(
            arrow.source,
            arrow.target,
            arrow.polarity,
            arrow.certainty,
            delays.get((arrow.source, arrow.target), 0.0),
        )
        for arrow in scene.arrows
    ]
    last = len(position)
    relations.sort(key=lambda item: position.get((item.source, item.target), last))
    return tuple(relations)


def _in_order(names: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    position = {name: number for number, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: position.get(name, len(position))))


def _text(text: Text | None, language: str) -> str:
    return text.text(language) if text is not None else ""


def _counts(teller: _Teller, variables: tuple[str, ...], links: int, loops: int) -> str:
    known = teller.model.variables
    areas = {known[name].area for name in variables if name in known} - {None}
    language = teller.language
    parts = [say_count("{count} variable", "{count} variables", len(variables), language)]
    if areas:
        parts.append(say_count("{count} area", "{count} areas", len(areas), language))
    parts.append(say_count("{count} link", "{count} links", links, language))
    if loops:
        parts.append(say_count("{count} loop", "{count} loops", loops, language))
    return teller.say("In all: {parts}.", parts=", ".join(parts))


def _areas(
    teller: _Teller, variables: tuple[str, ...], heat: Mapping[str, float] | None = None
) -> tuple[Section, ...]:
    model = teller.model
    members: dict[str | None, list[str]] = {name: [] for name in (*model.areas, None)}
    for name in variables:
        members[model.variables[name].area if name in model.variables else None].append(name)
    sections = []
    for area, names in members.items():
        if not names:
            continue
        told = tuple(_variable(teller, name, (heat or {}).get(name)) for name in names)
        if area is None:
            heading = teller.say("Variables outside the areas") if model.areas else ""
            sections.append(Section(heading or teller.say("Variables"), "", (), told))
        else:
            label = teller.say("Area: {name}", name=model.areas[area].label.text(teller.language))
            about = _text(model.areas[area].description, teller.language)
            sections.append(Section(label, about, (), told))
    return tuple(sections)


def _variable(teller: _Teller, name: str, level: float | None = None) -> Section:
    variable = teller.model.variables.get(name)
    heading = teller.label(name)
    numbers = ", ".join(str(item.target) for item in variable.targets) if variable else ""
    if numbers:
        heading = teller.say("{name} (target {numbers})", name=heading, numbers=numbers)
    items = list(_effects(teller, name))
    if not items:
        items.append(teller.say("Acts on no other variable here."))
    if level is not None:
        items.append(teller.say("Level in the result: {level}.", level=_level(level)))
    about = _text(variable.description, teller.language) if variable else ""
    return Section(heading, about, tuple(items))


def _level(level: float) -> str:
    return f"{level:+.2f}".replace("-", "\N{MINUS SIGN}")


def _effects(teller: _Teller, name: str) -> Iterable[str]:
    chosen = [relation for relation in teller.relations if relation.source == name]
    return _grouped(teller, chosen, _EFFECTS, lambda relation: relation.target)


def _causes(teller: _Teller, name: str) -> Iterable[str]:
    chosen = [relation for relation in teller.relations if relation.target == name]
    return _grouped(teller, chosen, _CAUSES, lambda relation: relation.source)


def _grouped(
    teller: _Teller,
    relations: Sequence[_Relation],
    sentences: Mapping[str, str],
    other: Callable[[_Relation], str],
) -> Iterable[str]:
    """Yield one sentence for each polarity that occurs, with the names on the far side."""
    for polarity, sentence in sentences.items():
        names = [
            _marked(teller, relation, other(relation))
            for relation in relations
            if relation.polarity == polarity
        ]
        if names:
            yield teller.say(sentence, names="; ".join(names))


def _marked(teller: _Teller, relation: _Relation, name: str) -> str:
    """Name a variable, and what else the link to it carries."""
    marks = []
    if relation.delay:
        marks.append(
            say_count(
                "after {count} year", "after {count} years", _whole(relation.delay), teller.language
            )
            if relation.delay == _whole(relation.delay)
            else teller.say("after {years} years", years=f"{relation.delay:g}")
        )
    if relation.certainty == "ambiguous":
        marks.append(teller.say("ambiguous"))
    label = teller.label(name)
    return f"{label} ({', '.join(marks)})" if marks else label


def _whole(number: float) -> int:
    return round(number)


def _loops(teller: _Teller, names: tuple[str, ...]) -> tuple[Section, ...]:
    if not names:
        return ()
    told = tuple(_loop(teller, name) for name in names)
    return (Section(teller.say("Loops"), "", (), told),)


def _loop(teller: _Teller, name: str) -> Section:
    loop = teller.model.loops[name]
    heading = teller.say(
        "{name}: {label} ({kind})",
        name=name,
        label=loop.label.text(teller.language),
        kind=teller.say(KIND_WORDS[loop.kind]),
    )
    return Section(heading, _text(loop.description, teller.language), _cycles(teller, name))


def _cycles(teller: _Teller, name: str) -> tuple[str, ...]:
    loop = teller.model.loops[name]
    several = len(loop.cycles) > 1
    sentences = [
        f"{instance}: {_sentence(teller, cycle)}" if several else _sentence(teller, cycle)
        for instance, cycle in loop.cycles.items()
    ]
    return (*sentences, teller.say(_COURSE[loop.kind]))


def _sentence(teller: _Teller, cycle: tuple[str, ...]) -> str:
    """Tell a cycle as one sentence, from its first variable back to it."""
    if len(cycle) == 1:
        name = teller.label(cycle[0])
        return teller.say(_ITSELF[teller.polarity(cycle[0], cycle[0])], name=name)
    signs = [teller.polarity(a, b) for a, b in zip(cycle, (*cycle[1:], cycle[0]), strict=True)]
    names = [teller.label(name) for name in cycle]
    parts = [teller.say(_FIRST[signs[0]], first=names[0], second=names[1])]
    parts += [
        teller.say(_NEXT[sign], name=name)
        for sign, name in zip(signs[1:-1], names[2:], strict=True)
    ]
    parts.append(teller.say(_LAST[signs[-1]], name=names[0]))
    return "".join(parts)


def _highlight(teller: _Teller, scene: Scene) -> tuple[Section, ...]:
    boxes = [box.variable for box in scene.boxes if box.state == "highlighted"]
    arrows = [arrow for arrow in scene.arrows if arrow.state == "highlighted"]
    badges = [badge.loop for badge in scene.loops if badge.state == "highlighted"]
    if not (boxes or arrows or badges):
        return ()
    order = tuple(teller.model.variables)
    lit = {(arrow.source, arrow.target) for arrow in arrows}
    shown = _Teller(
        teller.model,
        teller.language,
        tuple(item for item in teller.relations if (item.source, item.target) in lit),
        teller.drawn,
    )
    items = []
    if boxes:
        names = "; ".join(teller.label(name) for name in _in_order(tuple(boxes), order))
        items.append(teller.say("Variables: {names}.", names=names))
    for source in _in_order(tuple(dict.fromkeys(a.source for a in arrows)), order):
        items += [f"{shown.label(source)} – {_lower(line)}" for line in _effects(shown, source)]
    for name in badges:
        if name in teller.model.loops:
            told = _cycles(teller, name)[:-1]
            items += told if len(told) > 1 else [f"{name}: {line}" for line in told]
    return (Section(teller.say("What is highlighted"), "", tuple(items)),)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _differences(teller: _Teller, scene: Scene) -> tuple[Section, ...]:
    items = []
    for change, sentence in _CHANGES.items():
        names = [teller.label(box.variable) for box in scene.boxes if box.change == change]
        names += [
            f"{teller.label(arrow.source)} → {teller.label(arrow.target)}"
            for arrow in scene.arrows
            if arrow.change == change
        ]
        if names:
            items.append(teller.say(sentence, names="; ".join(names)))
    return (Section(teller.say("What differs"), "", tuple(items)),) if items else ()


def _notes(teller: _Teller, scene: Scene | None) -> tuple[Section, ...]:
    notes = scene.notes if scene is not None else ()
    return (Section(teller.say("Notes"), "", tuple(notes)),) if notes else ()


def _subject(teller: _Teller, subject: Subject) -> Description:
    makers = {
        "variable": _of_variable,
        "target": _of_target,
        "area": _of_area,
        "loop": _of_loop,
        "instance": _of_loop,
    }
    return makers[subject.kind](teller, subject)


def _of_variable(teller: _Teller, subject: Subject) -> Description:
    key = str(subject.key)
    variable = teller.model.variables[key]
    sections = _around(teller, key)
    parts = [_text(variable.description, teller.language)]
    if variable.area:
        label = teller.model.areas[variable.area].label.text(teller.language)
        parts.append(teller.say("Area: {name}.", name=label))
    parts += [
        teller.say(
            "Target {number}: {title}.", number=item.target, title=_title(teller, item.target)
        )
        for item in variable.targets
    ]
    summary = " ".join(part for part in parts if part)
    return Description(teller.language, teller.label(key), summary, sections)


def _title(teller: _Teller, number: int) -> str:
    return teller.model.targets[number].title.text(teller.language).rstrip(".")


def _around(teller: _Teller, name: str) -> tuple[Section, ...]:
    """Tell what a variable acts on, what acts on it, and the loops that it is in."""
    none = teller.say("Nothing in this view.")
    through = tuple(
        key
        for key, loop in teller.model.loops.items()
        if any(name in cycle for cycle in loop.cycles.values())
    )
    return (
        Section(teller.say("What it influences"), "", tuple(_effects(teller, name)) or (none,)),
        Section(teller.say("What influences it"), "", tuple(_causes(teller, name)) or (none,)),
        *_loops(teller, through),
    )


def _of_target(teller: _Teller, subject: Subject) -> Description:
    number = int(subject.key)
    target = teller.model.targets[number]
    title = teller.say("Target {number}: {title}", number=number, title=_title(teller, number))
    parts = []
    if target.area:
        label = teller.model.areas[target.area].label.text(teller.language)
        parts.append(teller.say("Area: {name}.", name=label))
    names = "; ".join(teller.label(name) for name in subject.variables)
    parts.append(teller.say("In the model it is: {names}.", names=names))
    sections: tuple[Section, ...]
    if len(subject.variables) == 1:
        sections = _around(teller, subject.variables[0])
    else:
        sections = tuple(
            Section(teller.label(name), "", (), _around(teller, name)) for name in subject.variables
        )
    return Description(teller.language, title, " ".join(parts), sections)


def _of_area(teller: _Teller, subject: Subject) -> Description:
    area = teller.model.areas[str(subject.key)]
    label = area.label.text(teller.language)
    title = teller.say("Area: {name}", name=label)
    count = say_count(
        "{count} variable", "{count} variables", len(subject.variables), teller.language
    )
    summary = " ".join(
        part
        for part in (
            _text(area.description, teller.language),
            teller.say("In all: {parts}.", parts=count),
        )
        if part
    )
    sections = tuple(_variable(teller, name) for name in subject.variables)
    return Description(teller.language, title, summary, sections)


def _of_loop(teller: _Teller, subject: Subject) -> Description:
    name = next(
        key
        for key, loop in teller.model.loops.items()
        if subject.key == key or subject.key in loop.cycles
    )
    loop = teller.model.loops[name]
    title = teller.say(
        "Loop {name}: {label}", name=subject.key, label=loop.label.text(teller.language)
    )
    kind = teller.say("Kind: {kind}.", kind=teller.say(KIND_WORDS[loop.kind]))
    summary = " ".join(part for part in (_text(loop.description, teller.language), kind) if part)
    cycles = _cycles(teller, name)
    members = tuple(dict.fromkeys(item for cycle in loop.cycles.values() for item in cycle))
    if subject.kind == "instance":
        members = loop.cycles[str(subject.key)]
        cycles = (_sentence(teller, members), cycles[-1])
    sections = (
        Section(teller.say("How it runs"), "", cycles),
        Section(
            teller.say("Its variables"),
            "",
            (),
            tuple(_variable(teller, variable) for variable in members),
        ),
    )
    return Description(teller.language, title, summary, sections)
