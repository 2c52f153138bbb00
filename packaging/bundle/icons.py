"""``python icons.py SVG FOLDER``: the program's icon in the formats of every system. Needs Qt and Pillow, so the Python
of the environment that is packed runs it.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def make(svg: Path, folder: Path) -> None:
    """Write ``crfill-studio-SIZE.png``, ``crfill-studio.ico`` and ``crfill-studio.icns`` into the folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(svg))
    assert renderer.isValid() and application
    folder.mkdir(parents=True, exist_ok=True)
    for size in (*SIZES, 1024):
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        image.save(buffer, "PNG")
        picture = Image.open(BytesIO(buffer.data().data()))
        if size in SIZES:
            picture.save(folder / f"crfill-studio-{size}.png")
    picture.save(folder / "crfill-studio.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    picture.save(folder / "crfill-studio.icns")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
