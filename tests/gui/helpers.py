"""Small things that several tests of the editor use."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF

from crfill_gui.window import MainWindow


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8, seed: int = 0) -> np.ndarray:
    """Random pixels: any change shows."""
    top = int(np.iinfo(dtype).max) + 1
    return np.random.default_rng(seed).integers(0, top, (height, width, channels)).astype(dtype)


def on_canvas(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a photo point is on the canvas widget."""
    place = QPointF(*window.canvas.viewport.to_canvas(x, y)) / window.canvas.devicePixelRatioF()
    return place.toPoint()
