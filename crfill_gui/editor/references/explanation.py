"""The explanation of one filled window, which the overlay shows. A worker thread makes it, so this module imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_core.progress import Progress
from crfill_core.references.links import Link
from crfill_core.references.provenance import References
from crfill_core.references.selection import Selection

Look = Literal["jigsaw", "colours", "confidence", "off"]
"""How the references of a fill are shown."""
JIGSAW_SIDE = 2048
"""The jigsaw is made of the photo's pixels, reduced so that its longer side has at most this many."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """The connected parts of the hole. Within each, all pixels have the same shift to their references."""

    box: Box
    """The area of ``labels``, in photo pixels."""
    labels: np.ndarray
    """(h, w) uint16: the number of the piece from 1; 0 outside the hole. The resolution may differ from the photo's."""
    lattice: tuple[float, float, float] | None = None
    """For pieces made of square cells: the corner (x, y) of a cell and its side, in pixels of ``labels``."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """The explanation of one window of a fill. Its pictures (h, w, …) cover the window; each may have its own resolution."""

    references: References
    cover: np.ndarray
    """(H, W) uint8, one value per photo pixel of the window: 255 where it was filled, else 0."""
    jigsaw: np.ndarray
    """(h, w, 3) uint8 sRGB: the photo with every missing patch replaced with its best reference."""
    directions: np.ndarray
    """(h, w, 3) uint8 sRGB: the shift of each part of the hole to its reference as a colour; 0 outside the hole."""
    confidence: np.ndarray
    """(h, w) float32 in [0, 1]: the confidence, continued outside the hole."""
    patches: Pieces
    """The pieces of the jigsaw."""
    shifts: Pieces
    """The pieces of ``directions``. If the fill copied known pixels, each piece was copied with one shift."""
    similarity: float | None
    """The mean cosine similarity of the missing patches to their best references; None if nothing could be selected."""

    @property
    def window(self) -> Box:
        return self.references.window

    @property
    def copied(self) -> bool:
        """Whether the fill copied known pixels, so that filled pixels have sources."""
        sources = self.references.sources
        return sources is not None and sources.index.size > 0

    def owns(self, x: int, y: int) -> bool:
        """Whether that photo pixel was filled in this window."""
        window = self.window
        inside = window.left <= x < window.right and window.top <= y < window.bottom
        return inside and bool(self.cover[y - window.top, x - window.left])

    def links_at(self, x: int, y: int) -> list[Link]:
        """The links of a filled pixel: to its source, if it was copied, and to the references of its patch."""
        source = self.references.source_at(x, y)
        references = self.references.references_at(x, y)
        return references if source is None else [source, *references]

    def stops(self) -> list[tuple[int, int]]:
        """The centres of the missing patches in photo pixels, in reading order. Steps to the next or previous patch stop
        at them.
        """
        selection = self.references.selection
        cells = selection.cells(selection.missing)
        middles = (cells[:, :2] + cells[:, 2:]) / 2 / self.references.scale
        points = np.floor(middles + (self.window.left, self.window.top)).astype(int).tolist()
        return [(x, y) for x, y in points if self.owns(x, y)]


def explain(references: References, photo: Photo, progress: Progress | None = None) -> Explanation:
    """Compute the explanation of a window of the filled ``photo``. This takes about a second for a large window."""
    from crfill_core.references.jigsaw import pieces

    progress = progress or Progress()
    references.prepare(progress.part(0, 0.5))
    window, selection = references.window, references.selection
    write = references.write
    labels, _ = pieces(selection)
    progress.update(0.6)
    patches = shifts = Pieces(window, _from_one(labels), _lattice(selection))
    if references.sources is not None and references.sources.index.size:
        labels, _ = references.sources.pieces()
        shifts = Pieces(references.sources.box, _from_one(labels))
    jigsaw = _jigsaw(references, photo, write)
    progress.update(0.8)
    return Explanation(
        references,
        write.astype(np.uint8) * 255,
        jigsaw,
        references.colours(),
        confidence(references),
        patches,
        shifts,
        None if selection.empty else float(selection.similarity[:, 0].mean()),
    )


def confidence(references: References) -> np.ndarray:
    """The confidence, (h, w) float32 in [0, 1], continued outside the hole."""
    return _continued(references.confidence_map())


def _lattice(selection: Selection) -> tuple[float, float, float] | None:
    if selection.empty:
        return None
    margin = (selection.side - selection.stride) / 2
    return float(selection.columns[0] + margin), float(selection.rows[0] + margin), float(selection.stride)


def _jigsaw(references: References, photo: Photo, write: np.ndarray) -> np.ndarray:
    from crfill_core.imaging.color import to_display

    window = references.window
    shrink = min(1.0, JIGSAW_SIDE / max(window.size))
    size = Size(max(1, round(window.width * shrink)), max(1, round(window.height * shrink)))
    shown = to_display(np.ascontiguousarray(photo.pixels[window.slices]), photo.icc)
    hole = write
    if size != window.size:
        shown = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
        hole = cv2.resize(write.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    pieced = references.jigsaw(shown.astype(np.float32), hole)
    return np.asarray(np.rint(np.clip(pieced, 0, 255)), np.uint8)


def _from_one(labels: np.ndarray) -> np.ndarray:
    """Convert labels that are −1 outside the hole to uint16 labels that are 0 there. With more than 65 534 pieces the
    numbers repeat, which is good enough because they serve only to draw borders.
    """
    return np.where(labels < 0, 0, labels % 65534 + 1).astype(np.uint16)


def _continued(values: np.ndarray) -> np.ndarray:
    """Replace the NaN of a map (h, w) outside the hole with the nearest values, so that the map's edges do not fade when
    it is scaled. A map without any value becomes 0.
    """
    known = np.isfinite(values)
    if not known.any():
        return np.zeros_like(values)
    _, nearest = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(int(nearest.max()) + 1, np.float32)
    table[nearest[known]] = values[known]
    return table[nearest]
