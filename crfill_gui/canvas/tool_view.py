"""The photo with everything drawn over it: guides, references, unfinished gestures of tools, and the pointer's
shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box
from crfill_core.inference.preview import Preview
from crfill_core.references.lines import Line
from crfill_core.references.links import Link
from crfill_gui.canvas import outlines
from crfill_gui.canvas.ants import Ants
from crfill_gui.canvas.cursors import Mark, cursor
from crfill_gui.canvas.fill_preview import FillPreview
from crfill_gui.canvas.guides import Guides
from crfill_gui.canvas.line_overlay import draw_lines
from crfill_gui.canvas.line_tool import LineTool, ShownLines
from crfill_gui.canvas.overlays import draw_label
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.reference_overlay import ReferenceOverlay
from crfill_gui.canvas.ring import Ring, ring_region
from crfill_gui.canvas.toolbox import ToolBox
from crfill_gui.canvas.tools import ToolName
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.brush import Brush, PenUse
from crfill_gui.document.document import Document, What
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection
from crfill_gui.editor.references.explanation import Explanation, Look
from crfill_gui.i18n import tr
from crfill_gui.workers.worker import Worker

T = TypeVar("T")
SHAPES = {"point": Qt.CursorShape.SizeAllCursor, "line": Qt.CursorShape.PointingHandCursor}
"""The pointer's shape over a part of a line that can be dragged."""


class ToolView(PhotoView):
    """Keeps the tools and draws for them; it does not handle mouse or keys."""

    brush_changed = Signal(object)  # Brush
    tool_changed = Signal(str)
    covered = Signal()  # a gesture has added to the mask
    lines_changed = Signal()  # the visible lines
    failed = Signal(str)  # a sentence: why a tool could not do something

    def __init__(
        self, background: QColor, overlay: QColor, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(background, overlay, parent)
        self.brush = brush
        self.references = ReferenceOverlay()
        self._fill_preview = FillPreview()
        self.worker = Worker("tools", self)
        self.guides = Guides(self.update, background, self.worker, self)
        self.guides.failed.connect(self.failed)
        self._tools = ToolBox(
            *(lambda: self.brush, self.set_brush, self._pan, self._zoom_step_at, self.zoom_to_box),
            ask=self._ask,
            fail=self.failed.emit,
        )
        self._when_found: list[Callable[[], object]] = []
        self._ants = Ants(self.update, self)
        self._tint = outlines.PreviewTint()
        self._under_way: tuple[tuple[Outline, ...], Selection | None] = ((), None)
        self._shown_lines: ShownLines | None = None
        self._ring, self._ring_place = Ring(), QRegion()
        self._update_cursor()

    # The document

    def show_document(self, document: Document | None) -> None:
        self.cancel_gesture()
        self._when_found.clear()
        self._tools.edit(document)
        self.guides.edit(document)
        self._fill_preview.clear()
        super().show_document(document)
        self._follow_lines()

    def close_worker(self) -> None:
        """The program ends: stop all searches."""
        self.worker.cancel_all()
        self.worker.close()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask" and not box.is_empty:
            self.guides.mask_changed()
        elif what == "lines":
            self._follow_lines()
        super()._on_change(what, box)

    def _on_moved(self, viewport: Viewport) -> None:
        self.guides.move_to(viewport)
        self._update_ring()

    # References and guides

    def show_fill_preview(self, preview: Preview, icc: bytes | None) -> None:
        """Show a preview of a fill in progress; ``icc``: the photo's profile."""
        self._fill_preview.show(preview, icc)
        self.update()

    def end_fill_preview(self) -> None:
        """The fill has ended, with any outcome."""
        if self._fill_preview:
            self._fill_preview.clear()
            self.update()

    def show_references(self, explanations: Sequence[Explanation], look: Look, opacity: float) -> None:
        """Show the references of fills over the photo."""
        self.references.show(explanations)
        self.references.look, self.references.opacity = look, opacity
        self.update()

    def set_links(self, links: Sequence[Link], chosen: Link | None = None) -> None:
        """Draw lines for these links instead of the present ones."""
        before = self.references.lines.bounds(self.viewport)
        self.references.set_links(links, chosen)
        for place in (before, self.references.lines.bounds(self.viewport)):
            if not place.is_empty:
                self.update(self._logical(place))

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        super().set_colors(background, overlay)
        self.guides.set_background(background)

    def set_wiping(self, wiping: bool) -> None:
        """Show the photo as opened over a part of the edited one, up to a line that can be dragged."""
        if self._document is not None and wiping != self.guides.wiping:
            self.guides.set_wipe(self._layers.original if wiping else None, self.viewport)

    # Tools

    @property
    def tool(self) -> ToolName:
        return self._tools.name

    def set_tool(self, tool: ToolName) -> None:
        """Choose a tool; the present one's selection so far is accepted."""
        self._tools.name = tool
        self._update_cursor()
        self._update_ring()
        self._follow_selection()
        self.tool_changed.emit(tool)

    @property
    def swapped_tool(self) -> ToolName:
        """The tool to choose when brush and eraser are swapped."""
        return self._tools.swapped

    @property
    def bucket(self) -> BucketSettings:
        return self._tools.bucket

    @property
    def lines(self) -> LineTool:
        """The state of the line tool: detected lines, the selected one."""
        return self._tools.lines

    def show_found(self, found: tuple[Line, ...]) -> None:
        """Show these lines, detected in the photo, while the line tool is active."""
        self._tools.lines.set_found(found)
        self._follow_lines()

    def select_line(self, direction: int) -> None:
        """Select the next (1) or the previous (−1) line, if the line tool is active."""
        if self._tools.draws_lines:
            self._tools.lines.step(direction)
            self._follow_lines()

    def set_bucket(self, settings: BucketSettings) -> None:
        self._tools.bucket = settings

    def set_pen(self, use: PenUse) -> None:
        """Set what a pen's pressure changes."""
        self._tools.pen = use

    def set_brush(self, brush: Brush) -> None:
        if brush != self.brush:
            self.brush = brush
            self._update_ring()
            self.brush_changed.emit(brush)

    def finish_gesture(self, then: Callable[[], object] = lambda: None) -> None:
        """Accept a selection tool's result so far, and call ``then``: at once, or when a search that is still running
        has ended. If that is cancelled, ``then`` is not called.
        """
        self._tools.finish()
        self._follow_selection()
        if self._tools.is_searching:
            self._when_found.append(then)
        else:
            then()

    def cancel_gesture(self) -> bool:
        """Abandon the present stroke or drag; False if there is none."""
        cancelled = self.guides.cancel() or self._tools.cancel()
        if cancelled:
            self._when_found.clear()
        self._update_cursor()
        self._follow_selection()
        return cancelled

    def _follow_selection(self) -> None:
        """Draw the active tool's unfinished gesture, if not drawn yet, with a moving outline."""
        under_way = (self._tools.outlines, self._tools.preview)
        if under_way != self._under_way:
            self._under_way = under_way
            self.update()
        self._ants.march(any(under_way))
        self._follow_lines()

    def _follow_lines(self) -> None:
        """Draw the lines, if they have changed."""
        shown = self._tools.shown_lines
        if shown != self._shown_lines:
            self._shown_lines = shown
            self.update()
            self.lines_changed.emit()

    def _gesture_ended(self, area_before: int) -> None:
        """Show the active tool's unfinished gesture, and emit a signal if the mask has grown."""
        self._update_cursor()
        self._follow_selection()
        if self._mask_area() > area_before:
            self.covered.emit()

    def _mask_area(self) -> int:
        return 0 if self._document is None else self._document.mask_area

    def _ask(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        """Run a tool's work in the background; actions that wait for it follow its result."""

        def answer(found: T | None) -> None:
            before = self._mask_area()
            done(found)
            self._gesture_ended(before)
            if not self._tools.is_searching:
                waiting, self._when_found = self._when_found, []
                for then in waiting:
                    then()

        task = self.worker.start(lambda _: work(), answer, self.failed.emit)
        task.failed.connect(lambda _: answer(None))
        task.cancelled.connect(lambda: answer(None))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)  # device pixels
        self._draw_surface(painter, event.rect())
        if not self.comparing:
            self._fill_preview.draw(painter, self.viewport)
            self.references.draw(painter, self.viewport, ratio)
            if self._tools.preview is not None:
                self._tint.draw(painter, self._tools.preview, self.viewport, ratio, self._ants.phase)
            self.guides.draw_under(painter, self.viewport)
        painter.resetTransform()
        if not self.comparing:
            self.guides.draw(painter, self.viewport, ratio)
        if self._shown_lines is not None and self.mask_visible and not self.comparing:
            draw_lines(painter, self._shown_lines, self.viewport, ratio)
        if lines := self._tools.outlines:
            outlines.draw_marching(painter, outlines.path_of(lines, self.viewport, ratio), self._ants.phase)
            outlines.draw_corners(painter, lines if self.tool == "polygon" else (), self.viewport, ratio)
        if self.comparing:
            draw_label(painter, tr("Original"), self.width() / 2, 16)
        elif self._ring_shown() and self._pointer is not None:
            self._ring.draw(
                painter,
                self._pointer,
                self.brush,
                self.viewport.zoom / ratio,
                QRectF(self.rect()),
                self._tools.erases,
            )

    # The brush's ring and the pointer's shape

    def _ring_shown(self) -> bool:
        shown = self._document is not None and self._tools.paints and not self.comparing
        return shown and self._grip_shape() is None

    def _update_ring(self) -> None:
        """Repaint where the brush's ring was and where it is now."""
        old, self._ring_place = self._ring_place, QRegion()
        if self._pointer is not None and self._ring_shown():
            scale = self.viewport.zoom / self.devicePixelRatioF()
            self._ring_place = ring_region(self._pointer, self.brush, scale, QRectF(self.rect()))
        self.update(old + self._ring_place)

    def _grip_shape(self) -> Qt.CursorShape | None:
        """Set the pointer's shape over a guide that can be dragged."""
        if self._pointer is None or self._tools.busy:
            return None
        ratio = self.devicePixelRatioF()
        device = self._pointer * ratio
        return self.guides.cursor_at(device.x(), device.y(), self.viewport, ratio)

    def _update_cursor(self) -> None:
        if self._document is None:
            self.unsetCursor()
        elif self._tools.dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._tools.moves:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._update_shape()
        self._update_ring()

    def _update_shape(self) -> None:
        """Set the pointer's shape for the active tool; the brush draws its own."""
        if self._document is None or self._tools.moves or self._tools.dragging:
            return
        if (grip := self._grip_shape()) is not None:
            self.setCursor(grip)
        elif self._tools.paints:
            self.setCursor(Qt.CursorShape.BlankCursor)
        elif self._tools.is_searching and not self._tools.busy:
            self.setCursor(Qt.CursorShape.BusyCursor)
        elif self._tools.draws_lines:
            shape = SHAPES.get(self._tools.lines.over)
            self.setCursor(cursor("line", self.devicePixelRatioF()) if shape is None else shape)
        else:
            marks: tuple[Mark, Mark] = ("zoom in", "zoom out") if self._tools.zooms else ("add", "subtract")
            self.setCursor(cursor(marks[self._tools.opposite], self.devicePixelRatioF()))
