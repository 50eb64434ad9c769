"""How strong and how soon each thing acts on targets: kept with a model for quick answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.size import Size, Sized, size_statement
from digisys.answers.table import Cell, Table
from digisys.answers.times import Moment, say_at
from digisys.errors import QuestionError
from digisys.graph.labels import area_label, short_label
from digisys.graph.names import resolve
from digisys.io.kept import KeptEffect, KeptSizes, sizes_file
from digisys.schema import Model
from digisys.simulation.comparison.levers import levers
from digisys.simulation.conclude import sized_effects
from digisys.simulation.ensemble.parts import Task, after_some, expect_tasks
from digisys.simulation.ensemble.simulate import run_ensembles
from digisys.simulation.experiment import Experiment, draws_of
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.words import N_, Message, say, say_count, say_number

__all__ = ["PUSH", "Sizes", "sizes"]

#: How hard each thing is pushed: half of the largest move thought attainable.
PUSH = 0.5
#: A folder of finished parts holds those of one ensemble.
_WITHOUT = (*OF_STABLE_DRAWS, "checkpoint")

_COLUMNS: dict[Size, str] = {
    "clear": N_("Clear"),
    "open": N_("Small to clear"),
    "small": N_("Small"),
    "either": N_("Either way"),
    "unseen": N_("Too small to see"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Sizes(Answer):
    """How strong and how soon things act.

    Attributes
    ----------
    model
        The model.
    effects
        By what is pushed, such as ``target:14``: the effects on targets, or on variables in a
        model without targets.
    samples, seed
        The draws.
    """

    model: Model = field(repr=False)
    effects: dict[str, tuple[Sized, ...]] = field(repr=False)
    samples: int
    seed: int

    @property
    def conclusion(self) -> Conclusion | None:
        """How strong and how soon, where one thing was asked about and has effects."""
        found = next(iter(self.effects.values()))
        if len(self.effects) > 1 or not found:
            return None
        end = Moment(self.model.time.end, self.model.time.unit)
        return Conclusion((size_statement(found, end, PUSH),), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return what each thing acts on, by how big the effect is."""
        language = language or self.model.default_language
        heads = (N_("Pushed"), *_COLUMNS.values())
        rows: list[tuple[Cell, ...]] = [
            (
                self._name(name, language),
                *(
                    ", ".join(self._told(item, language) for item in found if item.size == size)
                    for size in _COLUMNS
                ),
            )
            for name, found in self.effects.items()
        ]
        caption = say_at(
            N_("Sizes of effects in {year}"),
            N_("Sizes of effects at {time}"),
            self.model.time.end,
            self.model.time.unit,
            language,
        )
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def shown(self, language: str | None = None) -> Table:
        """Return the columns that hold something."""
        whole = self.table(language)
        kept = [
            at for at in range(len(whole.heads)) if at == 0 or any(row[at] for row in whole.rows)
        ]
        return replace(
            whole,
            heads=tuple(whole.heads[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in whole.rows),
        )

    def _name(self, name: str, language: str) -> str:
        kind, _, key = name.partition(":")
        if kind == "target":
            return say("target {number}", language, number=key)
        if kind == "area":
            return area_label(self.model, key, language)
        return short_label(self.model, key, language)

    def _told(self, item: Sized, language: str) -> str:
        name = item.name if isinstance(item.name, int) else item.name.text(language)
        return str(name) if item.by is None else f"{name} ({say_number(item.by, language, 'g')})"

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how hard things are pushed and from how many draws sizes follow."""
        language = language or self.model.default_language
        push = say(
            "each thing by itself, by {share} from the first year on, without end",
            language,
            share=say_number(PUSH, language, "g"),
        )
        draws = say_count("{count} draw", "{count} draws", self.samples, language)
        seed = say("seed {seed}", language, seed=self.seed)
        words = say(
            "by nine tenths of the draws: clear from 0.05 up, all one way; small below 0.1; too "
            "small to see below 0.02; in brackets from when on it is clear",
            language,
        )
        return (
            (say("Pushed", language), push),
            (say("Draws", language), f"{draws}; {seed}"),
            (say("Sizes", language), words),
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the sizes as plain data."""
        return {
            **self.concluded(language),
            "push": PUSH,
            "end": self.model.time.end,
            "samples": self.samples,
            "seed": self.seed,
            "effects": {
                name: [item.to_dict() for item in found] for name, found in self.effects.items()
            },
        }

    def kept(self) -> KeptSizes:
        """Return the sizes as a file keeps them."""
        effects = {
            name: tuple(
                KeptEffect(str(item.key), item.low, item.middle, item.high, item.by, item.partly)
                for item in found
            )
            for name, found in self.effects.items()
        }
        return KeptSizes(self.samples, self.seed, PUSH, self.model.time.end, effects)

    def keep(self, path: str | Path | None = None) -> Path:
        """Write the sizes beside the model, where ``influence`` finds them.

        Parameters
        ----------
        path
            The file; beside that of the model, with the ending ``.sizes.json``, when absent.
            What was kept before is replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        QuestionError
            If the model was not read from a file and no path is given.
        OutputError
            If the file cannot be written.
        """
        from digisys.io.write import write_text

        file = sizes_file(self.model) if path is None else Path(path)
        if file is None:
            raise QuestionError(
                Message("The model was not read from a file, so that nothing can lie beside it."),
                Message("Give a path, or read the model from its file."),
            )
        write_text(self.kept().text(self.model), file, force=True)
        return file


def sizes(
    model: Model,
    names: Sequence[str | int] | str | int | None = None,
    *,
    samples: int | Draws = 1024,
    seed: int | None = None,
) -> Sizes:
    """Tell how strong and how soon each thing acts on the targets.

    Each variable, target and area by itself is pushed by half of the largest move thought
    attainable, from the first year on, and the model is run many times as
    :func:`digisys.simulate` does. What is clear, small, or too small to see follows from the
    spread over the draws (see :func:`digisys.answers.size.size_of`).

    Parameters
    ----------
    model
        The model.
    names
        What is pushed; every target, area and variable when absent.
    samples, seed
        As of :func:`digisys.simulate`.

    Returns
    -------
    Sizes
        The effects; :meth:`Sizes.keep` writes them beside the model, so that
        :func:`digisys.influence` tells them without a run.

    Raises
    ------
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> found = sizes(digisys.load("digikompassi"), "target 14", samples=64)
    >>> [item.key for item in found.effects["target:14"] if item.size == "clear"]
    [11]
    """
    draws = Draws.of(samples, seed, usual=1024, without=_WITHOUT)
    if names is None:
        names = [
            *(f"target:{number}" for number in model.targets),
            *(f"area:{name}" for name in model.areas),
            *(f"variable:{name}" for name in model.variables),
        ]
    asked = [names] if isinstance(names, str | int) else list(names)
    subjects = [subject for name in asked if (subject := resolve(model, name)).variables]
    keys = [f"{subject.kind}:{subject.key}" for subject in subjects]
    scenarios = [levers(model, [key], size=PUSH)[0] for key in keys]
    first = Experiment.of(model, scenarios[0], beside=scenarios[1:])
    experiments = [first, *(first.under(scenario) for scenario in scenarios[1:])]
    found: dict[int, tuple[Sized, ...]] = {}
    tasks = Task.each(experiments, draws_of(experiments, draws), draws)
    expect_tasks(tasks, draws)
    for task in tasks:
        progress = draws.progress
        told = progress and after_some(
            progress, len(found), len(task.experiments), len(experiments)
        )
        ensembles = run_ensembles(task, replace(draws, progress=told))
        for place, ensemble in zip(task.places, ensembles, strict=True):
            found[place] = sized_effects(ensemble)
    effects = {key: found[place] for place, key in enumerate(keys)}
    return Sizes(model, effects, draws.count, draws.seed)
