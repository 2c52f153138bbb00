"""``.crfill`` files: a zip of lossless PNGs and JSON. Written all at once; read as if by an enemy's hand.

manifest.json says what else there is: photo/ (pixels.png, alpha.png, the blocks icc, exif, xmp, iptc, photoshop,
segments and chunks), mask.png, avoid.png, prefer.png, recipe.json, fills/F/P.png with the P-th patch of the F-th fill,
and of its W-th window fills/F/references/W.png, as the network saw it, and W.bin with what it leaned on (see
``stored_references``).
Version 1 had none of the latter; versions before 3 knew no lines, which are in the manifest.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import cv2
import numpy as np

from crfill_core.errors import CrfillError, PhotoError
from crfill_core.files.json_text import json_text
from crfill_core.files.line_json import lines_from_json, lines_to_json
from crfill_core.files.replace import replacing
from crfill_core.files.strict_json import Node, StrictError, parse
from crfill_core.geometry import Box, Size
from crfill_core.imaging.decoded import MOST_PIXELS
from crfill_core.imaging.jpeg_layout import SUBSAMPLING
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.inference.request import FillPatch
from crfill_core.jobs.recipe import LARGEST_FILE, MOST_FILLS, Recipe, RecipeError, photo_sha256
from crfill_core.lines import LineSteering
from crfill_core.messages import Message
from crfill_core.references.provenance import References
from crfill_gui.document.project import Project, ProjectFill, patch_budget
from crfill_gui.document.stored_references import Described, packed, picture, unpacked

FORMAT = "crfill-project"
VERSION = 3
SUFFIX = ".crfill"
_MANIFEST, _RECIPE = "manifest.json", "recipe.json"
_PIXELS, _ALPHA, _MASK, _AVOID, _PREFER = (
    "photo/pixels.png",
    "photo/alpha.png",
    "mask.png",
    "avoid.png",
    "prefer.png",
)
_BLOCKS = ("icc", "exif", "xmp")
_ORIGIN_BLOCKS = ("iptc", "photoshop", "segments", "chunks")
_LARGEST_MANIFEST = 32 << 20
_LARGEST_BLOCK = 256 << 20
_MOST_MEMBERS = 100_000
_MOST_PATCHES = 10_000  # of one fill; so many windows, too
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF", "RAW", "HEIC", "CLIPBOARD")
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FAST_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE)
"""On photos both faster and smaller than what the encoder would choose."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGED = "damaged or incomplete; open another copy of it"


class ProjectError(CrfillError):
    """A project file cannot be opened."""


# Writing


def save_project(path: str | Path, project: Project) -> Path:
    """Write a project all at once and return its path. Raises PhotoError for what cannot be written.

    What its fills lean on is selected, unless that is done, so that it is there when the project is opened.
    """
    path = Path(path)
    recipe = Recipe.of(project.photo, (fill.entry for fill in project.fills))
    try:
        with (
            replacing(path, PhotoError) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive,
        ):
            _write(archive, project, recipe)
    except (MemoryError, cv2.error) as error:  # the encoder knows no other reason
        raise PhotoError(
            f"{path} was not saved for lack of memory; close other programs and try again."
        ) from error
    return path


def _write(archive: zipfile.ZipFile, project: Project, recipe: Recipe) -> None:
    photo, references = project.photo, _kept_references(project)
    manifest = _manifest(project, references)
    _put(archive, _MANIFEST, json_text(manifest).encode(), pack=True)
    _put(archive, _RECIPE, recipe.to_json().encode(), pack=True)
    # PNGs are packed already: storing them as they are is as small and much faster.
    _put(archive, _PIXELS, _png(photo.pixels))
    planes = {_ALPHA: photo.alpha, _MASK: project.mask, _AVOID: project.avoid, _PREFER: project.prefer}
    for name, plane in planes.items():
        if plane is not None:
            _put(archive, name, _png(plane))
    for name, block in _blocks(photo).items():
        _put(archive, f"photo/{name}", block, pack=True)
    for number, fill in enumerate(project.fills):
        for index, patch in enumerate(fill.patches):
            _put(archive, _patch_name(number, index), _png(patch.pixels))
        for index, one in enumerate(fill.references[: len(references[number])]):
            block_name, picture_name = _references_names(number, index)
            _put(archive, block_name, packed(one), pack=True)
            _put(archive, picture_name, _png(picture(one)))


def _kept_references(project: Project) -> list[list[Described]]:
    """Of every fill, the latest first, until there are more than a project may hold; then none."""
    found: list[list[Described]] = []
    left = patch_budget(project.photo)
    for fill in reversed(project.fills):
        described = [Described.of(one) for one in fill.references] if left >= 0 else []
        left -= sum(one.held for one in described)
        found.append(described if left >= 0 and len(described) <= _MOST_PATCHES else [])
    return found[::-1]


def _references_names(fill: int, window: int) -> tuple[str, str]:
    stem = f"fills/{fill}/references/{window}"
    return f"{stem}.bin", f"{stem}.png"


def _patch_name(fill: int, patch: int) -> str:
    return f"fills/{fill}/{patch}.png"


def _put(archive: zipfile.ZipFile, name: str, data: bytes | memoryview, pack: bool = False) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)  # the same project makes the same bytes
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    archive.writestr(info, data, zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED)


def _png(values: np.ndarray) -> memoryview:
    """(H, W), (H, W, 1) or RGB (H, W, 3) integers as a PNG without anything beside the pixels."""
    if values.ndim == 3 and values.shape[2] == 3:
        values = cv2.cvtColor(values, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".png", values, _FAST_PNG)
    if not done:
        raise MemoryError("the PNG encoder gave up")
    return data.reshape(-1).data  # a copy of so many bytes would hold up the other threads


def _blocks(photo: Photo) -> dict[str, bytes]:
    blocks: dict[str, bytes | None] = {name: getattr(photo, name) for name in _BLOCKS}
    if photo.origin is not None:
        blocks.update({name: getattr(photo.origin, name) for name in _ORIGIN_BLOCKS})
    return {name: block for name, block in blocks.items() if block is not None}


def _manifest(project: Project, references: list[list[Described]]) -> dict[str, Any]:
    photo = project.photo
    origin = photo.origin
    return {
        "format": FORMAT,
        "version": VERSION,
        "photo": {
            "width": photo.size.width,
            "height": photo.size.height,
            "channels": photo.channels,
            "bits": photo.pixels.dtype.itemsize * 8,
            "alpha": photo.alpha is not None,
            "blocks": list(_blocks(photo)),
            "notes": list(photo.notes),
            "origin": None if origin is None else _origin_to_json(origin),
        },
        "avoid": project.avoid is not None,
        "prefer": project.prefer is not None,
        "lines": lines_to_json(project.lines),
        "fills": [[list(patch.box) for patch in fill.patches] for fill in project.fills],
        "references": [[one.to_json() for one in described] for described in references],
    }


def _origin_to_json(origin: Origin) -> dict[str, Any]:
    """Only the photo's name, not the folders that it lay in: projects are given away. Odd values that reading
    would refuse are left out.
    """
    tables = origin.jpeg_quantization
    values: dict[str, Any] = {
        "name": None if origin.path is None else origin.path.name,
        "dpi": None if origin.dpi is None else list(origin.dpi),
        "jpeg_quantization": tables and {str(key): list(table) for key, table in tables.items()},
        "jpeg_subsampling": origin.jpeg_subsampling,
    }
    return {
        **{name: value if _is_accepted(name, value) else None for name, value in values.items()},
        **({} if origin.cicp is None else {"cicp": list(origin.cicp)}),
        **({"jpeg_rgb": True} if origin.jpeg_rgb else {}),  # versions before these keys can open all others
        "format": origin.format,
        "lossless": origin.lossless,
    }


def _is_accepted(name: str, value: Any) -> bool:
    try:
        _OPTIONAL_ORIGIN[name](Node(value, name))
    except StrictError:
        return False
    return True


# Reading


def load_project(path: str | Path) -> Project:
    """Read a project. Its photo seems to come from the project's folder. ProjectError says what is wrong.

    Nothing is unpacked to the disk, and nothing larger than a photo of the stated size calls for is unpacked.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Members(archive), path)
    except ProjectError as error:
        raise ProjectError(f"{path} {error}.") from error
    except (StrictError, RecipeError) as error:
        raise ProjectError(
            f"{path} is not a project that this version can open ({str(error).rstrip('.')}); open another copy of it."
        ) from error
    except MemoryError as error:
        raise ProjectError(f"{path} does not fit into memory; close other programs and try again.") from error
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be read ({error.strerror or 'the file breaks off'}); check the name and the disk."
        ) from error
    except Exception as error:  # zipfile and the decoders meet damaged bytes with any exception there is
        raise ProjectError(f"{path} is not a project file, or is {_DAMAGED}.") from error


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


class _Members:
    """The members of an archive, read by name with a limit on their size. All errors are ProjectErrors without
    the file's name, and whatever zipfile raises.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise ProjectError(
                f"holds more than {_MOST_MEMBERS} files, which no project does; open another file"
            )
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos):
            raise ProjectError("holds the same file twice, which no project does; open another file")
        for info in infos:
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG) or info.is_dir():
                raise ProjectError("holds a link or a folder, which no project does; open another file")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
                raise ProjectError("is encrypted or packed in an unusual way; open another file")

    def expect(self, names: set[str]) -> None:
        """Exactly these must be there."""
        if missing := sorted(names - self._infos.keys()):
            raise ProjectError(f"lacks {missing[0]} and is {_DAMAGED}")
        if strange := sorted(self._infos.keys() - names):
            raise ProjectError(
                f"holds a strange file ({strange[0][:60]!r}), which no project does; open another file"
            )

    def read(self, name: str, most: int) -> bytes:
        """A member of at most so many bytes."""
        if name not in self._infos:
            raise ProjectError("is not a project file; open a file that ends in .crfill")
        info = self._infos[name]
        if info.file_size > most:
            raise ProjectError(f"holds more data in {name} than its photo calls for; open another copy of it")
        with self._archive.open(info) as file:
            data = file.read(most + 1)  # checks the checksum at the end
        if len(data) != info.file_size:
            raise ProjectError(f"is {_DAMAGED}")
        return data

    def block(self, name: str, size: int) -> bytes:
        """A member of exactly so many bytes."""
        data = self.read(name, size)
        if len(data) != size:
            raise ProjectError(f"holds less data in {name} than it says; open another copy of it")
        return data

    def image(self, name: str, size: Size, channels: int, dtype: np.dtype) -> np.ndarray:
        """(H, W) or, for three channels, RGB (H, W, 3), contiguous; only a PNG of exactly that kind is decoded."""
        raw = size.area * channels * dtype.itemsize
        data = self.read(name, raw + raw // 8 + 65536)
        header = struct.pack(">II2B", size.width, size.height, dtype.itemsize * 8, 2 if channels == 3 else 0)
        if data[:8] != _PNG_SIGNATURE or data[12:16] != b"IHDR" or data[16:26] != header:
            raise ProjectError(f"holds another picture in {name} than it says; open another copy of it")
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        shape = (size.height, size.width, 3)[: 3 if channels == 3 else 2]
        if values is None or values.shape != shape or values.dtype != dtype:
            raise ProjectError(f"is {_DAMAGED}")
        return values if channels == 1 else cv2.cvtColor(values, cv2.COLOR_BGR2RGB)


def _read(members: _Members, path: Path) -> Project:
    root = parse(members.read(_MANIFEST, _LARGEST_MANIFEST))
    if not isinstance(root.value, dict) or root.value.get("format") != FORMAT:
        raise ProjectError("is not a project file; open a file that ends in .crfill")
    version = root.value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ProjectError(
            f"was saved by a newer program (version {version} of the format); update the program"
        )
    newer = ("references",) if version != 1 else ()
    lines = ("lines",) if version not in (1, 2) else ()
    manifest = root.object(("format", "version", "photo", "avoid", "prefer", "fills", *newer), lines)
    manifest["version"].whole(1, VERSION)
    described = _described(manifest["photo"], path.parent)
    layers = {_MASK: True, _AVOID: manifest["avoid"].boolean(), _PREFER: manifest["prefer"].boolean()}
    boxes = _patch_boxes(manifest["fills"], described)
    leanings = _references(manifest["references"], described, len(boxes)) if newer else [[] for _ in boxes]
    members.expect(
        {_MANIFEST, _RECIPE, _PIXELS}
        | ({_ALPHA} if described.alpha else set())
        | {name for name, there in layers.items() if there}
        | {f"photo/{name}" for name in described.blocks}
        | {_patch_name(f, p) for f, patches in enumerate(boxes) for p in range(len(patches))}
        | {
            name
            for f, windows in enumerate(leanings)
            for w in range(len(windows))
            for name in _references_names(f, w)
        }
    )

    photo = _photo(members, described)
    _check_patch_bytes(boxes, photo)
    _check_reference_bytes(leanings, photo)
    recipe = Recipe.from_json(members.read(_RECIPE, LARGEST_FILE))
    if (recipe.size, recipe.sha256, len(recipe.fills)) != (photo.size, photo_sha256(photo), len(boxes)):
        raise ProjectError(f"has a photo and a recipe that do not belong together: it is {_DAMAGED}")

    def layer(name: str) -> np.ndarray | None:
        return members.image(name, photo.size, 1, np.dtype(np.uint8)) if layers[name] else None

    def patch(fill: int, index: int, box: Box) -> FillPatch:
        pixels = members.image(_patch_name(fill, index), box.size, photo.channels, photo.pixels.dtype)
        return FillPatch(box, pixels.reshape(box.height, box.width, photo.channels))

    def references(fill: int, index: int, one: Described) -> References:
        block_name, picture_name = _references_names(fill, index)
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
    mask = layer(_MASK)
    assert mask is not None
    steered = lines_from_json(manifest["lines"]) if "lines" in manifest else LineSteering()
    return Project(photo, mask, tuple(fills), layer(_AVOID), layer(_PREFER), steered)


def _described(node: Node, folder: Path) -> _Described:
    members = node.object(("width", "height", "channels", "bits", "alpha", "blocks", "notes", "origin"))
    size = Size(members["width"].whole(1, MOST_PIXELS), members["height"].whole(1, MOST_PIXELS))
    if size.area > MOST_PIXELS:
        node.fail(f"has more than {MOST_PIXELS} pixels")
    if members["channels"].whole(1, 3) == 2:
        members["channels"].fail("is neither 1 nor 3")
    bits = members["bits"].whole(8, 16)
    if bits not in (8, 16):
        members["bits"].fail("is neither 8 nor 16")
    return _Described(
        size,
        members["channels"].value,
        np.dtype(np.uint8 if bits == 8 else np.uint16),
        members["alpha"].boolean(),
        tuple(item.choice((*_BLOCKS, *_ORIGIN_BLOCKS)) for item in members["blocks"].items(10)),
        tuple(Message(item.text(10_000)) for item in members["notes"].items(100)),
        members["origin"].optional(lambda origin: _origin(origin, folder)),
    )


def _origin(node: Node, folder: Path) -> Origin:
    members = node.object((*_OPTIONAL_ORIGIN, "format", "lossless"), ("jpeg_rgb", "cicp"))
    found = {name: members[name].optional(read) for name, read in _OPTIONAL_ORIGIN.items()}
    name = found.pop("name")
    return Origin(
        path=None if name is None else folder.absolute() / name,
        format=members["format"].choice(_FORMATS),
        lossless=members["lossless"].boolean(),
        jpeg_rgb="jpeg_rgb" in members and members["jpeg_rgb"].boolean(),
        cicp=_cicp(members["cicp"]) if "cicp" in members else None,
        **found,
    )


def _file_name(node: Node) -> str:
    """A name without any folder, on every system."""
    name = node.text(255)
    if not name.isprintable() or any(kind(name).name != name for kind in (PurePosixPath, PureWindowsPath)):
        node.fail("is no file name")
    if name in ("", ".", ".."):
        node.fail("is no file name")
    return name


def _dpi(node: Node) -> tuple[float, float]:
    values = [item.number(0, 1e6) for item in node.items(2)]
    if len(values) != 2:
        node.fail("is not a pair")
    return values[0], values[1]


def _quantization(node: Node) -> dict[int, list[int]]:
    tables = node.object((), ("0", "1", "2", "3"))
    result = {int(key): [item.whole(1, 65535) for item in table.items(64)] for key, table in tables.items()}
    if not result or any(len(table) != 64 for table in result.values()):
        node.fail("does not hold tables of 64 numbers")
    return result


def _cicp(node: Node) -> tuple[int, int]:
    values = [item.whole(0, 65535) for item in node.items(2)]
    if len(values) != 2:
        node.fail("is not a pair")
    return values[0], values[1]


def _subsampling(node: Node) -> str:
    text = node.text(20)
    if not SUBSAMPLING.fullmatch(text):
        node.fail("is no sampling of a JPEG")
    return text


_OPTIONAL_ORIGIN: dict[str, Callable[[Node], Any]] = {
    "name": _file_name,
    "dpi": _dpi,
    "jpeg_quantization": _quantization,
    "jpeg_subsampling": _subsampling,
}
"""What may be unknown of where a photo came from, and how it is read."""


def _patch_boxes(node: Node, described: _Described) -> list[list[Box]]:
    whole = Box.of(described.size)
    fills = [[item.box() for item in fill.items(_MOST_PATCHES)] for fill in node.items(MOST_FILLS)]
    if any(box.is_empty or not whole.contains(box) for patches in fills for box in patches):
        node.fail("has a box that does not lie inside the photo")
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
        [Described.read(one, described.size) for one in fill.items(_MOST_PATCHES)]
        for fill in node.items(MOST_FILLS)
    ]
    if len(found) != fills:
        node.fail("does not tell of as many fills as there are")
    return found


def _check_reference_bytes(references: list[list[Described]], photo: Photo) -> None:
    if sum(one.held for fill in references for one in fill) > patch_budget(photo):
        raise ProjectError("holds more references than its photo calls for; open another copy of it")


def _photo(members: _Members, described: _Described) -> Photo:
    size, dtype = described.size, described.dtype
    pixels = members.image(_PIXELS, size, described.channels, dtype)
    alpha = members.image(_ALPHA, size, 1, dtype) if described.alpha else None
    origin = described.origin

    def read(name: str) -> bytes | None:
        return members.read(f"photo/{name}", _LARGEST_BLOCK) if name in described.blocks else None

    blocks: dict[str, Any] = {name: read(name) for name in _ORIGIN_BLOCKS}
    return Photo(
        pixels.reshape(size.height, size.width, described.channels),
        alpha,
        read("icc"),
        read("exif"),
        read("xmp"),
        None if origin is None else replace(origin, **blocks),
        described.notes,
    )
