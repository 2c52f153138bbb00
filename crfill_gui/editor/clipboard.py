"""Copies photos to the clipboard, and pastes them from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage

from crfill_core.imaging.depth import eight_bit
from crfill_core.imaging.photo import Origin, Photo
from crfill_gui.document.document import Document
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr
from crfill_gui.style.pictures import image_of


def paste(session: Session) -> None:
    """Open the files that were copied in a file manager or, if there are none, the picture on the clipboard."""
    data = QGuiApplication.clipboard().mimeData()
    urls = [] if data is None else data.urls()  # None: the clipboard is empty
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if files:
        session.opening.open_all(files)
        return
    photo = None if data is None else photo_of(data)
    if photo is None:
        session.say("info", tr("There is no picture on the clipboard: copy one first."))
        return
    document = Document(photo, session.history_budget)
    session.opening.when_safe(lambda: session.opening.show(document, None))


def copy(session: Session) -> None:
    """Copy the current photo to the clipboard in 8-bit sRGB, which other programs understand."""
    if session.document is None:
        return
    now = session.document.now

    def done(image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        session.say("info", tr("The photo is on the clipboard."))

    session.work(tr("Copying…"), lambda: shown_image(now.photo), done)


def shown_image(photo: Photo) -> QImage:
    """The photo in 8-bit sRGB with its transparency."""
    from crfill_core.imaging.color import to_display

    pixels = to_display(photo.pixels, photo.icc)
    return image_of(pixels if photo.alpha is None else np.dstack([pixels, eight_bit(photo.alpha)]))


def photo_of(data: QMimeData) -> Photo | None:
    """The picture in clipboard data, with 8 or 16 bits per channel and its colour profile; None if there is no picture."""
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        return None
    kinds = QImage.Format
    deep = image.depth() > 32 or image.format() == kinds.Format_Grayscale16
    image = image.convertToFormat(kinds.Format_RGBA64 if deep else kinds.Format_RGBA8888)
    dtype = np.dtype(np.uint16 if deep else np.uint8)
    largest = 65535 if deep else 255
    rows = np.frombuffer(image.constBits(), dtype).reshape(image.height(), -1)[:, : 4 * image.width()]
    rgba = rows.reshape(image.height(), image.width(), 4)
    alpha = np.ascontiguousarray(rgba[..., 3])
    space = image.colorSpace()
    foreign = space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    icc = bytes(space.iccProfile().data()) if foreign else None
    return Photo(
        np.ascontiguousarray(rgba[..., :3]),
        alpha if np.any(alpha != largest) else None,
        icc or None,  # Qt has no profile for some colour spaces
        origin=Origin(None, "CLIPBOARD"),
    )
