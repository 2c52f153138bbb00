"""The batch dialog over the scripted engine, with real files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from crfill_core.geometry import Box
from crfill_core.imaging.mask import write_mask
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.record import RECORD
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.dialogs.batch import BatchDialog
from crfill_gui.editor.batches import BatchRun
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import noise

NAMES = ("a.png", "b.png", "c.png")


@pytest.fixture
def dialog(window: MainWindow, folders, tmp_path: Path, qtbot) -> BatchDialog:
    """The dialog, with three photos and a mask for each."""
    photos, masks = tmp_path / "photos", tmp_path / "masks"
    photos.mkdir()
    masks.mkdir()
    mask = np.zeros((40, 50), np.uint8)
    mask[10:20, 10:30] = 255
    for seed, name in enumerate(NAMES):
        write_photo(Photo(noise(40, 50, seed=seed)), photos / name)
        write_mask(mask, masks / name)
    window.actions_["batch"].trigger()
    dialog = window.findChild(BatchDialog)
    assert dialog is not None and dialog.isVisible()
    assert not dialog.start_button.isEnabled()
    dialog.workers.setValue(1)
    for row, path in ((dialog.photos, photos), (dialog.masks, masks), (dialog.output, tmp_path / "out")):
        row.set_path(path)
    assert dialog.start_button.isEnabled() and dialog.sentence.text() == "Everything is set: press Start."
    return dialog


def states(dialog: BatchDialog) -> list[str]:
    items = [dialog.list.topLevelItem(index) for index in range(dialog.list.topLevelItemCount())]
    return [item.text(1) for item in items if item is not None]


def wait(dialog: BatchDialog, qtbot) -> None:
    qtbot.waitUntil(lambda: dialog._run.state == "idle" and bool(dialog._run.rows))


def test_a_folder_is_filled(dialog: BatchDialog, tmp_path: Path, qtbot) -> None:
    dialog.start_button.click()
    wait(dialog, qtbot)
    assert states(dialog) == ["Filled"] * 3
    assert dialog.sentence.text() == "Finished: 3 filled, 0 already filled, 0 failed."
    for name in NAMES:
        before, after = (
            read_photo(tmp_path / "photos" / name).pixels,
            read_photo(tmp_path / "out" / name).pixels,
        )
        assert (after[10:20, 10:30] == 128).all()
        assert np.array_equal(after[20:], before[20:])
    assert dialog.bar.value() == dialog.bar.maximum() and dialog.start_button.isEnabled()


def test_a_folder_is_filled_as_the_settings_say_without_the_window_of_the_photo(
    dialog: BatchDialog, filler: ScriptedFiller, window: MainWindow, qtbot
) -> None:
    window.settings.set(keys.FILL_DETAIL, 0.25)
    window.session.choices.set_window(Box(0, 0, 30, 30))
    dialog.mode.setCurrentIndex(dialog.mode.findData("network"))
    dialog.start_button.click()
    wait(dialog, qtbot)
    assert [request.options for request in filler.requests] == [FillOptions("network", 0.25)] * 3


def test_bad_photos_cost_only_themselves_and_are_in_the_report(
    dialog: BatchDialog, tmp_path: Path, qtbot
) -> None:
    (tmp_path / "photos" / "a.png").write_text("no photo")
    (tmp_path / "masks" / "b.png").unlink()
    dialog.start_button.click()
    wait(dialog, qtbot)
    assert states(dialog) == ["Failed", "Failed", "Filled"]
    dialog.report_button.click()
    report = QGuiApplication.clipboard().text()
    assert "b.png: FAILED (b.png has no mask" in report and "1 filled, 0 already filled, 2 failed" in report


def test_pause_and_resume(dialog: BatchDialog, filler: ScriptedFiller, qtbot) -> None:
    filler.hold()
    dialog.start_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    dialog.pause_button.click()
    filler.release()
    qtbot.waitUntil(lambda: dialog._run.state == "paused")
    assert states(dialog) == ["Filled", "Waiting", "Waiting"] and "paused" in dialog.sentence.text()
    assert dialog.pause_button.text() == "Resume"
    qtbot.wait(50)
    assert len(filler.requests) == 1
    dialog.pause_button.click()
    wait(dialog, qtbot)
    assert states(dialog) == ["Filled"] * 3


def test_a_cancelled_batch_resumes_where_it_stopped(
    dialog: BatchDialog, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    def hold_the_second(row: int) -> None:
        if row == 1:
            filler.reached_half.clear()
            filler.hold()

    dialog._run.row_changed.connect(hold_the_second)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: states(dialog)[1:2] == ["Filling… 50 %"] and filler.reached_half.is_set())
    dialog.cancel_button.click()
    wait(dialog, qtbot)
    assert states(dialog) == ["Filled", "Waiting", "Waiting"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.png", RECORD]
    dialog._run.row_changed.disconnect(hold_the_second)
    filler.release()
    dialog.start_button.click()
    wait(dialog, qtbot)
    assert states(dialog) == ["Done before", "Filled", "Filled"]


def test_the_editor_fills_between_the_photos_of_a_batch(
    dialog: BatchDialog, window: MainWindow, filler: ScriptedFiller, photo_file: Path, qtbot
) -> None:
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    document = window.session.document
    assert document is not None
    document.set_mask(np.full((300, 400), 255, np.uint8), "Mask")
    filler.hold()
    dialog.start_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    window.session.filling.fill()
    filler.release()
    wait(dialog, qtbot)
    sizes = [request.photo.size for request in filler.requests]
    assert sizes.index((400, 300)) < len(sizes) - 1
    assert (document.pixels == 128).all()


def test_a_batch_that_cannot_start_says_why(dialog: BatchDialog, tmp_path: Path, qtbot) -> None:
    dialog.output.set_path(tmp_path / "photos")
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "would be mixed up with the photos or masks there" in dialog.sentence.text())
    dialog.photos.set_path(tmp_path / "nowhere")
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "is not a folder" in dialog.sentence.text())
    assert dialog.start_button.isEnabled()


def test_the_report_is_not_that_of_an_earlier_batch(dialog: BatchDialog, tmp_path: Path, qtbot) -> None:
    dialog.start_button.click()
    wait(dialog, qtbot)
    assert dialog.report_button.isEnabled()
    dialog.photos.set_path(tmp_path / "nowhere")
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "is not a folder" in dialog.sentence.text())
    assert not dialog.report_button.isEnabled()


def test_the_hint_names_what_is_missing(dialog: BatchDialog, tmp_path: Path) -> None:
    dialog.masks.field.clear()
    assert dialog.sentence.text() == "Still missing: Masks." and not dialog.start_button.isEnabled()
    dialog.output.field.clear()
    assert dialog.sentence.text() == "Still missing: Masks, Results."
    dialog.masks.set_path(tmp_path / "masks")
    dialog.output.set_path(tmp_path / "out")
    assert dialog.sentence.text() == "Everything is set: press Start." and dialog.start_button.isEnabled()


def test_closing_the_dialog_does_not_stop_the_batch(
    dialog: BatchDialog, window: MainWindow, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    filler.hold()
    dialog.start_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    dialog.close()
    filler.release()
    qtbot.waitUntil(lambda: "Batch: finished: 3 filled" in window.message_bar.label.text())
    assert (tmp_path / "out" / "c.png").is_file()


def test_after_a_crash_the_dialog_offers_to_go_on(
    dialog: BatchDialog, window: MainWindow, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    filler.hold()
    dialog.start_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    qtbot.waitUntil(lambda: "%" in states(dialog)[0])
    stored = Settings(window.settings._path)  # what a program started after a crash would read
    assert stored.get(keys.UNFINISHED_BATCH)["photos"] == str(tmp_path / "photos")
    filler.release()
    wait(dialog, qtbot)
    assert Settings(window.settings._path).get(keys.UNFINISHED_BATCH) == {}

    window.settings.set(keys.UNFINISHED_BATCH, stored.get(keys.UNFINISHED_BATCH))
    again = BatchDialog(window.session, BatchRun(window.session.engine, window), window)
    again.open_for(tmp_path)
    assert again.photos.path == tmp_path / "photos" and again.output.path == tmp_path / "out"
    assert "did not finish" in again.sentence.text() and again.start_button.isEnabled()
    again.start_button.click()
    wait(again, qtbot)
    assert states(again) == ["Done before"] * 3
    again._run.close()


def test_a_folder_for_the_results_is_suggested_until_another_is_named(
    window: MainWindow, folders, tmp_path: Path
) -> None:
    dialog = window.windows.open_batch()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    dialog.photos.set_path(tmp_path / "one")
    assert dialog.output.path == tmp_path / "one" / "filled"
    dialog.photos.set_path(tmp_path / "two")
    assert dialog.output.path == tmp_path / "two" / "filled"
    dialog.output.set_path(tmp_path / "mine")
    dialog.photos.set_path(tmp_path / "one")
    assert dialog.output.path == tmp_path / "mine"


def test_an_unfinished_batch_goes_on_with_its_own_mode_and_weights(
    dialog: BatchDialog, window: MainWindow, filler: ScriptedFiller, folders: tuple[Path, Path], qtbot
) -> None:
    folders[1].mkdir()
    (folders[1] / "mine.safetensors").write_bytes(b"stand-in")
    dialog.open_for(None)
    dialog.mode.setCurrentIndex(dialog.mode.findData("network"))
    dialog.weights.setCurrentIndex(dialog.weights.findData("mine"))
    filler.hold()
    dialog.start_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    unfinished = Settings(window.settings._path).get(keys.UNFINISHED_BATCH)
    filler.release()
    wait(dialog, qtbot)

    window.settings.set(keys.UNFINISHED_BATCH, unfinished)
    again = BatchDialog(window.session, BatchRun(window.session.engine, window), window)
    again.open_for(None)
    assert (again.mode.currentData(), again.weights.currentData()) == ("network", "mine")
    again.start_button.click()
    wait(again, qtbot)
    assert states(again) == ["Done before"] * 3
    again._run.close()


def test_the_dialog_opens_with_a_damaged_catalogue_and_start_says_so(
    dialog: BatchDialog, folders: tuple[Path, Path]
) -> None:
    (folders[0] / "catalog.json").write_text("{")
    dialog.open_for(None)
    dialog.start_button.click()
    assert "catalog.json" in dialog.sentence.text()
