"""Dust and scratches, from the Mask menu of the real window."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.imaging import dust_look
from crfill_core.imaging.dust import DEFAULT_SENSITIVITY, dust_strength, mask_of
from crfill_core.imaging.dust_look import DustLook
from crfill_gui.dialogs import live_mask
from crfill_gui.dialogs.dust import DustDialog
from crfill_gui.dialogs.refine_mask import RefineMask
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import document_of, trigger

SPECKS = ((60, 50), (200, 150), (330, 240))


@pytest.fixture
def scan(window: MainWindow, tmp_path: Path, qtbot) -> MainWindow:
    """A wall with grain and three white specks."""
    pixels = np.random.default_rng(3).normal(110, 3, (300, 400, 3))
    for x, y in SPECKS:
        pixels[y : y + 3, x : x + 3] = 240
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(tmp_path / "scan.png")
    window.session.opening.open(tmp_path / "scan.png")
    qtbot.waitUntil(lambda: window.session.document is not None and window.appearance.has_icons)
    return window


def opened(window: MainWindow) -> DustDialog:
    trigger(window, "mask.dust")
    (dialog,) = window.findChildren(DustDialog)
    assert dialog.isVisible()
    return dialog


def test_specks_are_seen_before_they_are_masked_in_one_step(scan: MainWindow, qtbot) -> None:
    document, plain = document_of(scan), scan.canvas.grab().toImage()
    mine = np.zeros_like(document.coverage)
    mine[10:20, 10:20] = 90
    document.set_mask(mine, "Paint")
    steps, plain = len(document.history.steps), scan.canvas.grab().toImage()
    dialog = opened(scan)
    qtbot.waitUntil(lambda: scan.canvas.grab().toImage() != plain)
    assert np.array_equal(document.coverage, mine)
    dialog.sensitivity.field.setValue(70)
    dialog.accept()
    qtbot.waitUntil(lambda: not scan.findChildren(DustDialog))
    assert np.array_equal(document.coverage, np.maximum(mine, mask_of(dust_strength(document.pixels), 70)))
    assert all(document.coverage[y + 1, x + 1] == 255 for x, y in SPECKS)
    assert len(document.history.steps) == steps + 1
    trigger(scan, "undo")
    assert np.array_equal(document.coverage, mine)


def test_cancelling_leaves_the_mask_and_its_picture(scan: MainWindow, qtbot) -> None:
    plain, steps = scan.canvas.grab().toImage(), len(document_of(scan).history.steps)
    dialog = opened(scan)
    qtbot.waitUntil(lambda: scan.canvas.grab().toImage() != plain)
    QTest.keyClick(dialog.sensitivity.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not document_of(scan).coverage.any()
    assert scan.canvas.grab().toImage() == plain and len(document_of(scan).history.steps) == steps


def test_one_live_dialog_at_a_time(scan: MainWindow, qtbot) -> None:
    document_of(scan).set_mask(mask_of(dust_strength(document_of(scan).pixels), DEFAULT_SENSITIVITY), "Paint")
    opened(scan)
    trigger(scan, "mask.refine")
    qtbot.waitUntil(lambda: not scan.findChildren(DustDialog))
    assert len(scan.findChildren(RefineMask)) == 1


def test_it_says_how_much_was_found(scan: MainWindow, qtbot) -> None:
    dialog = opened(scan)
    qtbot.waitUntil(lambda: "found" in dialog.sentence.text())
    mask = mask_of(dust_strength(document_of(scan).pixels), DEFAULT_SENSITIVITY)
    places = cv2.connectedComponents(mask, connectivity=8)[0] - 1
    assert places >= len(SPECKS)
    assert dialog.sentence.text() == f"{places} places found, {cv2.countNonZero(mask)} px"
    document_of(scan).set_mask(np.full_like(document_of(scan).coverage, 255), "Paint")
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Nothing found"))


def test_a_look_is_shown_while_the_slider_moves_and_the_mask_itself_at_rest(
    scan: MainWindow, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dust_look, "_MOST", 20_000)
    monkeypatch.setattr(live_mask, "REST_MS", 60_000)
    shown: list[np.ndarray] = []
    monkeypatch.setattr(
        scan.canvas.view, "preview_mask", lambda mask: shown.append(mask) if mask is not None else None
    )
    dialog = opened(scan)
    strength = dust_strength(document_of(scan).pixels)
    qtbot.waitUntil(lambda: len(shown) == 1)
    dialog.sensitivity.field.setValue(80)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert np.array_equal(shown[1], DustLook(strength).mask(80))
    dialog._rest.start(0)
    qtbot.waitUntil(lambda: len(shown) == 3)
    assert np.array_equal(shown[2], mask_of(strength, 80)) and "found" in dialog.sentence.text()
    dialog.sensitivity.field.setValue(60)
    qtbot.waitUntil(lambda: len(shown) == 4)
    dialog.accept()
    qtbot.waitUntil(lambda: not scan.findChildren(DustDialog))
    assert np.array_equal(document_of(scan).coverage, mask_of(strength, 60))
