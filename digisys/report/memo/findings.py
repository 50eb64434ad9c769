"""What a report holds: the answers to a question, each as the verb of its name gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digisys.analysis.influence.result import Influence
from digisys.analysis.loops.find_loops import Loops
from digisys.analysis.matrix.result import Matrix
from digisys.analysis.programme.actions_result import Actions
from digisys.analysis.programme.indicators_result import Indicators
from digisys.analysis.robustness.questions_result import Questions
from digisys.analysis.robustness.robust_result import Robustness
from digisys.answers.content import Content
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.render.compose.look import Look
from digisys.schema import Model
from digisys.words import Message, say

if TYPE_CHECKING:
    from digisys.simulation.ensemble.result import Ensemble

__all__ = ["Findings", "Lacking"]


@dataclass(frozen=True)
class Lacking:
    """What could not be told, and why.

    Attributes
    ----------
    what
        The question in words.
    why
        Why it has no answer.
    """

    what: Message
    why: Message


@dataclass(frozen=True, eq=False, repr=False)
class Findings(Content):
    """The answer to a question with all that it rests on.

    Attributes
    ----------
    model
        The model.
    subject
        What was asked about; None for the whole model.
    view
        The links that the answers rest on.
    influence, causes
        What the subject influences, and what influences it; None for the whole model.
    matrix
        What influences what, for the whole model with targets or areas; else None.
    loops
        The feedback loops: all, or those through the subject.
    robustness, questions
        Which levers move the subject, and which links to discuss first; None where that
        cannot be told.
    ensemble
        What moves under a scenario; None where none was asked for.
    indicators, actions
        What is measured and can be done; None where no programme comes with the model.
    earlier, earlier_influence
        An earlier version of the model, and what it said of the subject; None without one.
    lacking
        What could not be told, and why.
    date
        The date to print, as ``2026-11-27``; none when None.
    seed
        Seed of everything that was drawn.
    """

    model: Model = field(repr=False)
    subject: Subject | None
    view: View = field(repr=False)
    influence: Influence | None
    causes: Influence | None
    matrix: Matrix | None
    loops: Loops
    robustness: Robustness | None
    questions: Questions | None
    ensemble: Ensemble | None
    indicators: Indicators | None
    actions: Actions | None
    earlier: Model | None = field(repr=False)
    earlier_influence: Influence | None
    lacking: tuple[Lacking, ...]
    date: str | None
    seed: int

    def title(self, language: str | None = None) -> str:
        """Return the question in words."""
        known = language or self.model.default_language
        if self.influence is not None:
            return self.influence.question(known)
        name = self.model.title.text(known)
        return say("What does the model tell? {name}", known, name=name)

    def subtitle(self, language: str) -> str:
        """Return what stands below the question: the model, and the date if there is one."""
        date = Look(date=self.date).date_text(language)
        parts = [] if self.influence is None else [self.model.title.text(language)]
        return " · ".join((*parts, f"digisys {_version()}", *([date] if date else [])))


def _version() -> str:
    from digisys import __version__

    return __version__
