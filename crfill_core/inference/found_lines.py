"""The lines that continue across the holes of a request, detected without running a network."""

from __future__ import annotations

import numpy as np

from crfill_core.inference.plan import TrainedScale, plan_windows
from crfill_core.inference.request import FillRequest
from crfill_core.inference.thin import interpolated_area
from crfill_core.progress import Progress
from crfill_core.references.assembly.lines import find_lines
from crfill_core.references.lines import Line


def found_lines(
    request: FillRequest, trained: TrainedScale | None = None, progress: Progress | None = None
) -> tuple[Line, ...]:
    """Straight lines through the holes with their known parts, in photo pixels, window by window.

    The windows are those of a fill of the request (``trained``: the size that its weights were trained on), with all
    their holes empty; thin holes, which are interpolated, have none. Lines drawn or deleted by the user are ignored.
    FillError for what cannot be filled; Cancelled if ``progress`` was cancelled.
    """
    progress = progress or Progress()
    options, photo = request.options, request.photo
    thin = interpolated_area(request)
    missing = (request.mask > 0) & ~thin
    if thin.any() and not missing.any():
        return ()
    plans = plan_windows(missing, trained or TrainedScale(), scale=options.scale, window=options.window)
    found: list[Line] = []
    for number, plan in enumerate(plans):
        progress.update(number / len(plans))
        box = plan.window
        native = photo.pixels[box.slices]
        image = native / np.float32(np.iinfo(native.dtype).max)
        hole = np.zeros(image.shape[:2], bool)
        hole[plan.hole.relative_to(box).slices] = plan.write
        usable = ~request.hidden(box)
        if usable.any():
            colours = np.broadcast_to(image, (*image.shape[:2], 3))
            lines = find_lines(np.ascontiguousarray(colours), hole, usable)
            found += [each.line.moved(box.left, box.top) for each in lines]
    return tuple(found)
