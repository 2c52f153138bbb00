"""A window of a fill: its pixels in the photo's own encoding, and two ways of filling it from the networks' outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.color import from_srgb, to_srgb
from crfill_core.inference.blend import push_pull
from crfill_core.inference.detail import transferred_detail
from crfill_core.inference.guide import Guide
from crfill_core.inference.preview import Preview
from crfill_core.inference.tensors import enlarged, reduced
from crfill_core.inference.tone import Tone, tone_of
from crfill_core.progress import Progress
from crfill_core.references.assembly import Assembly, Matches, assemble, copy
from crfill_core.references.assembly.lines import FoundLine, drawn_line, find_lines
from crfill_core.references.assembly.resampling import fitted_part
from crfill_core.references.assembly.sketch import Sketch, made_of_patches, sketch_of_guide
from crfill_core.references.lines import LineSteering
from crfill_core.references.selection import Selection

ROUNDING = 2 / 255
"""Colours that change by at most this much, in values of [0, 1], on the way to sRGB and back are within sRGB."""
PROPOSALS = 3
"""For every missing patch, the shifts to at most this many references are proposed to the assembly."""


@dataclass(frozen=True, eq=False)
class Window:
    """The pixels and masks of a window.

    ``native``: (H, W, 1|3) uint8|uint16 in the space of ``icc``. ``write``: (H, W) bool, to be filled. ``hidden``: (H, W)
    bool, must not be used or copied; contains ``write`` and ``rim``. ``prefer``: (H, W) bool or None. ``box``: in photo
    pixels. ``rim``: (H, W) bool, what the mask leaves of the removed thing. There the fill is computed too, so that it
    meets the pixels beyond the rim, but it is not written.
    """

    native: np.ndarray
    icc: bytes | None
    write: np.ndarray
    hidden: np.ndarray
    prefer: np.ndarray | None
    box: Box
    rim: np.ndarray

    @property
    def solved(self) -> np.ndarray:
        """(H, W) bool: where the fill is computed."""
        return np.asarray(self.write | self.rim)

    def encoded(self, rgb: np.ndarray) -> np.ndarray:
        """The window in sRGB at any size, (h, w, 3) float32 in [0, 1] → (h, w, 1|3) float32 in the photo's own encoding.

        Networks see sRGB only. If the window has colours beyond sRGB, their difference from the nearest sRGB ones is
        interpolated smoothly into the hole and added.
        """
        channels = self.native.shape[2]
        plain = from_srgb(rgb, self.icc, self.native.dtype, channels) / self.scale
        if self.icc is None:
            return plain
        size = Size(rgb.shape[1], rgb.shape[0])
        small, hidden = reduced(self.native / self.scale, self.hidden, size)
        whole = np.rint(small * self.scale).astype(self.native.dtype)
        lost = whole - from_srgb(to_srgb(whole, self.icc), self.icc, self.native.dtype, channels).astype(
            np.float32
        )
        lost = np.where(np.abs(lost) > ROUNDING * self.scale, lost / self.scale, np.float32(0))
        if not lost[~hidden].any():
            return plain
        return np.asarray(np.clip(plain + push_pull(lost, ~hidden), 0, 1))

    @property
    def scale(self) -> np.float32:
        """The largest value a native pixel can have."""
        return np.float32(np.iinfo(self.native.dtype).max)

    @property
    def blocked(self) -> np.ndarray:
        """(H, W) bool: hidden, but not to be filled in this window."""
        return np.asarray(self.hidden & ~self.solved)

    def floats(self, answer: Callable[[], np.ndarray]) -> np.ndarray:
        """The window (H, W, 3) float32 in [0, 1] in the photo's own encoding, in which costs, copies and blending work.

        The fill must not use pixels that are hidden but not to be filled. They are replaced with the network's output,
        (h, w, 3) float32 sRGB, which ``answer`` returns. ``answer`` is called only if there are such pixels.
        """
        image = _three(self.native / self.scale)
        if (blocked := self.blocked).any():
            image[blocked] = enlarged(_three(self.encoded(answer())), self.box.size)[blocked]
        return image

    def integers(self, image: np.ndarray) -> np.ndarray:
        """(h, w, 3) float32 in [0, 1] in the photo's own encoding → native pixels (h, w, 1|3)."""
        values = np.clip(np.rint(image * self.scale), 0, self.scale)
        return values[:, :, : self.native.shape[2]].astype(self.native.dtype)

    def preview(self, sketch: Sketch) -> Preview:
        """A preview from a sketch of the window, which must have a hole."""
        part = bounds(sketch.hole)
        across, down = sketch.pixel
        return Preview(
            self.box,
            self.box.left + part.left * across,
            self.box.top + part.top * down,
            self.box.left + part.right * across,
            self.box.top + part.bottom * down,
            self.toned(self.integers(sketch.colour[part.slices])),
            sketch.hole[part.slices],
        )

    def toned(self, pixels: np.ndarray) -> np.ndarray:
        """Native pixels of a fill, changed to the hue of the window's known pixels if these have only one."""
        return pixels if self._tone is None else self._tone.applied(pixels)

    @cached_property
    def _tone(self) -> Tone | None:
        return tone_of(self.native, ~self.hidden)


def network_pixels(window: Window, answer: np.ndarray, inner: Box) -> np.ndarray:
    """The network's output (h, w, 3) sRGB at its own scale, enlarged: native integer pixels of ``inner``, a part of the
    window.
    """
    return window.integers(enlarged(window.encoded(answer), window.box.size)[inner.slices])


@dataclass(frozen=True, eq=False)
class Answer:
    """The network's output for a window."""

    image: np.ndarray
    """(h, w, 3) float32 sRGB in [0, 1], the window filled at the network's scale."""
    feature: np.ndarray
    """(C, ⌈h / 4⌉, ⌈w / 4⌉) float32, the similarity feature."""
    selection: Selection
    """The references that the feature selects."""

    def matches(self, size: Size) -> Matches:
        """The matches for the assembly of the window, which has ``size``."""
        height, width = self.image.shape[:2]
        cell = 4 * size.width / width, 4 * size.height / height
        return Matches(self.feature, cell, proposed_shifts(self.selection, size))


@dataclass(frozen=True, eq=False)
class Guided:
    """A window and its assembly, which is guided by the networks' outputs."""

    window: Window
    image: np.ndarray
    """(H, W, 3) float32 in [0, 1], as :meth:`Window.floats` gives it."""
    answer: Callable[[], Answer]
    assembly: Assembly

    @classmethod
    def of(
        cls,
        window: Window,
        answer: Callable[[], Answer],
        structure: Guide,
        lines: LineSteering,
        *,
        candidate_set: int = 0,
        progress: Progress,
    ) -> Guided:
        """Assemble the window. ``answer`` returns the generator's output, perhaps in another thread. ``structure``: the
        structure network's guide, in sRGB. ``lines``: in window pixels. ``candidate_set``: as in
        :class:`crfill_core.inference.request.FillOptions`.
        """
        image = window.floats(lambda: answer().image)
        coarse = _three(window.encoded(structure.colour))
        _put(coarse, image, window.solved)
        progress = progress.part(0.0, 1.0, shown=window.preview)
        progress.preview(lambda: sketch_of_guide(coarse, window.solved))
        progress.preview(
            lambda: made_of_patches(
                coarse, structure.confidence, window.solved, ~window.hidden, window.prefer
            )
        )
        assembly = assemble(
            image,
            window.solved,
            coarse,
            confidence=structure.confidence,
            matches=lambda: answer().matches(window.box.size),
            avoid=window.blocked,
            prefer=window.prefer,
            lines=steered_lines(image, window.solved, ~window.hidden, coarse, lines),
            skip_best=candidate_set,
            progress=progress,
        )
        return cls(window, image, answer, assembly)

    def assembled_pixels(self, inner: Box) -> np.ndarray:
        """The assembly's copies, blended, and the network's output where there are none: native integer pixels of
        ``inner``.
        """
        window, assembly = self.window, self.assembly
        channels = window.native.shape[2]
        copied = copy(window.native, assembly.shift, window.solved, inner)
        correction = assembly.correction[inner.slices][:, :, :channels] * window.scale
        pixels = np.clip(np.rint(copied + correction), 0, window.scale).astype(window.native.dtype)
        fallback = assembly.fallback[inner.slices]
        if fallback.any():
            pixels[fallback] = self.detailed_pixels(inner, 0.0)[fallback]
        return pixels

    def detailed_pixels(self, inner: Box, detail: float) -> np.ndarray:
        """The network's output with detail from the places that the assembly copies: native integer pixels of
        ``inner``.
        """
        low = enlarged(_three(self.window.encoded(self.answer().image)), self.window.box.size)
        if detail > 0:
            served = self.window.solved & ~self.assembly.fallback
            low = low + transferred_detail(self.image, low, self.assembly.shift, served, detail)
        return self.window.integers(low[inner.slices])


def proposed_shifts(selection: Selection, size: Size) -> np.ndarray | None:
    """The shifts from missing patches to their references, in pixels of a window of ``size``: (K, 3) float64 dx, dy and
    similarity. None if there are no references.
    """
    if selection.empty:
        return None
    best = selection.references[:, :PROPOSALS]
    steps = selection.corners(best) - selection.corners(selection.missing)[:, None]
    shifts = steps * (np.array(size) / np.array(selection.size))
    return np.concatenate([shifts, selection.similarity[:, :PROPOSALS, None]], axis=-1).reshape(-1, 3)


def steered_lines(
    image: np.ndarray, hole: np.ndarray, usable: np.ndarray, guide: np.ndarray, steering: LineSteering
) -> list[FoundLine]:
    """The lines to be followed: those drawn by hand, then those detected and not deleted.

    Shapes as in :func:`find_lines`; ``steering`` in window pixels.
    """
    size = Size(hole.shape[1], hole.shape[0])
    drawn = [drawn_line(part, hole) for line in steering.drawn for part in line.clipped(size)]
    return drawn + steering.kept(find_lines(image, hole, usable, guide), lambda found: found.line)


def detected_lines(window: Window, structure: Guide) -> list[FoundLine]:
    """The lines that an assembly of the window detects. Since the generator's output is not known here, pixels that are
    hidden but not to be filled show the guide instead. They count as missing, so this hardly makes a difference.
    """
    image = _three(window.native / window.scale)
    coarse = _three(window.encoded(structure.colour))
    _put(coarse, image, window.hidden)
    return find_lines(image, window.solved, ~window.hidden, coarse)


def _put(guide: np.ndarray, image: np.ndarray, where: np.ndarray) -> None:
    """Replace the pixels ``where`` (H, W) bool of a window (H, W, 3) with those of the guide (h, w, 3). Lines are detected
    from differences between neighbouring pixels, so the colours under the mask must not remain.
    """
    part = bounds(where)
    inside = where[part.slices]
    image[part.slices][inside] = fitted_part(guide, Size(where.shape[1], where.shape[0]), part)[inside]


def _three(image: np.ndarray) -> np.ndarray:
    image = image.astype(np.float32, copy=False)
    return np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image
