"""A file that others may write to: the old or the new one, whole, whatever fails."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digisys.errors import OutputError
from digisys.io import shared_file
from digisys.io.shared_file import FileLock, keep_copy, remove_leftovers, replace_unchanged
from tools.skips import explained

OLD, NEW = b"old content\n", b"new content, which is longer\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason=explained("platform", "modes are POSIX"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "map.yaml"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_replaced_only_where_it_is_as_it_was_read(file: Path) -> None:
    assert replace_unchanged(file, OLD, NEW)
    assert file.read_bytes() == NEW
    assert not replace_unchanged(file, OLD, b"other")
    assert file.read_bytes() == NEW
    assert names(file.parent) == ["map.yaml"]


def test_a_file_that_is_gone_or_came_back_is_not_replaced(file: Path) -> None:
    file.unlink()
    assert not replace_unchanged(file, OLD, NEW)
    assert names(file.parent) == []
    assert replace_unchanged(file, None, NEW)
    assert not replace_unchanged(file, None, OLD)
    assert file.read_bytes() == NEW


@POSIX
def test_the_mode_stays_and_a_link_goes_on_to_point_to_it(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    assert replace_unchanged(link, OLD, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW
    assert file.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_file_that_is_read_only_is_left_alone(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(OutputError, match="read-only") as caught:
        replace_unchanged(file, OLD, NEW)
    assert caught.value.cure is not None
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("step", ["open", "write", "flush", "fsync", "chmod", "read", "replace"])
@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_cut_off_at_any_step_it_is_the_old_file(
    file: Path, step: str, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    opened = Path.open

    class Stream:
        """A file of which one method fails."""

        def __init__(self, stream: object) -> None:
            self.stream = stream

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            self.stream.close()

        def __getattr__(self, name: str) -> object:
            return fail if name == step else getattr(self.stream, name)

    def failing(path: Path, mode: str) -> object:
        stream = opened(path, mode)
        return stream if mode == "rb" else Stream(stream)

    match step:
        case "open":
            monkeypatch.setattr(Path, "open", fail)
        case "write" | "flush":
            monkeypatch.setattr(Path, "open", failing)
        case "fsync":
            monkeypatch.setattr(os, "fsync", fail)
        case "chmod" | "replace":
            monkeypatch.setattr(Path, step, fail)
        case "read":
            monkeypatch.setattr(shared_file, "_content", fail)
    expected = OutputError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        replace_unchanged(file, OLD, NEW)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["map.yaml"]


def test_a_fault_after_it_has_its_name_is_no_loss(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks do not promise to keep a name; the file is the new one even so."""
    sync, calls = os.fsync, []

    def second_fails(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.EINVAL, "not here")
        sync(handle)

    monkeypatch.setattr(os, "fsync", second_fails)
    assert replace_unchanged(file, OLD, NEW)
    assert file.read_bytes() == NEW


def test_a_copy_takes_a_name_that_nobody_has(file: Path) -> None:
    first = keep_copy(file, OLD, "before-edit")
    assert first.name == "map.before-edit.yaml"
    assert keep_copy(file, OLD, "before-edit") == first
    other = keep_copy(file, NEW, "before-edit")
    assert other.name == "map.before-edit-2.yaml"
    assert first.read_bytes() == OLD
    assert other.read_bytes() == NEW


def test_one_program_at_a_time(file: Path) -> None:
    with FileLock(file) as lock:
        assert lock.held
        with pytest.raises(OutputError, match="another digisys edit"):
            FileLock(file)
    with FileLock(file) as lock:
        assert lock.held
    assert names(file.parent) == ["map.yaml"]


HOLD = """
import sys, time
from digisys.io.shared_file import FileLock
lock = FileLock(sys.argv[1])
print("held", flush=True)
time.sleep(600)
"""


def test_who_is_killed_holds_nothing(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputError):
            FileLock(file)
        other.kill()
        other.wait()
        with FileLock(file) as lock:
            assert lock.held


def test_a_disk_without_locks_is_told_by_the_lock(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(shared_file, "_lock", no_locks)
    with FileLock(file) as lock:
        assert not lock.held


def test_what_a_killed_program_left_is_removed(file: Path) -> None:
    left = file.with_name(".map.yaml.0123abcd.edit-tmp")
    other = file.with_name(".other.yaml.0123abcd.edit-tmp")
    for path in (left, other):
        path.write_bytes(b"half")
    remove_leftovers(file)
    assert not left.exists()
    assert other.exists()
