"""Opens and closes photos without losing work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from crfill_core.imaging.photo import Photo
from crfill_gui.document.document import Document
from crfill_gui.editor import photos
from crfill_gui.editor.current import Current
from crfill_gui.editor.files.left_masks import Left, LeftMasks
from crfill_gui.editor.files.saving import Saving
from crfill_gui.i18n import tr, tr_core
from crfill_gui.workers.task import Task


class Opening:
    """Opens and closes the session's document. If work would be lost, it asks first."""

    def __init__(self, session: Current, saving: Saving) -> None:
        self._session, self._saving = session, saving
        self._reading: Task[tuple[photos.Opened, bool]] | None = None
        self._chosen: tuple[Path, ...] = ()
        """The photos that were opened together; empty if one was opened alone."""
        self._kept_at: object | None = None
        """The document's moment at which its mask was last kept."""
        self.left_masks = LeftMasks()
        """Used only on the file thread."""
        session.save_dropped.connect(self._forget_then)
        self.read_photo: Callable[[Path], Photo] = photos.read_photo
        """Reads photo files. Called only on the file thread."""

    def ask(self) -> None:
        session = self._session
        if session.prompts is None:
            return
        paths = session.prompts.photos_to_open(session.path.parent if session.path else None)
        if paths:
            self.open_all(paths)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first of these photos. The others, if any, become its neighbours."""

        def go_on() -> (
            None
        ):  # not if the user decides to stay with the current photo, which has neighbours too
            self._chosen = tuple(paths) if len(paths) > 1 else ()
            self._read(paths[0], None)

        self.when_safe(go_on)

    def list_row(self, answer: Callable[[tuple[Path, ...]], object]) -> None:
        """Call ``answer`` with the photo and its neighbours, in order: the photos that were opened together, or else those
        of its folder. A folder is listed in the background, so the call may come later.
        """
        path = self._session.path
        if path is None:
            answer(())
        elif path in self._chosen:
            answer(self._chosen)
        else:
            self._session.files.start(lambda _: photos.beside(path), answer)

    def open_neighbour(self, step: int) -> None:
        """Open the next (1) or previous (−1) photo of :meth:`list_row`."""
        path = self._session.path
        if path is not None:
            self.list_row(partial(self._open_beside, path, step))

    def _open_beside(self, path: Path, step: int, row: tuple[Path, ...]) -> None:
        if path != self._session.path or path not in row:
            return  # another photo has been opened in the meantime
        index = row.index(path) + step
        if 0 <= index < len(row):
            self.open(row[index])
        else:
            end = tr("This is the last photo.") if step > 0 else tr("This is the first photo.")
            self._session.say("info", end)

    def open(self, path: Path, mask: Path | None = None) -> None:
        """Read a photo or project in the background, and show it in place of the current document. The user may save the
        current one first.
        """
        self.when_safe(lambda: self._read(path, mask))

    def _read(self, path: Path, mask: Path | None) -> None:
        session = self._session
        self.cancel()
        self._keep_mask()  # before reading, because the photo to be read may be the current one
        budget, agreed = session.history_budget, self.unsaved()

        def read() -> tuple[photos.Opened, bool]:
            opened = photos.read(path, budget, mask, self.read_photo)
            photo = opened.photo_path
            return opened, photo is not None and self.left_masks.restore(photo, opened.document)

        session.loading.emit(tr("Opening {name}…", name=path.name))
        task = self._reading = Task(lambda _: read())
        task.done.connect(partial(self._on_read, task, agreed))
        task.failed.connect(partial(self._on_failed, task))
        session.files.put(task)

    def cancel(self) -> bool:
        """Cancel the reading of a photo; returns whether one was being read."""
        task, self._reading = self._reading, None
        if task is None:
            return False
        task.cancel()
        self._session.loading.emit("")
        return True

    def _on_failed(self, task: Task[tuple[photos.Opened, bool]], sentence: str) -> None:
        if task is self._reading:
            self._reading = None
            self._session.fail(sentence)

    def _on_read(
        self, task: Task[tuple[photos.Opened, bool]], agreed: object, read: tuple[photos.Opened, bool]
    ) -> None:
        opened, mask_restored = read
        if (
            task is not self._reading
        ):  # another photo was requested, or reading was cancelled: keep its mask again
            if opened.photo_path is not None:
                self._keep(opened.document, opened.photo_path)
            return
        self._reading = None
        if self.unsaved() not in (None, agreed) and opened.photo_path is not None:
            self._keep(
                opened.document, opened.photo_path
            )  # the user may decide to stay with the current photo
        self.when_still_safe(agreed, lambda: self._show_read(opened, mask_restored))

    def _show_read(self, opened: photos.Opened, mask_restored: bool) -> None:
        session = self._session
        session.settings.add_recent(opened.path.resolve())
        session.settings.save()
        self._saving.versions.note(opened.path, opened.version)
        self.show(opened.document, opened.photo_path)
        if mask_restored:
            session.say("info", tr("The mask that you painted on this photo last time has been restored."))
        if opened.notes:
            session.say("info", " ".join(tr_core(note) for note in opened.notes))

    def show(self, document: Document, path: Path | None) -> None:
        """Make that document the current one. ``path``: the file of its photo; None if there is no file. A photo that is
        being read is not shown any more.
        """
        self.cancel()
        self._keep_mask()
        self._session.replace(document, path)

    def close(self) -> None:
        """Close the document, which leaves the window empty."""
        self.when_safe(self._close)

    def _close(self) -> None:
        self.cancel()
        self._keep_mask()
        self._session.replace(None, None)

    def end(self) -> None:
        """The program ends: if the mask is not in a file, keep it until its photo is opened again."""
        document = self._session.document
        # An unsaved document has been discarded by the user, with its mask. A project's file holds its mask.
        if document is not None and not document.is_dirty and not photos.is_in_project(document):
            self._keep_mask()

    def _keep_mask(self) -> None:
        """Keep the mask of the current photo. If it has none, drop the mask that was kept for it before."""
        document, path = self._session.document, self._session.path
        if document is not None and path is not None and document.history.moment is not self._kept_at:
            self._kept_at = document.history.moment
            self._keep(document, path)

    def _keep(self, document: Document, path: Path) -> None:
        size, left = document.size, Left.of(document)
        self._session.files.start(lambda _: self.left_masks.keep(path, size, left))

    def may_end(self, close_again: Callable[[], object]) -> bool:
        """Whether the program may end now. If the user saves first, ``close_again`` is called after that."""
        safe: list[bool] = []
        self.when_safe(lambda: safe.append(True), after_save=close_again)
        return bool(safe)

    def unsaved(self) -> object:
        """The state of the unsaved work in the current document, to be compared later; None if there is none."""
        document = self._session.document
        if document is None or not self._would_be_lost(document):
            return None
        return document, document.history.state, self._session.save_waits

    def _would_be_lost(self, document: Document) -> bool:
        """Whether closing the document would lose work, which includes a fill that is to be saved once it is done."""
        return document.is_dirty or self._session.save_waits

    def _forget_then(self) -> None:
        self._saving.then = None

    def when_still_safe(self, agreed: object, go_on: Callable[[], None]) -> None:
        """Call ``go_on`` if nothing has been done since that would be lost, and otherwise ask as :meth:`when_safe` does.
        ``agreed``: :meth:`unsaved` at the time of the user's last answer.
        """
        if self.unsaved() in (None, agreed):
            go_on()
        else:
            self.when_safe(go_on)

    def when_safe(self, go_on: Callable[[], None], after_save: Callable[[], object] | None = None) -> None:
        """Call ``go_on`` now if nothing would be lost. Otherwise ask the user, who decides whether it is called now, after
        saving or not at all. A save that waits for a fill is not made earlier. ``after_save``: called after saving in
        place of ``go_on``.
        """
        session = self._session
        document, prompts = session.document, session.prompts
        if document is None or not self._would_be_lost(document) or prompts is None:
            go_on()
            return
        answer = prompts.unsaved(session.name or tr("Untitled"))
        if answer == "discard":
            go_on()
        elif answer == "save":
            self._saving.then = after_save or (lambda: self.when_safe(go_on))
            if not session.save_waits and not self._saving.save():
                self._saving.then = None
