"""Results survive a file without loss, and other programs can read it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from digisys.errors import MissingPackageError, OutputError, QuestionError
from digisys.simulation import storage
from digisys.simulation.comparison.compare import compare
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.storage import load_result
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from tests import length
from tests.simulation import tiny
from tests.simulation.test_ensemble import level_u, same

CHOSEN = Settings(strengths={"u->a": (0.2, 0.3), "q->b": 0.5}, step=1 / 32)


def test_a_run_survives(tmp_path):
    run = simulate_once(tiny.rich(), level_u(), settings=CHOSEN, certainty="all")
    run.save(tmp_path / "run.nc")
    again = load_result(tmp_path / "run.nc")
    assert again.experiment.to_dict() == run.experiment.to_dict()
    for name in ("times", "levels", "inflows", "outflows"):
        assert np.array_equal(getattr(again, name), getattr(run, name))
    for name in ("levels", "drives", "states", "shifted"):
        assert np.array_equal(getattr(again.paths, name), getattr(run.paths, name))
    assert str(again) == str(run)


def test_a_run_without_delays_survives(tmp_path):
    run = simulate_once(tiny.growth(), tiny.push())
    run.save(tmp_path / "run.nc")
    assert load_result(tmp_path / "run.nc").paths.states.shape == (113, 0, 1)


def test_an_ensemble_survives(tmp_path):
    ensemble = simulate(tiny.rich(), level_u(), samples=Draws(50, 9, sampler="latin"))
    ensemble.save(tmp_path / "ensemble.nc")
    again = load_result(tmp_path / "ensemble.nc")
    assert same(ensemble, again)
    assert np.array_equal(again.draws.block(0, 50), ensemble.draws.block(0, 50))
    assert str(again) == str(ensemble)


def test_a_comparison_survives(tmp_path):
    result = compare(tiny.rich(), [level_u(), None], samples=20, outcome="a")
    result.save(tmp_path / "comparison.nc")
    again = load_result(tmp_path / "comparison.nc")
    assert again.names == result.names
    assert all(same(*pair) for pair in zip(result.ensembles, again.ensembles, strict=True))
    assert str(again) == str(result)


def test_xarray_reads_the_file_and_knows_the_names(tmp_path):
    ensemble = simulate(tiny.growth(), tiny.push(), samples=16)
    ensemble.save(tmp_path / "ensemble.nc")
    with xr.open_dataset(tmp_path / "ensemble.nc", engine="scipy") as data:
        assert np.array_equal(data["bands"], ensemble.bands)
        assert data["outcome"].astype(str).values.tolist() == ["variable:a", "variable:b"]


def test_results_as_xarray():
    run = simulate_once(tiny.growth(), tiny.push())
    course = run.to_xarray()["levels"].sel(variable="a", year=2025.0)
    assert float(course) == run.level("a")[32]
    ensemble = simulate(tiny.growth(), tiny.push(), samples=16)
    line = ensemble.to_xarray()["bands"].sel(outcome="variable:b", quantile=0.5)
    assert np.array_equal(line, ensemble.band("b"))
    both = compare(tiny.growth(), [tiny.push(), None], samples=16).to_xarray()
    assert float(both["means"].sel(scenario="none").max()) == 0.0


def test_without_xarray_the_cure_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xarray", None)
    with pytest.raises(MissingPackageError, match="xarray"):
        simulate_once(tiny.growth()).to_xarray()


def test_files_that_cannot_be(tmp_path):
    with pytest.raises(OutputError):
        simulate_once(tiny.growth()).save(tmp_path / "no" / "run.nc")
    (tmp_path / "other.nc").write_text("something else")
    with pytest.raises(QuestionError, match="not a result"):
        load_result(tmp_path / "other.nc")
    with pytest.raises(QuestionError):
        load_result(tmp_path / "absent.nc")


def saved():
    """The files of a run, an ensemble and a comparison, as bytes."""
    import tempfile
    from pathlib import Path

    results = (
        simulate_once(tiny.growth(), tiny.push()),
        simulate(tiny.growth(), tiny.push(), samples=16),
        compare(tiny.growth(), [tiny.push(), None], samples=16),
    )
    with tempfile.TemporaryDirectory() as folder:
        for result in results:
            result.save(Path(folder, type(result).__name__))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


FILES = saved()
#: Damaged files tried of each kind.
DAMAGED = length.long_or_slice(1500, 100)


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_damaged_file_is_told_as_such(kind, tmp_path):
    """Flipped, cut, doubled and foreign bytes: a clear error, or the very same result."""
    random = np.random.default_rng(1)
    whole = FILES[kind]
    path = tmp_path / "damaged.nc"
    path.write_bytes(whole)
    original = load_result(path)
    refused = 0
    for _ in range(DAMAGED):
        content = bytearray(whole)
        match int(random.integers(4)):
            case 0:
                for _ in range(int(random.integers(1, 5))):
                    content[int(random.integers(len(content)))] ^= 1 << int(random.integers(8))
            case 1:
                del content[int(random.integers(len(content))) :]
            case 2:  # the head, where sizes stand
                content[int(random.integers(min(400, len(content))))] = int(random.integers(256))
            case _:
                at = int(random.integers(len(content)))
                content[at : at + 8] = random.bytes(8)
        path.write_bytes(content)
        try:
            again = load_result(path)
        except QuestionError as error:
            refused += 1
            assert str(path) in str(error)  # noqa: PT017
        else:
            assert again == original  # padding, or a letter of a label
    assert refused > DAMAGED / 2


@pytest.mark.parametrize("version", [0, 2, "3"])
def test_another_version_of_the_format_is_told(version, tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "FORMAT", version)
    simulate_once(tiny.growth(), tiny.push()).save(tmp_path / "other.nc")
    monkeypatch.undo()
    with pytest.raises(QuestionError, match=f"version {version} of the format") as caught:
        load_result(tmp_path / "other.nc")
    assert str(storage.FORMAT) in str(caught.value)


def test_a_foreign_netcdf_file_is_no_result(tmp_path):
    from scipy.io import netcdf_file

    with netcdf_file(tmp_path / "foreign.nc", "w") as file:
        file.createDimension("time", 3)
        file.createVariable("t", "d", ("time",))[:] = [1, 2, 3]
    with pytest.raises(QuestionError, match="not a result"):
        load_result(tmp_path / "foreign.nc")
    for other in (tmp_path, Path(os.devnull)):
        with pytest.raises(QuestionError, match="not a result"):
            load_result(other)
    with pytest.raises(QuestionError, match="cannot be read"):
        load_result(tmp_path / "absent.nc")


def test_a_file_that_is_there_is_kept_unless_told(tmp_path):
    run = simulate_once(tiny.growth(), tiny.push())
    (tmp_path / "run.nc").write_text("mine")
    with pytest.raises(OutputError, match="there already"):
        run.save(tmp_path / "run.nc")
    assert (tmp_path / "run.nc").read_text() == "mine"
    run.save(tmp_path / "run.nc", force=True)
    assert load_result(tmp_path / "run.nc") == run
    assert [path.name for path in tmp_path.iterdir()] == ["run.nc"]


def test_the_core_does_without_scipy(tmp_path):
    """Draws, files and measures of large models came from it once; it is not installed."""
    code = f"""
import sys
sys.modules["scipy"] = None
import digisys
model = digisys.load("digikompassi")
ensemble = digisys.simulate(model, "leadership-push", samples=16)
ensemble.save({str(tmp_path / "ensemble.nc")!r})
assert digisys.load_result({str(tmp_path / "ensemble.nc")!r}) == ensemble
from digisys.analysis.measures import measures
measures._MOST_EXACT, measures._PIVOTS = 10, 5
digisys.measures(model)
digisys.plot(ensemble)
digisys.cut(model, 14, 10)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
