"""The answer to a press perturbation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.conclude import conclude_press
from digisys.analysis.press.sampling import Sampled
from digisys.analysis.press.system import PressSystem
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.content import Content
from digisys.answers.table import Cell, DrawShare, Formatted, Table
from digisys.answers.touched import Touched, Way
from digisys.answers.wording import READ, polarity_mark, pushed_basis, view_text
from digisys.errors import QuestionError
from digisys.graph.labels import label, short_label
from digisys.graph.names import Subject
from digisys.graph.resting import Resting, resting
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import N_, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Column", "Exact", "Press", "Push", "Response", "Verdict"]

Push = Literal["up", "down"]
Verdict = Literal["rises", "falls", "stays", "undecided"]

VERDICT_WORDS: Mapping[Verdict, str] = {
    "rises": N_("rises"),
    "falls": N_("falls"),
    "undecided": N_("cannot be told"),
    "stays": N_("stays as it is"),
}
#: Tables of all pushes are matrices up to so many variables.
_WIDEST = 18


@dataclass(frozen=True)
class Column:
    """One push.

    Attributes
    ----------
    key
        Id of the variable, or key of the target, area or loop.
    variables
        The variables pushed together.
    """

    key: str
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Response:
    """How one variable responds to one push.

    Attributes
    ----------
    pushed
        Key of the push.
    variable
        Id of the variable that responds.
    verdict
        ``rises``, ``falls``, ``stays`` (no effect reaches it) or ``undecided``: an exact
        weight below 0.5, or neither direction in 80 % of the draws.
    sureness
        Weight of the exact prediction, or share of the draws that agree; 0 to 1.
    rises, falls
        Shares of the stable draws, when sampled.
    net, total
        Terms behind the exact prediction: net of their signs, and in all.
    """

    pushed: str
    variable: str
    verdict: Verdict
    sureness: float
    rises: float | None = None
    falls: float | None = None
    net: int | None = None
    total: int | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Exact(Content):
    """What the exact method counted.

    Attributes
    ----------
    determinant
        Of ``-A``: the feedback of the whole system, net of signs. It must be positive in
        a stable system.
    terms
        How many terms it has, whatever their sign.
    adjoint, feedback
        The adjoint of ``-A`` and the absolute feedback, entry [i, j] for the response of
        i to j, in the order of the model.
    """

    determinant: int
    terms: int
    adjoint: npt.NDArray[np.int64] = field(repr=False)
    feedback: npt.NDArray[np.int64] = field(repr=False)


@dataclass(frozen=True, eq=False, repr=False)
class Press(Answer):
    """How variables respond to a lasting push.

    Attributes
    ----------
    subject
        What is pushed; None if every variable by itself.
    push
        ``up`` or ``down``.
    view
        The links that the answer rests on.
    system
        The matrix and how its entries are drawn.
    columns
        The pushes.
    responses
        One for each push and variable, push by push.
    exact
        What was counted, if the answer is exact.
    sampled
        Seed, samples, draws and acceptance, if it is sampled.
    """

    model: Model = field(repr=False)
    subject: Subject | None
    push: Push
    view: View = field(repr=False)
    system: PressSystem = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    responses: tuple[Response, ...] = field(repr=False)
    exact: Exact | None = None
    sampled: Sampled | None = field(default=None, repr=False)

    @cached_property
    def _found(self) -> dict[tuple[str, str], Response]:
        return {(item.pushed, item.variable): item for item in self.responses}

    def response(self, variable: str, pushed: str | None = None) -> Response:
        """Return how a variable responds to a push.

        Parameters
        ----------
        variable
            Id of the variable that responds.
        pushed
            Key of the push; may be left out if there is only one.

        Returns
        -------
        Response
            The response.

        Raises
        ------
        QuestionError
            If there is no such variable or push in the answer.
        """
        key = (self.columns[0].key if pushed is None and len(self.columns) == 1 else pushed) or ""
        if (key, variable) not in self._found:
            raise QuestionError(
                Message(
                    "The answer holds no response of “{variable}” to “{pushed}”.",
                    {"variable": variable, "pushed": key},
                ),
                Message("Give ids of variables, and say which push is meant."),
            )
        return self._found[key, variable]

    @property
    def conclusion(self) -> Conclusion | None:
        """What one push moves, which way, and how sure that is; None for several pushes."""
        if len(self.columns) != 1:
            return None
        stable = None if self.sampled is None else self.sampled.stable
        pushed = self.columns[0].variables
        return conclude_press(self.model, self.view, self.responses, pushed, sampled=stable)

    @property
    def touched(self) -> Touched:
        """What is pushed, and what responds, with the way where all pushes agree on it."""
        about = tuple(dict.fromkeys(name for each in self.columns for name in each.variables))
        said: dict[str, set[str]] = {name: {"none"} for name in about}
        for each in self.responses:
            said.setdefault(each.variable, set()).add(each.verdict)
        ways: dict[str, Way | None] = {
            name: "rises" if found == {"rises"} else "falls" if found == {"falls"} else None
            for name, found in said.items()
        }
        return Touched(ways, about, tuple((each.variable,) for each in self.responses))

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.subject is None:
            return say("What does a lasting push on each variable change?", language)
        name = self.subject.quoted(language)
        if self.push == "up":
            return say("What changes if {name} is raised permanently?", language, name=name)
        return say("What changes if {name} is lowered permanently?", language, name=name)

    def table(self, language: str | None = None) -> Table:
        """Return the responses: a list for one push, a matrix for several."""
        language = language or self.model.default_language
        if len(self.columns) == 1:
            return self._list(language)
        return self._matrix(language) if len(self.columns) <= _WIDEST else self._counts(language)

    def shown(self, language: str | None = None) -> Table:
        """Return the responses; what all rows have is left to the conclusion."""
        language = language or self.model.default_language
        table = self.table(language)
        if len(self.columns) != 1:
            return table
        rows = (
            (f"{row[0]} {READ}" if item.variable in self._rests.assumed else row[0], *row[1:5])
            for row, item in zip(table.rows, self._moved, strict=True)
        )
        return replace(table, heads=table.heads[:5], rows=tuple(rows)).without_same(2, 3, 4)

    @cached_property
    def _rests(self) -> Resting:
        return resting(self.view, self.columns[0].variables)

    @cached_property
    def _moved(self) -> tuple[Response, ...]:
        """What one push moves, as it is listed."""
        order = list(VERDICT_WORDS)
        moved = (item for item in self.responses if item.verdict != "stays")
        return tuple(sorted(moved, key=lambda item: (order.index(item.verdict), -item.sureness)))

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the responses as in a terminal."""
        return self.shown(language)

    def _list(self, language: str) -> Table:
        heads = [N_("Variable"), N_("Target"), N_("Response")]
        heads += [N_("Weight"), N_("Terms")] if self.exact else [N_("Rises in"), N_("Falls in")]
        heads += [N_("Basis")]
        rows: list[tuple[Cell, ...]] = []
        for item in self._moved:
            variable = self.model.variables[item.variable]
            numbers = ", ".join(str(ref.target) for ref in variable.targets)
            if item.net is not None:
                net, total = say_number(item.net, language, "+d"), item.total or 0
                sure: tuple[Cell, ...] = (
                    Formatted.numbers([item.sureness], language, ".2f"),
                    Formatted(f"{net} / {say_number(total, language)}", f"{item.net} / {total}"),
                )
            else:
                sure = (DrawShare(item.rises or 0.0), DrawShare(item.falls or 0.0))
            verdict = say(VERDICT_WORDS[item.verdict], language)
            known = pushed_basis(self._rests, item.variable, language)
            name = label(self.model, item.variable, language)
            rows.append((name, numbers, verdict, *sure, known))
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def _matrix(self, language: str) -> Table:
        marks = {"rises": polarity_mark(1), "falls": polarity_mark(-1), "stays": "0"}
        heads = (say("Responds", language), *(str(i + 1) for i in range(len(self.columns))))
        rows: list[tuple[Cell, ...]] = []
        for number, name in enumerate(self.system.names):
            cells = (
                marks.get(self.response(name, column.key).verdict, "?") for column in self.columns
            )
            rows.append((f"{number + 1} {short_label(self.model, name, language)}", *cells))
        return Table(heads, tuple(rows), self.question(language))

    def _counts(self, language: str) -> Table:
        heads = (N_("Pushed"), N_("Rises"), N_("Falls"), N_("Cannot be told"))
        counted = Counter((item.pushed, item.verdict) for item in self.responses)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                label(self.model, column.key, language),
                *(counted[column.key, verdict] for verdict in ("rises", "falls", "undecided")),
            )
            for column in self.columns
        )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the answer was found and how far it can be trusted."""
        language = language or self.model.default_language
        lines = []
        if len(self.columns) == 1:
            still = sum(item.verdict == "stays" for item in self.responses)
            count = say_count("{count} variable", "{count} variables", still, language)
            lines += [(say("Stays as it is", language), count)] if still else []
        elif len(self.columns) <= _WIDEST:
            text = say(
                "columns are the variables pushed, numbered as the rows; + rises, − falls, "
                "0 stays as it is, ? cannot be told",
                language,
            )
            lines.append((say("Signs", language), text))
        if self.exact:
            lines.append((say("Method", language), say("exact, from signs alone", language)))
            text = self.system.damping_text(language, drawn=False)
            lines.append((say("Self-damping", language), text))
            lines += self.system.shape_notes(language)
            text = say(
                "{net} of {total} terms; predictions hold for strengths that make the "
                "system stable",
                language,
                net=self.exact.determinant,
                total=self.exact.terms,
            )
            lines.append((say("Feedback of the whole", language), text))
            text = say(
                "from 0.5 on a sign is usually right; below that it cannot be told", language
            )
            lines.append((say("Weight", language), text))
        elif self.sampled:
            lines.append(self.sampled.summary(language))
            lines += self.system.summary(language)
        if len(self.columns) == 1 and any(
            item.variable in self._rests.assumed for item in self._moved
        ):
            text = say("on some chain from the push to this, a direction is our reading", language)
            lines.append((READ, text))
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return the responses as a data frame, one row for each push and variable.

        Returns
        -------
        pandas.DataFrame
            Columns ``pushed``, ``variable``, ``verdict``, ``sureness``, by method ``rises`` and
            ``falls`` or ``net`` and ``total``, and ``certainty`` and ``direction``:
            ``ambiguous`` or ``assumed`` where a link on some chain from the push is, else
            ``explicit`` and ``stated``; empty where nothing reaches the variable.
        """
        import pandas as pd

        rests = {each.key: resting(self.view, each.variables) for each in self.columns}
        return pd.DataFrame.from_records(
            [self._record(item) | _known(item, rests[item.pushed]) for item in self.responses]
        )

    def _record(self, item: Response) -> dict[str, Any]:
        record: dict[str, Any] = {
            "pushed": item.pushed,
            "variable": item.variable,
            "verdict": item.verdict,
            "sureness": round(item.sureness, 6),
        }
        if item.net is not None:
            return {**record, "net": item.net, "total": item.total}
        return {**record, "rises": item.rises, "falls": item.falls}

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        found: dict[str, Any] = {"method": "sampling" if self.sampled else "exact"}
        if self.sampled:
            found |= self.sampled.to_dict()
        if self.exact:
            found |= {"determinant": self.exact.determinant, "terms": self.exact.terms}
        return {
            "question": self.question(language),
            **self.concluded(language),
            "push": self.push,
            "pushed": {column.key: list(column.variables) for column in self.columns},
            **found,
            **self.system.to_dict(),
            "view": self.view.to_dict(),
            "responses": [self._record(item) for item in self.responses],
        }


def _known(item: Response, rests: Resting) -> dict[str, str]:
    if item.verdict == "stays":
        return {"certainty": "", "direction": ""}
    return {
        "certainty": "ambiguous" if item.variable in rests.ambiguous else "explicit",
        "direction": "assumed" if item.variable in rests.assumed else "stated",
    }
