"""The line tool draws lines where edges continue, moves their points, and deletes lines. No Qt.

Every finished line, every move and every deletion is one undo step of the document.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crfill_core.references.lines import Line, LineSteering
from crfill_gui.canvas.tools import CLICK_SLACK
from crfill_gui.document.document import Document
from crfill_gui.document.line_hits import nearest, nearest_point, with_point
from crfill_gui.document.mask_tools.tool import Key
from crfill_gui.document.outline import Point, in_eighths
from crfill_gui.document.pointer import Pointer
from crfill_gui.i18n import mark, tr

REACH = 7.0
"""Largest distance, in the widget's units, at which a line or one of its points can be clicked."""
SHORTEST = 1.0
"""Lines no longer than this, in photo pixels, are taken for accidents and dropped."""
Over = Literal["nothing", "line", "point"]
"""What the pointer is over: "point" is a point that can be dragged, "line" a line that can be selected."""


@dataclass(frozen=True)
class ShownLines:
    """What to draw over the photo. ``under_way``: the points of the unfinished line, with the pointer's place as the
    last.
    """

    drawn: tuple[Line, ...] = ()
    found: tuple[Line, ...] = ()
    selected: Line | None = None
    under_way: tuple[Point, ...] = ()


class LineTool:
    """Click one point after another, and end the line with Enter, a double click or a click on its last point. Or drag to
    draw a straight line.

    With Shift, directions are multiples of 45°. Backspace removes the last point of an unfinished line. A click on a
    line selects it, and Delete or Backspace deletes the selected line. The points of drawn lines can be dragged.
    """

    def __init__(self, fail: Callable[[str], object]) -> None:
        self._fail = fail
        self._document: Document | None = None
        self._found: tuple[Line, ...] = ()
        # What ``found`` depends on, and its latest result.
        self._kept: tuple[object, tuple[Line, ...]] = (None, ())
        self._selected: Line | None = None
        self._points: list[Point] = []
        self._next: Point = (0.0, 0.0)
        self._down: Pointer | None = None  # where the held button was pressed
        self._hit: Line | None = None  # the line there; it is selected unless the pointer is dragged
        # The line of a point that is dragged, the number of the point, and the line with that point moved.
        self._held: tuple[Line, int, Line] | None = None
        self._over: Over = "nothing"

    def edit(self, document: Document | None) -> None:
        """Draw on another document from now on."""
        while self.cancel():
            pass
        self._document, self._found = document, ()

    # The lines

    def set_found(self, found: tuple[Line, ...]) -> None:
        """Set the lines detected in the photo, including deleted ones."""
        self._found = found

    @property
    def found(self) -> tuple[Line, ...]:
        """The detected lines that were not deleted."""
        asked = (self._found, self._lines.deleted)
        if self._kept[0] != asked:  # kept, because every move of the pointer needs it
            self._kept = (asked, tuple(self._lines.kept(self._found, lambda line: line)))
        return self._kept[1]

    @property
    def shown(self) -> ShownLines:
        drawn = self._lines.drawn
        selected = self.selected
        if self._held is not None:
            line, _, moved = self._held
            drawn = tuple(moved if other == line else other for other in drawn)
            selected = moved
        under_way = (*self._points, self._next) if self._points else ()
        return ShownLines(drawn, self.found, selected, under_way)

    @property
    def selected(self) -> Line | None:
        """The selected line, which Delete deletes. None if there is none or it no longer exists, as after an undo."""
        there = self._selected in self._lines.drawn or self._selected in self.found
        return self._selected if there else None

    @property
    def over(self) -> Over:
        """What the pointer is over."""
        return self._over

    @property
    def is_active(self) -> bool:
        return bool(self._points) or self._held is not None

    @property
    def _lines(self) -> LineSteering:
        return LineSteering() if self._document is None else self._document.lines

    # Events

    def press(self, pointer: Pointer) -> None:
        if self._document is None:
            return
        self._down = pointer
        if self._points:
            if len(self._points) > 1 and self._is_near(pointer, self._points[-1]):
                self._end()
            else:
                self._points.append(self._place(pointer))
            return
        self._held, self._hit = self._point_at(pointer), self._line_at(pointer)
        if self._held is not None:
            self._selected = self._held[0]
        elif self._hit is None:
            self._selected = None
            self._begin(pointer)

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer, with or without a button held."""
        if self._document is None:
            return
        dragged = self._down is not None and self._is_dragged(pointer)
        if self._held is not None and dragged:
            line, number, _ = self._held
            self._held = (line, number, with_point(line, number, self._rounded(pointer)))
        elif self._hit is not None and dragged and self._down is not None:
            self._begin(self._down)  # draw a new line that starts on another one
            self._hit = None
        elif len(self._points) > 1 and dragged:
            del self._points[-1]
            self._points.append(self._place(pointer))
        if self._points:
            self._next = self._place(pointer)
        self._look(pointer)

    def release(self, pointer: Pointer) -> None:
        dragged = self._down is not None and self._is_dragged(pointer)
        self.move(pointer)
        held, self._held = self._held, None
        hit, self._hit = self._hit, None
        self._down = None
        if held is not None:
            line, _, moved = held
            if moved != line:
                self._selected = moved
                self._set(self._lines.moving(line, moved), mark("Move line"))
        elif hit is not None:
            self._selected = hit
        elif dragged and len(self._points) == 1:
            self._points.append(self._place(pointer))
            self._end()

    def double_click(self, pointer: Pointer) -> None:
        """Handle the second press of a double click, in place of ``press``. The first press has already set the point."""
        if self._points:
            self._end()
        else:
            self.press(pointer)

    def wants(self, key: Key) -> bool:
        return bool(self._points) or (key == "backspace" and self.selected is not None)

    def key(self, key: Key) -> None:
        if key == "enter":
            self._end()
        elif self._points:
            del self._points[-1:]
        elif (line := self.selected) is not None and self._held is None:
            self._selected = None
            self._set(self._lines.deleting(line), mark("Delete line"))

    def step(self, direction: int) -> None:
        """Select the next (1) or the previous (−1) line."""
        lines = [*self._lines.drawn, *self.found]
        if lines and not self.is_active:
            selected = self.selected
            start = lines.index(selected) if selected is not None else -1 if direction > 0 else 0
            self._selected = lines[(start + direction) % len(lines)]

    def finish(self) -> None:
        """Accept the unfinished line, and unselect the selected one."""
        self._end()
        self._selected = None

    def cancel(self) -> bool:
        """Abandon the unfinished line or move, or else unselect the line; False if there was neither."""
        active = self.is_active or self.selected is not None
        if not self.is_active:
            self._selected = None
        self._points.clear()
        self._held = self._hit = self._down = None
        return active

    # The line under way

    def _begin(self, pointer: Pointer) -> None:
        self._points = [self._rounded(pointer)]
        self._next = self._points[0]

    def _end(self) -> None:
        points, self._points = self._points, []
        self._down = None
        if len(points) < 2 or self._document is None:
            return
        try:
            line = Line(tuple(points))
        except ValueError:
            return
        if line.length <= SHORTEST:
            return
        if not line.touches(self._document.size):
            self._fail(tr("The line is outside the photo. Draw it over the hole or into it."))
            return
        self._selected = line
        self._set(self._lines.drawing(line), mark("Draw line"))

    def _set(self, lines: LineSteering, label: str) -> None:
        if self._document is not None:
            self._document.steering.set_lines(lines, label)

    # Places

    def _place(self, pointer: Pointer) -> Point:
        """Where the next point would be set, or, while the last point is dragged, its new place."""
        fixed = self._points[:-1] if self._down is not None and len(self._points) > 1 else self._points
        if pointer.shift and fixed:
            x, y = in_eighths(fixed[-1], pointer.point)
            return round(x, 2), round(y, 2)
        return self._rounded(pointer)

    @staticmethod
    def _rounded(pointer: Pointer) -> Point:
        return round(pointer.x, 2), round(pointer.y, 2)

    def _is_dragged(self, pointer: Pointer) -> bool:
        down = self._down
        assert down is not None
        moved = math.hypot(pointer.screen_x - down.screen_x, pointer.screen_y - down.screen_y)
        return moved > CLICK_SLACK * pointer.ratio

    def _is_near(self, pointer: Pointer, point: Point) -> bool:
        return math.dist(pointer.point, point) <= _reach(pointer)

    def _look(self, pointer: Pointer) -> None:
        """Update what the pointer is over."""
        if self._held is not None or self._point_at(pointer) is not None:
            self._over = "point"
        elif not self._points and self._line_at(pointer) is not None:
            self._over = "line"
        else:
            self._over = "nothing"

    def _point_at(self, pointer: Pointer) -> tuple[Line, int, Line] | None:
        """A drawn line with a point near the pointer, the number of the point, and the line again, as in ``_held``. The
        selected line is preferred.
        """
        if self._points:
            return None
        drawn = self._lines.drawn
        for line in sorted(drawn, key=lambda line: line != self._selected):
            number = nearest_point(line, pointer.point, _reach(pointer))
            if number is not None:
                return line, number, line
        return None

    def _line_at(self, pointer: Pointer) -> Line | None:
        """The line near the pointer; a drawn line is preferred to a detected one."""
        place, reach = pointer.point, _reach(pointer)
        return nearest(self._lines.drawn, place, reach) or nearest(self.found, place, reach)


def _reach(pointer: Pointer) -> float:
    """``REACH`` in photo pixels."""
    return REACH * pointer.ratio / pointer.zoom
