"""Maps and the verdicts on them: one list that the library and the page are both held to."""

from __future__ import annotations

from dataclasses import dataclass

from digisys.schema import Model
from tests import tiny


@dataclass(frozen=True)
class Case:
    """What a question comes to.

    Attributes
    ----------
    edges
        The map, as :func:`tests.tiny.model_of` reads it.
    group
        The variables of the area ``g``, which is what the question is about.
    verdicts
        By variable; all that are reached.
    """

    name: str
    edges: tuple[str, ...]
    group: tuple[str, ...]
    verdicts: dict[str, str]
    upstream: bool = False

    def model(self) -> Model:
        """Build the map; what is not of the group is in the area ``other``."""
        plain = tiny.model_of(*self.edges)
        raw = plain.model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["areas"] = {"g": {"label": "G"}, "other": {"label": "Other"}}
        for name, variable in raw["variables"].items():
            variable["area"] = "g" if name in self.group else "other"
        return Model.model_validate(raw)


def grid(size: int) -> tuple[str, ...]:
    """A grid that strengthens both ways, with a short cut that no simple chain can use.

    The negative link leads from one corner to the next. A chain from the first corner that
    takes it has parted the grid, so it cannot come to the last corner: but to see that, a
    search would have to try every way through the grid.
    """
    steps = ((0, 1), (1, 0), (0, -1), (-1, 0))
    return (
        *(
            f"g{row}{column} + g{row + down}{column + right}"
            for row in range(size)
            for column in range(size)
            for down, right in steps
            if 0 <= row + down < size and 0 <= column + right < size
        ),
        f"g{size - 1}{size - 1} - g0{size - 1}",
    )


CASES = (
    Case(
        "every chain of one sign", ("a + b", "b - c"), ("a",), {"b": "strengthens", "c": "weakens"}
    ),
    Case(
        "chains of both signs",
        ("a + b", "b + c", "a - c"),
        ("a",),
        {"b": "strengthens", "c": "ambiguous"},
    ),
    Case(
        "both signs known, and one unknown",
        ("a + c", "a - b", "b + c", "a ? d", "d + c"),
        ("a",),
        {"b": "weakens", "c": "ambiguous", "d": "unknown"},
    ),
    Case(
        "a chain of unknown sign",
        ("a + c", "a ? b", "b + c"),
        ("a",),
        {"b": "unknown", "c": "unknown"},
    ),
    # A walk of the other sign runs round the loop and passes b twice: no chain does.
    Case(
        "a loop that only walks use",
        ("a + b", "b + c", "c - b", "b + d"),
        ("a",),
        {"b": "strengthens", "c": "strengthens", "d": "strengthens"},
    ),
    # a1 and a2 raise y by lowering b, which as a member is pushed up itself.
    Case(
        "a chain that passes another member",
        ("a1 - b", "a2 - b", "b - y"),
        ("a1", "a2", "b"),
        {"y": "ambiguous"},
    ),
    Case(
        "members are no outcomes of their group",
        ("a + b", "b + a", "b + y", "y - a"),
        ("a", "b"),
        {"y": "strengthens"},
    ),
    Case(
        "a chain through two members and back out",
        ("a + x", "x - b", "b + y", "a + y"),
        ("a", "b"),
        {"x": "strengthens", "y": "ambiguous"},
    ),
    Case(
        "causes of a group",
        ("x + a", "a - b", "x + b"),
        ("a", "b"),
        {"x": "ambiguous"},
        upstream=True,
    ),
    Case(
        "a cause of unknown sign to one member",
        ("x + a", "x ? b", "z - x"),
        ("a", "b"),
        {"x": "unknown", "z": "unknown"},
        upstream=True,
    ),
    Case(
        "causes that pass a member",
        ("x - a", "a - y", "y + b"),
        ("a", "b"),
        {"x": "ambiguous", "y": "strengthens"},
        upstream=True,
    ),
    # One that comes to both members with both signs decides, whatever else is unknown.
    Case(
        "unknown to one member, both signs to another",
        ("x + a", "x - m", "m + a", "x ? b"),
        ("a", "b"),
        {"x": "unknown", "m": "strengthens"},
        upstream=True,
    ),
)

#: Of the grid of 5 by 5, from its first corner: some of what is told beyond the budget of the
#: search. Every chain to the last corner strengthens it, but nothing shows that in time.
BEYOND = {"g40": "undecided", "g44": "strengthens", "g22": "ambiguous"}
