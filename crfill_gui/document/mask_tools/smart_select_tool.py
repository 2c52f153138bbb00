"""The smart select tool: the gestures around :mod:`crfill_gui.document.mask_tools.smart_select`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crfill_core.geometry import EMPTY, Box
from crfill_core.progress import Progress
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.smart_select import SMALLEST_BOX, Stroke, smart_selection, working_area
from crfill_gui.document.mask_tools.tool import Ask, Key, SelectionTool
from crfill_gui.document.outline import Outline, Point, rectangle
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection

STROKE_RADIUS = 8.0
"""Radius of a correcting stroke, in the widget's units."""


class SmartSelectTool(SelectionTool):
    """Drag a box around an object; the result is previewed during the drag. Then strokes correct it: plain strokes add to
    the object, and strokes with Alt remove from it. Backspace removes the last stroke. Enter, a double click or a press
    away from the box accepts the result. If Alt is held when the drag begins, the object is subtracted from the mask.

    Searches run in the background. The end of the drag, each stroke and Backspace cancel the running search and start
    another. If a selection is accepted during its search, ``land`` gets the result afterwards.
    """

    def __init__(self, document: Document, ask: Ask, land: Callable[[Selection], None]) -> None:
        self._document, self._ask, self._land = document, ask, land
        self._corners: tuple[Point, Point] | None = None  # while a box is dragged
        self._box: Box | None = None  # once it was dragged
        self._strokes: list[Stroke] = []
        self._line: list[Point] = []
        self._drawn: list[Point] = []  # the stroke for which the current search was started
        self._radius, self._marks_object = 1.0, True
        self._subtracts = False
        self._search: Progress | None = None  # of the unfinished selection
        self._drafted: Box | None = None  # the dragged box that was searched last
        self._landing: list[Progress] = []  # searches for accepted selections

    @property
    def is_searching(self) -> bool:
        return self._search is not None or bool(self._landing)

    def press(self, at: Pointer) -> Selection | None:
        if self._box is not None and self._reaches(at):
            self._line, self._marks_object = [at.point], not at.alt
            self._radius = STROKE_RADIUS * at.ratio / at.zoom
            return None
        accepted = self._accept()
        self._corners, self._subtracts = (at.point, at.point), at.alt
        return accepted

    def move(self, at: Pointer) -> None:
        if self._corners is not None:
            self._corners = (self._corners[0], at.point)
            if self._search is None:  # otherwise the result starts a new search
                self._draft()
        elif self._line:
            self._line.append(at.point)

    def release(self, at: Pointer) -> Selection | None:
        if self._corners is not None:
            self._box = self._dragged(self._corners[0], at.point)
            self._corners = None
            self._find()
        elif self._line:
            self._strokes.append(Stroke((*self._line, at.point), self._radius, self._marks_object))
            self._find()
            self._drawn, self._line = (self._line if self._search is not None else []), []
        return None

    def double_click(self, at: Pointer) -> Selection | None:
        return self._accept()

    def wants(self, key: Key) -> bool:
        return self._box is not None and (key == "enter" or bool(self._strokes))

    def key(self, key: Key) -> Selection | None:
        if key == "enter":
            return self._accept()
        del self._strokes[-1:]
        self._find()
        return None

    def cancel(self) -> bool:
        """Cancel the current stroke, or else the box with all strokes, or else the searches for accepted selections."""
        if self._line:
            self._line = []
            return True
        if self.is_active:
            self._forget()
            return True
        landing, self._landing = self._landing, []
        for search in landing:
            search.cancel()
        return bool(landing)

    @property
    def is_active(self) -> bool:
        return self._corners is not None or self._box is not None

    @property
    def outlines(self) -> tuple[Outline, ...]:
        lines = [Outline(tuple(line), closed=False) for line in (self._line, self._drawn) if line]
        if self._corners is not None:
            lines.append(Outline(tuple(rectangle(*self._corners)), closed=True))
        elif self._box is not None and self.preview is None:  # shows that a search is running
            lines.append(Outline(tuple(rectangle(self._box[:2], self._box[2:])), closed=True))
        return tuple(lines)

    def _dragged(self, start: Point, end: Point) -> Box | None:
        """The box between two corners, cut at the photo's edge; None if it is too small."""
        (left, top), _, (right, bottom), _ = rectangle(start, end)
        box = Box(int(left), int(top), int(right), int(bottom)).clamp(self._document.size)
        return box if min(box.width, box.height) >= SMALLEST_BOX else None

    def _reaches(self, at: Pointer) -> bool:
        assert self._box is not None
        area = working_area(self._box, self._document.size)
        return area.left <= at.x < area.right and area.top <= at.y < area.bottom

    # Searching

    def _draft(self) -> None:
        """Search the box as dragged so far."""
        assert self._corners is not None
        box = self._dragged(*self._corners)
        if box is not None and box != self._drafted:
            self._drafted = box
            self._start(box, draft=True)

    def _find(self) -> None:
        """Search the current box. Until it is done, the latest result stays visible."""
        self._stop()
        if self._box is not None:
            self._start(self._box, draft=False)
        else:
            self.preview = None

    def _start(self, box: Box, draft: bool) -> None:
        now = self._document.now
        search = self._search = Progress()
        strokes, subtracts = tuple(self._strokes), self._subtracts

        def work() -> Selection:
            area, coverage = smart_selection(now.photo.pixels, box, strokes, draft, search.check)
            return Selection(area if coverage.any() else EMPTY, coverage, subtracts)

        self._ask(work, partial(self._answered, search))

    def _answered(self, search: Progress, found: Selection | None) -> None:
        if search in self._landing:
            self._landing.remove(search)
            if found is not None and not found.box.is_empty:
                self._land(found)
        elif search is self._search:
            self._search, self._drawn = None, []
            if found is not None:
                self.preview = None if found.box.is_empty else found
            if self._corners is not None:
                self._draft()

    def _stop(self) -> None:
        search, self._search, self._drawn = self._search, None, []
        if search is not None:
            search.cancel()

    def _accept(self) -> Selection | None:
        accepted = self.preview
        if self._box is not None and self._search is not None:
            self._landing.append(self._search)
            self._search = accepted = None
        self._forget()
        return accepted

    def _forget(self) -> None:
        self._stop()
        self._corners = self._box = self.preview = self._drafted = None
        self._strokes, self._line = [], []
