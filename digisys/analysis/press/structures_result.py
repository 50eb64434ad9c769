"""The answer to a comparison of structures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.press.system import PressSystem
from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Share, Table
from digisys.graph.labels import end_labels
from digisys.graph.names import Subject
from digisys.schema import Model
from digisys.words import N_, say, say_count, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SHOWN", "Observed", "Structure", "Structures"]

Observed = Literal["rises", "falls"]
#: Texts show the most likely structures up to this many.
SHOWN = 10


@dataclass(frozen=True)
class Structure:
    """One way in which the model may be built.

    Attributes
    ----------
    name
        Its name.
    present
        The uncertain links that it has, as ``source->target``; ``a->a`` is self-damping.
    prior
        How likely it was thought before, from 0 to 1.
    stable
        Share of the draws that are stable.
    agreeing
        Share of all draws that are stable and show what was observed.
    posterior
        How likely it is after; 0 for all structures if none can show the observation.
    """

    name: str
    present: tuple[str, ...]
    prior: float
    stable: float
    agreeing: float
    posterior: float


@dataclass(frozen=True, eq=False, repr=False)
class Structures(Answer):
    """Structures weighed by an observation.

    Attributes
    ----------
    pushed
        What was pushed.
    push
        ``up`` or ``down``.
    observed
        What was seen to rise or fall.
    structures
        The structures, in the order given.
    draws, seed
        Draws for each structure, and their seed.
    system
        How entries are drawn.
    """

    model: Model = field(repr=False)
    pushed: Subject
    push: Literal["up", "down"]
    observed: tuple[tuple[Subject, Observed], ...]
    structures: tuple[Structure, ...]
    draws: int
    seed: int
    system: PressSystem = field(repr=False)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The links that some structures have and others do not."""
        return tuple(dict.fromkeys(link for item in self.structures for link in item.present))

    def odds(self, link: str) -> tuple[float, float]:
        """Return how likely an uncertain link is, before and after the observation."""
        having = [item for item in self.structures if link in item.present]
        return sum(item.prior for item in having), sum(item.posterior for item in having)

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        return say(
            "Which structure agrees with what was observed when {name} was pushed?",
            language,
            name=self.pushed.quoted(language),
        )

    def _link_text(self, link: str, language: str) -> str:
        source, target = end_labels(self.model, link, language)
        if source == target:
            return say("self-damping of {name}", language, name=source)
        return f"{source} → {target}"

    def table(self, language: str | None = None, *, limit: int | None = None) -> Table:
        """Return the structures, the most likely first; at most ``limit`` of them."""
        language = language or self.model.default_language
        heads = (
            N_("Structure"), N_("Uncertain links in it"), N_("Before"), N_("Stable draws"),
            N_("Draws that agree"), N_("After"),
        )  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for item in sorted(self.structures, key=lambda item: -item.posterior)[:limit]:
            links = "; ".join(self._link_text(link, language) for link in item.present)
            shares = (item.prior, item.stable, item.agreeing, item.posterior)
            rows.append(
                (
                    item.name,
                    links or say("none", language),
                    *(Share(share, 1) for share in shares),
                )
            )
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what was observed, how it was weighed and what it says of each link."""
        language = language or self.model.default_language
        words = {"rises": N_("{name} rises"), "falls": N_("{name} falls")}
        seen = "; ".join(
            say(words[way], language, name=subject.quoted(language))
            for subject, way in self.observed
        )
        count = say_count("{count} structure", "{count} structures", len(self.structures), language)
        lines = [(say("Compared", language), count), (say("Observed", language), seen)]
        if not any(item.posterior for item in self.structures):
            text = say("no structure shows this in any draw", language)
            lines.append((say("Result", language), text))
        else:
            for link in self.uncertain:
                before, after = self.odds(link)
                text = say(
                    "probability {before} before, {after} after",
                    language,
                    before=say_share(before, language),
                    after=say_share(after, language),
                )
                lines.append((self._link_text(link, language), text))
        text = say_count(
            "{count} draw for each structure, unstable ones included; seed {seed}",
            "{count} draws for each structure, unstable ones included; seed {seed}",
            self.draws,
            language,
            seed=self.seed,
        )
        lines.append((say("Draws", language), text))
        return (*lines, *self.system.summary(language))

    def shown(self, language: str | None = None) -> Table:
        """Return the rows that fit a terminal: the most likely structures."""
        return self.table(language, limit=SHOWN)

    def to_frame(self) -> pd.DataFrame:
        """Return the structures as a data frame, one row each.

        Returns
        -------
        pandas.DataFrame
            Columns ``name``, ``present``, ``prior``, ``stable``, ``agreeing`` and
            ``posterior``.
        """
        import pandas as pd

        return pd.DataFrame.from_records(self.to_dict()["structures"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            "pushed": list(self.pushed.variables),
            "push": self.push,
            "observed": {str(subject.key): way for subject, way in self.observed},
            "draws": self.draws,
            "seed": self.seed,
            **self.system.to_dict(),
            "structures": [
                {
                    "name": item.name,
                    "present": list(item.present),
                    "prior": item.prior,
                    "stable": item.stable,
                    "agreeing": item.agreeing,
                    "posterior": item.posterior,
                }
                for item in self.structures
            ],
            "links": {
                link: dict(zip(("before", "after"), self.odds(link), strict=True))
                for link in self.uncertain
            },
        }
