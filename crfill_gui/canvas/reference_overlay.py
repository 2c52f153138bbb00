"""The references of a fill, drawn over the canvas as a jigsaw, a colour code or a heat map of the confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter

from crfill_core.geometry import Box, Size, union_all
from crfill_core.imaging.bounds import bounds
from crfill_core.references.colours import ramp_colours
from crfill_core.references.links import Link
from crfill_gui.canvas.link_lines import Lines
from crfill_gui.canvas.tiles import Pyramid, level_for
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.editor.references.explanation import Explanation, Look, Pieces
from crfill_gui.style.pictures import shared_image

TINT, HEAT = 0.72, 0.92
"""Opacity of the colour code and of the confidence's heat map. The photo stays visible through both."""
SPARE = 160
"""Margin around the canvas, in device pixels, that is drawn in advance for panning."""
CLEAR_CELL = 26.0
"""If a cell's side is shorter than this, in device-independent pixels, outlines are fainter, so that the pieces stay
visible.
"""
KNOB_CELL = 13.0
"""If a cell's side is at least this long, in device-independent pixels, the pieces get the knobs of a jigsaw."""
KNOB_OUT, KNOB_RADIUS = 0.13, 0.15
"""The distance of a knob's centre from the edge, and the knob's radius, as shares of a cell's side."""


class ReferenceOverlay:
    """The explanations of fills, drawn over the canvas. Places are in device pixels of the canvas."""

    def __init__(self) -> None:
        self.look: Look = "off"
        self.version = 0
        """Grows whenever the explanations shown change."""
        self.opacity = 1.0
        self.lines = Lines(())
        self._windows: list[_Window] = []
        self._drawn = OverlayPainter(self)

    def show(self, explanations: Sequence[Explanation]) -> None:
        """Show these explanations, later ones over earlier ones."""
        if [window.explanation for window in self._windows] == list(explanations):
            return
        known = {window.explanation: window for window in self._windows}
        self._windows = [known.get(shown) or _Window(shown) for shown in explanations]
        self.version += 1

    def set_links(self, links: Sequence[Link], chosen: Link | None = None, outward: bool = True) -> None:
        """Draw lines for these links, the chosen one more strongly; for ``outward`` see :class:`Lines`."""
        reach = max((max(window.explanation.window.size) / 2 for window in self._windows), default=1.0)
        self.lines = Lines(tuple(links), chosen, reach, outward)

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw with a painter whose units are device pixels. One unit of the widget is ``ratio`` device pixels."""
        if self.look != "off" and self._windows:
            painter.setOpacity(self.opacity * {"colours": TINT, "confidence": HEAT}.get(self.look, 1.0))
            self._drawn.draw(painter, viewport, self.look, ratio)
            painter.setOpacity(1.0)
        self.lines.draw(painter, viewport, ratio)

    def picture(self, viewport: Viewport, look: Look, ratio: float) -> tuple[np.ndarray, Box]:
        """The visible part of the overlay, (h, w, 4) uint8 premultiplied BGRA, and its place, which may be empty."""
        place = union_all(window.place(viewport) for window in self._windows)
        pixels = np.zeros((place.height, place.width, 4), np.uint8)
        for window in self._windows:
            part = window.place(viewport)
            if not part.is_empty:
                drawn, cover = window.drawn(viewport, part, look, ratio)
                target = pixels[part.relative_to(place).slices]
                np.copyto(target, _premultiplied(drawn, cover), where=(cover > 0)[:, :, None])
        return pixels, place


class OverlayPainter:
    """Draws an overlay in one view. Keeps the picture, with a margin, until the overlay changes or the view zooms or
    leaves the margin.
    """

    def __init__(self, overlay: ReferenceOverlay) -> None:
        self._overlay = overlay
        self._key: object = None
        self._left = self._top = 0  # the photo's corner at the time of drawing
        self._pixels = np.zeros((0, 0, 4), np.uint8)
        self._corner = QPoint()  # the picture's corner, measured from the photo's corner

    def draw(self, painter: QPainter, viewport: Viewport, look: Look, ratio: float) -> None:
        """Draw with a painter whose units are device pixels. One unit of the widget is ``ratio`` device pixels."""
        key = (replace(viewport, left=0, top=0), look, ratio, self._overlay.version)
        if key != self._key or max(abs(viewport.left - self._left), abs(viewport.top - self._top)) > SPARE:
            self._key, self._left, self._top = key, viewport.left, viewport.top
            canvas = Size(viewport.canvas.width + 2 * SPARE, viewport.canvas.height + 2 * SPARE)
            wide = replace(viewport, canvas=canvas, left=viewport.left + SPARE, top=viewport.top + SPARE)
            self._pixels, place = self._overlay.picture(wide, look, ratio)
            self._corner = QPoint(place.left - wide.left, place.top - wide.top)
        if self._pixels.size:
            painter.drawImage(self._corner + QPoint(viewport.left, viewport.top), shared_image(self._pixels))


class _Window:
    """The pictures of one explanation, with reduced copies."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        self._cover = Pyramid(explanation.cover)
        self._jigsaw = Pyramid(explanation.jigsaw)
        self._filled = bounds(explanation.cover).translate(*explanation.window[:2])

    def place(self, viewport: Viewport) -> Box:
        """The part of the canvas that the window's filled pixels may cover."""
        return viewport.box_to_canvas(self._filled)

    def drawn(
        self, viewport: Viewport, place: Box, look: Look, ratio: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """The colours (h, w, 3) uint8 RGB and the coverage (h, w) uint8 at a place."""
        explanation = self.explanation
        box = explanation.window
        cover = _placed(self._cover, box, viewport, place)
        rgb: np.ndarray
        if look == "confidence":
            rgb = ramp_colours(_placed(explanation.confidence, box, viewport, place))
        elif look == "colours":
            rgb = _placed(explanation.directions, box, viewport, place, smooth=False)
            self._outline(rgb, explanation.shifts, viewport, place, ratio, bevel=False)
        else:
            rgb = _placed(self._jigsaw, box, viewport, place)
            self._outline(rgb, explanation.patches, viewport, place, ratio, bevel=True)
        _rim(rgb, cover, round(ratio))
        return rgb, cover

    def _outline(
        self, rgb: np.ndarray, pieces: Pieces, viewport: Viewport, place: Box, ratio: float, bevel: bool
    ) -> None:
        """Draw the borders between pieces; with ``bevel``, light lines make the pieces look raised."""
        references = self.explanation.references
        cell = references.selection.stride / references.scale[0] * viewport.zoom / ratio
        knobs = pieces.lattice is not None and cell >= KNOB_CELL
        labels = (
            _interlocked(pieces, viewport, place)
            if knobs
            else _placed(pieces.labels, pieces.box, viewport, place, smooth=False)
        )
        if not labels.any():
            return
        strength = float(np.clip(cell / CLEAR_CELL, 0.15, 1))
        ends = np.zeros(labels.shape, np.uint8)
        ends[:, :-1] = labels[:, :-1] != labels[:, 1:]
        ends[:-1] |= labels[:-1] != labels[1:]
        ends[labels == 0] = 0
        thick = max(1, round(ratio))
        dark = cv2.dilate(ends, np.ones((thick, thick), np.uint8))
        if bevel:
            light = cv2.dilate(np.roll(dark, (thick, thick), (0, 1)), np.ones((thick, thick), np.uint8))
            _mix(rgb, light > 0, 255, 0.4 * strength)
        _mix(rgb, dark > 0, 16, 0.6 * strength)


def _interlocked(pieces: Pieces, viewport: Viewport, place: Box) -> np.ndarray:
    """The labels at a place of the canvas, with knobs and sockets at the edges between cells."""
    assert pieces.lattice is not None
    left, top, side = pieces.lattice
    height, width = pieces.labels.shape
    # The positions of the device pixels' centres in the picture of the labels.
    x = (np.arange(place.left, place.right) + 0.5 - viewport.left) / viewport.zoom - pieces.box.left
    y = (np.arange(place.top, place.bottom) + 0.5 - viewport.top) / viewport.zoom - pieces.box.top
    x, y = x * (width / pieces.box.width), y * (height / pieces.box.height)
    u, v = ((x - left) / side).astype(np.float32), ((y - top) / side).astype(np.float32)
    across, down = np.meshgrid(u, v)
    for along, axis in ((u, 0), (v, 1)):
        other = v if axis == 0 else u
        edge, cell = np.rint(along), np.floor(other)
        beyond, beside = along - edge, other - cell - np.float32(0.5)
        near, middle = np.abs(beyond) < 2 * KNOB_RADIUS, np.abs(beside) < KNOB_RADIUS
        i, j = np.flatnonzero(near), np.flatnonzero(middle)
        if not len(i) or not len(j):
            continue
        # Which of two neighbours has the knob is pseudo-random, and the same at every zoom.
        turn = (edge[i][None, :] * 7 + cell[j][:, None] * 13) % 5 % 2 * 2 - 1
        inside = (beyond[i][None, :] - turn * KNOB_OUT) ** 2 + beside[j][:, None] ** 2 < KNOB_RADIUS**2
        taken = inside & (beyond[i][None, :] * turn > 0)
        moved = np.where(taken, edge[i][None, :] - turn * 0.25, along[i][None, :]).astype(np.float32)
        if axis == 0:
            across[np.ix_(j, i)] = moved
        else:
            down[np.ix_(i, j)] = moved.T
    columns, rows = across * np.float32(side) + np.float32(left), down * np.float32(side) + np.float32(top)
    bent = cv2.remap(
        pieces.labels, columns - 0.5, rows - 0.5, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT
    )
    straight = _placed(pieces.labels, pieces.box, viewport, place, smooth=False)
    return np.where((bent == 0) | (straight == 0), straight, bent)


def _placed(
    picture: np.ndarray | Pyramid, box: Box, viewport: Viewport, place: Box, smooth: bool = True
) -> np.ndarray:
    """``picture``, which shows the part ``box`` of the photo at any size, as it appears at a place of the canvas."""
    base = picture.level(0) if isinstance(picture, Pyramid) else picture
    full = Size(base.shape[1], base.shape[0])
    level = 0
    if isinstance(picture, Pyramid):
        level = picture.depth(level_for(viewport.zoom * box.width / full.width))
        base = picture.level(level)
    across = full.width / box.width / (1 << level) / viewport.zoom  # picture pixels per device pixel
    down = full.height / box.height / (1 << level) / viewport.zoom
    x = (place.left - viewport.left - box.left * viewport.zoom + 0.5) * across - 0.5
    y = (place.top - viewport.top - box.top * viewport.zoom + 0.5) * down - 0.5
    matrix = np.array([[across, 0, x], [0, down, y]])
    flags = (cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
    # Labels and coverage are 0 outside the box. Colours and confidence are extended, because the coverage masks them.
    ends = base.ndim == 2 and base.dtype != np.float32
    border = cv2.BORDER_CONSTANT if ends else cv2.BORDER_REPLICATE
    return cv2.warpAffine(base, matrix, (place.width, place.height), flags=flags, borderMode=border)


def _rim(rgb: np.ndarray, cover: np.ndarray, width: int) -> None:
    """Draw a light line just inside the hole's edge, ``width`` device pixels wide."""
    solid = (cover > 127).view(np.uint8)
    side = 2 * max(1, width) + 1
    inner = cv2.erode(solid, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    _mix(rgb, (solid > 0) & (inner == 0), 255, 0.85)


def _mix(rgb: np.ndarray, where: np.ndarray, value: int, share: float) -> None:
    """Blend a grey, ``value`` in 0 … 255, into the pixels ``where``, in place. Its opacity is ``share``, 0 … 1."""
    rgb[where] = np.rint(rgb[where] * (1 - share) + value * share).astype(np.uint8)


def _premultiplied(rgb: np.ndarray, cover: np.ndarray) -> np.ndarray:
    shaded = cv2.multiply(rgb, cv2.merge([cover, cover, cover]), scale=1 / 255)
    return np.dstack([shaded[:, :, ::-1], cover])
