"""The map between photo coordinates and the device pixels of the canvas. Pure arithmetic, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crfill_core.geometry import Box, Size

MAX_ZOOM = 64.0
ZOOM_STEPS = (
    *(1 / 64, 1 / 48, 1 / 32, 1 / 24, 1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0),
    *(1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0),
)
FIT_MARGIN = 24
"""Device pixels left free on each side of a photo that is shown whole."""
OVERSCROLL = 0.4
"""Share of the canvas's width or height that may be empty beyond the photo's edge, so that borders are easy to paint."""


@dataclass(frozen=True)
class Viewport:
    """How a photo is shown on a canvas. ``zoom`` is in device pixels per photo pixel, and (``left``, ``top``) is the photo's
    corner on the canvas.

    The corner is at whole device pixels, so that panning shifts the picture without resampling it.
    """

    photo: Size
    canvas: Size
    zoom: float = 1.0
    left: int = 0
    top: int = 0

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) / self.zoom, (y - self.top) / self.zoom

    def to_canvas(self, x: float, y: float) -> tuple[float, float]:
        return x * self.zoom + self.left, y * self.zoom + self.top

    def pixel(self, x: float, y: float) -> tuple[int, int] | None:
        """The photo's pixel at a point of the canvas; None outside the photo."""
        x, y = self.to_photo(x, y)
        inside = 0 <= x < self.photo.width and 0 <= y < self.photo.height
        return (int(x), int(y)) if inside else None

    @property
    def picture(self) -> Box:
        """The photo's place in device pixels; it may extend beyond the canvas."""
        right, bottom = self.to_canvas(*self.photo)
        return Box(self.left, self.top, round(right), round(bottom))

    def box_to_canvas(self, box: Box) -> Box:
        """The device pixels within the canvas that a box of the photo touches. A margin of more than one photo pixel is
        included for smoothing.
        """
        left, top = self.to_canvas(box.left, box.top)
        right, bottom = self.to_canvas(box.right, box.bottom)
        spare = 1 + int(self.zoom)
        return Box(
            int(left) - spare, int(top) - spare, int(right) + 1 + spare, int(bottom) + 1 + spare
        ).clamp(self.canvas)

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole photo and ``FIT_MARGIN`` just fit on the canvas, but at most ``MAX_ZOOM``."""
        width = max(1, self.canvas.width - 2 * FIT_MARGIN)
        height = max(1, self.canvas.height - 2 * FIT_MARGIN)
        return min(MAX_ZOOM, width / self.photo.width, height / self.photo.height)

    @property
    def min_zoom(self) -> float:
        return min(ZOOM_STEPS[0], self.fit_zoom / 2)

    def fitted(self, enlarge: bool = True) -> Viewport:
        """The viewport that shows the whole photo, centred. With ``enlarge`` False, the zoom is at most 1."""
        return replace(self, zoom=self.fit_zoom if enlarge else min(1.0, self.fit_zoom)).centred()

    def showing(self, box: Box) -> Viewport:
        """The viewport that shows a box of the photo as large as possible, in the middle as far as :meth:`clamped` allows.
        For an empty box it is unchanged.
        """
        if box.is_empty:
            return self
        zoom = replace(self, photo=box.size).fit_zoom
        return replace(self, zoom=min(MAX_ZOOM, max(self.min_zoom, zoom))).centred(*box.center)

    def centred(self, x: float | None = None, y: float | None = None) -> Viewport:
        """The viewport with a photo point, by default the photo's middle, in the middle of the canvas as far as
        :meth:`clamped` allows.
        """
        x = self.photo.width / 2 if x is None else x
        y = self.photo.height / 2 if y is None else y
        left = round(self.canvas.width / 2 - x * self.zoom)
        top = round(self.canvas.height / 2 - y * self.zoom)
        return replace(self, left=left, top=top).clamped()

    def zoomed(self, zoom: float, x: float | None = None, y: float | None = None) -> Viewport:
        """The viewport at another zoom. The photo point at (x, y) on the canvas, by default in the middle, stays there as
        far as :meth:`clamped` allows. ``zoom`` is clamped to the allowed range.
        """
        x = self.canvas.width / 2 if x is None else x
        y = self.canvas.height / 2 if y is None else y
        zoom = min(MAX_ZOOM, max(self.min_zoom, zoom))
        photo_x, photo_y = self.to_photo(x, y)
        return replace(
            self, zoom=zoom, left=round(x - photo_x * zoom), top=round(y - photo_y * zoom)
        ).clamped()

    def stepped(self, direction: int, x: float | None = None, y: float | None = None) -> Viewport:
        """The viewport at the next larger (direction > 0) or smaller one of ``ZOOM_STEPS``. For (x, y) see
        :meth:`zoomed`.
        """
        if direction > 0:
            zoom = next((step for step in ZOOM_STEPS if step > self.zoom * 1.001), MAX_ZOOM)
        else:
            zoom = next((step for step in reversed(ZOOM_STEPS) if step < self.zoom * 0.999), self.min_zoom)
        return self.zoomed(zoom, x, y)

    def panned(self, dx: float, dy: float) -> Viewport:
        return replace(self, left=round(self.left + dx), top=round(self.top + dy)).clamped()

    def on_canvas(self, canvas: Size) -> Viewport:
        """The viewport for a canvas of another size, with the same photo point in the middle as far as :meth:`clamped`
        allows.
        """
        x, y = self.to_photo(self.canvas.width / 2, self.canvas.height / 2)
        return replace(self, canvas=canvas).centred(x, y)

    def clamped(self) -> Viewport:
        """The viewport moved as little as necessary. In each direction, a photo that fits on the canvas is centred, and a
        larger photo leaves at most the share ``OVERSCROLL`` of the canvas empty.
        """
        return replace(
            self,
            left=_clamped(self.left, self.photo.width * self.zoom, self.canvas.width),
            top=_clamped(self.top, self.photo.height * self.zoom, self.canvas.height),
        )


def _clamped(start: int, length: float, room: int) -> int:
    if length <= room:
        return round((room - length) / 2)
    spare = OVERSCROLL * room
    return round(min(spare, max(room - length - spare, start)))
