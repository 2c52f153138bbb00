"""Photo files around a session: reading one with its mask, the bundled samples, neighbours in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from crfill_core.imaging.photo import Photo
from crfill_core.resources import resource


@dataclass(frozen=True, eq=False)
class Opened:
    """A photo as read; ``mask`` is (H, W) uint8 or None."""

    path: Path
    photo: Photo
    mask: np.ndarray | None


def read(path: Path, mask: Path | None = None) -> Opened:
    """Read a photo and, if given, a mask for it; a bundled sample brings its own. Slow: for the worker."""
    from crfill_core.imaging.mask import read_mask
    from crfill_core.imaging.read import read_photo

    if mask is None and is_sample(path):
        ready = path.with_name(f"{path.stem}-mask.png")
        mask = ready if ready.is_file() else None
    photo = read_photo(path)
    return Opened(path, photo, None if mask is None else read_mask(mask, photo.size))


def is_sample(path: Path) -> bool:
    """Whether a file is one of the bundled ones."""
    return path.resolve().parent == resource("samples").resolve()


def samples() -> list[Path]:
    """The bundled photos."""
    folder = resource("samples")
    return sorted(folder.glob("*.jpg")) if folder.is_dir() else []


def beside(path: Path) -> tuple[Path, ...]:
    """All files of a photo's folder that look like photos, and the photo itself, by name."""
    from crfill_core.imaging.formats import OPEN_SUFFIXES

    try:
        others = [other for other in path.parent.iterdir() if other.suffix.lower() in OPEN_SUFFIXES]
    except OSError:
        others = []
    return tuple(sorted({path, *others}, key=lambda other: other.name.lower()))


def home_of_copies(path: Path | None) -> Path:
    """What a suggested name is made from: the photo itself, but a bundled sample's copy goes to the person."""
    if path is not None and not is_sample(path):
        return path
    pictures = platformdirs.user_pictures_path()
    folder = pictures if pictures.is_dir() else Path.home()
    return folder / (path.name if path else "untitled.png")
