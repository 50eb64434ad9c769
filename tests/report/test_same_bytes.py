"""The same input, seed and date give the same bytes, whenever they are asked for."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from digisys.report.document.docx import docx
from digisys.report.document.pdf import pdf
from digisys.report.slides.deck import Deck
from digisys.report.slides.pptx import pptx
from digisys.report.workbook.workbook import workbook
from tests.report.conftest import DATE


def test_files_tell_no_time_of_making(documents, deck, report, monkeypatch):
    import time

    short = Deck(deck.title, deck.subtitle, "fi", (deck.slides[0], deck.slides[-2]), DATE)

    def write() -> list[bytes]:
        book = workbook(report.influence, report.model, "fi", date=DATE)
        return [docx(documents["en"]), pptx(short), pdf(documents["en"]), book]

    first = write()
    later = time.localtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert write() == first
    for content in (first[0], first[1], first[3]):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_date_is_that_of_the_file(documents, deck):
    import docx as library
    from pptx import Presentation

    made = datetime.fromisoformat(DATE)
    word = library.Document(io.BytesIO(docx(documents["en"])))
    show = Presentation(io.BytesIO(pptx(Deck(deck.title, "", "fi", deck.slides[-1:], DATE))))
    for core in (word.core_properties, show.core_properties):
        for told in (core.created, core.modified):
            assert told.replace(tzinfo=None) == made


def test_answers_are_the_same_in_every_run(report):
    import digisys

    again = digisys.report_on(
        report.model, "target 14", scenario="leadership-push", date=DATE, seed=report.seed
    )
    assert again.to_dict("en") == report.to_dict("en")
