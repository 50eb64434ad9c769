"""Values that are made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from digisys.answers.content import same_content

__all__ = ["Later"]

T = TypeVar("T")


class Later(Generic[T]):
    """A value that is made when it is first asked for.

    Parameters
    ----------
    make
        Makes the value; it is let go, with all that it holds, as soon as it has.

    Examples
    --------
    >>> later = Later(lambda: 6 * 7)
    >>> later.value
    42
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._value: list[T] = []

    @classmethod
    def known(cls, value: T) -> Later[T]:
        """Hold a value that is there already."""
        later = cls(lambda: value)
        _ = later.value
        return later

    @property
    def value(self) -> T:
        """The value."""
        if self._make is not None:
            self._value.append(self._make())
            self._make = None
        return self._value[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and same_content(self.value, other.value)

    def __hash__(self) -> int:
        return hash("Later")  # the value may not be there yet, and need not be for this
