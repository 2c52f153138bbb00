"""The start page, shown while no photo is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QToolButton, QWidget

from crfill_gui.canvas.drops import Drops
from crfill_gui.i18n import mark, tr
from crfill_gui.panels.boxes import NO_MARGINS, hbox, vbox
from crfill_gui.panels.widgets import dim_label
from crfill_gui.style.pictures import Fit, pixmap_of, read_reduced

THUMBNAIL = QSize(176, 118)
LEAST = QSize(300, 240)
"""The minimum size of the page, in pixels. If its contents need more they scroll, so that all panels fit next to it."""
SAMPLES = (mark("Canyon wren"), mark("Extreme desert hike"), mark("Oakland zoo otters"))


class EmptyState(QWidget):
    """A place to drop photos, a button to open them, and the samples."""

    open_asked = Signal()
    sample_chosen = Signal(object)  # Path
    PICTURE = QSize(56, 56)

    def __init__(self, samples: Sequence[Path]) -> None:
        super().__init__()
        self.setObjectName("emptyState")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.drops = Drops(self)
        self.drops.over.connect(self._set_over)
        self.setMinimumSize(LEAST)
        self._zone = QFrame()
        self._zone.setObjectName("dropZone")
        self.picture = QLabel()
        self.picture.setFixedSize(self.PICTURE)
        title = QLabel(tr("Drop a photo here"))
        title.setObjectName("emptyTitle")
        self.open_button = QPushButton(tr("Open a photo…"))
        self.open_button.setProperty("primary", True)
        self.open_button.setAccessibleName(tr("Open a photo"))
        self.open_button.clicked.connect(self.open_asked)
        zone = vbox(on=self._zone, margins=(36, 36, 36, 32), spacing=12)
        zone.addStrut(608)  # the minimum width in pixels
        for widget in (
            self.picture,
            title,
            dim_label(tr("Then paint over what should go and press Fill.")),
            self.open_button,
        ):
            zone.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sample_buttons: list[QToolButton] = []
        if samples:
            zone.addSpacing(14)
            zone.addWidget(dim_label(tr("No photo at hand? Try a sample:")), 0, Qt.AlignmentFlag.AlignHCenter)
            self.sample_buttons = [self._sample_button(path) for path in samples]
            zone.addLayout(hbox(None, *self.sample_buttons, None, spacing=12))
        page = QWidget()
        vbox(None, hbox(None, self._zone, None), None, on=page)
        scrolled = QScrollArea()  # with large text, or in a small window
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(page)
        for transparent in (scrolled.viewport(), page):
            transparent.setAutoFillBackground(False)
        vbox(scrolled, on=self, margins=NO_MARGINS)

    def _sample_button(self, path: Path) -> QToolButton:
        button = QToolButton()
        button.setObjectName("sample")
        button.setText(title_of(path))
        button.setToolTip(tr("Open the sample “{sample}” with a ready mask", sample=title_of(path)))
        button.setAccessibleName(tr("Sample: {sample}", sample=title_of(path)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(THUMBNAIL)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setProperty("path", str(path))
        button.clicked.connect(lambda: self.sample_chosen.emit(path))
        return button

    def load_thumbnails(self) -> None:
        """Read the missing thumbnails of the samples. Slow, so called only after the window is shown."""
        for button in self.sample_buttons:
            if button.icon().isNull():
                path = Path(button.property("path"))
                button.setIcon(QIcon(thumbnail(path, THUMBNAIL, self.devicePixelRatioF())))

    def _set_over(self, over: bool) -> None:
        self._zone.setProperty("over", over)
        self._zone.style().unpolish(self._zone)
        self._zone.style().polish(self._zone)


def title_of(path: Path) -> str:
    """A sample's name in the user's language, made from its file name."""
    name = path.stem.replace("-", " ").capitalize()
    return tr(name) if name in SAMPLES else name


def thumbnail(path: Path, size: QSize, ratio: float) -> QPixmap:
    """The middle of a photo, scaled to fill ``size`` in units of the screen; ``ratio``: device pixels per unit. Empty if
    the photo cannot be read.
    """
    wanted = size * ratio
    image = read_reduced(path, wanted, Fit.KeepAspectRatioByExpanding)
    if image.isNull():
        return QPixmap()
    left, top = (image.width() - wanted.width()) // 2, (image.height() - wanted.height()) // 2
    return pixmap_of(image.copy(left, top, wanted.width(), wanted.height()), ratio)
