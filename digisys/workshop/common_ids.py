"""Versions of a map in the ids of the map that they come from, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digisys.io.yaml.rewrite import same_plain
from digisys.schema.link import link_ends, link_ids

__all__ = ["by_key", "in_lists", "renamed_plain"]

Plain = dict[str, Any]


def renamed_plain(plain: Mapping[str, Any], names: Mapping[str, str]) -> Plain:
    """Return a model as plain data with other ids of variables."""
    if not names:
        return dict(plain)

    def new(name: str) -> str:
        return names.get(name, name)

    def link(name: str) -> str:
        source, target, rest = link_ends(name)
        return f"{new(source)}->{new(target)}{rest}"

    made = dict(plain)
    made["variables"] = {new(key): item for key, item in plain["variables"].items()}
    if "links" in plain:
        made["links"] = [_renamed_link(item, new, link) for item in plain["links"]]
    if "loops" in plain:
        made["loops"] = {
            key: {
                **loop,
                "cycles": {
                    name: [new(each) for each in cycle] for name, cycle in loop["cycles"].items()
                },
            }
            for key, loop in plain["loops"].items()
        }
    layout = plain.get("layout")
    if layout and "variables" in layout:
        places = {new(key): point for key, point in layout["variables"].items()}
        made["layout"] = {**layout, "variables": places}
    if "presentation" in plain:
        slides = [
            {**slide, "variable": new(slide["variable"])} if "variable" in slide else slide
            for slide in plain["presentation"]["slides"]
        ]
        made["presentation"] = {**plain["presentation"], "slides": slides}
    return made


def _renamed_link(item: Mapping[str, Any], new: Any, link: Any) -> Plain:
    made = {**item, "from": new(item["from"]), "to": new(item["to"])}
    for key in ("id", "modulates"):
        if key in item and "->" in item[key]:
            made[key] = link(item[key].replace(" ", ""))
    return made


def by_key(base: Plain, mine: Plain, theirs: Plain) -> tuple[Plain, Plain, Plain]:
    """Put links and slides under keys that are the same where they are the same.

    Links between two variables are the same where the id is; of several between the same
    two, those first that tell the same. Slides are the same where they tell the same, else
    in turn where they tell much the same.
    """
    links = _keyed_links(*(each.get("links", []) for each in (base, mine, theirs)))
    slides = _keyed_slides(*(_slides(each) for each in (base, mine, theirs)))
    cycles = {name: loop["cycles"] for name, loop in base.get("loops", {}).items()}
    made = []
    for plain, own, shown in zip((base, mine, theirs), links, slides, strict=True):
        keyed = dict(plain)
        if own:
            keyed["links"] = own
        if shown:
            keyed["presentation"] = {**plain["presentation"], "slides": shown}
        if "loops" in plain:
            keyed["loops"] = {
                name: _turned(loop, cycles.get(name, {})) for name, loop in plain["loops"].items()
            }
        made.append(keyed)
    return made[0], made[1], made[2]


def in_lists(plain: Mapping[str, Any]) -> Plain:
    """Return a model with links and slides in lists again."""
    made = dict(plain)
    if "links" in made:
        made["links"] = _own_ids(made["links"])
    presentation = made.get("presentation")
    if presentation and isinstance(presentation.get("slides"), dict):
        made["presentation"] = {**presentation, "slides": list(presentation["slides"].values())}
    return made


def _own_ids(links: Mapping[str, Mapping[str, Any]]) -> list[Plain]:
    """Let no two links have one id: whichever comes later is named anew."""
    taken: set[str] = set()
    found = []
    for link in links.values():
        pair = f"{link['from']}->{link['to']}"
        made = dict(link)
        if made.get("id", pair) in taken:
            made.pop("id", None)
            number = next(n for n in range(2, len(links) + 3) if f"{pair}#{n}" not in taken)
            made["id"] = f"{pair}#{number}"
        taken.add(made.get("id", pair))
        found.append(made)
    return found


def _slides(plain: Plain) -> list[Plain]:
    slides: list[Plain] = plain.get("presentation", {}).get("slides", [])
    return slides


def _ids(links: Sequence[Plain]) -> list[str]:
    return list(link_ids((link["from"], link["to"], link.get("id")) for link in links))


def _content(link: Plain) -> Plain:
    return {key: value for key, value in link.items() if key != "id"}


def _keyed_links(
    base: Sequence[Plain], mine: Sequence[Plain], theirs: Sequence[Plain]
) -> tuple[dict[str, Plain], dict[str, Plain], dict[str, Plain]]:
    names = _ids(base)
    one = dict(_same_links(base, names, mine))
    other = dict(_same_links(base, names, theirs))
    keyed: list[dict[str, Plain]] = [dict(zip(names, base, strict=True))]
    for links, pairs in ((mine, one), (theirs, other)):
        keyed.append({})
        taken = set(names)
        for place, (name, link) in enumerate(zip(_ids(links), links, strict=True)):
            key = names[pairs[place]] if place in pairs else name
            while place not in pairs and key in taken:
                key += "+"
            taken.add(key)
            keyed[-1][key] = link
    return keyed[0], keyed[1], keyed[2]


def _same_links(
    base: Sequence[Plain], names: Sequence[str], links: Sequence[Plain]
) -> Iterator[tuple[int, int]]:
    """Yield the position of a link, and of the one that it was."""
    ids = _ids(links)
    groups: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for index, link in enumerate(base):
        groups.setdefault((link["from"], link["to"]), ([], []))[0].append(index)
    for place, link in enumerate(links):
        groups.setdefault((link["from"], link["to"]), ([], []))[1].append(place)
    for were, are in groups.values():
        several = len(were) > 1 or len(are) > 1
        for by_id, by_content in _WAYS if several else _ONLY_WAY:
            for place in list(are):
                for index in were:
                    fits = (not by_id or ids[place] == names[index]) and (
                        not by_content or same_plain(_content(links[place]), _content(base[index]))
                    )
                    if fits:
                        were.remove(index)
                        are.remove(place)
                        yield place, index
                        break


#: How links between the same two are recognised, in turn: by the id, by all that they tell.
_WAYS = ((True, True), (False, True), (True, False))
_ONLY_WAY = ((False, False),)


def _keyed_slides(
    base: Sequence[Plain], mine: Sequence[Plain], theirs: Sequence[Plain]
) -> tuple[dict[str, Plain], dict[str, Plain], dict[str, Plain]]:
    from digisys.io.yaml.rewrite import paired_items

    keyed = [{str(number): slide for number, slide in enumerate(base, 1)}]
    for slides in (mine, theirs):
        pairs = paired_items(base, slides)
        own: dict[str, Plain] = {}
        for place, slide in enumerate(slides):
            key = str(pairs[place] + 1) if place in pairs else _key_of_new(slide, own)
            own[key] = slide
        keyed.append(own)
    return keyed[0], keyed[1], keyed[2]


def _key_of_new(slide: Plain, taken: Mapping[str, Plain]) -> str:
    """Name a slide by what it tells, so that both sides may add the same."""
    import json

    key = json.dumps(slide, sort_keys=True, ensure_ascii=False)
    while key in taken:
        key += "+"
    return key


def _turned(loop: Plain, cycles: Mapping[str, list[str]]) -> Plain:
    """Let cycles begin where they did, if they go round the same way."""
    made = {
        name: cycles[name] if name in cycles and _rotation(cycle, cycles[name]) else _first(cycle)
        for name, cycle in loop["cycles"].items()
    }
    return {**loop, "cycles": made}


def _rotation(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and any(
        list(one[turn:]) + list(one[:turn]) == list(other) for turn in range(len(one))
    )


def _first(cycle: list[str]) -> list[str]:
    """Let a cycle begin with its first variable by the alphabet."""
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]
