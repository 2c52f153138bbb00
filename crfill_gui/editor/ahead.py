"""Reads the first photo of the command line while the editor's modules are being imported."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path

from crfill_core.files.versions import version_of
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo


class PhotoAhead:
    """Reads a photo in a thread, and does not keep the program from ending before that thread."""

    def __init__(self, path: Path) -> None:
        self._path, self._version = path, version_of(path)
        self._photo: Future[Photo] | None = Future()
        threading.Thread(target=self._read_into, args=(self._photo,), name="ahead", daemon=True).start()

    def _read_into(self, photo: Future[Photo]) -> None:
        try:
            photo.set_result(read_photo(self._path))
        except BaseException as error:  # raised again by `read`
            photo.set_exception(error)

    def read(self, path: Path) -> Photo:
        """Like :func:`~crfill_core.imaging.read.read_photo`. The first call gets the photo that was read ahead if it asks
        for that path and the file has not changed; every other call reads its file.
        """
        photo, self._photo = self._photo, None
        if photo is None or path != self._path or version_of(path) != self._version:
            return read_photo(path)
        return photo.result()
