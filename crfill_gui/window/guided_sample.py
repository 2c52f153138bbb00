"""A short tour of a bundled sample. After each step that the user takes, the message bar suggests the next one."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject

from crfill_core.inference.request import FillResult
from crfill_gui.commands.bindings import Bindings
from crfill_gui.document.document import Document
from crfill_gui.editor import photos
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.references.model import ReferencesController
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr

Awaited = Literal["fill", "references", "steering", "refill", "nothing"]
"""The user's next step."""


class GuidedSample(QObject):
    """Waits for each step on a sample and then suggests the next step. Another photo or "No more hints" ends it.

    Two steps are suggested elsewhere: to press Fill when a sample is opened, and to press Fill Again after steering.
    """

    def __init__(
        self,
        session: Session,
        references: ReferencesController,
        bindings: Bindings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._references, self._bindings = session, references, bindings
        self._awaited: Awaited = "nothing"
        session.document_changed.connect(self._on_document)
        session.filling.landed.connect(self._on_filled)
        session.state_changed.connect(self._on_state)
        references.changed.connect(self._on_references)

    def _on_document(self, document: Document | None) -> None:
        path = self._session.path
        fresh = document is not None and not document.is_changed
        self._awaited = "fill" if fresh and path is not None and photos.is_sample(path) else "nothing"

    def _on_filled(self, result: FillResult) -> None:
        if self._awaited == "fill":
            self._awaited = "references"
            words = tr(
                "The hole is filled; the rest of the photo is unchanged. Hold {compare} to see the original. "
                "Press {references} to see the references of the fill.",
                compare=self._bindings.called("view.compare"),
                references=self._bindings.called("view.references"),
            )
        elif self._awaited == "refill":
            self._awaited = "nothing"
            words = tr(
                "That is all. {variants} fills the hole in other ways, and {save} saves a copy. Now drop your "
                "own photo here.",
                variants=self._bindings.called("variants"),
                save=self._bindings.called("save"),
            )
        else:
            return
        if not result.notes:  # a note on the fill is more important, and is shown already
            self._say(words)

    def _on_references(self) -> None:
        if self._awaited == "references" and self._references.shown and self._references.explanations:
            self._awaited = "steering"
            self._say(
                tr(
                    "Point at the filled area: lines lead to where it came from. "
                    "Ctrl+Alt+click it to make the next fill borrow from elsewhere."
                )
            )

    def _on_state(self) -> None:
        document = self._session.document
        if self._awaited == "steering" and document is not None and document.steering.is_any:
            self._awaited = "refill"

    def _say(self, words: str) -> None:
        """Show a hint. It stays until the next step, except the last hint, which disappears after a while."""
        answers = ((tr("No more hints"), self._stop),) if self._awaited != "nothing" else ()
        self._session.message.emit(Notice("info", words, answers))

    def _stop(self) -> None:
        self._awaited = "nothing"
