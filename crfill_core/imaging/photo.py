"""The photo as the whole program sees it: integer pixels, as in the file where possible, and the metadata."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.geometry import Size


@dataclass(frozen=True)
class Origin:
    """Where a photo came from and how it was stored, so that it can be saved in the same way."""

    path: Path | None
    format: str  # "JPEG" | "PNG" | "TIFF" | "WEBP" | "AVIF" | "BMP" | "GIF" | "RAW" | "HEIC" | "CLIPBOARD"
    jpeg_quantization: dict[int, list[int]] | None = None
    """A quantisation table of 64 numbers for each component; further components use the last table."""
    jpeg_subsampling: str | None = None
    """"4:4:4", "4:2:0" … of the upright picture, see :class:`~crfill_core.imaging.jpeg_layout.Layout`; None if unknown
    or not a JPEG of three components.
    """
    lossless: bool = True
    dpi: tuple[float, float] | None = None
    """Pixels per inch across and down."""
    iptc: bytes | None = None
    """The IPTC record (caption, byline, …); written to JPEG and TIFF."""
    photoshop: bytes | None = None
    """Photoshop's image resources that stay valid after an edit (paths, guides, …); written to JPEG and TIFF."""
    segments: bytes | None = None
    """Whole segments of a JPEG: comments and other texts."""
    chunks: bytes | None = None
    """Whole chunks of a PNG: texts, and the meaning of its values (gamma, primaries, significant bits, HDR)."""
    cicp: tuple[int, int] | None = None
    """Code points of the primaries and the transfer function (ITU-T H.273), if the file states them; those of an AVIF with
    a profile are ignored.
    """
    jpeg_rgb: bool = False
    """Whether the JPEG stores RGB instead of YCbCr."""


@dataclass(frozen=True, eq=False)
class Photo:
    """Upright pixels (EXIF orientation applied) plus metadata. A photo is immutable, so that any thread may read it: its
    arrays are not copied but made read-only. Use :meth:`with_pixels` for a photo with other pixels.

    ``pixels`` is (H, W, C) uint8 or uint16 with C = 1 (grey) or 3 (RGB), in the space of ``icc`` (None = sRGB);
    ``alpha`` is (H, W) of the same dtype or None (not premultiplied). ``exif`` is the raw EXIF block beginning
    with the TIFF header (no ``Exif\\0\\0`` prefix), its orientation tag already 1; ``xmp`` is the raw XMP packet.
    ``notes`` are sentences that tell the user what opening changed ("The CMYK colours were converted to RGB …").
    """

    pixels: np.ndarray
    alpha: np.ndarray | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    origin: Origin | None = None
    notes: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        if (
            self.pixels.ndim != 3
            or self.pixels.shape[2] not in (1, 3)
            or self.pixels.dtype not in (np.uint8, np.uint16)
        ):
            raise ValueError(
                f"pixels must be (H, W, 1|3) uint8|uint16, not {self.pixels.shape} {self.pixels.dtype}"
            )
        if self.alpha is not None and (
            self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != self.pixels.dtype
        ):
            raise ValueError("alpha must be (H, W) of the pixels' dtype")
        for array in (self.pixels, self.alpha):
            if array is not None:
                array.flags.writeable = False

    @property
    def size(self) -> Size:
        return Size(self.pixels.shape[1], self.pixels.shape[0])

    @property
    def channels(self) -> int:
        return int(self.pixels.shape[2])

    @property
    def max_value(self) -> int:
        """255 or 65535."""
        return int(np.iinfo(self.pixels.dtype).max)

    def with_pixels(self, pixels: np.ndarray) -> Photo:
        """The photo with other pixels of the same shape and dtype. Raises ValueError for another shape or dtype."""
        if pixels.shape != self.pixels.shape or pixels.dtype != self.pixels.dtype:
            raise ValueError("with_pixels keeps shape and dtype")
        return replace(self, pixels=pixels)
