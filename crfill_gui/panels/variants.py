"""The strip of variants, each with a picture and a reason. A click shows the variant in the photo."""

from __future__ import annotations

import cv2
from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QListWidgetItem, QWidget

from crfill_core.imaging.photo import Photo
from crfill_gui.commands.bindings import Bindings
from crfill_gui.editor.variants import VariantsController
from crfill_gui.i18n import plural, tr
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import panel_button
from crfill_gui.panels.widgets import Strip, dim_label
from crfill_gui.style.pictures import image_of, list_icon, pixmap_of

PICTURE = QSize(148, 111)
CELL = QSize(176, 168)


class VariantsPanel(QWidget):
    """Shows the variants of the controller and its progress."""

    def __init__(self, controller: VariantsController, bindings: Bindings) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self._controller, self._bindings = controller, bindings
        self._shown: tuple[object, ...] = ()
        self.list = Strip(tr("Variants of the fill"), PICTURE, CELL, 18)
        self.list.setSpacing(4)
        self.list.setWordWrap(True)
        self.status = dim_label(wrap=True, name=tr("State of the variants"))
        self.more = panel_button(tr("Show next"), name=tr("Show the next variant"))
        side = vbox(self.status, None, self.more)
        hbox((self.list, 1), side, on=self, margins=(8, 2, 12, 8))
        self.status.setFixedWidth(170)
        self.list.chosen.connect(lambda item: controller.choose(self.list.row(item)))
        self.more.clicked.connect(controller.next)
        controller.changed.connect(self._on_changed)
        bindings.watch(self._on_changed)
        self._on_changed()

    def _on_changed(self) -> None:
        controller = self._controller
        if controller.variants != self._shown:
            self._shown = controller.variants
            with QSignalBlocker(self.list):
                self.list.clear()
                for variant in controller.variants:
                    self.list.addItem(self._item(tr(variant.title), variant.reason, variant.picture))
        current = controller.current
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1 if current is None else current)
        more = current is not None and not controller.making and len(controller.variants) > 1
        for widget, enabled in ((self.list, current is not None), (self.more, more)):
            # A widget that has the focus stays enabled: disabling it would move the focus to the toolbar.
            widget.setEnabled(enabled or widget.hasFocus())
        self.status.setText(self._words())
        self.more.setToolTip(
            tr("Show the next variant in the photo  ({key})", key=self._bindings.called("variants"))
        )

    def _words(self) -> str:
        controller, key = self._controller, self._bindings.called("variants")
        if controller.making:
            making = tr(controller.making)
            if not controller.left:
                return tr("Making “{variant}”… Esc stops.", variant=making)
            return plural(
                "Making “{variant}”… {n} more after it. Esc stops.",
                "Making “{variant}”… {n} more after it. Esc stops.",
                controller.left,
                variant=making,
            )
        if not controller.variants:
            return tr("{key} fills the same hole in other ways.", key=key)
        if controller.current is None:
            return tr("The photo has changed since these were made. {key} makes new variants.", key=key)
        return tr("Choose one: it replaces the fill as one undo step.")

    def _item(self, title: str, reason: str, picture: Photo) -> QListWidgetItem:
        icon = list_icon(_pixmap(picture, self.devicePixelRatioF()))
        item = QListWidgetItem(icon, f"{title}\n{reason}")
        item.setToolTip(f"{title}: {reason}")
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        return item


def _pixmap(picture: Photo, ratio: float) -> QPixmap:
    """The picture scaled to fit into :data:`PICTURE`, in colours for the screen; ``ratio``: device pixels per unit."""
    from crfill_core.imaging.color import to_display

    wanted = PICTURE * ratio
    scale = min(wanted.width() / picture.size.width, wanted.height() / picture.size.height)
    to = (max(1, round(picture.size.width * scale)), max(1, round(picture.size.height * scale)))
    small = cv2.resize(picture.pixels, to, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return pixmap_of(image_of(to_display(small.reshape(to[1], to[0], -1), picture.icc)), ratio)
