"""Results of an evaluation as data: per image and in total, to and from JSON, to CSV."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
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
    """How a figure of :class:`Scores` is shown, and which of its values are good: large ones, small ones, or those close
    to 1.
    """

    title: str
    short: str
    better: Literal["more", "less", "close"]
    digits: int
    difference_digits: int

    def worse(self, value: float) -> float:
        """The larger, the worse."""
        return {"more": -value, "less": value, "close": abs(value - 1)}[self.better]


FIGURES = {
    "l1": Figure("L1 error", "L1", "less", 4, 4),
    "psnr": Figure("PSNR", "PSNR", "more", 2, 2),
    "ssim": Figure("SSIM", "SSIM", "more", 4, 4),
    "gradient_ratio": Figure("Gradient ratio", "∇", "close", 3, 3),
    "hole_psnr": Figure("Hole PSNR", "Hole PSNR", "more", 2, 2),
    "lite0": Figure("lite0", "lite0", "less", 2, 3),
}
"""By the names of the fields."""


@dataclass(frozen=True)
class ImageScores:
    """The figures of one image. ``hole`` is its missing share; ``digest`` identifies the hole."""

    name: str
    scores: Scores
    hole: float
    digest: str
    seconds: float
    """Time to fill, without reading and scoring."""


@dataclass(frozen=True)
class Evaluation:
    """One method on one set of images and holes."""

    method: str
    holes: str
    """The kind of holes: a label for tables."""
    images: tuple[ImageScores, ...]
    texture: tuple[float, float, float]
    """Texture distance of the whole set, fine to coarse."""

    def values(self, figure: str) -> list[float]:
        """The named figure of every image, in order."""
        return [getattr(image.scores, figure) for image in self.images]

    def mean(self, figure: str) -> Mean:
        return mean_with_error(self.values(figure))

    def means(self) -> Scores:
        return mean_scores([image.scores for image in self.images])

    def against(self, other: Evaluation, seed: int = 0) -> dict[str, PairedDifference]:
        """Figure → the paired difference (this − the other). Raises CrfillError unless images and holes agree."""
        if [(i.name, i.digest) for i in self.images] != [(i.name, i.digest) for i in other.images]:
            raise CrfillError(
                "{method} and {other} were not evaluated on the same images and holes; evaluate both with "
                "the same --images and --masks (or --holes and --seed).",
                method=self.method,
                other=other.method,
            )
        return {name: paired_difference(self.values(name), other.values(name), seed) for name in FIGURES}

    def to_dict(self) -> dict[str, Any]:
        """For JSON; figures that are not finite become None."""
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
    hole_psnr: float | None = None  # files of earlier versions lack it
    lite0: float | None = None  # and this

    @property
    def scores(self) -> ImageScores:
        scores = Scores(**{name: _number(getattr(self, name)) for name in FIGURES})
        return ImageScores(self.name, scores, self.hole, self.hole_digest, self.seconds)


class _Settings(Struct, frozen=True):
    images: str = ""


class _File(Struct):
    """What is read of :meth:`Evaluation.to_dict` and of the settings beside it."""

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
    """The folder of the images of a saved evaluation; None if the file does not name it. Raises CrfillError."""
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
    """One line an image. Raises FileError where the file cannot be written."""
    with replacing(path) as temporary, open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("name", *FIGURES, "hole", "seconds"))
        writer.writerows(_row(image) for image in evaluation.images)


def _row(image: ImageScores) -> Sequence[str | float]:
    return (image.name, *astuple(image.scores), image.hole, image.seconds)


def finite(value: float) -> float | None:
    """The value for JSON: None for infinity and NaN."""
    return value if math.isfinite(value) else None


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
