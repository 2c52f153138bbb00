"""Explaining fills beside the window: a task a window, the fills that are asked for meanwhile come first."""

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
    """What is known of the fills of the session's document, and the work under way."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ended: Event[[]] = Event()
        """A task, in whatever way."""
        self._known: dict[References, Explanation] = {}
        self._tasks: dict[References, Task[Explanation]] = {}
        self._failed: set[References] = set()
        """Not tried again before somebody asks for it, or other weights come."""

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return bool(self._tasks)

    def known(self, wanted: Sequence[References]) -> tuple[Explanation, ...]:
        """The explanations that are there."""
        return tuple(self._known[one] for one in wanted if one in self._known)

    def clear(self) -> None:
        """Another document: nothing is known."""
        self.give_up()
        self._known.clear()
        self._failed.clear()

    def forgive(self) -> None:
        """Try again what failed."""
        self._failed.clear()

    def work_out(self, document: Document, wanted: Sequence[References], twice: bool) -> None:
        """Begin what is missing; with ``twice`` the confidence counts what the mirrored window selects, too."""
        self._forget_gone(document)
        for one in wanted:
            if one in self._tasks or one in self._failed:
                continue
            if one not in self._known:
                self._start(document, one, partial(_explained, one, document.now))
            elif twice and self._can_be_surer(document, one):
                self._start(document, one, partial(self._look_twice, one, self._known[one]))

    def give_up(self) -> None:
        """Give up what is still worked out."""
        for task in list(self._tasks.values()):
            task.cancel()

    def _forget_gone(self, document: Document) -> None:
        """Keep what redo can bring back, and no more."""
        kept = {one for step in document.history.steps for one in step.references}
        self._known = {one: known for one, known in self._known.items() if one in kept}
        self._failed &= kept

    def _start(
        self,
        document: Document,
        one: References,
        work: Callable[[Progress], Explanation],
    ) -> None:
        """Fills come first: a fill that is asked for stops the task, which begins anew after it."""
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
        """Whether the mirrored window was not seen yet and the weights in use made that fill: others would select
        otherwise.
        """
        loaded = self._session.engine.loaded
        if loaded is None or one.seen_twice:
            return False
        entries = (fill[-1].entry for fill in document.history.fills() if one in fill[-1].references)
        return any(entry is not None and entry.weights_sha256 == loaded.sha256 for entry in entries)

    def _look_twice(self, one: References, known: Explanation, progress: Progress) -> Explanation:
        """Let the confidence count what the mirrored window selects. It costs a pass of the network, so only those who
        look at the confidence wait for it, with what is known before on the screen. On the engine's thread.
        """
        progress.check()
        engine = self._session.engine
        notes = engine.filler(engine.choice).add_mirrored(one)
        for note in notes:
            engine.worker.post(partial(self._session.say, "info", tr_core(note)))
        return replace(known, sureness=sureness(one))


def _explained(one: References, now: TiledPhoto, progress: Progress) -> Explanation:
    return explain(one, now.photo, progress)
