"""Opens masks from files and saves them."""

from __future__ import annotations

import numpy as np

from crfill_gui.editor import photos
from crfill_gui.editor.current import Current
from crfill_gui.i18n import tr


class MaskFiles:
    """Asks for a file, then reads or writes it in the background."""

    def __init__(self, session: Current) -> None:
        self._session = session

    def open(self) -> None:
        """Ask for a file, and replace the document's mask with the one in the file."""
        session = self._session
        document = session.document
        if document is None or session.prompts is None:
            return
        path = session.prompts.mask_to_open(session.path.parent if session.path else None)
        if path is None:
            return
        photo = document.original

        def read() -> np.ndarray:
            from crfill_core.imaging.mask import read_mask

            return read_mask(path, document.size, photo)

        what = tr("Opening {name}…", name=path.name)
        session.work(what, read, lambda mask: document.set_mask(mask, "Open mask"))

    def save(self) -> None:
        """Ask for a file, and write the mask to it."""
        session = self._session
        if session.document is None or session.prompts is None:
            return
        base = photos.home_of_copies(session.path)
        suggestion = base.with_name(f"{base.stem}-mask.png")
        path = session.prompts.where_to_write(tr("Save mask"), suggestion, ("PNG (*.png)",))
        if path is None:
            return
        target, mask = photos.with_known_suffix(path, ".png"), session.document.coverage.copy()

        def write() -> None:
            from crfill_core.imaging.mask import write_mask

            write_mask(mask, target)

        session.work(
            tr("Saving {name}…", name=target.name),
            write,
            lambda _: session.say("info", tr("Mask saved as {name}.", name=target.name)),
        )
