"""Plans the windows that the network sees, from the mask alone: no pixels, no torch.

In general every connected hole gets a window of its own, reduced so that the hole's thickness fits what the network was
trained to fill. Long thin holes are cut into pieces that are filled one after another. Specks that are close together
share a window, and so do scratches in as large a part of the photo as the network can see at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np

from crfill_core.errors import FillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.inference.request import FillOptions

MAX_COMPONENTS = 2000
"""If there are more connected holes than this, those close together are joined."""
MIN_KNOWN_SHARE = 0.05
"""A window with a smaller share of known pixels is enlarged as far as the photo allows."""
THIN = 1 / 4
"""A hole is thin (a scratch, a hair, dust) up to this share of the thickness that the network was trained to fill."""


@dataclass(frozen=True)
class TrainedScale:
    """Lengths for which the network was trained, in its own pixels."""

    crop: int = 256
    """The side of the training crops."""
    largest_hole: int = 128
    """The thickness of the thickest holes."""
    largest_window: int = 768
    """Planned windows have at most this longer side, unless they must be enlarged to hold enough known pixels."""


@dataclass(frozen=True, eq=False)
class WindowPlan:
    """One pass of the network."""

    hole: Box
    """The box around the pixels to be written."""
    write: np.ndarray
    """(h, w) bool within ``hole``: the pixels to be written."""
    window: Box
    """What the network sees, in photo pixels; contains ``hole``."""
    scale: float
    """Network pixels per photo pixel, at most 1."""


@dataclass(frozen=True, eq=False)
class _Component:
    box: Box
    mask: np.ndarray
    scale: float
    area: int
    thin: bool


def plan_windows(
    missing: np.ndarray, trained: TrainedScale, *, scale: float = 1.0, window: Box | None = None
) -> list[WindowPlan]:
    """The windows for a hole mask (H, W) bool, in the order of filling.

    ``scale`` multiplies the planned scale of every window, which stays at most 1. ``window`` is used instead of planning
    windows; it is cut to the photo, and must contain the whole hole. FillError if it does not, if nothing is missing, or if
    nothing is known.
    """
    size = Size(missing.shape[1], missing.shape[0])
    whole = hole_box(missing)
    if window is not None:
        chosen = window.clamp(size)
        if not chosen.contains(whole):
            raise FillError(
                "The window chosen by hand does not contain the whole hole: enlarge the window, or choose none."
            )
        write = missing[whole.slices]
        thickness = 2 * float(_distance(write).max())
        return [WindowPlan(whole, write, chosen, _scale_for(thickness, trained, scale))]

    components = sorted(_components(missing, whole, trained, scale), key=lambda c: (-c.area, c.box))
    plans: list[WindowPlan] = []
    taken = [False] * len(components)
    for i, component in enumerate(components):
        if taken[i]:
            continue
        for piece in _pieces(component, trained):
            view = _window_around(piece.box, piece.scale, trained, missing)
            free = [
                other
                for other in range(i + 1, len(components))
                if not taken[other] and piece.scale / 1.25 <= components[other].scale <= 1.5 * piece.scale
            ]
            if piece.thin:
                joined = _near_enough(piece, components, free, trained)
            else:
                within = view.pad(-round(trained.crop / 8 / piece.scale))
                joined = [other for other in free if within.contains(components[other].box)]
            group = [piece, *(components[other] for other in joined)]
            for other in joined:
                taken[other] = True
            hole = reduce(Box.union, (member.box for member in group))
            if piece.thin and joined:
                view = _window_around(hole, piece.scale, trained, missing)
            write = np.zeros((hole.height, hole.width), bool)
            for member in group:
                write[member.box.relative_to(hole).slices] |= member.mask
            plans.append(WindowPlan(hole, write, view.union(hole), piece.scale))
    return plans


def hole_box(missing: np.ndarray) -> Box:
    """The box around all missing pixels (H, W) bool. FillError if nothing is missing, or if nothing is known."""
    box = bounds(missing)
    if box.is_empty:
        raise FillError("Nothing is masked: first paint over what should be removed.")
    if box.area == missing.size and missing.all():
        raise FillError(
            "The mask covers the whole photo, so nothing is left to fill from: leave a part of it unmasked."
        )
    return box


def coarse_at_half(options: FillOptions, scale: float) -> bool:
    """Whether the coarse network sees a window of ``scale`` at half its size.

    Auto: yes for reduced windows that are filled with the network's own pixels. Then the output is smoother, which suits
    large smooth surfaces. For an assembly it would only be less exact. The model card has the figures.
    """
    chosen = options.coarse
    return chosen == "half" or (chosen == "auto" and options.mode == "network" and scale < 1)


def _near_enough(
    piece: _Component, components: list[_Component], free: list[int], trained: TrainedScale
) -> list[int]:
    """The free components, nearest first, that fit into the largest window together with the piece.

    A photo may have hundreds of scratches, and a window for each would take minutes.
    """
    x, y = piece.box.center

    def distance(other: int) -> float:
        u, v = components[other].box.center
        return max(abs(x - u), abs(y - v))

    side = (trained.largest_window - trained.crop) / piece.scale
    hole, joined = piece.box, []
    for other in sorted(free, key=distance):
        both = hole.union(components[other].box)
        if max(both.size) <= side:
            hole = both
            joined.append(other)
    return joined


def _distance(mask: np.ndarray) -> np.ndarray:
    """The distance from every missing pixel to the nearest known one. What lies outside the photo counts as known."""
    padded = np.pad(mask.astype(np.uint8), 1)  # outside the box around a hole nothing is missing
    return cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]


def _scale_for(thickness: float, trained: TrainedScale, factor: float) -> float:
    return min(1.0, factor * min(1.0, trained.largest_hole / max(thickness, 1.0)))


def _components(
    missing: np.ndarray, whole: Box, trained: TrainedScale, factor: float
) -> Iterator[_Component]:
    mask = missing[whole.slices].astype(np.uint8)
    joined: np.ndarray = mask
    reach = 0
    while True:
        count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        if count - 1 <= MAX_COMPONENTS:
            break
        reach = max(2 * reach, 4)  # joins specks up to twice this many pixels apart
        joined = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    distance = _distance(mask)
    for label in range(1, count):
        left, top, width, height = (int(v) for v in stats[label, :4])
        box = Box(left, top, left + width, top + height)
        member = (labels[box.slices] == label) & (mask[box.slices] > 0)
        inner = bounds(member)
        thickness = 2 * float(distance[box.slices][member].max())
        yield _Component(
            inner.translate(left + whole.left, top + whole.top),
            member[inner.slices],
            _scale_for(thickness, trained, factor),
            int(member.sum()),
            thickness <= THIN * trained.largest_hole,
        )


def _pieces(component: _Component, trained: TrainedScale) -> Iterator[_Component]:
    """The component itself, or its parts in cells whose windows are not too large for the network."""
    cell = max(1, int((trained.largest_window - trained.crop) / component.scale))
    box = component.box
    if box.width <= cell and box.height <= cell:
        yield component
        return
    across, down = math.ceil(box.width / cell), math.ceil(box.height / cell)
    for row in range(down):
        for column in range(across):
            left, right = box.width * column // across, box.width * (column + 1) // across
            top, bottom = box.height * row // down, box.height * (row + 1) // down
            part = component.mask[top:bottom, left:right]
            inner = bounds(part)
            if not inner.is_empty:
                yield _Component(
                    inner.translate(box.left + left, box.top + top),
                    part[inner.slices],
                    component.scale,
                    int(part.sum()),
                    component.thin,
                )


def _window_around(hole: Box, scale: float, trained: TrainedScale, missing: np.ndarray) -> Box:
    size = Size(missing.shape[1], missing.shape[0])
    # The window is a whole crop larger than the hole, although the network was trained on crops that contain the hole,
    # because an assembly finds better sources in a wider window.
    context = trained.crop / scale
    width, height = math.ceil(hole.width + context), math.ceil(hole.height + context)
    x, y = (round(v) for v in hole.center)
    window = Box.around(x, y, width, height).shift_into(size)
    while window.size != size and 1 - missing[window.slices].mean() < MIN_KNOWN_SHARE:
        window = window.pad(math.ceil(window.width / 4), math.ceil(window.height / 4)).shift_into(size)
    return window
