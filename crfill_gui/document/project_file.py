"""Reads ``.crfill`` files, which :mod:`crfill_gui.document.project_archive` describes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import UNSET, Meta, Struct, UnsetType

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message, reason
from crfill_core.files.strict import StrictError, parse_json, read
from crfill_core.geometry import Box, Size
from crfill_core.imaging.codecs.decoded import MOST_PIXELS
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.inference.request import FillPatch
from crfill_core.jobs.recipe import LARGEST_FILE, MOST_FILLS, PackedMask, Recipe, RecipeError, photo_sha256
from crfill_core.references.line_json import lines_from_json
from crfill_core.references.lines import LineSteering
from crfill_core.references.provenance import References
from crfill_gui.document import project_archive as stored
from crfill_gui.document.project import Project, ProjectFill, patch_budget
from crfill_gui.document.project_archive import DAMAGED, Members, ProjectError
from crfill_gui.document.project_origin import FileOrigin, origin_of
from crfill_gui.document.stored_references import Described, unpacked

_LARGEST_MANIFEST = 32 << 20
_LARGEST_BLOCK = 256 << 20


def load_project(path: str | Path) -> Project:
    """Read a project. The photo's path is its name in the folder of the project. Raises ProjectError.

    Nothing is unpacked to the disk, and no more is decompressed than a photo of the stated size can need.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(Members(archive), path)
    except ProjectError as error:
        raise ProjectError("{path} {error}.", path=path, error=error) from error
    except StrictError as error:
        raise ProjectError(
            "{path} is not a project that this version can open ({error}); open another copy of it.",
            path=path,
            error=error,
        ) from error
    except RecipeError as error:
        raise ProjectError(
            "{path} is not a project that this version can open. {error}", path=path, error=error
        ) from error
    except OSError as error:
        raise ProjectError(
            "{path} cannot be read ({reason}); check the name and the disk.",
            path=path,
            reason=reason(error) if error.strerror else Message("the file ends too early"),
        ) from error
    except Exception as error:  # zipfile and the decoders raise any exception for damaged bytes
        if is_out_of_memory(error):
            raise ProjectError(
                "{path} does not fit into memory; close other programs and try again.", path=path
            ) from error
        raise ProjectError(
            "{path} is not a project file, or is {damaged}.", path=path, damaged=DAMAGED
        ) from error


def _read(members: Members, path: Path) -> Project:
    root = parse_json(members.read(stored.MANIFEST, _LARGEST_MANIFEST))
    if not isinstance(root, dict) or root.get("format") != stored.FORMAT:
        raise ProjectError("is not a project file; open a file that ends in .crfill")
    version = root.get("version")
    if isinstance(version, int) and version > stored.VERSION:
        raise ProjectError(
            "was saved by a newer program (version {version} of the format); update the program",
            version=version,
        )
    manifest = read(root, _FileManifest)
    _check_keys(manifest)
    described = manifest.photo
    _check_photo(described)
    origin = None if described.origin is None else origin_of(described.origin, path.parent)
    planes = {stored.MASK: True, stored.AVOID: manifest.avoid, stored.PREFER: manifest.prefer}
    planes[stored.ALPHA] = described.alpha
    boxes, references = manifest.fills, manifest.references or [[] for _ in manifest.fills]
    painted = manifest.painted or [False for _ in manifest.fills]
    if len(painted) != len(boxes):
        raise StrictError("painted", Message("does not list all fills"))
    _check_places(boxes, references, described.size)
    members.expect(
        {stored.MANIFEST, stored.RECIPE, stored.PIXELS}
        | {name for name, there in planes.items() if there}
        | {f"photo/{name}" for name in described.blocks}
        | {stored.painted_name(f) for f, there in enumerate(painted) if there}
        | {stored.patch_name(f, p) for f, patches in enumerate(boxes) for p in range(len(patches))}
        | {
            name
            for f, windows in enumerate(references)
            for w in range(len(windows))
            for name in stored.references_names(f, w)
        }
    )

    photo = _photo(members, described, origin)
    _check_bytes(boxes, references, photo)
    recipe = Recipe.from_json(members.read(stored.RECIPE, LARGEST_FILE))
    if (recipe.size, recipe.sha256, len(recipe.fills)) != (photo.size, photo_sha256(photo), len(boxes)):
        raise ProjectError(
            "has a photo and a recipe that do not belong together: it is {damaged}", damaged=DAMAGED
        )

    def layer(name: str) -> np.ndarray | None:
        return members.image(name, photo.size, 1, np.dtype(np.uint8)) if planes[name] else None

    def patch(fill: int, index: int, box: Box) -> FillPatch:
        pixels = members.image(stored.patch_name(fill, index), box.size, photo.channels, photo.pixels.dtype)
        return FillPatch(box, pixels.reshape(box.height, box.width, photo.channels))

    def window_references(fill: int, index: int, window: Described) -> References:
        block_name, picture_name = stored.references_names(fill, index)
        pixels = members.image(picture_name, window.size, 3, np.dtype(np.uint8))
        return unpacked(window, members.block(block_name, window.nbytes), pixels)

    def painted_mask(fill: int) -> PackedMask | None:
        if not painted[fill]:
            return None
        return PackedMask.of(members.image(stored.painted_name(fill), photo.size, 1, np.dtype(np.uint8)))

    fills = (
        ProjectFill(
            entry,
            tuple(patch(number, index, box) for index, box in enumerate(patches)),
            tuple(window_references(number, index, window) for index, window in enumerate(windows)),
            painted_mask(number),
        )
        for number, (entry, patches, windows) in enumerate(zip(recipe.fills, boxes, references, strict=True))
    )
    mask = layer(stored.MASK)
    assert mask is not None
    steered = LineSteering() if manifest.lines is UNSET else lines_from_json(manifest.lines)
    return Project(photo, mask, tuple(fills), layer(stored.AVOID), layer(stored.PREFER), steered)


_Side = Annotated[int, Meta(ge=1, le=MOST_PIXELS)]


class _FilePhoto(Struct, forbid_unknown_fields=True):
    """The photo in the manifest."""

    width: _Side
    height: _Side
    channels: Literal[1, 3]
    bits: Literal[8, 16]
    alpha: bool
    blocks: Annotated[list[str], Meta(max_length=10)]
    notes: Annotated[list[Annotated[str, Meta(max_length=10_000)]], Meta(max_length=100)]
    origin: FileOrigin | None

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def dtype(self) -> np.dtype:
        return np.dtype(np.uint8 if self.bits == 8 else np.uint16)


class _FileManifest(Struct, forbid_unknown_fields=True):
    format: str
    version: Annotated[int, Meta(ge=1, le=stored.VERSION)]
    photo: _FilePhoto
    avoid: bool
    prefer: bool
    fills: Annotated[
        list[Annotated[list[Box], Meta(max_length=stored.MOST_PATCHES)]], Meta(max_length=MOST_FILLS)
    ]
    references: (
        Annotated[
            list[Annotated[list[Described], Meta(max_length=stored.MOST_PATCHES)]],
            Meta(max_length=MOST_FILLS),
        ]
        | UnsetType
    ) = UNSET
    lines: Any = UNSET
    painted: Annotated[list[bool], Meta(max_length=MOST_FILLS)] | UnsetType = UNSET


def _check_keys(manifest: _FileManifest) -> None:
    """Refuse keys that are newer than the file's version. Require ``references`` from version 2."""
    for name, since in (("references", 2), ("lines", 3), ("painted", 4)):
        if manifest.version < since and getattr(manifest, name) is not UNSET:
            known = Message(
                "has a key '{key}' that version {version} does not know", key=name, version=manifest.version
            )
            raise StrictError("", known)
    if manifest.version > 1 and manifest.references is UNSET:
        raise StrictError("", Message("lacks '{key}'", key="references"))


def _check_photo(photo: _FilePhoto) -> None:
    if photo.size.area > MOST_PIXELS:
        raise StrictError("photo", Message("has more than {count} pixels", count=MOST_PIXELS))
    for index, name in enumerate(photo.blocks):
        if name not in (*stored.BLOCKS, *stored.ORIGIN_BLOCKS):
            raise StrictError(f"photo.blocks[{index}]", Message("is not a block of a photo"))


def _check_places(boxes: list[list[Box]], references: list[list[Described]], size: Size) -> None:
    whole = Box.of(size)
    if any(box.is_empty or not whole.contains(box) for patches in boxes for box in patches):
        raise StrictError("fills", Message("has a box that is not inside the photo"))
    if len(references) != len(boxes):
        raise StrictError("references", Message("does not list all fills"))
    for number, windows in enumerate(references):
        for index, window in enumerate(windows):
            window.check(size, f"references[{number}][{index}]")


def _check_bytes(boxes: list[list[Box]], references: list[list[Described]], photo: Photo) -> None:
    pixel, budget = photo.channels * photo.pixels.itemsize, patch_budget(photo)
    if sum(box.area for patches in boxes for box in patches) * pixel > budget + photo.pixels.nbytes:
        raise ProjectError("holds more fills than its photo can have; open another copy of it")
    if sum(window.memory_bytes for windows in references for window in windows) > budget:
        raise ProjectError("holds more references than its photo can have; open another copy of it")


def _photo(members: Members, described: _FilePhoto, origin: Origin | None) -> Photo:
    pixels = members.image(stored.PIXELS, described.size, described.channels, described.dtype)
    alpha = members.image(stored.ALPHA, described.size, 1, described.dtype) if described.alpha else None

    def block(name: str) -> bytes | None:
        return members.read(f"photo/{name}", _LARGEST_BLOCK) if name in described.blocks else None

    blocks: dict[str, Any] = {name: block(name) for name in stored.ORIGIN_BLOCKS}
    return Photo(
        pixels.reshape(described.height, described.width, described.channels),
        alpha,
        block("icc"),
        block("exif"),
        block("xmp"),
        None if origin is None else replace(origin, **blocks),
        tuple(Message(note) for note in described.notes),
    )
