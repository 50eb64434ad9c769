"""A static site: every model and question has an address, and no link leads nowhere."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

import digisys
from digisys.cli.main import main
from digisys.report.site.site import SiteModel, make_site, usual_questions

MODEL = digisys.load("digikompassi")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("site") / "pages"
    asked = ["--of", "digikompassi", "--about", "14", "--date", "2026-11-27"]
    assert main(["site", str(made), "-l", "fi", *asked]) == 0
    return made


def test_every_link_leads_to_a_page_and_a_place(folder):
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        if page.parent != folder and page.name == "index.html":
            continue  # the explorer page: its links are tested where it is
        for address in re.findall(r'href="([^"]*)"', page.read_text("utf-8")):
            path = unquote(address.replace("&amp;", "&").partition("#")[0])
            assert (page.parent / path).resolve() in {each.resolve() for each in pages}, address


def test_the_pages_are_accessible_and_lead_to_the_map(browser, folder, check_axe):
    page = browser.new_page(viewport={"width": 1024, "height": 768})
    page.goto((folder / "index.html").as_uri())
    check_axe(page)
    page.get_by_role("link", name=re.compile("Mihin tavoite 14")).click()
    check_axe(page)
    assert "27.11.2026" in page.inner_text("body")
    page.get_by_role("link", name="Näytä tämä kartalla").click()
    page.wait_for_selector("#answer-title")
    assert "14" in page.inner_text("#answer-title")
    page.close()


def test_a_question_says_what_the_command_says(folder, capsys):
    finding = digisys.influence(MODEL, 14).conclusion.statements[0].text("fi")
    assert finding in (folder / "digikompassi" / "target-14.html").read_text("utf-8")


def test_the_same_models_give_the_same_bytes():
    model = digisys.load("archetypes/escalation")
    asked = [SiteModel(model, (next(iter(model.variables)),))] * 2
    one, other = (dict(make_site(asked, "en", date="2026-11-27")) for _ in range(2))
    assert one == other
    assert {path.split("/")[0] for path in one} == {"escalation", "escalation-2", "index.html"}


def test_a_full_folder_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["site", str(tmp_path), "-l", "en"]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_all_targets_and_named_loops_are_asked_where_nobody_says():
    assert usual_questions(MODEL) == (*range(1, 15), "R1", "R2", "R3", "R4", "R5")
