"""Reading the workbook of a model back, with every mistake at its sheet and cell."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from digisys.errors import ModelFileError, Place, Problem
from digisys.exchange.ids import unique_ids
from digisys.exchange.sheet.cells import from_cell, from_text
from digisys.exchange.sheet.columns import EVIDENCE_OF, SHEETS, Column, Sheet
from digisys.exchange.sheet.write_sheet import MODEL_SHEET
from digisys.io.tables.header import same_word
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Row, Table, column_letters
from digisys.io.yaml.read import parse_document, parse_model
from digisys.io.yaml.source import file_problem, read_bytes
from digisys.schema import Model, Scenario
from digisys.schema.link import link_ids
from digisys.schema.scenario_checks import find_scenario_problems
from digisys.words import LANGUAGES, Message, say

__all__ = ["SheetRead", "is_sheet", "read_sheet"]

Path = tuple[str | int, ...]
#: The cure of a cell that lacks what has to be told.
_FILL = Message("Fill the cell, or remove the row.")
_HEAD = re.compile(r"([a-z_.]+)(?:\s*\[([A-Za-z0-9-]+)\])?")
#: The keys of columns stand in one of the first rows.
_FIRST_ROWS = 6
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: Sheets with a column for the places of a drawing, and the fields of such a place.
_PLACED = {"variables": ("x", "y"), "loops": ("x", "y"), "areas": ("x", "y", "width", "height")}
#: Where a row of the sheet of evidence leads to.
_LISTS = {
    "variable": "variables",
    "area": "areas",
    "target": "targets",
    "loop": "loops",
    "theme": "themes",
}


@dataclass(frozen=True)
class SheetRead:
    """What a workbook of a model holds.

    Attributes
    ----------
    model
        The model.
    scenarios
        The scenarios in it.
    left_out
        Sheets and columns that are the user's own, and were not read.
    """

    model: Model
    scenarios: tuple[Scenario, ...] = ()
    left_out: tuple[str, ...] = ()


def is_sheet(data: bytes, file: str) -> bool:
    """Tell whether the bytes of a file are a workbook that holds a whole model.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.
    """
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        return _model_sheet(parse_tables(data, file)) is not None
    except ModelFileError:
        return False


def _model_sheet(tables: tuple[Table, ...]) -> Table | None:
    return next((table for table in tables if _tells_model(table)), None)


def _tells_model(table: Table) -> bool:
    keys = {str(row.cell(0)) for row in table.rows}
    return "schema" in keys and "languages" in keys


def read_sheet(path: str | os.PathLike[str]) -> SheetRead:
    """Read a model from the workbook that :func:`digisys.write_sheet` made, edited or not.

    Parameters
    ----------
    path
        The workbook, as Excel, LibreOffice or another program has saved it.

    Returns
    -------
    SheetRead
        The model and its scenarios.

    Raises
    ------
    ModelFileError
        If the file cannot be read or is no such workbook, or anything in it is wrong; every
        problem is listed with its sheet and cell.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "model.xlsx")
    ...     digisys.write_sheet(digisys.load("digikompassi"), path)
    ...     read_sheet(path).model.id
    'digikompassi'
    """
    file = os.fspath(path)
    tables = parse_tables(read_bytes(path), file)
    about = _model_sheet(tables)
    if about is None:
        raise file_problem(
            "unknown-format",
            file,
            Message("This is no workbook of a model: no sheet tells its schema and languages."),
            Message("Make one with: digisys sheet MODEL -o model.xlsx"),
        )
    reading = _Reading(file, tables, about)
    return reading.done()


@dataclass(frozen=True)
class _Cells:
    """One row: what its known columns hold."""

    sheet: Sheet
    table: Table
    row: Row
    columns: Mapping[int, tuple[Column, str]]

    def place(self, column: str = "") -> Place:
        at = next((at for at, (each, _) in self.columns.items() if each.id == column), None)
        return self.table.place(self.row, min(self.columns) if at is None else at)

    def values(self) -> dict[str, Any]:
        """Return the fields that are told, texts by language."""
        found: dict[str, Any] = {}
        for at, (column, tag) in self.columns.items():
            cell = self.row.cell(at)
            if cell is None:
                continue
            if column.kind != "text":
                found[column.id] = from_cell(cell, column)
            elif tag and not isinstance(found.get(column.id), str):
                found.setdefault(column.id, {})[tag] = from_text(cell)
            else:
                found[column.id] = from_text(cell)
        return found


class _Reading:
    """Puts the sheets together as the data of a model file, and notes where each part stood."""

    def __init__(self, file: str, tables: tuple[Table, ...], about: Table) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}
        self.left_out: list[str] = []
        self.order = {table.sheet: at for at, table in enumerate(tables)}
        self.cells: dict[str, list[_Cells]] = {sheet.id: [] for sheet in SHEETS}
        self.raw: dict[Any, Any] = {}
        self._about(about)
        named = _names()
        for table in tables:
            sheet = named.get(same_word(table.sheet or ""))
            if sheet is not None:
                self.cells[sheet.id] += self._rows(sheet, table)
            elif table is not about and not _is_own(table) and table.rows:
                self.left_out.append(table.sheet or "")

    # -- sheets ---------------------------------------------------------------

    def _about(self, table: Table) -> None:
        """Read the sheet of what is said of the model as a whole."""
        known = {*Model.model_fields, "schema"}
        for row in table.rows:
            head = _HEAD.fullmatch(str(row.cell(0) or ""))
            cell = row.cell(1)
            if head is None or cell is None or head[1].partition(".")[0] not in known:
                continue
            path = tuple(head[1].split("."))
            if head[2]:
                path, value = (*path, head[2]), from_text(cell)
            elif path[0] in ("title", "description", "id"):
                value = from_text(cell)
            else:
                listed = path == ("languages",)
                value = from_cell(cell, Column(path[-1], "words" if listed else "value"))
            self._set(self.raw, path, value)
            self.places[path] = table.place(row, 1)

    @staticmethod
    def _set(raw: dict[Any, Any], path: Path, value: Any) -> None:
        for part in path[:-1]:
            inner = raw.get(part)
            raw[part] = inner if isinstance(inner, dict) else {}
            raw = raw[part]
        raw[path[-1]] = value

    def _rows(self, sheet: Sheet, table: Table) -> Iterator[_Cells]:
        """Yield the rows of a sheet that tell anything."""
        found = self._header(sheet, table)
        if found is None:
            if table.rows:
                what = Message("The sheet has no row with the keys of its columns.")
                cure = Message("Write the sheets anew, and copy your rows into them.")
                self.problems.append(Problem("missing-column", (), what, cure, table.place()))
            return
        at, columns = found
        own: set[int] = set()
        for row in table.rows[at + 1 :]:
            told = {column for column, cell in enumerate(row.cells) if cell is not None}
            own |= told - columns.keys()
            if told & columns.keys():
                yield _Cells(sheet, table, row, columns)
        for column in sorted(own):
            name = next(
                (str(row.cell(column)) for row in table.rows[:at] if row.cell(column)),
                column_letters(column),
            )
            self.left_out.append(f"{table.sheet}!{name}")

    def _header(
        self, sheet: Sheet, table: Table
    ) -> tuple[int, dict[int, tuple[Column, str]]] | None:
        """Find the row of keys: the one of the first with the most of them."""
        known = {column.id: column for column in sheet.columns}
        best: tuple[int, dict[int, tuple[Column, str]], list[tuple[int, str]]] | None = None
        for at, row in enumerate(table.rows[:_FIRST_ROWS]):
            columns, other = {}, []
            for place, cell in enumerate(row.cells):
                head = _HEAD.fullmatch(cell) if isinstance(cell, str) else None
                if head and head[1] in known:
                    columns[place] = known[head[1]], head[2] or ""
                elif cell is not None:
                    other.append((place, str(cell)))
            if columns and (best is None or len(columns) > len(best[1])):
                best = at, columns, other
        if best is None:
            return None
        for place, name in best[2]:
            close = get_close_matches(name.partition(" ")[0], known, 1)
            cure = (
                Message("Did you mean “{name}”?", {"name": close[0]})
                if close
                else Message("Leave this cell empty if the column is your own.")
            )
            what = Message("There is no column “{name}”.", {"name": name})
            where = table.place(table.rows[best[0]], place)
            self.problems.append(Problem("unknown-key", (), what, cure, where))
        return best[0], best[1]

    # -- parts ----------------------------------------------------------------

    def done(self) -> SheetRead:
        """Make the model and the scenarios, or tell everything that is wrong."""
        self._named("areas")
        self._named("targets")
        self._named("themes")
        self._named("sources")
        self._inner("parts", "source", "sources", "parts")
        self._named("variables")
        self._links()
        self._named("loops")
        self._inner("cycles", "loop", "loops", "cycles")
        slides = [self._fields(each, ("presentation", "slides", at))
                  for at, each in enumerate(self.cells["slides"])]  # fmt: skip
        if slides:
            self.raw["presentation"] = {"slides": slides}
        scenarios = self._scenarios()
        self._evidence(scenarios)
        model = self._checked(lambda: parse_model(_flow(self.raw), file=self.file), ())
        made = [
            self._checked(
                lambda raw=raw: parse_document(
                    _flow(raw), self.file, Scenario, find_scenario_problems
                ),
                ("scenarios", name),
            )
            for name, raw in scenarios.items()
        ]
        if self.problems:
            self.problems.sort(key=self._position)
            raise ModelFileError(self.problems)
        return SheetRead(model, tuple(made), tuple(self.left_out))

    def _checked(self, make: Any, root: Path) -> Any:
        try:
            return make()
        except ModelFileError as error:
            for problem in error.problems:
                path = (*root, *problem.path)
                place = self._place(path)
                # What to write into a file is no help where there are cells.
                cure = _FILL if problem.code == "missing-key" else problem.cure
                self.problems.append(replace(problem, place=place, cure=cure))
            return None

    def _place(self, path: Path) -> Place:
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return Place(self.file)

    def _position(self, problem: Problem) -> tuple[int, int, str]:
        place = problem.place
        number = re.search("[0-9]+", place.cell or "")
        return self.order.get(place.sheet, -1), int(number[0]) if number else 0, place.cell or ""

    def _fields(self, cells: _Cells, path: Path, keys: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the fields of a row, and note where each stands."""
        self.places[path] = cells.place(keys[-1] if keys else "")
        for at, (column, tag) in cells.columns.items():
            place = cells.table.place(cells.row, at)
            if tag:
                self.places[*path, column.id, tag] = place
            self.places.setdefault((*path, column.id), place)
        return {name: value for name, value in cells.values().items() if name not in keys}

    def _named(self, name: str) -> None:
        """Read a sheet whose rows have a key each."""
        rows = self.cells[name]
        if not rows:
            return
        key = "number" if name == "targets" else "id"
        found: dict[Any, Any] = self.raw.setdefault(name, {})
        listed = [cells.values() for cells in rows]
        made = self._made_ids(listed) if key == "id" else {}
        for at, (cells, values) in enumerate(zip(rows, listed, strict=True)):
            own = values.get(key, made.get(at))
            if own is None:
                what = Message("The row has no “{name}”.", {"name": key})
                place = cells.place(key)
                self.problems.append(Problem("missing-cell", (), what, _FILL, place))
                continue
            if own in found:
                self._twice(cells, key, own)
                continue
            fields = self._fields(cells, (name, own), (key,))
            if name in _PLACED:
                self._put(name, own, fields, cells)
            found[own] = fields

    @staticmethod
    def _made_ids(rows: list[dict[str, Any]]) -> dict[int, str]:
        """Make ids of labels where rows have none."""
        new = {
            at: next(iter(_texts(row["label"])), "")
            for at, row in enumerate(rows)
            if "id" not in row and row.get("label")
        }
        taken = [str(row["id"]) for row in rows if "id" in row]
        made = unique_ids([*taken, *new.values()])[len(taken) :]
        return dict(zip(new, made, strict=True))

    def _put(self, name: str, key: Any, fields: dict[str, Any], cells: _Cells) -> None:
        """Take the place in a drawing out of the fields of a row."""
        place = {part: fields.pop(part) for part in _PLACED[name] if part in fields}
        if place:
            self.raw.setdefault("layout", {}).setdefault(name, {})[key] = place
            self.places["layout", name, key] = cells.place("x")
            for part in place:
                self.places["layout", name, key, part] = cells.place(part)

    def _twice(self, cells: _Cells, key: str, name: object) -> None:
        what = Message("“{name}” is in another row already.", {"name": name})
        cure = Message("Keep one of the two rows, or give one another name.")
        self.problems.append(Problem("duplicate-row", (), what, cure, cells.place(key)))

    def _inner(self, name: str, outer: str, of: str, into: str) -> None:
        """Read a sheet whose rows belong to those of another."""
        for cells in self.cells[name]:
            values = cells.values()
            owner, key = values.get(outer), values.get("id")
            owners = self.raw.get(of, {})
            if not isinstance(owner, str) or owner not in owners:
                code = "unknown-source" if of == "sources" else "unknown-loop"
                what = Message("There is no row “{name}” in its sheet.", {"name": owner or ""})
                cure = self._close(owner, owners)
                self.problems.append(Problem(code, (), what, cure, cells.place(outer)))
                continue
            inner = owners[owner].setdefault(into, {})
            if key in inner:
                self._twice(cells, "id", key)
                continue
            path: Path = (of, owner, into, str(key))
            fields = self._fields(cells, path, (outer, "id"))
            if name == "cycles":
                self.places[path] = cells.place("variables")
                inner[key] = self._members(fields.get("variables", []))
            else:
                inner[key] = fields

    @staticmethod
    def _members(cycle: Any) -> Any:
        if isinstance(cycle, list) and len(cycle) == 1:
            return [part.strip() for part in re.split("->|→|>", str(cycle[0])) if part.strip()]
        return cycle

    @staticmethod
    def _close(name: object, known: Any) -> Message | None:
        close = get_close_matches(str(name), [str(each) for each in known], 1)
        return Message("Did you mean “{name}”?", {"name": close[0]}) if close else None

    def _links(self) -> None:
        rows = self.cells["links"]
        labels = self._labels()
        links = []
        for at, cells in enumerate(rows):
            fields = self._fields(cells, ("links", at))
            for end in ("from", "to"):
                if isinstance(fields.get(end), str) and fields[end] not in self._variables:
                    fields[end] = labels.get(fields[end].casefold(), fields[end])
            links.append(fields)
        if links:
            self.raw["links"] = links

    @property
    def _variables(self) -> Mapping[Any, Any]:
        found: Mapping[Any, Any] = self.raw.get("variables", {})
        return found

    def _labels(self) -> dict[str, str]:
        """Return the ids of variables by their labels, where no two have the same."""
        found: dict[str, str] = {}
        twice: set[str] = set()
        for name, fields in self._variables.items():
            for text in {text.casefold() for text in _texts(fields.get("label", ""))}:
                if text in found:
                    twice.add(text)
                found[text] = name
        return {text: name for text, name in found.items() if text not in twice}

    def _scenarios(self) -> dict[Any, dict[str, Any]]:
        found: dict[Any, dict[str, Any]] = {}
        for cells in self.cells["scenarios"]:
            values = cells.values()
            name = values.get("id")
            if name in found:
                self._twice(cells, "id", name)
                continue
            found[name] = {"schema": 1, **self._fields(cells, ("scenarios", name or ""))}
        for cells in self.cells["interventions"]:
            name = cells.values().get("scenario")
            if name not in found:
                what = Message("There is no row “{name}” in its sheet.", {"name": name or ""})
                cure = self._close(name, found)
                place = cells.place("scenario")
                self.problems.append(Problem("no-such-scenario", (), what, cure, place))
                continue
            listed = found[name].setdefault("interventions", [])
            path: Path = ("scenarios", str(name), "interventions", len(listed))
            listed.append(self._fields(cells, path, ("scenario",)))
        return found

    # -- evidence -------------------------------------------------------------

    def _evidence(self, scenarios: Mapping[Any, dict[str, Any]]) -> None:
        links = self.raw.get("links", [])
        ids = link_ids(
            (str(link.get("from")), str(link.get("to")), _own_id(link)) for link in links
        )
        numbers = {name: at for at, name in enumerate(ids)}
        labels = self._labels()
        for cells in self.cells["evidence"]:
            values = cells.values()
            of, item = values.get("of"), values.get("item")
            if of not in EVIDENCE_OF:
                what = Message("“{word}” is none of the words that fit.", {"word": of or ""})
                cure: Message | None = Message(
                    "Choose one of: {names}.", {"names": ", ".join(EVIDENCE_OF)}
                )
                self.problems.append(Problem("wrong-choice", (), what, cure, cells.place("of")))
                continue
            path: Path
            if of == "link":
                key: Any = numbers.get(str(item))
                path, owners = ("links", key or 0), links
                known: Any = ids
                owner = None if key is None else links[key]
            else:
                owners = scenarios if of == "scenario" else self.raw.get(_LISTS[of], {})
                key = item
                if of == "target" and str(item).isdecimal():
                    key = int(str(item)[:9])
                if of == "variable" and key not in owners:
                    key = labels.get(str(item).casefold())
                known, owner = owners, owners.get(key)
                path = ("scenarios" if of == "scenario" else _LISTS[of], key)
            if not isinstance(owner, dict):
                code = {"scenario": "no-such-scenario"}.get(of, f"unknown-{of}")
                what = Message("There is no row “{name}” in its sheet.", {"name": item or ""})
                cure = self._close(item, known)
                self.problems.append(Problem(code, (), what, cure, cells.place("item")))
                continue
            listed = owner.setdefault("evidence", [])
            listed.append(self._fields(cells, (*path, "evidence", len(listed)), ("of", "item")))


def _own_id(link: Mapping[str, Any]) -> str | None:
    own = link.get("id")
    return own if isinstance(own, str) else None


def _texts(text: Any) -> tuple[str, ...]:
    found = tuple(text.values()) if isinstance(text, dict) else (text,)
    return tuple(each for each in found if isinstance(each, str))


def _names() -> dict[str, Sheet]:
    """Return the sheets by their names in every language, and by their keys."""
    return {
        same_word(name): sheet
        for sheet in SHEETS
        for name in (sheet.id, *(say(sheet.title, tag) for tag in LANGUAGES))
    }


def _is_own(table: Table) -> bool:
    """Whether it is the sheet of instructions, or another of the model's own."""
    own = {say(text, tag) for text in ("Instructions", MODEL_SHEET) for tag in LANGUAGES}
    return table.sheet in own


def _flow(value: Any) -> str:
    """Write plain data as YAML on one line, as our reader of files takes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    text = json.dumps(str(value), ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
