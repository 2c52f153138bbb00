"""Pictures that explain a fill: the references of each part of the hole, and their confidence. sRGB, 8 bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.color import to_display
from crfill_core.imaging.photo import Photo
from crfill_core.references.colours import direction_colours, ramp_colours
from crfill_core.references.jigsaw import boxes_of, pieces
from crfill_core.references.links import Link
from crfill_core.references.provenance import References
from crfill_core.references.sources import Sources

_INK = (16, 18, 22)
_PAPER = (245, 246, 248)
_SUBPIXEL = 4  # bits of cv2's fixed-point coordinates
ARROWS = 12
"""The most arrows per window: more could not be told apart."""


@dataclass(frozen=True)
class View:
    """A part of the photo drawn at some size."""

    box: Box
    """The part, in photo pixels."""
    factor: float
    """Picture pixels per photo pixel."""

    @classmethod
    def of(cls, box: Box, side: int) -> View:
        """A view of that box as a picture whose longer side has ``side`` pixels."""
        return cls(box, side / max(box.size))

    @property
    def pen(self) -> float:
        """The thickness of lines, in picture pixels."""
        return min(2.2, max(1.0, max(self.size) / 700))

    @property
    def size(self) -> Size:
        """The size of the picture, in its own pixels."""
        return Size(max(1, round(self.box.width * self.factor)), max(1, round(self.box.height * self.factor)))

    def base(self, photo: Photo) -> np.ndarray:
        """The part of the photo, (h, w, 3) uint8 sRGB."""
        image = np.ascontiguousarray(to_display(photo.pixels[self.box.slices], photo.icc))
        how = cv2.INTER_AREA if self.factor < 1 else cv2.INTER_CUBIC
        return cv2.resize(image, self.size, interpolation=how)

    def points(self, points: np.ndarray) -> np.ndarray:
        """(n, 2) positions (x, y) in photo pixels → in picture pixels."""
        return np.asarray((points - self.box[:2]) * self.factor, np.float64)

    def mask(self, mask: np.ndarray, box: Box) -> np.ndarray:
        """A bool map (h, w) of the part ``box`` of the photo, at any scale, as coverage of the picture, (H, W) float32 in
        [0, 1].
        """
        return np.asarray(np.clip(self.spread(mask.astype(np.float32), box), 0, 1))

    def spread(self, values: np.ndarray, box: Box, *, smooth: bool = True) -> np.ndarray:
        """A map (h, w[, C]) of the part ``box`` of the photo, at any scale, resized into its place in the picture; 0
        elsewhere.
        """
        out = np.zeros((self.size.height, self.size.width, *values.shape[2:]), values.dtype)
        corners = np.floor(self.points(np.array([box[:2], box[2:]])) + 0.5).astype(int)
        (left, top), (right, bottom) = corners.tolist()
        if right <= left or bottom <= top:
            return out
        if values.shape[1] > right - left or values.shape[0] > bottom - top:
            how = cv2.INTER_AREA if smooth else cv2.INTER_NEAREST
            values = cv2.resize(values, (right - left, bottom - top), interpolation=how)
        inside = Box(left, top, right, bottom).clamp(self.size)
        # A mapping, because the part may extend beyond the picture.
        scale_x, scale_y = values.shape[1] / (right - left), values.shape[0] / (bottom - top)
        matrix = np.array(
            [
                [scale_x, 0, (inside.left - left + 0.5) * scale_x - 0.5],
                [0, scale_y, (inside.top - top + 0.5) * scale_y - 0.5],
            ]
        )
        how = (cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
        out[inside.slices] = cv2.warpAffine(
            values, matrix, inside.size, flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        return out


def hole_picture(view: View, photo: Photo, references: Sequence[References]) -> np.ndarray:
    """The photo with its holes left blank."""
    picture = view.base(photo).astype(np.float32)
    for refs in references:
        picture = _mixed(picture, _PAPER, view.mask(refs.write, refs.window))
    return _whole(picture)


def overlay_picture(
    view: View, photo: Photo, references: Sequence[References], arrows: int = ARROWS
) -> np.ndarray:
    """The faded photo, (h, w, 3) uint8. Every hole is drawn in outlined pieces, each coloured by the direction of its best
    reference, or of its true source if the fill copied pixels. Arrows lead to some of these.
    """
    picture = _faded(view.base(photo))
    for refs in references:
        cover = view.mask(refs.write, refs.window)
        tint = view.spread(refs.colours(), refs.window, smooth=False)
        picture = _mixed(picture, tint, 0.62 * cover)
        picture = _mixed(picture, _INK, 0.55 * cover * _seams(view, refs))
        picture = _mixed(picture, _PAPER, _rim(cover))
    drawn = _whole(picture)
    for refs in references:
        for link in leading_links(refs, arrows):
            _draw_link(drawn, view, link, refs)
    return drawn


def confidence_picture(view: View, photo: Photo, references: Sequence[References]) -> np.ndarray:
    """The faded photo, (h, w, 3) uint8, with the confidence in every hole from violet (0) to yellow (1)."""
    picture = _faded(view.base(photo))
    for refs in references:
        cover = view.mask(refs.write, refs.window)
        heat = ramp_colours(view.spread(_extended(refs.confidence_map()), refs.window))
        picture = _mixed(picture, heat, 0.9 * cover)
        picture = _mixed(picture, _PAPER, _rim(cover))
    return _whole(picture)


def leading_links(references: References, count: int = ARROWS) -> list[Link]:
    """At most ``count`` representative links: those of the largest pieces if the fill copied pixels, else those of places
    with confident references, spread over the hole.
    """
    if references.sources is not None and references.sources.index.size:
        points = _middles_of_pieces(references.sources, count)
    else:
        points = _sure_places(references, count)
    return [links[0] for x, y in points if (links := references.at(x, y))]


def _middles_of_pieces(sources: Sources, count: int) -> list[tuple[int, int]]:
    """For each of the ``count`` largest pieces, the pixel (x, y) that is farthest from the piece's border."""
    labels, _ = sources.pieces()
    boxes = boxes_of(labels)
    areas = np.bincount(labels[labels >= 0])
    found = []
    for piece in areas.argsort(kind="stable")[::-1][:count]:
        box = boxes[piece]
        inside = np.pad((labels[box.slices] == piece).astype(np.uint8), 1)
        y, x = np.unravel_index(cv2.distanceTransform(inside, cv2.DIST_L2, 3).argmax(), inside.shape)
        found.append((sources.box.left + box.left + int(x) - 1, sources.box.top + box.top + int(y) - 1))
    return found


def _sure_places(references: References, count: int) -> list[tuple[int, int]]:
    """At most ``count`` centres (x, y) of missing patches with high confidence, far from each other."""
    selection = references.selection
    if selection.empty:
        return []
    cells = selection.cells(selection.missing)
    middles = (cells[:, :2] + cells[:, 2:]) / 2
    x, y = np.minimum(middles.astype(int), np.array(selection.size) - 1).T
    sure = np.where(selection.hole[y, x], references.confidence.combined, -1.0)
    chosen: list[int] = []
    apart = np.full(len(sure), np.inf)
    reach = max(float(np.ptp(middles, axis=0).max()), selection.side)
    while len(chosen) < count:
        # The next one is confident and far from those already chosen.
        best = int(np.where(sure < 0, -1, (0.2 + sure) * np.minimum(apart, reach / 2)).argmax())
        if sure[best] < 0 or apart[best] < 1.5 * selection.side:
            break
        chosen.append(best)
        apart = np.minimum(apart, np.hypot(*(middles - middles[best]).T))
    points = middles[chosen] / references.scale + (references.window.left, references.window.top)
    return [(int(x), int(y)) for x, y in points]


def _seams(view: View, references: References) -> np.ndarray:
    """Coverage (H, W) of the lines between the pieces of a hole."""
    if references.sources is not None and references.sources.index.size:
        labels, _ = references.sources.pieces()
        box = references.sources.box
    else:
        (labels, _), box = pieces(references.selection), references.window
    fine = View(view.box, 2 * view.factor)  # drawn at twice the size, so that the lines are smooth
    placed = fine.spread((labels + 1).astype(np.float32), box, smooth=False)
    lines = np.zeros(placed.shape, np.float32)
    lines[:, 1:][placed[:, 1:] != placed[:, :-1]] = 1
    lines[1:][placed[1:] != placed[:-1]] = 1
    lines[placed == 0] = 0
    thick = cv2.dilate(lines, np.ones((2, 2), np.uint8))
    return cv2.resize(thick, view.size, interpolation=cv2.INTER_AREA)


def _rim(cover: np.ndarray) -> np.ndarray:
    """Coverage (H, W) of a thin line around a hole."""
    solid = (cover > 0.5).astype(np.uint8)
    edge = cv2.morphologyEx(solid, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).astype(np.float32)
    return 0.9 * cv2.GaussianBlur(edge, (0, 0), 0.6)


def _draw_link(picture: np.ndarray, view: View, link: Link, references: References) -> None:
    """Draw a bent arrow from a filled region to the known one, and a frame around the known one."""
    reach, pen = max(references.window.size) / 2, view.pen
    colour = tuple(int(v) for v in direction_colours(np.array(link.shift), reach))
    start, end = view.points(np.array([link.filled.center, link.known.center]))
    # The frame of a region at the picture's edge is drawn within the picture.
    opposite = np.clip(
        view.points(np.array([link.known[:2], link.known[2:]])), pen, np.array(view.size) - pen - 1
    )
    (left, top), (right, bottom) = opposite.tolist()
    frame = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    along = end - start
    bend = (start + end) / 2 + 0.16 * np.array([along[1], -along[0]])
    forward = (end - bend) / max(float(np.hypot(*(end - bend))), 1e-6)
    across = np.array([-forward[1], forward[0]])
    tail = end - 8 * pen * forward
    t = np.linspace(0, 1, 33)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * tail
    head = np.array([end, tail + 4.5 * pen * across, tail, tail - 4.5 * pen * across])
    thin, halo = max(1, round(1.4 * pen)), max(2, round(1.6 * pen))
    for ink, width in ((_INK, thin + halo), (colour, thin)):
        for points, closed in ((frame, True), (curve, False), (head, True)):
            cv2.polylines(picture, [_fixed(points)], closed, ink, width, cv2.LINE_AA, _SUBPIXEL)
    cv2.fillPoly(picture, [_fixed(head)], colour, cv2.LINE_AA, _SUBPIXEL)
    x, y = _fixed(start).tolist()
    for ink, radius in ((_INK, 3.4 * pen), (colour, 2.2 * pen)):
        cv2.circle(picture, (x, y), round(radius * (1 << _SUBPIXEL)), ink, -1, cv2.LINE_AA, _SUBPIXEL)


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.asarray(np.rint(np.asarray(points) * (1 << _SUBPIXEL)), np.int32)


def _faded(image: np.ndarray) -> np.ndarray:
    """The image with less colour and a little darker, so that colours drawn on it stand out."""
    values = image.astype(np.float32)
    grey = values @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return 0.82 * (0.35 * values + 0.65 * grey[:, :, None])


def _extended(values: np.ndarray) -> np.ndarray:
    """NaN replaced with the mean of the values within a few pixels, so that resizing does not darken the rim."""
    known = np.isfinite(values).astype(np.float32)
    total = cv2.blur(np.nan_to_num(values) * known, (9, 9))
    near = total / np.maximum(cv2.blur(known, (9, 9)), 1e-6)
    return np.asarray(np.where(known > 0, np.nan_to_num(values), near), np.float32)


def _mixed(picture: np.ndarray, colour: np.ndarray | tuple[int, int, int], share: np.ndarray) -> np.ndarray:
    return np.asarray(picture + (np.asarray(colour, np.float32) - picture) * share[:, :, None])


def _whole(picture: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.rint(np.clip(picture, 0, 255)).astype(np.uint8))
