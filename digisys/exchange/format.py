"""What digisys knows of a format of another tool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digisys.exchange.as_read import MapRead
from digisys.exchange.foreign import ForeignFile
from digisys.schema import Model

__all__ = ["Format", "ReadOptions", "linked_variables", "never"]


@dataclass(frozen=True)
class ReadOptions:
    """How an unclear file is read.

    Attributes
    ----------
    language
        The language of its texts.
    rows
        Of a matrix: ``causes`` if each row acts on the columns, ``effects`` if each column
        acts on the rows; None to find out.
    """

    language: str = "en"
    rows: str | None = None


@dataclass(frozen=True)
class Format:
    """A format: how its files are recognised, read and written.

    Attributes
    ----------
    name
        As it is typed, such as ``vensim``.
    title
        What people call it.
    suffixes
        Endings of its files, the usual one first.
    recognise
        Whether the content is of the format.
    read
        Reads a file that was recognised; raises FormatError where it breaks off.
    write
        Writes a model in a language as bytes; None where it is only read.
    holds
        Fields of a model that what is written carries, such as ``delay`` or ``layout``; names
        of variables and links and known signs go without saying.
    order
        Ids of the variables that what is written carries, in the order in which it is read
        back; None where it carries all, in the order of the model.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognise: Callable[[ForeignFile], bool]
    read: Callable[[ForeignFile, ReadOptions], MapRead]
    write: Callable[[Model, str], bytes] | None = None
    holds: frozenset[str] = frozenset()
    order: Callable[[Model], Sequence[str]] | None = None

    def variables_of(self, model: Model) -> tuple[str, ...]:
        """Return the ids of the variables that what is written carries, as they are read back."""
        return tuple(model.variables if self.order is None else self.order(model))


def linked_variables(model: Model) -> tuple[str, ...]:
    """Return the variables that a list of links names, in the order in which it names them."""
    ends = (end for link in model.links for end in (link.source, link.target))
    return tuple(dict.fromkeys(ends))


def never(file: ForeignFile) -> bool:
    """Recognise nothing: of another way to write what the reader of a format reads."""
    del file
    return False
