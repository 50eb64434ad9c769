"""Writing a model for another tool, with a file beside it for what the format cannot hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from digisys.errors import OutputError
from digisys.exchange.format import Format
from digisys.exchange.losses import Loss, LossReport
from digisys.exchange.read_map import counts_of
from digisys.exchange.registry import format_named, formats
from digisys.exchange.sidecar import format_sidecar, sidecar_of
from digisys.io.write import check_target, write_bytes, write_text
from digisys.schema import Model
from digisys.words import N_, Message, nearest_language

__all__ = ["format_to_write", "write_map"]

#: Parts of a model that a format may hold or not, and what people call them.
_PARTS: Mapping[str, str] = {
    "role": N_("roles"),
    "layout": N_("positions"),
    "description": N_("descriptions"),
    "unit": N_("units"),
    "area": N_("areas"),
    "targets": N_("policy targets"),
    "inertia": N_("inertia and starting levels"),
    "names": N_("short labels and aliases"),
    "evidence": N_("evidence"),
    "strength": N_("strengths"),
    "effect": N_("effects that are not linear"),
    "delay": N_("delays"),
    "certainty": N_("certainty"),
    "note": N_("notes"),
    "said_by": N_("who said it"),
    "loops": N_("named loops"),
    "unlinked": N_("variables without links"),
}


def write_map(
    model: Model,
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - as it is typed on the command line
    language: str | None = None,
    sidecar: bool = True,
    force: bool = False,
) -> LossReport:
    """Write a model for another tool.

    What the format cannot hold is told in the report and kept in a file beside it, named as it
    with ``.digisys.yaml`` added, which :func:`digisys.read_map` picks up: read back as it was
    written, the model is the same; after changes in the other tool, ids and evidence of what
    did not change are kept.

    Parameters
    ----------
    model
        The model.
    path
        The file; its ending tells the format.
    format
        Name of the format, where the ending does not tell it, such as ``kumu-json``.
    language
        Of the labels; the model's first when absent.
    sidecar
        Whether the file beside it is written where the format cannot hold all.
    force
        Whether to replace files that are there already.

    Returns
    -------
    LossReport
        What was carried and what the format has no place for.

    Raises
    ------
    OutputError
        If there is no such format, or a file is there already or cannot be written.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.graphml")
    ...     report = write_map(digisys.load("digikompassi"), file, language="en")
    ...     same = digisys.read_map(file).model == digisys.load("digikompassi")
    >>> report.format, same
    ('GraphML', True)
    """
    kind = format_to_write(path, format)
    tag = nearest_language(language or model.default_language, model.languages)
    tag = tag or model.default_language
    losses = tuple(_losses(model, kind, tag))
    beside = sidecar_of(path)
    check_target(path, force=force)
    if losses and sidecar:
        check_target(beside, force=force)
    assert kind.write is not None  # noqa: S101 - so format_to_write chose it
    write_bytes(kind.write(model, tag), path, force=force)
    if losses and sidecar:
        write_text(format_sidecar(model, kind.name, tag), beside, force=force)
    elif force and Path(beside).is_file():
        Path(beside).unlink()  # it told of what is no longer there
    return LossReport(kind.title, os.fspath(path), counts_of(model), losses, tag)


def format_to_write(path: str | os.PathLike[str], name: str | None) -> Format:
    """Choose the format of a file that is to be written.

    Raises
    ------
    OutputError
        If no format has this name or ending, or it is only read.
    """
    wanted = name or Path(path).suffix or Path(path).name
    kind = format_named(wanted)
    if kind is None or kind.write is None:
        names = ", ".join(
            f"{each.name} ({each.suffixes[0]})" for each in formats() if each.write is not None
        )
        raise OutputError(
            Message("Maps are not written as “{name}”.", {"name": wanted}),
            Message("Choose one of: {names}.", {"names": names}),
        )
    return kind


def _losses(model: Model, kind: Format, language: str) -> Iterator[Loss]:
    others = [each for each in model.languages if each != language]
    if others:
        values = {"languages": ", ".join(others), "language": language}
        yield Loss("one-language", "", values)
    left_out = len(model.variables) - len(kind.variables_of(model))
    for name, count in {**_used(model), "unlinked": left_out}.items():
        if count and name not in kind.holds:
            yield Loss("not-held", "", {"what": Message(_PARTS[name]), "count": count})
    unknown = sum(link.polarity == "unknown" for link in model.links)
    if unknown and "unknown" not in kind.holds:
        yield Loss("unknown-signs", "", {"count": unknown})


def _used(model: Model) -> dict[str, int]:
    """Count how often a model uses each of its parts."""
    variables, links = model.variables.values(), model.links
    return {
        "role": sum(each.role != "auxiliary" for each in variables),
        "layout": len(model.layout.variables) if model.layout else 0,
        "description": sum(each.description is not None for each in variables),
        "unit": sum(each.unit is not None for each in variables),
        "area": sum(each.area is not None for each in variables),
        "targets": sum(bool(each.targets) for each in variables),
        "inertia": sum(each.initial is not None or each.inertia != "medium" for each in variables),
        "names": sum(bool(each.aliases) or each.short_label is not None for each in variables),
        "evidence": sum(bool(each.evidence) for each in variables)
        + sum(bool(link.evidence) for link in links),
        "strength": sum(link.strength != "unknown" for link in links),
        "effect": sum(link.effect != "linear" or link.modulates is not None for link in links),
        "delay": sum(bool(link.delay) for link in links),
        "certainty": sum(link.certainty == "ambiguous" for link in links),
        "note": sum(link.note is not None for link in links),
        "said_by": sum(bool(link.said_by) for link in links),
        "loops": len(model.loops),
    }
