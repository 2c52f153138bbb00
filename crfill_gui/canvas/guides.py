"""Optional displays of the canvas: the wipe, the frame of the window, and how far the mask will grow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from crfill_core.geometry import Box
from crfill_gui.canvas.outlines import StillOutlines
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.canvas.window_box import WindowBox
from crfill_gui.canvas.wipe import Wipe
from crfill_gui.document.document import Document
from crfill_gui.document.grow_outline import grown_outline
from crfill_gui.document.mask import copied
from crfill_gui.document.outline import Outline
from crfill_gui.workers.latest import Latest
from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

REST_MS = 120
"""The displays follow the mask once it has not changed for this many milliseconds, so that strokes stay fast."""
PlanWindows = Callable[[Document], Task[list[Box]]]
"""Makes a task that plans the windows for the current state of a document."""


class Guides(QObject):
    """The canvas passes its events to this object. ``redraw`` asks the canvas to repaint.

    Outlines and windows are computed in the background from a copy of the mask. If the mask has
    changed in the meantime, they are computed again.
    """

    wiped = Signal(bool)
    window_chosen = Signal(object)  # Box: dragged by the user
    failed = Signal(str)  # a sentence that says why something could not be computed

    def __init__(self, redraw: Callable[[], object], worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._redraw = redraw
        self._document: Document | None = None
        self._wipe: Wipe | None = None
        self._window: WindowBox | None = None
        self._plan: PlanWindows | None = None
        self._chosen: Box | None = None
        self._held: Wipe | WindowBox | None = None  # what is being dragged
        self._grow, self._widen = 0.0, False
        self._grown: tuple[Outline, ...] = ()
        self._grown_lines = StillOutlines()
        self._outlines = Latest(worker, self._show_grown, self.failed.emit)
        self._plans = Latest(worker, self._show_planned, self.failed.emit)
        self._rested = QTimer(self, singleShot=True, interval=REST_MS)
        self._rested.timeout.connect(self.follow_mask)

    def edit(self, document: Document | None) -> None:
        """Switch to another document. The window chosen for the previous document is discarded."""
        self.cancel()
        self.set_wipe(None)
        self._outlines.forget()
        self._document, self._chosen = document, None
        self.set_plan(self._plan)
        self.follow_mask()

    # The wipe

    @property
    def wiping(self) -> bool:
        return self._wipe is not None

    def set_wipe(self, original: Surface | None) -> None:
        """Show the photo as opened on the left of a line; None removes the wipe."""
        if original is not None or self._wipe is not None:
            self._wipe = None if original is None else Wipe(original)
            self.wiped.emit(self.wiping)
            self._redraw()

    def set_background(self, background: QColor) -> None:
        """Set the colour around the photo as opened."""
        if self._wipe is not None:
            self._wipe.original.set_colors(background, QColor(0, 0, 0, 0))

    def move_to(self, viewport: Viewport) -> None:
        """Follow the canvas to another part of the photo."""
        if self._wipe is not None:
            self._wipe.original.move_to(viewport)

    # The window

    def set_plan(self, plan: PlanWindows | None) -> None:
        """Show the windows that ``plan`` finds; None hides them."""
        self._plan = plan
        self._window = None
        if plan is not None and self._document is not None:
            self._window = WindowBox(self._document.size, self._choose)
        self._show_windows()

    def set_window(self, chosen: Box | None) -> None:
        """Show this window in place of the planned ones; None shows the planned ones."""
        self._chosen = chosen
        self._show_windows()

    def _choose(self, box: Box) -> None:
        self._chosen = box
        self.window_chosen.emit(box)

    def _show_windows(self) -> None:
        self._plans.forget()
        if self._window is not None and self._document is not None and self._plan is not None:
            if self._chosen is not None:
                self._window.boxes = (self._chosen,)
            else:
                self._plans.ask(partial(self._plan, self._document))
        self._redraw()

    def _show_planned(self, boxes: list[Box]) -> None:
        if self._window is not None and not self._window.held:
            self._window.boxes = tuple(boxes)
            self._redraw()

    # How far the mask will grow

    def set_grow(self, pixels: float) -> None:
        """Show the edge of the mask grown by this many photo pixels. With 0, the mask is not grown."""
        self._grow = pixels
        self.follow_mask()

    def set_widen(self, widen: bool) -> None:
        """Show the edge of the mask widened where it is too tight."""
        self._widen = widen
        self.follow_mask()

    def mask_changed(self) -> None:
        """Update the displays once the mask has not changed for a moment."""
        if self._grow > 0 or self._widen or self._window is not None:
            self._rested.start()

    def follow_mask(self) -> None:
        """Update the displays now."""
        document = self._document
        if document is None or not (self._grow > 0 or self._widen) or not document.mask_area:
            self._outlines.forget()
            self._show_grown(())
        else:
            self._outlines.ask(partial(_outlined, document, self._grow, self._widen))
        if self._window is not None and not self._window.held:
            self._show_windows()

    def _show_grown(self, grown: tuple[Outline, ...]) -> None:
        if grown or self._grown:
            self._grown = grown
            self._redraw()

    # Events, in device pixels

    @property
    def busy(self) -> bool:
        return self._held is not None

    def cursor_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Qt.CursorShape | None:
        """The pointer's shape over a part that can be dragged; None elsewhere."""
        return next((shape for grip in self._grips if (shape := grip.cursor_at(x, y, viewport, ratio))), None)

    def press(self, x: float, y: float, viewport: Viewport, ratio: float) -> bool:
        """Start dragging what is at this place; False if nothing there can be dragged."""
        for grip in self._grips:
            if grip.cursor_at(x, y, viewport, ratio) is not None:
                self._held = grip
                grip.press(x, y, viewport, ratio)
                return True
        return False

    def drag(self, x: float, y: float, viewport: Viewport) -> None:
        if self._held is not None:
            self._held.drag(x, y, viewport)
            self._redraw()

    def release(self) -> bool:
        """End the drag; False if there was none."""
        held, self._held = self._held, None
        if held is not None:
            held.release()
        return held is not None

    def cancel(self) -> bool:
        """Cancel the drag; False if there was none."""
        held, self._held = self._held, None
        if held is not None:
            held.cancel()
            self._redraw()
        return held is not None

    @property
    def _grips(self) -> list[Wipe | WindowBox]:
        return [grip for grip in (self._wipe, self._window) if grip is not None]

    # Painting

    def draw_under(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw what is over the photo but under all lines. The painter's units are device pixels."""
        if self._wipe is not None:
            self._wipe.draw_original(painter, viewport)

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw the lines. The painter's units are the widget's."""
        if self._grown and self._wipe is None:
            self._grown_lines.draw(painter, self._grown, viewport, ratio)
        for grip in reversed(self._grips):
            grip.draw(painter, viewport, ratio)


def _outlined(document: Document, radius: float, widen: bool) -> Task[tuple[Outline, ...]]:
    """A task that finds the edge of the document's current mask after widening and growing it."""
    coverage, now = copied(document.coverage), document.now
    return Task(lambda _: grown_outline(coverage(), radius, now.photo.pixels if widen else None))
