"""A small map in three languages, as a group writes it: with comments."""

from __future__ import annotations

__all__ = ["LINKS", "TEXT"]

TEXT = """\
# A map of the group.
schema: 1
id: trust
title: {fi: Luottamus, sv: Tillit, en: Trust}
languages: [fi, sv, en]
variables:   # four of them
  trust: {label: {fi: Luottamus, sv: Tillit, en: Trust}}
  openness: {label: {fi: Avoimuus, sv: Öppenhet, en: Openness}}
  cost: {label: {fi: Kustannus, sv: Kostnad, en: Cost}}
  use: {label: {fi: Käyttö, sv: Användning, en: Use}}
links:
  - from: openness
    to: trust
    polarity: positive   # said twice
  - {from: trust, to: use, polarity: positive, strength: strong}
  - {from: cost, to: use, polarity: negative}   # known
  - {from: use, to: cost, polarity: unknown, certainty: ambiguous}
# Nothing more.
"""
LINKS = ("openness->trust", "trust->use", "cost->use", "use->cost")
