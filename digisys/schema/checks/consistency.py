"""Whether parts that are there agree: languages, years, links, loops; and all checks together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from digisys.errors import Problem
from digisys.schema.checks.effects import effect_problems
from digisys.schema.checks.references import (
    Dangling,
    Found,
    Path,
    Raw,
    entities,
    evidence_problems,
    items_of,
    layout_problems,
    links_of,
    mapping,
    presentation_problems,
    reference_problems,
    sequence,
    theme_problems,
)
from digisys.schema.link import cycle_pairs, link_ids
from digisys.words import Message, language_tag

__all__ = ["find_problems"]

#: Looking for similar names costs time; after comparing this many, it is left out.
_MOST_COMPARISONS = 200_000

#: More languages than this are a mistake.
_MOST_LANGUAGES = 100

#: Letters that a label or a title may have: more fit in no box, table or line.
_LONGEST_NAME = 1000
_NAME_FIELDS = ("title", "label", "short_label", "aliases")

_TEXT_FIELDS = (
    "title",
    "label",
    "short_label",
    "description",
    "publisher",
    "note",
    "reading",
    "reason",
)


def find_problems(raw: Raw) -> list[Problem]:
    """List every contradiction between the parts of a model.

    Parameters
    ----------
    raw
        The model as plain data, with the keys of the model file.

    Returns
    -------
    list of Problem
        In the order of the file's sections; empty when the parts agree.

    Examples
    --------
    >>> [problem.field for problem in find_problems({
    ...     "languages": ["en"], "variables": {"a": {"label": "A"}},
    ...     "links": [{"from": "a", "to": "b", "polarity": "positive"}]})]
    ['links[0].to']
    """
    found = [
        *_language_problems(raw),
        *_length_problems(raw),
        *_time_problems(raw),
        *reference_problems(raw),
        *theme_problems(raw),
        *evidence_problems(raw),
        *_value_problems(raw),
        *_link_problems(raw),
        *effect_problems(raw),
        *_loop_problems(raw),
        *layout_problems(raw),
        *presentation_problems(raw),
    ]
    comparisons = 0
    problems = []
    for problem in found:
        if isinstance(problem, Dangling):
            comparisons += 20 + len(problem.known)
            problems.append(problem.with_cure(look=comparisons <= _MOST_COMPARISONS))
        else:
            problems.append(problem)
    return problems


def _language_problems(raw: Raw) -> Found:
    """Find texts that lack a language or have one too many."""
    languages = [name for name in sequence(raw.get("languages")) if isinstance(name, str)]
    if not languages:
        return
    seen: dict[str, int] = {}
    for position, language in enumerate(languages):
        if language in seen:
            yield Problem(
                "duplicate-language",
                ("languages", position),
                Message("Language “{language}” is listed twice.", {"language": language}),
                Message("Remove one of the two."),
            )
        seen[language] = position
    if len(languages) > _MOST_LANGUAGES:
        yield Problem(
            "too-many-languages",
            ("languages",),
            Message("More than {limit} languages are listed.", {"limit": _MOST_LANGUAGES}),
            Message("List the languages that every text is given in."),
        )
        return
    languages = list(seen)
    several = len(languages) > 1
    for path, entity in entities(raw):
        for name in _TEXT_FIELDS:
            if name not in entity:
                continue
            text = entity[name]
            if several and isinstance(text, str):
                yield Problem(
                    "text-without-language",
                    (*path, name),
                    Message("The text is not said to be in any language."),
                    Message(
                        "Give it in each language: {example}.",
                        {"example": "{" + ", ".join(f"{code}: …" for code in languages) + "}"},
                    ),
                )
            elif isinstance(text, dict):
                yield from _missing_languages((*path, name), text, languages)


def _length_problems(raw: Raw) -> Found:
    """Find labels and titles that no drawing, table or terminal could show."""
    for path, entity in entities(raw):
        for name in _NAME_FIELDS:
            value = entity.get(name)
            if value is None:
                continue
            if isinstance(value, dict):
                texts = [((*path, name, key), text) for key, text in value.items()]
            elif isinstance(value, str):
                texts = [((*path, name), value)]
            else:
                texts = [((*path, name, at), text) for at, text in enumerate(sequence(value))]
            for place, text in texts:
                if isinstance(text, str) and len(text) > _LONGEST_NAME:
                    yield Problem(
                        "too-long-name",
                        place,
                        Message(
                            "The text has {count} letters; a name has at most {most}.",
                            {"count": len(text), "most": _LONGEST_NAME},
                        ),
                        Message("Give a short name, and tell the rest in “description”."),
                    )


def _missing_languages(path: Path, text: Raw, languages: list[str]) -> Found:
    # A tag that is written in another way is one mistake, and the text is there.
    given = {language_tag(str(key)) or key for key in text}
    missing = [language for language in languages if language not in given]
    if missing:
        yield Problem(
            "missing-translation",
            path,
            Message("The text is missing in: {languages}.", {"languages": ", ".join(missing)}),
            Message("Add it, or take the language out of “languages”."),
        )
    for language in text:
        if isinstance(language, str) and language_tag(language) not in languages:
            yield Problem(
                "undeclared-language",
                (*path, language),
                Message(
                    "“{language}” is not one of the model's languages.", {"language": language}
                ),
                Message("Add it to “languages”, or remove the text."),
            )


def _time_problems(raw: Raw) -> Found:
    """Find a time that ends before it starts, or whose usual span is in another unit."""
    time = mapping(raw.get("time"))
    unit = time.get("unit", "years")
    missing = [key for key in ("start", "end") if key not in time]
    if missing and isinstance(unit, str) and unit != "years":
        yield Problem(
            "missing-span",
            ("time",),
            Message(
                "The time is in {unit}, but “{key}” is missing.", {"unit": unit, "key": missing[0]}
            ),
            Message("Add “start” and “end”, such as 0 and 24."),
        )
        return
    start, end = time.get("start", 2023.0), time.get("end", 2030.0)
    if isinstance(start, int | float) and isinstance(end, int | float) and end <= start:
        yield Problem(
            "end-before-start",
            ("time", "end"),
            Message(
                "The end, {end}, is not after the start, {start}.", {"end": end, "start": start}
            ),
            Message("Give a later year.") if unit == "years" else Message("Give a later end."),
        )
    if (raw.get("dynamics"), raw.get("response")) == ("accumulating", "tanh"):
        yield Problem(
            "bounded-accumulation",
            ("response",),
            Message("Accumulating dynamics add effects up without a bound."),
            Message("Leave the response out, or choose adjusting dynamics."),
        )


def _value_problems(raw: Raw) -> Found:
    """Find ranges whose ends are turned round, and values where they have no meaning."""
    for name, variable in items_of(raw, "variables"):
        yield from _turned_range(("variables", name, "inertia"), variable.get("inertia"))
        role = variable.get("role", "auxiliary")
        if variable.get("initial") is not None and role != "stock":
            yield Problem(
                "initial-without-stock",
                ("variables", name, "initial"),
                Message("“{name}” is not a stock and has no level to start from.", {"name": name}),
                Message("Give it the role stock, or remove the line."),
            )
    for position, link in links_of(raw):
        yield from _turned_range(("links", position, "strength"), link.get("strength"))
        if link.get("chance") is not None and link.get("certainty") != "ambiguous":
            yield Problem(
                "chance-of-explicit-link",
                ("links", position, "chance"),
                Message("The link is explicit, so that it has no chance of being absent."),
                Message("Add “certainty: ambiguous”, or remove “chance”."),
            )


def _turned_range(path: Path, value: object) -> Found:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return
    low, high = value
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield Problem(
            "wrong-range",
            path,
            Message("The range runs from {low} down to {high}.", {"low": low, "high": high}),
            Message("Write the smaller number first: {range}", {"range": f"[{high}, {low}]"}),
        )


def _link_problems(raw: Raw) -> Found:
    """Find links of unknown ends, to themselves, given twice, or into an input."""
    variables = mapping(raw.get("variables"))
    for position, link in links_of(raw):
        ends = link.get("from"), link.get("to")
        for key, name, other in zip(("from", "to"), ends, reversed(ends), strict=True):
            if isinstance(name, str) and name not in variables:
                what = Message("There is no variable “{name}”.", {"name": name})
                path = ("links", position, key)
                yield Dangling("unknown-variable", path, what, name, variables, but=other)
        source, target = ends
        if not (isinstance(source, str) and isinstance(target, str)):
            continue
        if source == target and link.get("polarity") in ("positive", "unknown"):
            yield Problem(
                "self-link",
                ("links", position),
                Message("“{name}” is linked to itself.", {"name": source}),
                Message(
                    "Add the variable in between that carries the feedback, or write “polarity: "
                    "negative” if it damps itself."
                ),
            )
        if mapping(variables.get(target)).get("role") == "input":
            yield Problem(
                "link-into-input",
                ("links", position, "to"),
                Message("“{name}” is an input, and nothing may act on an input.", {"name": target}),
                Message("Give the variable the role stock or auxiliary, or remove the link."),
            )
    yield from _same_pair_problems(raw)


class _Known(NamedTuple):
    """A link, and what tells it from others between the same two variables."""

    position: int
    polarity: object
    form: tuple[object, ...]
    named: bool


def _same_pair_problems(raw: Raw) -> Found:
    """Find links between the same two that nothing tells apart, and ids that do not fit."""
    whole = [
        (position, link)
        for position, link in links_of(raw)
        if isinstance(link.get("from"), str) and isinstance(link.get("to"), str)
    ]
    owns = [link.get("id") if isinstance(link.get("id"), str) else None for _, link in whole]
    names = link_ids(
        (link["from"], link["to"], own) for (_, link), own in zip(whole, owns, strict=True)
    )
    earlier: dict[tuple[str, str], list[_Known]] = {}
    taken: dict[str, int] = {}
    for (position, link), own, name in zip(whole, owns, names, strict=True):
        pair = f"{link['from']}->{link['to']}"
        if own is not None and own.partition("#")[0] != pair:
            yield Problem(
                "wrong-link-id",
                ("links", position, "id"),
                Message("The id {name} is not one of a link {link}.", {"name": own, "link": pair}),
                Message("Write {name}, or remove the id.", {"name": f"{pair}#2"}),
            )
        known = earlier.setdefault((link["from"], link["to"]), [])
        here = _Known(position, link.get("polarity"), _form(link), own is not None)
        clash = _clash(here, known)
        free = f"{pair}#{len(known) + 2}"
        if clash:
            yield Problem(
                "duplicate-link",
                ("links", position),
                Message(
                    "The link {link} is there already, as links[{position}].",
                    {"link": pair, "position": clash.position},
                ),
                Message("Keep one of the two and join their evidence.")
                if clash.polarity == here.polarity
                else Message(
                    "Keep one of the two, with “polarity: unknown” if both signs have grounds,"
                    " and join their evidence; or, if both act, give this one “id: {name}”.",
                    {"name": f"{pair}#{len(known) + 1}"},
                ),
            )
        elif name in taken:
            yield Problem(
                "duplicate-link",
                ("links", position, "id"),
                Message(
                    "The id {name} is that of links[{position}] too.",
                    {"name": name, "position": taken[name]},
                ),
                Message("Give each link an id of its own, such as {name}.", {"name": free}),
            )
        known.append(here)
        taken.setdefault(name, position)


def _form(link: Raw) -> tuple[object, ...]:
    """Return what tells two links of one sign apart: the delay, the effect, what it multiplies."""
    delay = link.get("delay") or 0.0
    order = link.get("delay_order", 1) if delay else 1
    length = f"{delay:g}" if type(delay) in (int, float) else str(delay)
    effect = str(link.get("effect", "linear"))
    return length, str(order), effect, str(link.get("modulates"))


def _clash(here: _Known, known: Sequence[_Known]) -> _Known | None:
    """Return the earlier link that a link repeats, or whose sign it contradicts."""
    for other in known:
        if other.polarity == here.polarity and other.form == here.form:
            return other
        if other.polarity != here.polarity and not (here.named or other.named):
            return other
    return None


def _loop_problems(raw: Raw) -> Found:
    """Find cycles that no links close, and kinds that contradict the signs."""
    variables = mapping(raw.get("variables"))
    polarities: dict[tuple[object, object], list[Any]] = {}
    for _, link in links_of(raw):
        ends = link.get("from"), link.get("to")
        if ends[0] != ends[1] and all(isinstance(end, str) for end in ends):
            polarities.setdefault(ends, []).append(link.get("polarity"))
    signs = {
        ends: found[0] if all(item == found[0] for item in found) else "unknown"
        for ends, found in polarities.items()
    }
    owners: dict[object, object] = {}
    for name, loop in items_of(raw, "loops"):
        for instance, cycle in mapping(loop.get("cycles")).items():
            path = ("loops", name, "cycles", instance)
            if instance in owners:
                yield Problem(
                    "duplicate-cycle",
                    path,
                    Message(
                        "The cycle {name} is declared by {owner} too.",
                        {"name": instance, "owner": owners[instance]},
                    ),
                    Message("Give each cycle a name of its own."),
                )
            owners[instance] = name
            members = sequence(cycle)
            if members and all(isinstance(member, str) for member in members):
                yield from _cycle_problems(path, members, loop.get("kind"), variables, signs)


def _cycle_problems(
    path: Path,
    members: Sequence[str],
    kind: object,
    variables: Raw,
    signs: Mapping[tuple[object, object], object],
) -> Found:
    complete = True
    passed: set[str] = set()
    for position, member in enumerate(members):
        if member not in variables:
            complete = False
            what = Message("There is no variable “{name}”.", {"name": member})
            yield Dangling("unknown-variable", (*path, position), what, member, variables)
        elif member in passed:
            complete = False
            yield Problem(
                "repeated-member",
                (*path, position),
                Message("The cycle passes “{name}” twice.", {"name": member}),
                Message("List each variable once; the last acts on the first."),
            )
        passed.add(member)
    if len(members) == 1 and complete:
        complete = False
        yield Problem(
            "missing-link",
            path,
            Message("“{name}” alone makes no loop.", {"name": members[0]}),
            Message("List all variables that the loop runs through, or remove the loop."),
        )
    polarities = []
    for source, target in cycle_pairs(members) if len(members) > 1 else ():
        if source in variables and target in variables and (source, target) not in signs:
            complete = False
            yield Problem(
                "missing-link",
                path,
                Message(
                    "The cycle needs the link {link}, which the model lacks.",
                    {"link": f"{source}->{target}"},
                ),
                Message("Add the link, or correct the order of the variables."),
            )
        polarities.append(signs.get((source, target)))
    if not complete or kind not in ("reinforcing", "balancing"):
        return
    if "unknown" in polarities:
        actual = "unknown"
    else:
        actual = "balancing" if polarities.count("negative") % 2 else "reinforcing"
    if actual != kind:
        yield Problem(
            "wrong-loop-kind",
            path,
            Message(
                "The loop is called {kind}, but the signs of its links make it {actual}.",
                {"kind": kind, "actual": actual},
            ),
            Message("Correct the kind, or the polarity of a link."),
        )
