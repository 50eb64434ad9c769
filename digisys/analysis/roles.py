"""Roles that the structure of a map suggests: stocks, inputs and auxiliaries, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.facts import ROLE_WORDS
from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.errors import QuestionError
from digisys.graph.components import strong_components
from digisys.graph.labels import label
from digisys.schema import FrozenDict, Model
from digisys.schema.variable import Role
from digisys.words import N_, Message, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RoleProposal", "Roles", "roles"]

#: Of so many variables of loops, those with the most links are compared in full.
_COMPARED = 30


@dataclass(frozen=True)
class RoleProposal:
    """A role for a variable, and why.

    Attributes
    ----------
    variable
        Its id.
    was
        The role that it has.
    role
        The role that is proposed.
    code
        What suggests it: ``no-causes``, ``damping`` or ``loop``; stable, for programs.
    reason
        The same in words.
    """

    variable: str
    was: Role
    role: Role
    code: str
    reason: Message


@dataclass(frozen=True, eq=False, repr=False)
class Roles(Answer):
    """Roles that the structure of a model suggests.

    Attributes
    ----------
    proposals
        What would change, in the order of the file.
    """

    model: Model = field(repr=False)
    proposals: tuple[RoleProposal, ...]

    def accept(self, only: Iterable[str] | None = None) -> Model:
        """Return the model with what was proposed.

        Parameters
        ----------
        only
            Ids of the variables that change; all that were proposed when absent.

        Raises
        ------
        QuestionError
            If nothing was proposed for one of them.
        """
        chosen = self.chosen(only)
        changed = {
            name: variable.model_copy(update={"role": chosen[name]}) if name in chosen else variable
            for name, variable in self.model.variables.items()
        }
        return self.model.model_copy(update={"variables": FrozenDict(changed)})

    def chosen(self, only: Iterable[str] | None = None) -> dict[str, Role]:
        """Return the new roles by id; see :meth:`accept`."""
        proposed = {each.variable: each.role for each in self.proposals}
        if only is None:
            return proposed
        wanted = list(dict.fromkeys(only))
        for name in wanted:
            if name not in proposed:
                raise QuestionError(
                    Message("No role is proposed for “{name}”.", {"name": name}),
                    Message("Choose from: {names}.", {"names": ", ".join(proposed) or "–"}),
                )
        return {name: proposed[name] for name in wanted}

    def table(self, language: str | None = None) -> Table:
        """Return the proposals as a table in a language."""
        language = language or self.model.default_language
        heads = (N_("Id"), N_("Variable"), N_("Role now"), N_("Proposed"), N_("Why"))
        rows = tuple(
            (
                each.variable,
                label(self.model, each.variable, language),
                Formatted(say(ROLE_WORDS[each.was], language), each.was),
                Formatted(say(ROLE_WORDS[each.role], language), each.role),
                each.reason.text(language),
            )
            for each in self.proposals
        )
        caption = say("Roles that the structure suggests", language) if rows else ""
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def shown(self, language: str | None = None) -> Table:
        """Return the proposals without the roles that there are: most have none yet."""
        table = self.table(language)
        if any(each.was != "auxiliary" for each in self.proposals):
            return table
        heads = (*table.heads[:2], *table.heads[3:])
        rows = tuple((*row[:2], *row[3:]) for row in table.rows)
        return Table(heads, rows, table.caption, table.language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how many variables would have each role, as pairs of heading and text."""
        language = language or self.model.default_language
        new = self.chosen()
        final = [new.get(name, each.role) for name, each in self.model.variables.items()]
        counts = say(
            "stocks {stocks}, inputs {inputs}, auxiliaries {auxiliaries}",
            language,
            stocks=final.count("stock"),
            inputs=final.count("input"),
            auxiliaries=final.count("auxiliary"),
        )
        pairs = [(say("Roles if all is accepted", language), counts)]
        if not self.proposals:
            nothing = say("Nothing to propose: every loop takes time as it is.", language)
            pairs.append((say("Note", language), nothing))
        else:
            judged = say(
                "Structure shows where a stock is needed, not which variable of a loop it is: "
                "look at each one, and accept those that fit with --only.",
                language,
            )
            pairs.append((say("Note", language), judged))
        return tuple(pairs)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the proposals as plain data."""
        language = language or self.model.default_language
        return {
            "proposals": [
                {
                    "id": each.variable,
                    "label": label(self.model, each.variable, language),
                    "role": each.was,
                    "proposed": each.role,
                    "code": each.code,
                    "reason": each.reason.text(language),
                }
                for each in self.proposals
            ]
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the proposals as a data frame, one row each."""
        import pandas as pd

        columns = ["id", "label", "role", "proposed", "code", "reason"]
        return pd.DataFrame.from_records(self.to_dict()["proposals"], columns=columns)


def roles(model: Model) -> Roles:
    """Propose roles for the variables of a causal-loop diagram, so that it can be simulated.

    A variable without causes is an input. One that damps itself is a stock: its level fades
    by itself, so it has one. Each feedback loop needs a stock or a delay, else nothing in it
    takes time; where one has neither, the variable is proposed as a stock through which most
    of such loops run, until none is left. Which variable of a loop accumulates is a question
    of substance that structure alone cannot answer. Roles other than ``auxiliary`` that the
    model has already are kept.

    Parameters
    ----------
    model
        The model; links of every kind of evidence and certainty count.

    Returns
    -------
    Roles
        What would change and why; ``accept()`` gives the model with it.

    Examples
    --------
    >>> from digisys.io import parse_model
    >>> model = parse_model('''
    ... {schema: 1, id: t, title: T, languages: [en],
    ...  variables: {push: {label: Push}, trust: {label: Trust}, use: {label: Use}},
    ...  links: [{from: push, to: use, polarity: positive},
    ...          {from: use, to: trust, polarity: positive},
    ...          {from: trust, to: use, polarity: positive}]}''')
    >>> [(each.variable, each.role) for each in roles(model).proposals]
    [('push', 'input'), ('use', 'stock')]
    """
    found: dict[str, tuple[Role, str, Message]] = {}
    moved = {link.target for link in model.links}
    for name, variable in model.variables.items():
        if name not in moved and variable.role == "auxiliary":
            found[name] = "input", "no-causes", Message("No link leads to it.")
    for link in model.links:
        if link.damps and link.lag == 0 and model.variables[link.target].role == "auxiliary":
            found[link.target] = (
                "stock",
                "damping",
                Message("It damps itself: it has a level, which fades."),
            )
    have = {name for name, variable in model.variables.items() if variable.role == "stock"}
    have |= {name for name, (role, _, _) in found.items() if role == "stock"}
    for name, freed in _loop_stocks(model, have).items():
        found[name] = (
            "stock",
            "loop",
            Message(
                "Loops of {freed} variables, without a stock or delay, run through it.",
                {"freed": freed},
            ),
        )
    proposals = tuple(
        RoleProposal(name, variable.role, *found[name])
        for name, variable in model.variables.items()
        if name in found
    )
    return Roles(model, proposals)


def _loop_stocks(model: Model, stocks: Iterable[str]) -> dict[str, int]:
    """Choose stocks for loops that take no time; with how many variables each sets free."""
    timeless = _timeless(model, stocks)
    causes = _causes(model)
    chosen: dict[str, int] = {}
    waiting = _looped(timeless)
    while waiting:
        part = waiting.pop()
        inner = _within(timeless, part)
        best, rest = _best(inner, causes)
        chosen[best] = len(part) - sum(map(len, rest))
        waiting += rest
    # One that was chosen early may be needed no more.
    for name in reversed(list(chosen)):
        others = [each for each in chosen if each != name]
        if not _looped(_timeless(model, [*stocks, *others])):
            del chosen[name]
    return chosen


def _timeless(model: Model, stocks: Iterable[str]) -> dict[str, list[str]]:
    """Return the links that act at once, between variables that are no stocks."""
    left_out = set(stocks)
    found: dict[str, list[str]] = {name: [] for name in model.variables if name not in left_out}
    for link in model.links:
        if link.lag == 0 and not link.damps and link.source in found and link.target in found:
            found[link.source].append(link.target)
    return {name: list(dict.fromkeys(targets)) for name, targets in found.items()}


def _causes(model: Model) -> dict[str, int]:
    counts = dict.fromkeys(model.variables, 0)
    for _, target in dict.fromkeys(link.pair for link in model.links):
        counts[target] += 1
    return counts


def _looped(links: Mapping[str, list[str]]) -> list[list[str]]:
    return [part for part in strong_components(links) if len(part) > 1]


def _within(links: Mapping[str, list[str]], part: Iterable[str]) -> dict[str, list[str]]:
    members = dict.fromkeys(part)
    return {name: [each for each in links[name] if each in members] for name in members}


def _best(inner: Mapping[str, list[str]], causes: Mapping[str, int]) -> tuple[str, list[list[str]]]:
    """Choose the variable without which the fewest others go round in loops.

    Among equals, the one with the most links within the loops, then the one that most causes
    add up in, then the first of the file.
    """
    into = dict.fromkeys(inner, 0)
    for targets in inner.values():
        for target in targets:
            into[target] += 1
    ways = {name: into[name] * len(targets) for name, targets in inner.items()}
    tried = sorted(inner, key=lambda name: (-ways[name], -causes[name]))[:_COMPARED]

    def rest(name: str) -> list[list[str]]:
        return _looped(_within(inner, [each for each in inner if each != name]))

    left = {name: rest(name) for name in tried}
    best = min(tried, key=lambda name: sum(map(len, left[name])))
    return best, left[best]
