"""Everything that can go wrong, as one tree.

::

    DigisysError
    ├── ModelError            a model (or scenario) is not valid; lists every problem
    │   └── ModelFileError    ... in a file, with line and column
    ├── UnknownNameError      no such variable, target, area, loop, ...
    ├── QuestionError         the question cannot be answered as it was put
    │   └── TooLargeError     ... by this method; the message names the one that can
    ├── SimulationError       a run cannot start or cannot go on
    │   ├── AlgebraicLoopError  a feedback loop holds no stock
    │   ├── StepError           the time step is too long
    │   └── NonFiniteError      a level left the finite numbers
    ├── DrawingError          a picture cannot be drawn
    ├── OutputError           a file cannot be written, or is there already
    └── MissingPackageError   an optional package is needed and absent

A user's mistake always ends in one of these, never in a traceback. Each says what is
wrong and how to mend it, in any of the program's languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from digisys.words import Message, Quoted, say_count

__all__ = [
    "AlgebraicLoopError",
    "DigisysError",
    "DrawingError",
    "MissingPackageError",
    "ModelError",
    "ModelFileError",
    "NonFiniteError",
    "OutputError",
    "Problem",
    "QuestionError",
    "SimulationError",
    "StepError",
    "TooLargeError",
    "UnknownNameError",
]

#: A text shows at most this many problems; ``problems`` holds them all.
_MOST_SHOWN = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a model, and where.

    Attributes
    ----------
    path
        The field, as keys and positions from the top: ``("links", 3, "to")``.
    what
        What is wrong.
    cure
        How to mend it, if that is known.
    file
        The file that the problem is in, if it came from one.
    line, column
        The place in the file, counted from 1.
    """

    path: tuple[str | int, ...]
    what: Message
    cure: Message | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def field(self) -> str:
        """The path as people write it: ``links[3].to``."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
        return text

    @property
    def place(self) -> str:
        """File, line and column as ``model.yaml:12:5``; empty when unknown."""
        parts = [part for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(str(part) for part in parts)

    def text(self, language: str = "en") -> str:
        """Return the problem as one or two lines in a language."""
        head = ": ".join(part for part in (self.place, self.field) if part)
        line = f"{head}: {self.what.text(language)}" if head else self.what.text(language)
        return f"{line}\n  → {self.cure.text(language)}" if self.cure else line

    def __str__(self) -> str:
        return self.text()


class DigisysError(Exception):
    """Root of every error that digisys raises on purpose.

    Parameters
    ----------
    what
        What is wrong.
    cure
        How to mend it.

    Attributes
    ----------
    exit_code
        What the command line ends with: 1 when a model or a name is wrong.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: Message, cure: Message | None = None) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def text(self, language: str = "en") -> str:
        """Return what is wrong, and how to mend it, in a language."""
        line = self.what.text(language)
        return f"{line}\n{self.cure.text(language)}" if self.cure else line

    def __str__(self) -> str:
        return self.text()


class ModelError(DigisysError):
    """A model is not valid. Every problem found is listed, not just the first.

    Parameters
    ----------
    problems
        What is wrong, in reading order.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(Message("The model is not valid."))

    def __reduce__(self) -> tuple[type[ModelError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)

    def text(self, language: str = "en") -> str:
        """Return the first hundred problems, one below the other, and a count of all."""
        lines = [problem.text(language) for problem in self.problems[:_MOST_SHOWN]]
        hidden = len(self.problems) - len(lines)
        if hidden:
            lines.append(say_count("… and {count} more.", "… and {count} more.", hidden, language))
        count = say_count(
            "{count} problem found.", "{count} problems found.", len(self.problems), language
        )
        return "\n".join([*lines, count])


class ModelFileError(ModelError):
    """A model file cannot be read, or what it says is not a valid model."""


class UnknownNameError(DigisysError):
    """A name means nothing in this model.

    Parameters
    ----------
    name
        The name as it was given.
    suggestions
        Names that exist and look like it, best first.
    cure
        What to do instead; made from the suggestions when absent.
    """

    def __init__(
        self, name: str, suggestions: Sequence[str] = (), cure: Message | None = None
    ) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        if cure is None and self.suggestions:
            cure = Message("Did you mean {names}?", {"names": Quoted(self.suggestions)})
        elif cure is None:
            cure = Message("Give an id, a label, an alias, a target's number or a loop's name.")
        super().__init__(Message("“{name}” is not in this model.", {"name": name}), cure)

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, tuple[str, ...]]]:
        return type(self), (self.name, self.suggestions)


class QuestionError(DigisysError):
    """The question cannot be answered as it was put."""


class TooLargeError(QuestionError):
    """The method asked for cannot handle a model of this size."""


class UnstableError(QuestionError):
    """No draw of strengths and damping returns to rest after a push."""


class SimulationError(DigisysError):
    """A simulation cannot start or cannot go on."""


class AlgebraicLoopError(SimulationError):
    """A feedback loop holds no stock, so nothing in it takes time."""


class StepError(SimulationError):
    """The time step is too long for the fastest stock or delay."""


class NonFiniteError(SimulationError):
    """A level left the finite numbers during a run."""


class DrawingError(DigisysError):
    """A picture cannot be drawn."""


class OutputError(DigisysError):
    """A file cannot be written, or is there already."""


class MissingPackageError(DigisysError):
    """An optional package is needed for this and is not installed.

    Parameters
    ----------
    package
        The package that is missing.
    extra
        The extra of digisys that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            Message("This needs the package {package}.", {"package": package}),
            Message('Install it with: pip install "digisys[{extra}]"', {"extra": extra}),
        )

    def __reduce__(self) -> tuple[type[MissingPackageError], tuple[str, str]]:
        return type(self), (self.package, self.extra)
