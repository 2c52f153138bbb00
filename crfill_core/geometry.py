"""Integer sizes and boxes in image coordinates (x to the right, y down, half-open). Needs neither torch nor NumPy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height


class Box(NamedTuple):
    """A half-open rectangle: pixels with left ≤ x < right and top ≤ y < bottom."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, size: Size) -> Box:
        """The whole image of that size."""
        return cls(0, 0, size.width, size.height)

    @classmethod
    def around(cls, x: int, y: int, width: int, height: int) -> Box:
        """The box of that size centred on (x, y)."""
        left, top = x - width // 2, y - height // 2
        return cls(left, top, left + width, top + height)

    @property
    def width(self) -> int:
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        return max(0, self.bottom - self.top)

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def is_empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index an (H, W, …) array: ``array[box.slices]``. The box must be inside the array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def pad(self, x: int, y: int | None = None) -> Box:
        """The box grown by x on the left and right and by y (default x) above and below; negative values shrink it."""
        y = x if y is None else y
        return Box(self.left - x, self.top - y, self.right + x, self.bottom + y)

    def translate(self, dx: int, dy: int) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def intersect(self, other: Box) -> Box:
        """The common part; an empty box (zero area) where there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(
            left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom))
        )

    def clamp(self, size: Size) -> Box:
        """The part inside an image of that size."""
        return self.intersect(Box.of(size))

    def shift_into(self, size: Size) -> Box:
        """The box moved into an image of that size; cut only in a direction in which it is larger than the image."""
        dx = max(0, -self.left) or min(0, size.width - self.right)
        dy = max(0, -self.top) or min(0, size.height - self.bottom)
        return self.translate(dx, dy).clamp(size)

    def union(self, other: Box) -> Box:
        """The smallest box around both; an empty box adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def relative_to(self, outer: Box) -> Box:
        """The same box in the coordinates of ``outer``'s top-left corner."""
        return self.translate(-outer.left, -outer.top)

    def contains(self, other: Box) -> bool:
        return self.intersect(other) == other

    def overlaps(self, other: Box) -> bool:
        return not self.intersect(other).is_empty


EMPTY = Box(0, 0, 0, 0)


def union_all(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them; ``EMPTY`` for none."""
    result = EMPTY
    for box in boxes:
        result = result.union(box)
    return result
