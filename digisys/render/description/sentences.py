"""The sentences of a description: names are quoted and never inflected.

So labels of any model fit in, in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digisys.analysis.effects import effect_words
from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.times import Duration
from digisys.graph.labels import area_label, label
from digisys.render.description.result import Section
from digisys.schema import Model, Text
from digisys.schema.link import Delay, Polarity, cycle_pairs, joint_polarity
from digisys.words import N_, say, say_count, say_number

__all__ = [
    "Relation",
    "Teller",
    "area_sections",
    "causes",
    "effects",
    "loop_sections",
    "loop_sentence",
    "loop_sentences",
    "text_of",
    "variable_section",
]

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


@dataclass(frozen=True, slots=True)
class Relation:
    """A link as the text needs it, whether it comes from a model or a picture."""

    source: str
    target: str
    polarity: Polarity
    certainty: str
    delay: Delay = 0.0
    read: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """What every sentence needs: the words, the names and the links told of."""

    model: Model
    language: str
    relations: tuple[Relation, ...]
    drawn: Mapping[str, str]
    damped: frozenset[str] = frozenset()

    def say(self, text: str, **values: object) -> str:
        """Translate one of the program's own texts."""
        return say(text, self.language, **values)

    def label(self, variable: str) -> str:
        """Name a variable; one that only the picture knows, by the name it has there."""
        if variable in self.model.variables:
            return label(self.model, variable, self.language)
        return self.drawn.get(variable, variable)

    def polarity(self, source: str, target: str) -> str:
        """Find the polarity of all links of a pair: as told of, else as the model has them."""
        for links in (self.relations, self.model.links):
            found = [
                link.polarity for link in links if (link.source, link.target) == (source, target)
            ]
            if found:
                return joint_polarity(found)
        return "unknown"


def text_of(text: Text | None, language: str) -> str:
    """Return a text in a language; nothing for none."""
    return text.text(language) if text is not None else ""


def area_sections(
    teller: Teller, variables: tuple[str, ...], heat: Mapping[str, float] | None = None
) -> tuple[Section, ...]:
    """Tell the variables area by area, those without an area last."""
    model = teller.model
    members: dict[str | None, list[str]] = {name: [] for name in (*model.areas, None)}
    for name in variables:
        members[model.variables[name].area if name in model.variables else None].append(name)
    sections = []
    for area, names in members.items():
        if not names:
            continue
        told = tuple(variable_section(teller, name, (heat or {}).get(name)) for name in names)
        if area is None:
            heading = teller.say("Variables outside the areas") if model.areas else ""
            sections.append(Section(heading or teller.say("Variables"), "", (), told))
        else:
            label = teller.say("Area: {name}", name=area_label(model, area, teller.language))
            about = text_of(model.areas[area].description, teller.language)
            sections.append(Section(label, about, (), told))
    return tuple(sections)


def variable_section(teller: Teller, name: str, level: float | None = None) -> Section:
    """Tell a variable: what it is, what it influences, its level in a result."""
    variable = teller.model.variables.get(name)
    heading = teller.label(name)
    numbers = ", ".join(str(item.target) for item in variable.targets) if variable else ""
    if numbers:
        heading = teller.say("{name} (target {numbers})", name=heading, numbers=numbers)
    items = list(effects(teller, name))
    if not items:
        items.append(teller.say("Acts on no other variable here."))
    items += _shaped_effects(teller, name)
    if name in teller.damped:
        items.append(teller.say("Damps itself."))
    if level is not None:
        items.append(
            teller.say(
                "Level in the result: {level}.", level=say_number(level, teller.language, "+.2f")
            )
        )
    about = text_of(variable.description, teller.language) if variable else ""
    return Section(heading, about, tuple(items))


def _shaped_effects(teller: Teller, name: str) -> Iterable[str]:
    """Yield what the effects of a variable are like that are not plain."""
    told = {(relation.source, relation.target) for relation in teller.relations}
    for link in teller.model.links:
        words = effect_words(teller.model, link, teller.language) if link.source == name else ""
        if words and link.pair in told:
            yield teller.say(
                "Effect on {name}: {what}.", name=teller.label(link.target), what=words
            )


def effects(teller: Teller, name: str) -> Iterable[str]:
    """Yield what a variable acts on, one sentence for each polarity."""
    chosen = [relation for relation in teller.relations if relation.source == name]
    return _grouped(teller, chosen, _EFFECTS, lambda relation: relation.target)


def causes(teller: Teller, name: str) -> Iterable[str]:
    """Yield what acts on a variable, one sentence for each polarity."""
    chosen = [relation for relation in teller.relations if relation.target == name]
    return _grouped(teller, chosen, _CAUSES, lambda relation: relation.source)


def _grouped(
    teller: Teller,
    relations: Sequence[Relation],
    sentences: Mapping[str, str],
    other: Callable[[Relation], str],
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


def _marked(teller: Teller, relation: Relation, name: str) -> str:
    """Name a variable, and what else the link to it carries."""
    marks = []
    if relation.delay is True:
        marks.append(teller.say("after a delay"))
    elif relation.delay and teller.model.time.unit != "years":
        time = Duration(relation.delay, teller.model.time.unit)
        marks.append(teller.say("after {time}", time=time))
    elif relation.delay:
        marks.append(
            say_count(
                "after {count} year", "after {count} years", _whole(relation.delay), teller.language
            )
            if relation.delay == _whole(relation.delay)
            else teller.say(
                "after {years} years", years=say_number(relation.delay, teller.language, "g")
            )
        )
    if relation.read:
        marks.append(teller.say("the direction is our reading"))
    if relation.certainty == "ambiguous":
        marks.append(teller.say("ambiguous"))
    label = teller.label(name)
    return f"{label} ({', '.join(marks)})" if marks else label


def _whole(number: float) -> int:
    return round(number)


def loop_sections(teller: Teller, names: tuple[str, ...]) -> tuple[Section, ...]:
    """Tell the loops, each with its course."""
    if not names:
        return ()
    told = tuple(_loop(teller, name) for name in names)
    return (Section(teller.say("Loops"), "", (), told),)


def _loop(teller: Teller, name: str) -> Section:
    loop = teller.model.loops[name]
    heading = teller.say(
        "{name}: {label} ({kind})",
        name=name,
        label=loop.label.text(teller.language),
        kind=teller.say(KIND_WORDS[loop.kind]),
    )
    return Section(
        heading, text_of(loop.description, teller.language), loop_sentences(teller, name)
    )


def loop_sentences(teller: Teller, name: str) -> tuple[str, ...]:
    """Tell each cycle of a loop as a sentence, then what the loop does to a change."""
    loop = teller.model.loops[name]
    several = len(loop.cycles) > 1
    sentences = [
        f"{instance}: {loop_sentence(teller, cycle)}" if several else loop_sentence(teller, cycle)
        for instance, cycle in loop.cycles.items()
    ]
    return (*sentences, _what_it_does(teller, name))


def _what_it_does(teller: Teller, name: str) -> str:
    """Tell what a loop does to a change; a reinforcing one by how often it grows by itself."""
    loop = teller.model.loops[name]
    if loop.kind != "reinforcing":
        return teller.say(_COURSE[loop.kind])
    from digisys.analysis.loops.declared_gains import declared_gains, gains_sentence

    return gains_sentence(teller.model, name, declared_gains(teller.model, name), teller.language)


def loop_sentence(teller: Teller, cycle: tuple[str, ...]) -> str:
    """Tell a cycle as one sentence, from its first variable back to it."""
    if len(cycle) == 1:
        name = teller.label(cycle[0])
        return teller.say(_ITSELF[teller.polarity(cycle[0], cycle[0])], name=name)
    signs = [teller.polarity(a, b) for a, b in cycle_pairs(cycle)]
    names = [teller.label(name) for name in cycle]
    parts = [teller.say(_FIRST[signs[0]], first=names[0], second=names[1])]
    parts += [
        teller.say(_NEXT[sign], name=name)
        for sign, name in zip(signs[1:-1], names[2:], strict=True)
    ]
    parts.append(teller.say(_LAST[signs[-1]], name=names[0]))
    return "".join(parts)
