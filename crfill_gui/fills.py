"""Fills as the person asks for them: what is filled when, and what is said of how it ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crfill_core.inference.request import FillResult
from crfill_gui.fill_choices import FillChoices
from crfill_gui.filling import Filling
from crfill_gui.i18n import tr, tr_core

if TYPE_CHECKING:
    from crfill_gui.session import Session


class Fills:
    """Starts fills of the session's document, one at a time, and tells the session how they end."""

    def __init__(self, session: Session, choices: FillChoices, filling: Filling) -> None:
        self._session, self._choices, self._filling = session, choices, filling
        self._again = False
        filling.done.connect(self._on_filled)
        filling.stale.connect(self._on_stale)
        filling.failed.connect(self._on_failed)
        filling.cancelled.connect(partial(self._end, tr("Cancelled")))

    def fill(self) -> None:
        """Fill what the mask covers. One fill at a time."""
        session, choices = self._session, self._choices
        document = session.document
        if document is None or self._filling.active:
            return
        if document.is_painting:
            document.commit_stroke()
        if not document.mask_area:
            session.say("warning", tr("Paint over what should go, then press Fill."))
            return
        session.message_cleared.emit()
        mask = choices.grown(document.coverage, document.pixels)
        if choices.drop_window_too_small_for(mask):
            session.say(
                "info", tr("The window chosen by hand does not hold the whole hole, so it is planned again.")
            )
        self._filling.start(document, choices.options, mask, covered=document.coverage.copy())
        session.state_changed.emit()

    def stroke_ended(self) -> None:
        """Something was added to the mask: fill it at once if that is wanted, after the fill under way if need be."""
        if self._choices.after_stroke:
            self._again = self._filling.active
            self.fill()

    def fill_again(self) -> None:
        """Fill the hole of the latest fill anew, steered as it is now and from the photo as that fill found it: one undo
        step, which replaces that fill.
        """
        session, document = self._session, self._session.document
        mask = None if document is None else document.last_filled_mask
        if document is None or mask is None or self._filling.active:
            return
        session.message_cleared.emit()
        self._choices.drop_window_too_small_for(mask)
        base = document.before_last_fill() if document.replaceable else None
        self._filling.start(document, self._choices.options, mask, label="Fill again", base=base)
        session.state_changed.emit()

    def cancel(self) -> bool:
        """Stop the fill under way; False if there is none."""
        self._again = False
        return self._filling.cancel()

    def _on_filled(self, result: FillResult) -> None:
        notes = " ".join(tr_core(note) for note in result.notes)  # such as why it was the CPU after all
        self._session.engine_state.emit(f"{result.weights} · {result.device}", notes)
        if notes:
            self._session.say("info", notes)
        self._end(tr("Filled in {seconds:.1f} s", seconds=result.seconds))

    def _on_stale(self) -> None:
        self._session.say(
            "warning",
            tr("The photo changed while it was being filled, so that fill was dropped. Press Fill again."),
        )
        self._end(tr("Dropped"))

    def _on_failed(self, sentence: str) -> None:
        self._session.fail(sentence)
        self._end(tr("Not filled"))

    def _end(self, how: str) -> None:
        session = self._session
        session.fill_ended.emit(how)
        session.state_changed.emit()
        again, self._again = self._again, False
        if again and session.document is not None and session.document.mask_area:
            self.fill()
