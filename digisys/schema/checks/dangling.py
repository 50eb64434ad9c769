"""References to what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from digisys.errors import Problem
from digisys.schema.checks.raw import Path, Raw
from digisys.words import Message

__all__ = ["Dangling", "Found"]

Found = Iterator["Problem | Dangling"]

_DEFINE_IT = Message("Define it, or take the reference out.")


class Dangling(NamedTuple):
    """A reference to what is not there; `but` is there and cannot be meant."""

    path: Path
    what: Message
    name: object
    known: Raw
    but: object = None

    def with_cure(self, *, look: bool) -> Problem:
        """Return the problem, with similar names if there is time to look for them."""
        cure = _did_you_mean(self.name, self.known, self.but) if look else _DEFINE_IT
        return Problem(self.path, self.what, cure)


def _did_you_mean(name: object, known: Iterable[object], but: object) -> Message:
    choices = [str(choice) for choice in known if choice != but]
    close = get_close_matches(str(name)[:100], choices, n=3, cutoff=0.6)
    if close:
        return Message("Did you mean {names}?", {"names": ", ".join(close)})
    if not choices:
        return Message("The model defines none; add it, or take the reference out.")
    if len(choices) > 12:
        return _DEFINE_IT
    return Message("Choose one of: {names}.", {"names": ", ".join(choices)})
