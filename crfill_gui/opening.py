"""Which photo is open: reading one, turning to its neighbours, leaving it without losing work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crfill_gui import photos
from crfill_gui import settings as keys
from crfill_gui.background import Background
from crfill_gui.document.document import Document
from crfill_gui.i18n import tr, tr_core
from crfill_gui.left_masks import LeftMasks

if TYPE_CHECKING:
    from crfill_gui.session import Session


class Opening:
    """Puts documents into the session and takes them out again; asks first where work would be lost."""

    def __init__(self, session: Session, background: Background) -> None:
        self._session, self._background = session, background
        self._wanted: Path | None = None
        self._chosen: tuple[Path, ...] = ()
        self.left_masks = LeftMasks()

    def ask(self) -> None:
        """Ask which photos, and open them."""
        session = self._session
        if session.prompts is None:
            return
        paths = session.prompts.photos_to_open(session.path.parent if session.path else None)
        if paths:
            self.open_all(paths)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first; the next and previous photo are then those of this list, if it has several."""
        self._chosen = tuple(paths) if len(paths) > 1 else ()
        self.open(paths[0])

    @property
    def row(self) -> tuple[Path, ...]:
        """The photo and its neighbours: those that were opened together, or else those of its folder."""
        path = self._session.path
        if path is None:
            return ()
        return self._chosen if path in self._chosen else photos.beside(path)

    def open_neighbour(self, step: int) -> None:
        """Open the next (1) or previous (-1) of the photos that were opened together, or else of the folder."""
        path = self._session.path
        if path is None:
            return
        row = self.row
        index = row.index(path) + step
        if 0 <= index < len(row):
            self.open(row[index])
        else:
            self._session.say(
                "info", tr("This is the last photo.") if step > 0 else tr("This is the first photo.")
            )

    def open(self, path: Path, mask: Path | None = None) -> None:
        """Read a photo in the background and show it in place of the present one, which is saved first if
        need be.
        """
        self.when_safe(lambda: self._read(path, mask))

    def _read(self, path: Path, mask: Path | None) -> None:
        session = self._session
        self._wanted = path
        session.loading.emit(tr("Opening {name}…", name=path.name))
        budget = session.settings.get(keys.HISTORY_MEGABYTES) * 2**20
        self._background.run(
            partial(photos.read, path, budget, mask), self._on_read, partial(self._on_failed, path)
        )

    def cancel(self) -> bool:
        """Stay with the present photo instead of the one that is being read; False if none is."""
        if self._wanted is None:
            return False
        self._wanted = None
        self._session.loading.emit("")
        return True

    def _on_failed(self, path: Path, sentence: str) -> None:
        if path == self._wanted:
            self._wanted = None
            self._session.fail(sentence)

    def _on_read(self, opened: photos.Opened) -> None:
        if opened.path != self._wanted:
            return  # another photo was asked for in the meantime, or none any more
        self._wanted = None
        session = self._session
        session.settings.add_recent(opened.path.resolve())
        session.settings.save()
        self.show(opened.document, opened.photo_path)
        if opened.notes:
            session.say("info", " ".join(tr_core(note) for note in opened.notes))

    def show(self, document: Document, path: Path | None) -> None:
        """Edit that document from now on; ``path`` is its photo's, None where that is not a file."""
        session = self._session
        self.left_masks.leave(session.document, session.path)
        earlier = self.left_masks.come_back(document, path)
        session.replace(document, path)
        if earlier:
            session.say("info", tr("The mask that you painted here last time is back."))

    def close(self) -> None:
        """Back to the empty window."""
        self.when_safe(self._close)

    def _close(self) -> None:
        session = self._session
        self.left_masks.leave(session.document, session.path)
        self._wanted = None
        session.replace(None, None)

    def end(self) -> None:
        """The program ends: a mask that is in no file is there again when its photo is opened next."""
        session = self._session
        document = session.document
        # Dirty, it was given up with everything else when the person was asked; in a project it is in a file.
        if document is not None and not document.is_dirty and not photos.is_in_project(document):
            self.left_masks.leave(document, session.path)

    def may_end(self, close_again: Callable[[], object]) -> bool:
        """Whether the program may end now. If the person saves first, ``close_again`` is called
        afterwards.
        """
        safe: list[bool] = []
        self.when_safe(lambda: safe.append(True), after_save=close_again)
        return bool(safe)

    def when_safe(self, go_on: Callable[[], None], after_save: Callable[[], object] | None = None) -> None:
        """Go on now, or after saving, or never: as the person wants it."""
        session = self._session
        document, prompts = session.document, session.prompts
        if document is None or not document.is_dirty or prompts is None:
            go_on()
            return
        answer = prompts.unsaved(session.name or tr("Untitled"))
        if answer == "discard":
            go_on()
        elif answer == "save":
            session.saving.then = after_save or (lambda: self.when_safe(go_on))
            if not session.saving.save():
                session.saving.then = None
