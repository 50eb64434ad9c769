"""Worksheets of factors come back as they were filled in, and every fault with its place."""

from __future__ import annotations

import io
import json
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import yaml

import digisys
from digisys.cli.main import main
from digisys.errors import DigisysError, ModelFileError, OutputError, QuestionError
from digisys.words import say
from digisys.workshop.factor_sheet import read_factors
from digisys.workshop.factor_words import HEADS, QUESTIONS, SIGNS, factor_subjects
from tests.workshop.test_factors import MODEL

LANGUAGES = ("fi", "sv", "en")


def fill(path, language, rows):
    """Fill a workbook in as a group does: found by what the cells say."""
    book = openpyxl.load_workbook(path)
    sheet = book[say("Factors", language)]
    sheet["B2"], sheet["B3"] = "Group 7", 6
    cells = {
        (row[0].value, row[1].value): row for row in reversed(list(sheet.iter_rows(min_row=6)))
    }
    for (about, question), (text, sign) in rows.items():
        row = next(
            each for key, each in cells.items() if about in str(key[0]) and key[1] == question
        )
        row[2].value, row[3].value = text, sign
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_comes_back_in_every_language(tmp_path, language):
    path = tmp_path / "factors.xlsx"
    digisys.write_factor_sheet(MODEL, path, language=language)
    assert read_factors([path]).answers == ()
    words = {key: say(text, language) for key, text in QUESTIONS.items()}
    signs = {key: say(text, language) for key, text in SIGNS.items()}
    fill(
        path,
        language,
        {
            (" 1: ", words["enables"]): ("Rules", None),
            (" 2: ", words["blocks"]): ("Rumours", None),
            (" 3: ", words["follows"]): ("Trust", signs["negative"]),
        },
    )
    found = read_factors([path])
    assert not found.problems
    assert [(each.about, each.question, each.text, each.sign) for each in found.answers] == [
        ("target 1", "enables", "Rules", "unknown"),
        ("target 2", "blocks", "Rumours", "unknown"),
        ("target 3", "follows", "Trust", "negative"),
    ]
    assert {each.voice for each in found.answers} == {"Group 7 (6)"}
    assert found.answers[0].place.sheet == say("Factors", language)
    assert [link.id for link in found.proposal(MODEL).links] == [
        "rules->digital_skills", "rumours->use", "luottamus->trust",
    ]  # fmt: skip


def test_the_same_worksheet_has_the_same_bytes_and_lists_to_choose_from(tmp_path):
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    digisys.write_factor_sheet(MODEL, one, about=["time"], language="en")
    digisys.write_factor_sheet(MODEL, other, about=["time"], language="en")
    assert one.read_bytes() == other.read_bytes()
    sheet = openpyxl.load_workbook(one)["Factors"]
    lists = [each.formula1 for each in sheet.data_validations.dataValidation]
    assert '"what enables it,what blocks it,what follows from it"' in lists
    assert '"rises,falls"' in lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_document_comes_back(tmp_path, language):
    docx = pytest.importorskip("docx")
    path = tmp_path / "factors.docx"
    digisys.write_factor_sheet(MODEL, path, about=["time", "2"], language=language)
    assert read_factors([path]).answers == ()
    document = docx.Document(str(path))
    document.tables[0].cell(0, 1).text = "Group 3"
    document.tables[0].cell(1, 1).text = "4"
    document.tables[1].cell(1, 1).text = "Calm"
    document.tables[2].cell(9, 1).text = "Trust"
    document.save(str(path))
    found = read_factors([path])
    assert not found.problems
    assert [(each.about, each.question, each.text, each.sign) for each in found.answers] == [
        (MODEL.variables["time"].label.text(language), "enables", "Calm", "unknown"),
        ("target 2", "follows", "Trust", "unknown"),
    ]
    assert found.answers[0].voice == "Group 3 (4)"


def test_what_cannot_be_read_is_told_with_its_place_and_the_rest_is_kept(tmp_path):
    path = tmp_path / "group.csv"
    path.write_text(
        "Group;Us\nHow many of you;some\n\n"
        "About;Question;Answer;Rises or falls;Remark\n"
        "use;what enables it;Rules;;\n"
        "use;why not;Haste;;\n"
        ";what blocks it;Noise;;\n"
        "use;what follows from it;Trust;sideways;\n"
        "use;what follows from it;Calm;-;\n"
        "use;what blocks it;;;a remark alone\n"
        "use;what blocks it;—;;\n"
        "no such thing;what blocks it;Rumours;;\n",
        encoding="utf-8",
    )
    found = read_factors([path])
    assert [each.text for each in found.answers] == ["Rules", "Calm", "Rumours"]
    assert [(each.code, each.place.line, each.place.cell) for each in found.problems] == [
        ("not-a-count", 2, "B2"),
        ("unknown-factor-question", 6, "B6"),
        ("missing-cell", 7, "A7"),
        ("unknown-sign", 8, "D8"),
        ("missing-cell", 10, "C10"),
        ("missing-cell", 11, "C11"),
    ]
    proposal = found.proposal(MODEL)
    assert {link.id for link in proposal.links} == {"rules->use", "use->calm"}
    assert [proposal.answers[each.answer].text for each in proposal.set_aside] == ["Rumours"]
    for language in LANGUAGES:
        assert "D8" in proposal.text(language)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\x00\x01", b"PK\x03\x04nonsense", "Ä;Ö\n".encode("utf-16")]
)
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx"])
def test_other_files_are_refused_in_words(tmp_path, content, ending):
    path = tmp_path / f"other{ending}"
    path.write_bytes(content)
    with pytest.raises(DigisysError) as caught:
        read_factors([path])
    assert caught.value.what.text("fi")


def test_a_sheet_without_a_group_is_called_after_its_file(tmp_path):
    path = tmp_path / "table-4.csv"
    path.write_text("About,Question,Answer\nuse,enables,Rules\n", encoding="utf-8")
    assert read_factors([path]).answers[0].voice == "table-4"


def test_headings_of_all_languages_differ_from_each_other():
    for language in LANGUAGES:
        assert len({say(text, language) for text in HEADS.values()}) == len(HEADS)


def test_what_is_asked_about_is_told_apart():
    names = [each.name for each in factor_subjects(MODEL, language="en")]
    assert names == [
        "Target 1: Everyone on board",
        "Target 2: Good services",
        "Target 3: Confidence",
    ]
    assert [each.name for each in factor_subjects(MODEL, ("use",), language="fi")] == ["Käyttö"]
    with pytest.raises(DigisysError):
        factor_subjects(MODEL, ("nothing such",), language="en")


def test_endings_and_contradicting_options_are_refused(tmp_path):
    with pytest.raises(OutputError):
        digisys.write_factor_sheet(MODEL, tmp_path / "factors.odt")
    (tmp_path / "factors.xlsx").write_bytes(b"mine")
    with pytest.raises(OutputError):
        digisys.write_factor_sheet(MODEL, tmp_path / "factors.xlsx")
    with pytest.raises(ModelFileError):
        read_factors([tmp_path / "absent.csv"])


MAP = """\
# Of the group.
schema: 1
id: trust
title: Trust
languages: [en]
variables:   # two
  trust: {label: Trust}
  openness: {label: Openness}   # as said
links:
  - {from: openness, to: trust, polarity: positive}   # said twice
"""


def test_from_the_worksheet_into_the_file_with_all_comments_kept(tmp_path, capsys):
    path = tmp_path / "trust.yaml"
    path.write_text(MAP)
    sheet = tmp_path / "group.csv"
    sheet.write_text(
        "About,Question,Answer\ntrust,blocks,Rumours\ntrust,enables,Opennes\n", encoding="utf-8"
    )
    line = ["factors", str(path), "--read", str(sheet)]
    assert main(line) == 0
    assert not (tmp_path / "trust.suggestions.yaml").exists()
    assert main([*line, "--keep"]) == 0
    assert path.read_text() == MAP
    assert main(["suggestions", str(path), "--same", "opennes=openness"]) == 0
    assert main(["suggestions", str(path), "--take", "rumours->trust", "--by", "All"]) == 0
    text = path.read_text()
    assert text.startswith("# Of the group.")
    assert "# said twice" in text
    assert "# as said" in text
    model = digisys.load(path)
    assert model.variables["openness"].aliases == ("Opennes",)
    assert model.links[-1].said_by == ("group", "All")
    kept = yaml.safe_load((tmp_path / "trust.suggestions.yaml").read_text())
    assert [each["from"] for each in kept["gathered"]["links"]] == ["openness"]
    assert main(["suggestions", str(path), "--take-all"]) == 0
    assert digisys.load(path).links[0].said_by == ("group",)
    capsys.readouterr()
    for wrong in (["--same", "x"], ["--same", "x=trust"], ["--take", "no->such"]):
        assert main(["suggestions", str(path), *wrong]) == 1
    assert main(["factors", str(path)]) == 1
    assert main(["factors", "--read", str(sheet), "--keep"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_too_much_to_ask_about_is_refused():
    many = MODEL.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    many["targets"] = {}
    many["variables"] = {f"v{n}": {"label": {"fi": f"V {n}", "en": f"V {n}"}} for n in range(70)}
    many["links"] = []
    model = type(MODEL).model_validate_json(json.dumps(many))
    with pytest.raises(QuestionError):
        factor_subjects(model, language="en")


def test_a_small_file_that_unpacks_to_a_large_one_is_refused_before_it_is(tmp_path, monkeypatch):
    docx = pytest.importorskip("docx")
    path = tmp_path / "factors.docx"
    digisys.write_factor_sheet(MODEL, path)
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bytes(100_000_001))
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(docx, "Document", lambda _: pytest.fail("it was opened"))
    with pytest.raises(ModelFileError) as caught:
        read_factors([path])
    assert [each.code for each in caught.value.problems] == ["damaged-document"]
