"""The batch dialog, the weights dialog and the lab, which are made on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crfill_gui.commands.qactions import Handler
from crfill_gui.editor.session import Session
from crfill_gui.window.handlers import always

if TYPE_CHECKING:
    from crfill_gui.dialogs.batch import BatchDialog
    from crfill_gui.dialogs.weights import WeightsDialog
    from crfill_gui.editor.batches import BatchRun
    from crfill_gui.lab.window import LabWindow


class Windows:
    """Opens the windows over ``parent``. A batch continues while its dialog is closed."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session, self._parent = session, parent
        self._lab: LabWindow | None = None

    @cached_property
    def batch_run(self) -> BatchRun:
        """The batch run. It is made on first use, because that imports many modules."""
        from crfill_gui.editor.batches import BatchRun

        run = BatchRun(self._session.engine, self._session)
        self._session.closing.connect(run.close)
        return run

    def handlers(self) -> dict[str, Handler]:
        """The functions that carry out actions, by the ids of the actions."""
        return {
            "batch": always(self.open_batch),
            "weights": lambda _: self._weights.open(),
            "lab": always(self.open_lab),
        }

    @cached_property
    def _batch(self) -> BatchDialog:
        from crfill_gui.dialogs.batch import BatchDialog

        return BatchDialog(self._session, self.batch_run, self._parent)

    @cached_property
    def _weights(self) -> WeightsDialog:
        from crfill_gui.dialogs.weights import WeightsDialog

        return WeightsDialog(self._session, self._parent)

    def open_batch(self) -> BatchDialog:
        path = self._session.path
        self._batch.open_for(path.parent if path is not None else None)
        return self._batch

    def open_lab(self) -> LabWindow:
        from crfill_gui.lab.window import LabWindow

        if self._lab is None:
            self._lab = LabWindow(self._session.settings, self._parent)
        self._lab.open()
        return self._lab

    def may_end(self) -> bool:
        """Whether the editor may close. While the lab is working, the user is asked what to do with that work."""
        lab, prompts = self._lab, self._session.prompts
        if lab is None or prompts is None or not (lab.trains or lab.works):
            return True
        answer = prompts.leave_lab(lab.trains, lab.works)
        if answer == "stop":
            lab.training.stop()
        return answer != "cancel"

    def end(self) -> None:
        """The editor closes: end the work of the lab."""
        if self._lab is not None:
            self._lab.end()
