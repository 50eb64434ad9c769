"""Variables and links that groups' factors come to, to be reviewed before any is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.conclusion import Statement as Said
from digisys.answers.table import Cell, Formatted, Table
from digisys.errors import Problem
from digisys.graph.labels import labels_of
from digisys.schema import Model
from digisys.schema.link import Polarity
from digisys.words import N_, Counted, Message, quote, say, say_number
from digisys.workshop.factor_answer import FactorAnswer
from digisys.workshop.negations import Turned

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FactorProposal",
    "FactorStatement",
    "Near",
    "ProposedLink",
    "ProposedVariable",
    "SetAside",
    "statements_text",
]

POLARITIES: Mapping[str, str] = {
    "positive": N_("positive"),
    "negative": N_("negative"),
    "unknown": N_("unknown"),
}


@dataclass(frozen=True)
class Near:
    """A variable that is called much alike, and may be the same.

    Attributes
    ----------
    variable
        Its id.
    likeness
        How much the names are alike, from 0 to 1.
    proposed
        Whether it is proposed too, not in the model.
    """

    variable: str
    likeness: float
    proposed: bool


@dataclass(frozen=True)
class FactorStatement:
    """What one answer says of a link.

    Attributes
    ----------
    answer
        Which of the answers, from 0 on.
    polarity
        What it says of the sign.
    voice
        Who says it; empty where nobody told.
    text, note
        What was written.
    """

    answer: int
    polarity: Polarity
    voice: str
    text: str
    note: str


@dataclass(frozen=True)
class ProposedVariable:
    """A variable that the model does not have.

    Attributes
    ----------
    id, label
        What it would be called.
    language
        The language of the label, where the answer told it.
    answers
        Which of the answers name it, from 0 on.
    said_by
        Who named it.
    target
        The number of the target that it would stand for, where no variable does yet.
    near
        Variables that are called much alike, the most alike first. None is joined unasked.
    turned
        Where the name says what is lacking: what it would be called the other way round.
    meant
        The variable that is called like that, of the model or proposed; its link would have
        the opposite sign.
    """

    id: str
    label: str
    language: str | None
    answers: tuple[int, ...]
    said_by: tuple[str, ...]
    target: int | None = None
    near: tuple[Near, ...] = ()
    turned: Turned | None = None
    meant: str | None = None


@dataclass(frozen=True)
class ProposedLink:
    """A link that answers state.

    Attributes
    ----------
    source, target
        Its ends: ids of variables of the model, or of proposed ones.
    polarity
        What all say who tell a sign; ``unknown`` where they contradict each other.
    said_by
        Who says it.
    statements
        What each answer says.
    status
        ``new``; ``agrees`` where the model has the link so, and gains a voice; ``differs`` where
        it has it with another sign.
    link
        The id of the model's link, where it has one.
    """

    source: str
    target: str
    polarity: Polarity
    said_by: tuple[str, ...]
    statements: tuple[FactorStatement, ...]
    status: Literal["new", "agrees", "differs"] = "new"
    link: str | None = None

    @property
    def id(self) -> str:
        """``source->target``."""
        return f"{self.source}->{self.target}"

    @property
    def contradictory(self) -> bool:
        """Whether answers tell both signs."""
        return len({each.polarity for each in self.statements} - {"unknown"}) > 1


@dataclass(frozen=True)
class SetAside:
    """An answer that became no link.

    Attributes
    ----------
    answer
        Which of the answers, from 0 on.
    reason, cure
        Why, and what to do.
    """

    answer: int
    reason: Message
    cure: Message | None


def statements_text(statements: tuple[FactorStatement, ...], language: str) -> str:
    """Write what was said of a link, with who said it and which sign, in a line.

    Examples
    --------
    >>> statements_text((FactorStatement(0, "negative", "Group 1 (4)", "Rumours", "online"),), "en")
    'Group 1 (4): Rumours, online (negative)'
    """
    told = []
    for each in statements:
        said = ", ".join(filter(None, (each.text, each.note)))
        sign = say(POLARITIES[each.polarity], language)
        told.append(f"{each.voice}: {said} ({sign})" if each.voice else f"{said} ({sign})")
    return "; ".join(dict.fromkeys(told))


@dataclass(frozen=True, eq=False, repr=False)
class FactorProposal(Answer):
    """What groups' answers would add to a model.

    Attributes
    ----------
    answers
        The answers, in their order.
    variables, links
        What is proposed.
    set_aside
        Answers that became no link, with the reason.
    problems
        Rows of worksheets that could not be read, each with its place.
    """

    model: Model = field(repr=False)
    answers: tuple[FactorAnswer, ...]
    variables: tuple[ProposedVariable, ...]
    links: tuple[ProposedLink, ...]
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def conclusion(self) -> Conclusion:
        """How many answers there are, and what they come to."""
        near = [each.id for each in self.variables if each.near]
        turned = [each.id for each in self.variables if each.turned]
        divided = [each.id for each in self.links if each.contradictory]
        differ = [each.id for each in self.links if each.status == "differs"]
        found = [
            Said(
                "proposed",
                Message(
                    "{answers} propose {variables} and {links}.",
                    {
                        "answers": Counted("{count} answer", "{count} answers", len(self.answers)),
                        "variables": Counted(
                            "{count} new variable", "{count} new variables", len(self.variables)
                        ),
                        "links": Counted("{count} link", "{count} links", len(self.links)),
                    },
                ),
                {
                    "answers": len(self.answers),
                    "variables": len(self.variables),
                    "links": len(self.links),
                },
            )
        ]
        for kind, names, told in (
            (
                "near",
                near,
                Counted(
                    "{count} name is much like another.",
                    "{count} names are much like another.",
                    len(near),
                ),
            ),
            (
                "turned",
                turned,
                Counted(
                    "{count} name says what is lacking.",
                    "{count} names say what is lacking.",
                    len(turned),
                ),
            ),
            (
                "contradictory",
                divided,
                Counted(
                    "{count} link is said with both signs.",
                    "{count} links are said with both signs.",
                    len(divided),
                ),
            ),
            (
                "differs",
                differ,
                Counted(
                    "{count} link has another sign in the model.",
                    "{count} links have another sign in the model.",
                    len(differ),
                ),
            ),
        ):
            if names:
                found.append(Said(kind, told, {"names": names}))
        if self.set_aside:
            count = len(self.set_aside)
            text = Counted("{count} answer is set aside.", "{count} answers are set aside.", count)
            found.append(Said("set_aside", text, {"count": count}))
        if self.problems:
            count = len(self.problems)
            text = Counted(
                "{count} row could not be read.", "{count} rows could not be read.", count
            )
            found.append(Said("problems", text, {"count": count}))
        return Conclusion(tuple(found), self.model.default_language)

    def name_of(self, variable: str, language: str) -> str:
        """Return what a variable is called, of the model or proposed."""
        new = next((each for each in self.variables if each.id == variable), None)
        return (
            labels_of(self.model).variables[variable].text(language) if new is None else new.label
        )

    def table(self, language: str | None = None) -> Table:
        """Return the variables, then the links."""
        known = language or self.model.default_language
        heads = (
            N_("What"), N_("Polarity"), N_("Who says it"), N_("To look at"),
        )  # fmt: skip
        rows = [*self._variable_rows(known), *self._link_rows(known), *self._other_rows(known)]
        caption = say("What the factors come to", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), tuple(rows), caption, known)

    def _variable_rows(self, language: str) -> Iterator[tuple[Cell, ...]]:
        for each in self.variables:
            looks = []
            if each.target is not None:
                looks.append(say("stands for target {number}", language, number=each.target))
            if each.near:
                like = (
                    f"{quote(self.name_of(near.variable, language), language)} "
                    f"({say_number(near.likeness, language, '.2f')})"
                    for near in each.near
                )
                looks.append(say("is it the same? {names}", language, names=", ".join(like)))
            if each.turned is not None:
                looks.append(self._turned(each, each.turned, language))
            voices = ", ".join(each.said_by)
            yield each.label, "", voices, "; ".join(looks)

    def _turned(self, each: ProposedVariable, turned: Turned, language: str) -> str:
        if each.meant is not None:
            name = self.name_of(each.meant, language)
            return say("a lack: perhaps “{name}” with the other sign", language, name=name)
        return say(
            "a lack: perhaps a variable “{name} …” with the other sign", language, name=turned.text
        )

    def _link_rows(self, language: str) -> Iterator[tuple[Cell, ...]]:
        for each in self.links:
            looks = []
            if each.contradictory:
                said = statements_text(each.statements, language)
                looks.append(say("both signs are said: {said}", language, said=said))
            if each.status == "agrees":
                looks.append(say("the model has it", language))
            elif each.status == "differs":
                looks.append(say("the model has it with another sign", language))
            ends = " → ".join(self.name_of(end, language) for end in (each.source, each.target))
            sign = Formatted(say(POLARITIES[each.polarity], language), each.polarity)
            yield ends, sign, ", ".join(each.said_by), "; ".join(looks)

    def _other_rows(self, language: str) -> Iterator[tuple[Cell, ...]]:
        for each in self.set_aside:
            answer = self.answers[each.answer]
            what = f"{answer.about}: {answer.text}"
            cure = "" if each.cure is None else f" {each.cure.text(language)}"
            place = "" if answer.place is None else f"{answer.place.text(language)}: "
            text = f"{place}{each.reason.text(language)}{cure}"
            yield what, "", answer.voice, f"{say('set aside', language)}: {text}"
        for problem in self.problems:
            cure = "" if problem.cure is None else f" {problem.cure.text(language)}"
            text = f"{problem.place.text(language)}: {problem.what.text(language)}{cure}"
            yield say("not read", language), "", "", text

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell that nothing is taken yet."""
        known = language or self.model.default_language
        text = say("nothing is in the model until it is taken", known)
        return ((say("Proposal", known), text),)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data."""
        known = language or self.model.default_language
        return {
            **self.concluded(language),
            "model": self.model.id,
            "answers": [_answer(each) for each in self.answers],
            "variables": [
                {
                    "id": each.id,
                    "label": each.label,
                    "language": each.language,
                    "answers": list(each.answers),
                    "said_by": list(each.said_by),
                    "target": each.target,
                    "near": [
                        {"variable": n.variable, "likeness": n.likeness, "proposed": n.proposed}
                        for n in each.near
                    ],
                    "turned": None if each.turned is None else each.turned.text,
                    "meant": each.meant,
                }
                for each in self.variables
            ],
            "links": [
                {
                    "id": each.id,
                    "from": each.source,
                    "to": each.target,
                    "polarity": each.polarity,
                    "said_by": list(each.said_by),
                    "status": each.status,
                    "link": each.link,
                    "contradictory": each.contradictory,
                    "answers": [said.answer for said in each.statements],
                }
                for each in self.links
            ],
            "set_aside": [
                {
                    "answer": each.answer,
                    "reason": each.reason.text(known),
                    "cure": None if each.cure is None else each.cure.text(known),
                }
                for each in self.set_aside
            ],
            "problems": [each.to_dict(known) for each in self.problems],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row each link: ``from``, ``to``, ``polarity``, ``said_by``, ``status``."""
        import pandas as pd

        columns = ["from", "to", "polarity", "said_by", "status"]
        rows = [
            (each.source, each.target, each.polarity, "; ".join(each.said_by), each.status)
            for each in self.links
        ]
        return pd.DataFrame(rows, columns=columns)


def _answer(answer: FactorAnswer) -> dict[str, Any]:
    return {
        "about": answer.about,
        "question": answer.question,
        "text": answer.text,
        "sign": answer.sign,
        "said_by": answer.said_by,
        "count": answer.count,
        "language": answer.language,
        "note": answer.note,
    }
