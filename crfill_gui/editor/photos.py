"""Photo files around a session: reading one with its mask, the bundled samples, neighbours in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from crfill_core.base.messages import Message
from crfill_core.files.resources import resource
from crfill_gui.document.document import Document
from crfill_gui.editor.versions import Version, version_of

PROJECT_SUFFIX = ".crfill"


@dataclass(frozen=True, eq=False)
class Opened:
    """A file as read: ``path`` is the file, ``photo_path`` where its photo is or was (None: it never was a file)."""

    path: Path
    photo_path: Path | None
    document: Document
    notes: tuple[Message, ...]
    version: Version | None = None
    """The file's, as it was just before it was read."""


def read(path: Path, history_budget: int, mask: Path | None = None) -> Opened:
    """Read a project, or a photo with a mask for it; a bundled sample brings its own mask. Slow: for the worker."""
    version = version_of(path)
    if is_project(path):
        return replace(_read_project(path, history_budget), version=version)
    from crfill_core.imaging.mask import read_mask
    from crfill_core.imaging.read import read_photo

    photo = read_photo(path)
    document, notes = Document(photo, history_budget), photo.notes
    if mask is None and is_sample(path):
        ready = path.with_name(f"{path.stem}-mask.png")
        mask = ready if ready.is_file() else None
    if mask is not None:
        document.set_mask(read_mask(mask, photo.size), "Ready mask")
        document.mark_opened()
        notes = (*notes, Message("This sample comes with a ready mask: press Fill (Enter)."))
    return Opened(path, path, document, notes, version)


def _read_project(path: Path, history_budget: int) -> Opened:
    from crfill_gui.document.project_file import load_project

    document = load_project(path).document(history_budget)
    document.mark_saved(path, document.state, document.moment)
    origin = document.original.origin
    return Opened(path, origin.path if origin else None, document, ())


def is_project(path: Path) -> bool:
    """Whether a file's name says that it is a project."""
    return path.suffix.lower() == PROJECT_SUFFIX


def is_in_project(document: Document) -> bool:
    """Whether all that the document holds is in a project's file."""
    return not document.is_dirty and document.saved_as is not None and is_project(document.saved_as)


def is_sample(path: Path) -> bool:
    """Whether a file is one of the bundled ones."""
    return path.resolve().parent == resource("samples").resolve()


def samples() -> list[Path]:
    """The bundled photos."""
    folder = resource("samples")
    return sorted(folder.glob("*.jpg")) if folder.is_dir() else []


def beside(path: Path) -> tuple[Path, ...]:
    """The photos of a photo's folder without the masks that lie beside them, and the photo itself, by name."""
    from crfill_core.jobs.batch import list_photos

    try:
        others = list_photos(path.parent)
    except OSError:
        others = []
    return tuple(sorted({path, *others}, key=lambda other: other.name.lower()))


def home_of_copies(path: Path | None) -> Path:
    """What a suggested name is made from: the photo itself, but a bundled sample's copy goes to the person."""
    if path is not None and not is_sample(path):
        return path
    return pictures_folder() / (path.name if path else "untitled.png")


def pictures_folder() -> Path:
    """Where people keep their photos; their home where there is no such folder."""
    pictures = platformdirs.user_pictures_path()
    return pictures if pictures.is_dir() else Path.home()
