"""Growing, shrinking and feathering live: a slider is tried out, then one undo step remains, or none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_gui.document.document import Document
from crfill_gui.document.selection import MaskPatch

Operation = Callable[[np.ndarray, float], MaskPatch]
"""(H, W) uint8 coverage and a radius in pixels → what changes; see :mod:`crfill_gui.document.mask_operations`."""


class MaskAdjustment:
    """One operation on a document's mask while its radius is being chosen.

    Every radius is tried on the mask as it was before. Whatever else is done to the document in the meantime
    accepts what is shown; the next radius then starts from there.
    """

    def __init__(self, document: Document, operation: Operation, label: str) -> None:
        self._document, self._operation, self._label = document, operation, label
        self._shown: object | None = None  # the moment that the last try made

    def set(self, radius: float) -> None:
        """Show the mask changed by that radius (≥ 0); 0 shows it as it was."""
        self.cancel()
        if radius <= 0:
            return
        before = self._document.moment
        self._document.change_mask(self._operation(self._document.coverage, radius), self._label)
        after = self._document.moment
        self._shown = None if after is before else after

    def cancel(self) -> bool:
        """Take back what is shown; False if the mask is as it was."""
        shown, self._shown = self._shown, None
        return shown is not None and shown is self._document.moment and self._document.undo()

    def accept(self) -> None:
        """Keep what is shown as one undo step."""
        self._shown = None
