"""Pixels lent to a worker thread, and the one way to give them back."""

from __future__ import annotations

from collections.abc import Callable

from crfill_core.imaging.photo import Photo


class Lease:
    """The photo of a document: its pixels will not change before the lease ends. Also a context manager."""

    def __init__(self, photo: Photo, take_back: Callable[[Photo], object]) -> None:
        self.photo = photo
        self._take_back: Callable[[Photo], object] | None = take_back

    def end(self) -> None:
        """Give the pixels back; a second time does nothing."""
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back(self.photo)

    def __enter__(self) -> Photo:
        return self.photo

    def __exit__(self, *_: object) -> None:
        self.end()
