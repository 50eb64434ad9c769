"""Commands that say how sure a conclusion is: press, robust, questions, measures."""

from __future__ import annotations

import typer

__all__ = ["register"]


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
