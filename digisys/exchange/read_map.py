"""Reading a map of any tool: one verb, whatever the format."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.errors import ModelError, ModelFileError, QuestionError
from digisys.exchange.as_read import FormatError, MapRead, Sign
from digisys.exchange.engine import open_engine, with_derived_signs
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions, never
from digisys.exchange.from_python import read_frame, read_graph
from digisys.exchange.losses import Loss, LossReport
from digisys.exchange.map_labels import with_labels
from digisys.exchange.named_signs import parse_named_signs, with_named_signs
from digisys.exchange.registry import format_named, format_of, formats
from digisys.exchange.sidecar import rejoin, sidecar_of, written_as
from digisys.exchange.to_model import Origin, to_model
from digisys.io.yaml.read import read_model
from digisys.io.yaml.source import file_problem, read_bytes
from digisys.schema import Model
from digisys.words import Message, language_tag, nearest_language

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["ImportedMap", "counts_of", "is_map", "read_map"]


@dataclass(frozen=True)
class ImportedMap:
    """A map of another tool as a model, with what could not be carried.

    Attributes
    ----------
    model
        The model.
    report
        What was carried and what was not; printing the map prints it.
    read
        The map as the file tells it.
    """

    model: Model
    report: LossReport
    read: MapRead = field(repr=False)

    def __str__(self) -> str:
        return str(self.report)

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


def is_map(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is in a format of another tool that can be read.

    Parameters
    ----------
    path
        The file; its content decides, not its name.

    Raises
    ------
    ModelFileError
        If it cannot be read at all.
    """
    try:
        return format_of(ForeignFile.open(path)) is not None
    except FormatError:
        return True  # packed as no other file is, and damaged


def read_map(
    source: str | os.PathLike[str] | nx.DiGraph[Any] | pd.DataFrame,
    *,
    language: str = "en",
    rows: str | None = None,
    signs: str = "stated",
    named_signs: Mapping[str, str] | None = None,
    labels: str | os.PathLike[str] | None = None,
) -> ImportedMap:
    r"""Read a map of another tool: Vensim, Stella, Kumu, LOOPY, a table of links and others.

    The format is recognised by what the file holds. Nothing but the file and the file beside
    it that :func:`digisys.write_map` left there is read.

    Parameters
    ----------
    source
        The file; or a directed graph of networkx, or a data frame with a row a link or a
        matrix.
    language
        The language of its texts, such as ``fi``.
    rows
        Of a matrix: ``causes`` if each row acts on the columns, ``effects`` if each column
        acts on the rows; found out, and told in the report, when absent.
    signs
        ``stated``: those that the file draws or states; ``derived``: links of Vensim and XMILE
        without one take that of their equation, where pysimlin (the extra ``engines``) can
        derive it. The report and the note of each such link tell so.
    named_signs
        What words of the map mean that are its own, such as names of styles:
        ``{"Grows with": "positive"}``.
    labels
        A table of ids and labels for the variables of the map, in more languages: a column with
        its names, ``id``, and one for each language. Read beside the map.

    Returns
    -------
    ImportedMap
        The model and the loss report.

    Raises
    ------
    ModelFileError
        If the file cannot be read, is of no format that is known, or breaks off.
    QuestionError
        If the language, the way of rows or of signs is none, or signs are to be derived and
        the file has no equations.
    MissingPackageError
        If signs are to be derived and pysimlin is not installed.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.txt")
    ...     _ = file.write_text("Trust + Use of services\nUse of services + Trust\n")
    ...     found = read_map(file)
    >>> [link.id for link in found.model.links]
    ['trust->use_of_services', 'use_of_services->trust']
    """
    tag = language_tag(language)
    if tag is None:
        raise QuestionError(
            Message("“{language}” is no language.", {"language": language}),
            Message("Give a tag such as fi, sv or en."),
        )
    rows = {"cause": "causes", "effect": "effects"}.get(rows or "", rows)
    if rows not in (None, "causes", "effects"):
        raise QuestionError(
            Message("“{value}” is no way to read rows.", {"value": rows}),
            Message("Choose one of: {names}.", {"names": "causes, effects"}),
        )
    if signs not in ("stated", "derived"):
        raise QuestionError(
            Message("“{value}” is no way to take signs.", {"value": signs}),
            Message("Choose one of: {names}.", {"names": "stated, derived"}),
        )
    options = ReadOptions(tag, rows)
    meant = parse_named_signs(named_signs or {})
    if not isinstance(source, str | os.PathLike):
        return _from_python(source, options, meant)
    name = os.fspath(source)
    try:
        file = ForeignFile.open(source)
        with _without_collector():
            kind = format_of(file)
            if kind is None:
                raise _unknown_format(name)
            read = kind.read(file, options)
            if signs == "derived":
                read = with_derived_signs(read, open_engine(file, kind))
            read = with_named_signs(read, meant)
            model, losses = to_model(read, Origin(name, kind.title, tag))
    except FormatError as error:
        raise file_problem(
            "broken-map",
            name,
            error.what,
            Message("Save the map anew in the program that made it."),
            (error.line, 1) if error.line else None,
        ) from None
    model, joined = _with_sidecar(model, kind, name, tag)
    if labels is not None:
        model = with_labels(model, labels, tag)
    report = LossReport(kind.title, name, counts_of(model), (*losses, *joined), language=tag)
    return ImportedMap(model, report, read)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let the collector of garbage in circles rest: a map holds none, and many parts.

    What was made is handed over as old, as what has been looked at; else the collector would
    go through all of it at once when it wakes.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():  # nobody else keeps things from the collector
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _from_python(source: Any, options: ReadOptions, meant: Mapping[str, Sign]) -> ImportedMap:
    title = type(source).__name__
    is_frame = hasattr(source, "columns")
    try:
        read = read_frame(source, options) if is_frame else read_graph(source)
        read = with_named_signs(read, meant)
    except FormatError as error:
        raise file_problem("broken-map", title, error.what) from None
    model, losses = to_model(read, Origin(title, "Python", options.language))
    report = LossReport(title, "", counts_of(model), losses, language=options.language)
    return ImportedMap(model, report, read)


def _with_sidecar(
    model: Model, kind: Format, name: str, language: str
) -> tuple[Model, tuple[Loss, ...]]:
    """Give back what the format could not hold, from the file that was written beside it."""
    beside = sidecar_of(name)
    if not os.path.isfile(beside):  # noqa: PTH113 - any name may be asked for
        return model, ()
    unused = (Loss("sidecar", "", {"path": beside}),)
    try:
        told = written_as(read_bytes(beside).decode("utf-8", "replace"))
        form = (format_named(told[0]) if told else None) or kind
        if form.write is None or form.read is not kind.read:
            return model, unused
        kept = read_model(beside)
        tag = told[1] if told else language
        tag = nearest_language(tag, kept.languages) or kept.default_language
        written = ForeignFile(name, form.write(kept, tag))
        read = kind.read(written, ReadOptions(language))
        base, _ = to_model(read, Origin(name, kind.title, language))
        joined = rejoin(kept, base, model, form.variables_of(kept))
    except (ModelError, FormatError):
        return model, unused
    return (model, unused) if joined is None else joined


def counts_of(model: Model) -> tuple[int, int, int]:
    """Count variables, links and named loops."""
    return len(model.variables), len(model.links), len(model.loops)


def _unknown_format(name: str) -> ModelFileError:
    titles = ", ".join(each.title for each in formats() if each.recognise is not never)
    return file_problem(
        "unknown-format",
        name,
        Message("The file is in no format that digisys reads."),
        Message("Save the map as one of: {names}.", {"names": titles}),
    )
