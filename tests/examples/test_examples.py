"""Every program in resources/examples runs, and makes what it says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def run(tmp_path, capsys):
    """Runs an example in tmp_path and gives what it printed."""

    def run(name: str) -> str:
        spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.main(tmp_path)
        return capsys.readouterr().out

    return run


def test_fill_array(run, tmp_path):
    printed = run("fill_array")
    assert int(printed.split()[0]) > 1000 and " 0 of them outside the mask" in printed
    assert Image.open(tmp_path / "filled.png").size == (480, 270)


def test_fill_with_steering(run, tmp_path):
    assert int(run("fill_with_steering").split()[2]) > 0
    assert (tmp_path / "steered.png").exists()


def test_references_as_arrays(run, tmp_path):
    assert "comes from" in run("references_as_arrays")
    with np.load(tmp_path / "references.npz") as saved:
        assert saved["references"].shape == saved["weight"].shape
        assert len(saved["missing"]) == len(saved["references"]) > 0
        assert (np.diff(saved["similarity"], axis=1) <= 1e-6).all()


def test_train_two_steps(run, tmp_path):
    assert "generator of width 8" in run("train_two_steps")
    assert (tmp_path / "run" / "state.pt").exists()


def test_evaluate_folder(run, tmp_path):
    assert "95 % between" in run("evaluate_folder")
    assert len(list((tmp_path / "telea").glob("*.png"))) == 3


def test_the_list_of_examples_is_complete():
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = sorted(EXAMPLES.glob("*.py"))
    assert len(files) == 5 and all(f"`{file.name}`" in listed for file in files)
    for file in files:
        assert f"def test_{file.stem}(" in Path(__file__).read_text(encoding="utf-8")
