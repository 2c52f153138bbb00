"""The filmstrip: the open photo and its neighbours. A photo gets its thumbnail when it becomes visible."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QListWidgetItem, QWidget

from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.widgets import Strip
from crfill_gui.style.pictures import image_of, list_icon, read_reduced
from crfill_gui.workers.worker import Worker

PICTURE = QSize(116, 78)
CELL = QSize(132, 110)
PATH = Qt.ItemDataRole.UserRole
LOOK_AFTER_MS = 60
"""Thumbnails are made when the strip has not been scrolled for this long."""


class Filmstrip(QWidget):
    """Shows thumbnails of photos. No photo is read while the panel is hidden."""

    chosen = Signal(object)  # Path of the photo to be opened

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self._worker = Worker("thumbnails", self)
        self._tried: set[Path] = set()
        self._reading = self._closed = False
        self.list = Strip(tr("Photos of this folder"), PICTURE, CELL, 22)
        self.list.setObjectName("filmstrip")
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.chosen.connect(self._choose)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self._read_next)
        self.list.horizontalScrollBar().valueChanged.connect(lambda _: self._timer.start())
        vbox(self.list, on=self, margins=(6, 0, 6, 4))

    @property
    def paths(self) -> list[Path]:
        return [item.data(PATH) for item in self._items()]

    def show_photos(self, paths: tuple[Path, ...], current: Path | None) -> None:
        """Show these photos. ``current``: the open photo, which is marked."""
        if list(paths) != self.paths:
            self.list.clear()
            self._tried.clear()
            blank = QPixmap(PICTURE)
            blank.fill(Qt.GlobalColor.transparent)
            for path in paths:
                item = QListWidgetItem(QIcon(blank), path.name)
                item.setData(PATH, path)
                item.setToolTip(path.name)
                self.list.addItem(item)
        self.list.setCurrentRow(paths.index(current) if current in paths else -1)
        marked = self.list.currentItem()
        if marked is not None:
            self.list.scrollToItem(marked, QListView.ScrollHint.PositionAtCenter)
        self._timer.start()

    def close_worker(self) -> None:
        """The program ends: stop reading."""
        self._closed = True
        self._timer.stop()
        self._worker.close()

    def _items(self) -> list[QListWidgetItem]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in items if item is not None]

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(PATH))

    def _read_next(self) -> None:
        """Make the thumbnail of the first visible photo without one, and afterwards that of the next."""
        if self._reading or self._closed or not self.isVisible():
            return
        sight = self.list.viewport().rect()
        for item in self._items():
            path: Path = item.data(PATH)
            if path not in self._tried and self.list.visualItemRect(item).intersects(sight):
                self._read(path)
                return

    def _read(self, path: Path) -> None:
        self._tried.add(path)
        self._reading = True

        def done(image: QImage) -> None:
            self._reading = False
            self._put(path, image)
            self._read_next()

        def failed(_: str) -> None:  # the thumbnail stays empty, for example for a file that is not a photo
            self._reading = False
            self._read_next()

        size = PICTURE * self.devicePixelRatioF()
        self._worker.start(lambda _: thumbnail(path, size), done, failed)

    def _put(self, path: Path, image: QImage) -> None:
        if image.isNull():
            return
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        framed = QPixmap(PICTURE * ratio)
        framed.setDevicePixelRatio(ratio)
        framed.fill(Qt.GlobalColor.transparent)
        painter = QPainter(framed)
        rest = PICTURE.toSizeF() - image.deviceIndependentSize()
        painter.drawImage(QPointF(rest.width() / 2, rest.height() / 2), image)
        painter.end()
        for item in self._items():
            if item.data(PATH) == path:
                item.setIcon(list_icon(framed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()


def thumbnail(path: Path, size: QSize) -> QImage:
    """The photo scaled to fit into ``size``, in pixels. A RAW file is shown by the camera's preview; the image is null if
    there is none. Raises PhotoError and errors of decoders. Slow.
    """
    from crfill_core.imaging.codecs.formats import RAW_SUFFIXES

    image = _raw_preview(path, size) if path.suffix.lower() in RAW_SUFFIXES else _reduced(path, size)
    if image.isNull():
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _raw_preview(path: Path, size: QSize) -> QImage:
    from crfill_core.imaging.codecs.extras import raw_preview

    pixels = raw_preview(path, max(size.width(), size.height()))
    return QImage() if pixels is None else image_of(pixels)


def _reduced(path: Path, size: QSize) -> QImage:
    """Decode with Qt, which can reduce a photo while reading it, or else with the editor's own reader."""
    image = read_reduced(path, size)
    if image.isNull():
        from crfill_core.imaging.read import read_photo
        from crfill_gui.editor.clipboard import shown_image

        image = shown_image(read_photo(path))
    return image
