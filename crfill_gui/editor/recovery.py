"""Crash recovery: unsaved work is written to the disk regularly and offered at the next start."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from crfill_core.files.leftovers import clear_scratch
from crfill_core.progress import Progress
from crfill_gui.document.document import Document
from crfill_gui.document.project import Snapshot
from crfill_gui.document.unsaved import About, Keeper, LeftBehind, left_behind
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.photos import is_in_project
from crfill_gui.editor.session import Session
from crfill_gui.i18n import short_time, tr
from crfill_gui.workers.worker import Worker

log = logging.getLogger(__name__)
KEEP_AFTER_MS = 20_000
"""A change is written after this time, a fill immediately."""
FIRST_AFTER_MS = 1_500
"""The first change since opening or saving is written after this shorter time, because the photo must be written with it,
which can take seconds.
"""
PAINTING_MS = 500
"""Time to the next attempt if a stroke is being painted, or the last write has not finished."""


class Recovery(QObject):
    """Writes the unsaved work on the session's document into the folder ``root``, in a separate thread."""

    def __init__(self, session: Session, root: Path, keep_after_ms: int = KEEP_AFTER_MS) -> None:
        super().__init__(session)
        self._session, self._root = session, root
        self._worker = Worker("unsaved", self)
        self._keeper = Keeper(root)
        self.left: list[LeftBehind] = []
        # The document's moment at the last write, and restored work, which is deleted after the next write.
        self._kept: object | None = None
        self._replaced: LeftBehind | None = None
        self._keeping = self._failed = self._offered_again = self._closed = False
        self.keep_after_ms = keep_after_ms
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep)
        session.document_changed.connect(self._on_document)
        session.state_changed.connect(self._on_state)
        session.filling.landed.connect(lambda _: self._keep())
        session.restore_asked.connect(self.restore_latest)
        session.closing.connect(self._close)

    # At the start

    def look(self) -> None:
        """Look for work that a crash left, and offer to restore it. Also delete the temporary files of killed processes."""

        def work(_: Progress) -> list[LeftBehind]:
            clear_scratch()
            return left_behind(self._root)

        def done(left: list[LeftBehind]) -> None:
            self._set_left(left)
            self.offer()

        self._worker.start(work, done, self._log)

    def _set_left(self, left: list[LeftBehind]) -> None:
        self.left = left
        self._session.set_group("unsaved", bool(left))

    def offer(self) -> None:
        """Ask in the message bar what to do with the latest work that a crash left."""
        if not self.left:
            return
        work = self.left[0]
        text = tr(
            "CR-Fill Studio ended unexpectedly. Restore the unsaved work on “{name}” ({when})?",
            name=work.about.name,
            when=short_time(work.when),
        )
        answers = ((tr("Restore"), partial(self.restore, work)), (tr("Discard"), partial(self.discard, work)))
        self._session.message.emit(Notice("warning", text, answers))

    def restore_latest(self) -> None:
        if self.left:
            self.restore(self.left[0])

    def restore(self, work: LeftBehind) -> None:
        """Open the work in place of the current photo, which the user may save first."""
        self._session.opening.when_safe(lambda: self._restore(work))

    def _restore(self, work: LeftBehind) -> None:
        session = self._session
        opening, budget = session.opening, session.history_budget
        agreed = opening.unsaved()

        def done(document: Document) -> None:
            session.loading.emit("")
            opening.when_still_safe(agreed, lambda: show(document))

        def show(document: Document) -> None:
            self._answered(work)
            if work.about.saved_as is not None:
                session.saving.versions.note(work.about.saved_as, work.about.version)
            opening.show(document, work.about.photo_path)
            self._replaced = work  # deleted only once the restored document has been written again
            self._keep()
            session.say("info", tr("Restored the unsaved work on “{name}”.", name=work.about.name))
            if self.left:
                self.offer()

        def failed(sentence: str) -> None:
            session.loading.emit("")
            session.fail(sentence)

        session.loading.emit(tr("Restoring {name}…", name=work.about.name))
        self._worker.start(lambda _: work.document(budget), done, failed)

    def discard(self, work: LeftBehind) -> None:
        self._answered(work)
        self._worker.start(lambda _: work.discard(), failed=self._log)
        self._session.message_cleared.emit()
        self.offer()

    def _answered(self, work: LeftBehind) -> None:
        self._set_left([other for other in self.left if other is not work])

    # While working

    def _on_document(self, document: Document | None) -> None:
        self._timer.stop()
        self._forget()
        if self.left and not self._offered_again:
            # Opening a photo, such as one named on the command line, removed the offer from the message bar.
            self._offered_again = True
            QTimer.singleShot(0, self.offer)

    def _on_state(self) -> None:
        document = self._session.document
        if document is None:
            return
        if self._is_safe(document):
            self._timer.stop()
            if self._kept is not None:
                self._forget()
        elif document.history.moment is not self._kept and not self._timer.isActive():
            first = self._kept is None
            self._timer.start(min(FIRST_AFTER_MS, self.keep_after_ms) if first else self.keep_after_ms)

    @staticmethod
    def _is_safe(document: Document) -> bool:
        """Whether a crash now would lose nothing of this document."""
        if document.is_dirty:
            return False
        if is_in_project(document):
            return True
        return not document.steering.is_any and (document.history.is_untouched or not document.mask_area)

    def _keep(self) -> None:
        document = self._session.document
        if self._closed or document is None or document.history.moment is self._kept:
            return
        if self._keeping or document.is_painting:
            QTimer.singleShot(PAINTING_MS, self._keep)
            return
        self._timer.stop()
        self._keeping = True
        self._kept = document.history.moment
        snapshot, session = Snapshot.of(document), self._session
        saved_as, versions = document.saved_as, session.saving.versions
        version = None if saved_as is None else versions.known(saved_as)
        about = About(session.name or tr("Untitled"), session.path, saved_as, version)
        replaced, self._replaced = self._replaced, None

        def work(_: Progress) -> None:
            self._keeper.keep(snapshot, about)
            if replaced is not None:
                replaced.discard()

        def done(_: None) -> None:
            self._keeping = False

        def failed(sentence: str) -> None:
            self._keeping, self._kept, self._replaced = False, None, replaced
            self._log(sentence)
            if not self._failed:
                self._failed = True
                self._session.say(
                    "warning", tr("Unsaved work cannot be backed up now: save often. {why}", why=sentence)
                )

        self._worker.start(work, done, failed)

    def _forget(self) -> None:
        """Delete what was written, because it was saved or given up."""
        self._kept = None
        self._worker.start(lambda _: self._keeper.forget(), failed=self._log)

    def _close(self) -> None:
        """The program ends normally, so unsaved work was saved or discarded: delete it from the disk."""
        if not self._closed:
            self._timer.stop()
            self._forget()
            self._closed = True
            self._worker.close()

    def _log(self, sentence: str) -> None:
        log.warning("Unsaved work: %s", sentence)
