"""What takes many draws, told beside a map while a group changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.loops.declared_gains import declared_gains
from digisys.answers.answer import Answer
from digisys.answers.table import Table, draws_text
from digisys.errors import DigisysError, QuestionError
from digisys.graph.labels import short_label
from digisys.progress import Progress
from digisys.schema import Model
from digisys.uncertainty.options import Draws
from digisys.words import N_, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

    from digisys.analysis.loops.gain import Gain
    from digisys.analysis.robustness.robust_result import Robustness

__all__ = ["STAGES", "EditFigures", "Odds", "edit_figures"]

#: Draws of each stage: the first within two seconds, the others to make it surer.
STAGES = (200, 1_000, 4_000)
#: Levers of one subject that are told, and subjects.
_MOST_LEVERS, _MOST_SUBJECTS = 3, 20
#: Shares of draws below this are not told.
_LEAST_TOLD = 0.005
#: An effect nearer to nothing than this is none.
_NOTHING = 1e-12
_LEVERS, _ODDS, _GAINS = (
    N_("Levers: first in how many draws"),
    N_("A push on the first lever: in how many draws"),
    N_("What each named loop does by itself"),
)


@dataclass(frozen=True)
class Odds:
    """How often a push on a lever moves something, ambiguous links included.

    Attributes
    ----------
    lever
        Id of the lever.
    reached
        Share of the draws in which the push has an effect, 0 to 1: each ambiguous link is
        there in its share of the draws.
    raised
        Share of the draws in which the effect is positive, 0 to 1.
    """

    lever: str
    reached: float
    raised: float


@dataclass(frozen=True, eq=False, repr=False)
class EditFigures(Answer):
    """Levers, odds and gains of a map, from so many draws.

    Attributes
    ----------
    model
        The map.
    draws
        How many draws they rest on.
    levers
        How sure the ranking of levers is, by explicit links; why it is not told, else.
    odds
        Of the first lever of each of the first subjects of that ranking; None without one.
    gains
        What the named loops do by themselves, by loop and cycle.
    """

    model: Model = field(repr=False)
    draws: int
    levers: Robustness | DigisysError = field(repr=False)
    odds: tuple[Odds | None, ...] = field(repr=False)
    gains: Mapping[str, Mapping[str, Gain]] = field(repr=False)

    def sections(self, language: str | None = None) -> list[dict[str, Any]]:
        """Return the figures as titles with rows of two texts, as the page shows them.

        Parameters
        ----------
        language
            ``fi``, ``sv`` or ``en``; the model's first when absent.
        """
        known = language or self.model.default_language
        parts = (
            (_LEVERS, self._lever_rows(known)),
            (_ODDS, self._odds_rows(known)),
            (_GAINS, self._gain_rows(known)),
        )
        found = ((say(title, known), [list(row) for row in rows]) for title, rows in parts)
        return [{"title": title, "rows": rows} for title, rows in found if rows]

    def _lever_rows(self, language: str) -> Iterator[tuple[str, str]]:
        if isinstance(self.levers, DigisysError):
            yield say("not told", language), self.levers.what.text(language)
            return
        for ranking in self.levers.rankings[:_MOST_SUBJECTS]:
            told = [
                f"{short_label(self.model, each.variable, language)} "
                f"{draws_text(each.best, language)}"
                for each in ranking.levers[:_MOST_LEVERS]
                if each.best >= _LEAST_TOLD
            ]
            nothing = say("no lever reaches it", language)
            yield ranking.subject.text(language), ", ".join(told) or nothing
        more = len(self.levers.rankings) - _MOST_SUBJECTS
        if more > 0:
            yield "…", say_count("{count} more", "{count} more", more, language)

    def _odds_rows(self, language: str) -> Iterator[tuple[str, str]]:
        if isinstance(self.levers, DigisysError):
            return
        for ranking, odd in zip(self.levers.rankings, self.odds, strict=False):
            if odd is None:
                continue
            text = say(
                "{lever}: reaches it {reached}, raises it {raised}",
                language,
                lever=short_label(self.model, odd.lever, language),
                reached=draws_text(odd.reached, language),
                raised=draws_text(odd.raised, language),
            )
            yield ranking.subject.text(language), text

    def _gain_rows(self, language: str) -> Iterator[tuple[str, str]]:
        for name, cycles in self.gains.items():
            for cycle, gain in cycles.items():
                shown = cycle if len(cycles) > 1 else name
                median = say_number(gain.median, language, ".2g")
                what = gain.text(language)
                text = say("{kind}, gain {gain}", language, kind=what, gain=median)
                yield shown, text

    def table(self, language: str | None = None) -> Table:
        """Return every figure as a row."""
        known = language or self.model.default_language
        rows = tuple(
            (section["title"], *row) for section in self.sections(known) for row in section["rows"]
        )
        heads = (N_("Figure"), N_("Of what"), N_("Value"))
        return Table(tuple(say(head, known) for head in heads), rows, "", known)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how many draws they rest on."""
        known = language or self.model.default_language
        return ((say("Draws", known), say_number(self.draws, known)),)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: the draws and the sections."""
        return {"draws": self.draws, "sections": self.sections(language)}

    def to_frame(self) -> pd.DataFrame:
        """Return the shares of draws of each lever and loop, under fixed names."""
        import pandas as pd

        rows: list[tuple[str, str, str, float]] = []
        if not isinstance(self.levers, DigisysError):
            rows += [
                ("first", str(ranking.subject.key), each.variable, each.best)
                for ranking in self.levers.rankings
                for each in ranking.levers
            ]
        rows += [
            ("grows", name, cycle, gain.grows)
            for name, cycles in self.gains.items()
            for cycle, gain in cycles.items()
        ]
        return pd.DataFrame(rows, columns=["figure", "subject", "of", "share"])


def edit_figures(
    model: Model, samples: int, *, seed: int = 1, progress: Progress | None = None
) -> EditFigures:
    """Find what takes many draws: how sure levers, directions and loops are.

    Parameters
    ----------
    model
        The map.
    samples
        How many stable draws.
    seed
        Their seed; the same seed gives the same figures.
    progress
        Called now and then; what it raises ends the work.

    Returns
    -------
    EditFigures
        The figures; a part that cannot be told says why.

    Examples
    --------
    >>> import digisys
    >>> found = edit_figures(digisys.load("digikompassi"), 200)
    >>> found.draws, [section["title"] for section in found.sections("en")][0]
    (200, 'Levers: first in how many draws')
    """
    draws = Draws(samples, seed, progress=progress)
    levers = _ranked(model, draws)
    odds = () if isinstance(levers, DigisysError) else _odds(levers, draws)
    return EditFigures(model, samples, levers, odds, _gains(model, samples, seed))


def _ranked(model: Model, draws: Draws) -> Robustness | DigisysError:
    """Rank the sources; every variable where something acts on each."""
    from digisys.analysis.robustness.robust import robust

    try:
        return robust(model, samples=draws)
    except QuestionError:
        pass
    try:
        return robust(model, levers="all", samples=draws)
    except DigisysError as error:
        return error


def _odds(levers: Robustness, draws: Draws) -> tuple[Odds | None, ...]:
    """Push the first lever of each subject with ambiguous links there by chance."""
    from digisys.analysis.robustness.robust import robust

    rankings = levers.rankings[:_MOST_SUBJECTS]
    firsts = list(dict.fromkeys(each.levers[0].variable for each in rankings if each.levers))
    try:
        found = robust(levers.model, levers=firsts, samples=draws, certainty="all")
    except DigisysError:
        return ()
    places = {str(each.subject.key): at for at, each in enumerate(found.rankings)}
    order = [name for name in levers.model.variables if name in firsts]
    odds: list[Odds | None] = []
    for ranking in rankings:
        at = places.get(str(ranking.subject.key))
        if at is None or not ranking.levers:
            odds.append(None)
            continue
        lever = ranking.levers[0].variable
        effects = found.sampled.measured[at][order.index(lever)]
        reached, raised = (abs(effects) > _NOTHING).mean(), (effects > _NOTHING).mean()
        odds.append(Odds(lever, float(reached), float(raised)))
    return tuple(odds)


def _gains(model: Model, samples: int, seed: int) -> dict[str, dict[str, Gain]]:
    found = {name: dict(declared_gains(model, name, samples=samples, seed=seed))
             for name in model.loops if model.loops[name].kind == "reinforcing"}  # fmt: skip
    return {name: cycles for name, cycles in found.items() if cycles}
