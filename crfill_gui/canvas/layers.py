"""What the canvas shows of a document, kept up to date: the photo, the photo as opened, and the masks."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from crfill_core.geometry import EMPTY, Box
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.tiles import DisplayTiles, Pyramid
from crfill_gui.document.document import Document
from crfill_gui.document.history import What
from crfill_gui.document.tiled_photo import TiledPhoto


class Layers:
    """The layers of one document, and the :class:`Surface` that draws them."""

    def __init__(self, background: QColor, overlay: QColor) -> None:
        self.surface = Surface(background, overlay)
        self._document: Document | None = None
        self._tiles: DisplayTiles | None = None
        self._original: DisplayTiles | None = None
        self._mask: Pyramid | None = None
        self._avoid: Pyramid | None = None
        self._prefer: Pyramid | None = None
        self._comparing = self._previewing = False

    @property
    def comparing(self) -> bool:
        """Whether the photo as opened is shown, without any mask."""
        return self._comparing

    def show_document(self, document: Document | None) -> None:
        """Give the surface the layers of a document. The caller then sets the viewport and redraws."""
        self._document = document
        self._comparing = self._previewing = False
        self._original = self._tiles = self._mask = self._avoid = self._prefer = None
        if document is not None:
            self._tiles, self._mask = DisplayTiles(document.now), Pyramid(document.coverage)
            if document.steering.has_regions:
                self._avoid, self._prefer = Pyramid(document.avoid), Pyramid(document.prefer)
        self._show()

    def preview_mask(self, coverage: np.ndarray | None) -> None:
        """Show this mask, (H, W) uint8, without changing the document. None shows the document's mask again."""
        if self._document is None:
            return
        self._mask = Pyramid(self._document.coverage if coverage is None else coverage)
        self._previewing = coverage is not None
        if not self._comparing:
            self._show()
            self.surface.redraw()

    def set_comparing(self, comparing: bool) -> bool:
        """Show the photo as opened, or the edited photo again; False if nothing changes."""
        if comparing == self._comparing or self._document is None:
            return False
        self._comparing = comparing
        if comparing:
            self.surface.show(self.original if self._document.is_changed else self._tiles, None)
        else:
            self._show()
        self.surface.redraw()
        return True

    @property
    def original(self) -> DisplayTiles | None:
        """The photo as opened; None without a document."""
        if self._original is None and self._document is not None:
            self._original = DisplayTiles(TiledPhoto.of(self._document.original))
        return self._original

    def changed(self, what: What, box: Box) -> Box:
        """Follow a change of a layer in a box of photo pixels. Returns the box of the canvas that changes."""
        if self._document is None or self._tiles is None or self._mask is None or box.is_empty:
            return EMPTY
        if what == "pixels":
            self._tiles.refresh(self._document.now, box)
        elif what != "mask":
            self._refresh_steering(self._document, box)
        elif not self._previewing:
            self._mask.refresh(box)
        if self._comparing:
            return EMPTY
        return self.surface.photo_changed(box) if what == "pixels" else self.surface.mask_changed(box)

    def _refresh_steering(self, document: Document, box: Box) -> None:
        """Follow a change of the steering in a box. The first call creates the steering's layers."""
        if self._avoid is None or self._prefer is None:
            self._avoid, self._prefer = Pyramid(document.avoid), Pyramid(document.prefer)
            if not self._comparing:
                self._show()
        self._avoid.refresh(box)
        self._prefer.refresh(box)

    def _show(self) -> None:
        self.surface.show(self._tiles, self._mask, self._avoid, self._prefer)
