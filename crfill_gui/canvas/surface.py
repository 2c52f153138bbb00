"""What the canvas shows, in device pixels: the photo resampled to the screen, and the masks blended over it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from crfill_core.geometry import Box, Size, union_all
from crfill_gui.canvas.tiles import DisplayTiles, Pyramid, coarse_box, level_for
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.style.pictures import shared_image

STRIPE = 6
"""Half the period, along a row, of the stripes that tell the steering layers from the mask, in device-independent pixels."""
AVOID, PREFER = QColor(255, 149, 0, 150), QColor(0, 200, 170, 150)
CHEAP = 1 << 18
"""A box of at most this many device pixels is drawn faster than several small boxes in it."""
CRISP_FROM = 2.0
"""At this zoom and above, photo pixels are shown as squares."""


class Paint:
    """How a mask is drawn. The colour's alpha is the opacity. ``stripes``: 0 none, 1 rising, −1 falling."""

    def __init__(self, color: QColor, stripes: int = 0) -> None:
        self.palette, self.outline, self.stripes = premultiplied(color), _outline(color), stripes


class Surface:
    """Two layers of the canvas's size: the photo alone, and the photo with the masks.

    A change of zoom redraws both layers. Panning redraws only the part that comes into sight. A dab of the brush redraws
    only its box of the second layer. This keeps painting fast at any photo size. Changes of zoom and of the masks are not
    drawn before the picture is needed, so several of them cost little more than one.
    """

    def __init__(self, background: QColor, overlay: QColor) -> None:
        self.viewport = Viewport(Size(1, 1), Size(1, 1))
        self._photo = np.zeros((1, 1, 4), np.uint8)
        self._shown = self._photo
        self._image = shared_image(self._shown, opaque=True)
        self._tiles: DisplayTiles | None = None
        self._mask: Pyramid | None = None
        self._steering: tuple[tuple[Pyramid, Paint], ...] = ()
        self._mask_visible = True
        self.background = background
        self._paint = Paint(overlay)
        self._line = 1
        self._stale: list[Box] = []  # boxes of the second layer
        self._all_stale = False  # both layers

    @property
    def image(self) -> QImage:
        """The finished picture, valid until the canvas changes its size."""
        self._finish()
        return self._image

    def show(
        self,
        tiles: DisplayTiles | None,
        mask: Pyramid | None,
        avoid: Pyramid | None = None,
        prefer: Pyramid | None = None,
    ) -> None:
        """Show another photo and its masks from now on. The caller then sets the viewport and calls :meth:`redraw`."""
        self._tiles, self._mask = tiles, mask
        steering = ((prefer, Paint(PREFER, -1)), (avoid, Paint(AVOID, 1)))
        self._steering = tuple((layer, paint) for layer, paint in steering if layer is not None)

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        self.background = background
        self._paint = Paint(overlay)
        self.redraw()

    def set_mask_visible(self, visible: bool) -> None:
        self._mask_visible = visible
        self._stale = [Box.of(self.viewport.canvas)]

    def set_ratio(self, ratio: float) -> None:
        """Set the device-pixel ratio, which determines the width of lines and stripes."""
        line = max(1, round(ratio))
        if line != self._line:
            self._line = line
            self.redraw()

    # What has to be drawn again

    def move_to(self, viewport: Viewport) -> None:
        """Show another part, at another zoom or on a canvas of another size."""
        old, canvas = self.viewport, viewport.canvas
        scrolls = viewport == replace(old, left=viewport.left, top=viewport.top) and not self._all_stale
        if scrolls:
            self._finish()
        self.viewport = viewport
        if self._photo.shape[:2] != (canvas.height, canvas.width):
            self._photo = np.zeros((canvas.height, canvas.width, 4), np.uint8)
            self._shown = self._photo.copy()
            self._image = shared_image(self._shown, opaque=True)
            self.redraw()
        elif scrolls:
            self._scroll(viewport.left - old.left, viewport.top - old.top)
        else:
            self.redraw()

    def redraw(self) -> None:
        """Draw everything again."""
        self._all_stale = True

    def photo_changed(self, box: Box) -> Box:
        """Follow a change of the photo in a box of photo pixels. Returns the box of the canvas that changes."""
        if not self._all_stale:
            self._draw_photo(self.viewport.box_to_canvas(box))
        return self.mask_changed(box)

    def mask_changed(self, box: Box) -> Box:
        """Follow a change of the masks in a box of photo pixels. Returns the box of the canvas that changes."""
        place = self.viewport.box_to_canvas(box)
        if not place.is_empty:
            # The outline of the mask may be outside the box.
            place = place.pad(self._line - 1).clamp(self.viewport.canvas)
            self._stale.append(place)
        return place

    def _finish(self) -> None:
        """Draw what is stale, as one box if that costs less than several small ones."""
        stale, self._stale = self._stale, []
        if self._all_stale:
            self._all_stale = False
            stale = [Box.of(self.viewport.canvas)]
            self._draw_photo(stale[0])
        around = union_all(stale)
        if around.area <= max(CHEAP, sum(place.area for place in stale)):
            stale = [around]
        for place in stale:
            self._compose(place)

    def _scroll(self, dx: int, dy: int) -> None:
        canvas = Box.of(self.viewport.canvas)
        kept = canvas.translate(dx, dy).intersect(canvas)
        if kept.is_empty:
            self.redraw()
            return
        for layer in (self._photo, self._shown):
            layer[kept.slices] = layer[kept.translate(-dx, -dy).slices].copy()
        for strip in (
            Box(0, 0, canvas.right, kept.top),
            Box(0, kept.bottom, canvas.right, canvas.bottom),
            Box(0, kept.top, kept.left, kept.bottom),
            Box(kept.right, kept.top, canvas.right, kept.bottom),
        ):
            self._draw_photo(strip)
            self._compose(strip)

    # Drawing

    def _draw_photo(self, place: Box) -> None:
        inside = place.intersect(self.viewport.picture)
        if not place.is_empty and inside != place:
            color = self.background
            self._photo[place.slices] = (color.blue(), color.green(), color.red(), 255)
        if self._tiles is None or inside.is_empty:
            return
        level = self._tiles.depth(level_for(self.viewport.zoom))
        seen = self._seen(inside, level)
        source = self._tiles.region(level, seen)
        whole = self._photo if inside == Box.of(self.viewport.canvas) else None
        shown = self._resampled(source, seen, inside, level, whole)
        if shown is not whole:
            self._photo[inside.slices] = shown

    def _compose(self, place: Box) -> None:
        place = place.clamp(self.viewport.canvas)
        if place.is_empty:
            return
        self._shown[place.slices] = self._photo[place.slices]
        inside = place.intersect(self.viewport.picture)
        if not self._mask_visible or inside.is_empty:
            return
        for layer, paint in self._steering:
            self._cover(inside, layer, paint)
        if self._mask is not None:
            self._cover(inside, self._mask, self._paint)

    def _cover(self, inside: Box, layer: Pyramid, paint: Paint) -> None:
        """Blend a mask over what is shown in a box of the canvas that is inside the picture."""
        level = layer.depth(level_for(self.viewport.zoom))
        # The outline depends on the neighbours.
        around = inside.pad(self._line).intersect(self.viewport.picture)
        seen = self._seen(around, level)
        source = layer.region(level, seen)
        if not cv2.countNonZero(source):
            return
        coverage = self._resampled(source, seen, around, level)
        shade = coverage
        if paint.stripes:
            shade = np.where(self._stripes(around, paint.stripes), coverage, coverage // 3).astype(np.uint8)
        colored = np.take(paint.palette, shade, mode="clip")  # "clip" saves the check of bounds
        _, covered = cv2.threshold(coverage, 127, 255, cv2.THRESH_BINARY)
        reach = np.ones((2 * self._line + 1, 2 * self._line + 1), np.uint8)
        outline = cv2.subtract(covered, cv2.erode(covered, reach, borderType=cv2.BORDER_REPLICATE))
        np.copyto(colored, paint.outline, where=outline.view(bool))
        part = np.ascontiguousarray(colored[inside.relative_to(around).slices])
        painter = QPainter(self._image)
        painter.drawImage(QPoint(inside.left, inside.top), shared_image(part))
        painter.end()

    def _stripes(self, place: Box, slope: int) -> np.ndarray:
        """(h, w) bool: where a stripe is. Stripes are counted from the photo's corner, so that they move with it."""
        x = np.arange(place.left, place.right) - self.viewport.left
        y = np.arange(place.top, place.bottom) - self.viewport.top
        return np.asarray((x[None, :] + slope * y[:, None]) // (STRIPE * self._line) % 2 == 0)

    def _seen(self, place: Box, level: int) -> Box:
        """The pixels of a level under a box of the canvas, with neighbours for smoothing; never empty."""
        left, top = self.viewport.to_photo(place.left, place.top)
        right, bottom = self.viewport.to_photo(place.right, place.bottom)
        box = coarse_box(Box(int(left), int(top), int(right) + 1, int(bottom) + 1), level)
        size = Size(self.viewport.photo.width >> level, self.viewport.photo.height >> level)
        seen = box.pad(2).clamp(size)
        return seen if not seen.is_empty else Box(size.width - 1, size.height - 1, size.width, size.height)

    def _resampled(
        self, source: np.ndarray, seen: Box, place: Box, level: int, out: np.ndarray | None = None
    ) -> np.ndarray:
        """``source``, which is the box ``seen`` of a level, as it appears at ``place`` on the canvas. ``out`` gets the
        result only if the picture has to be interpolated.
        """
        if self.viewport.zoom >= CRISP_FROM:  # level 0
            left, top, zoom = self.viewport.left, self.viewport.top, self.viewport.zoom
            columns = _nearest(place.left - left, place.width, zoom, seen.left, seen.right)
            rows = _nearest(place.top - top, place.height, zoom, seen.top, seen.bottom)
            # The smaller dimension first, then whole rows.
            return np.take(np.take(source, columns, axis=1), rows, axis=0)
        scale = self.viewport.zoom * (1 << level)  # device pixels per pixel of the level
        x = (place.left - self.viewport.left) / scale - seen.left
        y = (place.top - self.viewport.top) / scale - seen.top
        if scale == 1:
            left, top = round(x), round(y)
            part = source[top : top + place.height, left : left + place.width]
            if part.shape[:2] == (place.height, place.width):
                return part
        half = 0.5 / scale - 0.5
        matrix = np.array([[1 / scale, 0, x + half], [0, 1 / scale, y + half]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(
            source, matrix, (place.width, place.height), dst=out, flags=flags, borderMode=cv2.BORDER_REPLICATE
        )


def _nearest(start: int, count: int, zoom: float, first: int, end: int) -> np.ndarray:
    """The photo pixels under ``count`` device pixels, which start ``start`` device pixels from the photo's corner.

    They are clamped to ``first`` … ``end`` − 1 and counted from ``first``. All are computed from the photo's corner, so that
    the edges of a pixel do not depend on the part that is drawn.
    """
    pixels = np.floor((np.arange(start, start + count) + 0.5) / zoom).astype(np.intp)
    return np.asarray(np.clip(pixels, first, end - 1) - first)


def premultiplied(color: QColor) -> np.ndarray:
    """(256,) uint32: premultiplied ARGB of a colour at each coverage. The colour's alpha is the opacity at full
    coverage.
    """
    alpha = np.arange(256) / 255 * color.alphaF()
    channels = [np.rint(alpha * 255)] + [
        np.rint(alpha * c) for c in (color.red(), color.green(), color.blue())
    ]
    a, r, g, b = (channel.astype(np.uint32) for channel in channels)
    return (a << 24) | (r << 16) | (g << 8) | b


def _outline(color: QColor) -> np.uint32:
    """Premultiplied ARGB of the mask's edge: a lighter shade, nearly opaque at any opacity of the mask."""
    line = QColor(color).lighter(125)
    line.setAlpha(230)
    red, green, blue = (round(channel * 230 / 255) for channel in (line.red(), line.green(), line.blue()))
    return np.uint32((230 << 24) | (red << 16) | (green << 8) | blue)
