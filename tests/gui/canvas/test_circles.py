"""Circles drawn pixel by pixel are those that QPainter strokes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from crfill_gui.canvas.circles import Line, draw_circle

DARK, LIGHT = QColor(10, 20, 200, 150), QColor(255, 250, 240, 230)


def stroked(size: int, center: tuple[float, float], radius: float, lines: list[Line]) -> np.ndarray:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in lines:
        painter.setPen(QPen(line.color, line.width))
        painter.drawEllipse(QPointF(*center), radius, radius)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(size, size, 4).copy()


@pytest.mark.parametrize("radius", [1.5, 7.3, 60.0, 118.0])
@pytest.mark.parametrize("center", [(130.0, 130.0), (127.4, 131.7)])
def test_a_circle_is_as_a_painter_strokes_it(radius: float, center: tuple[float, float]) -> None:
    lines = [Line(DARK, 3.0), Line(LIGHT, 1.2)]
    drawn = np.zeros((260, 260, 4), np.uint8)
    draw_circle(drawn, center, radius, lines)
    difference = np.abs(drawn.astype(int) - stroked(260, center, radius, lines))
    assert difference.max() < 50 and difference[drawn.any(2)].mean() < 10
    assert (drawn[..., :3] <= drawn[..., 3:]).all()  # premultiplied


@given(
    center=st.tuples(st.floats(-90, 150), st.floats(-90, 150)),
    radius=st.floats(0.5, 200),
    dashed=st.booleans(),
    part=st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.integers(1, 60)),
)
@settings(max_examples=60, deadline=None)
def test_a_part_of_the_picture_shows_its_part_of_the_circle(
    center: tuple[float, float], radius: float, dashed: bool, part: tuple[int, int, int, int]
) -> None:
    left, top, width, height = part
    lines = [Line(DARK, 4.0), Line(LIGHT, 1.0, dashed)]
    whole, piece = np.zeros((80, 80, 4), np.uint8), np.zeros((height, width, 4), np.uint8)
    rows, columns = draw_circle(whole, center, radius, lines)
    draw_circle(piece, (center[0] - left, center[1] - top), radius, lines)
    common = whole[top : top + height, left : left + width]
    inner = piece[: common.shape[0], : common.shape[1]]
    # Coordinates of the part are rounded differently: a dash may end a pixel earlier.
    assert (np.abs(inner.astype(int) - common).max(2) > 2).mean() < 0.02
    untouched = np.ones((80, 80), bool)
    untouched[rows, columns] = False
    assert not whole[untouched].any() and len({*zip(rows.tolist(), columns.tolist(), strict=True)}) == len(
        rows
    )
