"""Parts of an organisation's own road map beside its actions: needs, answers and cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from digisys.analysis.programme.joined import connections_text
from digisys.answers.conclusion import Statement
from digisys.answers.table import Cell, Formatted
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_state import Case, CaseFigure, OrganisationState
from digisys.words import Counted, Message, say, say_count, say_number, say_share

__all__ = [
    "OWN_PARTS",
    "OwnPart",
    "answered_text",
    "case_statement",
    "own_dicts",
    "own_heads",
    "own_rows",
]

OwnPart = Literal["actions", "needs", "questions", "cases"]
OWN_PARTS = get_args(OwnPart)
_Rows = Iterator[tuple[Cell, ...]]


def own_heads(part: OwnPart, language: str) -> tuple[str, ...]:
    """Return the heads of the columns of a part other than the actions."""
    if part == "needs":
        return (say("Need", language), say("Target", language), say("Told", language))
    if part == "questions":
        return (say("Question", language), say("Target", language), say("Answer", language))
    return (
        *(say("Case", language), say("Measured", language), say("Before", language)),
        *(say("After", language), say("Change", language)),
    )


def own_rows(
    state: OrganisationState, programme: Programme, part: OwnPart, target: int | None, language: str
) -> _Rows:
    """Yield the rows of a part other than the actions.

    Parameters
    ----------
    state
        What the organisation tells.
    programme
        The programme with the needs and the questions.
    part
        ``needs``, ``questions`` or ``cases``.
    target
        Only what is filed under this target; all when None. Cases are filed under the
        targets of their actions.
    language
        ``fi``, ``sv`` or ``en``.
    """
    if part == "needs":
        yield from _needs(state, programme, target, language)
    elif part == "questions":
        yield from _questions(state, programme, target, language)
    else:
        yield from _cases(state, programme, target, language)


def _needs(
    state: OrganisationState, programme: Programme, target: int | None, language: str
) -> _Rows:
    for key, need in programme.needs.items():
        told = state.needs.get(key)
        if target not in (None, need.target):
            continue
        words = []
        if told is not None and told.important:
            words.append(say("matters most", language))
        if told is not None and told.join:
            words.append(say("could join", language))
        if told is not None and told.note is not None:
            words.append(told.note.text(language))
        yield Formatted(need.label.text(language), key), need.target, "; ".join(words)


def _questions(
    state: OrganisationState, programme: Programme, target: int | None, language: str
) -> _Rows:
    for key, question in programme.questions.items():
        if target not in (None, question.target):
            continue
        answer = state.answers.get(key)
        text = say("not answered", language) if answer is None else answer.text(language)
        if question.about == "actions":
            states = _states_text(state, programme, question.target, language)
            text = states if answer is None else f"{text} ({states})"
        yield Formatted(question.label.text(language), key), question.target, text


def _states_text(state: OrganisationState, programme: Programme, target: int, language: str) -> str:
    """Say what the states of actions answer to what is under way and what matters most."""
    filed = [key for key, action in programme.actions.items() if action.target == target]
    told = {key: state.actions[key] for key in filed if key in state.actions}
    begun = [key for key, each in told.items() if each.state in ("under_way", "done")]
    most = [key for key, each in told.items() if each.important]
    if not begun and not most:
        return say("not answered", language)
    parts = []
    for text, keys in (
        (say("Under way or done: {names}", language, names="{names}"), begun),
        (say("matters most: {names}", language, names="{names}"), most),
    ):
        if keys:
            labels = ", ".join(programme.actions[key].label.text(language) for key in keys)
            parts.append(text.replace("{names}", labels))
    return "; ".join(parts)


def _filed(case: Case, programme: Programme, target: int | None) -> bool:
    targets = {programme.actions[key].target for key in case.actions if key in programme.actions}
    return target is None or target in targets


def _cases(
    state: OrganisationState, programme: Programme, target: int | None, language: str
) -> _Rows:
    unknown = say("not known", language)
    for key, case in state.cases.items():
        if not _filed(case, programme, target):
            continue
        label = case.label.text(language)
        if case.changed is not None:
            label = f"{label} ({say_number(case.changed, language, 'g')})"
        if case.before is not None or case.after is not None or not case.figures:
            before = case.before.text(language) if case.before else unknown
            after = case.after.text(language) if case.after else unknown
            benefit = case.benefit.text(language) if case.benefit else ""
            yield Formatted(label, key), "", before, after, benefit
            label = ""
        for figure in case.figures:
            yield (
                Formatted(label, key),
                figure.label.text(language),
                _value(figure, figure.before, language) or unknown,
                _value(figure, figure.after, language) or unknown,
                _change(figure, language),
            )
            label = ""


def _value(figure: CaseFigure, value: float | None, language: str) -> str:
    if value is None:
        return ""
    unit = figure.unit.text(language) if figure.unit else ""
    text = f"{say_number(value, language, 'g')} {unit}".rstrip()
    if unit == "%":
        text = say_share(value / 100, language, 0 if value == round(value) else 1)
    return say("about {value}", language, value=text) if figure.estimate else text


def _change(figure: CaseFigure, language: str) -> str:
    """Say by how much a figure changed, and whether that is better."""
    if figure.before is None or figure.after is None:
        return say("not known", language)
    change = figure.after - figure.before
    text = say_number(change, language, "+g") if change else "0"
    if figure.before > 0 and change:
        share = say_share(abs(change) / figure.before, language)
        text = f"{text} ({'+' if change > 0 else '−'}{share})"
    way = _way(figure)
    if way is not None:
        text = f"{text}, {say('better', language) if way else say('worse', language)}"
    return text


def _way(figure: CaseFigure) -> bool | None:
    """Tell whether a figure became better; None where it is not known, or did not change."""
    if figure.before is None or figure.after is None or figure.better is None:
        return None
    if figure.after == figure.before:
        return None
    return (figure.after > figure.before) == (figure.better == "more")


def case_statement(state: OrganisationState) -> Statement | None:
    """Sum up what the cases tell; None where there are none."""
    if not state.cases:
        return None
    figures = [figure for case in state.cases.values() for figure in case.figures]
    ways = [_way(figure) for figure in figures]
    known = sum(None not in (figure.before, figure.after) for figure in figures)
    parts = {
        "cases": len(state.cases),
        "figures": len(figures),
        "better": ways.count(True),
        "worse": ways.count(False),
        "not_known": len(figures) - known,
    }
    cases = Counted(
        "{count} case compares before and after", "{count} cases compare before and after",
        len(state.cases),
    )  # fmt: skip
    if not figures:
        return Statement("cases", Message("{cases}, in words.", {"cases": cases}), parts)
    message = Message(
        "{cases}; of {figures}, better: {better}, worse: {worse}, not known on both sides: {dark}.",
        {
            "cases": cases,
            "figures": Counted("{count} figure", "{count} figures", len(figures)),
            "better": parts["better"],
            "worse": parts["worse"],
            "dark": parts["not_known"],
        },
    )
    return Statement("cases", message, parts)


def own_dicts(
    state: OrganisationState, model: Model, programme: Programme, language: str
) -> dict[str, Any]:
    """Return needs, answers and cases of an organisation as plain data."""
    return {
        "needs": [
            {"id": key, "important": told.important, "join": told.join,
             "note": told.note.text(language) if told.note else None}
            for key, told in state.needs.items()
        ],
        "answers": [
            {"id": key, "target": question.target, "question": question.label.text(language),
             "answer": state.answers[key].text(language) if key in state.answers else None}
            for key, question in programme.questions.items()
        ],
        "cases": [_case_dict(key, case, model, programme, language)
                  for key, case in state.cases.items()],
    }  # fmt: skip


def _case_dict(
    key: str, case: Case, model: Model, programme: Programme, language: str
) -> dict[str, Any]:
    pushes = tuple(
        push
        for name in case.actions
        if name in programme.actions
        for push in programme.actions[name].pushes
    )
    return {
        "id": key,
        "label": case.label.text(language),
        "before": case.before.text(language) if case.before else None,
        "after": case.after.text(language) if case.after else None,
        "benefit": case.benefit.text(language) if case.benefit else None,
        "changed": case.changed,
        "actions": list(case.actions),
        "pushes": connections_text(pushes, model, language),
        "figures": [
            {
                "label": figure.label.text(language),
                "unit": figure.unit.text(language) if figure.unit else None,
                "before": figure.before,
                "after": figure.after,
                "better": figure.better,
                "became_better": _way(figure),
                "estimate": figure.estimate,
            }
            for figure in case.figures
        ],
    }


def answered_text(state: OrganisationState, programme: Programme, language: str) -> str:
    """Say how many of the questions are answered in words."""
    count = sum(key in state.answers for key in programme.questions)
    return say_count(
        "{count} of {all} questions, see --part questions",
        "{count} of {all} questions, see --part questions",
        count,
        language,
        all=len(programme.questions),
    )
