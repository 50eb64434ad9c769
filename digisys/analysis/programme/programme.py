"""What a programme holds: everything in it by kind, by name or by words."""

from __future__ import annotations

from difflib import get_close_matches

from digisys.analysis.programme.entries import KINDS, ProgrammeEntry, entries_of
from digisys.analysis.programme.programme_result import ProgrammeContents
from digisys.errors import QuestionError
from digisys.graph.folding import fold
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.words import LANGUAGES, Listed, Message, Quoted

__all__ = ["programme"]


def programme(
    model: Model,
    name: str | None = None,
    *,
    kind: str | None = None,
    target: int | None = None,
    programme: ProgrammeChoice = None,
) -> ProgrammeContents:
    """Tell what a programme holds: all of it, some of a kind, or what tells of something.

    Parameters
    ----------
    model
        The model.
    name
        The id, number or label of something in the programme, or words to look for in its
        texts, in any language; everything when absent.
    kind
        Only this kind of things, such as ``action_step`` or a kind of note.
    target
        Only what is filed under the target of this number.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.

    Returns
    -------
    ProgrammeContents
        What was found, each with its place in the documents. With a name that something
        bears, that thing and all that belongs to it.

    Raises
    ------
    QuestionError
        If there is no such kind or target, or nothing tells of what was asked for.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> [entry.key for entry in programme(model, "R1", kind="phase").entries]
    Traceback (most recent call last):
    ...
    digisys.errors.QuestionError: ...
    >>> [entry.key for entry in programme(model, kind="phase").entries]
    ['life_event_phase_p1', 'life_event_phase_p2', 'life_event_phase_p3']
    """
    known = load_programme(model, programme, notes=True)
    entries = entries_of(known)
    wanted = None if kind is None else _kind(known, kind)
    if target is not None and target not in (model.whole or model).targets:
        raise QuestionError(
            Message("There is no target {name}.", {"name": target}),
            Message("Give the number of a target, such as {number}.", {"number": 12}),
        )
    asked = tuple(
        entry
        for entry in entries
        if wanted in (None, entry.kind) and (target is None or target in entry.targets)
    )
    if name is None:
        return ProgrammeContents(model, known, entries, asked, (), wanted, target, None)
    named = tuple(entry for entry in asked if _bears(entry, name))
    if named:
        keys = {entry.key for entry in named}
        belonging = tuple(
            entry for entry in entries if entry not in named and keys & set(entry.belongs_to)
        )
        return ProgrammeContents(
            model, known, entries, (*named, *belonging), named, wanted, target, name
        )
    found = tuple(entry for entry in asked if _tells_of(entry, name))
    if not found:
        raise _nothing(asked, name)
    return ProgrammeContents(model, known, entries, found, (), wanted, target, name)


def _kind(known: Programme, name: str) -> str:
    """Find a kind by its id or by its name in any language."""
    words = {fold(key): key for key in (*KINDS, *known.note_kinds)}
    for key, word in KINDS.items():
        for language in LANGUAGES:
            words.setdefault(fold(Message(word).text(language)), key)
    for key, item in known.note_kinds.items():
        for text in item.label.every():
            words.setdefault(fold(text), key)
    found = words.get(fold(name))
    if found is None:
        close = [words[each] for each in get_close_matches(fold(name), list(words), n=3)]
        there = dict.fromkeys(entry.kind for entry in entries_of(known))
        raise QuestionError(
            Message("There is no kind “{name}”.", {"name": name}),
            Message("Did you mean {names}?", {"names": Quoted(tuple(dict.fromkeys(close)))})
            if close
            else Message("Choose one of: {names}.", {"names": Listed(tuple(there))}),
            code="unknown-kind",
        )
    return found


def _bears(entry: ProgrammeEntry, name: str) -> bool:
    """Tell whether something is called so: by its id, its number or its label."""
    wanted = fold(name)
    called = (entry.key, entry.key.rpartition(".")[2], *entry.label.every())
    numbered = entry.part if entry.kind in ("key_result", "quality_criterion") else None
    return wanted in {fold(each) for each in called} or name.strip() == numbered


def _tells_of(entry: ProgrammeEntry, words: str) -> bool:
    """Tell whether a text of it, in one language, has all of the words."""
    wanted = fold(words).split()
    return any(all(word in text for word in wanted) for text in map(fold, entry.texts()))


def _nothing(entries: tuple[ProgrammeEntry, ...], name: str) -> QuestionError:
    labels = {fold(text): text for entry in entries for text in entry.label.every()}
    close = [labels[each] for each in get_close_matches(fold(name), list(labels), n=3)]
    return QuestionError(
        Message("Nothing in the programme tells of “{name}”.", {"name": name}),
        Message("Did you mean {names}?", {"names": Quoted(tuple(close))})
        if close
        else Message("Use fewer words, or ask without a name for all that there is."),
        code="nothing-told",
    )
