"""Options of commands that read lists of a group or an organisation, and write forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.output import emit_text
from digisys.io.tables.table import Table
from digisys.words import N_

__all__ = ["Form", "ServiceFiles", "ServiceName", "write_form"]

Form = Annotated[
    Path | None,
    typer.Option("--form", metavar="FILE", help=N_("Write an empty form to fill in, as .xlsx.")),
]
ServiceFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILES", help=N_("CSV, XLSX or YAML files on services.")),
]
ServiceName = Annotated[
    str | None,
    typer.Option("--service", metavar="NAME", help=N_("One service in full: its id or name.")),
]


def write_form(tables: Sequence[Table], path: Path, *, force: bool) -> None:
    """Write the sheets of a form, and say where.

    Parameters
    ----------
    tables
        The sheets.
    path
        The workbook to write.
    force
        Whether to replace a file that is there already.
    """
    from digisys.io.tables.write import format_workbook
    from digisys.io.write import write_bytes

    write_bytes(format_workbook(tables, readable=True), path, force=force)
    emit_text(str(path))
