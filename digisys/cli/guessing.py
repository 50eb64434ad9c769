"""The group of commands, which knows the names that people guess for them."""

from __future__ import annotations

from functools import cache
from typing import Any

from digisys.cli.aliases import canonical, guessed_names
from digisys.graph.folding import fold
from digisys.words import LANGUAGES

__all__ = ["guessing_group"]


@cache
def guessing_group() -> Any:
    """Return the class of the group; made late, as the parser is slow to import.

    A guessed name stands for its command, also when a terminal completes what follows it. Where
    the Tab key is pressed after the beginning of one, and no command begins so, it is completed.
    """
    from typer.core import TyperGroup

    class GuessingGroup(TyperGroup):
        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            found = super().get_command(ctx, cmd_name)
            meant = None if found else canonical(cmd_name)
            return super().get_command(ctx, meant) if meant else found

        def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
            found: list[Any] = super().shell_complete(ctx, incomplete)
            if found or not incomplete or incomplete.startswith("-"):
                return found
            begins = fold(incomplete)
            names = dict.fromkeys(name for each in LANGUAGES for name in guessed_names(each))
            about = {item.value: item for item in super().shell_complete(ctx, "")}
            return [
                type(about[command])(name, help=about[command].help)
                for name in names
                if fold(name).startswith(begins) and (command := canonical(name)) in about
            ]

    return GuessingGroup
