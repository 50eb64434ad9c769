"""Whole files that the fuzz begins with, and values that it puts where they do not belong."""

from __future__ import annotations

__all__ = ["MODELS", "SCENARIOS", "WORDS", "odd_value"]

from random import Random
from typing import Any

#: Every optional key of the format, in two languages.
FULL = """
schema: 1
id: full
title: {en: Trust in services, fi: Luottamus palveluihin}
description: {en: What carries it., fi: Mikä sitä kantaa.}
languages: [en, fi]
time: {start: 2023, end: 2030, step: 0.25}
sources:
  talk:
    title: {en: A talk, fi: Puhe}
    short_label: {en: Talk, fi: Puhe}
    kind: document
    publisher: {en: Office, fi: Virasto}
    year: 2024
    url: https://example.org/talk
    note: {en: Short., fi: Lyhyt.}
    parts: {table: {label: {en: Table, fi: Taulukko}}}
areas:
  people: {label: {en: People, fi: Ihmiset}, short_label: {en: P, fi: I}}
  state: {label: {en: State, fi: Valtio}, description: {en: Offices., fi: Virastot.}}
targets:
  1: {title: {en: All use them, fi: Kaikki käyttävät}, area: people}
  2: {title: {en: All trust, fi: Kaikki luottavat}, area: state, short_label: {en: T, fi: L}}
variables:
  trust:
    label: {en: Trust, fi: Luottamus}
    short_label: {en: Tr, fi: Lu}
    description: {en: In the state., fi: Valtioon.}
    area: state
    role: stock
    inertia: slow
    targets: [{target: 2, stated_as: key_result}]
    aliases: [confidence]
    evidence: [{source: talk, part: table, slides: [3], note: {en: Said., fi: Sanottu.}}]
    reading: {en: Read so., fi: Luettu näin.}
  use: {label: {en: Use, fi: Käyttö}, area: people, role: stock, targets: [{target: 1}]}
  skill: {label: {en: Skill, fi: Taito}, area: people}
  money: {label: {en: Money, fi: Raha}, role: input}
links:
  - {from: trust, to: use, polarity: positive, strength: strong, delay: 1, delay_order: 3}
  - {from: use, to: skill, polarity: positive, certainty: ambiguous, direction: assumed}
  - {from: skill, to: use, polarity: unknown, evidence: [{source: talk, pages: [2]}]}
  - {from: use, to: trust, polarity: positive, reading: {en: So., fi: Niin.}}
  - {from: money, to: skill, polarity: negative, strength: weak}
loops:
  R1:
    label: {en: Habit, fi: Tapa}
    kind: reinforcing
    cycles: {a: [trust, use]}
layout:
  width: 800
  height: 600
  areas:
    people: {x: 10, y: 10, width: 380, height: 500}
    state: {x: 400, y: 10, width: 380, height: 500}
  variables: {trust: {x: 500, y: 100}, use: {x: 100, y: 100}, skill: {x: 200, y: 300}}
  loops: {R1: {x: 300, y: 200}}
presentation:
  slides:
    - {title: {en: First, fi: Ensin}, variable: trust, direction: both, steps: 2}
    - {loop: R1}
"""

PLAIN = """
schema: 1
id: plain
title: Plain
languages: [en]
variables:
  a: {label: A, role: stock}
  b: {label: B}
  c: {label: "A longer label, with a comma"}
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: a, polarity: negative}
  - {from: b, to: c, polarity: unknown}
"""

ALONE = "schema: 1\nid: alone\ntitle: Alone\nlanguages: [sv]\nvariables: {a: {label: Ensam}}\n"

APART = """
schema: 1
id: apart
title: Apart
languages: [en]
variables:
  a: {label: A, role: stock}
  b: {label: B, role: stock}
  c: {label: C, role: stock}
  d: {label: D}
links:
  - {from: a, to: b, polarity: negative}
  - {from: b, to: a, polarity: negative}
  - {from: c, to: d, polarity: unknown}
  - {from: d, to: c, polarity: unknown}
"""

DENSE = (
    "schema: 1\nid: dense\ntitle: Dense\nlanguages: [en]\nvariables:\n"
    + "".join(f"  v{number}: {{label: V{number}, role: stock}}\n" for number in range(6))
    + "links:\n"
    + "".join(
        f"  - {{from: v{one}, to: v{other}, "
        f"polarity: {'positive' if (one + other) % 3 else 'negative'}}}\n"
        for one in range(6)
        for other in range(6)
        if one != other
    )
)

MODELS = {"full": FULL, "plain": PLAIN, "alone": ALONE, "apart": APART, "dense": DENSE}

SCENARIOS = {
    "many": """
schema: 1
id: many
model: full
languages: [en, fi]
title: {en: Many things, fi: Monta asiaa}
description: {en: At once., fi: Kerralla.}
reasoning: {en: To see., fi: Nähdäksemme.}
initial: {trust: 0.2}
interventions:
  - {action: push, variable: trust, start: 2024, size: 0.5, note: {en: Why., fi: Miksi.}}
  - {action: push, variable: use, shape: ramp, start: 2024, end: 2026.5, size: -1}
  - {action: level, variable: money, shape: pulse, start: 2024.25, end: 2025, size: 1}
  - {action: strengthen, from: trust, to: use, start: 2024, factor: 2}
  - {action: weaken, from: use, to: trust, start: 2025, strength: weak}
  - {action: cut, from: use, to: skill, shape: pulse, start: 2026, end: 2027}
  - {action: add, from: money, to: trust, polarity: negative, start: 2026, delay: 1}
""",
    "push": """
schema: 1
id: push
model: plain
languages: [en]
title: Push
interventions:
  - {action: push, variable: a, start: 2024, size: 0.5}
""",
}

#: Words that stand somewhere in the files, and words that stand nowhere.
WORDS = (
    *(
        "trust",
        "Trust",
        "luottamus",
        "use",
        "skill",
        "money",
        "confidence",
        "R1",
        "1",
        "14",
        "target 2",
    ),
    *("people", "State", "a", "b", "A", "v0", "v5", "a->b", "trust->use", "a,b", "table", "talk"),
    *("nobody", "", " ", "-", "--", "a->", "->", "target", "target 99", "R9", "0", "-1", "1e308"),
    *(
        "\x1b[31m",
        "\u202e",
        "\u200b",
        "ä" * 300,
        "日本",
        "🙂",
        "$x^{",
        "<b>&",
        "=1+1",
        "%s{0}",
        "\\",
        "'",
    ),
)

_NUMBERS = (
    *(0, 1, -1, 2, 7, 0.5, -0.5, 1e-9, 1e-320, 1e308, -1e308, 2**31, 2**63, 10**400, 1_000_000),
    *(float("inf"), float("nan"), 2024, 2024.25, 1999, 0.0625),
)


def odd_value(random: Random, depth: int = 0) -> Any:
    """Make a value of any kind: nothing, a truth, a number, a word, a list or a mapping."""
    match random.randrange(9 if depth < 3 else 6):
        case 0:
            return None
        case 1:
            return random.choice((True, False))
        case 2 | 3:
            return random.choice(_NUMBERS)
        case 4 | 5:
            return random.choice(WORDS)
        case 6:
            return [odd_value(random, depth + 1) for _ in range(random.randrange(4))]
        case 7:
            keys = (*WORDS, "en", "fi", "target", "source", "from", "to", "x", "y", "label")
            return {
                random.choice(keys): odd_value(random, depth + 1)
                for _ in range(random.randrange(4))
            }
        case _:
            return random.choice(WORDS) * random.randrange(1, 400)
