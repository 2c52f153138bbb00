"""The base of dialogs that change the whole mask, with a live preview on the canvas while their controls are moved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
"""The delay between a change of a control and the update of the preview; changes within it are shown together."""
REST_MS = 250
"""A control that was not moved for this long is at rest."""

Make = Callable[[np.ndarray, Callable[[], None]], MaskPatch]
"""Computes the change of a mask (H, W) uint8. Between its steps it calls the function that it is given, which raises
Cancelled if the result is no longer needed. Runs on the worker's thread.
"""


@dataclass(frozen=True, eq=False)
class _Result:
    request: tuple[object, int]
    """The values of the controls, and the version of the document that the result was computed from."""
    patch: MaskPatch
    mask: np.ndarray
    """The whole mask after the change, (H, W) uint8."""
    description: str
    rough: bool
    """Whether the result is an approximation, which is shown but never put into the document."""


class LiveMask(QDialog):
    """A dialog that is not modal: zooming and painting stay possible while the mask is computed in the background. OK
    makes one undo step, named ``label``. Cancel leaves the mask as it is. Subclasses connect their controls to
    :meth:`soon`.

    ``rough_first``: while a control moves, an approximation is shown in place of the result.
    """

    def __init__(
        self, canvas: Canvas, document: Document, label: str, parent: QWidget, *, rough_first: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas, self._document, self._label = canvas, document, label
        self._controls: tuple[QWidget, ...] = ()
        self.sentence = dim_label(wrap=True, name=tr("Result"))
        # Counts the changes of the document that make earlier results invalid.
        self._version = 0
        self._task: Task[_Result] | None = None
        self._result: _Result | None = None
        self._accepting = False
        self._live = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._live.timeout.connect(self._preview)
        self._rough_first = rough_first
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._preview)
        document.subscribe(self._on_change)
        self.finished.connect(self._end)

    @property
    @abstractmethod
    def wanted(self) -> object:
        """The current values of the controls. Equal values have equal results for the same state of the document."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the current values of the controls leave every mask as it is."""
        return False

    def describe(self, before: np.ndarray, after: np.ndarray) -> str:
        """A sentence on the change of the mask; ``before`` and ``after`` are (H, W) uint8. Runs on the worker's thread."""
        return tr("Mask {area} px", area=grouped(cv2.countNonZero(after)))

    @abstractmethod
    def maker(self, rough: bool) -> Make:
        """The function that computes the change; ``rough``: an approximation is enough."""

    def lay_out(self, *controls: QWidget) -> None:
        """Place the controls above the result, OK and Cancel."""
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        vbox(*controls, self.sentence, buttons, on=self, margins=(16, 14, 16, 14), spacing=10)
        self.setMinimumWidth(400)  # room for the title next to the buttons of the window's frame
        self._controls = (*controls, buttons.button(QDialogButtonBox.StandardButton.Ok))

    def event(self, event: QEvent) -> bool:
        """Keep Esc and Enter in this dialog: in a tool window, the main window's shortcuts work too."""
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in mine:
            event.accept()
            return True
        return super().event(event)

    @property
    def _request(self) -> tuple[object, int]:
        return self.wanted, self._version

    def accept(self) -> None:
        """Change the document's mask now or, if the result is not ready yet, once it is."""
        self._live.stop()
        self._rest.stop()
        result = self._result
        if self.changes_nothing:
            super().accept()
        elif result is not None and not result.rough and result.request == self._request:
            self._document.change_mask(result.patch, self._label)
            super().accept()
        else:
            self._accepting = True
            for widget in self._controls:
                widget.setEnabled(False)
            self._start()

    def soon(self) -> None:
        """Update the preview after :data:`LIVE_MS`, unless OK was pressed."""
        if self._accepting:
            return
        if self._rough_first:
            self._rest.start()
        if not self._live.isActive():
            self._live.start()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self._renew()

    def _renew(self) -> None:
        """Compute a new result, because the document has changed."""
        self._version += 1
        self.soon()

    def _preview(self) -> None:
        """Update the preview now or, if a computation is running, after it."""
        if self.changes_nothing:
            self._stop()
            self._canvas.view.preview_mask(None)
            self.sentence.clear()
        elif self._task is None:
            self._start()

    def _start(self) -> None:
        self._stop()
        copy, request = copied(self._document.coverage), self._request
        rough = self._rest.isActive()
        make = self.maker(rough)
        if not self.sentence.text():
            self.sentence.setText(tr("Looking…"))

        def work(progress: Progress) -> _Result:
            mask = copy()
            patch = make(mask, progress.check)
            after = patch.apply(mask)
            return _Result(request, patch, after, "" if rough else self.describe(mask, after), rough)

        task = self._task = Task(work)
        task.done.connect(partial(self._on_done, task))
        task.failed.connect(partial(self._on_failed, task))
        self._canvas.worker.put(task)

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _on_failed(self, task: Task[_Result], sentence: str) -> None:
        if task is self._task:
            self._task = None
            self._canvas.failed.emit(sentence)
            self.reject()

    def _on_done(self, task: Task[_Result], result: _Result) -> None:
        if task is not self._task:
            return
        self._task = None
        self._result = result
        if self._accepting:
            self.accept()
            return
        self._canvas.view.preview_mask(result.mask)
        if not result.rough:
            self.sentence.setText(result.description)
        enough = not result.rough or self._rest.isActive()
        if result.request != self._request or not enough:
            self._preview()

    def _end(self) -> None:
        self._live.stop()
        self._rest.stop()
        self._stop()
        self._document.unsubscribe(self._on_change)
        self._canvas.view.preview_mask(None)
        self._canvas.setFocus()
