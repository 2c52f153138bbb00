"""The kinds of files that the program opens: sound samples of each, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "core" / "imaging" / "files"


@dataclass(frozen=True)
class Kind:
    """``open`` raises a CrfillError for what it refuses."""

    name: str
    suffix: str
    samples: Callable[[Path], list[bytes]]
    open: Callable[[Path], object]


def _photo(path: Path) -> object:
    from crfill_core.imaging.read import read_photo

    return read_photo(path)


def _mask(path: Path) -> object:
    from crfill_core.geometry import Size
    from crfill_core.imaging.mask import read_mask

    return read_mask(path, Size(40, 28))


def _project(path: Path) -> object:
    from crfill_gui.document.project_file import load_project

    return load_project(path).document()


def _recipe(path: Path) -> object:
    from crfill_core.jobs.recipe import read_recipe

    return read_recipe(path)


def _weights(path: Path) -> object:
    from crfill_core.weights.load import load_weights

    return load_weights(path)


def _images(*suffixes: str) -> Callable[[Path], list[bytes]]:
    def samples(scratch: Path) -> list[bytes]:
        files = sorted(IMAGES.rglob("*"))
        return [path.read_bytes() for path in files if path.suffix in suffixes]

    return samples


def _masks(scratch: Path) -> list[bytes]:
    from crfill_core.imaging.mask import write_mask

    soft = np.linspace(0, 255, 28 * 40).reshape(28, 40).astype(np.uint8)
    ours = write_mask(soft, scratch / "mask.png").read_bytes()
    others = sorted((IMAGES / "odd").glob("mask-*.tif"))
    return [ours, *(path.read_bytes() for path in others)]


def _kept(pattern: str) -> Callable[[Path], list[bytes]]:
    return lambda scratch: [path.read_bytes() for path in sorted((ROOT / "files").glob(pattern))]


def _projects(scratch: Path) -> list[bytes]:
    from crfill_core.imaging.read import read_photo
    from crfill_gui.document.document import Document
    from crfill_gui.document.project import Project
    from crfill_gui.document.project_save import save_project

    found = _kept("*.crfill")(scratch)
    for name in ("rgba16.png", "full.jpg"):
        document = Document(read_photo(IMAGES / name))
        found.append(save_project(scratch / "a.crfill", Project.of(document)).read_bytes())
    return found


def _small_weights(scratch: Path) -> list[bytes]:
    from crfill_core.networks.generator import Generator, GeneratorConfig
    from crfill_core.weights.load import save_weights

    path = scratch / "small.safetensors"
    save_weights(
        path, Generator(GeneratorConfig(width=8)), {"crop": 64, "largest_hole": 32, "licence": "CC0"}
    )
    return [path.read_bytes()]


KINDS = (
    Kind("JPEG", ".jpg", _images(".jpg"), _photo),
    Kind("PNG", ".png", _images(".png"), _photo),
    Kind("TIFF", ".tif", _images(".tif"), _photo),
    Kind("WebP", ".webp", _images(".webp"), _photo),
    Kind("AVIF", ".avif", _images(".avif"), _photo),
    Kind("BMP", ".bmp", _images(".bmp"), _photo),
    Kind("mask", ".png", _masks, _mask),
    Kind("project", ".crfill", _projects, _project),
    Kind("recipe", ".json", _kept("*.json"), _recipe),
    Kind("weights", ".safetensors", _small_weights, _weights),
)
