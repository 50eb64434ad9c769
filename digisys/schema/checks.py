"""What the shape of the file cannot say: references, signs and languages.

The checks work on plain data (mappings, lists, strings) and pass over whatever has the
wrong type, so that the reader can report contradictions together with type errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from digisys.errors import Problem
from digisys.words import N_, Message

__all__ = ["find_problems"]

Path = tuple[str | int, ...]
Raw = Mapping[Any, Any]
Found = Iterator["Problem | _Dangling"]

#: Looking for similar names costs time; after comparing this many, it is left out.
_MOST_COMPARISONS = 200_000
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
        *_time_problems(raw),
        *_reference_problems(raw),
        *_evidence_problems(raw),
        *_link_problems(raw),
        *_loop_problems(raw),
        *_layout_problems(raw),
        *_presentation_problems(raw),
    ]
    comparisons = 0
    problems = []
    for problem in found:
        if isinstance(problem, _Dangling):
            comparisons += 20 + len(problem.known)
            problems.append(problem.with_cure(look=comparisons <= _MOST_COMPARISONS))
        else:
            problems.append(problem)
    return problems


def _mapping(value: object) -> Raw:
    return value if isinstance(value, dict) else {}


def _items(raw: Raw, section: str) -> Iterator[tuple[Any, Raw]]:
    for key, value in _mapping(raw.get(section)).items():
        if isinstance(value, dict):
            yield key, value


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _links(raw: Raw) -> Iterator[tuple[int, Raw]]:
    for position, link in enumerate(_list(raw.get("links"))):
        if isinstance(link, dict):
            yield position, link


def _slides(raw: Raw) -> Iterator[tuple[int, Raw]]:
    for position, slide in enumerate(_list(_mapping(raw.get("presentation")).get("slides"))):
        if isinstance(slide, dict):
            yield position, slide


def _did_you_mean(name: object, known: Iterable[object]) -> Message:
    choices = [str(choice) for choice in known]
    close = get_close_matches(str(name)[:100], choices, n=3, cutoff=0.6)
    if close:
        return Message("Did you mean {names}?", {"names": ", ".join(close)})
    if not choices:
        return Message("The model defines none; add it, or take the reference out.")
    if len(choices) > 12:
        return _DEFINE_IT
    return Message("Known are: {names}.", {"names": ", ".join(choices)})


class _Dangling(NamedTuple):
    """A reference to what is not there."""

    path: Path
    what: Message
    name: object
    known: Raw

    def with_cure(self, *, look: bool) -> Problem:
        """Return the problem, with similar names if there is time to look for them."""
        cure = _did_you_mean(self.name, self.known) if look else _DEFINE_IT
        return Problem(self.path, self.what, cure)


_DEFINE_IT = Message("Define it, or take the reference out.")


def _entities(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Yield every part of the file that may hold texts, with its path."""
    yield (), raw
    for section in ("sources", "areas", "targets", "variables", "loops"):
        for key, entity in _items(raw, section):
            yield (section, key), entity
            if section == "sources":
                for part, value in _items(entity, "parts"):
                    yield (section, key, "parts", part), value
            yield from _evidence((section, key), entity)
    for position, link in _links(raw):
        yield ("links", position), link
        yield from _evidence(("links", position), link)
    for position, slide in _slides(raw):
        yield ("presentation", "slides", position), slide


def _evidence(path: Path, entity: Raw) -> Iterator[tuple[Path, Raw]]:
    for position, evidence in enumerate(_list(entity.get("evidence"))):
        if isinstance(evidence, dict):
            yield (*path, "evidence", position), evidence


def _language_problems(raw: Raw) -> Found:
    languages = [name for name in _list(raw.get("languages")) if isinstance(name, str)]
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
    for path, entity in _entities(raw):
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
    missing = [language for language in languages if language not in text]
    if missing:
        yield Problem(
            path,
            Message("The text is missing in: {languages}.", {"languages": ", ".join(missing)}),
            Message("Add it, or take the language out of “languages”."),
        )
    for language in text:
        if isinstance(language, str) and language not in languages:
            yield Problem(
                (*path, language),
                Message(
                    "“{language}” is not one of the model's languages.", {"language": language}
                ),
                Message("Add it to “languages”, or remove the text."),
            )


def _time_problems(raw: Raw) -> Found:
    time = _mapping(raw.get("time"))
    start, end = time.get("start", 2023.0), time.get("end", 2030.0)
    if isinstance(start, int | float) and isinstance(end, int | float) and end <= start:
        yield Problem(
            ("time", "end"),
            Message(
                "The end, {end}, is not after the start, {start}.", {"end": end, "start": start}
            ),
            Message("Give a later year."),
        )


def _reference_problems(raw: Raw) -> Found:
    areas, targets = _mapping(raw.get("areas")), _mapping(raw.get("targets"))
    for section in ("targets", "variables"):
        for key, entity in _items(raw, section):
            area = entity.get("area")
            if isinstance(area, str) and area not in areas:
                yield _Dangling(
                    (section, key, "area"),
                    Message("There is no area “{name}”.", {"name": area}),
                    area,
                    areas,
                )
    for key, variable in _items(raw, "variables"):
        seen: set[int] = set()
        for position, reference in enumerate(_list(variable.get("targets"))):
            number = _mapping(reference).get("target")
            if not isinstance(number, int):
                continue
            path = ("variables", key, "targets", position, "target")
            if number not in targets:
                what = Message("There is no target {name}.", {"name": number})
                yield _Dangling(path, what, number, targets)
            elif number in seen:
                yield Problem(
                    path,
                    Message("Target {name} is listed twice.", {"name": number}),
                    Message("Remove one of the two."),
                )
            seen.add(number)


def _evidence_problems(raw: Raw) -> Found:
    sources = _mapping(raw.get("sources"))
    for path, entity in _entities(raw):
        if len(path) < 2 or path[-2] != "evidence":
            continue
        name = entity.get("source")
        if isinstance(name, str) and name not in sources:
            what = Message("There is no source “{name}”.", {"name": name})
            yield _Dangling((*path, "source"), what, name, sources)
        elif isinstance(name, str):
            parts = _mapping(_mapping(sources[name]).get("parts"))
            part = entity.get("part")
            if isinstance(part, str) and part not in parts:
                what = Message(
                    "Source “{source}” has no part “{name}”.", {"source": name, "name": part}
                )
                yield _Dangling((*path, "part"), what, part, parts)
        for position, citation in enumerate(_list(entity.get("cites"))):
            cited = _mapping(citation).get("source")
            if isinstance(cited, str) and cited not in sources:
                what = Message("There is no source “{name}”.", {"name": cited})
                yield _Dangling((*path, "cites", position, "source"), what, cited, sources)


def _link_problems(raw: Raw) -> Found:
    variables = _mapping(raw.get("variables"))
    first: dict[tuple[str, str], int] = {}
    for position, link in _links(raw):
        ends = link.get("from"), link.get("to")
        for key, name in zip(("from", "to"), ends, strict=True):
            if isinstance(name, str) and name not in variables:
                what = Message("There is no variable “{name}”.", {"name": name})
                yield _Dangling(("links", position, key), what, name, variables)
        source, target = ends
        if not (isinstance(source, str) and isinstance(target, str)):
            continue
        if source == target:
            yield Problem(
                ("links", position),
                Message("“{name}” is linked to itself.", {"name": source}),
                Message("Add the variable in between that carries the feedback."),
            )
        if (source, target) in first:
            yield Problem(
                ("links", position),
                Message(
                    "The link {link} is there already, as links[{position}].",
                    {"link": f"{source}->{target}", "position": first[source, target]},
                ),
                Message("Keep one of the two and join their evidence."),
            )
        first.setdefault((source, target), position)
        if _mapping(variables.get(target)).get("role") == "input":
            yield Problem(
                ("links", position, "to"),
                Message("“{name}” is an input, and nothing may act on an input.", {"name": target}),
                Message("Give the variable the role stock or auxiliary, or remove the link."),
            )


def _loop_problems(raw: Raw) -> Found:
    variables = _mapping(raw.get("variables"))
    signs = {
        (link.get("from"), link.get("to")): link.get("polarity")
        for _, link in _links(raw)
        if isinstance(link.get("from"), str) and isinstance(link.get("to"), str)
    }
    owners: dict[object, object] = {}
    for name, loop in _items(raw, "loops"):
        for instance, cycle in _mapping(loop.get("cycles")).items():
            path = ("loops", name, "cycles", instance)
            if instance in owners:
                yield Problem(
                    path,
                    Message(
                        "The cycle {name} is declared by {owner} too.",
                        {"name": instance, "owner": owners[instance]},
                    ),
                    Message("Give each cycle a name of its own."),
                )
            owners[instance] = name
            members = _list(cycle)
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
            yield _Dangling((*path, position), what, member, variables)
        elif member in passed:
            complete = False
            yield Problem(
                (*path, position),
                Message("The cycle passes “{name}” twice.", {"name": member}),
                Message("List each variable once; the last acts on the first."),
            )
        passed.add(member)
    polarities = []
    for source, target in zip(members, (*members[1:], members[0]), strict=True):
        if source in variables and target in variables and (source, target) not in signs:
            complete = False
            yield Problem(
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
            path,
            Message(
                "The loop is called {kind}, but the signs of its links make it {actual}.",
                {"kind": kind, "actual": actual},
            ),
            Message("Correct the kind, or the polarity of a link."),
        )


def _layout_problems(raw: Raw) -> Found:
    layout = _mapping(raw.get("layout"))
    whats = {
        "areas": N_("There is no area “{name}”."),
        "variables": N_("There is no variable “{name}”."),
        "loops": N_("There is no loop “{name}”."),
    }
    for section, what in whats.items():
        known = _mapping(raw.get(section))
        for name in _mapping(layout.get(section)):
            if name not in known:
                path = ("layout", section, name)
                yield _Dangling(path, Message(what, {"name": name}), name, known)


def _presentation_problems(raw: Raw) -> Found:
    loops = _mapping(raw.get("loops"))
    cycles = {
        name: loop for loop in loops.values() for name in _mapping(_mapping(loop).get("cycles"))
    }
    whats = {
        "variable": (N_("There is no variable “{name}”."), _mapping(raw.get("variables"))),
        "target": (N_("There is no target {name}."), _mapping(raw.get("targets"))),
        "area": (N_("There is no area “{name}”."), _mapping(raw.get("areas"))),
        "loop": (N_("There is no loop “{name}”."), {**loops, **cycles}),
    }
    for position, slide in _slides(raw):
        path = ("presentation", "slides", position)
        shown = [kind for kind in whats if slide.get(kind) is not None]
        for kind in shown:
            what, known = whats[kind]
            name = slide[kind]
            if isinstance(name, str | int) and name not in known:
                yield _Dangling((*path, kind), Message(what, {"name": name}), name, known)
        if len(shown) > 1:
            yield Problem(
                path,
                Message("The slide shows several things: {names}.", {"names": ", ".join(shown)}),
                Message("Keep one of them, and make a slide of each other one."),
            )
