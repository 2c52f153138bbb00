"""The references that the features of a fill select, and the true sources of its copied pixels, looked up by point.

They are kept with every fill, so they are small: the feature in half precision, the window at the network's scale. The
selection is computed on first use, unless the fill needed it. Nothing here imports torch.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.progress import Progress
from crfill_core.references.colours import direction_colours
from crfill_core.references.confidence import Confidence, confidence, rendered
from crfill_core.references.jigsaw import piece, scaled_boxes, shift_field
from crfill_core.references.links import Link, SeenMasks
from crfill_core.references.selection import Selection, mostly, touched
from crfill_core.references.sources import Sources

if TYPE_CHECKING:
    from crfill_core.references.similarity import Feature

PATCH_SIDE = 16
"""Side of the patches whose features are compared, in network pixels."""


class References:
    """The references of one filled window. Points and boxes are in photo pixels.

    Thread-safe. The first call that needs the selection computes it, which takes most of a second for a window of
    512 × 512 network pixels. :meth:`prepare` computes it beforehand.
    """

    def __init__(
        self,
        window: Box,
        image: np.ndarray,
        masks: SeenMasks,
        packed_write: np.ndarray,
        *,
        feature: Feature | None = None,
        selection: Selection | None = None,
        other: Selection | None = None,
        sources: Sources | None = None,
        mirrored: bool = False,
        half_coarse: bool = False,
        k: int = 5,
    ) -> None:
        """Restore stored references. :meth:`of` makes new ones, and explains most of the arguments. ``selection`` is needed
        if ``feature`` is not given; ``other`` is the selection of the mirrored window; ``k``: references per patch.
        """
        if feature is None and selection is None:
            raise ValueError("references need a feature or a selection")
        self.window = window
        self.image = image
        self.size = Size(image.shape[1], image.shape[0])
        self.masks = masks
        self.packed_write = packed_write
        """(H, ⌈W/8⌉) uint8: the window's filled photo pixels, eight to a byte; every row begins a new byte."""
        self.sources = sources
        self.mirrored = mirrored
        self.half_coarse = half_coarse
        self._k = k
        self._feature = feature
        self._selection = selection
        self._other_feature: Feature | None = None
        self._other = other
        self._confidence: Confidence | None = None
        self._lock = threading.RLock()

    @classmethod
    def of(
        cls,
        window: Box,
        image: np.ndarray,
        feature: Feature,
        *,
        hidden: np.ndarray,
        write: np.ndarray,
        prefer: np.ndarray | None = None,
        sources: Sources | None = None,
        mirrored: bool = False,
        half_coarse: bool = False,
    ) -> References:
        """``window`` is in photo pixels; all masks are (H, W) bool of its size. ``hidden``: pixels that the network did not
        see, none of which may be referenced; ``write``: those of them that were filled. ``prefer``: pixels to reference
        where possible.

        ``image``: (h, w, 3) float32 in [0, 1], the filled window at the network's scale. ``feature``: its similarity
        feature. ``sources``: those of the copied pixels, if any. ``mirrored``: whether the network saw the window mirrored.
        ``half_coarse``: whether the coarse network saw the window at half size.
        """
        size = Size(image.shape[1], image.shape[0])
        masks = SeenMasks(
            touched(write, size),
            mostly(hidden, size),
            touched(hidden & ~write, size),
            None if prefer is None else touched(prefer, size),
        )
        return cls(
            window,
            image,
            masks,
            np.packbits(write, axis=1),
            feature=feature,
            sources=sources,
            mirrored=mirrored,
            half_coarse=half_coarse,
        )

    @property
    def hole(self) -> np.ndarray:
        """(h, w) bool at the network's scale: filled pixels."""
        return self.masks.hole

    @property
    def scale(self) -> tuple[float, float]:
        """Network pixels per photo pixel, across and down."""
        return self.size.width / self.window.width, self.size.height / self.window.height

    @property
    def write(self) -> np.ndarray:
        """(H, W) bool of the window's size in photo pixels: filled pixels."""
        return np.unpackbits(self.packed_write, axis=1, count=self.window.width).astype(bool)

    @property
    def copied(self) -> bool:
        """Whether this fill copied pixels."""
        return self.sources is not None and self.sources.index.size > 0

    @property
    def ready(self) -> bool:
        """Whether the selection has been computed."""
        return self._selection is not None

    @property
    def seen_twice(self) -> bool:
        """Whether the selection of the mirrored window is known or can be computed."""
        return self._other is not None or self._other_feature is not None

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        held = (self.image, self.masks, self.packed_write, self.sources, self._feature, self._other_feature)
        return sum(part.nbytes for part in (*held, self._selection, self._other) if part is not None)

    def prepare(self, progress: Progress | None = None) -> Selection:
        """The selection, which is computed first if need be. Raises :class:`crfill_core.progress.Cancelled`."""
        # First without the lock, so that callers need not wait while the confidence is being computed.
        if (selection := self._selection) is not None:
            return selection
        with self._lock:
            if self._selection is None:
                assert self._feature is not None
                self._selection = self._select(self._feature, progress)
            return self._selection

    @property
    def selection(self) -> Selection:
        """The references that the features select, in network pixels of the window. Like :meth:`prepare`, this computes them
        first if need be.
        """
        return self.prepare()

    def keep(self, k: int) -> None:
        """Discard the selection, and select the ``k`` best references of every patch when it is needed again. ValueError
        if these references were restored without their feature.
        """
        if self._feature is None:
            raise ValueError("references restored without their feature cannot be selected again")
        with self._lock:
            self._k, self._selection, self._other, self._confidence = k, None, None, None

    def add_mirrored(self, feature: Feature) -> None:
        """Set the feature of the mirrored window, mirrored back (of the plain window if the fill was mirrored). The
        confidence then includes the agreement.
        """
        with self._lock:
            self._other_feature, self._other, self._confidence = feature, None, None

    @property
    def other(self) -> Selection | None:
        """The selection of the mirrored window; None if neither it nor that window's feature is known."""
        with self._lock:
            if self._other is None and self._other_feature is not None:
                self._other = self._select(self._other_feature)
            return self._other

    @property
    def confidence(self) -> Confidence:
        """Confidence per missing patch of the selection."""
        with self._lock:
            if self._confidence is None:
                self._confidence = confidence(self.selection, self.other)
            return self._confidence

    def confidence_map(self) -> np.ndarray:
        """The confidence, (h, w) float32 in [0, 1] at the network's scale; NaN outside the hole."""
        return rendered(self.confidence.combined, self.selection)

    def at(self, x: int, y: int) -> list[Link]:
        """Links of a filled pixel: to its true source if it was copied, else to its references, best first.

        Empty outside the hole.
        """
        source = self.source_at(x, y)
        return self.references_at(x, y) if source is None else [source]

    def selected_by(self, x: int, y: int) -> list[Link]:
        """Links from filled places to a known pixel, in reading order: from small squares around its copies if this fill
        copied pixels, else from the patches whose features select a patch around it. Empty inside the hole.
        """
        if self.sources is None or not self.copied:
            return self.referring_to(x, y)
        return [self._copy(u, v, (x - u, y - v)) for u, v in self.sources.copies_of(x, y)]

    def references_at(self, x: int, y: int) -> list[Link]:
        """References of the patch around a filled pixel, best first, whether or not the pixel was copied."""
        point = self._network_point(x, y)
        if point is None or not self.hole[int(point[1]), int(point[0])]:
            return []
        patch = self.selection.patch_at(*point)
        place = None if patch is None else self.selection.place(patch)
        if place is None:
            return []
        return [self._link(place, rank) for rank in range(self.selection.references.shape[1])]

    def source_at(self, x: int, y: int) -> Link | None:
        """The link from a small square around a copied pixel to its true source; None if the pixel was not copied."""
        shift = None if self.sources is None else self.sources.shift_at(x, y)
        return None if shift is None else self._copy(x, y, shift)

    def referring_to(self, x: int, y: int) -> list[Link]:
        """Links from the missing patches that select a patch around a known pixel, each to the best such reference."""
        point = self._network_point(x, y)
        if point is None or self.hole[int(point[1]), int(point[0])]:
            return []
        return [self._link(*found) for found in self.selection.selecting(self.selection.patches_over(*point))]

    def veto_region(self, link: Link) -> Box:
        """The box to avoid so that the known region of ``link`` is not used again: that region with a margin, within the
        window.
        """
        if link.copied:
            return link.known.pad(link.known.width // 2, link.known.height // 2).intersect(self.window)
        left = (link.known.left - self.window.left) * self.scale[0]
        top = (link.known.top - self.window.top) * self.scale[1]
        selection = self.selection
        column, row = np.abs(selection.columns - left).argmin(), np.abs(selection.rows - top).argmin()
        return self.to_photo(selection.veto_region(int(row * len(selection.columns) + column)))

    def jigsaw(self, image: np.ndarray | None = None, hole: np.ndarray | None = None) -> np.ndarray:
        """The paper's jigsaw of the window at the network's scale, or of ``image`` (H, W, C) float, the window at another
        scale, with its ``hole`` (H, W) bool. See :func:`crfill_core.references.jigsaw.piece`.
        """
        return piece(self.image if image is None else image, self.selection, hole)

    def shifts(self) -> np.ndarray:
        """(h, w, 2) float32 (dx, dy) in photo pixels, for the pixels at the network's scale: to the true source if this fill
        copied pixels, else to the best reference; 0 outside the hole and where nothing was copied.
        """
        if self.sources is None or not self.copied:
            return (shift_field(self.selection) / self.scale).astype(np.float32)
        field, copied = self.sources.field()
        y = np.floor((np.arange(self.size.height) + 0.5) / self.scale[1]).astype(int) + self.window.top
        x = np.floor((np.arange(self.size.width) + 0.5) / self.scale[0]).astype(int) + self.window.left
        box = self.sources.box
        rows, columns = np.clip(y - box.top, 0, box.height - 1), np.clip(x - box.left, 0, box.width - 1)
        inside = ((y >= box.top) & (y < box.bottom))[:, None] & ((x >= box.left) & (x < box.right))
        known = copied[rows[:, None], columns] & inside & self.hole
        return np.where(known[:, :, None], field[rows[:, None], columns], np.float32(0)).astype(np.float32)

    def colours(self) -> np.ndarray:
        """(h, w, 3) uint8 at the network's scale: the :func:`crfill_core.references.colours.direction_colours` of
        :meth:`shifts`, with half the window's longer side as reach; 0 outside the hole.
        """
        reach = max(self.window.size) / 2
        return np.where(self.hole[:, :, None], direction_colours(self.shifts(), reach), np.uint8(0))

    def to_photo(self, box: Box) -> Box:
        """A box in network pixels of the window as one in photo pixels."""
        scaled = scaled_boxes(np.array([box]), self.size, self.window.size)[0]
        return Box(*(int(v) for v in scaled)).translate(self.window.left, self.window.top)

    def _select(self, feature: Feature, progress: Progress | None = None) -> Selection:
        masks = self.masks
        return feature.select(
            masks.hole, avoid=masks.barred, prefer=masks.prefer, k=self._k, progress=progress
        )

    def _network_point(self, x: int, y: int) -> tuple[float, float] | None:
        if not self.window.contains(Box(x, y, x + 1, y + 1)):
            return None
        return (x + 0.5 - self.window.left) * self.scale[0], (y + 0.5 - self.window.top) * self.scale[1]

    def _link(self, place: int, rank: int) -> Link:
        selection = self.selection
        return Link(
            self.to_photo(selection.box(int(selection.missing[place]))),
            self.to_photo(selection.box(int(selection.references[place, rank]))),
            float(selection.weight[place, rank]),
            rank,
            float(selection.similarity[place, rank]),
        )

    def _copy(self, x: int, y: int, shift: tuple[int, int]) -> Link:
        # A square of a patch's size, because a single pixel would be invisible.
        side = max(1, round(PATCH_SIDE / self.scale[0]))
        filled = Box.around(x, y, side, side)
        return Link(filled, filled.translate(*shift), 1.0)
