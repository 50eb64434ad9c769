"""How draws are made: how many, from which seed, for how long and by whom."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from pathlib import Path

from digisys.errors import QuestionError
from digisys.progress import Progress
from digisys.uncertainty.sampling import Sampler
from digisys.words import Message

__all__ = ["OF_RUNS", "OF_STABLE_DRAWS", "Draws"]

#: What means something to ensembles of runs only.
OF_RUNS = ("sampler", "record", "checkpoint")
#: What means something to questions that use stable draws only.
OF_STABLE_DRAWS = ("max_draws", "time_limit")


@dataclass(frozen=True)
class Draws:
    """How the draws of a sampled question are made.

    Every sampled question takes it in place of a number of ``samples``. Whoever does the
    work, the same question and seed give the same bytes.

    Attributes
    ----------
    samples
        How many draws are wanted, one or more; of a question that uses stable draws only,
        how many of those. The question's usual number when None.
    seed
        A whole number from 0 up.
    max_draws
        Of a question that uses stable draws only: give up after so many draws, one or more.
        Twenty times the samples, at least 10,000, when None.
    time_limit
        Of a question that uses stable draws only, and of a calibration by a chain: seconds,
        above 0, after which the answer rests on the draws made so far. None for no limit.
    workers
        How many processes of this machine share the work (threads, where compiled code does
        it); 1 for this process alone. In a script, ask under ``if __name__ == "__main__":``.
    executor
        Who does the work instead: anything with the methods of an executor of
        :mod:`concurrent.futures`, such as Dask's ``Client.get_executor(pure=False)``.
    sampler
        Of an ensemble of runs: ``sobol``, ``latin`` or ``random``; see
        :class:`~digisys.uncertainty.sampling.DrawTable`.
    record
        Of an ensemble of runs: years between recorded instants. When None every step, or,
        where that would not fit in 256 MiB, a quarter of a year, with bands from counts in
        bins.
    checkpoint
        Of an ensemble of runs: a folder that keeps finished parts, so that interrupted work
        goes on when it is asked for again.
    progress
        Called now and then with what is done and what there is in all.

    Raises
    ------
    QuestionError
        If a number makes no sense.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = digisys.press(model, "target 14", samples=Draws(500, time_limit=60))
    >>> answer == digisys.press(model, "target 14", samples=500)
    True
    """

    samples: int | None = None
    seed: int = 1
    max_draws: int | None = None
    time_limit: float | None = None
    workers: int = 1
    executor: Executor | None = field(default=None, repr=False)
    _: KW_ONLY
    sampler: Sampler = "sobol"
    record: float | None = None
    checkpoint: str | Path | None = None
    progress: Progress | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        counts = (self.samples, self.max_draws, self.workers)
        if any(count is not None and count < 1 for count in counts) or self.seed < 0:
            raise QuestionError(
                Message("Samples, draws and workers must be at least 1 and the seed at least 0."),
                Message("Give whole numbers, such as samples=10000 and seed=1."),
            )
        if self.time_limit is not None and not self.time_limit > 0:
            raise QuestionError(
                Message("A time limit must be above 0 seconds."),
                Message("Leave it out for no limit."),
            )

    @classmethod
    def of(
        cls,
        samples: int | Draws | None,
        seed: int | None = None,
        *,
        usual: int | None = None,
        without: Collection[str] = (),
    ) -> Draws:
        """Return what a question was given as the full value.

        Parameters
        ----------
        samples, seed
            As the question was given them.
        usual
            How many samples the question draws unless told.
        without
            Names of what means nothing to the question.

        Returns
        -------
        Draws
            With the samples filled in.

        Raises
        ------
        QuestionError
            If two seeds are given, or something that means nothing to the question.
        """
        given = samples if isinstance(samples, Draws) else cls(samples)
        if seed is not None:
            if given.seed not in (1, seed):
                raise QuestionError(
                    Message("Two seeds are given: {first} and {second}.",
                            {"first": given.seed, "second": seed}),
                    Message("Give the seed once."),
                )  # fmt: skip
            given = replace(given, seed=seed)
        usually = {item.name: item.default for item in fields(cls)}
        for name in without:
            if getattr(given, name) != usually[name]:
                raise QuestionError(
                    Message(
                        "“{name}” of the draws means nothing to this question.", {"name": name}
                    ),
                    Message("Leave it out."),
                )
        return given if given.samples is not None else replace(given, samples=usual)

    @property
    def count(self) -> int:
        """How many samples are wanted; 1 where nothing says so."""
        return 1 if self.samples is None else self.samples
