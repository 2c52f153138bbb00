"""Recipes: records of the fills of a photo, from which the fills can be repeated; as data and as JSON."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from msgspec import UNSET, Meta, Struct, UnsetType

from crfill_core.base.messages import Message, reason
from crfill_core.base.options import options
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.files.replace import write_text
from crfill_core.files.strict import EXPECTED, StrictError, parse_json, read
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.codecs.decoded import MOST_PIXELS
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.references.line_json import lines_from_json, lines_to_json
from crfill_core.references.lines import LineSteering

FORMAT = "crfill-recipe"
VERSION = max(4, *(option.since for option in options(FillOptions).values()))
"""Version 2 added the coarse pass at half size, version 3 lines, version 4 the structure network. An option that is added
later raises the version; see ``since`` in its declaration.
"""
MOST_FILLS = 10_000
LARGEST_FILE = 512 << 20
"""The largest size of a recipe's file, in bytes."""
_PIECE = 1 << 20
"""Bytes that are decompressed in one step."""


class RecipeError(CrfillError):
    """A recipe cannot be read, or was made for another photo."""


@dataclass(frozen=True)
class PackedMask:
    """A compressed mask."""

    box: Box
    """The box around its set pixels."""
    data: bytes
    """The rows within the box, compressed with zlib."""
    bits: int
    """8: coverage, one byte per pixel. 1: yes or no, eight pixels per byte, the leftmost in the highest bit; every row
    begins with a new byte.
    """

    @classmethod
    def of(cls, mask: np.ndarray) -> PackedMask:
        """From (H, W) uint8 coverage or (H, W) bool."""
        box = bounds(mask)
        values = np.ascontiguousarray(mask[box.slices])
        bits = 1 if mask.dtype == np.bool_ else 8
        rows = np.packbits(values, axis=1) if bits == 1 else values
        return cls(box, zlib.compress(rows.tobytes(), level=1), bits)

    @property
    def row_bytes(self) -> int:
        return -(-self.box.width * self.bits // 8)

    def unpack(self, size: Size) -> np.ndarray:
        """(H, W) uint8 or bool for a photo of that size. Raises RecipeError for damaged data or a box outside the photo."""
        expected = self.row_bytes * self.box.height
        unpacker = zlib.decompressobj()
        try:
            raw = unpacker.decompress(self.data, expected + 1)
        except zlib.error:
            raw = b""
        if len(raw) != expected or not Box.of(size).contains(self.box):
            raise RecipeError("The recipe's mask is damaged; get a fresh copy of the recipe.")
        rows = np.frombuffer(raw, np.uint8).reshape(self.box.height, self.row_bytes)
        if self.bits == 1:
            rows = np.unpackbits(rows, axis=1, count=self.box.width).astype(bool)
        mask = np.zeros((size.height, size.width), rows.dtype)
        mask[self.box.slices] = rows
        return mask

    def is_whole(self) -> bool:
        """Whether the data decompress to exactly the bytes of the box. The check needs little memory, however large the
        decompressed data would be.
        """
        left, unpacker, data = self.row_bytes * self.box.height, zlib.decompressobj(), self.data
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(data, _PIECE)
                data = unpacker.unconsumed_tail
                left -= len(piece)
                if left < 0 or (not piece and not data and not unpacker.eof):
                    return False
        except zlib.error:
            return False
        return left == 0 and not unpacker.unused_data


@dataclass(frozen=True)
class FillEntry:
    """The record of a fill."""

    options: FillOptions
    coverage: PackedMask
    weights: str
    weights_sha256: str
    """Lower-case hexadecimal. "" if it is unknown, and then the fill cannot be replayed."""
    device: str
    """The device's name, e.g. "CPU (x86_64)"."""
    avoid: PackedMask | None = None
    prefer: PackedMask | None = None
    lines: LineSteering = LineSteering()
    structure: str = ""
    """The name of the structure network's weights; "" if it was not used or is unknown."""
    structure_sha256: str = ""
    """As ``weights_sha256``; "" if ``structure`` is ""."""

    @classmethod
    def of(cls, request: FillRequest, result: FillResult) -> FillEntry:
        """The record of a finished fill."""
        return cls(
            request.options,
            PackedMask.of(request.mask),
            result.weights,
            result.weights_sha256,
            result.device,
            _packed(request.avoid),
            _packed(request.prefer),
            request.lines,
            result.structure,
            result.structure_sha256,
        )

    @property
    def bytes(self) -> int:
        """The memory that the masks take, in bytes."""
        return sum(len(mask.data) for mask in (self.coverage, self.avoid, self.prefer) if mask is not None)

    def mask(self, size: Size) -> np.ndarray:
        """(H, W) uint8: the coverage that was filled, for a photo of that size."""
        return self.coverage.unpack(size)

    def request(self, photo: Photo, revision: int = 0) -> FillRequest:
        """A request for the same fill of that photo, which must have the recipe's size."""
        avoid, prefer = (
            None if mask is None else mask.unpack(photo.size) for mask in (self.avoid, self.prefer)
        )
        return FillRequest(photo, self.mask(photo.size), self.options, avoid, prefer, self.lines, revision)


def _packed(mask: np.ndarray | None) -> PackedMask | None:
    return PackedMask.of(mask.astype(bool, copy=False)) if mask is not None and mask.any() else None


def filled_area(fills: Iterable[FillEntry], size: Size) -> np.ndarray:
    """(H, W) bool: where the fills may have changed a photo of that size."""
    area = np.zeros((size.height, size.width), bool)
    for fill in fills:
        area |= fill.mask(size) > 0
    return area


def photo_sha256(photo: Photo) -> str:
    """A hash of everything in a photo that a fill depends on: size, depth, pixels, transparency and colour profile."""
    digest = hashlib.sha256(f"{photo.pixels.shape} {photo.pixels.dtype.name}".encode())
    for part in (photo.pixels, photo.alpha):
        if part is not None:
            digest.update(np.ascontiguousarray(part.astype(part.dtype.newbyteorder("<"), copy=False)).data)
        digest.update(b"|")
    digest.update(photo.icc or b"")
    return digest.hexdigest()


@dataclass(frozen=True)
class Recipe:
    """The fills of one photo."""

    size: Size
    sha256: str
    """:func:`photo_sha256` of the photo as it was opened."""
    fills: tuple[FillEntry, ...]
    """Oldest first."""

    @classmethod
    def of(cls, photo: Photo, fills: Iterable[FillEntry]) -> Recipe:
        return cls(photo.size, photo_sha256(photo), tuple(fills))

    def check_photo(self, photo: Photo) -> None:
        """Raise RecipeError unless the recipe was made for exactly this photo."""
        if photo.size != self.size:
            raise RecipeError(
                "The recipe was made for a photo of {width} × {height} pixels, but this one has {its_width} × "
                "{its_height}; choose the photo that the recipe was made for.",
                width=self.size.width,
                height=self.size.height,
                its_width=photo.size.width,
                its_height=photo.size.height,
            )
        if photo_sha256(photo) != self.sha256:
            raise RecipeError(
                "The recipe was made for another photo: the size is the same, but the pixels, the transparency or the "
                "colour profile differ; choose the photo that the recipe was made for."
            )

    def replay(self, photo: Photo, fill: Callable[[FillEntry, FillRequest], FillResult]) -> Photo:
        """The photo after ``fill`` has repeated every fill. Raises RecipeError if the recipe is not for this photo."""
        self.check_photo(photo)
        for entry in self.fills:
            request = entry.request(photo)
            photo = fill(entry, request).apply(photo, request.mask)
        return photo

    def to_json(self) -> str:
        return json_text(
            {
                "format": FORMAT,
                "version": VERSION,
                "photo": {"width": self.size.width, "height": self.size.height, "sha256": self.sha256},
                "fills": [_entry_to_json(entry) for entry in self.fills],
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Recipe:
        """A recipe from JSON. Raises RecipeError if it is not a complete recipe; the message does not name the file."""
        try:
            return _recipe(parse_json(text))
        except StrictError as error:
            raise RecipeError(
                "This is not a complete recipe: {error}; export it again or get a fresh copy.", error=error
            ) from error


def read_recipe(path: str | Path) -> Recipe:
    """Read a recipe's file. Raises RecipeError, whose sentence names the file."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RecipeError(
                "{path} is too large to be a recipe; choose a recipe exported as JSON.", path=path
            )
        text = path.read_bytes()
    except OSError as error:
        raise RecipeError(
            "{path} cannot be read ({reason}); check the name and the permissions.",
            path=path,
            reason=reason(error),
        ) from error
    try:
        return Recipe.from_json(text)
    except RecipeError as error:
        raise RecipeError("{path}: {error}", path=path, error=error) from error


def write_recipe(recipe: Recipe, path: str | Path) -> Path:
    """Save as JSON, the whole file or nothing. Raises FileError."""
    path = Path(path)
    write_text(path, recipe.to_json())
    return path


def _entry_to_json(entry: FillEntry) -> dict[str, Any]:
    return {
        "options": {name: getattr(entry.options, name) for name in options(FillOptions)},
        "mask": _mask_to_json(entry.coverage),
        "avoid": None if entry.avoid is None else _mask_to_json(entry.avoid),
        "prefer": None if entry.prefer is None else _mask_to_json(entry.prefer),
        "lines": lines_to_json(entry.lines),
        "weights": {"name": entry.weights, "sha256": entry.weights_sha256},
        "structure": {"name": entry.structure, "sha256": entry.structure_sha256} if entry.structure else None,
        "device": entry.device,
    }


def _mask_to_json(mask: PackedMask) -> dict[str, Any]:
    return {"box": list(mask.box), "data": base64.b64encode(mask.data).decode("ascii")}


def _recipe(root: Any) -> Recipe:
    if not isinstance(root, dict) or root.get("format") != FORMAT:
        raise StrictError("", Message('does not say "format": "{format}"', format=FORMAT))
    version = root.get("version")
    if isinstance(version, int) and version > VERSION:
        raise RecipeError(
            "The recipe has version {version}, but this program knows only versions up to {known}; update the "
            "program.",
            version=version,
            known=VERSION,
        )
    file = read(root, _FileRecipe)
    size = Size(file.photo.width, file.photo.height)
    if size.area > MOST_PIXELS:
        raise StrictError("photo", Message("has more than {count} pixels", count=MOST_PIXELS))
    fills = (_entry(fill, size, file.version, f"fills[{number}]") for number, fill in enumerate(file.fills))
    return Recipe(size, file.photo.sha256, tuple(fills))


_Text = Annotated[str, Meta(max_length=1000)]
_Side = Annotated[int, Meta(ge=1, le=MOST_PIXELS)]
_SHA256 = {EXPECTED: Message("a SHA-256 in lower-case hexadecimal")}


class _FilePhoto(Struct, forbid_unknown_fields=True):
    width: _Side
    height: _Side
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z", extra=_SHA256)]


class _FileWeights(Struct, forbid_unknown_fields=True):
    name: _Text
    sha256: Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z", extra=_SHA256)]
    """"" if it is unknown."""


class _FileMask(Struct, forbid_unknown_fields=True):
    box: Box
    data: bytes


class _FileFill(Struct, forbid_unknown_fields=True):
    options: dict[str, Any]
    mask: _FileMask
    avoid: _FileMask | None
    prefer: _FileMask | None
    weights: _FileWeights
    device: _Text
    lines: Any = UNSET
    structure: _FileWeights | None | UnsetType = UNSET


class _FileRecipe(Struct, forbid_unknown_fields=True):
    format: str
    version: Annotated[int, Meta(ge=1, le=VERSION)]
    photo: _FilePhoto
    fills: Annotated[list[_FileFill], Meta(max_length=MOST_FILLS)]


def _entry(fill: _FileFill, size: Size, version: int, where: str) -> FillEntry:
    for name, since in (("lines", 3), ("structure", 4)):
        if version < since and getattr(fill, name) is not UNSET:
            raise _of_later(where, name, version)
    structure = fill.structure or _FileWeights("", "")
    return FillEntry(
        options=_options(fill.options, version, f"{where}.options"),
        coverage=_mask(fill.mask, size, 8, f"{where}.mask"),
        weights=fill.weights.name,
        weights_sha256=fill.weights.sha256,
        device=fill.device,
        avoid=None if fill.avoid is None else _mask(fill.avoid, size, 1, f"{where}.avoid"),
        prefer=None if fill.prefer is None else _mask(fill.prefer, size, 1, f"{where}.prefer"),
        lines=LineSteering() if fill.lines is UNSET else lines_from_json(fill.lines, f"{where}.lines"),
        structure=structure.name,
        structure_sha256=structure.sha256,
    )


def _options(values: dict[str, Any], version: int, where: str) -> FillOptions:
    """The options of a fill. The keys must be exactly the options that this version of recipes has."""
    earlier = {}
    for name, option in options(FillOptions).items():
        if option.since > version:
            earlier[name] = option.before
        if (name in values) != (name not in earlier):
            lacks = StrictError(where, Message("lacks '{key}'", key=name))
            raise _of_later(where, name, version) if name in values else lacks
    return read(values | earlier, FillOptions, where)


def _of_later(where: str, key: str, version: int) -> StrictError:
    what = Message("has a key '{key}' that version {version} does not know", key=key, version=version)
    return StrictError(where, what)


def _mask(file: _FileMask, size: Size, bits: int, where: str) -> PackedMask:
    if file.box.is_empty or not Box.of(size).contains(file.box):
        raise StrictError(f"{where}.box", Message("is empty or not inside the photo"))
    mask = PackedMask(file.box, file.data, bits)
    if not mask.is_whole():
        raise StrictError(f"{where}.data", Message("does not hold the pixels of its box"))
    return mask
