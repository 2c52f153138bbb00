"""``.crfill`` files: zip archives of lossless PNGs and JSON.

manifest.json lists the other members:

* photo/: pixels.png, alpha.png, and the blocks icc, exif, xmp, iptc, photoshop, segments and chunks;
* mask.png, avoid.png, prefer.png and recipe.json;
* fills/F/P.png: patch P of fill F;
* fills/F/references/W.png and W.bin: the network's view of window W, and the references (``stored_references``);
* fills/F/painted.png: the mask as painted, if the fill's own mask differs from it.

The lines are in the manifest. References came with version 2, lines with version 3, painted masks with version 4.
"""

from __future__ import annotations

import stat
import struct
import zipfile

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.geometry import Size

FORMAT = "crfill-project"
VERSION = 4
SUFFIX = ".crfill"
MANIFEST, RECIPE = "manifest.json", "recipe.json"
PIXELS, ALPHA = "photo/pixels.png", "photo/alpha.png"
MASK, AVOID, PREFER = "mask.png", "avoid.png", "prefer.png"
BLOCKS = ("icc", "exif", "xmp")
ORIGIN_BLOCKS = ("iptc", "photoshop", "segments", "chunks")
MOST_PATCHES = 10_000
"""The largest number of patches, and of windows, of a fill."""
DAMAGED = Message("damaged or incomplete; open another copy of it")
_MOST_MEMBERS = 100_000
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FAST_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE)
"""For photos this is faster and gives smaller files than the default."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ProjectError(CrfillError):
    """A project file that cannot be opened."""


def patch_name(fill: int, patch: int) -> str:
    return f"fills/{fill}/{patch}.png"


def painted_name(fill: int) -> str:
    return f"fills/{fill}/painted.png"


def references_names(fill: int, window: int) -> tuple[str, str]:
    stem = f"fills/{fill}/references/{window}"
    return f"{stem}.bin", f"{stem}.png"


def put(archive: zipfile.ZipFile, name: str, data: bytes | memoryview, pack: bool = False) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)  # a fixed date, so that equal projects give equal files
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    archive.writestr(info, data, zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED)


def png(values: np.ndarray) -> memoryview:
    """A PNG without metadata of (H, W), (H, W, 1) or RGB (H, W, 3) uint8 or uint16."""
    if values.ndim == 3 and values.shape[2] == 3:
        values = cv2.cvtColor(values, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".png", values, _FAST_PNG)
    if not done:
        raise MemoryError("the PNG encoder gave up")
    return data.reshape(-1).data  # not bytes, because such a large copy would block the other threads


class Members:
    """The members of an archive, read by name and with a limit on their size.

    The file is not trusted. Raises the errors of zipfile, and ProjectErrors whose text continues after the
    file's name.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise ProjectError(
                "holds more than {most} files, which no project does; open another file", most=_MOST_MEMBERS
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
        """Require exactly these members."""
        if missing := sorted(names - self._infos.keys()):
            raise ProjectError("lacks {missing} and is {damaged}", missing=missing[0], damaged=DAMAGED)
        if strange := sorted(self._infos.keys() - names):
            raise ProjectError(
                "holds an unknown file ({strange}), which no project does; open another file",
                strange=repr(strange[0][:60]),
            )

    def read(self, name: str, most: int) -> bytes:
        """A member of at most ``most`` bytes."""
        if name not in self._infos:
            raise ProjectError("is not a project file; open a file that ends in .crfill")
        info = self._infos[name]
        if info.file_size > most:
            raise ProjectError(
                "holds more data in {name} than its photo needs; open another copy of it", name=name
            )
        with self._archive.open(info) as file:
            data = file.read(most + 1)  # the checksum is checked at the end
        if len(data) != info.file_size:
            raise ProjectError("is {damaged}", damaged=DAMAGED)
        return data

    def block(self, name: str, size: int) -> bytes:
        """A member of exactly ``size`` bytes."""
        data = self.read(name, size)
        if len(data) != size:
            raise ProjectError("holds less data in {name} than it should; open another copy of it", name=name)
        return data

    def image(self, name: str, size: Size, channels: int, dtype: np.dtype) -> np.ndarray:
        """A picture, (H, W), or RGB (H, W, 3) for three channels, contiguous. Only a PNG of exactly this kind is decoded."""
        raw = size.area * channels * dtype.itemsize
        data = self.read(name, raw + raw // 8 + 65536)
        header = struct.pack(">II2B", size.width, size.height, dtype.itemsize * 8, 2 if channels == 3 else 0)
        if data[:8] != _PNG_SIGNATURE or data[12:16] != b"IHDR" or data[16:26] != header:
            raise ProjectError(
                "holds a picture of the wrong size or kind in {name}; open another copy of it", name=name
            )
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        shape = (size.height, size.width, 3)[: 3 if channels == 3 else 2]
        if values is None or values.shape != shape or values.dtype != dtype:
            raise ProjectError("is {damaged}", damaged=DAMAGED)
        return values if channels == 1 else cv2.cvtColor(values, cv2.COLOR_BGR2RGB)
