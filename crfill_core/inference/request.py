"""Requests and results of fills: frozen data without torch.

A request holds everything that decides the result, apart from the weights and the device if it names none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.base.options import Choice, Options, option
from crfill_core.geometry import Box
from crfill_core.imaging.opacity import fills_share, with_cover
from crfill_core.imaging.photo import Photo
from crfill_core.references.lines import LineSteering

if TYPE_CHECKING:
    from crfill_core.references.provenance import References

Mode = Literal["auto", "network", "assembly"]
MODES: tuple[Mode, ...] = get_args(Mode)
Coarse = Literal["auto", "full", "half"]
Device = Literal["auto", "cpu", "cuda", "mps"]
DEVICES: tuple[Device, ...] = get_args(Device)


@dataclass(frozen=True)
class FillOptions(Options):
    """How to fill. Equal options and equal inputs give equal pixels on the same class of device, unless memory runs out.

    Raises OptionError, a ValueError, for values out of bounds.
    """

    mode: Mode = option(
        "auto",
        "how to fill: auto chooses for each hole, network paints it, assembly puts it together from the photo",
        title=Message("Mode"),
        choices={
            "auto": Choice(Message("Auto"), Message("Chooses what works best for each hole.")),
            "network": Choice(Message("Network"), Message("The network paints the hole by itself.")),
            "assembly": Choice(
                Message("Assembly"),
                Message("The network gives the structure, and parts of the photo give the detail."),
            ),
        },
    )
    detail: float = option(
        1.0,
        "detail transfer in network mode: how much fine detail a fill gets from the rest of the photo",
        low=0,
        high=1,
        percent=True,
        title=Message("Detail"),
        tip=Message("How much fine detail a network fill gets from the rest of the photo"),
    )
    scale: float = option(
        1.0,
        "scale of the window relative to the planned one: 0.7 shows the network more context, 1.4 more detail",
        low=0.001,
        high=1000,
        offered=(0.25, 4),
        percent=True,
        title=Message("Window scale"),
        tip=Message("Lower: the network sees more of the surroundings. Higher: it sees more detail."),
    )
    mirrored: bool = option(
        False, "run the network on the mirrored window, which gives another, equally valid result", kept=False
    )
    candidate_set: int = option(
        0,
        "assembly: leave out this many of the best candidate shifts, for another result",
        low=0,
        high=1000,
        kept=False,
    )
    window: Box | None = option(
        None,
        "the window that the network sees, in photo pixels, instead of one planned for each hole",
        kept=False,
    )
    coarse: Coarse = option(
        "auto",
        "the size at which the coarse network sees a window (paper, section 5.1); auto: half in network mode where the "
        "window is reduced, else full",
        since=2,
        before="full",
        title=Message("Coarse network"),
        tip=Message("The size at which the coarse network sees the window"),
        choices={
            "auto": Choice(Message("Auto")),
            "full": Choice(Message("Full size")),
            "half": Choice(Message("Half size")),
        },
    )
    """See :func:`crfill_core.inference.plan.coarse_at_half`."""


@dataclass(frozen=True, eq=False)
class FillRequest:
    """A photo, what to fill, and how.

    ``mask``: (H, W) uint8 coverage; 0 = keep every bit, 255 = replace, between = blend this share of the fill in.
    Every pixel with coverage > 0 is hidden from the network. ``avoid``: (H, W) bool, pixels that must not be borrowed from;
    ``prefer``: (H, W) bool, pixels to borrow from where possible. ``revision`` is for the caller; the result returns it.
    """

    photo: Photo
    mask: np.ndarray
    options: FillOptions = FillOptions()
    avoid: np.ndarray | None = None
    prefer: np.ndarray | None = None
    lines: LineSteering = LineSteering()
    """Drawn lines, which continue across the hole, and deleted ones, which are not followed."""
    revision: int = 0
    weights: str = ""
    """Name or path of the weights to use; "" leaves the choice to the caller's inpainter."""
    device: str = ""
    """Name of the device to fill on; "" leaves the choice to the caller's inpainter."""

    def hidden(self, box: Box, filled: np.ndarray | None = None) -> np.ndarray:
        """(h, w) bool: pixels of a box that must not be used. These are masked pixels not yet ``filled`` (H, W) bool,
        avoided pixels, and pixels at most half as opaque as the most opaque pixel that is neither.
        """
        hidden = self.mask[box.slices] > 0
        if filled is not None:
            hidden &= ~filled[box.slices]
        if self.avoid is not None:
            hidden |= self.avoid[box.slices]
        # The colours of transparent pixels need not belong to the picture.
        if self.photo.alpha is not None:
            alpha = self.photo.alpha[box.slices]
            hidden |= alpha <= alpha.max(where=~hidden, initial=0) // 2
        return hidden

    def share(self, box: Box, write: np.ndarray) -> np.ndarray:
        """(h, w) uint8: the share of the fill in the visible colour of a box's pixels: 0 except where ``write`` (h, w) bool
        is set, there the coverage, or more where the photo is transparent.
        """
        coverage = np.where(write, self.mask[box.slices], np.uint8(0))
        return coverage if self.photo.alpha is None else fills_share(self.photo.alpha[box.slices], coverage)


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
    """The filled patches (to be pasted in order) and how they were made. ``notes`` are sentences for the user."""

    patches: tuple[FillPatch, ...]
    holes: tuple[HoleReport, ...]
    weights: str
    device: str
    seconds: float
    weights_sha256: str = ""
    """SHA-256 of the weights that made the patches, lower-case hexadecimal; "" if unknown."""
    notes: tuple[Message, ...] = ()
    revision: int = 0
    references: tuple[References, ...] = field(default=(), repr=False)
    """The references of each window's fill, in the order of ``holes``; interpolated holes come last and have none."""
    structure: str = ""
    """The name of the structure network's weights; "" if that network was not used, or if the name is unknown."""
    structure_sha256: str = ""
    """SHA-256 of the structure network's weights, lower-case hexadecimal; "" if that network was not used, or if it is
    unknown.
    """

    def apply(self, photo: Photo, mask: np.ndarray | None = None) -> Photo:
        """The photo with the patches pasted in; every pixel outside the request's mask is unchanged.

        With ``mask`` (H, W) uint8, the request's, filled pixels also become more opaque, and fully opaque where it is 255.
        """
        pixels = photo.pixels.copy()
        for patch in self.patches:
            pixels[patch.box.slices] = patch.pixels
        filled = photo.with_pixels(pixels)
        if mask is None or photo.alpha is None:
            return filled
        return replace(filled, alpha=with_cover(photo.alpha, mask))
