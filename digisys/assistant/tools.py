"""What an assistant can ask: one function a tool, each with typed values in and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from digisys.assistant.replies import refusal, reply_of, steps_of, viewed
from digisys.assistant.reply import Reply
from digisys.assistant.shelf import Shelf
from digisys.errors import DigisysError, UnknownNameError
from digisys.graph.names import resolve, suggest
from digisys.graph.view import select_view
from digisys.schema import Model
from digisys.words import say, visible

__all__ = ["Holding", "Holdings", "Proposal", "Tools"]

#: The model that is asked where none is named.
_DEFAULT = "digikompassi"
#: Draws of a sampled answer.
_DRAWS = 1_000

Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="A variable's id or label, “target 14”, an area, or a loop such as R1.",
    ),
]
ModelName = Annotated[
    str, Field(max_length=200, description="A model as list_models names it; never a path.")
]
Language = Annotated[Literal["fi", "sv", "en"], Field(description="Language of the answer.")]
Certainty = Annotated[
    Literal["explicit", "ambiguous", "all"],
    Field(description="explicit: links that a source states; all: also those it may be read as."),
]


class Holding(BaseModel):
    """A model at hand."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="What other tools take as model.")
    id: str
    title: str
    languages: list[str]
    variables: int
    links: int
    targets: list[str]
    problem: str = Field("", description="Why it cannot be asked, if it cannot.")


class Holdings(BaseModel):
    """The models at hand."""

    model_config = ConfigDict(frozen=True)

    models: list[Holding]


class Proposal(BaseModel):
    """A link that is proposed, never claimed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(max_length=100, description="Id of the variable that would act.")
    target: str = Field(max_length=100, description="Id of the variable acted on.")
    polarity: Literal["positive", "negative", "unknown"]
    reason: str = Field(min_length=1, max_length=1000)


@dataclass(frozen=True)
class Tools:
    """The tools over the models of a shelf.

    Attributes
    ----------
    shelf
        The models that may be asked.
    default
        The model that is asked where none is named.
    """

    shelf: Shelf = field(default_factory=Shelf)
    default: str = _DEFAULT

    def every(self) -> tuple[Callable[..., BaseModel], ...]:
        """List the tools; the last one writes, and only with a folder."""
        asking = (
            *(self.list_models, self.ask, self.influence, self.causes, self.chains),
            *(self.loops, self.robust, self.simulate, self.evidence, self.diff),
        )
        return asking if self.shelf.folder is None else (*asking, self.suggest_links)

    def list_models(self, language: Language = "en") -> Holdings:
        """List the models that can be asked, with what each holds."""
        found = []
        for name in self.shelf.names():
            try:
                model = self.shelf.model(name)
            except (DigisysError, OSError) as error:
                why = (
                    error.text(language)
                    if isinstance(error, DigisysError)
                    else type(error).__name__
                )
                found.append(
                    Holding(
                        name=name, id="", title="", languages=[], variables=0, links=0, targets=[],
                        problem=visible(why)[:500],
                    )
                )  # fmt: skip
                continue
            found.append(
                Holding(
                    name=name,
                    id=model.id,
                    title=visible(model.title.text(language)),
                    languages=list(model.languages),
                    variables=len(model.variables),
                    links=len(model.links),
                    targets=[
                        visible(f"{number}: {target.title.text(language)}")
                        for number, target in model.targets.items()
                    ],
                )
            )
        return Holdings(models=found)

    def ask(
        self,
        question: Annotated[str, Field(min_length=1, max_length=500)],
        model: ModelName = "",
        language: Language | None = None,
    ) -> Reply:
        """Answer a plain question in Finnish, Swedish or English, without guessing.

        It knows what influences what, what influences it, how one thing reaches another, which
        loops there are, what happens if something rises or falls, and what something is. What
        it does not understand is refused, with questions that may be meant.
        """

        def answer(found: Model, _: str) -> Reply:
            from digisys.analysis.asking.ask import ask

            asked = ask(found, question, language)
            known = language or asked.understood.language
            if asked.answer is None or asked.question is None:
                offers = [each.message(found).text(known) for each in asked.understood.offered]
                return refusal(found, asked.said(known), known, offers)
            if asked.question.kind == "show":
                return self._evidence(found, asked.question.names[0], "explicit", known)
            return reply_of(found, asked.answer, asked.said(known), known)

        return self._reply(model, language or "en", answer)

    def influence(
        self,
        name: Name,
        model: ModelName = "",
        certainty: Certainty = "explicit",
        language: Language = "en",
    ) -> Reply:
        """Tell what something influences downstream, each effect with its best chains."""
        return self._traced(name, model, certainty, language, "downstream")

    def causes(
        self,
        name: Name,
        model: ModelName = "",
        certainty: Certainty = "explicit",
        language: Language = "en",
    ) -> Reply:
        """Tell what influences something, each cause with its best chains."""
        return self._traced(name, model, certainty, language, "upstream")

    def chains(
        self,
        source: Name,
        target: Name,
        model: ModelName = "",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        certainty: Certainty = "explicit",
        language: Language = "en",
    ) -> Reply:
        """Tell along which chains of links one thing reaches another, the shortest first."""

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.analysis.chains.chains import chains

            result = chains(found, source, target, limit=limit, certainty=certainty)
            ends = [resolve(found, each).text(spoken) for each in (source, target)]
            return reply_of(found, result, " → ".join(ends), spoken)

        return self._reply(model, language, answer)

    def loops(
        self,
        through: Annotated[str, Field(max_length=200)] = "",
        model: ModelName = "",
        certainty: Certainty = "explicit",
        language: Language = "en",
    ) -> Reply:
        """Tell the feedback loops of a model, or those through something."""

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.analysis.loops.find_loops import find_loops

            result = find_loops(
                found, through or None, max_loops=10_000, time_limit=20.0, certainty=certainty
            )
            return reply_of(found, result, through, spoken)

        return self._reply(model, language, answer)

    def robust(
        self,
        name: Name,
        model: ModelName = "",
        samples: Annotated[int, Field(ge=100, le=20_000)] = _DRAWS,
        seed: Annotated[int, Field(ge=0, le=2**31)] = 1,
        certainty: Certainty = "explicit",
        language: Language = "en",
    ) -> Reply:
        """Tell which levers move something most, and in what share of sampled strengths."""

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.analysis.robustness.robust import robust
            from digisys.uncertainty.options import Draws

            draws = Draws(samples, seed, time_limit=20.0)
            result = robust(found, name, samples=draws, certainty=certainty)
            return reply_of(found, result, resolve(found, name).text(spoken), spoken)

        return self._reply(model, language, answer)

    def simulate(
        self,
        scenario: Annotated[str, Field(max_length=200, description="A scenario of the model.")],
        model: ModelName = "",
        samples: Annotated[int, Field(ge=50, le=5_000)] = 500,
        seed: Annotated[int, Field(ge=0, le=2**31)] = 1,
        language: Language = "en",
    ) -> Reply:
        """Tell what a scenario does by the end of its horizon, over sampled strengths."""

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.simulation.ensemble.simulate import simulate
            from digisys.simulation.scenarios import scenarios_for

            known = {each.id: each for each in scenarios_for(found)}
            if scenario not in known:
                why = say("There is no scenario “{name}”.", spoken, name=scenario)
                return refusal(found, why, spoken, known or [say("no scenario", spoken)])
            result = simulate(found, known[scenario], samples=samples, seed=seed)
            return reply_of(found, result, known[scenario].title.text(spoken), spoken)

        return self._reply(model, language, answer)

    def evidence(
        self,
        name: Name,
        model: ModelName = "",
        certainty: Certainty = "all",
        language: Language = "en",
    ) -> Reply:
        """Tell the links at a variable, target, area or loop, and where each is stated."""

        def answer(found: Model, spoken: str) -> Reply:
            return self._evidence(found, name, certainty, spoken)

        return self._reply(model, language, answer)

    def diff(
        self,
        old: ModelName,
        new: ModelName,
        language: Language = "en",
    ) -> Reply:
        """Tell what differs between two models, and which conclusions change with it."""

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.workshop.compare_models import compare_models

            result = compare_models(self.shelf.model(old), found, samples=500)
            return reply_of(found, result, f"{old} → {new}", spoken)

        return self._reply(new, language, answer)

    def suggest_links(
        self,
        links: Annotated[list[Proposal], Field(min_length=1, max_length=50)],
        model: ModelName,
        language: Language = "en",
    ) -> Reply:
        """Propose links for people to judge; no answer counts them until a person takes them.

        They are kept in a file beside the model. ``digisys suggestions MODEL`` lists them.
        """

        def answer(found: Model, spoken: str) -> Reply:
            from digisys.workshop.suggestions import SAID_BY, add_suggestions, suggestions_file

            path = suggestions_file(self.shelf.path(model))
            raw = [
                {"from": e.source, "to": e.target, "polarity": e.polarity, "reason": e.reason}
                for e in links
            ]
            count = add_suggestions(found, path, raw)
            note = say(
                "{count} suggestions were added, said by “{who}”. No answer counts them until a "
                "person takes them: digisys suggestions {model}",
                spoken,
                count=count,
                who=SAID_BY,
                model=model,
            )
            return Reply(status="answered", model=found.id, notes=[note])

        return self._reply(model, language, answer)

    def _traced(
        self, name: str, model: str, certainty: Any, language: str, direction: Any
    ) -> Reply:
        def answer(found: Model, spoken: str) -> Reply:
            from digisys.analysis.influence.influence import influence

            result = influence(found, name, direction=direction, certainty=certainty)
            return reply_of(found, result, result.question(spoken), spoken)

        return self._reply(model, language, answer)

    def _evidence(self, found: Model, name: str | int, certainty: Any, language: str) -> Reply:
        subject = resolve(found, name)
        view = select_view(found, certainty=certainty)
        members = set(subject.variables)
        links = [link for link in view.every if members & {link.source, link.target}]
        notes = [
            visible(text.text(language))
            for text in (found.variables[each].description for each in subject.variables)
            if text is not None
        ]
        return Reply(
            status="answered",
            model=found.id,
            question=visible(subject.text(language)),
            links=steps_of(found, links, language),
            view=viewed(view),
            notes=notes,
        )

    def _reply(self, model: str, language: str, answer: Callable[[Model, str], Reply]) -> Reply:
        name = model or self.default
        try:
            found = self.shelf.model(name)
        except DigisysError as error:
            why = visible(error.text(language))
            return Reply(
                status="refused",
                model=visible(name[:100]),
                why=why,
                offers=list(self.shelf.names()),
            )
        try:
            return answer(found, language)
        except UnknownNameError as error:
            near = suggest(found, error.name[:200])
            return refusal(found, error.what.text(language), language, near)
        except DigisysError as error:
            return refusal(found, error.text(language), language)
