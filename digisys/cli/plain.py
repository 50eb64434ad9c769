"""What is typed without a command: the name of something, or a plain question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from itertools import takewhile

from digisys.cli.aliases import canonical, guessed_names, is_help
from digisys.errors import DigisysError
from digisys.graph.folding import fold

__all__ = ["in_one_name", "without_command"]

#: Guessed names that are question words too.
_ASK = frozenset(["mikä", "what", "vad", "why"])
#: As many words as this are a question, even one that is asked back, unless the first is like
#: the name of a command as much as this.
_A_SENTENCE, _ALIKE = 3, 0.8
#: A question has more than one word.
_A_QUESTION = 2
#: Commands that take one name.
_TAKE_ONE_NAME = frozenset(
    ["influence", "causes", "show", "loops", "press", "robust", "questions", "sources"]
)
#: Commands that take no name, so that a name after a guessed name of theirs is asked about.
_TAKE_NO_NAME = frozenset(["targets", "variables", "areas", "links"])


def without_command(
    words: Sequence[str], commands: Collection[str], source: str, language: str
) -> list[str]:
    """Put the command in front of a name or of a plain question that was typed without one.

    Parameters
    ----------
    words
        What was typed.
    commands
        The commands that exist.
    source
        The model asked of.
    language
        The language that questions are tried in first.

    Returns
    -------
    list of str
        The words with ``show`` or ``ask`` in front where they are the name of one thing, or a
        question; else the words as they are.
    """
    plain = list(takewhile(lambda word: not word.startswith("-"), words))
    if not plain or plain[0] in commands or is_help(plain[0]):
        return list(words)
    meant = canonical(plain[0])
    named = meant in _TAKE_NO_NAME and len(plain) > 1
    asks = fold(plain[0]) in _ASK and len(plain) > 2  # "mikä luottamus" shows it
    if meant is not None and not named and not asks:
        return list(words)
    text = " ".join(plain)
    command = _command(text, source, language, name=meant is None or named)
    if command is None and (meant is None or asks) and len(text.split()) >= _A_SENTENCE:
        known = () if asks else (*commands, *guessed_names(language))
        command = None if get_close_matches(plain[0], known, 1, _ALIKE) else "ask"
    if command is None:
        return list(words)
    return [command, text, *words[len(plain) :]]


def in_one_name(words: Sequence[str], source: str) -> list[str]:
    """Join the words of a name that was typed without quotation marks.

    Parameters
    ----------
    words
        A command with what follows it, such as ``influence tavoite 14``.
    source
        The model asked of.

    Returns
    -------
    list of str
        The words, those of the name as one; as they are where they are no name together.
    """
    plain = list(takewhile(lambda word: not word.startswith("-"), words[1:]))
    if not words or words[0] not in _TAKE_ONE_NAME or len(plain) < 2:
        return list(words)
    text = " ".join(plain)
    if _command(text, source, "en", name=True) != "show":
        return list(words)
    return [words[0], text, *words[1 + len(plain) :]]


def _command(text: str, source: str, language: str, *, name: bool) -> str | None:
    from digisys.analysis.asking.understand import understand
    from digisys.cli.models import read_model
    from digisys.graph.names import resolve

    try:
        model = read_model(source)
    except DigisysError:
        return None
    if name:
        try:
            resolve(model, text)
        except DigisysError:
            pass
        else:
            return "show"
    if len(text.split()) < _A_QUESTION:  # a slip in the name of a command, rather
        return None
    return None if understand(model, text, language).question is None else "ask"
