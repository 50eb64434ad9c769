"""A kind of file with rules that no file of ours has yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from digisys.schema.base import Frozen


class OwnRule(Frozen):
    """A list that may be too long, a text that may be, and a rule pydantic does not know."""

    own: Annotated[tuple[int, ...], Field(strict=False, max_length=1)] = ()
    name: Annotated[str, Field(max_length=3)] = "x"
    even: int = 2

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("it must be even")
        return value
