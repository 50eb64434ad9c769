"""What worksheets of factors say, and what their cells may hold, in every language of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digisys.errors import QuestionError
from digisys.graph.labels import labels_of
from digisys.graph.names import meanings, resolve, way
from digisys.io.tables.header import same_word
from digisys.schema import Model
from digisys.schema.link import Polarity
from digisys.words import LANGUAGES, N_, Message, say
from digisys.workshop.factor_answer import FactorQuestion

__all__ = [
    "COUNT",
    "GROUP",
    "HEADS",
    "INSTRUCTIONS",
    "OTHER_WORDS",
    "QUESTIONS",
    "SIGNS",
    "FactorSubject",
    "factor_subjects",
    "subject_named",
    "words_of",
]

#: The columns of a list of answers.
HEADS: Mapping[str, str] = {
    "about": N_("About"),
    "question": N_("Question"),
    "text": N_("Answer"),
    "sign": N_("Rises or falls"),
    "note": N_("Remark"),
    "said_by": N_("Group"),
    "count": N_("How many of you"),
}
GROUP, COUNT = HEADS["said_by"], HEADS["count"]
QUESTIONS: Mapping[FactorQuestion, str] = {
    "enables": N_("what enables it"),
    "blocks": N_("what blocks it"),
    "follows": N_("what follows from it"),
}
SIGNS: Mapping[Polarity, str] = {"positive": N_("rises"), "negative": N_("falls")}
#: What people write instead, in any of our languages.
OTHER_WORDS: Mapping[str, str] = {
    "enables": "enables enabler mahdollistaa edistää möjliggör främjar",
    "blocks": "blocks blocker prevents estää hidastaa hindrar",
    "follows": "follows consequence seuraa seuraus följer följd",
    "positive": "up more increases grows kasvaa lisääntyy paranee ylös enemmän ökar mer upp",
    "negative": "down less decreases vähenee pienenee heikkenee alas vähemmän minskar mindre ned",
}
INSTRUCTIONS = (
    N_("For each variable or target, write what enables it, what blocks it and what follows."),
    N_("Write one thing a row, as something that can rise or fall: “trust”, not “build trust”."),
    N_("If the thing is on the map already, use the name that it has there."),
    N_("Of what follows, tell whether it rises or falls when that which you look at rises."),
    N_("Leave rows empty that you do not need, and add rows where you need more."),
    N_("Tell the name of your group and how many you are. Write no names of people."),
)
#: More are too much for a worksheet.
_MOST_SUBJECTS = 60
_TARGET = re.compile(r"(?:target|tavoite|mål)\s*(\d{1,6})\b.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class FactorSubject:
    """What a part of a worksheet is about.

    Attributes
    ----------
    name
        How it is written so that it is read as what it is.
    variables
        The variables that stand for it; none of a target that nothing stands for yet.
    """

    name: str
    variables: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """Return a text of the program in all its languages, as cells are compared."""
    return tuple(same_word(say(text, language)) for language in LANGUAGES)


def factor_subjects(
    model: Model, about: tuple[str, ...] = (), *, language: str
) -> tuple[FactorSubject, ...]:
    """List what a worksheet asks about.

    Parameters
    ----------
    model
        The model.
    about
        Variables and targets by any of their names; the targets, or else the variables, when
        empty.
    language
        The language to name them in.

    Raises
    ------
    UnknownNameError
        If nothing is called so.
    QuestionError
        If something is neither a variable nor a target, or there are more than 60.
    """
    if about:
        found = [_chosen(model, name, language) for name in about]
    elif model.targets:
        found = [_target(model, number, language) for number in model.targets]
    else:
        found = [_variable(model, name, language) for name in model.variables]
    found = list(dict.fromkeys(found))
    if len(found) > _MOST_SUBJECTS:
        raise QuestionError(
            Message("There are {count} things to ask about.", {"count": len(found)}),
            Message("Choose at most {most} with --about.", {"most": _MOST_SUBJECTS}),
        )
    return tuple(found)


def _chosen(model: Model, name: str, language: str) -> FactorSubject:
    subject = resolve(model, name, kind="variable")
    if subject.kind == "target":
        return _target(model, int(subject.key), language)
    if subject.kind == "variable":
        return _variable(model, str(subject.key), language)
    raise QuestionError(
        Message("“{name}” is neither a variable nor a target.", {"name": name}),
        Message("Name a variable, or a target by its number, such as target 14."),
    )


def _target(model: Model, number: int, language: str) -> FactorSubject:
    target = model.targets[number]
    title = (target.short_label or target.title).text(language)
    variables = tuple(
        name
        for name, variable in model.variables.items()
        if any(each.target == number for each in variable.targets)
    )
    name = say("target {number}", language, number=number)
    return FactorSubject(f"{name[0].upper()}{name[1:]}: {title}", variables)


def _variable(model: Model, name: str, language: str) -> FactorSubject:
    label = labels_of(model).variables[name].text(language)
    found = meanings(model, label)
    meant = ("variable", name)
    return FactorSubject(label if found == (meant,) else way(("variable", name)), (name,))


def subject_named(text: str) -> str:
    """Return the name of what a cell is about: of a target its number alone.

    Examples
    --------
    >>> subject_named("Tavoite 14: Johtaminen"), subject_named("Luottamus")
    ('target 14', 'Luottamus')
    """
    found = _TARGET.fullmatch(text.strip())
    return f"target {found[1]}" if found else text.strip()
