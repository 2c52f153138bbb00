"""Steering of fills: the layers "avoid" and "prefer", and the lines that continue across a hole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.geometry import EMPTY, Box, union_all
from crfill_core.imaging.bounds import bounds
from crfill_core.references.lines import LineSteering
from crfill_gui.document.history import Edit, MaskLayer, Step
from crfill_gui.document.mask_layers import MaskLayers

if TYPE_CHECKING:
    from crfill_gui.document.document import Document


class Steering:
    """The steering of a document. Each change is one undo step, or no step if nothing changes."""

    def __init__(self, document: Document, masks: MaskLayers) -> None:
        self._document, self._masks = document, masks
        self.lines = LineSteering()

    @property
    def is_any(self) -> bool:
        """Whether anything is avoided or preferred, or a line was drawn or deleted."""
        return bool(self.lines) or self.has_regions

    @property
    def has_regions(self) -> bool:
        """Whether anything is avoided or preferred."""
        return self._masks.avoid_or_prefer

    def masks(self) -> tuple[np.ndarray | None, np.ndarray | None]:
        """The avoid and the prefer mask of a request, (H, W) bool each, or None if it is empty.

        Pixels in both layers are only avoided.
        """
        if not self.has_regions:
            return None, None
        avoid, prefer = self._masks["avoid"] > 127, self._masks["prefer"] > 127
        prefer &= ~avoid
        return (avoid if avoid.any() else None), (prefer if prefer.any() else None)

    def avoid_region(self, region: Box) -> None:
        """Mark an area to avoid."""
        self._steer("Avoid", region, avoid=255, prefer=0)

    def prefer_region(self, region: Box) -> None:
        """Mark an area to prefer."""
        self._steer("Prefer", region, avoid=0, prefer=255)

    def clear(self) -> None:
        """Clear both layers and all drawn and deleted lines."""
        self._steer("Clear steering", Box.of(self._masks.size), avoid=0, prefer=0, lines=LineSteering())

    def set_lines(self, lines: LineSteering, label: str) -> None:
        """Replace the drawn and deleted lines."""
        if lines != self.lines:  # otherwise a stroke would be split for nothing
            with self._document.apart_from_strokes():
                self._push(label, [], lines)

    def bring_back(
        self, label: str, avoid: np.ndarray | None, prefer: np.ndarray | None, lines: LineSteering
    ) -> None:
        """Restore earlier steering as one undo step. ``avoid`` and ``prefer`` are (H, W) uint8 and replace the layers within
        the box around their own values above 0. None leaves a layer as it is.
        """
        layers: tuple[tuple[MaskLayer, np.ndarray | None], ...] = (("avoid", avoid), ("prefer", prefer))
        with self._document.apart_from_strokes():
            edits: list[Edit] = []
            for layer, values in layers:
                if values is not None:
                    edits += self._masks.write(layer, bounds(values), partial(_part, values))
            self._push(label, edits, lines)

    def _steer(
        self, label: str, region: Box, avoid: int, prefer: int, lines: LineSteering | None = None
    ) -> None:
        """Set each of the two layers to one value in a region, and set the lines unless they are None."""
        with self._document.apart_from_strokes():
            edits = self._masks.set_region("avoid", region, avoid)
            edits += self._masks.set_region("prefer", region, prefer)
            self._push(label, edits, self.lines if lines is None else lines)

    def _push(self, label: str, edits: list[Edit], lines: LineSteering) -> None:
        """Set the lines. This change and the edits, which have been made already, become one undo step."""
        before, self.lines = self.lines, lines
        lines_changed = before != lines
        if edits or lines_changed:
            self._document.push(Step(label, edits, lines=before if lines_changed else None))
        layers: tuple[MaskLayer, ...] = ("avoid", "prefer")
        for layer in layers:
            changed = union_all(edit.box for edit in edits if edit.layer == layer)
            if not changed.is_empty:
                self._document.notify(layer, changed)
        if lines_changed:
            self._document.notify("lines", EMPTY)

    def restore(self, avoid: np.ndarray | None, prefer: np.ndarray | None, lines: LineSteering) -> None:
        """Set the steering of a new document, which has no observers yet. This is not an undo step."""
        layers: tuple[tuple[MaskLayer, np.ndarray | None], ...] = (("avoid", avoid), ("prefer", prefer))
        for layer, values in layers:
            if values is not None:
                self._masks.writable(layer)[...] = values
        self.lines = lines


def _part(values: np.ndarray, tile: Box) -> np.ndarray:
    return values[tile.slices]
