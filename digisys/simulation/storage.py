"""Results in files: NetCDF, the format of arrays with named axes, without loss.

Written and read by SciPy (`scipy.io.netcdf_file`, classic format with 64-bit offsets), so
that nothing need be installed; xarray, R and others read the same file. The model, the
scenario and the settings travel along as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.errors import MissingPackageError, QuestionError
from digisys.io.reasons import cannot_write
from digisys.simulation.comparison.compare import Comparison
from digisys.simulation.ensemble.simulate_ensemble import Ensemble
from digisys.simulation.ensemble.statistics import Later, Statistics
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import Paths
from digisys.simulation.simulate import Run
from digisys.uncertainty.sampling import Draws
from digisys.words import Message

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Result", "load_result", "save_result", "to_xarray"]

Result = Run | Ensemble | Comparison
Arrays = dict[str, tuple[tuple[str, ...], npt.NDArray[Any]]]

_MARK = "digisys_result"


def save_result(result: Result, path: str | Path) -> None:
    """Write a run, an ensemble or a comparison to a NetCDF file.

    Parameters
    ----------
    result
        What to write.
    path
        The file, usually ending in ``.nc``; an existing one is replaced.

    Raises
    ------
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> run = digisys.simulate(digisys.load("digikompassi"), "leadership-push")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_result(run, pathlib.Path(folder, "run.nc"))
    ...     digisys.load_result(pathlib.Path(folder, "run.nc")).to_frame().equals(run.to_frame())
    True
    """
    from scipy.io import netcdf_file

    about, arrays = _pack(result)
    about["shapes"] = {name: [array.shape, str(array.dtype)] for name, (_, array) in arrays.items()}
    path = Path(path)
    try:
        with netcdf_file(path, "w", version=2) as file:
            setattr(file, _MARK, json.dumps(about, ensure_ascii=False).encode())
            for name, (axes, array) in arrays.items():
                if not array.size:
                    continue
                for axis, length in zip(axes, array.shape, strict=True):
                    if axis not in file.dimensions:
                        file.createDimension(axis, length)
                kind = "i" if array.dtype.kind == "i" else "d"
                file.createVariable(name, kind, axes)[:] = array
            for axis, labels in _labels(result).items():
                encoded = np.array([label.encode() for label in labels])
                width = f"{axis}_letters"
                file.createDimension(width, encoded.dtype.itemsize)
                letters = encoded.view("S1").reshape(len(labels), -1)
                file.createVariable(axis, "c", (axis, width))[:] = letters
    except OSError as error:
        raise cannot_write(path, error) from error


def load_result(path: str | Path) -> Result:
    """Read a run, an ensemble or a comparison that was saved.

    Parameters
    ----------
    path
        The NetCDF file.

    Returns
    -------
    Run, Ensemble or Comparison
        Equal to what was saved, array by array.

    Raises
    ------
    QuestionError
        If the file is not there or holds something else.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> ensemble = digisys.simulate_ensemble(digisys.load("digikompassi"), samples=8)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_result(ensemble, pathlib.Path(folder, "reference.nc"))
    ...     len(load_result(pathlib.Path(folder, "reference.nc")).to_frame())
    6893
    """
    from scipy.io import netcdf_file

    path = Path(path)
    try:
        with netcdf_file(path, "r", mmap=False) as file:
            about = json.loads(getattr(file, _MARK).decode())
            arrays = {
                name: np.ascontiguousarray(file.variables[name][:]).astype(kind)
                if name in file.variables
                else np.zeros(shape, dtype=kind)
                for name, (shape, kind) in about["shapes"].items()
            }
    except (OSError, TypeError, ValueError, AttributeError) as error:
        raise QuestionError(
            Message("{path} is not a result that digisys saved.", {"path": str(path)}),
            Message("Name a file written by save()."),
        ) from error
    return _unpack(about, arrays)


def to_xarray(result: Result) -> xr.Dataset:
    """Return the arrays of a result with named axes.

    Parameters
    ----------
    result
        A run, an ensemble or a comparison.

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
    >>> run = digisys.simulate(digisys.load("digikompassi"), "leadership-push")
    >>> float(to_xarray(run)["levels"].sel(variable="cross_government_leadership").max())
    0.5
    """
    try:
        import xarray as xr
    except ImportError:
        raise MissingPackageError("xarray", "xarray") from None
    about, arrays = _pack(result)
    coordinates: dict[str, Any] = {axis: list(names) for axis, names in _labels(result).items()}
    coordinates["year"] = arrays.pop("years")[1]
    if "quantiles" in about:
        coordinates["quantile"] = about["quantiles"]
        coordinates["share"] = about["shares"]
    return xr.Dataset(arrays, coords=coordinates)


def _labels(result: Result) -> dict[str, tuple[str, ...]]:
    """Name the entries of axes that stand for variables, outcomes or scenarios."""
    if isinstance(result, Run):
        system = result.experiment.system
        return {"variable": system.variables, "stock": system.stocks, "target": system.targets}
    if isinstance(result, Ensemble):
        return {"outcome": result.outcomes.ids}
    return {"outcome": result.outcomes.ids, "scenario": result.names}


def _pack(result: Result) -> tuple[dict[str, Any], Arrays]:
    packers: Mapping[type, Callable[[Any], tuple[dict[str, Any], Arrays]]] = {
        Run: _pack_run,
        Ensemble: _pack_ensemble,
        Comparison: _pack_comparison,
    }
    about, arrays = packers[type(result)](result)
    return {"kind": type(result).__name__, **about}, arrays


def _pack_run(run: Run) -> tuple[dict[str, Any], Arrays]:
    paths = run.paths
    return {"experiment": run.experiment.to_dict()}, {
        "years": (("year",), run.times),
        "levels": (("year", "variable"), paths.levels[..., 0]),
        "inflows": (("year", "stock"), run.inflows),
        "outflows": (("year", "stock"), run.outflows),
        "drives": (("year", "target"), paths.drives[..., 0]),
        "states": (("year", "state"), paths.states[..., 0]),
        "shifted": (("year", "shift"), paths.shifted[..., 0]),
    }


def _pack_ensemble(ensemble: Ensemble) -> tuple[dict[str, Any], Arrays]:
    draws = ensemble.draws
    about = {
        "experiment": ensemble.experiment.to_dict(),
        "keys": list(draws.keys),
        "samples": draws.samples,
        "seed": draws.seed,
        "sampler": draws.sampler,
        "quantiles": list(ensemble.quantiles),
        "shares": list(ensemble.shares),
        "unstable": ensemble.unstable,
        "exact": ensemble.exact,
    }
    return about, {
        "years": (("year",), ensemble.times),
        "bands": (("quantile", "year", "outcome"), ensemble.bands),
        "means": (("year", "outcome"), ensemble.means),
        "final": (("draw", "outcome"), ensemble.final),
        "reached": (("share", "outcome", "instant"), ensemble.reached),
    }


def _pack_comparison(comparison: Comparison) -> tuple[dict[str, Any], Arrays]:
    packed = [_pack_ensemble(ensemble) for ensemble in comparison.ensembles]
    arrays: Arrays = {"years": packed[0][1]["years"]}
    for name, (axes, _) in packed[0][1].items():
        if name != "years":
            stacked = np.stack([parts[name][1] for _, parts in packed])
            arrays[name] = (("scenario", *axes), stacked)
    first = packed[0][0]
    about = {
        **first,
        "experiment": None,
        "experiments": [part["experiment"] for part, _ in packed],
        "unstable": [part["unstable"] for part, _ in packed],
        "outcome": comparison.outcome,
    }
    return about, arrays


def _unpack(about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Result:
    if about["kind"] == "Run":
        names = ("levels", "drives", "states", "shifted")
        paths = Paths(*(arrays[name][..., None] for name in names))
        experiment = Experiment.from_dict(about["experiment"])
        years, inflows, outflows = (arrays[name] for name in ("years", "inflows", "outflows"))
        return Run(experiment, years, arrays["levels"], inflows, outflows, paths)
    if about["kind"] == "Ensemble":
        return _unpack_ensemble(about, arrays)
    ensembles = [
        _unpack_ensemble(
            {**about, "experiment": experiment, "unstable": about["unstable"][position]},
            {name: array if name == "years" else array[position] for name, array in arrays.items()},
        )
        for position, experiment in enumerate(about["experiments"])
    ]
    return Comparison(tuple(ensembles), about["outcome"])


def _unpack_ensemble(about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Ensemble:
    return Ensemble(
        Experiment.from_dict(about["experiment"]),
        Draws(tuple(about["keys"]), about["samples"], about["seed"], about["sampler"]),
        arrays["years"],
        tuple(about["quantiles"]),
        arrays["final"],
        tuple(about["shares"]),
        about["exact"],
        Later.known(
            Statistics(arrays["bands"], arrays["means"], arrays["reached"], about["unstable"])
        ),
    )
