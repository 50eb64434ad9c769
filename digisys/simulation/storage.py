"""Results in files: NetCDF, the format of arrays with named axes, without loss.

In the classic format with 64-bit offsets, so that nothing need be installed; xarray, R and
others read the same file. The model, the
scenario and the settings travel along as JSON, with the version of the format and a digest
of everything, so that a damaged file is told as such.

A result packs itself into arrays and plain data, and a table here names who unpacks them:
this file knows no result, and a result knows nothing of files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.errors import DigisysError, MissingPackageError, QuestionError
from digisys.io.netcdf import Variable, decode, encode
from digisys.io.write import write_bytes
from digisys.words import Message

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["FORMAT", "Arrays", "Packed", "load_result", "save_packed", "to_xarray"]

Arrays = dict[str, tuple[tuple[str, ...], npt.NDArray[Any]]]

#: Version of what is in a file; a file of another one is refused.
FORMAT = 1

#: What makes a result again of what was packed, by the kind that stands in the file: a
#: class with a method ``unpacked``, found when a file is read.
_KINDS = {
    "Run": "digisys.simulation.simulate_once",
    "Ensemble": "digisys.simulation.ensemble.result",
    "Comparison": "digisys.simulation.comparison.compare",
    "Calibration": "digisys.simulation.calibration.result",
}

_MARK = "digisys_result"

#: What parsing a file of anything else may end in.
_BROKEN = (
    OSError, TypeError, ValueError, AttributeError, KeyError, IndexError, MemoryError,
    OverflowError, AssertionError, RuntimeError, ZeroDivisionError,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Packed:
    """A result as arrays and plain data.

    Attributes
    ----------
    kind
        The name of its class.
    about
        What is not an array, as JSON could hold it.
    arrays
        By name: the names of the axes, and the array.
    labels
        What the entries of axes stand for: ids of variables, outcomes or scenarios.
    time
        What the axis of moments is called outside: ``year``, or ``time`` in another unit.
    """

    kind: str
    about: dict[str, Any]
    arrays: Arrays
    labels: dict[str, tuple[str, ...]]
    time: str = "year"

    def renamed(self) -> Packed:
        """Return it with the axis of moments and their array called as outside."""
        names = {"year": self.time, "years": f"{self.time}s"}
        arrays = {
            names.get(name, name): (tuple(names.get(axis, axis) for axis in axes), array)
            for name, (axes, array) in self.arrays.items()
        }
        return replace(self, arrays=arrays)


def save_packed(packed: Packed, path: str | Path, *, force: bool = False) -> None:
    """Write a packed result to a NetCDF file, in one step: it is there whole or not at all.

    Parameters
    ----------
    packed
        What to write.
    path
        The file, usually ending in ``.nc``.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written; then an old file is as it was.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> run = digisys.simulate_once(digisys.load("digikompassi"), "leadership-push")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_packed(run.packed(), pathlib.Path(folder, "run.nc"))
    ...     digisys.load_result(pathlib.Path(folder, "run.nc")) == run
    True
    """
    packed = packed.renamed()
    arrays = {name: np.ascontiguousarray(array) for name, (_, array) in packed.arrays.items()}
    about = {
        **packed.about,
        "kind": packed.kind,
        "format": FORMAT,
        "shapes": {name: [array.shape, str(array.dtype)] for name, array in arrays.items()},
    }
    about["digest"] = _digest(about, arrays)
    variables = {}
    for name, (axes, _) in packed.arrays.items():
        array = arrays[name]
        if array.size:
            kind = np.int32 if array.dtype.kind == "i" else np.float64
            variables[name] = Variable(axes, array.astype(kind))
    for axis, labels in packed.labels.items():
        encoded = np.array([label.encode() for label in labels])
        letters = encoded.view("S1").reshape(len(labels), -1)
        variables[axis] = Variable((axis, f"{axis}_letters"), letters)
    text = json.dumps(about, ensure_ascii=False).encode()
    write_bytes(encode(_MARK, text, variables), path, force=force)


def load_result(path: str | Path) -> Any:
    """Read a run, an ensemble, a comparison or a calibration that was saved.

    Parameters
    ----------
    path
        The NetCDF file.

    Returns
    -------
    Run, Ensemble, Comparison or Calibration
        Equal to what was saved, array by array.

    Raises
    ------
    QuestionError
        If the file is not there, holds something else, is damaged, or was written in
        another version of the format.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> ensemble = digisys.simulate(digisys.load("digikompassi"), samples=8)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "reference.nc")
    ...     ensemble.save(file)
    ...     digisys.load_result(file) == ensemble
    True
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():  # a folder, or a device that never ends
            raise _not_a_result(path)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise QuestionError(
            Message("{path} cannot be read.", {"path": str(path)}),
            Message("Name a file written by save()."),
            code="unreadable-result",
        ) from error
    try:
        about, arrays = _parsed(content)
    except _BROKEN as error:
        raise _not_a_result(path) from error
    if about.get("format") != FORMAT:
        raise QuestionError(
            Message(
                "{path} is in version {version} of the format, and this digisys reads {known}.",
                {"path": str(path), "version": str(about.get("format", 0))[:20], "known": FORMAT},
            ),
            Message("Read it with the digisys that wrote it, or make the result again."),
            code="wrong-result-version",
        )
    digest = about.pop("digest", None)
    if digest != _digest(about, arrays):
        raise QuestionError(
            Message("{path} is damaged.", {"path": str(path)}),
            Message("Make the result again: the same seed gives the same numbers."),
            code="damaged-result",
        )
    try:
        name = about["kind"]
        made = getattr(import_module(_KINDS[name]), name)
        if "times" in arrays:
            arrays["years"] = arrays.pop("times")
        return made.unpacked(about, arrays)
    except (*_BROKEN, DigisysError) as error:
        raise _not_a_result(path) from error


def _not_a_result(path: Path) -> QuestionError:
    return QuestionError(
        Message("{path} is not a result that digisys saved.", {"path": str(path)}),
        Message("Name a file written by save()."),
        code="not-a-result",
    )


def _parsed(content: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read what a file holds; a size that it names never takes more room than it has."""
    text, variables = decode(content, _MARK)
    about = json.loads(text.decode())
    if about.get("format") != FORMAT:
        return about, {}
    arrays = {}
    for name, (shape, kind) in about["shapes"].items():
        if name in variables:
            array = np.ascontiguousarray(variables[name]).astype(kind)
        elif 0 in shape:
            array = np.zeros(shape, dtype=kind)
        else:
            raise KeyError(name)
        arrays[name] = array
    return about, arrays


def _digest(about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> str:
    digest = blake2b(json.dumps(about, sort_keys=True).encode(), digest_size=16)
    for name, array in arrays.items():
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def to_xarray(packed: Packed) -> xr.Dataset:
    """Return packed arrays with named axes.

    Parameters
    ----------
    packed
        A run, an ensemble, a comparison or a calibration.

    Returns
    -------
    xarray.Dataset
        The arrays, with ids, years and quantiles as coordinates.

    Raises
    ------
    MissingPackageError
        If xarray is not installed (extra ``xarray``).

    Examples
    --------
    >>> import digisys
    >>> run = digisys.simulate_once(digisys.load("digikompassi"), "leadership-push")
    >>> float(run.to_xarray()["levels"].sel(variable="cross_government_leadership").max())
    0.5
    """
    try:
        import xarray as xr
    except ImportError:
        raise MissingPackageError("xarray", "xarray") from None
    packed = packed.renamed()
    arrays = dict(packed.arrays)
    coordinates: dict[str, Any] = {axis: list(names) for axis, names in packed.labels.items()}
    if f"{packed.time}s" in arrays:
        coordinates[packed.time] = arrays.pop(f"{packed.time}s")[1]
    if "quantiles" in packed.about:
        coordinates["quantile"] = packed.about["quantiles"]
        coordinates["share"] = packed.about["shares"]
    return xr.Dataset(arrays, coords=coordinates)
