"""Reading a request: checks that it is consistent, plans its windows, and gives the pixels and masks of a window."""

from __future__ import annotations

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.errors import FillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.adjacent_objects import adjacent_objects, strip_reach
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.mask_rim import WIDEST
from crfill_core.imaging.patches import pasted
from crfill_core.imaging.widen import rim_of
from crfill_core.inference.blend import border_ring
from crfill_core.inference.plan import TrainedScale, WindowPlan, hole_box, plan_windows
from crfill_core.inference.request import FillPatch, FillRequest
from crfill_core.inference.thin import NOTHING_USABLE, interpolated_area
from crfill_core.inference.window import Window


def window_of(
    request: FillRequest, plan: WindowPlan, earlier: list[FillPatch], done: np.ndarray | None
) -> Window:
    """The window's pixels and masks. Raises FillError if none of its pixels may be used.

    ``earlier``: patches that this fill has made in earlier windows; they count as known. ``done``: (H, W) bool of the
    photo, the pixels of these patches.
    """
    photo, box = request.photo, plan.window
    native = photo.pixels[box.slices]
    if overlapping := [(patch.box, patch.pixels) for patch in earlier if patch.box.overlaps(box)]:
        native = pasted(native.copy(), box, overlapping)  # so that the pieces of a long hole fit together
    hidden = request.hidden(box, done)
    write = np.zeros_like(hidden)
    write[plan.hole.relative_to(box).slices] = plan.write
    if hidden.all():
        raise FillError(NOTHING_USABLE)
    prefer = None if request.prefer is None else request.prefer[box.slices]
    kept = _adjacent_objects(request, native, box, write, hidden)
    if prefer is not None:
        kept &= ~prefer
    if not (hidden | kept).all():
        hidden = hidden | kept
    rim = _rim(request, box, hidden) & ~hidden
    if (hidden | rim).all():
        rim = np.zeros_like(hidden)
    hidden = hidden | rim
    return Window(native, photo.icc, write, hidden, prefer, box, rim & border_ring(write, WIDEST))


def _rim(request: FillRequest, box: Box, hidden: np.ndarray) -> np.ndarray:
    """(h, w) bool: the rim of the masked thing that the mask leaves uncovered, in a window. The fill must not take colours
    from it.
    """
    photo = request.photo
    return rim_of(photo.pixels[box.slices], request.mask[box.slices] > 0, photo.size.area / 1e6, hidden)


def _adjacent_objects(
    request: FillRequest, native: np.ndarray, box: Box, write: np.ndarray, hidden: np.ndarray
) -> np.ndarray:
    """(h, w) bool: things in a window that end at the hole, except those that a drawn line continues."""
    reach = strip_reach(request.photo.size.area / 1e6, int(np.count_nonzero(write)))
    lines = [np.array(line.points, np.float32) - (box.left, box.top) for line in request.lines.drawn]
    return adjacent_objects(native, write, hidden, reach, lines)


def planned(request: FillRequest, trained: TrainedScale) -> tuple[np.ndarray, list[WindowPlan]]:
    """The thin holes, which are interpolated, (H, W) bool, and the windows for all others. Raises FillError for what
    cannot be filled.
    """
    check(request)
    hole = bounds(request.mask).slices
    missing = np.zeros(request.mask.shape, bool)  # only the hole is read, because photos may be large
    missing[hole] = request.mask[hole] > 0
    hole_box(
        missing
    )  # before thin holes are taken out of it: in a tiny photo even a hole as large as the photo is thin
    thin = interpolated_area(request)
    missing[hole] &= ~thin[hole]
    if thin[hole].any() and not missing[hole].any():
        return thin, []
    options = request.options
    return thin, plan_windows(missing, trained, scale=options.scale, window=options.window)


def check(request: FillRequest) -> None:
    """Raise FillError unless masks, lines and window fit the photo, and TypeError for a mask of another type than uint8."""
    if request.mask.dtype != np.uint8:  # True would count as a coverage of 1/255
        raise TypeError(f"mask must be uint8 coverage from 0 to 255, not {request.mask.dtype}")
    height, width = request.photo.pixels.shape[:2]
    for name, array in (
        (Message("mask"), request.mask),
        (Message("avoid mask"), request.avoid),
        (Message("prefer mask"), request.prefer),
    ):
        if array is not None and array.shape != (height, width):
            raise FillError(
                "The {name} is {columns}×{rows} pixels, but the photo is {width}×{height}: they must have the "
                "same size.",
                name=name,
                columns=array.shape[1],
                rows=array.shape[0],
                width=width,
                height=height,
            )
    for line in request.lines.drawn:
        if not line.touches(Size(width, height)):
            ends = ", ".join(f"{value:g}" for value in (*line.points[0], *line.points[-1]))
            raise FillError(
                "The line {ends} is outside the photo of {width}×{height} pixels: give its points in photo "
                "pixels.",
                ends=ends,
                width=width,
                height=height,
            )
    window = request.options.window
    if window is not None and window.clamp(Size(width, height)).is_empty:
        raise FillError("The window chosen by hand is outside the photo.")
