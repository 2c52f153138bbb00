"""Files that earlier versions of the program wrote still open: recipes, projects, unsaved work, settings, runs."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from crfill_core.geometry import Box, Size
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.recipe import FillEntry, read_recipe
from crfill_core.references.lines import Line, LineSteering
from crfill_core.training.config import load_config
from crfill_core.training.runs import find_recipe, load_run
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.document.project_file import load_project
from crfill_gui.document.unsaved import left_behind

FILES = Path(__file__).parents[2] / "files"
LINES = LineSteering.of([Line(((40, 55), (95, 55.5)))], [Line(((0, 0), (9, 9), (12, 9)))])


def check_fills(fills: tuple[FillEntry, ...], version: int) -> None:
    """The three fills that were made with each version of the program, with all that it knew of."""
    first, second, third = fills
    coarse = "full" if version == 1 else "half"
    assert first.options == FillOptions("network", 0.5, 1.4, True, 0, Box(0, 0, 96, 72), coarse)
    # The first version had no coarse pass at half size: whatever it filled is filled again without.
    assert second.options == FillOptions(
        "assembly", candidate_set=1, coarse="full" if version == 1 else "auto"
    )
    assert third.options == FillOptions(coarse="full" if version == 1 else "auto")
    assert [fill.coverage.box for fill in fills] == [
        Box(20, 20, 34, 32),
        Box(60, 10, 72, 22),
        Box(40, 50, 52, 60),
    ]
    assert all((fill.mask(Size(96, 72)) > 0).sum() == fill.coverage.box.area for fill in fills)
    assert first.avoid is not None and first.avoid.box == Box(0, 0, 10, 10) and second.avoid is None
    assert second.prefer is not None and second.prefer.box == Box(60, 40, 90, 70) and first.prefer is None
    assert second.lines == (LINES if version > 2 else LineSteering()) and not first.lines
    assert {fill.weights for fill in fills} == {"crfill-starter"}
    assert {len(fill.weights_sha256) for fill in fills} == ({64} if version > 1 else {0})
    assert [fill.structure for fill in fills] == (["", "structure", "structure"] if version > 3 else [""] * 3)


@pytest.mark.parametrize("version", [1, 3, 4])
def test_recipes_open(version: int) -> None:
    recipe = read_recipe(FILES / f"recipe-{version}.json")
    assert recipe.size == (96, 72)
    check_fills(recipe.fills, version)


@pytest.mark.parametrize(("version", "recipe"), [(1, 1), (3, 4)])
def test_projects_open(version: int, recipe: int) -> None:
    project = load_project(FILES / f"project-{version}.crfill")
    check_fills(tuple(fill.entry for fill in project.fills), recipe)
    assert project.photo.size == (96, 72) and project.lines == (LINES if version > 2 else LineSteering())
    assert project.avoid is not None and (project.avoid > 0).sum() == 100
    assert [len(fill.patches) for fill in project.fills] == [1, 1, 1]
    assert [len(fill.references) for fill in project.fills] == ([1, 1, 1] if version > 1 else [0, 0, 0])
    assert not np.array_equal(project.document().pixels, project.photo.pixels)


def test_unsaved_work_is_restored(tmp_path: Path) -> None:
    shutil.copytree(FILES / "unsaved", tmp_path / "left")
    (left,) = left_behind(tmp_path)
    assert (left.about.name, left.about.saved_as) == ("canyon-wren.jpg", None)
    document = left.document(2**20)
    check_fills(tuple(document.recipe), 4)
    assert (
        document.lines == LINES and (document.coverage > 0).sum() == 100 and (document.avoid > 0).sum() == 100
    )
    left.lock.close()


def test_settings_are_kept() -> None:
    settings = Settings(FILES / "settings.json")
    kept = (
        (keys.FILL_MODE, "network"),
        (keys.FILL_DETAIL, 0.4),
        (keys.FILL_SCALE, 2.5),
        (keys.FILL_GROW, 7.0),
        (keys.FILL_WIDEN, False),
        (keys.FILL_AFTER_STROKE, True),
        (keys.DEVICE, "cpu"),
        (keys.THEME, "light"),
        (keys.HISTORY_MEGABYTES, 256),
        (keys.SHORTCUTS, {"fill": ["Ctrl+F"]}),
    )
    assert [settings.get(setting) for setting, _ in kept] == [value for _, value in kept]


@pytest.mark.parametrize("name", ["h200", "structure"])
def test_runs_go_on(tmp_path: Path, name: str) -> None:
    shutil.copy(FILES / f"run-{name}.json", tmp_path / "config.json")
    assert asdict(load_run(tmp_path)) == asdict(load_config(find_recipe(Path(name))))
