"""The results of an evaluation, for each image and in total. They are written to JSON and CSV, and read from JSON."""

from __future__ import annotations

import csv
import math
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from crfill_core.base.messages import reason
from crfill_core.errors import CrfillError
from crfill_core.evaluation.metrics import Scores, mean_scores
from crfill_core.evaluation.statistics import Mean, PairedDifference, mean_with_error, paired_difference
from crfill_core.files.replace import replacing
from crfill_core.files.strict import StrictError, read_json, why


@dataclass(frozen=True)
class Figure:
    """How a metric, a field of :class:`Scores`, is shown."""

    title: str
    short: str
    better: Literal["more", "less", "close"]
    """Which values are good: large ones, small ones, or those close to 1."""
    digits: int
    """Decimals of a value."""
    difference_digits: int
    """Decimals of a difference of two values."""

    def worse(self, value: float) -> float:
        """A number that is larger for a worse value."""
        return {"more": -value, "less": value, "close": abs(value - 1)}[self.better]


FIGURES = {
    "l1": Figure("L1 error", "L1", "less", 4, 4),
    "psnr": Figure("PSNR", "PSNR", "more", 2, 2),
    "ssim": Figure("SSIM", "SSIM", "more", 4, 4),
    "gradient_ratio": Figure("Gradient ratio", "∇", "close", 3, 3),
    "hole_psnr": Figure("Hole PSNR", "Hole PSNR", "more", 2, 2),
    "lite0": Figure("lite0", "lite0", "less", 2, 3),
}
"""Name of a field of :class:`Scores` → how it is shown."""


@dataclass(frozen=True)
class ImageScores:
    """The metrics of one image."""

    name: str
    scores: Scores
    hole: float
    """The missing share of the image, between 0 and 1."""
    digest: str
    """A checksum of the hole."""
    seconds: float
    """Time of the fill alone, without reading and scoring."""


@dataclass(frozen=True)
class Evaluation:
    """One method on one set of images and holes."""

    method: str
    holes: str
    """Name of the kind of holes in tables."""
    images: tuple[ImageScores, ...]
    texture: tuple[float, float, float]
    """Texture distances of the whole set, fine to coarse."""

    def values(self, figure: str) -> list[float]:
        """One metric of every image, in order. ``figure``: a key of :data:`FIGURES`."""
        return [getattr(image.scores, figure) for image in self.images]

    def mean(self, figure: str) -> Mean:
        return mean_with_error(self.values(figure))

    def means(self) -> Scores:
        return mean_scores([image.scores for image in self.images])

    def against(self, other: Evaluation, seed: int = 0) -> dict[str, PairedDifference]:
        """Metric → the paired difference, this − other. Raises CrfillError unless images and holes are the same."""
        if [(i.name, i.digest) for i in self.images] != [(i.name, i.digest) for i in other.images]:
            raise CrfillError(
                "{method} and {other} were not evaluated on the same images and holes; evaluate both with "
                "the same --images and --masks (or --holes and --seed).",
                method=self.method,
                other=other.method,
            )
        return {name: paired_difference(self.values(name), other.values(name), seed) for name in FIGURES}

    def to_dict(self) -> dict[str, Any]:
        """The evaluation for JSON. Infinite and undefined values become None."""
        return {
            "method": self.method,
            "holes": self.holes,
            "images": len(self.images),
            **{name: finite(value) for name, value in asdict(self.means()).items()},
            "texture_distance": [finite(value) for value in self.texture],
            "standard_error": {name: finite(self.mean(name).error) for name in FIGURES},
            "seconds": sum(image.seconds for image in self.images) / max(1, len(self.images)),
            "per_image": [
                {
                    "name": image.name,
                    **{name: finite(value) for name, value in asdict(image.scores).items()},
                    "hole": image.hole,
                    "hole_digest": image.digest,
                    "seconds": image.seconds,
                }
                for image in self.images
            ],
        }


class _Image(Struct):
    name: str
    l1: float | None
    psnr: float | None
    ssim: float | None
    gradient_ratio: float | None
    hole: float
    hole_digest: str
    seconds: float
    hole_psnr: float | None = None  # files of earlier versions lack this and the next
    lite0: float | None = None

    @property
    def scores(self) -> ImageScores:
        scores = Scores(**{name: _number(getattr(self, name)) for name in FIGURES})
        return ImageScores(self.name, scores, self.hole, self.hole_digest, self.seconds)


class _Settings(Struct, frozen=True):
    images: str = ""


class _File(Struct):
    """The part of a file of ``crfill evaluate --json`` that is read."""

    method: str
    holes: str
    texture_distance: tuple[float | None, float | None, float | None]
    per_image: list[_Image]
    settings: _Settings = _Settings()


def read_evaluation(path: Path) -> Evaluation:
    """An evaluation saved as JSON. Raises CrfillError."""
    file = _read(path)
    fine, middle, coarse = (_number(value) for value in file.texture_distance)
    images = tuple(image.scores for image in file.per_image)
    return Evaluation(file.method, file.holes, images, (fine, middle, coarse))


def evaluated_folder(path: Path) -> Path | None:
    """The folder of the images in a saved evaluation; None if the file names none. Raises CrfillError."""
    folder = _read(path).settings.images
    return Path(folder) if folder else None


def _read(path: Path) -> _File:
    try:
        return read_json(path, _File)
    except OSError as error:
        raise CrfillError(
            "{path} cannot be read ({reason}); check the name.", path=path, reason=reason(error)
        ) from error
    except StrictError as error:
        raise CrfillError(
            "{path} holds no evaluation ({reason}); make one with `crfill evaluate --json {path}`.",
            path=path,
            reason=why(error),
        ) from error


def write_csv(evaluation: Evaluation, path: Path) -> None:
    """Write a CSV file with a line for each image. Raises FileError."""
    with replacing(path) as temporary, open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("name", *FIGURES, "hole", "seconds"))
        writer.writerows((i.name, *astuple(i.scores), i.hole, i.seconds) for i in evaluation.images)


def finite(value: float) -> float | None:
    """The value for JSON: None for infinity and NaN."""
    return value if math.isfinite(value) else None


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
