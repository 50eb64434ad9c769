"""What participants say of links is summed up as it was said, whatever it was written on."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from statistics import median_low
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.robustness.robust import wilson_interval
from digisys.cli.main import main
from digisys.errors import ModelFileError, QuestionError, UnknownNameError
from digisys.report.voting.pack import pack_workshop
from digisys.schema import Model
from digisys.words import LANGUAGES, say
from digisys.workshop.suggestions import read_changes
from digisys.workshop.votes.ballots import (
    OPINIONS,
    SIGNS,
    STRENGTHS,
    Ballot,
    Tally,
    Vote,
)
from digisys.workshop.votes.cards import cards_of, choose_links
from digisys.workshop.votes.columns import CHOICES, HEADINGS
from digisys.workshop.votes.link_codes import ALPHABET, link_codes
from digisys.workshop.votes.propose import propose_changes
from digisys.workshop.votes.read_votes import read_votes
from digisys.workshop.votes.summed import CONSENSUS, LinkVotes, sum_votes
from digisys.workshop.votes.worksheet import format_worksheet
from tests.length import examples
from tests.workshop.trust import LINKS, TEXT


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "trust.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    path = tmp_path_factory.mktemp("votes") / "trust.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return digisys.load(path)


VOTES = st.builds(
    Vote,
    st.sampled_from(LINKS),
    st.sampled_from((None, *OPINIONS)),
    st.sampled_from((None, *SIGNS)),
    st.sampled_from((None, *STRENGTHS)),
    st.sampled_from(("", "Miksi näin?", "=1+1", "a; b, c")),
)


def _ballot(votes: list[Vote]) -> tuple[Vote, ...]:
    """One vote a link, none empty, in the order of the model."""
    own = {vote.link: vote for vote in votes if not vote.empty}
    return tuple(own[link] for link in LINKS if link in own)


BALLOTS = st.lists(st.lists(VOTES, max_size=6).map(_ballot).filter(bool), min_size=1, max_size=5)


# --- codes --------------------------------------------------------------------------------


def test_codes_of_cards_stay_and_one_slip_makes_no_other_code(model):
    codes = link_codes(model)
    fewer = link_codes(model.without("trust->use"))
    assert {name: codes[name] for name in fewer} == fewer
    known = set(link_codes(digisys.load("digikompassi")).values())
    for code in known:
        slips = {
            code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in ALPHABET
        } - {code}
        swaps = {
            code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)
        } - {code}
        assert not (slips | swaps) & known


# --- sums against brute force -----------------------------------------------------------------


@settings(max_examples=examples(40))
@given(BALLOTS)
def test_sums_equal_counting_one_by_one(model, ballots):
    links = {link.id: link for link in model.links}
    summed = {
        each.link: each
        for each in sum_votes(model, [Ballot(str(at), votes) for at, votes in enumerate(ballots)])
    }
    cast = [vote for votes in ballots for vote in votes]
    assert set(summed) == {vote.link for vote in cast}
    for name, found in summed.items():
        own = [vote for vote in cast if vote.link == name]
        opinions = Counter(vote.opinion for vote in own)
        assert (found.agree, found.disagree, found.not_sure) == tuple(
            opinions[each] for each in OPINIONS
        )
        signs: Counter[str | None] = Counter()
        for vote in own:
            implied = links[name].polarity if vote.opinion == "agree" else None
            signs[vote.sign or implied] += 1
        assert (found.positive, found.negative, found.unknown) == tuple(
            signs[each] for each in SIGNS
        )
        ranks = [STRENGTHS.index(vote.strength) for vote in own if vote.strength]
        assert found.weak + found.moderate + found.strong == len(ranks)
        if ranks:
            low = median_low(ranks)
            high = -median_low([-rank for rank in ranks])
            middle = STRENGTHS[low] if low == high else None
            assert found.median_strength == middle
        both = signs["positive"], signs["negative"]
        assert found.contested == (min(both) > 0 and max(both) < CONSENSUS * sum(both))
        if opinions["agree"] + opinions["disagree"]:
            sides = opinions["agree"] + opinions["disagree"]
            assert found.share == opinions["agree"] / sides
            assert found.interval == wilson_interval(opinions["agree"], sides)
        assert found.notes == tuple(sorted(vote.note for vote in own if vote.note))


@pytest.mark.parametrize(
    ("positive", "negative", "contested"),
    [(1, 1, True), (2, 1, True), (3, 1, False), (5, 2, True), (9, 3, False), (4, 0, False)],
)
def test_a_direction_is_contested_where_neither_has_three_quarters(positive, negative, contested):
    assert LinkVotes("a->b", positive=positive, negative=negative).contested == contested
    assert LinkVotes("a->b", positive=negative, negative=positive).contested == contested


def test_whoever_finds_the_other_sign_does_not_reject_the_link(model):
    other = [Ballot(str(n), (Vote("trust->use", "disagree", "negative"),)) for n in range(3)]
    gone = [Ballot(str(n), (Vote("trust->use", "disagree"),)) for n in range(3)]
    assert not sum_votes(model, other)[0].rejected
    assert sum_votes(model, gone)[0].rejected


def test_a_pile_of_cards_counts_as_so_many_ballots(model):
    ballots = [
        Ballot("1", (Vote("cost->use", "agree", None, "weak"),)),
        Ballot("2", (Vote("cost->use", "disagree", "positive", "strong"),)),
        Ballot("3", (Vote("cost->use", "not_sure"),)),
    ]
    tally = Tally("cost->use", (1, 1, 1), (1, 0, 0), (1, 0, 1))
    assert sum_votes(model, ballots) == sum_votes(model, [], [tally])


# --- round trips ------------------------------------------------------------------------------


def _column(sheet: Any, text: str, language: str) -> int:
    heads = [cell.value for cell in sheet[1]]
    return heads.index(text) + 1 if text in heads else heads.index(say(text, language)) + 1


def fill_worksheet(
    content: bytes, votes: tuple[Vote, ...], language: str, voter: str = ""
) -> bytes:
    """Fill a worksheet in as a participant does, choosing from its lists."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[say("Votes", language)]
    ids = _column(sheet, HEADINGS["id"], language)
    rows = {sheet.cell(row, ids).value: row for row in range(2, sheet.max_row + 1)}
    for vote in votes:
        told = {"vote": vote.opinion, "sign": vote.sign, "strength": vote.strength}
        for field, value in told.items():
            if value is not None:
                head = say(HEADINGS[field], language) + voter
                cell = sheet.cell(rows[vote.link], _column(sheet, head, language))
                cell.value = say(CHOICES[field][value], language)
        if vote.note:
            cell = sheet.cell(
                rows[vote.link], _column(sheet, say(HEADINGS["note"], language) + voter, language)
            )
            cell.value, cell.data_type = vote.note, "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_file(votes: tuple[Vote, ...], ballot: str, revision: int = 1) -> str:
    """Write what the page saves."""
    told = []
    for vote in votes:
        raw = {"link": vote.link, "vote": vote.opinion, "sign": vote.sign}
        raw |= {"strength": vote.strength, "note": vote.note}
        told.append({key: value for key, value in raw.items() if value})
    head = {"format": "digisys-votes", "version": 1, "model": "trust", "ballot": ballot}
    return json.dumps({**head, "revision": revision, "votes": told})


def csv_file(ballots: list[tuple[Vote, ...]]) -> str:
    """Write the ballots of a table as someone types them from cards."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["ballot", "id", "vote", "sign", "strength", "note"])
    for number, votes in enumerate(ballots, 1):
        for vote in votes:
            fields = (vote.opinion, vote.sign, vote.strength, vote.note)
            writer.writerow([number, vote.link, *(each or "" for each in fields)])
    return out.getvalue()


def _as_said(model: Model, ballots: list[tuple[Vote, ...]]) -> tuple[LinkVotes, ...]:
    return sum_votes(model, [Ballot(str(at), votes) for at, votes in enumerate(ballots)])


def _in_order(found: Any) -> tuple[LinkVotes, ...]:
    return tuple(sorted(found.links, key=lambda each: LINKS.index(each.link)))


@settings(max_examples=examples(12))
@given(BALLOTS, st.randoms(use_true_random=False))
def test_files_give_back_what_was_planted_in_any_order(tmp_path_factory, model, ballots, chance):
    folder = tmp_path_factory.mktemp("files")
    paths = []
    sheets = {
        language: format_worksheet(cards_of(model, LINKS, language), "Trust", language)
        for language in LANGUAGES
    }
    in_table = []
    for number, votes in enumerate(ballots):
        kind = chance.choice(["xlsx", "json", "csv"])
        path = folder / f"votes-{number}.{kind}"
        if kind == "csv":
            in_table.append(votes)
            continue
        if kind == "xlsx":
            language = chance.choice(LANGUAGES)
            path.write_bytes(fill_worksheet(sheets[language], votes, language))
            if any(path.read_bytes() == other.read_bytes() for other in paths):
                in_table.append(votes)  # the same bytes are the same file
                continue
        else:
            path.write_text(saved_file(votes, f"ABCD{number}"), encoding="utf-8")
        paths.append(path)
    if in_table:
        paths.append(folder / "typed.csv")
        paths[-1].write_text(csv_file(in_table), encoding="utf-8")
    found = read_votes(model, paths)
    assert not found.problems
    assert found.participants == len(ballots)
    assert _in_order(found) == _as_said(model, ballots)
    chance.shuffle(paths)
    again = read_votes(model, [*paths, chance.choice(paths)])
    assert again.links == found.links
    assert again.repeated == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sheet_with_columns_for_several(tmp_path, model, language):
    cards = cards_of(model, LINKS, language)
    content = format_worksheet(cards, "Trust", language, voters=3)
    ballots = [
        (Vote("openness->trust", "agree", None, "weak"), Vote("use->cost", "not_sure")),
        (Vote("openness->trust", "disagree", "negative"),),
        (Vote("cost->use", "agree", "negative", "moderate", "Niin"),),
    ]
    for number, votes in enumerate(ballots, 1):
        content = fill_worksheet(content, votes, language, f" {number}")
    path = tmp_path / "all.xlsx"
    path.write_bytes(content)
    found = read_votes(model, path)
    assert found.participants == 3
    assert _in_order(found) == _as_said(model, ballots)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sheet_that_libreoffice_saved(tmp_path, model):
    votes = (
        Vote("openness->trust", "disagree", "negative", "weak", "Päinvastoin"),
        Vote("cost->use", "agree"),
    )
    sheet = format_worksheet(cards_of(model, LINKS, "fi"), "Luottamus", "fi")
    path = tmp_path / "votes.xlsx"
    path.write_bytes(fill_worksheet(sheet, votes, "fi"))
    home = tmp_path / "out"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(home), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = read_votes(model, home / "votes.xlsx")
    assert not found.problems
    assert _in_order(found) == _as_said(model, [votes])


def test_counts_of_cards_and_codes_that_were_typed(tmp_path, model):
    codes = link_codes(model)
    path = tmp_path / "cards.csv"
    typed = codes["trust->use"].lower()
    rows = ["Koodi;Samaa mieltä;Eri mieltä;En ole varma;Vahva", f"{typed[:3]} {typed[3:]};5;2;1;3"]
    path.write_text("\n".join(rows), encoding="utf-8")
    (each,) = read_votes(model, path).links
    assert (each.link, each.agree, each.disagree, each.not_sure) == ("trust->use", 5, 2, 1)
    assert (each.positive, each.strong, each.voices) == (5, 3, 8)


# --- mistakes ---------------------------------------------------------------------------------


def test_what_is_wrong_is_told_with_its_cell_and_the_rest_is_kept(tmp_path, model):
    code = link_codes(model)["trust->use"]
    rows = [
        "code,id,ballot,vote,sign,strength,note",
        ",openness->trust,1,perhaps,+,weak,",
        ",openness->trust,1,agree,,,",
        ",a->b,1,agree,,,",
        "AAAAA,,1,agree,,,",
        ",,1,agree,,,",
        ",trust->use,Maija,agree,,,",
        f"{code},,2,agree,,,{'x' * 600}",
    ]
    path = tmp_path / "votes.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = read_votes(model, path)
    told = [(problem.code, problem.place.line) for problem in found.problems]
    assert sorted(told) == [
        ("long-note", 8),
        ("missing-cell", 6),
        ("unknown-card", 5),
        ("voted-twice", 3),
        ("wrong-ballot", 7),
        ("wrong-vote", 2),
    ]
    assert all(problem.cure is not None for problem in found.problems)
    assert found.gone == {"a->b": 1}
    assert {each.link for each in found.links} == {"openness->trust", "trust->use"}
    assert "Maija" not in json.dumps(found.to_dict()) + found.text()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.json", "{", "not-votes"),
        ("a.json", '{"format": "digisys-votes", "name": "Maija"}', "not-votes"),
        ("a.csv", "name,age\nx,1\n", "not-votes"),
        ("a.json", saved_file((), "ABCD").replace("trust", "other"), "votes-for-another-model"),
    ],
)
def test_a_file_without_votes_is_refused(tmp_path, model, name, text, code):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelFileError) as error:
        read_votes(model, path)
    assert [problem.code for problem in error.value.problems] == [code]


def test_counts_that_cannot_be_are_told(tmp_path, model):
    path = tmp_path / "cards.csv"
    path.write_text("id,agree,disagree,weak\ntrust->use,-1,2,\ncost->use,1,0,2\n", encoding="utf-8")
    found = read_votes(model, path)
    assert [problem.code for problem in found.problems] == ["wrong-count", "wrong-count"]
    assert not found.links


def test_the_last_save_of_a_ballot_counts(tmp_path, model):
    first, last = (Vote("trust->use", "agree"),), (Vote("trust->use", "disagree"),)
    one, two, three = (tmp_path / f"{name}.json" for name in "abc")
    one.write_text(saved_file(first, "ABCD2345", 1))
    two.write_text(saved_file(last, "ABCD2345", 2))
    for paths in ([one, two], [two, one]):
        found = read_votes(model, paths)
        assert (found.participants, found.repeated) == (1, 1)
        assert found.links[0].disagree == 1
    three.write_text(saved_file(first, "ABCD2345", 2))
    told = [read_votes(model, paths) for paths in ([two, three], [three, two])]
    assert told[0].to_dict() == told[1].to_dict()
    assert [problem.code for problem in told[0].problems] == ["votes-differ"]


# --- proposals --------------------------------------------------------------------------------


def _proposed(model: Model, *tallies: Tally, least: int = 3) -> dict[str, str]:
    from digisys.workshop.votes.votes import Votes

    votes = Votes(model, sum_votes(model, [], tallies), 0)
    return {change.id: change.value for change in propose_changes(votes, least=least)}


def test_votes_propose_and_never_remove(model):
    contested = Tally("trust->use", (2, 2, 0), (0, 2, 0), (3, 0, 1))
    rejected = Tally("openness->trust", (1, 3, 0), strengths=(0, 1, 0))
    other = Tally("cost->use", (0, 4, 0), (4, 0, 0))
    certain = Tally("use->cost", (4, 0, 0), (0, 0, 0))
    assert _proposed(model, contested, rejected, other, certain) == {
        "trust->use polarity": "unknown",
        "trust->use strength": "weak",
        "openness->trust certainty": "ambiguous",
        "cost->use polarity": "positive",
        "use->cost certainty": "explicit",
    }
    assert _proposed(model, contested, rejected, other, certain, least=5) == {}
    with pytest.raises(QuestionError):
        _proposed(model, least=0)


def test_a_proposal_is_reviewed_taken_and_keeps_comments(model_file, capsys):
    folder = model_file.parent
    rows = ["id,agree,disagree,not_sure,negative", "trust->use,2,2,0,2", "openness->trust,0,4,0,0"]
    (folder / "cards.csv").write_text("\n".join(rows))
    proposal = folder / "proposal.yaml"
    read = ["workshop", "read", str(folder / "cards.csv"), "-m", str(model_file), "-l", "en"]
    assert main([*read, "--propose", str(proposal)]) == 0
    assert model_file.read_text("utf-8") == TEXT
    model = digisys.load(model_file)
    assert {change.id for change in read_changes(model, proposal)} == {
        "trust->use polarity",
        "openness->trust certainty",
    }
    capsys.readouterr()
    review = ["suggestions", str(model_file), "--file", str(proposal), "-l", "en"]
    assert main(review) == 0
    told = capsys.readouterr().out
    assert "polarity: positive" in " ".join(told.split())
    assert "+ 2 / \N{MINUS SIGN} 2 / ? 0" in told
    assert main([*review, "--take", "trust->use polarity"]) == 0
    text = model_file.read_text("utf-8")
    link = next(link for link in digisys.load(model_file).links if link.id == "trust->use")
    assert link.polarity == "unknown"
    assert any("2" in said for said in link.said_by)
    before, after = TEXT.splitlines(), text.splitlines()
    assert [line for line in before if "trust, to: use" not in line] == [
        line for line in after if "trust, to: use" not in line and line in before
    ]
    assert [change.id for change in read_changes(digisys.load(model_file), proposal)] == [
        "openness->trust certainty"
    ]
    # Read again with other votes, what they no longer speak for is gone.
    (folder / "cards.csv").write_text("id,agree,disagree\nopenness->trust,4,0\n")
    assert main([*read, "--propose", str(proposal)]) == 0
    assert read_changes(digisys.load(model_file), proposal) == ()


# --- the pack ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pack(model):
    return pack_workshop(model, links="all", languages=["fi", "en"])


def test_a_pack_is_the_same_bytes_and_tells_nobody(model, pack):
    again = pack_workshop(model, links="all", languages=["fi", "en"])
    assert again.files == pack.files
    assert list(pack.files) == [
        "cards-fi.pdf", "cards-en.pdf", "votes-fi.xlsx", "votes-en.xlsx", "vote.html"
    ]  # fmt: skip
    for name, content in pack.files.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                core = book.read("docProps/core.xml").decode()
            for tag in ("dc:creator", "cp:lastModifiedBy"):
                assert not re.search(f"<{tag}>[^<]", core)
        if name.endswith(".pdf"):
            assert b"/Author" not in content
            assert b"/MarkInfo" in content or b"/StructTreeRoot" in content


def test_cards_for_word_tell_nobody_and_have_every_code(model):
    import docx

    found = pack_workshop(model, links="all", languages=["sv"], cards="docx")
    word = docx.Document(io.BytesIO(found.files["cards-sv.docx"]))
    assert word.core_properties.author == word.core_properties.last_modified_by == ""
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert all(code in text for code in link_codes(model).values())
    assert "Tillit \N{RIGHTWARDS ARROW} Användning" in text


def test_no_sheet_and_no_file_asks_for_a_name(pack):
    words = re.compile(r"\b(name|nimi|namn|e-mail|sähköposti)\b", re.IGNORECASE)
    for language in ("fi", "en"):
        book = openpyxl.load_workbook(io.BytesIO(pack.files[f"votes-{language}.xlsx"]))
        for sheet in book.worksheets[1:]:
            assert not [cell.value for cell in sheet[1] if words.search(str(cell.value))]
            assert sheet.freeze_panes == "C2"
        assert len(book[say("Votes", language)].data_validations.dataValidation) == 3


def test_the_links_to_discuss_first_come_first():
    model = digisys.load("digikompassi")
    first = choose_links(model, 11, links=3, samples=200)
    asked = digisys.questions(model, 11, samples=digisys.Draws(200, 1)).flips
    assert first == tuple(flip.link for flip in asked[:3])


def test_what_cannot_be_packed_is_told(model):
    with pytest.raises(UnknownNameError):
        choose_links(model, links=["a->b"])
    with pytest.raises(QuestionError):
        choose_links(model, links=0)
    with pytest.raises(QuestionError):
        pack_workshop(model, voters=0)
    with pytest.raises(QuestionError):
        pack_workshop(model, languages=["de"])
    with pytest.raises(QuestionError):
        choose_links(model.without(*LINKS))


@pytest.mark.parametrize("ending", ["md", "html", "docx", "xlsx", "json", "pdf"])
def test_what_votes_come_to_is_written_as_documents(model_file, ending, capsys):
    folder = model_file.parent
    (folder / "a.json").write_text(
        saved_file((Vote("trust->use", "agree", None, "weak", "Hyvä"),), "ABCD2345")
    )
    out = folder / f"out.{ending}"
    line = ["workshop", "read", str(folder / "a.json"), "-m", str(model_file), "-o", str(out)]
    assert main([*line, "-l", "fi"]) == 0
    assert out.stat().st_size > 300
    if ending in ("md", "html"):
        assert "Hyvä" in out.read_text("utf-8")
    assert main([*line, "-l", "fi"]) == 1  # it is there already
