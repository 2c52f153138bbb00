"""Reading ``.crfill`` files; :mod:`crfill_gui.document.project_archive` says what is in them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message, reason
from crfill_core.files.strict_json import Node, StrictError, parse
from crfill_core.geometry import Box, Size
from crfill_core.imaging.decoded import MOST_PIXELS
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.inference.request import FillPatch
from crfill_core.jobs.recipe import LARGEST_FILE, MOST_FILLS, Recipe, RecipeError, photo_sha256
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
    patch_name,
    references_names,
)
from crfill_gui.document.project_origin import origin_from
from crfill_gui.document.stored_references import Described, unpacked

_LARGEST_MANIFEST = 32 << 20
_LARGEST_BLOCK = 256 << 20


def load_project(path: str | Path) -> Project:
    """Read a project. Its photo seems to come from the project's folder. ProjectError says what is wrong.

    Nothing is unpacked to the disk, and nothing larger than a photo of the stated size calls for is unpacked.
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
    except Exception as error:  # zipfile and the decoders meet damaged bytes with any exception there is
        if is_out_of_memory(error):
            raise ProjectError(
                "{path} does not fit into memory; close other programs and try again.", path=path
            ) from error
        raise ProjectError(
            "{path} is not a project file, or is {damaged}.", path=path, damaged=DAMAGED
        ) from error


@dataclass(frozen=True)
class _Described:
    """What a manifest says of the photo."""

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
    root = parse(members.read(MANIFEST, _LARGEST_MANIFEST))
    if not isinstance(root.value, dict) or root.value.get("format") != FORMAT:
        raise ProjectError("is not a project file; open a file that ends in .crfill")
    version = root.value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ProjectError(
            "was saved by a newer program (version {version} of the format); update the program",
            version=version,
        )
    newer = ("references",) if version != 1 else ()
    lines = ("lines",) if version not in (1, 2) else ()
    manifest = root.object(("format", "version", "photo", "avoid", "prefer", "fills", *newer), lines)
    manifest["version"].whole(1, VERSION)
    described = _described(manifest["photo"], path.parent)
    layers = {MASK: True, AVOID: manifest["avoid"].boolean(), PREFER: manifest["prefer"].boolean()}
    boxes = _patch_boxes(manifest["fills"], described)
    leanings = _references(manifest["references"], described, len(boxes)) if newer else [[] for _ in boxes]
    members.expect(
        {MANIFEST, RECIPE, PIXELS}
        | ({ALPHA} if described.alpha else set())
        | {name for name, there in layers.items() if there}
        | {f"photo/{name}" for name in described.blocks}
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

    fills = (
        ProjectFill(
            entry,
            tuple(patch(number, index, box) for index, box in enumerate(patches)),
            tuple(references(number, index, one) for index, one in enumerate(windows)),
        )
        for number, (entry, patches, windows) in enumerate(zip(recipe.fills, boxes, leanings, strict=True))
    )
    mask = layer(MASK)
    assert mask is not None
    steered = lines_from_json(manifest["lines"]) if "lines" in manifest else LineSteering()
    return Project(photo, mask, tuple(fills), layer(AVOID), layer(PREFER), steered)


def _described(node: Node, folder: Path) -> _Described:
    members = node.object(("width", "height", "channels", "bits", "alpha", "blocks", "notes", "origin"))
    size = Size(members["width"].whole(1, MOST_PIXELS), members["height"].whole(1, MOST_PIXELS))
    if size.area > MOST_PIXELS:
        node.fail(Message("has more than {most} pixels", most=MOST_PIXELS))
    if members["channels"].whole(1, 3) == 2:
        members["channels"].fail(Message("is neither 1 nor 3"))
    bits = members["bits"].whole(8, 16)
    if bits not in (8, 16):
        members["bits"].fail(Message("is neither 8 nor 16"))
    return _Described(
        size,
        members["channels"].value,
        np.dtype(np.uint8 if bits == 8 else np.uint16),
        members["alpha"].boolean(),
        tuple(item.choice((*BLOCKS, *ORIGIN_BLOCKS)) for item in members["blocks"].items(10)),
        tuple(Message(item.text(10_000)) for item in members["notes"].items(100)),
        members["origin"].optional(lambda origin: origin_from(origin, folder)),
    )


def _patch_boxes(node: Node, described: _Described) -> list[list[Box]]:
    whole = Box.of(described.size)
    fills = [[item.box() for item in fill.items(MOST_PATCHES)] for fill in node.items(MOST_FILLS)]
    if any(box.is_empty or not whole.contains(box) for patches in fills for box in patches):
        node.fail(Message("has a box that does not lie inside the photo"))
    return fills


def _check_patch_bytes(boxes: list[list[Box]], photo: Photo) -> None:
    pixel = photo.channels * photo.pixels.itemsize
    if (
        sum(box.area for patches in boxes for box in patches) * pixel
        > patch_budget(photo) + photo.pixels.nbytes
    ):
        raise ProjectError("holds more fills than its photo calls for; open another copy of it")


def _references(node: Node, described: _Described, fills: int) -> list[list[Described]]:
    found = [
        [Described.read(one, described.size) for one in fill.items(MOST_PATCHES)]
        for fill in node.items(MOST_FILLS)
    ]
    if len(found) != fills:
        node.fail(Message("does not tell of as many fills as there are"))
    return found


def _check_reference_bytes(references: list[list[Described]], photo: Photo) -> None:
    if sum(one.held for fill in references for one in fill) > patch_budget(photo):
        raise ProjectError("holds more references than its photo calls for; open another copy of it")


def _photo(members: Members, described: _Described) -> Photo:
    size, dtype = described.size, described.dtype
    pixels = members.image(PIXELS, size, described.channels, dtype)
    alpha = members.image(ALPHA, size, 1, dtype) if described.alpha else None
    origin = described.origin

    def read(name: str) -> bytes | None:
        return members.read(f"photo/{name}", _LARGEST_BLOCK) if name in described.blocks else None

    blocks: dict[str, Any] = {name: read(name) for name in ORIGIN_BLOCKS}
    return Photo(
        pixels.reshape(size.height, size.width, described.channels),
        alpha,
        read("icc"),
        read("exif"),
        read("xmp"),
        None if origin is None else replace(origin, **blocks),
        described.notes,
    )
