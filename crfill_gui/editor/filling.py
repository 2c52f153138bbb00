"""Fills the session's document. Each fill is a job, and one job runs at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.plan import TrainedScale
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.progress import Progress
from crfill_gui.document.document import Document
from crfill_gui.document.landing import Landing
from crfill_gui.document.mask import copied
from crfill_gui.editor.current import Current
from crfill_gui.editor.fill_choices import FillChoices
from crfill_gui.i18n import mark, tr, tr_core
from crfill_gui.workers.engine import Engine, windows
from crfill_gui.workers.task import Event, Priority, State, Task
from crfill_gui.workers.worker import sentence_of

Land = Callable[[FillRequest, FillResult], object]
"""Receives a result if its document still has the pixels that the result was made from."""
Prepare = Callable[[FillRequest, FillResult], Landing]
"""Prepares, in the worker, how a result changes the document."""


class FillJob(Task[FillResult]):
    """A requested fill. If the photo has changed in the meantime, the result is dropped and the job ends as ``stale``
    instead of ``done``.
    """

    def __init__(
        self,
        engine: Engine,
        document: Document,
        ask: Callable[[], FillRequest],
        land: Land,
        prepare: Prepare | None = None,
    ) -> None:
        """``ask`` makes the request. ``prepare``, given if the result goes into the document, prepares that change. Both
        are called in the worker, because they take a while for a large photo.
        """
        super().__init__(self._fill, priority=Priority.FILL)
        self.document, self._engine, self._ask = document, engine, ask
        self._request: FillRequest | None = None
        self._prepare = prepare
        self.landing: Landing | None = None
        """The prepared change of the document, until the job has ended."""
        self.in_place = prepare is not None
        """Whether the result goes into the document. If so, the canvas shows previews of it."""
        self.stale: Event[[]] = Event()
        self.then: Callable[[], object] | None = None
        """Starts the next fill, unless this job is cancelled."""
        self.seconds = 0.0
        """The duration, once the job is done."""
        self.chosen_mode = ""
        """The title of the mode that Auto chose; "" if the mode was not Auto, or it chose different modes for several
        holes.
        """
        self._apply = land

    def _fill(self, progress: Progress) -> FillResult:
        self._request = self._ask()
        result = self._engine.fill(self._request, progress)
        if self._prepare is not None:
            self.landing = self._prepare(self._request, result)
        return result

    def _end(self, state: State, emit: Callable[[], object]) -> None:
        self.landing = None
        super()._end(state, emit)

    def _land(self, answer: FillResult) -> None:
        assert self._request is not None
        if self.is_cancelled:
            self.give_up()
        elif answer.revision != self.document.revision:
            self._end("stale", self.stale.emit)
        else:
            try:
                self._apply(self._request, answer)
            except Exception as error:  # even after a bug the job has to end
                self.fail(sentence_of(error))
                return
            self.seconds = answer.seconds
            copied = {used.sources is not None for used in answer.references}
            if self._request.options.mode == "auto" and len(copied) == 1:
                self.chosen_mode = mark("Assembly") if copied.pop() else mark("Network")
            super()._land(answer)


class Filling(QObject):
    """Starts requested fills, and reports how they end."""

    started = Signal(object)  # FillJob
    landed = Signal(object)  # FillResult, now in the document
    ended = Signal(str)  # one line on the outcome

    def __init__(self, session: Current, choices: FillChoices, engine: Engine) -> None:
        super().__init__(session)
        self._session, self._choices, self._engine = session, choices, engine
        session.leaving.connect(self.abandon)
        self.job: FillJob | None = None
        """The running fill."""
        self._waiting: Callable[[], object] | None = None

    @property
    def active(self) -> bool:
        return self.job is not None

    def fill(self) -> FillJob | None:
        """Fill what the mask covers. Returns None if there is no document, the mask is empty, or a fill is running."""
        session, choices = self._session, self._choices
        document = session.document
        if document is None or self.active:
            return None
        if document.is_painting:
            document.commit_stroke()
        if not document.mask_area:
            session.say("warning", tr("Paint over what should go, then press Fill."))
            return None
        session.message_cleared.emit()
        covered, growth, now = copied(document.coverage), choices.growth, document.now
        mask: Callable[[], np.ndarray] = cache(lambda: growth.of(covered(), now.photo.pixels))
        if choices.window is not None and choices.drop_window_too_small_for(mask()):
            notice = tr("The mask extends beyond the window chosen by hand, so the window is planned again.")
            session.say("info", notice)
        return self._land_in(document, mask, mark("Fill"), covered=covered)

    def fill_again(self) -> FillJob | None:
        """Fill the hole of the latest fill again, with the current steering. If that fill can be replaced, start from the
        photo before it, and let the result replace it in one undo step; otherwise start from the current photo. Returns
        None if there is no such fill, or if a fill is running.
        """
        session, document = self._session, self._session.document
        mask = None if document is None else document.fills.last_mask
        if document is None or mask is None or self.active:
            return None
        session.message_cleared.emit()
        self._choices.drop_window_too_small_for(mask)
        base = document.before_last_fill() if document.fills.replaceable else None
        return self._land_in(document, lambda: mask, mark("Fill again"), base=base)

    def other_answer(
        self, document: Document, options: FillOptions, mask: np.ndarray, base: Photo, land: Land
    ) -> FillJob:
        """Fill that mask of ``base``, the photo before the latest fill, with other options. Only ``land`` gets the
        result; the document does not change.
        """
        return self._start(document, options, lambda: mask, base, land)

    def plan(self, document: Document) -> Task[list[Box]]:
        """A task that plans the windows for the document's current state."""
        choices, loaded = self._choices, self._engine.loaded
        growth, scale = choices.growth, choices.options.scale
        trained = loaded.trained if loaded else TrainedScale()
        coverage, now = copied(document.coverage), document.now
        return Task(lambda _: windows(growth.of(coverage(), now.photo.pixels), trained, scale))

    def stroke_ended(self) -> None:
        """A stroke has ended. If the user chose to fill after each stroke, fill the mask now or after the running fill."""
        if self._choices.after_stroke:
            if self.job is not None:
                self.job.then = self._fill_rest
            else:
                self.fill()

    def save_when_done(self, save: Callable[[], object]) -> None:
        """Save now or, if a fill of the document is running, once it is done. If it fails, is cancelled or is dropped,
        nothing is saved. ``save`` returns whether anything is being written.
        """
        if self.job is None or not self.job.in_place:
            save()
            return
        self._waiting, self._session.save_waits = save, True
        self._session.say("info", tr("Saving begins as soon as the fill is done."))

    def cancel(self) -> bool:
        """Cancel the running fill; False if there is none."""
        if self.job is None:
            return False
        self.job.cancel()
        return True

    def abandon(self) -> None:
        """Cancel the running fill, whose document is about to be closed, without waiting for its end."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
            self._take_waiting()
            self._session.save_dropped.emit()

    def _fill_rest(self) -> None:
        document = self._session.document
        if document is not None and document.mask_area:
            self.fill()

    def _land_in(
        self,
        document: Document,
        mask: Callable[[], np.ndarray],
        label: str,
        covered: Callable[[], np.ndarray] | None = None,
        base: Photo | None = None,
    ) -> FillJob:
        """Start a fill whose result becomes a step with that label. ``covered``: the document's mask, if the mask to be
        filled was made from it; the fill clears it. ``base``: the photo before the latest fill, which the result replaces.
        """
        pixels = document.now.pixels if base is None else None

        def prepare(request: FillRequest, result: FillResult) -> Landing:
            return Landing.of(request, result, covered and covered(), pixels)

        def land(request: FillRequest, result: FillResult) -> None:
            document.apply_fill(
                request, result, label, covered and covered(), replaces=base is not None, landing=job.landing
            )
            self.landed.emit(result)

        job = self._start(document, self._choices.options, mask, base, land, prepare)
        return job

    def _start(
        self,
        document: Document,
        options: FillOptions,
        mask: Callable[[], np.ndarray],
        base: Photo | None,
        land: Land,
        prepare: Prepare | None = None,
    ) -> FillJob:
        """Start a fill of the document's current state, which the user may go on to change. ``mask`` is called in the
        worker.
        """
        (avoid, prefer), now, choice = document.steering.masks(), document.now, self._engine.choice
        lines, revision = document.lines, document.revision

        def ask() -> FillRequest:
            return FillRequest(
                photo=base or now.photo,
                mask=mask(),
                options=options,
                avoid=avoid,
                prefer=prefer,
                lines=lines,
                revision=revision,
                weights=choice.weights,
                device=choice.device,
            )

        job = self.job = FillJob(self._engine, document, ask, land, prepare)
        job.done.connect(self._tell)
        job.stale.connect(self._on_stale)
        job.failed.connect(self._session.fail)
        job.ended.connect(partial(self._on_ended, job))
        self.started.emit(job)
        self._engine.worker.put(job)
        self._session.state_changed.emit()
        return job

    def _tell(self, result: FillResult) -> None:
        notes = " ".join(tr_core(note) for note in result.notes)  # for instance why the CPU was used
        self._session.engine_state.emit(f"{result.weights} · {result.device}", notes)
        if notes:
            self._session.say("info", notes)

    def _on_stale(self) -> None:
        self._session.say(
            "warning",
            tr("The photo changed while it was being filled, so the result was dropped. Press Fill again."),
        )

    def _on_ended(self, job: FillJob) -> None:
        if job is not self.job:
            return  # its document was closed
        self.job = None
        self.ended.emit(_how(job))
        self._session.state_changed.emit()
        if job.then is not None and not job.is_cancelled:
            job.then()
        if self.job is None:
            save = self._take_waiting()
            if save is not None and not (job.state == "done" and save()):
                self._session.save_dropped.emit()

    def _take_waiting(self) -> Callable[[], object] | None:
        """The save that waits for the fill, which then waits no longer; None if there is none."""
        save, self._waiting = self._waiting, None
        self._session.save_waits = False
        return save


def _how(job: FillJob) -> str:
    """A line on how a fill ended."""
    if job.state == "done":
        filled = tr("Filled in {seconds:.1f} s", seconds=job.seconds)
        return f"{filled} · {tr(job.chosen_mode)}" if job.chosen_mode else filled
    words = {"stale": mark("Dropped"), "failed": mark("Not filled"), "cancelled": mark("Cancelled")}
    return tr(words[job.state])
