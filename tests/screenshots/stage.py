"""The editor as the pictures need it: its own settings, simulated input, and a camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crfill_core.files.resources import resource
from crfill_gui.app import build
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from tests.gui.person import PLAIN, Person

SETTLE_MS = 250
"""Icons, thumbnails and layouts come a moment after what they belong to."""


FULL_WIDTH = 3840
"""Of all sample photos."""


class Patience:
    """Waits as pytest-qt does, without a test."""

    TimeoutError = TimeoutError

    def waitUntil(self, condition: Callable[[], bool], timeout: int) -> None:
        end = time.monotonic() + 10 * timeout / 1000  # no waiting here
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            QTest.qWait(20)


class Stage(Person):
    """A person at a window of usual size, and where the pictures go."""

    def __init__(self, folder: Path, home: Path, theme: str, language: str, width: int) -> None:
        """``width``: of the sample photos as they are opened. The places of the scenes are those of full-size ones."""
        settings = Settings(home / "settings.json")
        settings.set(keys.THEME, theme)
        _, window = build(["--language", language], settings, unsaved=home / "unsaved")
        super().__init__(window, Patience())
        self.folder, self.home, self._width = folder, home, width
        window.resize(1320, 860)
        window.move(0, 0)
        window.show()
        self.comes_back()
        self.settles(800)

    def settles(self, milliseconds: int = SETTLE_MS) -> None:
        # QTest.qWait keeps the interpreter from other threads: the window would wait for its workers in vain.
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def shot(self, name: str, of: QWidget | None = None, at_once: bool = False) -> None:
        """What the screen shows where the window is, or another widget; ``at_once``: of a state that soon ends."""
        self.settles(0 if at_once else SETTLE_MS)
        widget = of or self.window
        area = QRect(widget.mapToGlobal(widget.rect().topLeft()), widget.size())
        picture = self.window.screen().grabWindow(0, area.x(), area.y(), area.width(), area.height())
        assert picture.save(str(self.folder / f"{name}.png")), name

    def opens_sample(self, name: str) -> None:
        """With its ready mask, as from the first page."""
        before = self.window.session.document
        self.need_not_save()
        self.window.session.opening.open(self._sample(f"{name}.jpg"), self._sample(f"{name}-mask.png"))
        self.waits(lambda: self.window.session.document not in (None, before))
        self.comes_back()
        self.canvas.setFocus()
        self.presses("B")
        self.settles()
        self.window.session.message_cleared.emit()

    def need_not_save(self) -> None:
        """Leaving the photo asks no question."""
        document = self.window.session.document
        if document is not None:
            document.mark_saved(self.home / "kept.png", document.history.state)

    def _sample(self, name: str) -> Path:
        if self._width == FULL_WIDTH:
            return resource("samples", name)
        folder = self.home / "samples"
        folder.mkdir(exist_ok=True)
        with Image.open(resource("samples", name)) as picture:
            height = round(picture.height * self._width / picture.width)
            picture.resize((self._width, height), Image.Resampling.LANCZOS).save(folder / name, quality=92)
        return folder / name

    def album(self) -> Path:
        """A photo in a folder of several."""
        folder = self.home / "Album"
        folder.mkdir()
        for number, name in enumerate(("oakland-zoo-otters", "extreme-desert-hike", "canyon-wren") * 3):
            with Image.open(resource("samples", f"{name}.jpg")) as picture:
                turned = picture.resize((900, 600)).rotate(90 if number == 4 else 0, expand=True)
                turned.save(folder / f"P105{number:04}.jpg")
        return folder / "P1050001.jpg"

    def drags(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = PLAIN) -> None:
        super().drags(*(self._scaled(*place) for place in places), keys=keys)

    def clicks(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        super().clicks(*self._scaled(x, y), keys)

    def points_at(self, x: float, y: float) -> None:
        super().points_at(*self._scaled(x, y))

    def _scaled(self, x: float, y: float) -> tuple[float, float]:
        factor = self._width / FULL_WIDTH
        return x * factor, y * factor

    def fills(self) -> None:
        self.presses("Return")
        self.waits_for_the_fill()
        self.window.fill_panel.set_ended("")  # how long it took here says nothing about anywhere else

    def dialog(self, action: str, name: str) -> QDialog:
        """The dialog that an action opens."""
        self.chooses(action)
        found = self.window.findChild(QDialog, name)
        assert found is not None, name
        self.waits(found.isVisible)
        found.move(200, 100)
        self.settles()
        return found

    def close(self) -> None:
        self.window.session.replace(None, None)
        self.window.close()
        QApplication.processEvents()
