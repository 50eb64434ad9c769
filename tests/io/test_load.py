"""Models by name and by path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import digisys
from digisys.errors import ModelFileError
from digisys.io import bundled_folder, bundled_models, load, read_model
from tests.io.reading import TWO


def test_the_bundled_model_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "digikompassi" in bundled_models()
    assert load("digikompassi") == read_model(bundled_folder() / "digikompassi.yaml")


def test_a_bundled_model_in_a_folder_is_found_and_suggested_by_its_whole_name() -> None:
    assert load("archetypes/fixes-that-fail").id == "fixes_that_fail"
    for name in ("archetypes/fixes-that-fall", "fixes-that-fail"):
        with pytest.raises(ModelFileError, match=r"no model or file.*") as caught:
            load(name)
        assert "Did you mean archetypes/fixes-that-fail" in str(caught.value.problems[0].cure)


def test_a_path_below_a_folder_of_that_name_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archetypes").mkdir()
    (tmp_path / "archetypes" / "mine.yaml").write_text(TWO, "utf-8")
    (tmp_path / "archetypes" / "bare").write_text(TWO, "utf-8")
    assert load("archetypes/mine.yaml").id == load("archetypes/bare").id == "t"
    with pytest.raises(ModelFileError, match="absent"):
        load("archetypes/absent.yaml")


def test_a_bundled_model_comes_before_a_file_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digikompassi").write_text(TWO, "utf-8")
    assert load("digikompassi").id == "digikompassi"
    assert load("./digikompassi").id == "t"
    assert load(Path("digikompassi")).id == "t"


@pytest.mark.parametrize("name", ["mine.yaml", "mine.yml", "mine", "deep/mine.yaml"])
def test_any_file_is_read_by_its_path(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TWO, "utf-8")
    assert load(name).id == load(path).id == "t"


@pytest.mark.parametrize("name", ["digikompasi", "Digikompassi", "kompassi"])
def test_a_misspelt_name_is_suggested(name: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        load(name)
    (found,) = caught.value.problems
    assert (found.file, str(found.what)) == (name, "There is no model or file of this name.")
    assert str(found.cure) == "Did you mean digikompassi?"


def test_a_file_whose_ending_was_left_out_is_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zz.yaml").write_text(TWO, "utf-8")
    with pytest.raises(ModelFileError, match=r"Did you mean zz\.yaml\?"):
        load("zz")


def test_a_name_like_no_other_gets_the_list() -> None:
    with pytest.raises(ModelFileError) as caught:
        load("zzz")
    expected = f"Give the path of a model file, or one of: {', '.join(bundled_models())}."
    assert str(caught.value.problems[0].cure) == expected


def test_an_installed_package_carries_its_models_inside(tmp_path: Path) -> None:
    """In a wheel the models lie inside the package; in a checkout beside it."""
    package = Path(digisys.__file__).parent
    shutil.copytree(
        package, tmp_path / "digisys", ignore=shutil.ignore_patterns("models", "__pycache__")
    )
    shutil.copytree(bundled_folder(), tmp_path / "digisys" / "models")
    code = (
        "import digisys; from digisys.io import bundled_folder;"
        "print(bundled_folder(), digisys.load('digikompassi').id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(tmp_path / "digisys" / "models"), "digikompassi"]
