"""Plain questions, answered by the verb that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digisys.analysis.asking.understand import Question, Understanding, understand
from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.answers.wrap import wrap
from digisys.graph.names import way
from digisys.schema import Model
from digisys.words import N_, Quoted, say

__all__ = ["Asked", "ask"]


@dataclass(frozen=True, eq=False, repr=False)
class Asked(Answer):
    """A plain question, what was understood of it, and its answer.

    Attributes
    ----------
    model
        The model that was asked.
    understood
        What the question was understood as, or what it may mean.
    answer
        The result of the verb that answers it, such as
        :class:`~digisys.analysis.influence.result.Influence`; None where the question is
        asked back.
    """

    model: Model
    understood: Understanding
    answer: Answer | None

    @property
    def question(self) -> Question | None:
        """What was understood; None where the question is asked back."""
        return self.understood.question

    @property
    def total(self) -> int | None:
        """How many rows the answer has, where the first ones only are shown."""
        return None if self.answer is None else self.answer.total

    @property
    def pairs_first(self) -> bool:  # type: ignore[override]
        """Whether the headings and texts stand above the rows."""
        return self.answer is not None and self.answer.pairs_first

    def said(self, language: str | None = None) -> str:
        """Say what was understood, or that it was not.

        Parameters
        ----------
        language
            ``fi``, ``sv`` or ``en``; that of the question when absent.

        Returns
        -------
        str
            A sentence or two.
        """
        known = language or self.understood.language
        if self.question is not None:
            meant = self.question.message(self.model).text(known)
            return say("Understood as: {question}", known, question=meant)
        if self.understood.unknown:
            words = Quoted(self.understood.unknown)
            return say("These words were not understood: {words}.", known, words=words)
        return say("It is not sure what is asked.", known)

    def table(self, language: str | None = None) -> Table:
        """Return the rows of the answer; of a question asked back, what may be meant."""
        known = language or self.understood.language
        if self.answer is not None:
            return self.answer.table(known)
        offered = self.understood.offered
        caption = N_("Is one of these meant?") if offered else N_("For example, ask:")
        rows = tuple(
            (question.message(self.model).text(known), question.command(self.model))
            for question in offered or _examples(self.model)
        )
        return Table(
            (say("Question", known), say("Command", known)),
            rows,
            say(caption, known),
            known,
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the rows as they are best read in a terminal."""
        known = language or self.understood.language
        return self.table(known) if self.answer is None else self.answer.shown(known)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what goes with the rows of the answer."""
        known = language or self.understood.language
        return () if self.answer is None else self.answer.summary(known)

    def text(self, language: str | None = None, *, width: int = 80) -> str:
        """Return what was understood and the whole answer as plain text."""
        known = language or self.understood.language
        said = "\n".join(wrap(self.said(known), width))
        answer = self.answer
        told = (
            super().text(known, width=width) if answer is None else answer.text(known, width=width)
        )
        return f"{said}\n\n{told}"

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: what was understood, and the answer's own data."""
        from inspect import signature

        answer = None
        if self.answer is not None:
            takes = "language" in signature(self.answer.to_dict).parameters
            options = {"language": language or self.understood.language} if takes else {}
            answer = self.answer.to_dict(**options)
        return {"understood": self.understood.to_dict(), "answer": answer}


def _examples(model: Model) -> tuple[Question, ...]:
    """Return questions that this model answers."""
    first = way(("variable", next(iter(model.variables))))
    about = way(("target", list(model.targets)[-1])) if model.targets else first
    return (
        Question("influence", (about,)),
        Question("causes", (first,)),
        Question("loops", (first,)),
        Question("push", (first,), "up"),
        Question("show", (first,)),
    )


def ask(model: Model, text: str, language: str | None = None) -> Asked:
    """Answer a plain question in Finnish, Swedish or English.

    It knows what influences what, what influences it, how one thing reaches another, which
    loops there are, what happens if something rises or falls, and what something is. Names
    may have endings and slips of the keyboard. Nothing is guessed: where a word is not known
    or two names fit, the questions that may be meant are offered.

    Parameters
    ----------
    model
        The model.
    text
        The question, such as ``"what does target 14 influence?"``.
    language
        The language that is tried first, ``fi``, ``sv`` or ``en``; the model's first when
        absent. The answer is in the language of the question.

    Returns
    -------
    Asked
        What was understood (``question``) and the result of the verb that answers it
        (``answer``); ``answer`` is None where the question is asked back.

    Raises
    ------
    DigisysError
        If the verb cannot answer the question, as it would when called itself.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> asked = ask(model, "mihin tavoite 14 vaikuttaa?")
    >>> print(asked.said("en"))
    Understood as: What does target 14 (Leadership across government) influence?
    >>> len(asked.answer.affected)
    17
    >>> ask(model, "what does target 14 cost?").answer is None
    True
    """
    understood = understand(model, text, language)
    question = understood.question
    answer = None if question is None else _answer(model, question, understood.language)
    return Asked(model, understood, answer)


def _answer(model: Model, question: Question, language: str) -> Answer:
    if question.kind in ("influence", "causes"):
        from digisys.analysis.influence.influence import influence

        direction = "downstream" if question.kind == "influence" else "upstream"
        return influence(model, question.names[0], direction=direction)  # type: ignore[arg-type]
    if question.kind == "chains":
        from digisys.analysis.chains.chains import chains

        return chains(model, *question.names)
    if question.kind == "loops":
        from digisys.analysis.loops.find_loops import find_loops

        return find_loops(model, *question.names)
    if question.kind == "push":
        from digisys.analysis.press.press import press

        return press(model, question.names[0], push=question.push or "up")
    from digisys.analysis.facts import show

    return show(model, question.names[0], language=language)
