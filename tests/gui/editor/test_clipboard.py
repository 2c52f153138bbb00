"""Photos from and to the clipboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QColorSpace, QGuiApplication, QImage

from crfill_core.imaging.photo import Photo
from crfill_gui.editor.clipboard import photo_of, shown_image
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedPrompts
from tests.gui.helpers import document_of, noise


def put(image: QImage) -> QMimeData:
    data = QMimeData()
    data.setImageData(image)
    return data


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_a_picture_survives_the_clipboard(channels: int, alpha: bool) -> None:
    pixels = noise(20, 31, channels)
    photo = Photo(pixels, noise(20, 31, 1)[..., 0] if alpha else None)
    again = photo_of(put(shown_image(photo)))
    assert again is not None and again.size == photo.size and again.icc is None
    assert np.array_equal(again.pixels, np.broadcast_to(pixels, (20, 31, 3)))
    assert (again.alpha is None) == (photo.alpha is None)
    if photo.alpha is not None:
        assert np.array_equal(again.alpha, photo.alpha)


def test_depth_and_colour_space_of_a_pasted_picture_are_kept() -> None:
    image = QImage(5, 4, QImage.Format.Format_RGBX64)
    image.fill(QColor.fromRgba64(1000, 30_001, 65_535))
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    photo = photo_of(put(image))
    assert photo is not None and photo.pixels.dtype == np.uint16 and photo.alpha is None
    assert photo.pixels[3, 4].tolist() == [1000, 30_001, 65_535] and photo.icc


def test_a_grey_picture_of_16_bits_is_pasted_with_16_bits() -> None:
    grey = np.arange(30_001, 30_021, dtype=np.uint16).reshape(5, 4)
    photo = photo_of(put(QImage(grey.tobytes(), 4, 5, 8, QImage.Format.Format_Grayscale16).copy()))
    assert photo is not None and photo.pixels.dtype == np.uint16 and photo.alpha is None
    assert np.array_equal(photo.pixels, np.dstack([grey] * 3))


def test_pasting_opens_a_photo_without_a_name(editor: MainWindow, prompts: ScriptedPrompts, qtbot) -> None:
    QGuiApplication.clipboard().setImage(shown_image(Photo(noise(50, 60))))
    editor.actions_["paste"].trigger()
    qtbot.waitUntil(lambda: document_of(editor).size == (60, 50))
    assert editor.session.path is None and editor.windowTitle().startswith("Untitled")
    editor.actions_["save"].trigger()
    (kind, suggestion) = prompts.asked[-1]
    assert kind == "Save photo" and isinstance(suggestion, Path) and suggestion.suffix == ".png"


def test_a_copied_file_is_opened_as_a_file(window: MainWindow, photo_file: Path, qtbot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo_file))])
    QGuiApplication.clipboard().setMimeData(data)
    window.actions_["paste"].trigger()
    qtbot.waitUntil(lambda: window.session.path == photo_file)


def test_unsaved_work_is_asked_about_before_pasting(
    editor: MainWindow, prompts: ScriptedPrompts, qtbot
) -> None:
    document = document_of(editor)
    document.set_mask(np.full((300, 400), 255, np.uint8), "Mask")
    editor.session.filling.fill()
    qtbot.waitUntil(lambda: document.is_dirty)
    QGuiApplication.clipboard().setImage(shown_image(Photo(noise(50, 60))))
    editor.actions_["paste"].trigger()
    assert ("unsaved", "photo.png") in prompts.asked and document_of(editor) is document


def test_nothing_to_paste_is_said(editor: MainWindow) -> None:
    QGuiApplication.clipboard().setText("words")
    editor.actions_["paste"].trigger()
    assert "no picture" in editor.message_bar.label.text()


def test_copy_puts_the_filled_photo_on_the_clipboard(editor: MainWindow, qtbot) -> None:
    document = document_of(editor)
    mask = np.zeros((300, 400), np.uint8)
    mask[10:30, 20:60] = 255
    document.set_mask(mask, "Mask")
    editor.session.filling.fill()
    qtbot.waitUntil(lambda: document.is_dirty)
    QGuiApplication.clipboard().clear()
    editor.actions_["copy"].trigger()
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())
    photo = photo_of(put(QGuiApplication.clipboard().image()))
    assert photo is not None and np.array_equal(photo.pixels, document.pixels)
