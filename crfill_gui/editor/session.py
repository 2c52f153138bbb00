"""The session of the editor: the current document and the models that work on it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.editor.current import Current
from crfill_gui.editor.files.mask_files import MaskFiles
from crfill_gui.editor.files.opening import Opening
from crfill_gui.editor.files.saving import Saving
from crfill_gui.editor.fill_choices import FillChoices
from crfill_gui.editor.filling import Filling
from crfill_gui.i18n import tr
from crfill_gui.workers.engine import Engine
from crfill_gui.workers.worker import Worker

SHOW_FIRST_MS = 200
"""Milliseconds between reading the first photo and loading the weights, so that the photo is shown first."""


class Session(Current):
    """The current document and the models that work on it: ``opening`` (photos and projects), ``saving``,
    ``mask_files``, ``choices`` (options of the next fill) and ``filling`` (starts fills). Widgets call their methods and
    listen to their signals.
    """

    def __init__(
        self, settings: Settings, engine: Engine, files: Worker, parent: QObject | None = None
    ) -> None:
        super().__init__(settings, files, parent)
        self.engine = engine
        self.saving = Saving(self)
        self.opening = Opening(self, self.saving)
        self.mask_files = MaskFiles(self)
        self.choices = FillChoices(settings, self)
        self.filling = Filling(self, self.choices, engine)

        settings.watch(keys.HISTORY_MEGABYTES, lambda _: self._set_budget())
        engine.warming.connect(
            lambda: self.engine_state.emit(tr("Loading weights…"), tr("The network is being loaded."))
        )
        engine.ready.connect(self._on_ready)
        engine.not_ready.connect(self._on_not_ready)

    @property
    def groups(self) -> set[str]:
        """The groups of actions that are enabled now."""
        document, filling = self.document, self.filling.active
        enabled = {"always": True, "filling": filling}
        if document is not None:
            history, masked = document.history, document.mask_area > 0
            filled = bool(document.recipe) or any(step.entry for step in history.steps)
            enabled |= {
                "photo": True,
                "changed": document.is_changed,
                "mask": masked,
                "filled": filled,
                "fillable": masked and not filling,
                "refillable": filled and not filling,
                "variable": (masked or filled) and not filling,
                "steered": document.steering.is_any,
                "undo": history.position > 0,
                "redo": history.position < len(history.steps),
            }
        return {group for group, on in enabled.items() if on} | self.more_groups

    def warm(self) -> None:
        """Load the weights in the background, after files that are being read now."""
        self.after_reading(self.engine.warm, SHOW_FIRST_MS)

    def _on_ready(self, weights: str, device: str) -> None:
        self.engine_state.emit(
            f"{weights} · {device}", tr("Weights “{weights}” on {device}.", weights=weights, device=device)
        )

    def _on_not_ready(self, sentence: str) -> None:
        self.engine_state.emit(tr("No weights"), sentence)
        self.fail(sentence)

    def close(self) -> None:
        """The program ends: wait for saves in progress, and stop all other work."""
        self.opening.end()
        self.closing.emit()
        self.files.close()
        self.engine.close()
        self.settings.save()

    def _set_budget(self) -> None:
        if self.document is not None:
            self.document.history.budget = self.history_budget
