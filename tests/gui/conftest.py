"""A real window over the scripted engine, and small photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import noise, on_canvas


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the tests run, the editor speaks English unless it is told another language."""
    monkeypatch.setattr("crfill_gui.i18n.system_languages", lambda: ["en"])


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    write_photo(Photo(noise(300, 400)), path)
    return path


@pytest.fixture
def filler() -> ScriptedFiller:
    return ScriptedFiller()


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return ScriptedPrompts()


@pytest.fixture
def window(qtbot, tmp_path: Path, filler: ScriptedFiller, prompts: ScriptedPrompts) -> Iterator[MainWindow]:
    """The window, shown, without a photo."""
    _, window = build([], Settings(tmp_path / "config" / "settings.json"), filler.make)
    window.session.prompts = prompts
    window.resize(1100, 760)
    window.show()
    qtbot.waitExposed(window)
    yield window
    filler.release()
    prompts.unsaved_answer = "discard"
    window.close()
    QApplication.processEvents()  # the ends of what was cancelled
    QApplication.processEvents()
    window.deleteLater()


@pytest.fixture
def editor(window: MainWindow, photo_file: Path, qtbot) -> MainWindow:
    """The window with a photo of 400 × 300 pixels, one photo pixel on one screen pixel."""
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None and window.appearance.has_icons)
    window.canvas.view.zoom_to(1.0)
    window.canvas.setFocus()
    return window


@pytest.fixture
def drag(editor: MainWindow) -> Callable[..., None]:
    """Press, move and release over photo coordinates."""

    def do(
        *points: tuple[float, float],
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        canvas = editor.canvas
        places = [on_canvas(editor, *point) for point in points]
        QTest.mousePress(canvas, button, keys, places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
        if release:
            QTest.mouseRelease(canvas, button, keys, places[-1])

    return do
