"""The answer about a road map: its parts, or an organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from digisys.analysis.programme.joined import connections_text
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.answers.times import Moment
from digisys.errors import QuestionError
from digisys.graph.names import subject_of
from digisys.schema import Model, Scenario
from digisys.schema.programme import Action, Programme
from digisys.schema.programme_state import ActionState, Doing, OrganisationState
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.integrate.program import Floats
from digisys.simulation.monitoring.own_parts import (
    OWN_PARTS,
    OwnPart,
    answered_text,
    case_statement,
    own_dicts,
    own_heads,
    own_rows,
)
from digisys.simulation.monitoring.roadmap_parts import Narrowed, Part, part_rows
from digisys.simulation.wording import level_caveat
from digisys.words import N_, Counted, Message, Named, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DOING_WORDS", "PARTS", "Part", "ProgrammeRoadMap"]

PARTS = get_args(Part)
_HEADINGS: Mapping[Part, str] = {
    "meaning": N_("What it means"),
    "needs": N_("Needs and ways forward"),
    "actions": N_("What can be done"),
    "help": N_("Help"),
    "themes": N_("Themes"),
    "timeline": N_("Timeline"),
    "questions": N_("Questions"),
    "background": N_("Background"),
}
_OWN_HEADINGS: Mapping[str, str] = {
    "needs": N_("Needs"),
    "questions": N_("Questions and answers"),
    "cases": N_("Before and after"),
}
DOING_WORDS: Mapping[Doing | None, str] = {
    "under_way": N_("under way"),
    "planned": N_("planned"),
    None: N_("not known"),
    "not_started": N_("not started"),
    "done": N_("done"),
    "not_relevant": N_("not relevant"),
}
#: In this order actions of an organisation are listed, those that matter most first.
_ORDER = tuple(DOING_WORDS)
#: So many targets are told of in the conclusion.
_TOLD = 3
#: Changes of level below this are none.
_NONE = 0.005


@dataclass(frozen=True, eq=False, repr=False)
class ProgrammeRoadMap(Answer):
    """A road map, or an organisation's own.

    Attributes
    ----------
    narrowed
        The programme, and what of it was asked for.
    part
        The part that was asked for; all when None.
    state
        What the organisation does; None for the road map as it stands.
    scenario
        That as a scenario; None where nothing is done that pushes a variable.
    own, without
        Runs of that scenario and of no intervention from the same start; None if not asked.
    """

    narrowed: Narrowed = field(repr=False)
    part: Part | OwnPart | None
    state: OrganisationState | None = field(repr=False)
    scenario: Scenario | None = field(repr=False)
    own: Ensemble | None = field(repr=False)
    without: Ensemble | None = field(repr=False)

    @property
    def model(self) -> Model:
        """The model."""
        return self.narrowed.model

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.narrowed.programme

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the road map as it stands that are shown."""
        usual = tuple(part for part in PARTS if part != "background")
        return tuple(part for part in PARTS if part == self.part) or usual

    def showing(self, part: OwnPart) -> ProgrammeRoadMap:
        """Return an organisation's own road map with another part in its table.

        Parameters
        ----------
        part
            ``actions``, ``needs``, ``questions`` or ``cases``.

        Raises
        ------
        QuestionError
            If an organisation's own road map has no such part.
        """
        if part not in OWN_PARTS:
            raise QuestionError(
                Message("“{word}” is not one of the choices.", {"word": part}),
                Message("Choose one of: {names}.", {"names": ", ".join(OWN_PARTS)}),
            )
        return replace(self, part=part)

    def actions(self) -> dict[str, Action]:
        """Return the actions that are shown; an organisation's in the order of its road map."""
        found = self.narrowed.actions()
        if self.state is None:
            return found
        order = sorted(found, key=lambda key: self._rank(self.told(key)))
        return {key: found[key] for key in order}

    def _rank(self, told: ActionState) -> tuple[bool, bool, int]:
        gone = told.state in ("done", "not_relevant")
        return gone, not told.important, _ORDER.index(told.state)

    def told(self, action: str) -> ActionState:
        """Return what the organisation says of an action; nothing known where it says nothing."""
        there = self.state.actions if self.state is not None else {}
        return there.get(action, ActionState())

    @property
    def conclusion(self) -> Conclusion:
        """How many actions are how far, and what they move by the end of the run."""
        language = self.model.default_language
        if self.state is None:
            return Conclusion((self._counted(),), language)
        actions = self.actions()
        states = [self.told(key).state for key in actions]
        count = {doing: states.count(doing) for doing in _ORDER}
        important = [key for key in actions if self.told(key).important]
        statements = [
            Statement(
                "states",
                Message(
                    "Of {all} actions: {done} done, {way} under way, {planned} planned; nothing is "
                    "told of {unknown}.",
                    {
                        "all": len(actions),
                        "done": count["done"],
                        "way": count["under_way"],
                        "planned": count["planned"],
                        "unknown": count[None],
                    },
                ),
                {"all": len(actions), **{doing or "not_known": n for doing, n in count.items()}},
            )
        ]
        if important:
            statements.append(
                Statement(
                    "important",
                    Counted(
                        "{count} of them is among what matters most.",
                        "{count} of them are among what matters most.",
                        len(important),
                    ),
                    {"important": important},
                )
            )
        told = case_statement(self.state)
        if told is not None:
            statements.append(told)
        statements += self._moved()
        return Conclusion(tuple(statements), language)

    def _counted(self) -> Statement:
        rows = {part: len(list(part_rows(self.narrowed, part, "en"))) for part in self.parts}
        if self.part is not None:
            message: Message | Counted = Counted(
                "{count} entry of the road map.",
                "{count} entries of the road map.",
                rows[self.parts[0]],
            )
        else:
            message = Message(
                "{needs} needs, {actions} actions, {help} sources of help and {timeline} dates.",
                {key: rows[key] for key in ("needs", "actions", "help", "timeline")},
            )
        return Statement("road_map", message, {str(part): count for part, count in rows.items()})

    def effects(self) -> Floats | None:
        """Return what the own actions change of each outcome at the end, by outcome and draw."""
        if self.own is None or self.without is None:
            return None
        return (self.own.final - self.without.final).T

    def _moved(self) -> list[Statement]:
        effects = self.effects()
        if effects is None or self.own is None:
            return []
        outcomes = self.own.outcomes
        rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
        middle = {row: float(np.median(effects[row])) for row in rows}
        largest = sorted(rows, key=lambda row: -abs(middle[row]))[:_TOLD]
        told = [row for row in largest if abs(middle[row]) >= _NONE]
        end = Moment(float(self.own.times[-1]), self.model.time.unit)
        if not told:
            return [Statement("none", Message("By {end} they move no target.", {"end": end}))]

        def name(tongue: str) -> str:
            return "; ".join(
                f"{outcomes.items[row].label(self.model, tongue)} "
                f"{say_number(round(middle[row], 2) + 0.0, tongue, '+.2f')}"
                for row in told
            )

        parts = {outcomes.ids[row]: middle[row] for row in told}
        message = Message(
            "By {end} they change most, in the median of the draws: {names}.",
            {"end": end, "names": Named(name)},
        )
        return [Statement("effects", message, parts)]

    def _heads(self, language: str) -> tuple[str, ...]:
        heads = (N_("What"), N_("Target"), N_("Who"), N_("More"))
        return tuple(say(head, language) for head in heads)

    def table(self, language: str | None = None) -> Table:
        """Return the parts under a heading each, or the own actions in their order."""
        language = language or self.model.default_language
        if self.state is not None:
            for part in ("needs", "questions", "cases"):
                if part == self.part:
                    return self._own_part(part, language)
            return self._own_table(language)
        rows: list[tuple[Cell, ...]] = []
        for part in self.parts:
            found = list(part_rows(self.narrowed, part, language))
            if found and self.part is None:
                rows.append((f"[{say(_HEADINGS[part], language)}]", "", "", ""))
            rows += found
        caption = say("Road map", language)
        if self.part is not None:
            caption = say(_HEADINGS[self.parts[0]], language)
        if self.narrowed.target is not None:
            name = subject_of(self.model, "target", self.narrowed.target).text(language)
            caption = say("{what}: {name}", language, what=caption, name=name)
        return Table(self._heads(language), tuple(rows), caption, language)

    def _own_part(self, part: OwnPart, language: str) -> Table:
        if self.state is None:
            raise AssertionError
        target = self.narrowed.target
        rows = tuple(own_rows(self.state, self.programme, part, target, language))
        caption = say(
            "{what}: {name}",
            language,
            what=say(_OWN_HEADINGS[part], language),
            name=self.name(language),
        )
        return Table(own_heads(part, language), rows, caption, language)

    def _own_table(self, language: str) -> Table:
        heads = (
            *(N_("Action"), N_("Target"), N_("State"), N_("Matters most")),
            *(N_("Steps done"), N_("Pushes"), N_("Shown by")),
        )
        rows = []
        for key, action in self.actions().items():
            told = self.told(key)
            done = sum(step == "done" for step in told.steps.values())
            steps = f"{done}/{len(action.steps)}" if told.steps else ""
            marks = [say("yes", language)] if told.important else []
            if told.join:
                marks.append(say("could join", language))
            rows.append(
                (
                    Formatted(action.label.text(language), key),
                    action.target,
                    Formatted(say(DOING_WORDS[told.state], language), told.state or "not_known"),
                    ", ".join(marks),
                    steps,
                    connections_text(action.pushes, self.model, language),
                    "; ".join(self.shown_by(action, language)),
                )
            )
        caption = say("Own road map of {name}", language, name=self.name(language))
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def shown_by(self, action: Action, language: str) -> tuple[str, ...]:
        """Name the indicators that surely observe what an action pushes."""
        pushed = {each.variable for each in action.pushes}
        return tuple(
            item.label.text(language)
            for item in self.programme.indicators.values()
            if any(each.variable in pushed and each.confidence == "high" for each in item.observes)
        )

    def name(self, language: str) -> str:
        """Name the organisation, and say so where it is made up."""
        if self.state is None:
            return ""
        name = self.state.organisation
        return say("{name} (made up)", language, name=name) if self.state.made_up else name

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the answer rests on."""
        language = language or self.model.default_language
        pairs = [(say("Programme", language), self.programme.title.text(language))]
        if self.state is None:
            return tuple(pairs)
        months = [told.resources for told in self.state.actions.values()]
        known = [number for number in months if number is not None]
        if known:
            text = say(
                "{months} person-months in {count} actions",
                language,
                months=say_number(sum(known), language, "g"),
                count=len(known),
            )
            pairs.append((say("Resources", language), text))
        needs = [key for key, told in self.state.needs.items() if told.important or told.join]
        if needs:
            labels = (self.programme.needs[key].label.text(language) for key in needs)
            pairs.append((say("Needs named", language), " ".join(labels)))
        if self.programme.questions and self.part != "questions":
            text = answered_text(self.state, self.programme, language)
            pairs.append((say("Answered", language), text))
        if self.state.cases and self.part != "cases":
            pairs.append((say("Before and after", language), say("see --part cases", language)))
        if self.own is not None:
            draws = say_count("{count} draw", "{count} draws", self.own.samples, language)
            text = say(
                "what is done pushes from the start on, what is under way grows, what is planned "
                "begins at its date; sizes are a convention, as the documents give none",
                language,
            )
            pairs += [
                (say("Trajectories", language), f"{draws}; {text}"),
                (say("Level", language), level_caveat(language)),
            ]
        if self.state.made_up:
            pairs.append((say("Note", language), say("the organisation is made up", language)))
        return tuple(pairs)

    def trajectories(self) -> dict[str, dict[str, list[float]]]:
        """Return 5 %, median and 95 % of each target over time, with and without own actions.

        Returns
        -------
        dict
            By outcome: ``time``, and for ``own`` and ``without`` a list for each quantile.
        """
        if self.own is None or self.without is None:
            return {}
        outcomes = self.own.outcomes
        times = self.own.times.tolist()
        found: dict[str, dict[str, list[float]]] = {}
        for row in outcomes.of_kind("target") or outcomes.of_kind("variable"):
            name = outcomes.ids[row]
            data = {"time": times}
            for kind, ensemble in (("own", self.own), ("without", self.without)):
                for quantile in (0.05, 0.5, 0.95):
                    band = ensemble.band(name, quantile).tolist()
                    data[f"{kind}_{round(100 * quantile):02d}"] = band
            found[name] = data
        return found

    def to_frame(self) -> pd.DataFrame:
        """Return the rows with ids, in the model's first language."""
        import pandas as pd

        table = self.table("en")
        names = [head.casefold().replace(" ", "_") for head in table.heads]
        rows = [
            [cell.value if isinstance(cell, Formatted) else cell for cell in row]
            for row in table.rows
            if not str(row[0]).startswith("[")
        ]
        return pd.DataFrame(rows, columns=names)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        found: dict[str, Any] = {**self.concluded(language), "programme": self.programme.id}
        if self.state is None:
            for part in self.parts:
                found[part] = [
                    {
                        "id": row[0].value if isinstance(row[0], Formatted) else row[0],
                        "label": row[0].text if isinstance(row[0], Formatted) else row[0],
                        "target": row[1],
                        "who": row[2],
                        "more": row[3],
                    }
                    for row in part_rows(self.narrowed, part, language)
                ]
            return found
        found["organisation"] = self.state.organisation
        found["made_up"] = self.state.made_up
        found["actions"] = [
            {
                "id": key,
                "label": action.label.text(language),
                "target": action.target,
                "state": self.told(key).state,
                "important": self.told(key).important,
                "join": self.told(key).join,
                "steps": {str(n): doing for n, doing in self.told(key).steps.items()},
                "pushes": [each.variable for each in action.pushes],
                "shown_by": list(self.shown_by(action, language)),
            }
            for key, action in self.actions().items()
        ]
        found.update(own_dicts(self.state, self.model, self.programme, language))
        found["scenario"] = (
            None
            if self.scenario is None
            else self.scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
        )
        found["trajectories"] = self.trajectories()
        return found
