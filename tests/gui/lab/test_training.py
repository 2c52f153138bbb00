"""A real training run of moments, started, watched, stopped and resumed in the lab."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from crfill_core.training.hold import is_held
from crfill_core.training.record import read_log
from crfill_gui.lab.training import Training
from tests.gui.helpers import LONG


@pytest.fixture
def page(lab, data, recipe_file):
    page = lab.training_page
    page.choose_recipe_file(recipe_file)
    page.photos.set_path(data)
    page.folder.set_path(data / "run")
    return page


def test_a_run_is_trained_to_its_end_and_shown(lab, page, data, qtbot):
    seen = []
    lab.training.state_changed.connect(lambda: seen.append(lab.training.state.status))
    assert "own data" in page.data_note.text()
    page.start_button.click()
    assert lab.trains and not page.folder.isEnabled() and not page.start_button.isEnabled()
    qtbot.waitUntil(lambda: lab.training.state.status in ("finished", "failed"), timeout=LONG)
    assert seen[0] == "starting" and seen[-1] == "finished" and not lab.trains
    assert page.bar.value() == page.bar.maximum() and "step 4 of 4" in page.status.text()
    assert {"fine_l1", "loss", "validation psnr"} <= set(page.curves.charts)
    assert "at step 4" in page.curves.charts["loss"].accessibleDescription()
    assert page.curves.charts["validation psnr"].title == "Validation: PSNR"
    assert page.curves.charts["fine_l1"].title == "L1 of the refinement network"
    assert not page.samples.picture.is_empty and page.samples.slider.maximum() == 1
    assert page.report_button.isEnabled()
    page.evaluate_button.click()
    assert lab.tabs.currentWidget() is lab.evaluation_page
    assert lab.evaluation_page.weights.weights == str(data / "run" / "weights.safetensors")


def test_a_run_is_stopped_and_resumed_and_continues_without_the_lab(lab, page, data, qtbot):
    page.steps.setValue(100_000)
    QApplication.processEvents()
    place = page.stop_button.pos()
    page.start_button.click()
    qtbot.waitUntil(lambda: lab.training.state.step > 0, timeout=LONG)
    assert page.stop_button.pos() == place
    page.stop_button.click()
    assert lab.training.state.status in ("stopping", "stopped")
    qtbot.waitUntil(lambda: lab.training.state.status == "stopped", timeout=LONG)
    stopped = read_log(data / "run")[-1]["step"]
    assert page.start_button.text() == "Resume" and page.start_button.isEnabled()
    page.start_button.click()
    qtbot.waitUntil(lambda: lab.training.state.step > stopped, timeout=LONG)

    lab.end()
    assert is_held(data / "run")
    later = Training()  # as in another editor: it knows the run by its folder alone
    later.watch(data / "run")
    assert later.state.status == "running" and later.state.name == "tiny"
    later.end()
    qtbot.waitUntil(lambda: later.state.status == "stopped", timeout=LONG)
    assert not is_held(data / "run")


def test_a_run_that_fails_says_why(lab, page, data, qtbot):
    (data / "photos" / "0.png").unlink()
    for photo in (data / "photos").iterdir():
        photo.write_bytes(b"no photo")
    page.start_button.click()
    qtbot.waitUntil(lambda: lab.training.state.status == "failed", timeout=LONG)
    QApplication.processEvents()
    assert "photos" in page.status.text() and "Traceback" not in page.status.text()


def test_the_folder_of_a_run_shows_the_runs_settings_and_another_the_forms_own(lab, page, data):
    run = data / "earlier"
    run.mkdir()
    (run / "config.json").write_text(
        json.dumps(
            {
                "name": "old",
                "root": str(data),
                "stages": [{"steps": 3}, {"steps": 4}],
                "data": {"photos": ["photos", "/more"]},
                "validation": {"folder": "val"},
            }
        )
    )
    page.validation.set_path(data / "mine")
    page.steps.setValue(9)
    items = page.recipe.count()
    for _ in range(2):
        page.folder.set_path(run)
        assert page.recipe.currentText() == "old" and not page.recipe.isEnabled()
        assert page.photos.field.text() == f"{data / 'photos'}, {Path('/more')}"
        assert page.validation.path == data / "val" and page.steps.value() == 7
        assert page.start_button.text() == "Resume" and page.start_button.isEnabled()
        page.folder.set_path(data / "new")
        assert page.recipe.currentText() == "tiny" and page.recipe.count() == items
        assert page.photos.path == data and page.validation.path == data / "mine"
        assert page.steps.value() == 9 and page.start_button.isEnabled()


def test_nothing_can_be_started_without_photos_and_a_folder(lab, data):
    page = lab.training_page
    assert not page.start_button.isEnabled()
    QApplication.processEvents()
    place = page.start_button.pos()
    page.photos.set_path(data / "none")
    page.folder.set_path(data / "run")
    QApplication.processEvents()
    assert page.start_button.pos() == place
    assert page.data_note.text() == "There is no such folder." and not page.start_button.isEnabled()
    page.photos.set_path(data / "photos")
    assert page.start_button.isEnabled()
    assert page.data_note.text() == "All photos in this folder and below it are used."


def test_figures_that_were_not_measured_have_no_chart(lab) -> None:
    curves = lab.training_page.curves
    curves.show_curves(
        {"loss": {"loss": [(1.0, 0.5)]}, "validation lite0": {"square": [(1.0, float("nan"))]}}
    )
    assert set(curves.charts) == {"loss"}
    curves.show_curves({})
    assert not curves.charts and curves.hint.isVisibleTo(curves)


def test_a_damaged_folder_of_a_run_is_no_trouble(lab, data):
    folder = data / "run"
    (folder / "samples").mkdir(parents=True)
    (folder / "config.json").write_text('{"name": "x", "stages": 3}')
    (folder / "log.jsonl").write_bytes(b"\xff\xfe garbage\n[]\n")
    (folder / "samples" / "0000002.png").write_bytes(b"no picture")
    lab.training_page.folder.set_path(folder)
    assert lab.training.state.status == "none"


def test_asking_for_another_recipe_without_choosing_one_keeps_the_users_own(page, monkeypatch):
    monkeypatch.setattr("crfill_gui.lab.training_page.ask_file", lambda *_: None)
    last = page.recipe.count() - 1
    page.recipe.setCurrentIndex(last)
    page.recipe.activated.emit(last)
    assert page.chosen_recipe.name == "tiny"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no nice values")
@pytest.mark.parametrize(("own", "of_the_run"), [(5, 10), (15, 15)])
def test_a_run_starts_also_from_an_editor_with_a_high_nice_value(tmp_path, own, of_the_run):
    # In a process of its own: without rights, a process cannot lower its nice value again.
    code = f"""
import os, sys
from pathlib import Path
from types import SimpleNamespace
from PySide6.QtCore import QCoreApplication
from crfill_gui.lab import training
app = QCoreApplication([])
os.setpriority(os.PRIO_PROCESS, 0, max({own}, os.getpriority(os.PRIO_PROCESS, 0)))
training.crfill_command = lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"]
run = training.Training()
run.start(SimpleNamespace(arguments=lambda: [], folder=Path({str(tmp_path / "run")!r})))
print(os.getpriority(os.PRIO_PROCESS, run._process.pid), max({of_the_run}, os.getpriority(os.PRIO_PROCESS, 0)))
run.end()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, expected = done.stdout.split()
    assert found == expected
