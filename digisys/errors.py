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
wrong and how to mend it, in any of the program's languages, and has a code for programs
that stays the same when the words change; :mod:`digisys.codes` tells what each code means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from digisys.words import Message, Quoted, say, say_count, visible

__all__ = [
    "AlgebraicLoopError",
    "DigisysError",
    "DrawingError",
    "MissingPackageError",
    "ModelError",
    "ModelFileError",
    "NonFiniteError",
    "OutputError",
    "Place",
    "Problem",
    "QuestionError",
    "SimulationError",
    "StepError",
    "TooLargeError",
    "UnknownNameError",
]

#: A text shows at most this many problems; ``problems`` holds them all.
_MOST_SHOWN = 100
#: More equal problems than this are told together, and more that differ in a name or number.
_MOST_EQUAL, _MOST_OF_A_KIND = 3, 12
#: Lines of those are told in so many ranges.
_MOST_RANGES = 20


@dataclass(frozen=True)
class Place:
    """Where in a file something stands, as far as that is known.

    Attributes
    ----------
    file
        The file.
    line, column
        The place in a text, counted from 1.
    sheet, cell
        The place in a spreadsheet, such as ``Links`` and ``C7``.

    Examples
    --------
    >>> print(Place("model.yaml", 12, 5))
    model.yaml:12:5
    >>> print(Place("model.xlsx", sheet="Links", cell="C7"))
    model.xlsx, sheet Links, cell C7
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def text(self, language: str = "en") -> str:
        """Return the place in a language; empty when nothing is known."""
        known = [part for part in (self.file, self.line, self.column) if part is not None]
        parts = [":".join(str(part) for part in known)]
        if self.sheet is not None:
            parts.append(say("sheet {sheet}", language, sheet=self.sheet))
        if self.cell is not None:
            parts.append(say("cell {cell}", language, cell=self.cell))
        return visible(", ".join(part for part in parts if part))

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a model, and where.

    Attributes
    ----------
    code
        What sort of thing, such as ``unknown-key``; stable, for programs
        (see :data:`digisys.codes.CODES`).
    path
        The field, as keys and positions from the top: ``("links", 3, "to")``.
    what
        What is wrong.
    cure
        How to mend it, if that is known.
    place
        Where it stands, if it came from a file.
    """

    code: str
    path: tuple[str | int, ...]
    what: Message
    cure: Message | None = None
    place: Place = Place()

    @property
    def field(self) -> str:
        """The path as people write it: ``links[3].to``."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
        return visible(text)

    @property
    def file(self) -> str | None:
        """The file that the problem is in, if it came from one."""
        return self.place.file

    @property
    def line(self) -> int | None:
        """The line of a text that it is on, counted from 1."""
        return self.place.line

    @property
    def column(self) -> int | None:
        """The column of a text that it starts in, counted from 1."""
        return self.place.column

    def text(self, language: str = "en") -> str:
        """Return the problem as one or two lines in a language."""
        head = ": ".join(part for part in (self.place.text(language), self.field) if part)
        line = f"{head}: {self.what.text(language)}" if head else self.what.text(language)
        return f"{line}\n  → {self.cure.text(language)}" if self.cure else line

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the problem as plain data, with its texts in a language."""
        return {
            "code": self.code,
            "what": self.what.text(language),
            "cure": self.cure.text(language) if self.cure else None,
            "field": self.field,
            **asdict(self.place),
        }

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
    code
        What sort of thing, where there is more to say than by the class.

    Attributes
    ----------
    code
        What sort of thing, such as ``too-large``; stable, for programs
        (see :data:`digisys.codes.CODES`).
    exit_code
        What the command line ends with: 1 when a model or a name is wrong.
    """

    code: str = "error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, what: Message, cure: Message | None = None, *, code: str | None = None
    ) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure
        if code is not None:
            self.code = code

    def text(self, language: str = "en") -> str:
        """Return what is wrong, and how to mend it, in a language."""
        line = self.what.text(language)
        return f"{line}\n{self.cure.text(language)}" if self.cure else line

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the error as plain data, with its texts in a language."""
        return {
            "code": self.code,
            "what": self.what.text(language),
            "cure": self.cure.text(language) if self.cure else None,
        }

    def __str__(self) -> str:
        return self.text()


class ModelError(DigisysError):
    """A model is not valid. Every problem found is listed, not just the first.

    Parameters
    ----------
    problems
        What is wrong, in reading order.
    """

    code = "invalid-model"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(Message("The model is not valid."))

    def __reduce__(self) -> tuple[type[ModelError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)

    def text(self, language: str = "en") -> str:
        """Return the problems, those of one kind and cure together, and a count of all."""
        groups = _alike(self.problems, language)
        lines = [line for group in groups[:_MOST_SHOWN] for line in _told(group, language)]
        hidden = sum(map(len, groups[_MOST_SHOWN:]))
        if hidden:
            lines.append(say_count("… and {count} more.", "… and {count} more.", hidden, language))
        count = say_count(
            "{count} problem found.", "{count} problems found.", len(self.problems), language
        )
        return "\n".join([*lines, count])

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the error as plain data, with every problem, in a language."""
        problems = [problem.to_dict(language) for problem in self.problems]
        return {**super().to_dict(language), "problems": problems}


def _alike(problems: Sequence[Problem], language: str) -> list[list[Problem]]:
    """Put equal problems together, and many that differ only in what they speak of."""
    kinds: dict[tuple[str | None, str, str], list[Problem]] = {}
    keys = []
    for problem in problems:
        cure = problem.cure.text(language) if problem.cure else ""
        keys.append((problem.file, problem.what.template, cure))
        kinds.setdefault(keys[-1], []).append(problem)
    groups: dict[object, list[Problem]] = {}
    for at, (problem, key) in enumerate(zip(problems, keys, strict=True)):
        many = len(kinds[key]) > _MOST_OF_A_KIND
        same: object = key if many else (*key, problem.what.text(language))
        if problem.line is None or not (many or len(kinds[key]) > _MOST_EQUAL):
            same = at
        groups.setdefault(same, []).append(problem)
    return list(groups.values())


def _told(group: Sequence[Problem], language: str) -> list[str]:
    """Tell each of a few problems; of many, the first and where the others are."""
    if len(group) <= _MOST_EQUAL:
        return [problem.text(language) for problem in group]
    text = say_count(
        "{count} more like it: line {lines}",
        "{count} more like it: lines {lines}",
        len(group) - 1,
        language,
        lines=_ranges(problem.line or 0 for problem in group[1:]),
    )
    return [group[0].text(language), f"  {text}"]


def _ranges(numbers: Iterable[int]) -> str:
    """Write line numbers, those in a row as ``9-49``."""
    ends: list[list[int]] = []
    for number in numbers:
        if ends and number <= ends[-1][1] + 1:
            ends[-1][1] = number
        else:
            ends.append([number, number])
    shown = [f"{low}-{high}" if high > low else str(low) for low, high in ends[:_MOST_RANGES]]
    return ", ".join([*shown, *(["…"] if len(ends) > _MOST_RANGES else [])])


class ModelFileError(ModelError):
    """A model file cannot be read, or what it says is not a valid model."""

    code = "invalid-file"


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

    code = "unknown-name"

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

    code = "unanswerable-question"


class TooLargeError(QuestionError):
    """The method asked for cannot handle a model of this size."""

    code = "too-large"


class UnstableError(QuestionError):
    """No draw of strengths and damping returns to rest after a push."""


class SimulationError(DigisysError):
    """A simulation cannot start or cannot go on."""

    code = "failed-simulation"


class AlgebraicLoopError(SimulationError):
    """A feedback loop holds no stock, so nothing in it takes time."""

    code = "algebraic-loop"


class StepError(SimulationError):
    """The time step is too long for the fastest stock or delay."""

    code = "step-too-long"


class NonFiniteError(SimulationError):
    """A level left the finite numbers during a run."""

    code = "non-finite-level"


class DrawingError(DigisysError):
    """A picture cannot be drawn."""

    code = "failed-drawing"


class OutputError(DigisysError):
    """A file cannot be written, or is there already."""

    code = "failed-output"


class MissingPackageError(DigisysError):
    """An optional package is needed for this and is not installed.

    Parameters
    ----------
    package
        The package that is missing.
    extra
        The extra of digisys that brings it.
    """

    code = "missing-package"

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            Message("This needs the package {package}.", {"package": package}),
            Message('Install it with: pip install "digisys[{extra}]"', {"extra": extra}),
        )

    def __reduce__(self) -> tuple[type[MissingPackageError], tuple[str, str]]:
        return type(self), (self.package, self.extra)
