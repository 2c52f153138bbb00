"""The brush's ring: seen where the brush will paint, and repainted wherever it was."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from crfill_gui.canvas.ring import LARGEST_KEPT, Ring, ring_region
from crfill_gui.document.brush import Brush

WIDTH, HEIGHT = 300, 240
CANVAS = QRectF(0, 0, WIDTH, HEIGHT)
BRUSHES = [Brush(0.5, 1.0), Brush(3, 0.5), Brush(20, 1.0), Brush(60, 0.3), Brush(100, 0.9), Brush(1000, 0.5)]
CENTER = QPointF(150, 120)


def touched(
    ring: Ring, brush: Brush, center: QPointF = CENTER, ratio: float = 1.0, erasing: bool = False
) -> np.ndarray:
    """(h, w) bool in device pixels: where a grey canvas is changed by the ring."""
    image = QImage(round(WIDTH * ratio), round(HEIGHT * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0xFF808080)
    painter = QPainter(image)
    ring.draw(painter, center, brush, 1.0, CANVAS, erasing)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return np.any(pixels[..., :3] != 0x80, axis=2)


@pytest.mark.parametrize("brush", BRUSHES)
@pytest.mark.parametrize("center", [CENTER, QPointF(150.4, 119.7), QPointF(5, 235), QPointF(700, 500)])
def test_nothing_is_drawn_where_it_would_stay(brush: Brush, center: QPointF) -> None:
    region = ring_region(center, brush, 1.0, CANVAS)
    for y, x in np.argwhere(touched(Ring(), brush, center)):
        assert region.contains(QPoint(int(x), int(y))), (x, y)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_ring_is_where_the_brush_ends(ratio: float) -> None:
    rows, columns = np.nonzero(touched(Ring(), Brush(60, 1.0), ratio=ratio))
    far = [math.hypot(x / ratio - 150, y / ratio - 120) for x, y in zip(columns, rows, strict=True)]
    on_ring = [distance for distance in far if distance > 10]
    assert min(on_ring) > 57 and max(on_ring) < 63
    assert columns.min() / ratio == pytest.approx(90, abs=2.5)


def test_a_kept_ring_looks_like_a_new_one_and_follows_every_change() -> None:
    kept = Ring()
    for brush, erasing in ((Brush(30, 1.0), False), (Brush(30, 1.0), True), (Brush(40, 0.4), True)):
        for center in (CENTER, QPointF(60, 90)):
            assert np.array_equal(
                touched(kept, brush, center, erasing=erasing), touched(Ring(), brush, center, erasing=erasing)
            )
    assert not np.array_equal(touched(kept, Brush(30), erasing=True), touched(kept, Brush(30), erasing=False))


def test_a_ring_too_large_to_be_kept_is_drawn_where_it_crosses_the_canvas() -> None:
    radius = LARGEST_KEPT + 500.0
    seen = touched(Ring(), Brush(radius, 1.0), QPointF(150 - radius, 120))
    assert seen[120, 147:153].any() and not seen[:, 200:].any()


def test_a_ring_leaves_nothing_of_the_last_one_whatever_their_sizes() -> None:
    used = Ring()
    for radius in (30, 2.0, 200, 1000, 90, 2000, 5, 700):
        for brush in (Brush(radius, 1.0), Brush(radius, 0.3)):
            for center in (CENTER, QPointF(700, 500)):
                assert np.array_equal(touched(used, brush, center), touched(Ring(), brush, center))
