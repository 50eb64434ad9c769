"""Models that come with digisys, and models by name or path."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from digisys.io.yaml.read import read_model
from digisys.io.yaml.source import file_problem
from digisys.schema import Model
from digisys.words import Message

__all__ = ["bundled_folder", "bundled_models", "is_there", "load", "scenario_files"]

_SUFFIXES = (".yaml", ".yml")
#: Folders of bundled models; the scenarios of each lie in ``scenarios`` below it.
_FOLDERS = ("", "archetypes/")


def bundled_folder() -> Path:
    """Return the folder of the models that come with digisys.

    An installed package carries it inside; in a checkout it stands beside the package.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "models"
    return inside if inside.is_dir() else package.parent / "models"


def bundled_models() -> tuple[str, ...]:
    """Name the models that come with digisys, in alphabetical order.

    Returns
    -------
    tuple of str
        What :func:`load` takes; archetypes of system dynamics begin with ``archetypes/``.

    Examples
    --------
    >>> "digikompassi" in bundled_models(), "archetypes/fixes-that-fail" in bundled_models()
    (True, True)
    """
    return tuple(
        sorted(
            f"{folder}{path.stem}"
            for folder in _FOLDERS
            for path in (bundled_folder() / folder).glob("*.yaml")
        )
    )


def scenario_files() -> dict[str, Path]:
    """Return the files of the scenarios that come with digisys, by name, in alphabetical order."""
    files = {
        path.stem: path
        for folder in _FOLDERS
        for path in (bundled_folder() / folder / "scenarios").glob("*.yaml")
    }
    return dict(sorted(files.items()))


def load(source: str | os.PathLike[str]) -> Model:
    """Load a model: one that comes with digisys, or any file.

    Parameters
    ----------
    source
        The name of a bundled model (``digikompassi``, ``archetypes/fixes-that-fail``), or
        the path of a model file. A bundled model comes first; anything else that has a folder
        or a ``.yaml`` or ``.yml`` ending is a path.

    Returns
    -------
    Model
        The model, valid and unchangeable.

    Raises
    ------
    ModelFileError
        If there is no such model, or anything in the file is wrong; every problem is
        listed, with its place and how to mend it.

    Examples
    --------
    >>> load("digikompassi").id
    'digikompassi'
    """
    name = os.fspath(source)
    names = bundled_models()
    if isinstance(source, str) and name in names:
        return read_model(bundled_folder() / f"{name}.yaml")
    if not isinstance(source, str) or is_there(name) or (_is_path(name) and not _is_named(name)):
        return read_model(name)
    close = get_close_matches(name.lower(), names, n=3, cutoff=0.5)
    similar = [found for suffix in _SUFFIXES if is_there(found := name + suffix)]
    raise file_problem(
        "no-such-model",
        name,
        Message("There is no model or file of this name."),
        Message("Did you mean {names}?", {"names": ", ".join([*similar, *close])})
        if similar or close
        else Message(
            "Give the path of a model file, or one of: {names}.", {"names": ", ".join(names)}
        ),
    )


def is_there(name: str | os.PathLike[str]) -> bool:
    """Tell whether there is a file or folder; no name is too long or too odd to ask for."""
    return os.path.exists(name)  # noqa: PTH110 - Path.exists raises for names that are too long


def _is_path(name: str) -> bool:
    separators = {os.sep, os.altsep or os.sep, "/"}
    return name.endswith(_SUFFIXES) or any(separator in name for separator in separators)


def _is_named(name: str) -> bool:
    """Tell whether a name is meant as that of a bundled model in a folder."""
    return name.startswith(_FOLDERS[1:]) and not name.endswith(_SUFFIXES)
