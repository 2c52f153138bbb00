"""Explains fills in the background, with one task for each window. A fill that the user requests comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from crfill_core.progress import Progress
from crfill_core.references.provenance import References
from crfill_gui.document.document import Document
from crfill_gui.document.tiled_photo import TiledPhoto
from crfill_gui.editor.references.explanation import Explanation, confidence, explain
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr_core
from crfill_gui.workers.task import Event, Priority, Task


class Explaining:
    """The explanations of the fills of the session's document, and the tasks that make them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ended: Event[[]] = Event()
        """A task has ended."""
        self._known: dict[References, Explanation] = {}
        self._tasks: dict[References, Task[Explanation]] = {}
        self._failed: set[References] = set()
        """References whose explanation failed. It is tried again only after :meth:`retry`."""

    @property
    def busy(self) -> bool:
        """Whether a task is waiting or running."""
        return bool(self._tasks)

    def known(self, wanted: Sequence[References]) -> tuple[Explanation, ...]:
        """The finished explanations of these references."""
        return tuple(self._known[references] for references in wanted if references in self._known)

    def clear(self) -> None:
        """Cancel all tasks and drop all explanations, because the session has another document."""
        self.cancel()
        self._known.clear()
        self._failed.clear()

    def retry(self) -> None:
        """Let the next :meth:`work_out` try the failed explanations again."""
        self._failed.clear()

    def work_out(self, document: Document, wanted: Sequence[References], twice: bool) -> None:
        """Start tasks for the explanations that are missing. ``twice``: the confidence is to include the selection in the
        mirrored window.
        """
        self._forget_gone(document)
        for references in wanted:
            if references in self._tasks or references in self._failed:
                continue
            if references not in self._known:
                photo = document.now
                self._start(document, references, partial(_explained, references, photo))
            elif twice and self._can_add_mirrored(document, references):
                self._start(
                    document, references, partial(self._add_mirrored, references, self._known[references])
                )

    def cancel(self) -> None:
        """Cancel all waiting and running tasks."""
        for task in list(self._tasks.values()):
            task.cancel()

    def _forget_gone(self, document: Document) -> None:
        """Keep only explanations of steps in the history, which undo or redo can show again."""
        kept = {references for step in document.history.steps for references in step.references}
        self._known = {references: known for references, known in self._known.items() if references in kept}
        self._failed &= kept

    def _start(
        self, document: Document, references: References, work: Callable[[Progress], Explanation]
    ) -> None:
        """Queue a task for an explanation. A requested fill stops the task, which restarts after the fill."""
        task = self._tasks[references] = Task(work, priority=Priority.EXPLAIN, gives_way=True)

        def done(explanation: Explanation) -> None:
            if document is self._session.document:
                self._known[references] = explanation

        def failed(sentence: str) -> None:
            self._failed.add(references)
            self._session.fail(sentence)

        def ended() -> None:
            del self._tasks[references]
            self.ended.emit()

        task.done.connect(done)
        task.failed.connect(failed)
        task.ended.connect(ended)
        self._session.engine.worker.put(task)

    def _can_add_mirrored(self, document: Document, references: References) -> bool:
        """Whether the selection in the mirrored window is missing and can be added. This needs the weights that made the
        fill, because others would select differently.
        """
        loaded = self._session.engine.loaded
        if loaded is None or references.seen_twice:
            return False
        entries = (fill[-1].entry for fill in document.history.fills() if references in fill[-1].references)
        return any(entry is not None and entry.weights_sha256 == loaded.sha256 for entry in entries)

    def _add_mirrored(self, references: References, known: Explanation, progress: Progress) -> Explanation:
        """The explanation with the selection in the mirrored window included in the confidence. This takes a pass of the
        network, so it is done only while the confidence is shown. Runs on the engine's thread.
        """
        progress.check()
        engine = self._session.engine
        for note in engine.filler(engine.choice).add_mirrored(references):
            engine.worker.post(partial(self._session.say, "info", tr_core(note)))
        return replace(known, confidence=confidence(references))


def _explained(references: References, now: TiledPhoto, progress: Progress) -> Explanation:
    return explain(references, now.photo, progress)
