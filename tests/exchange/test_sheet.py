"""A model as a workbook, edited there, and back: the same model, or each mistake at its cell."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.cli.main import main
from digisys.errors import ModelFileError, OutputError
from digisys.exchange.sheet.read_sheet import is_sheet
from digisys.exchange.sheet.scenarios import scenarios_of
from digisys.io.tables.read import read_tables
from digisys.io.tables.table import Row
from digisys.io.tables.write import format_workbook
from digisys.schema import Model
from digisys.words import LANGUAGES
from tests.length import examples

OFFICE = shutil.which("soffice")
#: Texts that spreadsheets change when nobody takes care.
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1),
    st.sampled_from(
        [" a", "a ", "=1+1", "+a", "'a", '"a"', '"a', "[a]", "a;b", "1,5", "2030", "TRUE", "1e3",
         "_x000D_", "a\nb", "a\tb", "-", "\N{NO-BREAK SPACE}a", "2024-01-01", "a -> b", "null"]
    ),
).filter(lambda text: any(letter.isalnum() or letter in "=-+" for letter in text))  # fmt: skip
NUMBERS = st.floats(0.001, 1, allow_subnormal=False)
SIZES = st.one_of(
    st.sampled_from(["weak", "unknown", 0, 1]), NUMBERS, st.tuples(NUMBERS, NUMBERS).map(sorted)
)


@st.composite
def models(draw):
    """Models that use every part of a model file."""

    def text():
        return {"en": draw(TEXTS), "fi": draw(TEXTS)}

    def evidence():
        cited = [{"source": "talk", "pages": [2], "key_result": True}]
        return draw(
            st.sampled_from(
                [[], [{"source": "talk"}],
                 [{"source": "talk", "part": "first", "pages": [1, 2], "cites": cited}]]
            )
        )  # fmt: skip

    names = [f"v{at}" for at in range(draw(st.integers(3, 6)))]
    roles = draw(st.lists(st.sampled_from(["stock", "auxiliary"]), min_size=6, max_size=6))
    pairs = [*zip(names, [*names[1:], names[0]], strict=True), (names[0], names[2])]
    delays = st.one_of(st.just(True), st.just(0), NUMBERS)
    effects = st.sampled_from(
        ["linear", "saturating", {"threshold": 0.1}, {"table": [[-1, -0.5], [0, 0], [1, 2.5]]}]
    )
    raw = {
        "schema": 1,
        "id": "tiny",
        "title": text(),
        "description": text(),
        "languages": ["en", "fi"],
        "time": {"start": 0, "end": 24, "unit": "months"},
        "sources": {"talk": {"title": text(), "parts": {"first": {"label": text()}}, "year": 2024}},
        "areas": {"one": {"label": text(), "evidence": evidence()}},
        "targets": {3: {"title": text(), "area": "one"}},
        "variables": {
            name: {
                "label": text(),
                "role": role,
                "area": "one",
                "aliases": draw(st.lists(TEXTS, max_size=2)),
                "targets": draw(
                    st.sampled_from([[], [{"target": 3, "stated_as": "key_result"}]])
                ),
                "evidence": evidence(),
                **({"initial": draw(NUMBERS), "inertia": [0.5, 2]} if role == "stock" else {}),
            }
            for name, role in zip(names, roles, strict=False)
        },
        "links": [
            {
                "from": source,
                "to": target,
                "polarity": "negative" if at == 0 else "positive",
                "strength": draw(SIZES),
                "delay": draw(delays),
                "delay_order": draw(st.sampled_from([1, 3, "pipeline"])),
                "effect": draw(effects),
                "said_by": draw(st.lists(TEXTS, max_size=2)),
                "note": text(),
                "evidence": evidence(),
            }
            for at, (source, target) in enumerate(pairs)
        ],
        "loops": {
            "B1": {
                "label": text(),
                "kind": "balancing",
                "cycles": {"B1": names},
                "evidence": evidence(),
            }
        },
        "presentation": {"slides": [{"title": text(), "loop": "B1"}, {"steps": 2}]},
    }  # fmt: skip
    if draw(st.booleans()):
        raw["layout"] = {
            "width": 900,
            "height": 900,
            "areas": {"one": {"x": 0, "y": 0, "width": 900, "height": 800}},
            "variables": {name: {"x": 90, "y": draw(NUMBERS)} for name in names[:2]},
            "loops": {"B1": {"x": 1, "y": 2}},
        }
    return Model.model_validate(raw)


@settings(max_examples=examples(40), deadline=None)
@given(model=models())
def test_a_model_comes_back_as_it_was(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("sheet") / "a.xlsx"
    digisys.write_sheet(model, path)
    found = digisys.read_sheet(path)
    assert found.model == model
    assert found.left_out == ()


@pytest.mark.parametrize("name", digisys.bundled_models())
def test_bundled_models_come_back_with_their_scenarios(name, tmp_path):
    model = digisys.load(name)
    scenarios = scenarios_of(model, name)
    assert scenarios
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        digisys.write_sheet(model, path, scenarios=scenarios, language=language)
        found = digisys.read_sheet(path)
        assert (found.model, found.scenarios, found.left_out) == (model, scenarios, ())


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@settings(max_examples=1, deadline=None)
@given(model=models())
def test_libreoffice_saves_the_same_model(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    bundled = digisys.load("digikompassi")
    digisys.write_sheet(model, folder / "tiny.xlsx")
    scenarios = scenarios_of(bundled, "digikompassi")
    digisys.write_sheet(bundled, folder / "large.xlsx", scenarios=scenarios)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", folder / "saved", folder / "tiny.xlsx", folder / "large.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert digisys.read_sheet(folder / "saved" / "tiny.xlsx").model == model
    found = digisys.read_sheet(folder / "saved" / "large.xlsx")
    assert (found.model, found.scenarios) == (bundled, scenarios)


# -- edited -----------------------------------------------------------------------


def edited(tmp_path, *changes, drop=()):
    """Write the model, change cells in it as a spreadsheet would, and return the file."""
    source, target = tmp_path / "was.xlsx", tmp_path / "now.xlsx"
    digisys.write_sheet(digisys.load("archetypes/escalation"), source, language="en", force=True)
    tables = list(read_tables(source))
    for sheet, row, column, value in changes:
        at = next(i for i, table in enumerate(tables) if table.sheet == sheet)
        rows = {each.number: list(each.cells) for each in tables[at].rows}
        cells = rows.setdefault(row or max(rows) + 1, [])
        heads = rows[2]
        place = heads.index(column) if column in heads else len(heads)
        cells += [None] * (place + 1 - len(cells))
        cells[place] = value
        kept = tuple(Row(number, tuple(cells)) for number, cells in sorted(rows.items()))
        tables[at] = replace(tables[at], rows=kept)
    target.write_bytes(format_workbook([table for table in tables if table.sheet not in drop]))
    return target


def problems(path):
    with pytest.raises(ModelFileError) as caught:
        digisys.read_sheet(path)
    return {(each.code, each.place.sheet, each.place.cell) for each in caught.value.problems}


def test_a_row_with_labels_alone_becomes_a_variable_and_its_links(tmp_path):
    was = digisys.load("archetypes/escalation")
    language = was.languages[0]
    first = next(iter(was.variables))
    texts = dict.fromkeys(was.languages, "Trust between the two")
    last = len(was.variables) + 3
    changes = [("Variables", last, f"label [{tag}]", text) for tag, text in texts.items()]
    row = len(was.links) + 3
    changes += [
        ("Causal links", row, "from", "trust BETWEEN the two"),
        ("Causal links", row, "to", was.variables[first].label.text(language)),
        ("Causal links", row, "polarity", "negative"),
        ("Causal links", row, "strength", "0,2 – 0,4"),
    ]
    found = digisys.read_sheet(edited(tmp_path, *changes)).model
    assert list(found.variables) == [*was.variables, "trust_between_the_two"]
    assert found.links[:-1] == was.links
    assert found.links[-1].id == f"trust_between_the_two->{first}"
    assert found.links[-1].strength == (0.2, 0.4)


def test_mistakes_are_told_all_at_once_with_sheet_and_cell(tmp_path):
    model = digisys.load("archetypes/escalation")
    title = f"title [{model.languages[0]}]"
    path = edited(
        tmp_path,
        ("Causal links", 3, "polarity", "positve"),
        ("Causal links", 4, "to", "nobody"),
        ("Variables", 3, "role", 7),
        ("Variables", 4, "id", next(iter(model.variables))),
        ("Evidence", 3, "item", "nothing"),
        ("Sources", 3, title, "\N{ZERO WIDTH SPACE}\u2800"),
        ("Loops", 2, "kind", "sort"),
    )
    found = problems(path)
    columns = {
        name: {head: cell for cell, head in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", cells, strict=False)}
        for name, cells in (
            (table.sheet, table.rows[1].cells)
            for table in read_tables(tmp_path / "was.xlsx")
            if len(table.rows) > 1
        )
    }
    assert {
        ("wrong-choice", "Causal links", f"{columns['Causal links']['polarity']}3"),
        ("unknown-variable", "Causal links", f"{columns['Causal links']['to']}4"),
        ("wrong-choice", "Variables", f"{columns['Variables']['role']}3"),
        ("duplicate-row", "Variables", "A4"),
        ("unknown-key", "Loops", f"{columns['Loops']['kind']}2"),
        ("missing-key", "Loops", "A3"),
    } <= found
    assert ("Evidence", f"{columns['Evidence']['item']}3") in {each[1:] for each in found}
    assert ("Sources", f"{columns['Sources'][title]}3") in {each[1:] for each in found}


def test_the_cure_of_an_empty_cell_is_to_fill_it(tmp_path):
    languages = digisys.load("archetypes/escalation").languages
    changes = [("Variables", 3, f"label [{tag}]", None) for tag in languages]
    with pytest.raises(ModelFileError) as caught:
        digisys.read_sheet(edited(tmp_path, *changes))
    (cure,) = {str(each.cure) for each in caught.value.problems if each.code == "missing-key"}
    assert cure == "Fill the cell, or remove the row."


def test_a_heading_is_that_of_its_sheet(tmp_path):
    digisys.write_sheet(digisys.load("digikompassi"), tmp_path / "model.xlsx")
    told = {}
    for table in read_tables(tmp_path / "model.xlsx"):
        if len(table.rows) > 1:
            heads, keys = (table.rows[at].cells for at in (0, 1))
            told[table.sheet] = dict(zip(keys, heads, strict=False))
    assert told["Esitys"]["direction"] != told["Vaikutussuhteet"]["direction"]


def test_own_columns_and_sheets_are_told_and_left_out(tmp_path):
    path = edited(
        tmp_path, ("Causal links", 1, "mine", "My notes"), ("Causal links", 3, "mine", "ask Anna")
    )
    found = digisys.read_sheet(path)
    assert found.model == digisys.load("archetypes/escalation")
    assert found.left_out == ("Causal links!My notes",)


def test_rows_that_are_moved_and_blank_rows_change_nothing(tmp_path):
    path = edited(tmp_path, ("Causal links", 90, "from", None), drop=("Instructions", "Slides"))
    assert digisys.read_sheet(path).model == digisys.load("archetypes/escalation")


def test_without_its_variables_the_lack_is_told(tmp_path):
    found = problems(edited(tmp_path, drop=("Variables",)))
    assert "missing-key" in {code for code, _, _ in found}


def test_a_text_longer_than_a_cell_is_refused_with_its_place(tmp_path):
    model = digisys.load("archetypes/escalation")
    long = model.model_copy(update={"description": model.title.model_copy(
        update={"root": "a" * 40_000})})  # fmt: skip
    with pytest.raises(OutputError, match=r"32,?767"):
        digisys.write_sheet(long, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


# -- at the command line ------------------------------------------------------------


def test_a_workbook_is_a_model_at_the_command_line(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["sheet", "digikompassi", "-o", "a.xlsx", "-l", "sv"]) == 0
    assert main(["sheet", "digikompassi", "-o", "a.xlsx"]) == 1
    assert "--force" in capsys.readouterr().err
    # Sizes are kept beside the model file, not in a workbook: the rows are the same.
    assert main(["influence", "14", "-m", "a.xlsx", "-l", "en", "-f", "csv"]) == 0
    answer = capsys.readouterr().out
    assert main(["influence", "14", "-l", "en", "-f", "csv"]) == 0
    assert capsys.readouterr().out == answer
    assert main(["sheet", "a.xlsx", "-o", "a.yaml"]) == 0
    assert digisys.load("a.yaml") == digisys.load("digikompassi")
    assert digisys.load_scenario("scenarios/network-cut.yaml").model == "digikompassi"
    assert main(["sheet", "a.xlsx", "-o", "a.yaml", "--force"]) == 0
    assert capsys.readouterr().out.split()[-1] == "a.yaml", "scenarios are the same already"


def test_a_table_of_links_is_no_workbook_of_a_model(tmp_path):
    assert not is_sheet(b"from;to\na;b\n", "a.csv")
    path = tmp_path / "map.xlsx"
    digisys.write_map(digisys.load("archetypes/escalation"), path)
    assert not is_sheet(path.read_bytes(), "map.xlsx")
    with pytest.raises(ModelFileError, match="digisys sheet MODEL"):
        digisys.read_sheet(path)
