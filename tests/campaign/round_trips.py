"""``python -m tests.campaign.round_trips``: photos of every kind in every format, read by programs that are not ours.

Formats × depth × transparency × profile and colour signals × EXIF × XMP. ExifTool, vips, ImageMagick, djpeg and avifdec,
where they are installed, say what is in each file; that must be what the photo had, or what we said would be lost.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from tests.campaign.verdict import conclude
from tests.core.imaging.test_matrix import COLORS, DEEP, EXACT, SEE_THROUGH, SUFFIXES, photo

NEAR = 6.0
"""Of 255: the mean difference that lossy formats may make."""


@dataclass(frozen=True)
class Trip:
    """A file that was written, and the photo in it."""

    path: Path
    photo: Photo
    colors: str

    @property
    def suffix(self) -> str:
        return self.path.suffix

    @property
    def deep(self) -> bool:
        return self.photo.pixels.dtype == np.uint16 and self.suffix in DEEP

    def expected(self) -> np.ndarray:
        """(H, W, 3 or 4) as another program should read it."""
        pixels, alpha = self.photo.pixels, self.photo.alpha
        if pixels.dtype == np.uint16 and not self.deep:
            pixels, alpha = (
                None if plane is None else np.rint(plane / 257).astype(np.uint8) for plane in (pixels, alpha)
            )
        assert pixels is not None
        if alpha is None or self.suffix not in SEE_THROUGH:
            return pixels
        return np.dstack([pixels, alpha])


def trips(folder: Path, step: int = 1) -> list[Trip]:
    """Every ``step``-th combination, written."""
    kinds = itertools.product(SUFFIXES, COLORS, *[(False, True)] * 4)
    made = []
    for number, (suffix, colors, deep, alpha, block, packet) in enumerate(
        itertools.islice(kinds, 0, None, step)
    ):
        before = photo(deep, alpha, colors, block, packet)
        made.append(Trip(write_photo(before, folder / f"{number:03}{suffix}"), before, colors))
    return made


def by_exiftool(made: list[Trip]) -> Iterator[tuple[Trip, str]]:
    """What it misses or has too much, for each file."""
    command = [
        "exiftool",
        "-j",
        "-G1",
        "-n",
        "-warning",
        "-error",
        "-all",
        *(str(trip.path) for trip in made),
    ]
    told = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    facts = {Path(one["SourceFile"]): one for one in told}
    for trip in made:
        yield trip, "; ".join(_amiss(trip, facts[trip.path]))


def _amiss(trip: Trip, facts: dict[str, Any]) -> Iterator[str]:
    named = trip.suffix != ".bmp"
    wanted = {
        "EXIF": (trip.photo.exif is not None and named, facts.get("IFD0:Make") == "Camera"),
        "XMP": (trip.photo.xmp is not None and named, facts.get("XMP-tiff:Orientation") == 1),
        "the ICC profile": (
            trip.colors == "icc" and named,
            facts.get("ICC_Profile:ProfileDescription") == "Wide",
        ),
    }
    for what, (there, told) in wanted.items():
        if there != told:
            yield f"{what}: {'missing' if there else 'not expected'}"
    if trip.colors != "none" and trip.colors != "icc" and named:
        made = any(key.startswith("ICC_Profile") for key in facts)
        # Code points that come from elsewhere have a profile beside them in PNG, for programs that know none.
        signals = (trip.suffix, trip.colors) in ((".png", "gamma"), (".avif", "cicp"))
        if made == signals:
            yield f"{trip.colors}: {'a profile beside the signals' if made else 'no profile'}"
    if trip.suffix == ".png" and trip.colors == "gamma" and facts.get("PNG:Gamma") != 1:
        yield f"gamma {facts.get('PNG:Gamma')}"
    bits = str(
        facts.get("PNG:BitDepth", facts.get("IFD0:BitsPerSample", facts.get("File:BitsPerSample", "")))
    ).split()
    if bits and trip.suffix in (".png", ".tif", ".jpg") and bits[0] != ("16" if trip.deep else "8"):
        yield f"{bits} bits"
    for kind in ("Error", "Warning"):
        for key, text in facts.items():
            if key.endswith(f":{kind}") and "MakerNotes" not in str(text):
                yield str(text)


def by_pixels(trip: Trip, program: str) -> str:
    """What is wrong with the pixels that a program reads."""
    read = _READERS[program](trip)
    expected = trip.expected()
    if read.shape != expected.shape or read.dtype != expected.dtype:
        return f"{program}: {read.shape} {read.dtype}"
    exact = trip.suffix in EXACT and (trip.photo.alpha is None or trip.suffix in SEE_THROUGH)
    if exact:
        return "" if np.array_equal(read, expected) else f"{program}: other values"
    if trip.photo.alpha is not None and trip.suffix not in SEE_THROUGH:
        # On white, in the photo's own encoding.
        share = trip.photo.alpha[..., None] / np.iinfo(trip.photo.alpha.dtype).max
        expected = expected * share + 255 * (1 - share)
    off = float(np.abs(read.astype(float) - expected).mean())
    return "" if off < NEAR else f"{program}: off by {off:.1f}"


def _by_vips(trip: Trip) -> np.ndarray:
    out = trip.path.with_suffix(".v.raw")
    subprocess.run(["vips", "rawsave", str(trip.path), str(out)], check=True, capture_output=True)
    return _raw(trip, out.read_bytes())


def _by_imagemagick(trip: Trip) -> np.ndarray:
    form = "rgba" if trip.expected().shape[2] == 4 else "rgb"
    depth = "16" if trip.deep else "8"
    # Of a linear PNG it would show other values, rightly; these are the ones that are stored.
    command = [
        "convert",
        str(trip.path),
        "-set",
        "colorspace",
        "sRGB",
        "-depth",
        depth,
        "-endian",
        "LSB",
        f"{form}:-",
    ]
    return _raw(trip, subprocess.run(command, check=True, capture_output=True).stdout)


def _by_djpeg(trip: Trip) -> np.ndarray:
    data = subprocess.run(["djpeg", "-ppm", str(trip.path)], check=True, capture_output=True).stdout
    return _raw(trip, data[-trip.photo.size.area * 3 :])


def _by_avifdec(trip: Trip) -> np.ndarray:
    from PIL import Image

    out = trip.path.with_suffix(".avif.png")
    subprocess.run(["avifdec", "-d", "8", str(trip.path), str(out)], check=True, capture_output=True)
    with Image.open(out) as image:
        return np.asarray(image.convert("RGBA" if trip.expected().shape[2] == 4 else "RGB"))


def _raw(trip: Trip, data: bytes) -> np.ndarray:
    height, width = trip.photo.pixels.shape[:2]
    return np.frombuffer(data, "<u2" if trip.deep else np.uint8).reshape(height, width, -1)


_READERS = {"vips": _by_vips, "convert": _by_imagemagick, "djpeg": _by_djpeg, "avifdec": _by_avifdec}
_READS = {
    "vips": (".jpg", ".png", ".tif", ".webp", ".avif"),
    "convert": (".jpg", ".png", ".tif", ".bmp"),
    "djpeg": (".jpg",),
    "avifdec": (".avif",),
}


def by_avifdec(trip: Trip) -> str:
    """What avifdec says of the colours, and of EXIF and XMP."""
    told = subprocess.run(
        ["avifdec", "--info", str(trip.path)], capture_output=True, text=True, check=True
    ).stdout
    wanted = {
        "ICC Profile": trip.photo.icc is not None and trip.colors != "cicp",
        "XMP Metadata": trip.photo.xmp is not None,
        "Exif Metadata": trip.photo.exif is not None,
    }
    wrong = [what for what, there in wanted.items() if there == bool(re.search(rf"{what} *: Absent", told))]
    if trip.colors == "cicp" and not ("Color Primaries: 12" in told and "Transfer Char. : 13" in told):
        wrong.append("code points")
    if (trip.photo.alpha is not None) == ("Alpha          : Absent" in told):
        wrong.append("alpha")
    return f"avifdec: {', '.join(wrong)}" if wrong else ""


def campaign(step: int = 1) -> tuple[Counter[str], list[str]]:
    """How many files each program has read, and what was amiss."""
    read, amiss = Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="crfill trips ") as name:
        made = trips(Path(name), step)
        if shutil.which("exiftool"):
            for trip, wrong in by_exiftool(made):
                read["exiftool"] += 1
                amiss += [f"{_named(trip)}: {wrong}"] if wrong else []
        for trip in made:
            for program, suffixes in _READS.items():
                if trip.suffix in suffixes and shutil.which(program):
                    read[program] += 1
                    amiss += [f"{_named(trip)}: {wrong}"] if (wrong := by_pixels(trip, program)) else []
            if trip.suffix == ".avif" and shutil.which("avifdec"):
                amiss += [f"{_named(trip)}: {wrong}"] if (wrong := by_avifdec(trip)) else []
    return read, amiss


def _named(trip: Trip) -> str:
    kept = trip.photo
    parts = [trip.suffix, str(kept.pixels.dtype), trip.colors]
    parts += [name for name in ("alpha", "exif", "xmp") if getattr(kept, name) is not None]
    return " ".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="take every step-th combination")
    read, amiss = campaign(parser.parse_args().step)
    print("files read by", *(f"{program} {count}" for program, count in read.items()), sep="  ")
    return conclude(read.total(), amiss)


if __name__ == "__main__":
    sys.exit(main())
