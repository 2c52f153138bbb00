"""Explains fills in the background: a task for each window; fills requested meanwhile come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from crfill_core.progress import Progress
from crfill_core.references.provenance import References
from crfill_gui.document.document import Document
from crfill_gui.document.tiled_photo import TiledPhoto
from crfill_gui.editor.references.explanation import Explanation, explain, sureness
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr_core
from crfill_gui.workers.task import Event, Priority, Task


class Explaining:
    """The explanations of the fills of the session's document, and the running tasks."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ended: Event[[]] = Event()
        """A task has ended, with any outcome."""
        self._known: dict[References, Explanation] = {}
        self._tasks: dict[References, Task[Explanation]] = {}
        self._failed: set[References] = set()
        """Failed ones: tried again only on request, or with other weights."""

    @property
    def busy(self) -> bool:
        """Whether anything is being computed."""
        return bool(self._tasks)

    def known(self, wanted: Sequence[References]) -> tuple[Explanation, ...]:
        """The finished explanations."""
        return tuple(self._known[one] for one in wanted if one in self._known)

    def clear(self) -> None:
        """Another document: drop everything."""
        self.give_up()
        self._known.clear()
        self._failed.clear()

    def forgive(self) -> None:
        """Try again what failed."""
        self._failed.clear()

    def work_out(self, document: Document, wanted: Sequence[References], twice: bool) -> None:
        """Begin what is missing; with ``twice`` the confidence includes the mirrored window's selection."""
        self._forget_gone(document)
        for one in wanted:
            if one in self._tasks or one in self._failed:
                continue
            if one not in self._known:
                self._start(document, one, partial(_explained, one, document.now))
            elif twice and self._can_be_surer(document, one):
                self._start(document, one, partial(self._look_twice, one, self._known[one]))

    def give_up(self) -> None:
        """Cancel all running tasks."""
        for task in list(self._tasks.values()):
            task.cancel()

    def _forget_gone(self, document: Document) -> None:
        """Keep only explanations that undo or redo can show again."""
        kept = {one for step in document.history.steps for one in step.references}
        self._known = {one: known for one, known in self._known.items() if one in kept}
        self._failed &= kept

    def _start(
        self,
        document: Document,
        one: References,
        work: Callable[[Progress], Explanation],
    ) -> None:
        """Fills come first: a requested fill stops the task, which restarts after it."""
        task = self._tasks[one] = Task(work, priority=Priority.EXPLAIN, gives_way=True)

        def done(explanation: Explanation) -> None:
            if document is self._session.document:
                self._known[one] = explanation

        def failed(sentence: str) -> None:
            self._failed.add(one)
            self._session.say("error", sentence)

        def ended() -> None:
            del self._tasks[one]
            self.ended.emit()

        task.done.connect(done)
        task.failed.connect(failed)
        task.ended.connect(ended)
        self._session.engine.worker.put(task)

    def _can_be_surer(self, document: Document, one: References) -> bool:
        """Whether the mirrored window is still missing and the current weights made that fill: others would select
        differently.
        """
        loaded = self._session.engine.loaded
        if loaded is None or one.seen_twice:
            return False
        entries = (fill[-1].entry for fill in document.history.fills() if one in fill[-1].references)
        return any(entry is not None and entry.weights_sha256 == loaded.sha256 for entry in entries)

    def _look_twice(self, one: References, known: Explanation, progress: Progress) -> Explanation:
        """Include the mirrored window's selection in the confidence. As this takes a pass of the network, it is done
        only while the confidence is shown; meanwhile the earlier one stays on the screen. Runs on the engine's
        thread.
        """
        progress.check()
        engine = self._session.engine
        notes = engine.filler(engine.choice).add_mirrored(one)
        for note in notes:
            engine.worker.post(partial(self._session.say, "info", tr_core(note)))
        return replace(known, sureness=sureness(one))


def _explained(one: References, now: TiledPhoto, progress: Progress) -> Explanation:
    return explain(one, now.photo, progress)
