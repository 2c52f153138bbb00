"""How long brush events, pans and zooms take until they are painted. Run by hand:

    python tests/benchmarks/bench_canvas.py [--megapixels 24 100] [--radius 30 300 1000]

Each sample sends one real mouse or wheel event to a real canvas and paints what it made necessary. Prints the
median and the 95th percentile in milliseconds: by the clock, and of processor time (all threads), which says more
where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from crfill_core.imaging import color  # noqa: F401  in the editor, reading the photo has loaded what it needs
from crfill_core.imaging.photo import Photo
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def photo(megapixels: float, dtype: type) -> Photo:
    """A smooth picture with noise, 3:2."""
    height = round(math.sqrt(megapixels * 1e6 / 1.5))
    width = round(height * 1.5)
    small = np.random.default_rng(0).integers(0, 256, (height // 16, width // 16, 3)).astype(np.uint8)
    pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return Photo(pixels if dtype is np.uint8 else pixels.astype(np.uint16) * 257)


def mouse(canvas: Canvas, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
    held = NONE if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, NO_KEYS)
    QApplication.sendEvent(canvas, event)


Sample = tuple[float, float]
"""Milliseconds by the clock and of processor time."""


def timed(canvas: Canvas, acts: Iterator[Callable[[], None]]) -> list[Sample]:
    samples = []
    for act in acts:
        start, cpu = time.perf_counter(), time.process_time()
        act()
        QApplication.processEvents()  # paints what was marked for painting
        samples.append(((time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000))
    return samples


def strokes(canvas: Canvas, count: int) -> Iterator[Callable[[], None]]:
    """A wandering stroke with mouse steps of 5 … 25 screen pixels, as a hand makes them."""
    rng = random.Random(1)
    x, y, heading = canvas.width() / 2, canvas.height() / 2, 0.0
    for _ in range(count):
        heading += rng.uniform(-0.6, 0.6)
        step = rng.uniform(5, 25)
        x = min(canvas.width() - 10, max(10, x + step * math.cos(heading)))
        y = min(canvas.height() - 10, max(10, y + step * math.sin(heading)))
        if not (11 < x < canvas.width() - 11 and 11 < y < canvas.height() - 11):
            heading += 2
        place = QPointF(x, y)
        yield lambda place=place: mouse(canvas, QEvent.Type.MouseMove, place, LEFT)


def pans(canvas: Canvas, count: int) -> Iterator[Callable[[], None]]:
    for i in range(count):
        dx, dy = 18 * math.cos(i / 9), 14 * math.sin(i / 9)
        yield lambda dx=dx, dy=dy: canvas.view.pan(dx, dy)


def zooms(canvas: Canvas, count: int) -> Iterator[Callable[[], None]]:
    center = QPointF(canvas.width() / 2, canvas.height() / 2)
    for i in range(count):
        turn = 120 if i // 16 % 2 == 0 else -120
        event = QWheelEvent(
            *(center, canvas.mapToGlobal(center), QPoint(), QPoint(0, turn), NONE, NO_KEYS),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        yield lambda event=event: QApplication.sendEvent(canvas, event) and None


def report(what: str, samples: list[Sample]) -> None:
    columns = []
    for name, values in zip(("clock", "cpu"), zip(*samples, strict=True), strict=True):
        p95 = statistics.quantiles(values, n=20)[-1]
        columns.append(f"{name}: p50 {statistics.median(values):6.1f}  p95 {p95:6.1f}")
    print(f"  {what:<30} {'    '.join(columns)}  ms")


def measure(megapixels: float, dtype: type, radii: list[float], samples: int) -> None:
    document = Document(photo(megapixels, dtype))
    canvas = Canvas(QColor("#1a1a1b"), QColor(255, 45, 111, 128), Brush())
    canvas.resize(1400, 900)
    canvas.show()
    QApplication.processEvents()
    start = time.perf_counter()
    canvas.show_document(document)
    canvas.guides.set_widen(True)  # as the editor does unless told otherwise
    QApplication.processEvents()
    size = document.size
    print(f"{size.width} × {size.height}, {dtype.__name__}, canvas {canvas.width()} × {canvas.height()}:")
    print(f"  first picture                      {(time.perf_counter() - start) * 1000:10.1f} ms")
    for zoom in ("fit", 1.0, 4.0):
        canvas.view.fit() if zoom == "fit" else canvas.view.zoom_to(float(zoom))
        for radius in radii:
            canvas.tools.set_brush(Brush(radius, 0.8))
            mouse(
                canvas, QEvent.Type.MouseButtonPress, QPointF(canvas.width() / 2, canvas.height() / 2), LEFT
            )
            QApplication.processEvents()
            name = "fit" if zoom == "fit" else f"{zoom:.0%}"
            report(f"brush radius {radius:g} at {name}", timed(canvas, strokes(canvas, samples)))
            mouse(canvas, QEvent.Type.MouseButtonRelease, QPointF(10, 10), LEFT)
            document.undo()
    canvas.view.zoom_to(1.0)
    timed(canvas, pans(canvas, 60))
    report("pan at 100%", timed(canvas, pans(canvas, samples)))
    canvas.view.fit()
    report("zoom by the wheel", timed(canvas, zooms(canvas, samples)))
    start = time.perf_counter()
    document.invert_mask()
    QApplication.processEvents()
    print(f"  invert the mask                    {(time.perf_counter() - start) * 1000:10.1f} ms")
    start = time.perf_counter()
    document.undo()
    QApplication.processEvents()
    print(f"  undo it                            {(time.perf_counter() - start) * 1000:10.1f} ms")
    canvas.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megapixels", type=float, nargs="+", default=[24, 100])
    parser.add_argument("--radius", type=float, nargs="+", default=[30, 300, 1000])
    parser.add_argument("--samples", type=int, default=200)
    arguments = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    print(f"platform {app.platformName()}")
    for megapixels in arguments.megapixels:
        measure(megapixels, np.uint8 if megapixels < 60 else np.uint16, arguments.radius, arguments.samples)


if __name__ == "__main__":
    main()
