"""The models that an assistant may ask: those that come with digisys, and those of one folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digisys.errors import QuestionError, UnknownNameError
from digisys.exchange.read_map import is_map, read_map
from digisys.io import bundled_models, load
from digisys.schema import Model
from digisys.words import Message, visible

__all__ = ["Shelf"]

#: Files of other kinds in the folder are not offered.
_ENDINGS = frozenset(
    (
        *(".yaml", ".yml", ".xlsx", ".csv", ".json", ".mdl", ".stmx", ".xmile", ".graphml"),
        *(".gexf", ".dot", ".gv", ".prsm", ".loopy", ".drawio", ".mmp", ".dia", ".puml", ".txt"),
    )
)
#: Files above this are not read for an assistant.
_LARGEST = 20_000_000
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Shelf:
    """The models at hand.

    Attributes
    ----------
    folder
        The folder whose files may be read; None for the bundled models only. Folders in it,
        and links that lead out of it, are not followed.
    """

    folder: Path | None = None
    _read: dict[tuple[str, str], Model] = field(default_factory=dict, repr=False, compare=False)

    def names(self) -> tuple[str, ...]:
        """List the models: bundled ones, then files of the folder, each in order."""
        return (*sorted(bundled_models()), *self._files())

    def model(self, name: str) -> Model:
        """Read a model.

        Parameters
        ----------
        name
            One of :meth:`names`.

        Raises
        ------
        UnknownNameError
            If there is none of this name; a path is none.
        ModelFileError
            If the file holds no model.
        """
        if name in bundled_models():
            return load(name)
        path = self.path(name)
        content = path.read_bytes()
        known = name, hashlib.sha256(content).hexdigest()
        if known not in self._read:
            own = path.suffix in (".yaml", ".yml") or not is_map(path)
            self._read.clear()  # a file that changed is read anew, and one is kept
            self._read[known] = load(path) if own else read_map(path).model
        return self._read[known]

    def path(self, name: str) -> Path:
        """Return the file of a model in the folder.

        Raises
        ------
        UnknownNameError
            If the folder has none of this name.
        QuestionError
            If the file is too large.
        """
        path = self._files().get(name)
        if path is None:
            raise UnknownNameError(
                visible(name[:_LONGEST_NAME]),
                cure=Message("Models at hand: {names}.", {"names": ", ".join(self.names())}),
            )
        if path.stat().st_size > _LARGEST:
            raise QuestionError(
                Message("“{name}” is too large to be read for an assistant.", {"name": name})
            )
        return path

    def _files(self) -> Mapping[str, Path]:
        if self.folder is None:
            return {}
        root = self.folder.resolve()
        found = {}
        for path in sorted(root.iterdir()):
            if path.suffix.casefold() not in _ENDINGS or path.name.startswith("."):
                continue
            if path.name.endswith((".suggestions.yaml", ".digisys.json")):
                continue
            real = path.resolve()
            if real.parent == root and real.is_file():
                found[path.name] = real
        return found
