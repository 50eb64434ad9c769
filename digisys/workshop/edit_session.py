"""A model file that pages and a text editor change at the same time.

What a page saves is what it changed since the version that it was given. That is put into
the file as it is now, so that nobody's edit is lost: edits of different things are joined,
and where both changed the same thing, nothing is written until somebody has chosen.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from digisys.errors import DigisysError, ModelError, OutputError, Problem
from digisys.io.bundled import bundled_folder, bundled_models, is_there
from digisys.io.plain_model import model_of_plain, plain_model
from digisys.io.shared_file import FileLock, keep_copy, remove_leftovers, replace_unchanged
from digisys.io.yaml.read import parse_model
from digisys.io.yaml.rewrite import rewrite_model, same_plain
from digisys.io.yaml.source import decode, read_bytes
from digisys.schema import Model
from digisys.words import Message
from digisys.workshop.kept_versions import KeptVersions
from digisys.workshop.merge import ModelMerge, merge_models
from digisys.workshop.told_conflicts import WHOLE_FILE, told_conflicts, told_whole

__all__ = [
    "Conflicted",
    "Current",
    "EditSession",
    "Refused",
    "Saved",
    "refuse_bundled",
    "rewritten",
]

Side = Literal["mine", "theirs"]

#: What stands before the ending of the copy of the file as it was.
_MARK = "before-edit"
_MARK_OF_UTF_8 = b"\xef\xbb\xbf"
#: An editor may write a file in several steps: so often, and so many seconds apart, it is
#: looked at again before it is told to be gone or wrong.
_LOOKS, _BETWEEN = 5, 0.05
#: How often a save is tried again because the file was written to just then.
_TRIES = 10
#: Models of versions that are kept made.
_MOST_MADE = 8


@dataclass(frozen=True)
class Current:
    """The last valid model of the file.

    Attributes
    ----------
    version
        Tells it from any other content of the file.
    content
        The bytes of the file.
    model
        What they say.
    plain
        The same as plain data.
    """

    version: str
    content: bytes
    model: Model
    plain: dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """The edits are in the file.

    Attributes
    ----------
    version
        What the file is now.
    plain
        What it says, where that is more than was sent; else None.
    """

    version: str
    plain: dict[str, Any] | None = None


@dataclass(frozen=True)
class Conflicted:
    """The file is as it was, until somebody chooses.

    Attributes
    ----------
    version
        The last valid version of the file.
    merged
        What was changed on both sides; None where the file as a whole is in question.
    whole
        Why it is; else None.
    """

    version: str
    merged: ModelMerge | None = None
    whole: Message | None = None

    def told(self, language: str) -> list[dict[str, str]]:
        """Tell the conflicts in a language, as pages show them."""
        if self.merged is not None:
            return told_conflicts(self.merged, language)
        return told_whole(self.whole or Message(""), language)


@dataclass(frozen=True)
class Refused:
    """The file is as it was, and why.

    Attributes
    ----------
    problems
        What is wrong with what was sent, with the file, or with its disk.
    """

    problems: tuple[Problem | DigisysError, ...]


class _Gone(Exception):
    """There is no file."""


class EditSession:
    """Lets pages edit a model file, until it is closed.

    Parameters
    ----------
    path
        The file.

    Attributes
    ----------
    path
        The file.
    backup
        Where the file is kept as it was when the session began; None until the first change.

    Raises
    ------
    OutputError
        If it comes with digisys, or somebody else edits it, or it cannot be written to.
    ModelFileError
        If it is not a valid model.

    Examples
    --------
    >>> import digisys, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "map.yaml")
    ...     digisys.write_model(digisys.load("archetypes/fixes-that-fail"), file)
    ...     session = EditSession(file)
    ...     now = session.current
    ...     saved = session.save(now.version, {**now.plain, "id": "quick_fixes"})
    ...     session.close()
    ...     print(digisys.load(file).id, saved.version != now.version)
    quick_fixes True
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.backup: Path | None = None
        refuse_bundled(path)
        target = Path(os.path.realpath(self.path))
        self._guard = threading.RLock()
        self._problems: tuple[Problem | DigisysError, ...] = ()
        self._made: dict[str, Model] = {}
        self._listeners: list[Callable[[Current], None]] = []
        content = read_bytes(self.path, pipes=False)
        model = parse_model(content, file=str(self.path))
        self._lock = FileLock(target)
        remove_leftovers(target)
        self._kept = KeptVersions(target)
        self._begun = content
        self._now = self._known(content, model)

    @property
    def current(self) -> Current:
        """The last valid model of the file, as far as it was looked at."""
        return self._now

    @property
    def problems(self) -> tuple[Problem | DigisysError, ...]:
        """What was wrong with the file when it was looked at last."""
        return self._problems

    @property
    def locked(self) -> bool:
        """Whether nobody else can edit the file with digisys; no disk without locks says so."""
        return self._lock.held

    @property
    def address(self) -> tuple[int, str] | None:
        """Port and secret of a server that was killed while it had the file; None of none."""
        return self._kept.address if self._lock.held else None

    def keep_address(self, port: int, secret: str) -> None:
        """Keep where pages find the server of this session, should it be killed."""
        if self._lock.held:
            self._kept.keep_address(port, secret)

    def listen(self, listener: Callable[[Current], None]) -> None:
        """Have a function called with each new valid version."""
        self._listeners.append(listener)

    def close(self) -> None:
        """End the session; the file stays as it is."""
        with self._guard:
            if self._lock.held:
                self._kept.end()
            self._lock.free()

    def look(self) -> Current:
        """Look whether the file has changed, and return its last valid model."""
        with self._guard, suppress(_Gone, ModelError):
            self._read()
        return self._now

    def save(
        self,
        base: str,
        plain: Mapping[str, Any],
        resolve: Mapping[str, Side] | None = None,
    ) -> Saved | Conflicted | Refused:
        """Put what a page has changed into the file.

        Parameters
        ----------
        base
            The version that the page was given.
        plain
            The model as the page has it now.
        resolve
            Which side is taken, by keys of conflicts told before.

        Returns
        -------
        Saved, Conflicted or Refused
            Unless it is saved, the file is as it was.
        """
        try:
            mine = model_of_plain(plain)
        except ModelError as error:
            return Refused(error.problems)
        with self._guard:
            for _ in range(_TRIES):
                try:
                    reply = self._try_to_save(base, mine, dict(resolve or {}))
                except ModelError as error:
                    return Refused(error.problems)
                except DigisysError as error:
                    return Refused((error,))
                if reply is not None:
                    return reply
        return Refused((_is_busy(self.path),))

    def _try_to_save(
        self, base: str, mine: Model, resolve: Mapping[str, Side]
    ) -> Saved | Conflicted | Refused | None:
        """Save once; None where the file was changed by somebody else just then."""
        try:
            now = self._read(_LOOKS)
        except _Gone:
            return self._save_anew(mine, resolve.get(WHOLE_FILE))
        found = self._joined(base, mine, now, resolve)
        if not isinstance(found, Model):
            return found
        content = rewritten(now.content, found)
        written = now if content == now.content else self._write(now.content, content, found)
        if written is None:
            return None
        same = same_plain(written.plain, plain_model(mine))
        return Saved(written.version, None if same else written.plain)

    def _joined(
        self, base: str, mine: Model, now: Current, resolve: Mapping[str, Side]
    ) -> Model | Conflicted:
        """Join what the page changed with what the file says now."""
        if base == now.version:
            return mine
        began = self._version(base)
        if began is None:
            if same_plain(plain_model(mine), now.plain):
                return now.model
            side = resolve.get(WHOLE_FILE)
            if side is not None:
                return mine if side == "mine" else now.model
            why = Message("The page was opened before this server: what it changed is not known.")
            return Conflicted(now.version, whole=why)
        merged = merge_models(began, mine, now.model, prefer=resolve)  # unknown keys do nothing
        if merged.model is None:
            return Conflicted(now.version, merged)
        return merged.model

    def _save_anew(self, mine: Model, side: Side | None) -> Saved | Conflicted | Refused | None:
        """Save where there is no file any more."""
        if side is None:
            return Conflicted(self._now.version, whole=Message("There is no such file any more."))
        if side == "theirs":
            return Refused(self._problems)
        content = rewritten(self._now.content, mine)
        written = self._write(None, content, mine)
        return None if written is None else Saved(written.version)

    def _write(self, expected: bytes | None, content: bytes, model: Model) -> Current | None:
        """Replace the file unless it has changed; the version is kept before any page has it."""
        if self.backup is None:
            self.backup = keep_copy(self.path, self._begun, _MARK)
        self._kept.keep(_version_of(content), plain_model(model))
        if not replace_unchanged(self.path, expected, content):
            return None
        self._problems = ()
        self._take(self._known(content, model))
        return self._now

    def _read(self, looks: int = 1) -> Current:
        """Read the file if it has changed; what is wrong with it is kept to be told."""
        while True:
            looks -= 1
            try:
                return self._read_once()
            except (_Gone, ModelError):
                if looks <= 0:
                    raise
            time.sleep(_BETWEEN)

    def _read_once(self) -> Current:
        try:
            content = read_bytes(self.path, pipes=False)
            if content != self._now.content:
                model = parse_model(content, file=str(self.path))
                self._take(self._known(content, model))
        except ModelError as error:
            self._problems = error.problems
            if any(problem.code == "no-such-file" for problem in error.problems):
                # Its cure names other files of the folder, which are nobody's business.
                self._problems = tuple(_put_back(problem) for problem in error.problems)
                raise _Gone from None
            raise
        self._problems = ()
        return self._now

    def _take(self, found: Current) -> None:
        self._now = found
        for listener in self._listeners:
            listener(found)

    def _known(self, content: bytes, model: Model) -> Current:
        """Keep a version for the whole session."""
        found = Current(_version_of(content), content, model, plain_model(model))
        self._kept.keep(found.version, found.plain)
        self._remember(found.version, model)
        return found

    def _version(self, name: str) -> Model | None:
        """Return the model of a version that was given out."""
        model = self._made.get(name)
        plain = None if model else self._kept.get(name)
        if plain is not None:
            with suppress(ModelError):  # of another release that was killed
                model = model_of_plain(plain)
        if model is not None:
            self._remember(name, model)
        return model

    def _remember(self, name: str, model: Model) -> None:
        self._made.pop(name, None)
        self._made[name] = model
        while len(self._made) > _MOST_MADE:
            del self._made[next(iter(self._made))]


def rewritten(content: bytes, model: Model) -> bytes:
    """Return a model file with only what differs put in.

    Parameters
    ----------
    content
        The file as it is.
    model
        What it shall say.

    Returns
    -------
    bytes
        The file; comments, order, ends of lines and a byte order mark are kept.
    """
    start = _MARK_OF_UTF_8 if content.startswith(_MARK_OF_UTF_8) else b""
    return start + rewrite_model(decode(content, ""), model).encode()


def _version_of(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def refuse_bundled(path: str | os.PathLike[str]) -> None:
    """Refuse to change a model that comes with digisys.

    Parameters
    ----------
    path
        What was named: a file, or the name of a model.

    Raises
    ------
    OutputError
        If it is one.
    """
    name = os.fspath(path)
    if name not in bundled_models() or is_there(name):
        folder, target = bundled_folder().resolve(), Path(os.path.realpath(path))
        if not target.is_relative_to(folder):
            return
        name = target.relative_to(folder).with_suffix("").as_posix()
    values = {"name": name, "file": f"{name.rpartition('/')[2]}.yaml"}
    raise OutputError(
        Message("{name} comes with digisys and is not changed.", values),
        Message("Copy it first: digisys convert {name} {file}", values),
    )


def _put_back(problem: Problem) -> Problem:
    return replace(problem, cure=Message("Put it back, or let it be written anew."))


def _is_busy(path: Path) -> OutputError:
    return OutputError(
        Message("{path} is written to all the time by another program.", {"path": path}),
        Message("Wait until that has ended; what was changed in the page is kept there."),
    )
