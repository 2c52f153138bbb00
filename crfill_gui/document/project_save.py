"""Writes ``.crfill`` files; :mod:`crfill_gui.document.project_archive` describes their contents."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import cv2
from msgspec import to_builtins

from crfill_core.errors import PhotoError
from crfill_core.files.json_text import json_text
from crfill_core.files.replace import replacing
from crfill_core.files.versions import FileVersions
from crfill_core.imaging.photo import Photo
from crfill_core.jobs.recipe import Recipe
from crfill_core.references.line_json import lines_to_json
from crfill_gui.document import project_archive as stored
from crfill_gui.document.project import Project, patch_budget
from crfill_gui.document.project_origin import origin_to_json
from crfill_gui.document.stored_references import Described, packed, picture


def save_project(path: str | Path, project: Project, versions: FileVersions | None = None) -> Path:
    """Write a project atomically and return its path. Raises PhotoError if it cannot be written, or, with
    ``versions``, if another program has changed the file since it was last read or written here.

    References that were not selected yet are selected now, because the features are not stored.
    """
    path = Path(path)
    recipe = Recipe.of(project.photo, (fill.entry for fill in project.fills))
    try:
        with (
            replacing(path, PhotoError, versions) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive,
        ):
            _write(archive, project, recipe)
    except (MemoryError, cv2.error) as error:  # the encoder fails only if memory is short
        raise PhotoError(
            "{path} was not saved for lack of memory; close other programs and try again.", path=path
        ) from error
    return path


def _write(archive: zipfile.ZipFile, project: Project, recipe: Recipe) -> None:
    photo, references = project.photo, _kept_references(project)
    manifest = _manifest(project, references)
    stored.put(archive, stored.MANIFEST, json_text(manifest).encode(), pack=True)
    stored.put(archive, stored.RECIPE, recipe.to_json().encode(), pack=True)
    # PNGs are compressed already, so they are only stored, which is much faster.
    stored.put(archive, stored.PIXELS, stored.png(photo.pixels))
    planes = {
        stored.ALPHA: photo.alpha,
        stored.MASK: project.mask,
        stored.AVOID: project.avoid,
        stored.PREFER: project.prefer,
    }
    for name, plane in planes.items():
        if plane is not None:
            stored.put(archive, name, stored.png(plane))
    for name, block in _blocks(photo).items():
        stored.put(archive, f"photo/{name}", block, pack=True)
    for number, fill in enumerate(project.fills):
        if fill.painted is not None:
            stored.put(archive, stored.painted_name(number), stored.png(fill.painted.unpack(photo.size)))
        for index, patch in enumerate(fill.patches):
            stored.put(archive, stored.patch_name(number, index), stored.png(patch.pixels))
        for index, window in enumerate(fill.references[: len(references[number])]):
            block_name, picture_name = stored.references_names(number, index)
            stored.put(archive, block_name, packed(window), pack=True)
            stored.put(archive, picture_name, stored.png(picture(window)))


def _kept_references(project: Project) -> list[list[Described]]:
    """The references of each fill that are stored: those of the latest fills, as many as a project may hold."""
    found: list[list[Described]] = []
    left = patch_budget(project.photo)
    for fill in reversed(project.fills):
        described = [Described.of(window) for window in fill.references] if left >= 0 else []
        left -= sum(window.memory_bytes for window in described)
        found.append(described if left >= 0 and len(described) <= stored.MOST_PATCHES else [])
    return found[::-1]


def _blocks(photo: Photo) -> dict[str, bytes]:
    blocks: dict[str, bytes | None] = {name: getattr(photo, name) for name in stored.BLOCKS}
    if photo.origin is not None:
        blocks.update({name: getattr(photo.origin, name) for name in stored.ORIGIN_BLOCKS})
    return {name: block for name, block in blocks.items() if block is not None}


def _manifest(project: Project, references: list[list[Described]]) -> dict[str, Any]:
    photo = project.photo
    origin = photo.origin
    return {
        "format": stored.FORMAT,
        "version": stored.VERSION,
        "photo": {
            "width": photo.size.width,
            "height": photo.size.height,
            "channels": photo.channels,
            "bits": photo.pixels.dtype.itemsize * 8,
            "alpha": photo.alpha is not None,
            "blocks": list(_blocks(photo)),
            "notes": list(photo.notes),
            "origin": None if origin is None else origin_to_json(origin),
        },
        "avoid": project.avoid is not None,
        "prefer": project.prefer is not None,
        "lines": lines_to_json(project.lines),
        "fills": [[list(patch.box) for patch in fill.patches] for fill in project.fills],
        "painted": [fill.painted is not None for fill in project.fills],
        "references": to_builtins(references),
    }
