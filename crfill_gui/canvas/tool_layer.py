"""The tools of a view, and the unfinished selection of the active tool, drawn over the photo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter

from crfill_core.references.lines import Line
from crfill_gui.canvas import outlines
from crfill_gui.canvas.line_overlay import draw_lines
from crfill_gui.canvas.line_tool import LineTool, ShownLines
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.toolbox import ToolBox
from crfill_gui.canvas.tools import ToolName
from crfill_gui.document.brush import Brush, PenUse
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.document.mask_tools.tool import Key
from crfill_gui.document.outline import Outline
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection
from crfill_gui.workers.worker import Worker

T = TypeVar("T")
DASHES_MS, DASHES_STEP = 90, 1.0
"""The dashes of an outline move by ``DASHES_STEP`` units of the widget every ``DASHES_MS`` milliseconds."""


class ToolLayer(QObject):
    """Passes gestures to the active tool; ``redraw`` requests a repaint of the view."""

    brush_changed = Signal(object)  # Brush
    tool_changed = Signal(str)
    acted = Signal()  # a gesture has begun or ended, or a tool was chosen
    covered = Signal()  # a gesture has added to the mask
    lines_changed = Signal()  # the shown lines have changed
    failed = Signal(str)  # a sentence that says why a tool could not do something

    def __init__(
        self, brush: Brush, view: PhotoView, worker: Worker, redraw: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.brush = brush
        self._view, self._worker, self._redraw = view, worker, redraw
        self.box = ToolBox(
            *(lambda: self.brush, self.set_brush, view.pan, view.zoom_step, view.zoom_to_box),
            ask=self._ask,
            fail=self.failed.emit,
        )
        self._when_found: list[Callable[[], object]] = []
        self._dashes = QTimer(self, interval=DASHES_MS)
        self._dashes.timeout.connect(self._move_dashes)
        self._phase = 0.0
        self._tint = outlines.PreviewTint()
        self._under_way: tuple[tuple[Outline, ...], Selection | None] = ((), None)  # as drawn
        self._shown_lines: ShownLines | None = None
        self._area_before = 0

    def edit(self, document: Document | None) -> None:
        """Use the tools on another document from now on."""
        self._when_found.clear()
        self.box.edit(document)
        self.follow_lines()

    # Tools and their settings

    @property
    def tool(self) -> ToolName:
        return self.box.name

    def set_tool(self, tool: ToolName) -> None:
        """Choose a tool. The unfinished selection of the current tool is accepted."""
        self.box.name = tool
        self._follow()
        self.tool_changed.emit(tool)

    @property
    def lines(self) -> LineTool:
        """The line tool."""
        return self.box.lines

    def show_found(self, found: tuple[Line, ...]) -> None:
        """Show these lines, detected in the photo, while the line tool is active."""
        self.lines.set_found(found)
        self.follow_lines()

    def select_line(self, direction: int) -> None:
        """Select the next (1) or the previous (−1) line, if the line tool is active."""
        if self.box.draws_lines:
            self.lines.step(direction)
            self.follow_lines()

    def set_bucket(self, settings: BucketSettings) -> None:
        self.box.bucket = settings

    def set_pen(self, use: PenUse) -> None:
        """Set what a pen's pressure changes."""
        self.box.pen = use

    def set_brush(self, brush: Brush) -> None:
        if brush != self.brush:
            self.brush = brush
            self.brush_changed.emit(brush)

    # Gestures

    def press(self, pointer: Pointer, move: bool, double: bool) -> None:
        """Begin a gesture. ``move``: pan, whatever the active tool is. ``double``: the second press of a double click."""
        self._area_before = self._mask_area()
        self.box.press(pointer, move, double)
        self._follow()

    def move(self, pointer: Pointer) -> None:
        self.box.opposite = pointer.alt
        self.box.move(pointer)
        self._follow_selection()

    def release(self, pointer: Pointer) -> None:
        self.box.release(pointer)
        self._gesture_ended(self._area_before)

    def key(self, key: Key) -> bool:
        """Pass a key to the active tool; False if the tool does not use it now."""
        if self._view.document is None or not self.box.wants(key):
            return False
        before = self._mask_area()
        self.box.key(key)
        self._gesture_ended(before)
        return True

    def finish_gesture(self, then: Callable[[], object] = lambda: None) -> None:
        """Accept the unfinished selection, and then call ``then``: immediately, or, if searches are running, when they have
        ended. ``then`` is not called if they are cancelled.
        """
        self.box.finish()
        self._follow_selection()
        if self.box.is_searching:
            self._when_found.append(then)
        else:
            then()

    def cancel_gesture(self) -> bool:
        """Abandon the unfinished stroke or selection; False if there was none."""
        cancelled = self.box.cancel()
        if cancelled:
            self._when_found.clear()
        self._follow()
        return cancelled

    def follow_lines(self) -> None:
        """Draw the lines, if they have changed."""
        shown = self.box.shown_lines
        if shown != self._shown_lines:
            self._shown_lines = shown
            self._redraw()
            self.lines_changed.emit()

    def _follow(self) -> None:
        self.acted.emit()
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Draw the unfinished gesture of the active tool again if it has changed."""
        under_way = (self.box.outlines, self.box.preview)
        if under_way != self._under_way:
            self._under_way = under_way
            self._redraw()
        if any(under_way) != self._dashes.isActive():
            if any(under_way):
                self._dashes.start()
            else:
                self._dashes.stop()
        self.follow_lines()

    def _move_dashes(self) -> None:
        self._phase += DASHES_STEP
        self._redraw()

    def _gesture_ended(self, area_before: int) -> None:
        """Draw what is unfinished, and emit ``covered`` if the mask has grown."""
        self._follow()
        if self._mask_area() > area_before:
            self.covered.emit()

    def _mask_area(self) -> int:
        return 0 if self._view.document is None else self._view.document.mask_area

    def _ask(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        """Run a tool's work in the background. The last result is followed by what :meth:`finish_gesture`
        has deferred.
        """

        def answer(found: T | None) -> None:
            before = self._mask_area()
            done(found)
            self._gesture_ended(before)
            if not self.box.is_searching:
                waiting, self._when_found = self._when_found, []
                for then in waiting:
                    then()

        task = self._worker.start(lambda _: work(), answer, self.failed.emit)
        task.failed.connect(lambda _: answer(None))
        task.cancelled.connect(lambda: answer(None))

    # Painting

    def draw_under(self, painter: QPainter) -> None:
        """Tint the area that would be selected. The painter's units are device pixels."""
        if self.box.preview is not None:
            viewport, ratio = self._view.viewport, self._view.ratio
            self._tint.draw(painter, self.box.preview, viewport, ratio, self._phase)

    def draw(self, painter: QPainter) -> None:
        """Draw lines and outlines. The painter's units are the widget's."""
        viewport, ratio = self._view.viewport, self._view.ratio
        if self._shown_lines is not None and self._view.mask_visible:
            draw_lines(painter, self._shown_lines, viewport, ratio)
        if lines := self.box.outlines:
            outlines.draw_marching(painter, outlines.path_of(lines, viewport, ratio), self._phase)
            outlines.draw_corners(painter, lines if self.tool == "polygon" else (), viewport, ratio)
