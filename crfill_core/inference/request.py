"""What a fill is asked and what it answers: frozen data without torch.

A request holds everything that decides the result.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.opacity import with_cover
from crfill_core.imaging.photo import Photo
from crfill_core.lines import LineSteering

if TYPE_CHECKING:
    from crfill_core.references.provenance import References

Mode = Literal["auto", "network", "assembly"]
MODES: tuple[Mode, ...] = ("auto", "network", "assembly")
Coarse = Literal["auto", "full", "half"]
COARSE: tuple[Coarse, ...] = ("auto", "full", "half")


@dataclass(frozen=True)
class FillOptions:
    """How to fill. Equal options and equal inputs give equal pixels on the same class of device."""

    mode: Mode = "auto"
    detail: float = 1.0
    """Detail transfer in network mode, 0 (none) … 1 (full)."""
    scale: float = 1.0
    """The window's scale relative to the planned one: 0.7 shows the network more context, 1.4 more detail."""
    mirrored: bool = False
    """Run the network on the mirrored window (another, equally valid answer)."""
    candidate_set: int = 0
    """Assembly: 0 uses the best candidate shifts, n > 0 leaves out the n best (second-best answers)."""
    window: Box | None = None
    """The context window in photo coordinates, chosen by hand; None plans one for each group of holes."""
    coarse: Coarse = "auto"
    """Whether the coarse network sees the window at the network's full scale or at half of it (paper, section 5.1); auto:
    at half in mode network where the window is reduced (see :func:`crfill_core.inference.plan.coarse_at_half`)."""


@dataclass(frozen=True, eq=False)
class FillRequest:
    """A photo, what to fill, and how.

    ``mask``: (H, W) uint8 coverage; 0 = keep bit for bit, 255 = replace, between = blend that share of the fill in.
    Every pixel with coverage > 0 is hidden from the network. ``avoid``: (H, W) bool, must not be borrowed from;
    ``prefer``: (H, W) bool, borrowed from where possible. ``revision`` is the caller's and is handed back.
    """

    photo: Photo
    mask: np.ndarray
    options: FillOptions = FillOptions()
    avoid: np.ndarray | None = None
    prefer: np.ndarray | None = None
    lines: LineSteering = LineSteering()
    """Edges drawn to go on across the hole, and found ones that must not."""
    revision: int = 0
    weights: str = ""
    """Name or path of the weights that are to answer; "" leaves the choice to whoever has several."""
    device: str = ""
    """Name of the device to fill on, likewise."""

    def hidden(self, box: Box, filled: np.ndarray | None = None) -> np.ndarray:
        """(h, w) bool: what may not be looked at in a box: the holes less what is ``filled`` (H, W) bool by now, avoided
        pixels, and those at most half as opaque as others.
        """
        hidden = self.mask[box.slices] > 0
        if filled is not None:
            hidden &= ~filled[box.slices]
        if self.avoid is not None:
            hidden |= self.avoid[box.slices]
        if self.photo.alpha is not None:  # colours that are hardly seen need not belong to the picture
            alpha = self.photo.alpha[box.slices]
            hidden |= alpha <= alpha.max(where=~hidden, initial=0) // 2
        return hidden


@dataclass(frozen=True, eq=False)
class FillPatch:
    """One filled box: ``pixels`` is (h, w, C) of the photo's dtype, equal to the photo wherever the mask is 0."""

    box: Box
    pixels: np.ndarray


@dataclass(frozen=True)
class HoleReport:
    """How one group of holes was filled."""

    hole: Box
    window: Box
    scale: float
    """Network pixels per photo pixel."""
    mode: Literal["network", "assembly", "interpolation"]
    seconds: float


@dataclass(frozen=True, eq=False)
class FillResult:
    """The filled patches (to be pasted in order) and how they came about. ``notes`` are sentences for the user."""

    patches: tuple[FillPatch, ...]
    holes: tuple[HoleReport, ...]
    weights: str
    device: str
    seconds: float
    weights_sha256: str = ""
    """Of the weights that made the patches, lower-case hexadecimal; "" where it is not known."""
    notes: tuple[str, ...] = ()
    revision: int = 0
    references: tuple[References, ...] = field(default=(), repr=False)
    """What each window's fill was made from, in the order of ``holes``; interpolated holes come last and have none."""
    structure: str = ""
    """The name of the structure network's weights; "" where it had no part in the fill, or where it is not known."""
    structure_sha256: str = ""
    """Of the structure network's weights, lower-case hexadecimal; "" as for ``structure``."""

    def apply(self, photo: Photo, mask: np.ndarray | None = None) -> Photo:
        """The photo with the patches pasted in; every pixel outside their masks is unchanged.

        With the ``mask`` (H, W) uint8 of the request, what was transparent and is filled becomes opaque to that share.
        """
        pixels = photo.pixels.copy()
        for patch in self.patches:
            pixels[patch.box.slices] = patch.pixels
        filled = photo.with_pixels(pixels)
        if mask is None or photo.alpha is None:
            return filled
        return replace(filled, alpha=with_cover(photo.alpha, mask))
