"""Evidence is found again in text, HTML and PDF; what was changed or lost is told."""

from __future__ import annotations

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.analysis.quoting.findings import quotation_findings
from digisys.analysis.quoting.passages import Searched, fingerprint, words_of
from digisys.analysis.quoting.quotations import quotations
from digisys.cli.main import main
from digisys.errors import QuestionError
from digisys.io.documents import Document, read_document

FIRST = "Open data makes it easier to build joined-up services for people."
SECOND = "Where services work, trust in society grows, slowly but surely."
THIRD = "Nobody knows yet whether rumours weaken it."
HTML = f"<html><head><title>{THIRD}</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
MODEL = """\
schema: 1
id: quoted
title: Quoted
languages: [en]
sources:
  report: {{title: A report{files}}}
variables:
  data: {{label: Data}}
  trust: {{label: Trust}}
links:
  - from: data
    to: trust
    polarity: positive
    evidence:
      - {{source: report, pages: [{page}], {place}}}
"""


def model_of(tmp_path, place: str, page: int = 2, files: str = "") -> digisys.Model:
    path = tmp_path / "quoted.yaml"
    path.write_text(MODEL.format(place=place, page=page, files=files))
    return digisys.load(path)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """Return a folder with one text in three forms; of two pages where the form has pages."""
    made = tmp_path_factory.mktemp("documents")
    wrapped = SECOND.replace("society ", "soci-\nety\n")
    (made / "report.txt").write_text(f"{FIRST}\f{wrapped}\n")
    (made / "report.html").write_text(HTML)
    text = f'#set document(title: "Report")\n{FIRST}\n#pagebreak()\n{SECOND}\n'
    (made / "report.pdf").write_bytes(typst.compile(text.encode()))
    return made


@pytest.mark.parametrize("file", ["report.txt", "report.html", "report.pdf"])
@pytest.mark.parametrize("kind", ["quote", "fingerprint"])
def test_a_place_is_found_in_every_form(tmp_path, documents, file, kind):
    place = f"quote: '{SECOND}'" if kind == "quote" else f"fingerprint: '{fingerprint(SECOND)}'"
    model = model_of(tmp_path, place, files=f", files: [{file}]")
    (found,) = quotations(model, documents).quotations
    assert (found.state, found.found.document) == ("found", file)
    assert found.found.page == (None if file.endswith("html") else 2)
    assert words_of(found.found.text) == words_of(SECOND)


def test_another_page_is_told(tmp_path, documents):
    model = model_of(tmp_path, f"quote: '{FIRST}'", files=", files: [report.pdf]")
    found = quotations(model, documents)
    assert [(e.state, e.found.page) for e in found.quotations] == [("moved", 1)]
    assert quotation_findings(found)[0].code == "quotation-moved"


def test_changed_words_are_shown_as_they_stand_now(tmp_path, documents):
    old = SECOND.replace("slowly but surely", "quickly")
    model = model_of(tmp_path, f"quote: '{old}'", files=", files: [report.txt]")
    found = quotations(model, documents)
    (each,) = found.quotations
    assert each.state == "changed"
    assert "trust in soci" in each.found.text
    (finding,) = quotation_findings(found)
    assert (finding.code, finding.severity) == ("quotation-changed", "problem")


@pytest.mark.parametrize("text", [THIRD, "quite other words stand here now"])
def test_what_no_reader_sees_is_not_found(tmp_path, documents, text):
    model = model_of(tmp_path, f"quote: '{text}'")
    found = quotations(model, documents)
    assert found.quotations[0].state == "missing"
    assert quotation_findings(found)[0].code == "quotation-missing"


def test_a_source_without_its_document_is_told(tmp_path, documents):
    model = model_of(tmp_path, f"quote: '{FIRST}'", files=", files: [other.pdf]")
    found = quotations(model, documents)
    assert quotation_findings(found)[0].code == "document-missing"


def test_check_and_quote_end_with_1_where_a_place_is_lost(tmp_path, documents, capsys):
    model_of(tmp_path, f"quote: '{SECOND}'")
    file, folder = str(tmp_path / "quoted.yaml"), str(documents)
    assert main(["check", file, "--sources", folder]) == 0
    assert "1 of 1" in capsys.readouterr().out
    lost = tmp_path / "lost"  # a file is read once in a command
    lost.mkdir()
    model_of(lost, "quote: 'quite other words stand here now'")
    file = str(lost / "quoted.yaml")
    assert main(["check", file, "--sources", folder]) == 1
    assert main(["quote", file, "--sources", folder]) == 1
    assert main(["quote", file]) == 0
    capsys.readouterr()
    assert main(["quote", "--text", SECOND]) == 0
    assert capsys.readouterr().out.strip() == fingerprint(SECOND)


def test_a_folder_that_is_none_and_a_broken_pdf_are_told(tmp_path, documents):
    model = model_of(tmp_path, f"quote: '{FIRST}'")
    with pytest.raises(QuestionError, match="is no folder"):
        quotations(model, tmp_path / "absent")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 100)
    with pytest.raises(QuestionError, match=r"broken\.pdf.*cannot be read"):
        read_document(tmp_path / "broken.pdf")


WORDS = st.lists(st.sampled_from("abcdefghijklmnop"), min_size=30, max_size=60)


@given(WORDS, st.integers(0, 20), st.integers(1, 10))
def test_a_passage_is_found_where_it_is(words, start, count):
    """Whatever is cut out of a text is found whole, at a place that has these words."""
    passage = words[start : start + count]
    document = Searched(Document("d", (" ".join(words),), paged=False))
    found = document.find(fingerprint(" ".join(passage)))
    assert found is not None
    assert found.share == 1.0
    assert found.text.split() == passage


@given(WORDS)
def test_a_passage_that_is_not_there_is_not_found(words):
    document = Searched(Document("d", (" ".join(words),), paged=False))
    assert document.find(fingerprint("x y z x y z x y z")) is None


def test_a_fingerprint_tells_no_words():
    printed = fingerprint(SECOND)
    assert not set(words_of(SECOND)) & set(printed.replace(":", ".").split("."))


def test_less_than_half_of_a_passage_is_missing_and_half_is_changed():
    words = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"]
    document = Searched(Document("d", (" ".join(["x", *words[:8], "y"]),), paged=False))
    half = document.find(fingerprint(" ".join(words)))
    assert half is not None
    assert half.share == pytest.approx(0.5)
    assert document.find(fingerprint(" ".join([*words[:4], *"qrstuvzåäöüw"]))) is None
