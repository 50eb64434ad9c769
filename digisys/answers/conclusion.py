"""What an answer comes to: one to four plain sentences, as text and as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.words import Counted, Message

__all__ = ["Conclusion", "Statement"]


@dataclass(frozen=True)
class Statement:
    """One plain sentence of a conclusion.

    Attributes
    ----------
    kind
        What the sentence tells: ``reach``, ``direction``, ``basis``, ``size``, ``timing``,
        ``more`` (how to learn more) and others.
    message
        The sentence. Names and labels in it are said in the reader's language.
    parts
        What the sentence tells, as plain data: ids, counts and shares.
    """

    kind: str
    message: Message | Counted
    parts: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence in a language, with a capital where it begins with a word."""
        text = self.message.text(language)
        return text[:1].upper() + text[1:]

    def to_dict(self, language: str) -> dict[str, Any]:
        """Return the sentence and its parts as plain data."""
        return {"kind": self.kind, "text": self.text(language), **self.parts}


@dataclass(frozen=True)
class Conclusion:
    """What an answer comes to.

    Attributes
    ----------
    statements
        The sentences, one to four, the most important first.
    language
        The language to print in where none is asked for.

    Examples
    --------
    >>> reach = Message("{subject} influences no other variable.", {"subject": "“Trust”"})
    >>> print(Conclusion((Statement("reach", reach),)))
    “Trust” influences no other variable.
    """

    statements: tuple[Statement, ...]
    language: str = "en"

    def text(self, language: str | None = None) -> str:
        """Return the sentences after each other, in a language."""
        known = language or self.language
        return " ".join(statement.text(known) for statement in self.statements)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the text, and each sentence with its parts, as plain data.

        Returns
        -------
        dict
            ``text``, and ``statements``: a ``kind``, a ``text`` and the parts of each.
        """
        known = language or self.language
        statements = [statement.to_dict(known) for statement in self.statements]
        return {"text": self.text(known), "statements": statements}

    def __str__(self) -> str:
        return self.text()
