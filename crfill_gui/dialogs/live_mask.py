"""A change of the whole mask that is shown live on the canvas while its controls are moved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import cv2
import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crfill_core.geometry import Box
from crfill_core.progress import Progress
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.document import Document
from crfill_gui.document.history import What
from crfill_gui.document.mask import copied
from crfill_gui.document.selection import MaskPatch
from crfill_gui.i18n import grouped, tr
from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.widgets import dim_label
from crfill_gui.workers.task import Task

LIVE_MS = 30
"""The preview follows the sliders at most this often."""
REST_MS = 250
"""A slider rests when it was not moved for so long."""

Make = Callable[[np.ndarray, Callable[[], None]], MaskPatch]
"""(mask (H, W) uint8, a function that may raise between steps to cancel) → changed mask; runs on the worker's
thread.
"""


class Wish(Protocol):
    """The values of the controls; equal values have equal results for a version of the document."""

    @property
    def changes_nothing(self) -> bool: ...


@dataclass(frozen=True, eq=False)
class _Found:
    """The result for a version of the document's mask."""

    wish: Wish
    version: int
    patch: MaskPatch
    said: str
    mask: np.ndarray
    """The whole mask, (H, W) uint8."""
    roughly: bool

    def answers(self, wish: Wish, version: int) -> bool:
        return not self.roughly and self.is_for(wish, version)

    def is_for(self, wish: Wish, version: int) -> bool:
        """Whether it is that result or a first look at it."""
        return (self.wish, self.version) == (wish, version)


class LiveMask(QDialog):
    """Not modal: zooming and painting stay possible, and nothing waits for the computation in the background. OK
    makes one undo step, named ``label``, Cancel leaves the mask as it is. Connect the controls to :meth:`soon`.

    ``looks``: while a control moves, a first look is shown in place of the result.
    """

    def __init__(
        self, canvas: Canvas, document: Document, label: str, parent: QWidget, *, looks: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas, self._document, self._label = canvas, document, label
        self._controls: tuple[QWidget, ...] = ()
        self.said = dim_label(wrap=True, name=tr("Result"))
        # Counts the changes of the document that make earlier results invalid.
        self._version = 0
        self._search: Task[_Found] | None = None
        self._found: _Found | None = None
        self._accepting = False
        self._live = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._live.timeout.connect(self._preview)
        self._looks = looks
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._preview)
        document.subscribe(self._on_change)
        self.finished.connect(self._end)

    @property
    @abstractmethod
    def wanted(self) -> Wish:
        """The present values of the controls."""

    def describe(self, before: np.ndarray, after: np.ndarray) -> str:
        """Describe the change of a mask in a sentence. Both are (H, W) uint8. Runs on the worker's thread."""
        return tr("Mask {area} px", area=grouped(cv2.countNonZero(after)))

    @abstractmethod
    def maker(self, roughly: bool) -> Make:
        """The function that computes the mask; ``roughly``: a first look at it is enough."""

    def lay_out(self, *controls: QWidget) -> None:
        """The controls above OK and Cancel."""
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = vbox(on=self, margins=(16, 14, 16, 14), spacing=10)
        for widget in (*controls, buttons):
            layout.addWidget(widget)
        # Wide enough for the title too, beside the buttons of the window's frame.
        self.setMinimumWidth(400)
        layout.insertWidget(len(controls), self.said)
        self._controls = (*controls, buttons.button(QDialogButtonBox.StandardButton.Ok))

    @property
    def document(self) -> Document:
        """The document whose mask is changed."""
        return self._document

    def event(self, event: QEvent) -> bool:
        """Keep Esc and Enter here: in a tool window the main window's shortcuts work too."""
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in mine
        ):
            event.accept()
            return True
        return super().event(event)

    def accept(self) -> None:
        """Make the result the document's mask; if it is not ready yet, in the background once it is."""
        self._live.stop()
        self._rest.stop()
        if self.wanted.changes_nothing:
            super().accept()
        elif self._found is not None and self._found.answers(self.wanted, self._version):
            self._document.change_mask(self._found.patch, self._label)
            super().accept()
        else:
            self._accepting = True
            for widget in self._controls:
                widget.setEnabled(False)
            self._start()

    def soon(self) -> None:
        """Update the preview in a moment."""
        if self._accepting:
            return
        if self._looks:
            self._rest.start()
        if not self._live.isActive():
            self._live.start()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self._renew()

    def _renew(self) -> None:
        """The results so far are out of date."""
        self._version += 1
        self.soon()

    def _preview(self) -> None:
        """Update the preview now or, while another computation is running, after it."""
        if self.wanted.changes_nothing:
            self._stop()
            self._canvas.view.preview_mask(None)
            self.said.clear()
        elif self._search is None:
            self._start()

    def _start(self) -> None:
        self._stop()
        copy, wanted, version = copied(self._document.coverage), self.wanted, self._version
        roughly = self._rest.isActive()
        make = self.maker(roughly)
        if not self.said.text():
            self.said.setText(tr("Looking…"))

        def work(progress: Progress) -> _Found:
            mask = copy()
            patch = make(mask, progress.check)
            after = patch.apply(mask)
            said = "" if roughly else self.describe(mask, after)
            return _Found(wanted, version, patch, said, after, roughly)

        task = self._search = Task(work)
        task.done.connect(partial(self._answered, task))
        task.failed.connect(partial(self._failed, task))
        self._canvas.worker.put(task)

    def _stop(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            search.cancel()

    def _failed(self, search: Task[_Found], sentence: str) -> None:
        if search is self._search:
            self._search = None
            self._canvas.failed.emit(sentence)
            self.reject()

    def _answered(self, search: Task[_Found], found: _Found) -> None:
        if search is not self._search:
            return
        self._search = None
        self._found = found
        if self._accepting:
            self.accept()
        else:
            self._canvas.view.preview_mask(found.mask)
            if not found.roughly:
                self.said.setText(found.said)
            looking = self._rest.isActive() and found.is_for(self.wanted, self._version)
            if not looking and not found.answers(self.wanted, self._version):
                self._preview()

    def _end(self) -> None:
        self._live.stop()
        self._rest.stop()
        self._stop()
        self._document.unsubscribe(self._on_change)
        self._canvas.view.preview_mask(None)
        self._canvas.setFocus()
