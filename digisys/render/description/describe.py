"""Pictures and parts of a model told in words, for those who do not see the picture.

Every sentence stands by itself: names are quoted and never inflected, so that labels of
any model fit in in every language.
"""

from __future__ import annotations

from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.wording import view_text
from digisys.graph.directions import assumed_direction
from digisys.graph.labels import area_label
from digisys.graph.names import Subject, cycles_of, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, select_view
from digisys.render.description.result import Description, Section
from digisys.render.description.sentences import (
    Relation,
    Teller,
    area_sections,
    causes,
    effects,
    loop_sections,
    loop_sentence,
    loop_sentences,
    text_of,
    variable_section,
)
from digisys.render.scene import Scene, arrow_id
from digisys.schema import Model
from digisys.words import N_, say_count

__all__ = ["describe", "describe_scene"]

_CHANGES = {
    "added": N_("Added: {names}."),
    "removed": N_("Removed: {names}."),
    "changed": N_("Changed: {names}."),
}


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
        The view (see :func:`digisys.graph.view.select_view`).

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
        Relation(
            link.source,
            link.target,
            link.polarity,
            link.certainty,
            link.delay,
            assumed_direction(link),
        )
        for link in view.links
    )
    damped = frozenset(link.source for link in view.damping)
    teller = Teller(model, language, relations, {}, damped)
    if name is not None:
        return _subject(teller, resolve(model, name))
    about = text_of(model.description, language)
    shown = _counts(teller, tuple(model.variables), len(relations), len(model.loops))
    rests_on = ""
    if view.narrowed or view.certainty != ("explicit",):
        rests_on = teller.say("It rests on {view}.", view=view_text(model, view, language))
    summary = " ".join(part for part in (about, shown, rests_on) if part)
    sections = (
        *area_sections(teller, tuple(model.variables)),
        *loop_sections(teller, tuple(model.loops)),
    )
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
    teller = Teller(model, language, relations, drawn)
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
        *area_sections(teller, variables, heat),
        *loop_sections(teller, tuple(name for name in loops if name in model.loops)),
        *_notes(teller, scene if same else None),
    )
    return Description(language, title, summary, sections)


def _drawn_relations(model: Model, scene: Scene) -> tuple[Relation, ...]:
    """Take the links from a picture, in the order of the model."""
    known = {arrow_id(link.id): (place, link.delay) for place, link in enumerate(model.links)}
    last = len(known)
    arrows = sorted(scene.arrows, key=lambda arrow: known.get(arrow.id, (last, 0.0))[0])
    return tuple(
        Relation(
            arrow.source,
            arrow.target,
            arrow.polarity,
            arrow.certainty,
            known.get(arrow.id, (last, 0.0))[1],
            arrow.direction == "assumed",
        )
        for arrow in arrows
    )


def _in_order(names: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    position = {name: number for number, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: position.get(name, len(position))))


def _counts(teller: Teller, variables: tuple[str, ...], links: int, loops: int) -> str:
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


def _highlight(teller: Teller, scene: Scene) -> tuple[Section, ...]:
    boxes = [box.variable for box in scene.boxes if box.state == "highlighted"]
    arrows = [arrow for arrow in scene.arrows if arrow.state == "highlighted"]
    badges = [badge.loop for badge in scene.loops if badge.state == "highlighted"]
    if not (boxes or arrows or badges):
        return ()
    order = tuple(teller.model.variables)
    lit = {(arrow.source, arrow.target) for arrow in arrows}
    shown = Teller(
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
        items += [f"{shown.label(source)} – {_lower(line)}" for line in effects(shown, source)]
    for name in badges:
        if name in teller.model.loops:
            told = loop_sentences(teller, name)[:-1]
            items += told if len(told) > 1 else [f"{name}: {line}" for line in told]
    return (Section(teller.say("What is highlighted"), "", tuple(items)),)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _differences(teller: Teller, scene: Scene) -> tuple[Section, ...]:
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


def _notes(teller: Teller, scene: Scene | None) -> tuple[Section, ...]:
    notes = scene.notes if scene is not None else ()
    return (Section(teller.say("Notes"), "", tuple(notes)),) if notes else ()


def _subject(teller: Teller, subject: Subject) -> Description:
    makers = {
        "variable": _of_variable,
        "target": _of_target,
        "area": _of_area,
        "loop": _of_loop,
        "instance": _of_loop,
    }
    return makers[subject.kind](teller, subject)


def _of_variable(teller: Teller, subject: Subject) -> Description:
    key = str(subject.key)
    variable = teller.model.variables[key]
    sections = _around(teller, key)
    parts = [text_of(variable.description, teller.language)]
    if variable.area:
        label = area_label(teller.model, variable.area, teller.language)
        parts.append(teller.say("Area: {name}.", name=label))
    parts += [
        teller.say(
            "Target {number}: {title}.", number=item.target, title=_title(teller, item.target)
        )
        for item in variable.targets
    ]
    summary = " ".join(part for part in parts if part)
    return Description(teller.language, teller.label(key), summary, sections)


def _title(teller: Teller, number: int) -> str:
    return teller.model.targets[number].title.text(teller.language).rstrip(".")


def _around(teller: Teller, name: str) -> tuple[Section, ...]:
    """Tell what a variable acts on, what acts on it, and the loops that it is in."""
    none = teller.say("Nothing in this view.")
    through = tuple(
        key
        for key, loop in teller.model.loops.items()
        if any(name in cycle for cycle in loop.cycles.values())
    )
    own = (teller.say("Damps itself."),) if name in teller.damped else ()
    acts = (*effects(teller, name), *own)
    return (
        Section(teller.say("What it influences"), "", acts or (none,)),
        Section(teller.say("What influences it"), "", tuple(causes(teller, name)) or (none,)),
        *loop_sections(teller, through),
    )


def _of_target(teller: Teller, subject: Subject) -> Description:
    number = int(subject.key)
    target = teller.model.targets[number]
    title = teller.say("Target {number}: {title}", number=number, title=_title(teller, number))
    parts = []
    if target.area:
        label = area_label(teller.model, target.area, teller.language)
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


def _of_area(teller: Teller, subject: Subject) -> Description:
    area = teller.model.areas[str(subject.key)]
    label = area_label(teller.model, str(subject.key), teller.language)
    title = teller.say("Area: {name}", name=label)
    count = say_count(
        "{count} variable", "{count} variables", len(subject.variables), teller.language
    )
    summary = " ".join(
        part
        for part in (
            text_of(area.description, teller.language),
            teller.say("In all: {parts}.", parts=count),
        )
        if part
    )
    sections = tuple(variable_section(teller, name) for name in subject.variables)
    return Description(teller.language, title, summary, sections)


def _of_loop(teller: Teller, subject: Subject) -> Description:
    name, _ = cycles_of(teller.model, subject)
    loop = teller.model.loops[name]
    title = teller.say(
        "Loop {name}: {label}", name=subject.key, label=loop.label.text(teller.language)
    )
    kind = teller.say("Kind: {kind}.", kind=teller.say(KIND_WORDS[loop.kind]))
    summary = " ".join(part for part in (text_of(loop.description, teller.language), kind) if part)
    cycles = loop_sentences(teller, name)
    members = tuple(dict.fromkeys(item for cycle in loop.cycles.values() for item in cycle))
    if subject.kind == "instance":
        members = loop.cycles[str(subject.key)]
        cycles = (loop_sentence(teller, members), cycles[-1])
    sections = (
        Section(teller.say("How it runs"), "", cycles),
        Section(
            teller.say("Its variables"),
            "",
            (),
            tuple(variable_section(teller, variable) for variable in members),
        ),
    )
    return Description(teller.language, title, summary, sections)
