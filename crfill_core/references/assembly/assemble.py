"""From a guide to a fill made of shifted known pixels: all steps, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.base.parallel import Ahead, side_by_side
from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.progress import Progress
from crfill_core.references.assembly.candidates import Hints, find_candidates, with_rescue
from crfill_core.references.assembly.compose import around, blend, copy
from crfill_core.references.assembly.energy import FORBIDDEN, Energy, GuideMaps, Weights
from crfill_core.references.assembly.expansion import Expansion, dense_costs, expand
from crfill_core.references.assembly.guide_synthesis import Synthesis, resynthesise, synthesise
from crfill_core.references.assembly.levels import GREY, Cell, Level, Pyramid, resampled, scales_for
from crfill_core.references.assembly.lines import FoundLine
from crfill_core.references.assembly.refine import align, data_costs, doubled, offer, regrow
from crfill_core.references.assembly.repetition import repetition
from crfill_core.references.assembly.sketch import Sketch
from crfill_core.references.groups import groups

_ASSEMBLY = Message("assembly")


@dataclass(frozen=True)
class Settings:
    """How much work the assembly does, and the weights of its energy. Sizes are in pixels of the level they are used at."""

    work_side: int = 300
    """At the working scale, where shifts are solved for, the window's longer side is at most this (but see
    :func:`scales_for`).
    """
    work_hole: int = 3000
    """At the working scale the hole has at most this many pixels (but see :func:`scales_for`)."""
    quick_hole: int = 4500
    """The limit in place of ``work_hole`` for windows whose longer side is at most twice ``work_side``: they are reduced
    less.
    """
    candidates: int = 80
    """The largest number of candidate shifts, not counting those that :func:`with_rescue` adds."""
    patch_sides: tuple[int, ...] = (6, 8)
    """Sides of the patches that the guide is rebuilt from."""
    tried_from: int = 8
    """If the window is reduced at least this many times, all sides are tried; otherwise, for speed, only the last."""
    sweeps: int = 2
    """Rounds of α-expansion at the working scale; fewer if a round changes nothing."""
    alignments: int = 2
    """Rounds, on each finer level, in which every region's shift changes by at most one pixel across and down."""
    rebuilt_hole: int = 10000
    """On finer levels below full scale, a hole of at most this many pixels is also rebuilt from patches, and the shifts of
    these patches are tried.
    """
    reach: int = 4
    """How far, in pixels of each finer level, a region may grow into its neighbours there."""
    regrown_whole: int = 5000
    """On levels where the hole has at most this many pixels, a region may grow anywhere."""
    weights: Weights = Weights()


@dataclass(frozen=True, eq=False)
class Matches:
    """A network's similarities between patches of the window.

    ``features``: None, or a similarity feature (C, h', w') float32 ≥ 0, each pixel of which covers ``cell`` (width, height)
    pixels of the window. ``proposals``: None, or (K, 3) candidate shifts in window pixels with their weights
    (dx, dy, weight).
    """

    features: np.ndarray | None
    cell: Cell
    proposals: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Assembly:
    """A fill made of shifted known pixels of an (H, W) window.

    ``shift``: (H, W, 2) int32 (dx, dy); the pixel at (x, y) is a copy of the one at (x + dx, y + dy); 0 outside the
    hole and where ``fallback``. ``correction``: (H, W, 3) float32, what blending added to the copies before clipping,
    0 outside the hole. ``fallback``: (H, W) bool, hole pixels without a valid shift: there ``guide`` (H, W, 3) takes
    the place of the copies. ``image`` and ``hole``: see :func:`assemble`.
    """

    shift: np.ndarray
    correction: np.ndarray
    fallback: np.ndarray
    image: np.ndarray
    hole: np.ndarray
    guide: np.ndarray

    @property
    def pixels(self) -> np.ndarray:
        """(H, W, 3) float32 in [0, 1]: the blended window. Outside the hole it is the image."""
        pixels = copy(self.image.astype(np.float32), self.shift, self.hole)
        pixels[self.fallback] = self.guide[self.fallback]
        pixels[self.hole] = np.clip(pixels[self.hole] + self.correction[self.hole], 0, 1)
        return pixels


def assemble(
    image: np.ndarray,
    hole: np.ndarray,
    guide: np.ndarray,
    *,
    confidence: np.ndarray | None = None,
    matches: Callable[[], Matches] | None = None,
    avoid: np.ndarray | None = None,
    prefer: np.ndarray | None = None,
    lines: Sequence[FoundLine] = (),
    skip_best: int = 0,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> Assembly:
    """Fill ``hole`` with copies of known pixels, arranged to follow ``guide`` and to meet without visible seams.

    ``image``: (H, W, 3) float32 in [0, 1]; its values in the hole are ignored. ``hole``: (H, W) bool. ``guide``: (h,
    w, 3) float32 in [0, 1], a complete fill of the same window at any size; ``confidence``: (h, w) float32 in [0, 1],
    the guide's, 0 everywhere if not given. ``matches`` is called at most once, perhaps in another thread. ``avoid``,
    ``prefer``: (H, W) bool, pixels that must not be copied, and pixels that should preferably be copied. ``lines``
    continue across the hole. ``skip_best``: this many of the shifts that the best result uses most are excluded, and with
    them the shifts within one pixel of them. ``progress`` gets a :class:`Sketch` of every intermediate stage. Equal
    arguments give equal results. Raises :class:`crfill_core.progress.Cancelled` if ``progress`` is cancelled,
    ``ValueError`` for arrays of other shapes.
    """
    _check(image, hole, guide, avoid, prefer)
    progress, settings = progress or Progress(), settings or Settings()
    progress.update(0.0, _ASSEMBLY)
    if not hole.any():
        return _nothing_to_do(image)

    small = max(hole.shape) <= 2 * settings.work_side
    scales = scales_for(hole, settings.work_side, settings.quick_hole if small else settings.work_hole)
    usable = ~hole if avoid is None else ~(hole | avoid)
    pyramid = Pyramid(image, hole, usable, guide, prefer, scales[0], confidence, lines)
    synthesis, expansion = _begun(pyramid, scales[0], matches, skip_best, settings, progress.part(0.0, 0.6))
    rebuilt = scales[0]
    for number, scale in enumerate(scales[1:]):
        share = progress.part(*(0.6 + 0.25 * (number + step) / (len(scales) - 1) for step in (0, 1)))
        level = pyramid.level(scale) if scale > 1 else pyramid.last_level()
        # A rebuilt level would propose the skipped shifts again.
        if not skip_best and scale > 1 and level.hole.sum() <= settings.rebuilt_hole:
            rebuilt = scale
            synthesis = resynthesise(level, synthesis, _ticker(share.part(0.0, 0.2)))
            level, share = replace(level, colour=synthesis.colour), share.part(0.2, 1.0)
            expansion = _refined(expansion, level, pyramid, synthesis, settings, share)
        else:
            expansion = _refined(expansion, level, pyramid, None, settings, share)
        if scale > 1:  # at full scale the result itself follows soon
            share.preview(partial(_sketched, expansion))
        del level

    shift, fallback = _field(expansion, hole)
    guide = pyramid.guide
    del pyramid, expansion  # for a large window they take as much memory as everything that follows
    complete = np.where(fallback[..., None], guide, image) if fallback.any() else image
    raw = copy(complete, shift, hole, around(hole))
    progress.update(0.85, _ASSEMBLY)
    enlarged = _enlarged(synthesis.colour, rebuilt, bounds(hole), around(hole))
    correction = blend(complete, hole, usable, shift, raw, enlarged)
    progress.update(1.0, _ASSEMBLY)
    return Assembly(shift, correction, fallback, image, hole, guide)


def _begun(
    pyramid: Pyramid,
    scale: int,
    matches: Callable[[], Matches] | None,
    skip_best: int,
    settings: Settings,
    progress: Progress,
) -> tuple[Synthesis, Expansion]:
    """The guide made of patches, and the shift field, at the working scale. Sets the pyramid's prior of shifts."""
    level = pyramid.level(scale)
    repeats = repetition(level.colour, level.usable)
    pyramid.prior = repeats.prior
    level = replace(level, prior=repeats.prior)

    def told() -> tuple[Hints, np.ndarray | None]:
        along = pyramid.line_shifts(scale)
        if matches is None:
            return Hints(repeats, None, along), None
        said = matches()
        _check_matches(said)
        features = None
        if said.features is not None:
            features = resampled(said.features, said.cell, scale, level.hole.shape)
        return Hints(repeats, said.proposals, along), features

    # Neither small nor large patches suit every hole. The side whose copies meet with the smallest steps is chosen.
    sides = settings.patch_sides if scale >= settings.tried_from else settings.patch_sides[-1:]
    solved = 2 / 3 if skip_best else 1.0
    shares = progress.part(0.0, solved).shares(len(sides))
    with Ahead(told) as hints:
        attempts = side_by_side(
            lambda attempt: _attempt(level, pyramid, attempt[0], hints.result, settings, attempt[1]),
            list(zip(sides, shares, strict=True)),
        )
    synthesis, candidates, expansion = min(attempts, key=lambda attempt: _mean_step(attempt[-1]))
    if skip_best:
        favourites = np.array([shift for shift, _ in groups(expansion.shifts)[:skip_best]])
        apart = np.abs(candidates[:, None] - favourites[None]).max(2, initial=0).min(1, initial=9)
        candidates = with_rescue(expansion.energy.level, candidates[apart > 1])
        expansion = _solved(expansion.energy, candidates, settings, progress.part(solved, 1.0))
    progress.preview(partial(_sketched, expansion))
    return synthesis, expansion


def _attempt(
    level: Level,
    pyramid: Pyramid,
    side: int,
    told: Callable[[], tuple[Hints, np.ndarray | None]],
    settings: Settings,
    progress: Progress,
) -> tuple[Synthesis, np.ndarray, Expansion]:
    """A guide made of patches of ``side``, the candidates, and the shift field at the working scale.

    ``told`` returns hints for the candidates, and features as in :class:`Level`.
    """
    synthesis = synthesise(level, side, _ticker(progress.part(0.0, 0.15)))
    progress.preview(lambda: _sketch_of(level, synthesis.colour))
    hints, features = told()
    level = replace(level, colour=synthesis.colour, features=features)
    candidates = find_candidates(level, count=settings.candidates, hints=hints, synthesis=synthesis)
    progress.update(0.25, _ASSEMBLY)
    weights = settings.weights
    energy = Energy(level, GuideMaps.of(level, pyramid.roughness(level), weights), weights)
    expansion = _solved(energy, candidates, settings, progress.part(0.25, 1.0))
    return synthesis, candidates, expansion


def _mean_step(expansion: Expansion) -> float:
    """About the mean seam cost per pair of neighbours: the hole has nearly two such pairs per pixel."""
    return float(expansion.energy.seams(expansion.shifts).sum() / (2 * len(expansion.shifts)))


def _ticker(progress: Progress) -> Callable[[float], None]:
    return lambda done: progress.update(done, _ASSEMBLY)


def _solved(energy: Energy, candidates: np.ndarray, settings: Settings, progress: Progress) -> Expansion:
    """The shift field at the working scale."""
    count = len(energy.rows)
    if not len(candidates):
        return Expansion(energy, np.zeros((count, 2), np.int64), np.full(count, FORBIDDEN))
    costs = dense_costs(energy, candidates)
    progress.update(0.1, _ASSEMBLY)
    expansion = Expansion(energy, candidates[costs.argmin(0)], costs.min(0))
    part = progress.part(0.1, 1.0)
    expand(
        expansion, candidates, costs, sweeps=settings.sweeps, tick=lambda done: part.update(done, _ASSEMBLY)
    )
    return expansion


def _refined(
    expansion: Expansion,
    level: Level,
    pyramid: Pyramid,
    synthesis: Synthesis | None,
    settings: Settings,
    progress: Progress,
) -> Expansion:
    """The shift field on the next finer level, ``level``, improved there. The shifts of ``synthesis``, if given, are tried
    too.
    """
    coarse = expansion.energy
    if synthesis is None:
        fine = coarse.finer(level)
    else:
        weights = settings.weights
        fine = Energy(level, GuideMaps.of(level, pyramid.roughness(level), weights), weights)
    shifts = doubled(coarse, expansion.shifts, fine)
    reach = settings.reach if len(shifts) > settings.regrown_whole else max(fine.size)
    if synthesis is None:  # + 1: a seam also compares pixels just outside a region
        fine.expect(shifts, settings.alignments + reach + 1)
    for _ in range(settings.alignments):
        shifts = align(fine, shifts, lambda done: progress.check())
    progress.update(0.3, _ASSEMBLY)
    finer = Expansion(fine, shifts, data_costs(fine, shifts))
    progress.update(0.5, _ASSEMBLY)
    regrow(finer, reach, lambda done: progress.update(0.5 + done / 4, _ASSEMBLY))
    if synthesis is not None:
        offer(finer, synthesis, lambda done: progress.update(0.75 + done / 4, _ASSEMBLY))
    return finer


def _field(expansion: Expansion, hole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(H, W, 2) int32: the shifts of a level with ``hole`` (H, W); (H, W) bool: its hole pixels without a valid shift."""
    energy = expansion.energy
    served = expansion.data_cost < FORBIDDEN
    shift = np.zeros((*hole.shape, 2), np.int32)
    shift[energy.rows, energy.columns] = np.where(served[:, None], expansion.shifts, 0)
    fallback = np.zeros(hole.shape, bool)
    fallback[energy.rows, energy.columns] = ~served
    return shift, fallback


def _sketched(expansion: Expansion) -> Sketch:
    """The hole filled with copies by the shifts, without blending."""
    level = expansion.energy.level
    shift, _ = _field(expansion, level.hole)
    return _sketch_of(level, copy(level.colour, shift, level.hole))


def _sketch_of(level: Level, colour: np.ndarray) -> Sketch:
    return Sketch(np.clip(colour / np.float32(GREY), 0, 1), level.hole, (level.scale, level.scale))


def _enlarged(colour: np.ndarray, scale: int, box: Box, wide: Box) -> np.ndarray:
    """A level's colours (h, w, 3), in grey levels, enlarged ``scale`` times: the window's part ``wide``, (H, W, 3) float32
    in [0, 1], 0 outside ``box``.
    """
    whole = Box(0, 0, colour.shape[1], colour.shape[0])
    near = (
        Box(*(side // scale for side in box[:2]), *(-(-side // scale) for side in box[2:]))
        .pad(1)
        .clamp(whole.size)
    )
    size = (scale * near.width, scale * near.height)
    larger = cv2.resize(colour[near.slices] / np.float32(GREY), size, interpolation=cv2.INTER_LINEAR)
    result = np.zeros((wide.height, wide.width, 3), np.float32)
    result[box.relative_to(wide).slices] = larger[box.translate(-scale * near.left, -scale * near.top).slices]
    return result


def _nothing_to_do(image: np.ndarray) -> Assembly:
    height, width = image.shape[:2]
    return Assembly(
        shift=np.zeros((height, width, 2), np.int32),
        correction=np.zeros((height, width, 3), np.float32),
        fallback=np.zeros((height, width), bool),
        image=image,
        hole=np.zeros((height, width), bool),
        guide=np.zeros((height, width, 3), np.float32),
    )


def _check(
    image: np.ndarray,
    hole: np.ndarray,
    guide: np.ndarray,
    avoid: np.ndarray | None,
    prefer: np.ndarray | None,
) -> None:
    if image.ndim != 3 or image.shape[2] != 3 or guide.ndim != 3 or guide.shape[2] != 3:
        raise ValueError(f"image and guide must be (H, W, 3), not {image.shape} and {guide.shape}")
    for name, mask in (("hole", hole), ("avoid", avoid), ("prefer", prefer)):
        if mask is not None and (mask.shape != image.shape[:2] or mask.dtype != bool):
            raise ValueError(f"{name} must be {image.shape[:2]} bool, not {mask.shape} {mask.dtype}")


def _check_matches(matches: Matches) -> None:
    features, proposals = matches.features, matches.proposals
    if features is not None and features.ndim != 3:
        raise ValueError(f"features must be (C, h, w), not {features.shape}")
    if proposals is not None and (proposals.ndim != 2 or proposals.shape[1] != 3):
        raise ValueError(f"proposals must be (K, 3), not {proposals.shape}")
