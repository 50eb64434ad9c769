"""A memo of monitoring, in Markdown: what moved, why, what is not known, what comes."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.answers.table import Table
from digisys.graph.labels import short_label
from digisys.simulation.monitoring.changes import ChangeKind, ValueChange
from digisys.simulation.monitoring.measurements import component_label, subject_label, value_text
from digisys.simulation.monitoring.monitor_result import Monitor, Part
from digisys.words import N_, Listed, say, say_count

__all__ = ["monitoring_memo"]

_KINDS: dict[ChangeKind, str] = {
    "new": N_("new value"),
    "revised": N_("revised"),
    "withdrawn": N_("no longer in the file"),
    "no_data": N_("said to be missing; this is not zero"),
}
#: So many changed values are listed; the file has all.
_MOST = 60


def monitoring_memo(answer: Monitor, language: str | None = None) -> str:
    r"""Write what :func:`digisys.monitor` answers as a memo in Markdown.

    Parameters
    ----------
    answer
        The answer.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.

    Returns
    -------
    str
        What was measured, targets, key results and loops as tables; what changed since last
        time and what of the model fits it; what is not known; what it rests on.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "indicator,value,date\nautomation_rate,20 %,2024\nautomation_rate,60 %,2025\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "town.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     answer = digisys.monitor(digisys.read_measurements(path, model), samples=64)
    >>> print(monitoring_memo(answer, "en").splitlines()[4])
    ## What was measured
    """
    language = language or answer.model.default_language
    lines = [f"# {say('Monitoring of {name}', language, name=answer.name(language))}", ""]
    if answer.made_up:
        lines += [f"> {say('The organisation and its figures are made up.', language)}", ""]
    lines += [answer.conclusion.text(language), ""]
    parts: tuple[tuple[Part, str], ...] = (
        ("variables", N_("What was measured")),
        ("targets", N_("Targets")),
        ("key_results", N_("Key results")),
        ("loops", N_("Loops")),
    )
    for part, heading in parts:
        rows = answer.rows(language, part)
        lines += [f"## {say(heading, language)}", ""]
        if rows:
            lines += [Table(answer.heads(language, part), tuple(rows), "", language).markdown(), ""]
        else:
            lines += [say("Nothing.", language), ""]
    lines += [f"## {say('What changed since last time, and why', language)}", ""]
    lines += [*_changes(answer, language), ""]
    reasons = list(_reasons(answer, language))
    lines += [*reasons, ""] if reasons else []
    lines += [f"## {say('What is not known', language)}", "", *_unknown(answer, language), ""]
    lines += [f"## {say('What this rests on', language)}", ""]
    lines += [f"- **{head}:** {text}" for head, text in answer.summary(language)]
    return "\n".join(lines) + "\n"


def _changes(answer: Monitor, language: str) -> Iterator[str]:
    """List values that came, were revised or went."""
    if not answer.changes:
        yield say("No value came, was revised or went.", language)
        return
    rows = tuple(
        (
            subject_label(each.item.subject, answer.model, answer.programme, language)
            + _part(answer, each, language),
            each.item.date,
            "" if each.earlier is None else value_text(each.earlier, language),
            value_text(each.item, language),
            say(_KINDS[each.kind], language),
        )
        for each in answer.changes[:_MOST]
    )
    heads = (N_("Name"), N_("Date"), N_("Before"), N_("Now"), N_("Change"))
    yield Table(tuple(say(head, language) for head in heads), rows, "", language).markdown()
    left = len(answer.changes) - _MOST
    if left > 0:
        yield ""
        yield say_count("{count} more", "{count} more", left, language)


def _part(answer: Monitor, change: ValueChange, language: str) -> str:
    item = change.item
    component = component_label(item.subject, item.component, answer.programme, language)
    part = ", ".join(text for text in (item.item, component) if text)
    return f" ({part})" if part else ""


def _reasons(answer: Monitor, language: str) -> Iterator[str]:
    """Say of each variable that moved what of the model may have moved it."""
    for name, reasons in answer.reasons.items():
        move = answer.moves[name]
        label = short_label(answer.model, name, language)
        subjects = answer.levels[name][-1].subjects
        shown = Listed(
            tuple(
                subject_label(each, answer.model, answer.programme, language) for each in subjects
            )
        ).text(language)
        rises = N_("**{name}** has risen, as “{indicators}” shows.")
        falls = N_("**{name}** has fallen, as “{indicators}” shows.")
        text = say(rises if move.kind == "rises" else falls, language, name=label, indicators=shown)
        causes = [each.name for each in reasons if each.kind == "cause"]
        actions = [each.name for each in reasons if each.kind == "action"]
        if causes:
            names = Listed(tuple(short_label(answer.model, key, language) for key in causes))
            text += " " + say(
                "By the model, this fits how {names} moved.", language, names=names.text(language)
            )
        if actions:
            names = Listed(
                tuple(answer.programme.actions[key].label.text(language) for key in actions)
            )
            text += " " + say("It is pushed by: {names}.", language, names=names.text(language))
        if not causes and not actions:
            text += " " + say("Nothing that was measured or told explains it.", language)
        yield f"- {text}"


def _unknown(answer: Monitor, language: str) -> Iterator[str]:
    """List what nobody has measured, target by target."""
    dark = [(number, group) for number, group in answer.targets.items() if group.not_known]
    for number, group in dark:
        names = ", ".join(short_label(answer.model, key, language) for key in group.not_known)
        heading = say("Target {number}", language, number=number)
        yield f"- {heading}: {names}"
    missing = [
        (name, row.now.missing) for name, row in answer.key_results.items() if row.now.missing
    ]
    for name, parts in missing:
        short = answer.programme.key_results[name].short_id
        heading = say("Key result {number}", language, number=short)
        yield f"- {heading}: {', '.join(part or say('the value', language) for part in parts)}"
    if not dark and not missing:
        yield say("Everything that was asked about is measured.", language)
