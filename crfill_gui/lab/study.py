"""The window of a blind study. It shows an image with a hole and its fills in random order; the rater chooses the best.

Every choice is saved immediately. If the same rater opens the study again, it continues where it stopped.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QInputDialog,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from crfill_core.cli.terminal import complain
from crfill_core.errors import CrfillError
from crfill_core.evaluation.study import Study
from crfill_gui import i18n
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.i18n import tr, tr_core
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.sizes import open_at
from crfill_gui.style import theme as themes
from crfill_gui.style.identity import introduce
from crfill_gui.style.theme import Theme

W = TypeVar("W", bound=QWidget)

PAUSE_MS = 250
"""The time for which a choice is marked before the next image is shown."""
_CAPTION = 30
"""Height of a caption, in pixels."""
_FRAME = 3
"""Width of a frame, in pixels."""


class Tile(QAbstractButton):
    """An image, scaled to fit, with a caption below it. It has a frame while it is checked, focused or under the mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pixmap = QPixmap()
        self.setMinimumSize(140, 140 + _CAPTION)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_image(self, path: Path) -> None:
        self._pixmap = QPixmap(str(path))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(256, 256 + _CAPTION)

    def image_rect(self) -> QRectF:
        """The area of the image in the widget's coordinates; empty if there is no image."""
        if self._pixmap.isNull():
            return QRectF()
        room = QRectF(self.rect()).adjusted(2 * _FRAME, 2 * _FRAME, -2 * _FRAME, -_CAPTION)
        size = self._pixmap.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        image = QRectF(0, 0, size.width(), size.height())
        image.moveCenter(room.center())
        return image.toAlignedRect().toRectF()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        image = self.image_rect()
        painter.drawPixmap(image, self._pixmap, QRectF(self._pixmap.rect()))
        if self.isChecked() or (self.isEnabled() and (self.underMouse() or self.hasFocus())):
            color = self._theme.accent if self.isChecked() else self._theme.dim
            painter.setPen(QPen(QColor(color), _FRAME))
            half = _FRAME / 2 + 1
            painter.drawRoundedRect(image.adjusted(-half, -half, half, half), 3, 3)
        painter.setPen(QColor(self._theme.accent if self.isChecked() else self._theme.text))
        caption = QRectF(0, image.bottom() + 2 * _FRAME, self.width(), _CAPTION - 2 * _FRAME)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self.text())


class StudyWindow(QMainWindow):
    """A study and the votes of one rater."""

    finished = Signal()  # all images have a vote

    def __init__(self, study: Study, rater: str, theme: Theme = themes.DARK) -> None:
        super().__init__()
        self._study, self._rater, self._theme = study, rater, theme
        self._trials = study.trials(rater)
        self._votes = study.votes(rater)
        self._tiles: list[Tile] = []
        self.position = self._first_open()
        """The index of the current trial; at the end, the number of trials."""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self.setWindowTitle(tr("Blind study – {rater}", rater=rater))
        self._build()
        self._add_shortcuts()
        self._show_trial()

    def choose(self, number: int) -> None:
        """Vote for a result by its index on the screen: 0 is the result with the number 1."""
        if self._pause.isActive() or self.position >= len(self._trials):
            return
        trial = self._trials[self.position]
        if number >= len(trial.order):
            return
        try:
            self._study.vote(self._rater, trial.item, trial.order[number])
        except CrfillError as error:
            self._mark_vote()
            self._hint.setText(tr("Your choice was not saved: {why}", why=tr_core(error)))
            return
        self._votes[trial.item.id] = trial.order[number]
        self._mark_vote()
        self._pause.start()

    def back(self) -> None:
        """Go back to the previous image, where another result can be chosen."""
        self._go(self.position - 1)

    def forward(self) -> None:
        """Go to the next image, if this one has a vote."""
        if self.position < len(self._trials) and self._trials[self.position].item.id in self._votes:
            self._go(self.position + 1)

    def _go(self, position: int) -> None:
        if not self._pause.isActive() and 0 <= position <= len(self._trials):
            self.position = position
            self._show_trial()

    def _on_pause_over(self) -> None:
        self._go(self.position + 1)
        if self._first_open() == len(self._trials):
            self.finished.emit()

    def _first_open(self) -> int:
        open_ = (number for number, trial in enumerate(self._trials) if trial.item.id not in self._votes)
        return next(open_, len(self._trials))

    def _build(self) -> None:
        self._count = _named(QLabel(), "study.count")
        self._bar = _named(QProgressBar(), "study.progress")
        self._bar.setTextVisible(False)
        self._bar.setMaximum(len(self._trials))
        self._bar.setAccessibleName(tr("Images rated"))
        top = hbox(self._count, (self._bar, 1))

        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setSpacing(14)
        self._input = _named(Tile(self._theme), "study.input")
        self._input.setText(tr("The photo; the white area is to be filled"))
        self._input.setAccessibleName(tr("The photo with its hole"))
        self._input.setEnabled(False)
        self._input.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        thanks = _named(QLabel(tr("All images are rated. Thank you!")), "emptyTitle")
        thanks.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pages.addWidget(page)
        self._pages.addWidget(thanks)

        self._hint = _named(QLabel(), "study.hint")
        self._hint.setWordWrap(True)
        self._hint.setProperty("dim", "true")
        self._back = _named(QPushButton(tr("Back")), "study.back")
        self._back.clicked.connect(self.back)
        self._forward = _named(QPushButton(tr("Next")), "study.forward")
        self._forward.clicked.connect(self.forward)
        bottom = hbox((self._hint, 1), self._back, self._forward)

        central = QWidget()
        vbox(top, (self._pages, 1), bottom, on=central, margins=(18, 14, 18, 14), spacing=12)
        self.setCentralWidget(central)

    def _add_shortcuts(self) -> None:
        for number in range(9):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.activated.connect(lambda number=number: self.choose(number))
        for name, action in (("Backspace", self.back), ("Left", self.back), ("Right", self.forward)):
            QShortcut(QKeySequence(name), self).activated.connect(action)

    def _show_trial(self) -> None:
        done = self.position >= len(self._trials)
        self._pages.setCurrentIndex(1 if done else 0)
        self._count.setText(
            tr("Done") if done else tr("{n} of {all}", n=self.position + 1, all=len(self._trials))
        )
        self._hint.setText("" if done else tr("Which one looks best? Click it or press its number."))
        if not done:
            trial = self._trials[self.position]
            self._lay_out(len(trial.order))
            self._input.show_image(self._study.input_image(trial.item))
            for tile, letter in zip(self._tiles, trial.order, strict=True):
                tile.show_image(self._study.result_image(trial.item, letter))
            # A focus frame around the first result would favour it.
            self._pages.setFocus()
        self._mark_vote()

    def _lay_out(self, results: int) -> None:
        """Place the input and then the results: up to 3 images in one row, up to 8 in two rows, more in three."""
        if len(self._tiles) == results:
            return
        for tile in self._tiles:
            tile.deleteLater()
        self._tiles = [self._new_tile(number) for number in range(results)]
        count = results + 1
        columns = math.ceil(count / (1 if count <= 3 else 2 if count <= 8 else 3))
        for place, tile in enumerate([self._input, *self._tiles]):
            self._grid.addWidget(tile, place // columns, place % columns)

    def _new_tile(self, number: int) -> Tile:
        tile = _named(Tile(self._theme), f"study.result.{number + 1}")
        tile.setCheckable(True)
        tile.setText(str(number + 1))
        tile.setAccessibleName(tr("Result {number}", number=number + 1))
        tile.setCursor(Qt.CursorShape.PointingHandCursor)
        tile.clicked.connect(lambda: self.choose(number))
        return tile

    def _mark_vote(self) -> None:
        """Show which result has this rater's vote, how many images have one, and which buttons are enabled."""
        vote = None
        if self.position < len(self._trials):
            trial = self._trials[self.position]
            vote = self._votes.get(trial.item.id)
            for tile, letter in zip(self._tiles, trial.order, strict=True):
                tile.setChecked(letter == vote)
        self._bar.setValue(len(self._votes))
        self._back.setEnabled(self.position > 0)
        self._forward.setEnabled(vote is not None)


def _named(widget: W, name: str) -> W:
    widget.setObjectName(name)
    return widget


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``crfill-gui --study STUDY [--rater NAME]``, and return its exit status. Without a name, a dialog asks for one."""
    parser = argparse.ArgumentParser(
        prog="crfill study rate", description="Rate the images of a blind study."
    )
    parser.add_argument("study", type=Path, metavar="STUDY")
    parser.add_argument("--rater", metavar="NAME")
    arguments = parser.parse_args(argv)
    app = QApplication(["crfill-study"])
    introduce(app)
    settings = Settings()
    i18n.install(app, settings.get(keys.LANGUAGE))
    theme = themes.resolve(settings.get(keys.THEME))
    themes.apply(app, theme)
    try:
        study = Study(arguments.study)
        rater = arguments.rater
        if rater is None:
            rater, agreed = QInputDialog.getText(None, tr("Blind study"), tr("Your name or number:"))
            if not agreed:
                return 0
        window = StudyWindow(study, rater.strip(), theme)
    except CrfillError as error:
        complain(error.message)
        return 2
    open_at(window, 1080, 820)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
