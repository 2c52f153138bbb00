"""The lines that a fill detects across the holes of a request, without the fill."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_core.imaging.color import to_srgb
from crfill_core.inference.guide import Guide
from crfill_core.inference.plan import TrainedScale
from crfill_core.inference.reading import planned, window_of
from crfill_core.inference.request import FillRequest
from crfill_core.inference.window import detected_lines
from crfill_core.progress import Progress
from crfill_core.references.lines import Line


def found_lines(
    request: FillRequest,
    trained: TrainedScale,
    guide: Callable[[np.ndarray, np.ndarray], Guide],
    progress: Progress,
) -> tuple[Line, ...]:
    """Lines through the holes with their known parts, in photo pixels, window by window, the likeliest first in each.

    The windows, the rims and the things that are kept are those of a fill of the request, except that all holes are
    empty: a fill also sees what it has filled in earlier windows. ``trained``: the lengths that the generator was trained
    for. ``guide`` predicts a window (H, W, 3) float32 sRGB in [0, 1] with the hole (H, W) bool. Thin holes, which are
    interpolated, have no lines. Deleted lines are included, drawn ones are not. FillError for what cannot be filled;
    Cancelled if ``progress`` was cancelled.
    """
    _, plans = planned(request, trained)
    found: list[Line] = []
    for number, plan in enumerate(plans):
        progress.update(number / len(plans))
        window = window_of(request, plan, [], None)
        image = to_srgb(window.native, window.icc)
        image[window.hidden] = 0
        predicted = guide(image, window.hidden)
        progress.check()
        box = plan.window
        found += [each.line.moved(box.left, box.top) for each in detected_lines(window, predicted)]
    return tuple(found)
