"""The answer to whether one service is ready for the road map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.problems_told import problem_pairs
from digisys.analysis.programme.quality_of_service import ServiceQuality
from digisys.analysis.programme.quality_result import quality_dict
from digisys.analysis.programme.service_check import CHECK_WORDS, Check, Checked
from digisys.analysis.programme.services_result import asked_label, check_dict, truth_words
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Table
from digisys.io.services.records import Services
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_services import ServiceMap
from digisys.words import N_, Counted, Message, say

__all__ = ["OneService"]

_PARTS = {
    "definition": N_("Definition"),
    "criteria": N_("Criterion"),
    "conditions": N_("Condition"),
}


@dataclass(frozen=True, eq=False, repr=False)
class OneService(Answer):
    """The answer to "is this service ready for the road map?".

    Attributes
    ----------
    part
        What is asked.
    told
        What the files tell.
    checked
        The service against all that is asked.
    quality
        What is known of its quality, where the programme has criteria of quality.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: ServiceMap = field(repr=False)
    told: Services = field(repr=False)
    checked: Checked
    quality: ServiceQuality | None

    @property
    def name(self) -> str:
        """What people call the service."""
        return self.told.services[self.checked.service].name

    @property
    def conclusion(self) -> Conclusion:
        """Whether it passes the test, and how much it lacks."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return all that is asked, with its state and what shows it."""
        language = language or self.model.default_language
        heads = (N_("Part"), N_("Asked"), N_("State"), N_("Why"))
        rows = tuple(
            (
                Formatted(say(_PARTS[each.part], language), each.part),
                Formatted(asked_label(self.part, each).text(language), each.name),
                Formatted(say(CHECK_WORDS[each.state], language), each.state),
                each.why.text(language) if each.why is not None else "",
            )
            for each in self.checked.checks
        )
        caption = say("Is “{name}” ready for the road map?", language, name=self.name)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the list of services tells of it, and rows that were left out."""
        language = language or self.model.default_language
        service = self.told.services[self.checked.service]
        events = self.programme.life_events
        event = ""
        if service.event is not None and events is not None:
            event = events.events[service.event].label.text(language)
        due = self.checked.due
        pairs = (
            (say("Organisation", language), service.organisation),
            (say("Event", language), event),
            (say("Self-assessment by", language), due.isoformat() if due is not None else ""),
            (say("Offers an interface", language), truth_words(service.interface, language)),
        )
        return (*(pair for pair in pairs if pair[1]), *problem_pairs(self.told.problems, language))

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        service = self.told.services[self.checked.service]
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "id": service.id,
            "name": service.name,
            "event": service.event,
            "passes": self.checked.passes,
            "ready": self.checked.ready,
            "due": self.checked.due.isoformat() if self.checked.due is not None else None,
            "checks": [check_dict(each, language) for each in self.checked.checks],
            "quality": None if self.quality is None else quality_dict(self.quality),
            "problems": [problem.to_dict(language) for problem in self.told.problems],
        }


def _conclude(answer: OneService) -> Conclusion:
    checked = answer.checked
    values = {"name": answer.name}
    if checked.passes is None:
        test = Message("It is not told whether “{name}” passes the test of the definition.", values)
    elif checked.passes:
        test = Message("“{name}” passes the test of the definition.", values)
    else:
        test = Message("“{name}” does not pass the test of the definition.", values)
    statements = [Statement("definition", test, {"passes": checked.passes})]
    lacking = _with(checked, "not_met")
    unknown = _with(checked, "unknown")
    if not checked.missing:
        said: Message | Counted = Message("It has all else that is asked.")
    else:
        said = Message(
            "Of what is asked beside it, {lacking} and {unknown}.",
            {
                "lacking": Counted("{count} is not met", "{count} are not met", len(lacking)),
                "unknown": Counted("{count} is not known", "{count} are not known", len(unknown)),
            },
        )
    parts = {"not_met": [each.name for each in lacking], "unknown": [e.name for e in unknown]}
    statements.append(Statement("missing", said, parts))
    return Conclusion(tuple(statements), answer.model.default_language)


def _with(checked: Checked, state: str) -> list[Check]:
    return [each for each in checked.missing if each.state == state]
