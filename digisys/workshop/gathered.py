"""What groups propose to a model: variables and links that are kept beside it until taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.folding import fold
from digisys.schema import Link, Model, Text, Variable
from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Language, Words
from digisys.schema.link import Certainty, LinkId, Polarity
from digisys.schema.variable import TargetNumber, TargetRef
from digisys.words import Message
from digisys.workshop.factor_proposal import FactorProposal, statements_text

__all__ = [
    "Gathered",
    "GatheredLink",
    "GatheredVariable",
    "add_gathered",
    "drop_gathered",
    "gathered_of",
    "same_variable",
    "take_gathered",
]

_Voice = Annotated[Words, Field(max_length=200)]
_Remark = Annotated[Words, Field(max_length=1000)]
#: So much is kept beside a model.
_MOST = 2000


class GatheredVariable(Frozen):
    """A variable that groups propose."""

    label: _Remark
    """What it would be called."""
    language: Language | None = None
    """The language of the label, where that is known."""
    target: TargetNumber | None = None
    """The target that it would stand for."""
    aliases: Items[Words] = ()
    """What others called it."""
    said_by: Items[_Voice] = ()
    """Who named it: groups, never people."""
    near: FrozenMap[Id, float] = Field(default_factory=FrozenDict)
    """Variables that are called much alike, and how much, from 0 to 1."""


class GatheredLink(Frozen):
    """A link that groups propose, or a voice for one that the model has."""

    source: Id = Field(alias="from")
    """The variable that would act: of the model, or proposed."""
    target: Id = Field(alias="to")
    """The variable that it would act on."""
    polarity: Polarity
    """What all say; ``unknown`` where they contradict each other."""
    said_by: Items[_Voice] = ()
    """Who says it: groups, never people."""
    statements: Items[_Remark] = ()
    """What was said, where it says more than the link: notes, and both sides of a contradiction."""
    divided: bool = False
    """Whether both signs were said."""
    link: LinkId | None = None
    """The link of the model that it speaks of, if there is one."""

    @property
    def id(self) -> str:
        """``from->to``."""
        return f"{self.source}->{self.target}"


class Gathered(Frozen):
    """What groups propose to a model."""

    variables: FrozenMap[Id, GatheredVariable] = Field(default_factory=FrozenDict)
    """Variables, by the id that they would have."""
    links: Items[GatheredLink] = ()
    """Links, one a pair of variables."""


def gathered_of(proposal: FactorProposal, language: str) -> Gathered:
    """Make of a proposal what is kept until it is taken.

    Parameters
    ----------
    proposal
        The proposal.
    language
        The language of what was said.
    """
    variables = {
        each.id: GatheredVariable(
            label=each.label,
            language=each.language,
            target=each.target,
            said_by=each.said_by,
            near={near.variable: near.likeness for near in each.near},
        )
        for each in proposal.variables
    }
    links = []
    for each in proposal.links:
        divided = each.contradictory or each.status == "differs"
        told = [said for said in each.statements if said.note or divided]
        lines = (statements_text((said,), language)[:1000] for said in told)
        links.append(
            GatheredLink(
                source=each.source,
                target=each.target,
                polarity=each.polarity,
                said_by=each.said_by,
                statements=tuple(dict.fromkeys(lines)),
                divided=each.contradictory,
                link=each.link,
            )
        )
    return Gathered(variables=variables, links=tuple(links))


def add_gathered(model: Model, kept: Gathered, more: Gathered) -> Gathered:
    """Add what more groups propose; the same variable and the same link gain voices.

    Parameters
    ----------
    model
        The model that it is all for.
    kept, more
        What is kept, and what comes. A variable that has the label of a kept one, in whatever
        case, is that one; where only the ids are the same, it gets another.

    Raises
    ------
    QuestionError
        If there would be more than 2000 variables and links.
    """
    variables = dict(kept.variables)
    called = {
        fold(text): name for name, each in variables.items() for text in (each.label, *each.aliases)
    }
    ids: dict[str, str] = {}
    for name, each in more.variables.items():
        known = called.get(fold(each.label))
        if known is not None:
            variables[known] = _joined(variables[known], each)
        else:
            known, number = name, 2
            while known in variables or known in model.variables:
                known, number = f"{name}_{number}", number + 1
            called[fold(each.label)] = known
            variables[known] = each
        ids[name] = known
    renamed = [_between(link, ids) for link in more.links]
    near = {
        name: each.model_copy(update={"near": _renamed(each.near, ids)})
        if name in ids.values()
        else each
        for name, each in variables.items()
    }
    links = _as_pairs([*kept.links, *renamed])
    if len(near) + len(links) > _MOST:
        raise QuestionError(
            Message("There would be more than {count} suggestions.", {"count": _MOST}),
            Message("Take or drop those that wait: digisys suggestions MODEL"),
        )
    return Gathered(variables=near, links=links)


def _renamed(near: dict[str, float], ids: dict[str, str]) -> FrozenDict[str, float]:
    return FrozenDict({ids.get(name, name): like for name, like in near.items()})


def _between(link: GatheredLink, ids: dict[str, str]) -> GatheredLink:
    ends = {
        "source": ids.get(link.source, link.source),
        "target": ids.get(link.target, link.target),
    }
    return link.model_copy(update=ends)


def _joined(one: GatheredVariable, other: GatheredVariable) -> GatheredVariable:
    names = [*one.aliases, other.label, *other.aliases]
    aliases = [name for name in names if fold(name) != fold(one.label)]
    return one.model_copy(
        update={
            "said_by": _union(one.said_by, other.said_by),
            "aliases": _union(aliases, ()),
            "near": FrozenDict({**other.near, **one.near}),
        }
    )


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _as_pairs(links: Iterable[GatheredLink]) -> tuple[GatheredLink, ...]:
    """Make one link of all between the same two."""
    found: dict[str, GatheredLink] = {}
    for link in links:
        before = found.get(link.id)
        if before is None:
            found[link.id] = link
            continue
        told = {before.polarity, link.polarity} - {"unknown"}
        statements = _union(before.statements, link.statements)
        if len(told) > 1:
            sides = (
                f"{', '.join(each.said_by) or '–'}: {each.polarity}" for each in (before, link)
            )
            statements = _union(statements, sides)
        divided = before.divided or link.divided or len(told) > 1
        found[link.id] = before.model_copy(
            update={
                "polarity": next(iter(told)) if told and not divided else "unknown",
                "said_by": _union(before.said_by, link.said_by),
                "statements": statements,
                "divided": divided,
                "link": before.link or link.link,
            }
        )
    return tuple(found.values())


def same_variable(model: Model, kept: Gathered, proposed: str, other: str) -> Gathered:
    """Let a proposed variable be another one: its links and voices go over to that one.

    Parameters
    ----------
    model
        The model.
    kept
        What is kept.
    proposed
        The proposed variable.
    other
        What it is: a variable of the model, or another proposed one.

    Raises
    ------
    UnknownNameError
        If either is not there.
    QuestionError
        If a link runs between the two, which would then lead from a variable to itself.
    """
    if proposed not in kept.variables:
        raise UnknownNameError(proposed, [*kept.variables])
    if (other not in model.variables and other not in kept.variables) or other == proposed:
        raise UnknownNameError(other, [*model.variables])
    links = [_between(link, {proposed: other}) for link in kept.links]
    if any(link.source == link.target for link in links):
        raise QuestionError(
            Message(
                "A link is proposed between “{one}” and “{other}”: they are not the same.",
                {"one": proposed, "other": other},
            ),
            Message("Drop that link first: --drop {one}->{other}",
                    {"one": proposed, "other": other}),
        )  # fmt: skip
    variables = dict(kept.variables)
    gone = variables.pop(proposed)
    if other in variables:
        variables[other] = _joined(variables[other], gone)
    pairs = {link.pair_id: link.id for link in model.links}
    known = [
        link.model_copy(update={"link": pairs[link.id]})
        if link.link is None and link.id in pairs
        else link
        for link in links
    ]
    return Gathered(variables=_without_near(variables, {proposed}), links=_as_pairs(known))


def drop_gathered(kept: Gathered, names: Sequence[str]) -> Gathered:
    """Leave out links, and variables with the links that run to and from them."""
    gone = set(names)
    links = tuple(
        link
        for link in kept.links
        if link.id not in gone and link.source not in gone and link.target not in gone
    )
    variables = {name: each for name, each in kept.variables.items() if name not in gone}
    return Gathered(variables=_without_near(variables, gone), links=links)


def _without_near(
    variables: Mapping[str, GatheredVariable], gone: set[str]
) -> dict[str, GatheredVariable]:
    """Leave out likenesses to what is gone, and to what has become the variable itself."""
    return {
        name: each.model_copy(
            update={
                "near": FrozenDict(
                    {
                        other: like
                        for other, like in each.near.items()
                        if other not in gone and other != name
                    }
                )
            }
        )
        for name, each in variables.items()
    }


def take_gathered(
    model: Model,
    kept: Gathered,
    names: Sequence[str] | None = None,
    *,
    by: str | None = None,
    certainty: Certainty = "explicit",
) -> tuple[Model, Gathered]:
    """Put proposed variables and links into a model.

    Parameters
    ----------
    model
        The model; it does not change.
    kept
        What is kept.
    names
        Links as ``from->to``, and variables by their ids; all when absent. The proposed ends of
        a link are taken with it.
    by
        Who takes them, such as a group; told beside those who said it.
    certainty
        How certain they are held to be.

    Returns
    -------
    tuple of Model and Gathered
        The new model, and what is left to take.

    Raises
    ------
    QuestionError
        If nothing of such a name is proposed.
    """
    wanted = [*(link.id for link in kept.links), *kept.variables] if names is None else [*names]
    links = {link.id: link for link in kept.links}
    for name in wanted:
        if name not in links and name not in kept.variables:
            known = ", ".join([*links, *kept.variables]) or "–"
            raise QuestionError(
                Message("There is no suggestion “{name}”.", {"name": name}),
                Message("Choose from: {names}.", {"names": known}),
            )
    taken = [links[name] for name in dict.fromkeys(wanted) if name in links]
    ends = {end for link in taken for end in (link.source, link.target)}
    made = {
        name: _variable(model, each)
        for name, each in kept.variables.items()
        if name in ends or name in wanted
    }
    facts: dict[str, Any] = {name: getattr(model, name) for name in model.model_fields_set}
    facts["variables"] = {**model.variables, **made}
    facts["links"] = _with_links(model, taken, by, certainty)
    new = type(model).model_validate(facts)
    left = Gathered(
        variables={name: each for name, each in kept.variables.items() if name not in made},
        links=tuple(link for link in kept.links if link not in taken),
    )
    return new, left


def _variable(model: Model, proposed: GatheredVariable) -> Variable:
    targets = (
        ()
        if proposed.target is None or proposed.target not in model.targets
        else (TargetRef(target=proposed.target),)
    )
    label = _text(model, proposed.label)
    for reference in targets:
        target = model.targets[reference.target]
        title = target.short_label or target.title
        label = title if proposed.label in title.every() else label
    return Variable(label=label, aliases=proposed.aliases, targets=targets)


def _text(model: Model, words: str) -> Text:
    """Give a text in every language of the model, as it was written."""
    several = len(model.languages) > 1
    return Text(FrozenDict(dict.fromkeys(model.languages, words))) if several else Text(words)


def _with_links(
    model: Model, taken: Sequence[GatheredLink], by: str | None, certainty: Certainty
) -> tuple[Link, ...]:
    links = list(model.links)
    for each in taken:
        said = _union(each.said_by, () if by is None else (by,))
        before = [at for at, link in enumerate(links) if link.pair == (each.source, each.target)]
        if not before:
            note = _text(model, "; ".join(each.statements)) if each.statements else None
            links.append(
                Link(
                    source=each.source,
                    target=each.target,
                    polarity=each.polarity,
                    certainty=certainty,
                    said_by=said,
                    note=note,
                )
            )
            continue
        named = [at for at in before if links[at].id == each.link]
        same = [at for at in before if each.polarity in ("unknown", links[at].polarity)]
        at = (same or named or before)[0]
        links[at] = _with_voices(model, links[at], each, said)
    return tuple(links)


def _with_voices(model: Model, link: Link, said: GatheredLink, voices: tuple[str, ...]) -> Link:
    """Add voices to a link of the model; where they tell another sign, it is not known."""
    told = {link.polarity, said.polarity} - {"unknown"}
    changed: dict[str, Any] = {"said_by": _union(link.said_by, voices)}
    if len(told) > 1 or said.divided:
        changed["polarity"] = "unknown"
    if said.statements:
        more = "; ".join(said.statements)
        old = link.note.root if link.note is not None else None
        changed["note"] = (
            Text(FrozenDict({tag: f"{text}; {more}" for tag, text in old.items()}))
            if isinstance(old, dict)
            else _text(model, more if old is None else f"{old}; {more}")
        )
    facts = {name: getattr(link, name) for name in link.model_fields_set}
    return Link.model_validate({**facts, **changed})
