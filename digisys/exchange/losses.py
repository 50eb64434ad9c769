"""What could not be carried from one format to another, and where it was kept instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.words import N_, Message, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LOSSES", "Loss", "LossReport"]


class LossKind(NamedTuple):
    """What sort of thing is lost.

    Attributes
    ----------
    what, why
        In English, marked for translation; ``{named}`` braces take the values of a loss.
    kept
        Where it was kept instead; empty where nowhere.
    """

    what: str
    why: str
    kept: str = ""


_IN_NOTE = N_("the note of the link")
_IN_DESCRIPTION = N_("the description of the variable")
_IN_MODEL = N_("the description of the model")
_IN_EVIDENCE = N_("the evidence of the link")
_IN_SIDECAR = N_("the file beside it")

#: Every kind of loss, by its code.
LOSSES: Mapping[str, LossKind] = MappingProxyType(
    {
        # Read.
        "opposite-signs": LossKind(
            N_("Both signs are stated on {link}: its sign is taken as unknown."),
            N_("Each has its grounds."),
            _IN_NOTE,
        ),
        "joined-statements": LossKind(
            N_("{count} statements on {link} became one link."),
            N_("They state the same sign, or none."),
            _IN_EVIDENCE,
        ),
        "positive-self-link": LossKind(
            N_("A link of “{name}” to itself that is not negative."),
            N_("A variable acts on itself only by damping; growth goes round a loop."),
        ),
        "unclear-sign": LossKind(
            N_("The sign “{text}” was read as {sign}."),
            N_("It is no sign that is known; this is the likeliest."),
            _IN_NOTE,
        ),
        "both-ways": LossKind(
            N_("An arrow that points both ways became two links of unknown sign."),
            N_("It does not tell what each end does to the other."),
        ),
        "open-end": LossKind(
            N_("An arrow that is not connected at both ends."),
            N_("It does not tell what acts on what."),
        ),
        "no-label": LossKind(
            N_("An element without a label."),
            N_("It says nothing that could rise or fall."),
        ),
        "long-label": LossKind(
            N_("The label of “{name}” was cut."),
            N_("A label has at most {most} letters."),
            _IN_DESCRIPTION,
        ),
        "input-with-causes": LossKind(
            N_("“{name}” is called a constant; it became an auxiliary."),
            N_("A link runs into it, and nothing may act on an input."),
        ),
        "unclosed-loop": LossKind(
            N_("The loop {name} has no links that close."),
            N_("A loop of a model is a cycle of its links."),
            _IN_MODEL,
        ),
        "loop-kind": LossKind(
            N_("The loop {name} is called {told}; its links make it {made}."),
            N_("The kind of a loop follows from the signs of its links."),
            N_("the description of the loop"),
        ),
        "groups": LossKind(
            N_("“{name}” belongs to {groups}."),
            N_("Areas would not fit the positions of the map, or it is in several."),
            _IN_DESCRIPTION,
        ),
        "free-text": LossKind(
            N_("A text beside the elements: {text}"),
            N_("It belongs to no variable or link."),
            _IN_MODEL,
        ),
        "weight": LossKind(
            N_("The weight {weight} of {link} is no size of an effect."),
            N_("Sizes run from 0 to 1."),
            _IN_NOTE,
        ),
        "equations": LossKind(
            N_("Equations and numbers of {count} variables."),
            N_("A model of digisys holds signs and sizes, not equations."),
        ),
        "sign-against-equation": LossKind(
            N_("The arrow of {link} says {sign}, its equation the opposite."),
            N_("What is drawn counts."),
            _IN_NOTE,
        ),
        "sign-against-derived": LossKind(
            N_("{link} is drawn as {sign}; {engine} derives the opposite from its equation."),
            N_("What is drawn counts."),
            _IN_NOTE,
        ),
        "derived-sign": LossKind(
            N_("The sign of {link}, {sign}, was derived from its equation by {engine}."),
            N_("The file draws and states none."),
            _IN_NOTE,
        ),
        "without-arrow": LossKind(
            N_("{link} is in an equation only; no arrow is drawn."),
            N_("What is stated counts; its sign is taken from the equation."),
        ),
        "hidden": LossKind(
            N_("{what} is hidden in the drawing; it was read."),
            N_("What is hidden still belongs to the map."),
        ),
        "field": LossKind(
            N_("The field “{name}” of {count} items."),
            N_("A model has no such field."),
            N_("the notes of those items"),
        ),
        "interaction": LossKind(
            N_("{first} and {second} act together on {target}."),
            N_("The file does not tell which link it changes."),
            _IN_MODEL,
        ),
        "matrix-direction": LossKind(
            N_("Each row of the matrix was read as acting on its columns."),
            N_("The file does not tell; if columns act on rows, give --rows effects."),
        ),
        "scenarios": LossKind(
            N_("{count} scenarios."),
            N_("A scenario of digisys is a file of its own."),
        ),
        "left-out": LossKind(
            N_("“{text}”"),
            N_("It is neither a variable nor a link."),
        ),
        "sidecar": LossKind(
            N_("The file beside it, {path}, was not used."),
            N_("It does not go with this file, or has mistakes."),
        ),
        # Written.
        "not-held": LossKind(
            N_("{what} of {count} items."),
            N_("The format has no place for it."),
            _IN_SIDECAR,
        ),
        "unknown-signs": LossKind(
            N_("{count} links of unknown sign."),
            N_("The format has no mark for an unknown sign."),
            _IN_SIDECAR,
        ),
        "one-language": LossKind(
            N_("Texts in {languages}."),
            N_("The format holds one language: {language}."),
            _IN_SIDECAR,
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Loss:
    """One thing that could not be carried as it is.

    Attributes
    ----------
    code
        What sort of thing; stable, a key of :data:`LOSSES`.
    item
        Where it stands in the file, in the format's own terms.
    values
        What the texts of its kind speak of.
    """

    code: str
    item: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def what(self) -> Message:
        """What could not be carried."""
        return Message(LOSSES[self.code].what, self.values)

    @property
    def why(self) -> Message:
        """Why not."""
        return Message(LOSSES[self.code].why, self.values)

    @property
    def kept(self) -> Message | None:
        """Where it was kept instead, if anywhere."""
        kept = LOSSES[self.code].kept
        return Message(kept) if kept else None


@dataclass(frozen=True, eq=False, repr=False)
class LossReport(Answer):
    """What a conversion carried, and what it could not.

    Attributes
    ----------
    format
        What people call the format of the other tool.
    path
        The file of the other tool.
    counts
        Variables, links and loops of the model.
    losses
        What could not be carried as it is, in the order of the file.
    """

    format: str
    path: str
    counts: tuple[int, int, int]
    losses: tuple[Loss, ...] = ()
    language: str = "en"

    def table(self, language: str | None = None) -> Table:
        """Return the losses as a table in a language."""
        language = language or self.language
        rows = tuple(
            (
                loss.item,
                loss.what.text(language),
                loss.why.text(language),
                loss.kept.text(language) if loss.kept else "",
            )
            for loss in self.losses
        )
        heads = tuple(
            say(head, language) for head in (N_("Item"), N_("What"), N_("Why"), N_("Kept in"))
        )
        return Table(heads, rows, say("Not carried as it is", language), language)

    def shown(self, language: str | None = None) -> Table:
        """Return the losses, those of a kind together where they are many."""
        language = language or self.language
        counts = Counter(loss.code for loss in self.losses if loss.item)
        table = self.table(language)
        rows = []
        told: set[str] = set()
        for loss, row in zip(self.losses, table.rows, strict=True):
            if counts[loss.code] <= _MOST_ALIKE:
                rows.append(row)
            elif loss.code not in told:
                told.add(loss.code)
                more = say("and {count} more", language, count=counts[loss.code] - 1)
                rows.append((f"{row[0]}, {more}", *row[1:]))
        return Table(table.heads, tuple(rows), table.caption if rows else "", language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what was carried, as pairs of heading and text."""
        language = language or self.language
        variables, links, loops = self.counts
        carried = say(
            "variables {variables}, links {links}, named loops {loops}",
            language,
            variables=variables,
            links=links,
            loops=loops,
        )
        lost = str(len(self.losses)) if self.losses else say("nothing", language)
        return (
            (say("File format", language), self.format),
            (say("Carried", language), carried),
            (say("Not carried as it is", language), lost),
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the report as plain data."""
        language = language or self.language
        variables, links, loops = self.counts
        return {
            "format": self.format,
            "path": self.path,
            "carried": {"variables": variables, "links": links, "loops": loops},
            "losses": [
                {
                    "code": loss.code,
                    "item": loss.item,
                    "what": loss.what.text(language),
                    "why": loss.why.text(language),
                    "kept": loss.kept.text(language) if loss.kept else None,
                }
                for loss in self.losses
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the losses as a data frame: ``code``, ``item``, ``what``, ``why``, ``kept``."""
        import pandas as pd

        columns = ["code", "item", "what", "why", "kept"]
        return pd.DataFrame.from_records(self.to_dict()["losses"], columns=columns)


#: More losses of a kind than this are told together.
_MOST_ALIKE = 6
