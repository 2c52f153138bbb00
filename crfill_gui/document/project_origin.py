"""Where a project's photo came from, in the manifest of its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

from crfill_core.base.messages import Message
from crfill_core.files.strict_json import Node, StrictError
from crfill_core.imaging.jpeg_layout import SUBSAMPLING
from crfill_core.imaging.photo import Origin

T = TypeVar("T")
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF", "RAW", "HEIC", "CLIPBOARD")


def origin_to_json(origin: Origin) -> dict[str, Any]:
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


def origin_from(node: Node, folder: Path) -> Origin:
    members = node.object((*_OPTIONAL_ORIGIN, "format", "lossless"), ("jpeg_rgb", "cicp"))
    found = {name: members[name].optional(read) for name, read in _OPTIONAL_ORIGIN.items()}
    name = found.pop("name")
    return Origin(
        path=None if name is None else folder.absolute() / name,
        format=members["format"].choice(_FORMATS),
        lossless=members["lossless"].boolean(),
        jpeg_rgb="jpeg_rgb" in members and members["jpeg_rgb"].boolean(),
        cicp=_pair(members["cicp"], lambda item: item.whole(0, 65535)) if "cicp" in members else None,
        **found,
    )


def _file_name(node: Node) -> str:
    """A name without any folder, on every system."""
    name = node.text(255)
    if not name.isprintable() or any(kind(name).name != name for kind in (PurePosixPath, PureWindowsPath)):
        node.fail(Message("is no file name"))
    if name in ("", ".", ".."):
        node.fail(Message("is no file name"))
    return name


def _pair(node: Node, read: Callable[[Node], T]) -> tuple[T, T]:
    values = [read(item) for item in node.items(2)]
    if len(values) != 2:
        node.fail(Message("is not a pair"))
    return values[0], values[1]


def _quantization(node: Node) -> dict[int, list[int]]:
    tables = node.object((), ("0", "1", "2", "3"))
    result = {int(key): [item.whole(1, 65535) for item in table.items(64)] for key, table in tables.items()}
    if not result or any(len(table) != 64 for table in result.values()):
        node.fail(Message("does not hold tables of 64 numbers"))
    return result


def _subsampling(node: Node) -> str:
    text = node.text(20)
    if not SUBSAMPLING.fullmatch(text):
        node.fail(Message("is no sampling of a JPEG"))
    return text


_OPTIONAL_ORIGIN: dict[str, Callable[[Node], Any]] = {
    "name": _file_name,
    "dpi": lambda node: _pair(node, lambda item: item.number(0, 1e6)),
    "jpeg_quantization": _quantization,
    "jpeg_subsampling": _subsampling,
}
"""What may be unknown of where a photo came from, and how it is read."""
