"""The origin of a project's photo as stored in the manifest."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from crfill_core.base.messages import Message
from crfill_core.files.strict import EXPECTED, StrictError, read
from crfill_core.imaging.jpeg_layout import SUBSAMPLING
from crfill_core.imaging.photo import Origin


def origin_to_json(origin: Origin) -> dict[str, Any]:
    """The stored form. It has the photo's name without folders, because projects may be given away. Values that
    :func:`origin_of` would refuse are None.
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
        # Omitted if False, so that older versions of the program can open the file.
        **({"jpeg_rgb": True} if origin.jpeg_rgb else {}),
        "format": origin.format,
        "lossless": origin.lossless,
    }


def _is_accepted(name: str, value: Any) -> bool:
    nothing = dict.fromkeys(("name", "dpi", "jpeg_quantization", "jpeg_subsampling"))
    try:
        origin_of(read({**nothing, name: value, "format": "PNG", "lossless": True}, FileOrigin), Path())
    except StrictError:
        return False
    return True


_Table = Annotated[list[Annotated[int, Meta(ge=1, le=65535)]], Meta(min_length=64, max_length=64)]
_Dpi = Annotated[float, Meta(ge=0, le=1e6)]
_Code = Annotated[int, Meta(ge=0, le=65535)]
_TABLES = {EXPECTED: Message("one to four tables of 64 numbers from 1 to 65535, by their number")}


class FileOrigin(Struct, forbid_unknown_fields=True):
    """The stored form of an origin."""

    name: Annotated[str, Meta(max_length=255)] | None
    dpi: tuple[_Dpi, _Dpi] | None
    jpeg_quantization: (
        Annotated[dict[Literal["0", "1", "2", "3"], _Table], Meta(min_length=1, extra=_TABLES)] | None
    )
    jpeg_subsampling: Annotated[str, Meta(max_length=20)] | None
    format: Literal["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF", "RAW", "HEIC", "CLIPBOARD"]
    lossless: bool
    jpeg_rgb: bool = False
    cicp: tuple[_Code, _Code] | None = None


def origin_of(file: FileOrigin, folder: Path) -> Origin:
    """The origin of a photo in ``folder``. Raises StrictError for impossible names and samplings."""
    if file.name is not None and not _is_file_name(file.name):
        raise StrictError("photo.origin.name", Message("is not a file name"))
    if file.jpeg_subsampling is not None and not SUBSAMPLING.fullmatch(file.jpeg_subsampling):
        raise StrictError("photo.origin.jpeg_subsampling", Message("is not a JPEG sampling"))
    tables = file.jpeg_quantization
    return Origin(
        path=None if file.name is None else folder.absolute() / file.name,
        format=file.format,
        jpeg_quantization=None if tables is None else {int(key): table for key, table in tables.items()},
        jpeg_subsampling=file.jpeg_subsampling,
        lossless=file.lossless,
        dpi=file.dpi,
        jpeg_rgb=file.jpeg_rgb,
        cicp=file.cicp,
    )


def _is_file_name(name: str) -> bool:
    """Whether this is a file name without folders on every system."""
    plain = name.isprintable() and name not in ("", ".", "..")
    return plain and all(kind(name).name == name for kind in (PurePosixPath, PureWindowsPath))
