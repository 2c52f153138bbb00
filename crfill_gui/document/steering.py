"""Steering of fills: the layers avoid and prefer, and the lines that continue across a hole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

import numpy as np

from crfill_core.geometry import Box, union_all
from crfill_core.imaging.bounds import bounds
from crfill_core.references.lines import LineSteering
from crfill_gui.document.history import Edit, MaskLayer, Step, What
from crfill_gui.document.mask_layers import MaskLayers
from crfill_gui.document.stroke import NOTHING


class Undoable(Protocol):
    """What steering needs of its document."""

    def apart_from_strokes(self) -> AbstractContextManager[None]:
        """A change during a stroke splits the stroke in two."""

    def push(self, step: Step) -> None:
        """Add a step to the history."""

    def notify(self, what: What, box: Box) -> None:
        """Tell the observers of a change."""


class Steering:
    """The steering of a document: every change is an undo step, unless it changes nothing."""

    def __init__(self, document: Undoable, masks: MaskLayers) -> None:
        self._document, self._masks = document, masks
        self.lines = LineSteering()

    @property
    def is_any(self) -> bool:
        """Whether anything is avoided or preferred, or any line drawn or deleted."""
        return bool(self.lines) or self.has_regions

    @property
    def has_regions(self) -> bool:
        """Whether anything is avoided or preferred."""
        return self._masks.avoid_or_prefer

    def masks(self) -> tuple[np.ndarray | None, np.ndarray | None]:
        """The avoid and the prefer mask of a request, (H, W) bool each; None where nothing is marked.

        Where both are marked, avoid wins.
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
        if lines != self.lines:
            with self._document.apart_from_strokes():
                before, self.lines = self.lines, lines
                self._document.push(Step(label, [], lines=before))
                self._document.notify("lines", NOTHING)

    def _steer(
        self, label: str, region: Box, avoid: int, prefer: int, lines: LineSteering | None = None
    ) -> None:
        """Set both layers in a region to one value each, and the lines unless None."""
        document = self._document
        with document.apart_from_strokes():
            lines_before = None if lines in (None, self.lines) else self.lines
            changed: dict[MaskLayer, list[Edit]] = {
                "avoid": self._masks.set_region("avoid", region, avoid),
                "prefer": self._masks.set_region("prefer", region, prefer),
            }
            if lines is not None:
                self.lines = lines
            edits = changed["avoid"] + changed["prefer"]
            if edits or lines_before is not None:
                document.push(Step(label, edits, lines=lines_before))
                for layer, of_layer in changed.items():
                    document.notify(layer, union_all(edit.box for edit in of_layer))
            if lines_before is not None:
                document.notify("lines", NOTHING)

    def bring_back(
        self, label: str, avoid: np.ndarray | None, prefer: np.ndarray | None, lines: LineSteering
    ) -> None:
        """Steer as at another time: one undo step. The layers are (H, W) uint8, None where there is nothing in them."""
        layers: tuple[tuple[MaskLayer, np.ndarray | None], ...] = (("avoid", avoid), ("prefer", prefer))
        with self._document.apart_from_strokes():
            edits: list[Edit] = []
            for layer, values in layers:
                if values is not None:
                    part = partial(_part, values)
                    edits += self._masks.write(layer, bounds(values), part)
            before, self.lines = self.lines, lines
            self._document.push(Step(label, edits, lines=None if before == lines else before))
            for edit in edits:
                self._document.notify(edit.layer, edit.box)
            self._document.notify("lines", NOTHING)

    def restore(self, avoid: np.ndarray | None, prefer: np.ndarray | None, lines: LineSteering) -> None:
        """Restore steering in a document that has no observers yet; no undo step."""
        layers: tuple[tuple[MaskLayer, np.ndarray | None], ...] = (("avoid", avoid), ("prefer", prefer))
        for layer, values in layers:
            if values is not None:
                self._masks.writable(layer)[...] = values
        self.lines = lines


def _part(values: np.ndarray, tile: Box) -> np.ndarray:
    return values[tile.slices]
