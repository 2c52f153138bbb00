"""The user's choices for fills: mode, detail, window, growth of the mask. All but the window are settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.widen import widened
from crfill_core.inference.request import FillOptions, Mode
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.document.mask_operations import grown
from crfill_gui.document.selection import MaskPatch


@dataclass(frozen=True)
class Growth:
    """How a mask is changed before it is filled."""

    widen: bool
    """Whether the mask is widened where the masked thing extends beyond it."""
    radius: float
    """The distance in photo pixels by which the mask then grows."""

    def of(self, coverage: np.ndarray, pixels: np.ndarray) -> np.ndarray:
        """A copy of the mask ``coverage``, (H, W) uint8, widened and grown. ``pixels``: its photo, (H, W, C)."""
        if self.widen:
            coverage = MaskPatch(*widened(pixels, coverage)).apply(coverage)
        return grown(coverage, self.radius).apply(coverage) if self.radius else coverage.copy()


class FillChoices(QObject):
    """The options of the next fill. Widgets set them through the settings and :meth:`set_window`."""

    window_changed = Signal(object)  # Box or None

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._window: Box | None = None

    @property
    def mode(self) -> Mode:
        return self._settings.get(keys.FILL_MODE)

    @property
    def window(self) -> Box | None:
        """The window chosen by hand, in photo pixels; None: windows are planned for each hole."""
        return self._window

    def set_window(self, window: Box | None) -> None:
        if window != self._window:
            self._window = window
            self.window_changed.emit(window)

    @property
    def options(self) -> FillOptions:
        kept = {name: self._settings.get(setting) for name, setting in keys.FILL.items()}
        return FillOptions(window=self._window, **kept)

    @property
    def after_stroke(self) -> bool:
        """Whether each stroke is filled as soon as it ends."""
        return self._settings.get(keys.FILL_AFTER_STROKE)

    @property
    def growth(self) -> Growth:
        """The changes of the mask before it is filled."""
        return Growth(self._settings.get(keys.FILL_WIDEN), self._settings.get(keys.FILL_GROW))

    def drop_window_too_small_for(self, mask: np.ndarray) -> bool:
        """Drop the window chosen by hand if the mask extends beyond it, so that windows are planned for each hole. Returns
        whether it was dropped.
        """
        if self._window is None or self._window.contains(bounds(mask)):
            return False
        self.set_window(None)
        return True
