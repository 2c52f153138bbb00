"""Unsaved work on the disk, so that a crash loses little. Each document that is being edited has a folder.

photo.crfill holds the photo as opened and is written once. work.npz holds the changes since then and is replaced each
time. about.json names the work. The program that uses the folder holds a lock in it. The system releases the lock however
the program ends, so a folder without a lock was left by a crash.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message, reason
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.files.leftovers import clear
from crfill_core.files.replace import replacing, write_text
from crfill_core.files.strict import StrictError, parse_json, read_json, why
from crfill_core.files.versions import Version
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillPatch
from crfill_core.jobs.recipe import PackedMask, Recipe
from crfill_core.references.line_json import lines_from_json, lines_to_json
from crfill_core.references.lines import LineSteering
from crfill_gui.document.document import Document
from crfill_gui.document.project import Project, ProjectFill, Snapshot
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project

log = logging.getLogger(__name__)
PHOTO, WORK, ABOUT, LOCK = "photo.crfill", "work.npz", "about.json", "lock"
_LAYERS = ("mask", "avoid", "prefer")


class UnsavedError(CrfillError):
    """Unsaved work that cannot be restored."""


@dataclass(frozen=True)
class About:
    """The name on the title bar, the photo's file, and the file that the work was last saved as."""

    name: str
    photo_path: Path | None
    saved_as: Path | None
    version: Version | None = None
    """The version of ``saved_as`` when the work was saved there. Any other version is from another program."""


class _About(Struct):
    """The contents of about.json. ``when`` is in seconds since the epoch."""

    name: str
    photo: str | None
    saved_as: str | None
    when: float
    version: Version | None = None  # earlier versions of the program do not write it


@dataclass(frozen=True, eq=False)
class LeftBehind:
    """Work left by a crash. This program holds its lock until ``lock`` is closed or the work is discarded."""

    folder: Path
    about: About
    when: float
    """Seconds since the epoch."""
    lock: IO[bytes]

    def discard(self) -> None:
        """Delete the work."""
        _delete(self.folder, self.lock)

    def document(self, history_budget: int) -> Document:
        """The document as it was last written. Slow. Raises CrfillError if a file is damaged."""
        photo = load_project(self.folder / PHOTO).photo
        if photo.origin is not None:
            photo = replace(photo, origin=replace(photo.origin, path=self.about.photo_path))
        document = _read_work(self.folder / WORK, photo).document(history_budget)
        if self.about.saved_as is not None:
            document.mark_saved(self.about.saved_as, state=-1)  # the file is older than this work
        return document


class Keeper:
    """Keeps the work on one document at a time in its own folder. All methods are slow, so call them in one worker
    thread.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder: Path | None = None
        self._lock: IO[bytes] | None = None
        self._recipe: Recipe | None = None

    def keep(self, snapshot: Snapshot, about: About) -> None:
        """Write the work to the disk. Call :meth:`forget` first if the photo is not that of the last call. Raises
        CrfillError if it cannot be written.
        """
        if self._folder is None:
            try:
                self._folder, self._lock = _new_folder(self._root)
            except OSError as error:
                raise _refused(self._root, reason(error)) from error
        if self._recipe is None:
            recipe = Recipe.of(snapshot.photo, ())
            blank = np.zeros(snapshot.mask.shape, np.uint8)
            save_project(self._folder / PHOTO, Project(snapshot.photo, blank))
            self._recipe = (
                recipe  # only now, so that the next call tries again if the photo could not be written
            )
        project = Project.at(snapshot)
        recipe = replace(self._recipe, fills=tuple(fill.entry for fill in project.fills))
        _write_work(self._folder / WORK, project, recipe)
        photo, saved_as = (None if path is None else str(path) for path in (about.photo_path, about.saved_as))
        described = _About(about.name, photo, saved_as, time.time(), about.version)
        write_text(self._folder / ABOUT, json_text(asdict(described)))

    def forget(self) -> None:
        """Delete the stored work, for example because it was saved."""
        folder, lock = self._folder, self._lock
        self._folder = self._lock = self._recipe = None
        if folder is not None and lock is not None:
            _delete(folder, lock)


def left_behind(root: Path) -> list[LeftBehind]:
    """The work in ``root`` whose program no longer runs, the latest first."""
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        lock = _try_lock(folder / LOCK) if folder.is_dir() else None
        if lock is None:
            continue
        try:
            described = read_json(folder / ABOUT, _About)
        except FileNotFoundError:
            _delete(folder, lock)  # the program ended before it had written everything
            continue
        except (OSError, StrictError) as error:
            # The work itself may be intact, and a later version may read it.
            log.warning("%s cannot be read: %s", folder / ABOUT, why(error))
            lock.close()
            continue
        photo, saved_as = (
            None if path is None else Path(path) for path in (described.photo, described.saved_as)
        )
        for file in filter(None, (photo, saved_as)):
            clear(file.parent)  # the program may have been killed while it saved there
        found.append(
            LeftBehind(
                folder, About(described.name, photo, saved_as, described.version), described.when, lock
            )
        )
    return sorted(found, key=lambda work: -work.when)


def _write_work(path: Path, project: Project, recipe: Recipe) -> None:
    arrays: dict[str, Any] = {"recipe": np.frombuffer(recipe.to_json().encode(), np.uint8)}
    if project.lines:
        arrays["lines"] = np.frombuffer(json.dumps(lines_to_json(project.lines)).encode(), np.uint8)
    for name in _LAYERS:
        layer = getattr(project, name)
        if layer is not None and layer.any():
            packed = PackedMask.of(layer)
            arrays[name] = np.frombuffer(packed.data, np.uint8)
            arrays[f"{name}.box"] = np.array(packed.box)
    for number, fill in enumerate(project.fills):
        arrays[f"{number}.boxes"] = np.array([patch.box for patch in fill.patches]).reshape(-1, 4)
        for index, patch in enumerate(fill.patches):
            arrays[f"{number}.{index}"] = patch.pixels
    with replacing(path) as temporary, open(temporary, "wb") as file:
        np.savez(file, **arrays)


def _read_work(path: Path, photo: Photo) -> Project:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            recipe = Recipe.from_json(arrays["recipe"].tobytes())
            recipe.check_photo(photo)

            def layer(name: str) -> np.ndarray | None:
                if name not in arrays:
                    return None
                box = Box(*(int(side) for side in arrays[f"{name}.box"]))
                return PackedMask(box, arrays[name].tobytes(), 8).unpack(photo.size)

            def fill(number: int) -> ProjectFill:
                boxes = [Box(*(int(side) for side in row)) for row in arrays[f"{number}.boxes"]]
                patches = (FillPatch(box, arrays[f"{number}.{index}"]) for index, box in enumerate(boxes))
                return ProjectFill(recipe.fills[number], tuple(patches))

            mask = layer("mask")
            return Project(
                photo,
                np.zeros(photo.pixels.shape[:2], np.uint8) if mask is None else mask,
                tuple(fill(number) for number in range(len(recipe.fills))),
                layer("avoid"),
                layer("prefer"),
                lines_from_json(parse_json(arrays["lines"].tobytes()))
                if "lines" in arrays
                else LineSteering(),
            )
    except CrfillError:
        raise
    except Exception as error:  # NumPy raises any exception for damaged bytes
        if is_out_of_memory(error):
            raise UnsavedError(
                "{path} does not fit into memory; close other programs and try again.", path=path
            ) from error
        if isinstance(error, OSError) and error.strerror:
            raise UnsavedError(
                "{path} cannot be read ({reason}); check the disk and try again.",
                path=path,
                reason=reason(error),
            ) from error
        raise UnsavedError(
            "The unsaved work cannot be restored because its file is damaged; open the photo itself."
        ) from error


def _refused(root: Path, cause: Message) -> UnsavedError:
    return UnsavedError(
        "{root} cannot be written to ({reason}); check the permissions.", root=root, reason=cause
    )


def _new_folder(root: Path) -> tuple[Path, IO[bytes]]:
    folder = root / f"{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    lock = _try_lock(folder / LOCK)
    if lock is None:
        shutil.rmtree(
            folder, ignore_errors=True
        )  # otherwise each attempt would leave one that nobody deletes
        raise _refused(root, Message("it cannot be locked"))
    return folder, lock


def _try_lock(path: Path) -> IO[bytes] | None:
    """The file, open and locked; None if it cannot be opened or locked, as when another process holds the lock."""
    try:
        file = open(path, "ab")  # noqa: SIM115 (open for as long as the lock is held)
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _delete(folder: Path, lock: IO[bytes]) -> None:
    (folder / ABOUT).unlink(missing_ok=True)  # first, because the next start deletes a folder without it
    lock.close()  # before the deletion, because Windows does not delete open files
    shutil.rmtree(folder, ignore_errors=True)
