"""Twenty small models at the edges of what a file may hold, each with a scenario of its own.

Each is written as the text of a file, since what reads it is tried too. What is odd about one
stands in its name.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ODD", "OddModel"]


class OddModel(NamedTuple):
    """The text of a model and of a scenario, and names to ask with."""

    name: str
    model: str
    scenario: str
    first: str
    last: str


def _model(
    name: str,
    links: str = "",
    variables: str = "",
    rest: str = "",
    language: str = "",
    role: str = ", role: stock",
) -> OddModel:
    """Build a model from links such as ``a + b, b - c``; in three languages unless one is told."""
    languages = [language] if language else ["fi", "sv", "en"]

    def words(text: str) -> str:
        return "{" + ", ".join(f"{each}: {text} {each}" for each in languages) + "}"

    edges = [edge.split() for edge in links.split(",") if edge.strip()]
    names = list(
        dict.fromkeys(
            variables.split() + [end for source, _, target in edges for end in (source, target)]
        )
    )
    signs = {"+": "positive", "-": "negative", "?": "unknown"}
    lines = [
        "schema: 1",
        f"id: {name}",
        f"title: {words(f'Model {name}')}",
        f"languages: [{', '.join(languages)}]",
    ]
    lines.append("variables:")
    lines += [f"  {each}: {{label: {words(each.upper())}{role}}}" for each in names]
    if edges:
        lines.append("links:")
        lines += [
            f"  - {{from: {source}, to: {target}, polarity: {signs[sign]}}}"
            for source, sign, target in edges
        ]
    text = "\n".join(lines) + "\n" + rest
    return OddModel(name, text, _scenario(name, names[0], languages), names[0], names[-1])


def _scenario(model: str, variable: str, languages: list[str]) -> str:
    title = ", ".join(f"{each}: Push {each}" for each in languages)
    return (
        "schema: 1\n"
        f"id: push-{model.replace('_', '-')}\n"
        f"model: {model}\n"
        f"languages: [{', '.join(languages)}]\n"
        f"title: {{{title}}}\n"
        "interventions:\n"
        f"  - {{action: push, variable: {variable}, size: 0.5, start: 2024}}\n"
    )


def _dense(size: int) -> str:
    """Write links between all, every third of them negative."""
    names = "abcdefghijklmnop"[:size]
    pairs = [(one, other) for one in names for other in names if one != other]
    return ", ".join(
        f"{one} {'-' if number % 3 == 2 else '+'} {other}"
        for number, (one, other) in enumerate(pairs)
    )


_EVERY_KEY = """\
schema: 1
id: every_key
title: {fi: Kaikki kentät, sv: Alla fält, en: Every field}
description: {fi: Kuvaus, sv: Beskrivning, en: A description}
languages: [fi, sv, en]
time: {start: 2020, end: 2026, step: 0.25}
sources:
  paper:
    title: {fi: Lähde, sv: Källa, en: Source}
    short_label: {fi: L, sv: K, en: S}
    kind: document
    publisher: {fi: Julkaisija, sv: Utgivare, en: Publisher}
    year: 2020
    url: https://example.org/paper
    note: {fi: Huomautus, sv: Anmärkning, en: A note}
    parts:
      table: {label: {fi: Taulukko, sv: Tabell, en: Table}}
areas:
  left: {label: {fi: Vasen, sv: Vänster, en: Left}}
  right: {label: {fi: Oikea, sv: Höger, en: Right}}
targets:
  1: {title: {fi: Ensimmäinen, sv: Första, en: First}, area: left}
  2: {title: {fi: Toinen, sv: Andra, en: Second}, area: right}
variables:
  a:
    label: {fi: Alku, sv: Början, en: Beginning}
    short_label: {fi: A, sv: B, en: B1}
    aliases: [Alpha]
    description: {fi: Mistä kaikki alkaa, sv: Var allt börjar, en: Where all begins}
    role: input
    area: left
    evidence: [{source: paper, part: table, pages: [1]}]
  b:
    label: {fi: Keskikohta, sv: Mitten, en: Middle}
    role: stock
    inertia: slow
    area: left
    targets: [{target: 1}]
    evidence: [{source: paper, part: table}]
  c:
    label: {fi: Loppu, sv: Slutet, en: End}
    role: auxiliary
    area: right
    targets: [{target: 2}]
links:
  - from: a
    to: b
    polarity: positive
    strength: strong
    delay: 1
    delay_order: 3
    evidence: [{source: paper, part: table, pages: [2]}]
    reading: {fi: Näin luettiin, sv: Så lästes det, en: Read like this}
  - {from: b, to: c, polarity: negative, strength: weak, certainty: explicit, direction: assumed}
  - {from: c, to: b, polarity: negative, certainty: ambiguous}
loops:
  R1:
    label: {fi: Kierre, sv: Spiral, en: Spiral}
    short_label: {fi: K, sv: S, en: S}
    description: {fi: Vahvistaa, sv: Förstärker, en: Reinforces}
    kind: reinforcing
    cycles: {R1: [b, c]}
    evidence: [{source: paper}]
layout:
  width: 800
  height: 600
  areas:
    left: {x: 10, y: 10, width: 350, height: 500}
    right: {x: 400, y: 10, width: 350, height: 500}
  variables: {a: {x: 100, y: 100}, b: {x: 200, y: 350}, c: {x: 560, y: 250}}
presentation:
  slides:
    - {title: {fi: Kansi, sv: Omslag, en: Cover}}
    - {variable: a, direction: both, steps: 2}
    - {loop: R1}
"""

ODD = (
    _model("one_variable", variables="only"),
    _model("no_links", variables="a b c"),
    _model("one_link", "a + b"),
    _model("unknown_signs_only", "a ? b, b ? c, c ? a"),
    _model("no_label_in_language", "a + b, b - a", language="en"),
    _model("only_swedish", "a + b, b + c", language="sv"),
    _model("dense", _dense(6)),
    _model("very_dense", _dense(7)),
    _model("disconnected", "a + b, b + a, c - d, d - c, e + f"),
    _model("isolated_beside_a_loop", "a + b, b - a", variables="lone another"),
    _model("one_long_ring", ", ".join(f"v{n} + v{(n + 1) % 12}" for n in range(12))),
    _model("balancing_ring", "a + b, b + c, c + d, d - a"),
    _model("both_signs_by_two_ways", "a + b, b + d, a - c, c + d"),
    _model("star", ", ".join(f"hub {'+-?'[n % 3]} leaf{n}" for n in range(9))),
    _model("sink", ", ".join(f"cause{n} {'+-?'[n % 3]} sink" for n in range(9))),
    _model("no_stocks", "a + b, b + a, b - c, c - b", role=""),
    _model("negative_only", "a - b, b - c, c - a"),
    _model("ladder", ", ".join(f"x{n} + x{n + 1}, x{n} - y{n}, y{n} - x{n + 1}" for n in range(5))),
    _model(
        "long_words",
        "a + b, b + a",
        rest="areas:\n  wide: {label: " + "Pitkänimisenosaalueen" * 4 + "}\n",
        language="fi",
    ),
    OddModel("every_key", _EVERY_KEY, _scenario("every_key", "b", ["fi", "sv", "en"]), "a", "c"),
)
