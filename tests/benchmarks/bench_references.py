"""How long the selection of references takes, how long it takes to look up the references of a fill, and how long a
move of the mouse takes until the editor has painted the answer. Run by hand:

    python tests/benchmarks/bench_references.py [--window 512] [--channels 96] [--hole 2000]

The selection is that of a square window with a square hole of two fifths its side; the questions go to all of
the window of a hole of ``--hole`` pixels a side in a photo of 24 megapixels; the mouse moves in a real window of the
editor, references shown. Prints medians (and 95th percentiles) in milliseconds: by the clock, and of processor time
(all threads), which says more where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillPatch, FillRequest, FillResult
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature, select
from crfill_core.references.sources import Sources
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow

PHOTO = Box(0, 0, 6000, 4000)


def report(what: str, task: Callable[[], object], repeats: int) -> None:
    clock, processor = [], []
    task()
    for _ in range(repeats):
        began = time.perf_counter(), time.process_time()
        task()
        clock.append(1000 * (time.perf_counter() - began[0]))
        processor.append(1000 * (time.process_time() - began[1]))
    print(
        f"  {what:42s}{statistics.median(clock):10.2f} ms   {statistics.median(processor):10.2f} ms of processor"
    )


def window(side: int, channels: int) -> tuple[np.ndarray, np.ndarray]:
    """A random feature and the hole in the middle of a square window."""
    feature = np.random.default_rng(0).random((channels, side // 4, side // 4)).astype(np.float32)
    hole = np.zeros((side, side), bool)
    hole[3 * side // 10 : 7 * side // 10, 3 * side // 10 : 7 * side // 10] = True
    return feature, hole


def filled(hole_side: int, side: int, channels: int, copied: bool = True) -> References:
    """A fill of a hole of that side in the middle of the photo, perhaps copied in a hundred pieces."""
    feature, _ = window(side, channels)
    box = Box.around(3000, 2000, 2 * hole_side, 2 * hole_side).clamp(PHOTO.size)
    hole = Box.around(3000, 2000, hole_side, hole_side).relative_to(box)
    write = np.zeros((box.height, box.width), bool)
    write[hole.slices] = True
    rng = np.random.default_rng(1)
    cell = -(-max(box.size) // 20)
    pieces = rng.integers(-hole_side // 2, hole_side // 2, (20, 20, 2)).astype(np.int32)
    shift = pieces.repeat(cell, axis=0).repeat(cell, axis=1)[: box.height, : box.width]
    image = rng.random((side, side, 3)).astype(np.float32)
    sources = Sources.of(box, shift, write) if copied else None
    return References.of(box, image, Feature(feature), hidden=write, write=write, sources=sources)


def editor(references: References) -> MainWindow:
    """A window with a photo of 24 megapixels in which that was filled."""
    settings = Settings(Path(tempfile.mkdtemp()) / "settings.json")
    _, window = build([], settings)
    window.resize(1600, 1000)
    window.show()
    document = Document(Photo(np.random.default_rng(3).integers(0, 255, (4000, 6000, 3), np.uint8)))
    hole = Box.around(3000, 2000, 40, 40)
    request = FillRequest(document.original, document.coverage)
    patch = FillPatch(hole, document.pixels[hole.slices])
    document.apply_fill(request, FillResult((patch,), (), "", "", 0.0, references=(references,)))
    window.session.opening.show(document, None)
    window.references.set_shown(True)
    window.references._rest.setInterval(0)
    while not window.references.explanations:
        QApplication.processEvents()
    return window


def hovering(window: MainWindow, places: Iterable[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Milliseconds from a move of the mouse to such a place of the canvas until all is painted: clock, processor."""
    canvas, clock, processor = window.canvas, [], []
    for x, y in places:
        place = QPointF(x, y)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            *(QEvent.Type.MouseMove, place, canvas.mapToGlobal(place)),
            *(none, none, Qt.KeyboardModifier.NoModifier),
        )
        began = time.perf_counter(), time.process_time()
        QApplication.sendEvent(canvas, event)
        QApplication.processEvents()
        QApplication.processEvents()  # the answer for a known place comes after a (shortened) rest
        clock.append(1000 * (time.perf_counter() - began[0]))
        processor.append(1000 * (time.process_time() - began[1]))
    return clock, processor


def report_hovering(references: References, kind: str) -> None:
    window = editor(references)
    canvas, rng = window.canvas, np.random.default_rng(4)
    print(f"mouse over a hole that was {kind}, window of {window.width()} × {window.height()}")
    for zoom in ("fit", "100 %"):
        canvas.view.fit() if zoom == "fit" else canvas.view.zoom_to(1.0)
        for look in ("jigsaw", "colours", "confidence"):
            window.references.set_look(look)
            while window.references.busy:
                QApplication.processEvents()
            QApplication.processEvents()
            middle = np.array([canvas.width(), canvas.height()]) / 2
            reach = 0.24 * min(canvas.width(), canvas.height())
            inside = middle + rng.uniform(-reach, reach, (120, 2))
            hovering(window, inside[:20].tolist())
            report_percentiles(f"{look} at {zoom}", hovering(window, inside[20:].tolist()))
        known = rng.uniform(10, 0.2 * min(canvas.width(), canvas.height()), (60, 2))
        if zoom == "fit":
            report_percentiles("over known places", hovering(window, known.tolist()))
    if (document := window.session.document) is not None:
        document.mark_saved(Path("nowhere"), document.history.state)  # closing asks nothing
    window.close()


def report_percentiles(what: str, samples: tuple[list[float], list[float]]) -> None:
    columns = [
        f"p50 {statistics.median(values):6.1f}  p95 {statistics.quantiles(values, n=20)[-1]:6.1f}"
        for values in samples
    ]
    print(f"  {what:24s}clock: {columns[0]}    processor: {columns[1]}  ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--window", type=int, default=512)
    parser.add_argument("--channels", type=int, default=96)
    parser.add_argument("--hole", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=15)
    arguments = parser.parse_args()
    feature, hole = window(arguments.window, arguments.channels)
    print(f"window of {arguments.window}, {arguments.channels} channels, {torch.get_num_threads()} threads")
    report("selection", lambda: select(feature, hole), arguments.repeats)

    references = filled(arguments.hole, arguments.window, arguments.channels)
    references.prepare()
    inside = np.random.default_rng(2).integers(0, 10**9, (1000, 2)) % references.window.size
    points = inside + references.window[:2]
    each = iter(points.tolist() * 1000)
    print(
        f"hole of {arguments.hole} in a photo of {PHOTO.width} × {PHOTO.height}, {references.nbytes / 1e6:.0f} MB kept"
    )
    for name in ("at", "selected_by", "references_at", "referring_to"):
        ask = getattr(references, name)
        report(f"one question: {name}", lambda ask=ask: ask(*next(each)), 300)
    report("colour code", references.colours, arguments.repeats)
    report("confidence map", references.confidence_map, arguments.repeats)
    for copied in (True, False):
        one = filled(arguments.hole, arguments.window, arguments.channels, copied)
        one.add_mirrored(Feature(feature))
        report_hovering(one, "copied" if copied else "painted")


if __name__ == "__main__":
    main()
