"""Pages and a text editor change one file: nobody's edit is lost, the file is always a model."""

from __future__ import annotations

import copy
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from digisys.errors import ModelFileError, OutputError
from digisys.io import bundled_models, parse_model, shared_file
from digisys.io.bundled import bundled_folder
from digisys.io.plain_model import model_of_plain, plain_model
from digisys.workshop.edit_session import Conflicted, EditSession, Refused, Saved
from tools.skips import explained

MODEL = """# The town, by its own people.
schema: 1
id: town
title: Town   # until somebody finds a better one
languages: [en]
variables:
  trust: {label: Trust, role: stock}

  use:   {label: Use, role: stock}   # of services
  skills:
    label: Skills
links:
  - {from: trust, to: use, polarity: positive}
  # Said by many.
  - {from: use, to: trust, polarity: positive}
  - {from: skills, to: use, polarity: positive}
"""
Plain = dict[str, Any]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.fixture
def session(file: Path):
    opened = EditSession(file)
    yield opened
    opened.close()


def renamed(plain: Plain, name: str, label: str) -> Plain:
    changed = copy.deepcopy(plain)
    changed["variables"][name]["label"] = label
    return changed


def saved(reply: object) -> Saved:
    assert isinstance(reply, Saved), reply
    return reply


def refused(reply: object) -> str:
    assert isinstance(reply, Refused), reply
    return " ".join(f"{each.what} {each.cure or ''}" for each in reply.problems)


def test_what_a_page_saves_is_in_the_file_and_the_rest_is_as_it_was(
    session: EditSession, file: Path
) -> None:
    now = session.current
    reply = saved(session.save(now.version, renamed(now.plain, "trust", "Confidence")))
    assert reply.plain is None
    assert file.read_text("utf-8") == MODEL.replace("Trust", "Confidence")
    assert session.current.version == reply.version
    assert saved(session.save(reply.version, session.current.plain)).version == reply.version


@pytest.mark.parametrize("kind", ["crlf", "mark", "crlf and mark", "no end"])
def test_ends_of_lines_and_a_byte_order_mark_stay(file: Path, kind: str) -> None:
    text = MODEL.replace("\n", "\r\n") if "crlf" in kind else MODEL
    text = text.rstrip("\n") if kind == "no end" else text
    start = b"\xef\xbb\xbf" if "mark" in kind else b""
    file.write_bytes(start + text.encode())
    session = EditSession(file)
    now = session.current
    saved(session.save(now.version, renamed(now.plain, "skills", "Know-how")))
    assert file.read_bytes() == start + text.replace("Skills", "Know-how").encode()
    session.close()


def test_a_model_in_json_stays_json(tmp_path: Path) -> None:
    file = tmp_path / "town.json"
    plain = plain_model(parse_model(MODEL))
    file.write_text(json.dumps(plain, indent=2), "utf-8")
    session = EditSession(file)
    saved(session.save(session.current.version, renamed(plain, "use", "Use of services")))
    assert json.loads(file.read_text("utf-8")) == renamed(plain, "use", "Use of services")
    session.close()


def test_what_an_editor_wrote_meanwhile_is_joined(session: EditSession, file: Path) -> None:
    now = session.current
    file.write_text(MODEL.replace("label: Use", "label: Use online") + "# End.\n", "utf-8")
    reply = saved(session.save(now.version, renamed(now.plain, "trust", "Confidence")))
    text = file.read_text("utf-8")
    assert "Confidence" in text
    assert "Use online" in text
    assert text.endswith("# End.\n")
    assert reply.plain == plain_model(parse_model(text))


def test_two_pages_get_each_others_edits(session: EditSession) -> None:
    start = session.current
    one = saved(session.save(start.version, renamed(start.plain, "trust", "Confidence")))
    two = saved(session.save(start.version, renamed(start.plain, "use", "Usage")))
    assert one.plain is None
    assert two.plain is not None
    assert two.plain["variables"]["trust"]["label"] == "Confidence"
    # The first page goes on from what it has, and loses nothing of the second.
    mine = renamed(renamed(start.plain, "trust", "Confidence"), "skills", "Know-how")
    third = saved(session.save(one.version, mine))
    assert third.plain is not None
    labels = {name: each["label"] for name, each in third.plain["variables"].items()}
    assert labels == {"trust": "Confidence", "use": "Usage", "skills": "Know-how"}


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_conflict_waits_for_a_choice(session: EditSession, file: Path, side: str) -> None:
    now = session.current
    theirs = MODEL.replace("Trust", "Faith").replace("Skills", "Abilities")
    file.write_text(theirs, "utf-8")
    mine = renamed(now.plain, "trust", "Confidence")
    reply = session.save(now.version, mine)
    assert isinstance(reply, Conflicted)
    assert file.read_text("utf-8") == theirs
    assert len(reply.told("en")) == 1
    key = reply.told("en")[0]["key"]
    # The page that goes on meanwhile is told the same again.
    again = session.save(now.version, renamed(mine, "use", "Usage"))
    assert isinstance(again, Conflicted)
    assert [each["key"] for each in again.told("en")] == [key]
    done = saved(session.save(now.version, renamed(mine, "use", "Usage"), {key: side}))
    assert done.plain is not None
    labels = {name: each["label"] for name, each in done.plain["variables"].items()}
    chosen = {"mine": "Confidence", "theirs": "Faith"}[side]
    assert labels == {"trust": chosen, "use": "Usage", "skills": "Abilities"}


def test_a_file_that_is_wrong_meanwhile_is_told_and_waited_for(
    session: EditSession, file: Path
) -> None:
    now = session.current
    broken = MODEL.replace("to: use,", "to: nowhere,", 1)
    file.write_text(broken, "utf-8")
    mine = renamed(now.plain, "trust", "Confidence")
    reply = session.save(now.version, mine)
    assert "There is no variable “nowhere”." in refused(reply)
    assert isinstance(reply, Refused)
    assert reply.problems[0].line == 13  # type: ignore[union-attr]
    assert file.read_text("utf-8") == broken
    session.look()
    assert session.problems
    assert session.current.version == now.version
    file.write_text(MODEL.replace("Skills", "Abilities"), "utf-8")
    assert saved(session.save(now.version, mine)).plain is not None
    assert session.problems == ()
    assert "Confidence" in file.read_text("utf-8")
    assert "Abilities" in file.read_text("utf-8")


def test_a_page_that_is_wrong_is_told_all_and_nothing_is_written(
    session: EditSession, file: Path
) -> None:
    plain = copy.deepcopy(session.current.plain)
    plain["links"].append({"from": "trust", "to": "gone", "polarity": "sideways"})
    plain["links"][0]["colour"] = "red"
    told = refused(session.save(session.current.version, plain))
    for word in ("gone", "sideways", "colour"):
        assert word in told
    assert file.read_text("utf-8") == MODEL


def test_a_file_that_is_gone_is_written_anew_only_when_chosen(
    session: EditSession, file: Path
) -> None:
    now = session.current
    mine = renamed(now.plain, "trust", "Confidence")
    file.unlink()
    reply = session.save(now.version, mine)
    assert isinstance(reply, Conflicted)
    assert reply.whole is not None
    assert not file.exists()
    assert "Put it back" in refused(session.save(now.version, mine, {"file": "theirs"}))
    saved(session.save(now.version, mine, {"file": "mine"}))
    assert file.read_text("utf-8") == MODEL.replace("Trust", "Confidence")


def test_a_full_disk_is_told_and_the_save_tried_again(
    session: EditSession, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = session.current
    mine = renamed(now.plain, "trust", "Confidence")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(os, "fsync", full)
    assert "the disk is full" in refused(session.save(now.version, mine))
    assert file.read_text("utf-8") == MODEL
    assert sorted(path.name for path in file.parent.glob("*.yaml")) == ["town.yaml"]
    monkeypatch.undo()
    saved(session.save(now.version, mine))
    assert "Confidence" in file.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason=explained("platform", "modes are POSIX"))
def test_a_file_made_read_only_is_told(session: EditSession, file: Path) -> None:
    now = session.current
    file.chmod(0o444)
    mine = renamed(now.plain, "trust", "Confidence")
    assert "read-only" in refused(session.save(now.version, mine))
    file.chmod(0o644)
    saved(session.save(now.version, mine))


def test_somebody_who_writes_in_the_last_moment_is_not_overwritten(
    session: EditSession, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the file and giving the new one its name, an editor saves."""
    now = session.current
    read, done = shared_file._content, []

    def with_an_editor(target: Path) -> bytes | None:
        if not done:
            done.append(True)
            file.write_text(MODEL.replace("Skills", "Abilities"), "utf-8")
        return read(target)

    monkeypatch.setattr(shared_file, "_content", with_an_editor)
    reply = saved(session.save(now.version, renamed(now.plain, "trust", "Confidence")))
    assert reply.plain is not None
    text = file.read_text("utf-8")
    assert "Confidence" in text
    assert "Abilities" in text


def test_the_file_is_kept_once_as_it_was(session: EditSession, file: Path) -> None:
    other = file.with_name("town.before-edit.yaml")
    other.write_text("somebody else's\n", "utf-8")
    assert session.backup is None
    for label in ("Confidence", "Faith"):
        now = session.current
        saved(session.save(now.version, renamed(now.plain, "trust", label)))
    assert session.backup == file.with_name("town.before-edit-2.yaml")
    assert session.backup.read_text("utf-8") == MODEL
    assert other.read_text("utf-8") == "somebody else's\n"


def test_after_a_kill_a_page_goes_on_from_what_it_was_given(file: Path) -> None:
    killed = EditSession(file)
    first = killed.current
    mine = renamed(first.plain, "trust", "Confidence")
    saved(killed.save(first.version, mine))
    killed._lock.free()  # as the system does for a process that is killed
    after = EditSession(file)
    # The page never heard that its edit was saved, and has another one by now.
    reply = saved(after.save(first.version, renamed(mine, "use", "Usage")))
    labels = [each["label"] for each in after.current.plain["variables"].values()]
    assert labels == ["Confidence", "Usage", "Skills"]
    assert reply.version == after.current.version
    after.close()
    assert not list(file.parent.glob(".town*"))


def test_a_page_of_a_session_that_nobody_knows_asks_for_a_choice(
    session: EditSession, file: Path
) -> None:
    mine = renamed(session.current.plain, "trust", "Confidence")
    reply = session.save("0123456789abcdef", mine)
    assert isinstance(reply, Conflicted)
    assert reply.whole is not None
    assert file.read_text("utf-8") == MODEL
    saved(session.save("0123456789abcdef", mine, {"file": "mine"}))
    assert "Confidence" in file.read_text("utf-8")
    same = session.save("0123456789abcdef", session.current.plain)
    assert saved(same).version == session.current.version


def test_one_session_a_file(session: EditSession, file: Path) -> None:
    with pytest.raises(OutputError, match="another digisys edit"):
        EditSession(file)


@pytest.mark.parametrize("name", ["digikompassi", "archetypes/fixes-that-fail"])
def test_what_comes_with_digisys_is_copied_first(name: str) -> None:
    assert name in bundled_models()
    for source in (name, bundled_folder() / f"{name}.yaml"):
        with pytest.raises(OutputError) as caught:
            EditSession(source)
        cure = f"digisys convert {name} {name.rpartition('/')[2]}.yaml"
        assert cure in str(caught.value.cure)


def test_no_session_of_what_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    with pytest.raises(ModelFileError):
        EditSession(path)
    path.write_text("schema: 1\nid: [\n", "utf-8")
    with pytest.raises(ModelFileError):
        EditSession(path)
    assert [each.name for each in tmp_path.iterdir()] == ["notes.yaml"]


@pytest.mark.parametrize("name", bundled_models())
def test_plain_data_is_the_model(name: str) -> None:
    from digisys.io import load

    model = load(name)
    assert model_of_plain(json.loads(json.dumps(plain_model(model)))) == model
