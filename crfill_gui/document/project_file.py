"""Reads ``.crfill`` files; :mod:`crfill_gui.document.project_archive` describes their contents."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import UNSET, Meta, Struct, UnsetType

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message, reason
from crfill_core.files.strict import StrictError, parse_json, read
from crfill_core.geometry import Box, Size
from crfill_core.imaging.decoded import MOST_PIXELS
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.inference.request import FillPatch
from crfill_core.jobs.recipe import LARGEST_FILE, MOST_FILLS, PackedMask, Recipe, RecipeError, photo_sha256
from crfill_core.references.line_json import lines_from_json
from crfill_core.references.lines import LineSteering
from crfill_core.references.provenance import References
from crfill_gui.document.project import Project, ProjectFill, patch_budget
from crfill_gui.document.project_archive import (
    ALPHA,
    AVOID,
    BLOCKS,
    DAMAGED,
    FORMAT,
    MANIFEST,
    MASK,
    MOST_PATCHES,
    ORIGIN_BLOCKS,
    PIXELS,
    PREFER,
    RECIPE,
    VERSION,
    Members,
    ProjectError,
    painted_name,
    patch_name,
    references_names,
)
from crfill_gui.document.project_origin import FileOrigin, origin_of
from crfill_gui.document.stored_references import Described, unpacked

_LARGEST_MANIFEST = 32 << 20
_LARGEST_BLOCK = 256 << 20


def load_project(path: str | Path) -> Project:
    """Read a project. Its photo counts as coming from the project's folder. Raises ProjectError.

    Nothing is unpacked to the disk, and no more is decompressed than a photo of the stated size needs.
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
            reason=reason(error) if error.strerror else Message("the file breaks off"),
        ) from error
    except Exception as error:  # zipfile and the decoders raise any exception for damaged bytes
        if is_out_of_memory(error):
            raise ProjectError(
                "{path} does not fit into memory; close other programs and try again.", path=path
            ) from error
        raise ProjectError(
            "{path} is not a project file, or is {damaged}.", path=path, damaged=DAMAGED
        ) from error


@dataclass(frozen=True)
class _Described:
    """The photo in a manifest."""

    size: Size
    channels: int
    dtype: np.dtype
    alpha: bool
    blocks: tuple[str, ...]
    notes: tuple[Message, ...]
    origin: Origin | None

    @property
    def nbytes(self) -> int:
        return self.size.area * self.channels * self.dtype.itemsize


def _read(members: Members, path: Path) -> Project:
    root = parse_json(members.read(MANIFEST, _LARGEST_MANIFEST))
    if not isinstance(root, dict) or root.get("format") != FORMAT:
        raise ProjectError("is not a project file; open a file that ends in .crfill")
    version = root.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ProjectError(
            "was saved by a newer program (version {version} of the format); update the program",
            version=version,
        )
    manifest = read(root, _FileManifest)
    _check_keys(manifest)
    described = _described(manifest.photo, path.parent)
    layers = {MASK: True, AVOID: manifest.avoid, PREFER: manifest.prefer}
    boxes, leanings = manifest.fills, manifest.references or [[] for _ in manifest.fills]
    painted = manifest.painted or [False for _ in manifest.fills]
    if len(painted) != len(boxes):
        raise StrictError("painted", Message("does not list all fills"))
    _check_places(boxes, leanings, described)
    members.expect(
        {MANIFEST, RECIPE, PIXELS}
        | ({ALPHA} if described.alpha else set())
        | {name for name, there in layers.items() if there}
        | {f"photo/{name}" for name in described.blocks}
        | {painted_name(f) for f, there in enumerate(painted) if there}
        | {patch_name(f, p) for f, patches in enumerate(boxes) for p in range(len(patches))}
        | {
            name
            for f, windows in enumerate(leanings)
            for w in range(len(windows))
            for name in references_names(f, w)
        }
    )

    photo = _photo(members, described)
    _check_patch_bytes(boxes, photo)
    _check_reference_bytes(leanings, photo)
    recipe = Recipe.from_json(members.read(RECIPE, LARGEST_FILE))
    if (recipe.size, recipe.sha256, len(recipe.fills)) != (photo.size, photo_sha256(photo), len(boxes)):
        raise ProjectError(
            "has a photo and a recipe that do not belong together: it is {damaged}", damaged=DAMAGED
        )

    def layer(name: str) -> np.ndarray | None:
        return members.image(name, photo.size, 1, np.dtype(np.uint8)) if layers[name] else None

    def patch(fill: int, index: int, box: Box) -> FillPatch:
        pixels = members.image(patch_name(fill, index), box.size, photo.channels, photo.pixels.dtype)
        return FillPatch(box, pixels.reshape(box.height, box.width, photo.channels))

    def references(fill: int, index: int, one: Described) -> References:
        block_name, picture_name = references_names(fill, index)
        pixels = members.image(picture_name, one.size, 3, np.dtype(np.uint8))
        return unpacked(one, members.block(block_name, one.nbytes), pixels)

    def painted_mask(fill: int) -> PackedMask | None:
        name = painted_name(fill)
        return (
            PackedMask.of(members.image(name, photo.size, 1, np.dtype(np.uint8))) if painted[fill] else None
        )

    fills = (
        ProjectFill(
            entry,
            tuple(patch(number, index, box) for index, box in enumerate(patches)),
            tuple(references(number, index, one) for index, one in enumerate(windows)),
            painted_mask(number),
        )
        for number, (entry, patches, windows) in enumerate(zip(recipe.fills, boxes, leanings, strict=True))
    )
    mask = layer(MASK)
    assert mask is not None
    steered = LineSteering() if manifest.lines is UNSET else lines_from_json(manifest.lines)
    return Project(photo, mask, tuple(fills), layer(AVOID), layer(PREFER), steered)


_Side = Annotated[int, Meta(ge=1, le=MOST_PIXELS)]


class _FilePhoto(Struct, forbid_unknown_fields=True):
    width: _Side
    height: _Side
    channels: Literal[1, 3]
    bits: Literal[8, 16]
    alpha: bool
    blocks: Annotated[list[str], Meta(max_length=10)]
    notes: Annotated[list[Annotated[str, Meta(max_length=10_000)]], Meta(max_length=100)]
    origin: FileOrigin | None


class _FileManifest(Struct, forbid_unknown_fields=True):
    format: str
    version: Annotated[int, Meta(ge=1, le=VERSION)]
    photo: _FilePhoto
    avoid: bool
    prefer: bool
    fills: Annotated[list[Annotated[list[Box], Meta(max_length=MOST_PATCHES)]], Meta(max_length=MOST_FILLS)]
    references: (
        Annotated[
            list[Annotated[list[Described], Meta(max_length=MOST_PATCHES)]], Meta(max_length=MOST_FILLS)
        ]
        | UnsetType
    ) = UNSET
    lines: Any = UNSET
    painted: Annotated[list[bool], Meta(max_length=MOST_FILLS)] | UnsetType = UNSET


def _check_keys(manifest: _FileManifest) -> None:
    """Check versions: references need version 2, lines version 3, painted masks version 4."""
    for name, since in (("references", 2), ("lines", 3), ("painted", 4)):
        if manifest.version < since and getattr(manifest, name) is not UNSET:
            raise StrictError(
                "",
                Message(
                    "has a key '{key}' that version {version} does not know",
                    key=name,
                    version=manifest.version,
                ),
            )
    if manifest.version > 1 and manifest.references is UNSET:
        raise StrictError("", Message("lacks '{key}'", key="references"))


def _described(file: _FilePhoto, folder: Path) -> _Described:
    size = Size(file.width, file.height)
    if size.area > MOST_PIXELS:
        raise StrictError("photo", Message("has more than {count} pixels", count=MOST_PIXELS))
    for index, name in enumerate(file.blocks):
        if name not in (*BLOCKS, *ORIGIN_BLOCKS):
            raise StrictError(f"photo.blocks[{index}]", Message("is not a block of a photo"))
    return _Described(
        size,
        file.channels,
        np.dtype(np.uint8 if file.bits == 8 else np.uint16),
        file.alpha,
        tuple(file.blocks),
        tuple(Message(note) for note in file.notes),
        None if file.origin is None else origin_of(file.origin, folder),
    )


def _check_places(boxes: list[list[Box]], leanings: list[list[Described]], described: _Described) -> None:
    whole = Box.of(described.size)
    if any(box.is_empty or not whole.contains(box) for patches in boxes for box in patches):
        raise StrictError("fills", Message("has a box that is not inside the photo"))
    if len(leanings) != len(boxes):
        raise StrictError("references", Message("does not list all fills"))
    for number, windows in enumerate(leanings):
        for index, one in enumerate(windows):
            one.check(described.size, f"references[{number}][{index}]")


def _check_patch_bytes(boxes: list[list[Box]], photo: Photo) -> None:
    pixel = photo.channels * photo.pixels.itemsize
    if (
        sum(box.area for patches in boxes for box in patches) * pixel
        > patch_budget(photo) + photo.pixels.nbytes
    ):
        raise ProjectError("holds more fills than its photo can have; open another copy of it")


def _check_reference_bytes(references: list[list[Described]], photo: Photo) -> None:
    if sum(one.held for fill in references for one in fill) > patch_budget(photo):
        raise ProjectError("holds more references than its photo can have; open another copy of it")


def _photo(members: Members, described: _Described) -> Photo:
    size, dtype = described.size, described.dtype
    pixels = members.image(PIXELS, size, described.channels, dtype)
    alpha = members.image(ALPHA, size, 1, dtype) if described.alpha else None
    origin = described.origin

    def block(name: str) -> bytes | None:
        return members.read(f"photo/{name}", _LARGEST_BLOCK) if name in described.blocks else None

    blocks: dict[str, Any] = {name: block(name) for name in ORIGIN_BLOCKS}
    return Photo(
        pixels.reshape(size.height, size.width, described.channels),
        alpha,
        block("icc"),
        block("exif"),
        block("xmp"),
        None if origin is None else replace(origin, **blocks),
        described.notes,
    )
