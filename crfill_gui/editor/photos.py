"""The photo files of a session: reading them, bundled samples, the other photos of a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from crfill_core.base.messages import Message
from crfill_core.files.resources import resource
from crfill_core.files.versions import Version, version_of
from crfill_core.imaging.photo import Photo
from crfill_gui.document.document import Document

PROJECT_SUFFIX = ".crfill"
OTHER_SUFFIXES = frozenset((PROJECT_SUFFIX, ".ora", ".json", ".md", ".tex", ".csv"))
"""Suffixes of the files that the editor and the lab write besides photos."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A photo or project as read from the file ``path``. ``photo_path``: the photo's own file; None if the photo was
    never in a file.
    """

    path: Path
    photo_path: Path | None
    document: Document
    notes: tuple[Message, ...]
    version: Version | None = None
    """The file's version just before it was read."""


def read_photo(path: Path) -> Photo:
    """Like :func:`crfill_core.imaging.read.read_photo`, which is imported on first use."""
    from crfill_core.imaging import read

    return read.read_photo(path)


def read(
    path: Path,
    history_budget: int,
    mask: Path | None = None,
    read_photo: Callable[[Path], Photo] = read_photo,
) -> Opened:
    """Read a project or a photo. ``mask``: the file of the photo's mask; without it, a bundled sample gets its own mask.
    ``history_budget``: the limit of the history, in bytes. Slow, so call it in a worker. Raises CrfillError.
    """
    version = version_of(path)
    if is_project(path):
        return replace(_read_project(path, history_budget), version=version)
    photo = read_photo(path)
    document, notes = Document(photo, history_budget), photo.notes
    if mask is None and is_sample(path):
        ready = path.with_name(f"{path.stem}-mask.png")
        mask = ready if ready.is_file() else None
    if mask is not None:
        from crfill_core.imaging.mask import read_mask

        document.set_mask(read_mask(mask, photo.size), "Ready mask")
        document.history.mark_opened()
        notes = (*notes, Message("This sample comes with a ready mask: press Fill."))
    return Opened(path, path, document, notes, version)


def _read_project(path: Path, history_budget: int) -> Opened:
    from crfill_gui.document.project_file import load_project

    document = load_project(path).document(history_budget)
    document.mark_saved(path, document.history.state, document.history.moment)
    origin = document.original.origin
    return Opened(path, origin.path if origin else None, document, ())


def is_project(path: Path) -> bool:
    """Whether a file's suffix is that of projects."""
    return path.suffix.lower() == PROJECT_SUFFIX


def with_known_suffix(path: Path, suffix: str) -> Path:
    """The path, followed by ``suffix`` (with its dot) unless it ends in the suffix of a photo or of another file that the
    editor writes. ``photo.v2`` becomes ``photo.v2.png``.
    """
    from crfill_core.imaging.codecs.formats import OPEN_SUFFIXES

    known = path.suffix.lower() in OPEN_SUFFIXES | OTHER_SUFFIXES
    return path if known else path.with_name(path.name + suffix)


def is_in_project(document: Document) -> bool:
    """Whether a project file holds the document with all its changes."""
    return not document.is_dirty and document.saved_as is not None and is_project(document.saved_as)


def is_sample(path: Path) -> bool:
    return path.resolve().parent == resource("samples").resolve()


def samples() -> list[Path]:
    """The bundled samples."""
    folder = resource("samples")
    return sorted(folder.glob("*.jpg")) if folder.is_dir() else []


def beside(path: Path) -> tuple[Path, ...]:
    """The photos in that photo's folder, including the photo itself, sorted by name. Masks are left out."""
    from crfill_core.jobs.batch import list_photos

    try:
        others = list_photos(path.parent)
    except OSError:
        others = []
    return tuple(sorted({path, *others}, key=lambda other: other.name.lower()))


def home_of_copies(path: Path | None) -> Path:
    """The path on which the names of new files are based: that of the photo or, if it is a bundled sample or has no path,
    one in the user's folder for pictures.
    """
    if path is not None and not is_sample(path):
        return path
    return pictures_folder() / (path.name if path else "untitled.png")


def pictures_folder() -> Path:
    """The user's folder for pictures, or the home folder if there is none."""
    pictures = platformdirs.user_pictures_path()
    return pictures if pictures.is_dir() else Path.home()
