"""The references panel: the overlay's view and legend, the references of a place, steering and export."""

from __future__ import annotations

import math

import cv2
import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from crfill_core.geometry import Box
from crfill_core.references.links import Link
from crfill_gui.commands.bindings import Bindings
from crfill_gui.document.document import Document
from crfill_gui.editor.references.model import Inspected, ReferencesController
from crfill_gui.i18n import grouped, mark, plural, tr
from crfill_gui.panels.boxes import NO_MARGINS, vbox
from crfill_gui.panels.buttons import action_button, panel_button
from crfill_gui.panels.labels import NamedLabel
from crfill_gui.panels.legend import Legend
from crfill_gui.panels.widgets import Segments, SliderRow, dim_label
from crfill_gui.style.pictures import image_of, list_icon, pixmap_of

LOOKS = (
    ("jigsaw", mark("Jigsaw"), mark("The hole pieced together from its best references")),
    ("colours", mark("Colours"), mark("The reference of each part, as a colour")),
    ("confidence", mark("Confidence"), mark("How certain the features are of their references")),
    ("off", mark("Off"), mark("No picture, only lines under the pointer")),
)
WIDTH = 312
"""The minimum width in pixels."""
THUMBNAIL = 44
MOST_ROWS = 12
"""The largest number of references in the list."""
NOTHING_YET = mark(
    "Nothing is filled yet. Paint over what should go and press Fill. Then this panel shows "
    "which known places of the photo the fill used, and you can say “not from there”."
)
NOT_KEPT = mark(
    "The references of this fill were not kept. Fill Again makes a new fill and shows its references."
)
ARROWS = "→↗↑↖←↙↓↘"
"""Directions in steps of 45°, counterclockwise from the right."""


class ReferencesPanel(QWidget):
    """Shows the model. Its buttons call the model or trigger actions of the window."""

    def __init__(
        self,
        controller: ReferencesController,
        bindings: Bindings,
        again: QAction,
        clear: QAction,
        split: QAction,
        export: QAction,
    ) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self._controller, self._bindings = controller, bindings
        self.invitation = dim_label(NOTHING_YET, wrap=True)
        self.looks = Segments(tr("What the overlay shows"), LOOKS)
        if (row := self.looks.layout()) is not None and isinstance(row, QHBoxLayout):
            for place, (_, text, _) in enumerate(LOOKS):
                row.setStretch(place, 3 + len(text))  # widths in proportion to the texts
        self.opacity = SliderRow(tr("Opacity"), 5, 100, " %", tip=tr("How strongly the overlay is shown"))
        self.legend = Legend()
        self.heading = NamedLabel(tr("Under the pointer"), wrap=True)
        self.heading.setObjectName("referencesHeading")
        self.list = _RowList()
        self.list.setAccessibleName(tr("References of the place under the pointer"))
        self.list.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.avoid = panel_button(
            tr("Not from there"), tr("Let no fill borrow from the chosen place (Ctrl+Alt+click on the photo)")
        )
        self.prefer = panel_button(
            tr("Rather there"), tr("Let fills prefer the chosen place (Ctrl+click on the photo)")
        )
        self.previous = panel_button(
            tr("‹ Patch"), tr("The previous filled patch"), tr("Previous filled patch")
        )
        self.next = panel_button(tr("Patch ›"), tr("The next filled patch"), tr("Next filled patch"))
        self.steering = dim_label(wrap=True, name=tr("Steering"))
        # Sentences of different lengths must not move the buttons.
        self.steering.setMinimumHeight(3 * self.steering.fontMetrics().lineSpacing())
        self.steering.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        buttons = _in_two_columns(self.avoid, self.prefer, self.previous, self.next)
        self.again, self.clear = (
            action_button(again, tr("Fill again")),
            action_button(clear, tr("Clear steering")),
        )
        self.split, self.export = action_button(split, tr("Split view")), action_button(export, tr("Export…"))
        self.split.setCheckable(True)
        split.toggled.connect(self.split.setChecked)
        more = _in_two_columns(self.again, self.clear, self.split, self.export)
        self.body = QWidget()
        parts = (self.looks, self.opacity, self.legend, 4, self.heading, (self.list, 1), buttons)
        vbox(*parts, on=self.body, margins=NO_MARGINS, spacing=8)
        rows = (self.invitation, (self.body, 1), self.steering, more)
        vbox(*rows, on=self, margins=(12, 6, 12, 12), spacing=8).addStretch(0)

        self.looks.chosen.connect(controller.set_look)
        self.opacity.set_value(100 * controller.opacity)
        self.opacity.changed.connect(lambda percent: controller.set_opacity(percent / 100))
        self.list.currentRowChanged.connect(lambda row: controller.choose(row if row >= 0 else None))
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.avoid.clicked.connect(lambda: self._steer(veto=True))
        self.prefer.clicked.connect(lambda: self._steer(veto=False))
        self.previous.clicked.connect(lambda: controller.step(-1))
        self.next.clicked.connect(lambda: controller.step(1))
        controller.changed.connect(self._on_changed)
        bindings.watch(self._on_changed)
        controller.inspected_changed.connect(self._on_inspected)
        self._on_changed()
        self._on_inspected()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(WIDTH, 0))

    def sizeHint(self) -> QSize:
        """As narrow as possible, to leave room for the canvas."""
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def _on_changed(self) -> None:
        controller, document = self._controller, self._controller.document
        explained = bool(controller.explanations)
        self.body.setVisible(explained)
        self.invitation.setVisible(not explained)
        if controller.busy:
            self.invitation.setText(tr("Finding the references of the fill…"))
        elif document is not None and document.recipe and not document.references:
            self.invitation.setText(tr(NOT_KEPT))
        else:
            self.invitation.setText(tr(NOTHING_YET))
        self.looks.set_choice(controller.look)
        self.legend.show_look(controller.look, any(fill.copied for fill in controller.explanations))
        self.opacity.setEnabled(controller.look != "off")
        self.steering.setText(_steering_words(document, self._bindings))
        self._enable()

    def _on_inspected(self) -> None:
        inspected = self._controller.inspected
        with QSignalBlocker(self.list):
            self.list.clear()
            if inspected is None:
                self.heading.setText(tr("Point at a filled place"))
            else:
                self.heading.setText(_heading(inspected))
                for link in inspected.links[:MOST_ROWS]:
                    self.list.addItem(self._row(link, inspected))
                if (more := len(inspected.links) - MOST_ROWS) > 0:
                    rest = QListWidgetItem(tr("… and {n} more", n=more))
                    rest.setFlags(Qt.ItemFlag.NoItemFlags)
                    self.list.addItem(rest)
        self._enable()

    def _row(self, link: Link, inspected: Inspected) -> QListWidgetItem:
        item = QListWidgetItem(_described(link, inspected.filled))
        box = link.known if inspected.filled else link.filled
        if self._controller.document is not None:
            pixmap = thumbnail(self._controller.document, box, THUMBNAIL, self.devicePixelRatioF())
            item.setIcon(list_icon(pixmap))
        place = {"width": box.width, "height": box.height, "left": box.left, "top": box.top}
        item.setToolTip(tr("{width} × {height} px at {left}, {top}", **place))
        return item

    def _steer(self, veto: bool) -> None:
        inspected = self._controller.inspected
        if inspected is not None:
            self._controller.steer_link(inspected.links[max(0, self.list.currentRow())], veto)

    def _enable(self) -> None:
        here = self._controller.inspected is not None
        self.avoid.setEnabled(here)
        self.prefer.setEnabled(here)


def _in_two_columns(*buttons: QPushButton) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(6)
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // 2, place % 2)
        grid.setColumnStretch(place % 2, 1)
    return grid


class _RowList(QListWidget):
    """Grows with the panel, but needs room for only two rows, as low screens have no more."""

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * (THUMBNAIL + 10) + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def thumbnail(document: Document, box: Box, side: int, ratio: float) -> QPixmap:
    """A square picture of a box of the photo with a margin. Its side is ``side`` units of the screen; ``ratio``: device
    pixels per unit. Of a large box, only every n-th pixel is read.
    """
    from crfill_core.imaging.color import to_display

    reach = max(8, round(0.75 * max(box.size)))
    x, y = box.center
    seen = Box.around(int(x), int(y), 2 * reach, 2 * reach).shift_into(document.size)
    wanted = max(1, round(side * ratio))
    step = max(1, min(seen.size) // (2 * wanted))
    pixels = np.ascontiguousarray(document.now.pixels[seen.slices][::step, ::step])
    shown = to_display(pixels, document.original.icc)
    how = cv2.INTER_AREA if min(shown.shape[:2]) > wanted else cv2.INTER_LINEAR
    return pixmap_of(image_of(cv2.resize(shown, (wanted, wanted), interpolation=how)), ratio)


def _heading(inspected: Inspected) -> str:
    if not inspected.filled:
        count = len(inspected.links)
        if inspected.links[0].copied:
            return plural(
                "This known place was copied into {n} filled place:",
                "This known place was copied into {n} filled places:",
                count,
            )
        return plural(
            "This known place was selected for {n} filled place:",
            "This known place was selected for {n} filled places:",
            count,
        )
    if inspected.links[0].copied:
        return tr("The source of this filled place, and the references that its features select:")
    return tr("References of this filled patch:")


def _described(link: Link, filled: bool) -> str:
    """A link in words, as seen from its filled place (``filled``) or from its known place."""
    if link.similarity is None:
        dx, dy = link.shift
        shift = f"{dx:+d}, {dy:+d}".replace("-", "−")
        if filled:
            return tr("Source · shift {shift} px", shift=shift)
        return tr("Copy · shift {shift} px", shift=shift)
    similar = tr("{percent:.1f} % similar", percent=100 * max(0.0, link.similarity))
    place = _where(link) if filled else tr("choice {rank}", rank=link.rank + 1)
    percent = f"{100 * link.weight:.1f} %" if link.weight >= 0.001 else tr("below 0.1 %")
    return f"{similar} · {place}\n" + tr("weight {percent}", percent=percent)


def _where(link: Link) -> str:
    """The direction and distance of the known place from the filled one."""
    dx, dy = link.shift
    direction = round(math.atan2(-dy, dx) / (math.pi / 4)) % 8
    return f"{ARROWS[direction]} {math.hypot(dx, dy):.0f} px"


def _steering_words(document: Document | None, bindings: Bindings) -> str:
    """What the next fill avoids, prefers and follows or, without steering, how to steer."""
    if document is None or not document.steering.is_any:
        return tr(
            "Steer: {avoid} paints what to avoid, {line} draws lines. Ctrl+Alt+click: not from there. "
            "Ctrl+click: rather from there.",
            avoid=bindings.called("tool.avoid"),
            line=bindings.called("tool.line"),
        )
    avoided, preferred = (cv2.countNonZero(layer) for layer in (document.avoid, document.prefer))
    numbers = {"avoided": grouped(avoided), "preferred": grouped(preferred)}
    sentences = []
    if avoided and preferred:
        sentences.append(tr("The next fill avoids {avoided} px and prefers {preferred} px.", **numbers))
    elif avoided:
        sentences.append(tr("The next fill avoids {avoided} px.", **numbers))
    elif preferred:
        sentences.append(tr("The next fill prefers {preferred} px.", **numbers))
    if n := len(document.lines.drawn):
        sentences.append(
            plural("The next fill follows {n} drawn line.", "The next fill follows {n} drawn lines.", n)
        )
    if n := len(document.lines.deleted):
        sentences.append(
            plural("The next fill ignores {n} detected line.", "The next fill ignores {n} detected lines.", n)
        )
    return " ".join(sentences)
