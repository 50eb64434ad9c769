"""A file is written whole, or it stays as it was."""

import os
import stat
import subprocess
import sys
import threading

import pytest

from digisys.errors import OutputError
from digisys.io.write import check_target, write_bytes
from tools.skips import explained


def test_a_new_file_is_written(tmp_path):
    path = tmp_path / "map.svg"
    write_bytes(b"<svg/>", path)
    assert path.read_bytes() == b"<svg/>"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_stays_unless_asked(tmp_path):
    path = tmp_path / "map.svg"
    path.write_text("mine")
    with pytest.raises(OutputError, match="there already") as error:
        write_bytes(b"new", path)
    assert "force" in str(error.value)
    assert path.read_text() == "mine"
    write_bytes(b"new", path, force=True)
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match=r"no folder .*nowhere"):
        write_bytes(b"", tmp_path / "nowhere" / "map.svg")


def test_a_folder_is_not_overwritten(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        check_target(tmp_path, force=True)


def test_a_failed_write_leaves_the_old_file_and_no_remains(tmp_path, monkeypatch):
    path = tmp_path / "map.svg"
    path.write_text("mine")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_bytes(b"new", path, force=True)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_no_remains(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(b"new", tmp_path / "map.svg")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    os.name == "nt", reason=explained("platform", "links and modes differ on Windows")
)
def test_links_are_followed_and_the_usual_permissions_apply(tmp_path):
    real = tmp_path / "real.svg"
    real.write_text("old")
    link = tmp_path / "link.svg"
    link.symlink_to(real)
    write_bytes(b"new", link, force=True)
    assert link.is_symlink()
    assert real.read_text() == "new"
    (tmp_path / "plain").write_text("")
    write_bytes(b"new", tmp_path / "new.svg")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.svg", "plain")}
    assert len(modes) == 1


@pytest.mark.skipif(os.name == "nt", reason=explained("platform", "modes differ on Windows"))
def test_a_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "map.svg"
    path.write_text("old")
    path.chmod(0o640)
    write_bytes(b"new", path, force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["a" * 400 + ".svg", "nul\0byte.svg"])
def test_a_name_that_the_system_refuses_is_an_error_of_ours(tmp_path, name):
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes(b"", tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason=explained("platform", "Windows has no /dev/stdout"))
def test_standard_output_is_written_into_wherever_it_goes(tmp_path):
    # Its real name is a pipe without a folder, or a file that the shell has made already.
    line = "from digisys.io.write import write_bytes; write_bytes(b'new', '/dev/stdout')"
    command = [sys.executable, "-c", line]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"new"
    path = tmp_path / "all.txt"
    path.write_bytes(b"old ")
    with path.open("ab") as stream:
        subprocess.run(command, check=True, stdout=stream)
    assert path.read_bytes() == b"old new"


def test_of_programs_that_write_at_once_one_wins(tmp_path, monkeypatch):
    """All have seen that nothing is there, and have their content ready, before any ends."""
    count = 5
    ready = threading.Barrier(count)
    monkeypatch.setattr(os, "fsync", lambda _: ready.wait(timeout=20))
    target = tmp_path / "one.txt"
    refused = []

    def write(number):
        try:
            write_bytes(f"from {number}".encode(), target)
        except OutputError as error:
            assert "there already" in str(error)  # noqa: PT017
            refused.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == count - 1
    (winner,) = set(range(count)) - set(refused)
    assert target.read_text() == f"from {winner}"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_a_file_without_a_name_is_refused(name, tmp_path):
    with pytest.raises(OutputError, match=r"has no name|is a folder"):
        check_target(tmp_path / name if name else name)
    assert list(tmp_path.iterdir()) == []
