"""Results of an evaluation as data: per image and in total, to and from JSON, to CSV."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

from crfill_core.base.messages import reason
from crfill_core.errors import CrfillError
from crfill_core.evaluation.metrics import Scores, mean_scores
from crfill_core.evaluation.statistics import Mean, PairedDifference, mean_with_error, paired_difference
from crfill_core.files.replace import replacing

FIGURES = tuple(field.name for field in fields(Scores))
ADDED = ("hole_psnr", "lite0")
"""Figures that files of earlier versions lack."""


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

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Evaluation:
        """The inverse of :meth:`to_dict`. Raises KeyError, TypeError or ValueError for anything else."""
        images = tuple(
            ImageScores(
                one["name"],
                Scores(**{name: _number(one.get(name) if name in ADDED else one[name]) for name in FIGURES}),
                one["hole"],
                one["hole_digest"],
                one["seconds"],
            )
            for one in values["per_image"]
        )
        fine, middle, coarse = (_number(value) for value in values["texture_distance"])
        return cls(values["method"], values["holes"], images, (fine, middle, coarse))


def read_evaluation(path: Path) -> Evaluation:
    """An evaluation saved as JSON. Raises CrfillError."""
    try:
        return Evaluation.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CrfillError(
            "{path} cannot be read ({reason}); check the name.", path=path, reason=reason(error)
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise CrfillError(
            "{path} holds no evaluation; make one with `crfill evaluate --json {path}`.", path=path
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
