"""The controller of the editor: turns commands into work on the document, the engine and the files."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.editor.current import Current
from crfill_gui.editor.files.mask_files import MaskFiles
from crfill_gui.editor.files.opening import Opening
from crfill_gui.editor.files.saving import Saving
from crfill_gui.editor.fill_choices import FillChoices
from crfill_gui.editor.filling import Filling
from crfill_gui.editor.groups import enabled_groups
from crfill_gui.i18n import tr
from crfill_gui.workers.engine import Engine
from crfill_gui.workers.worker import Worker

SHOW_FIRST_MS = 200
"""Delay for the first photo to be shown before the engine takes the processor."""

T = TypeVar("T")


class Session(Current):
    """The current document and the models that work on it. Widgets call the methods and listen to the signals; they
    decide nothing.

    Its parts: ``opening`` (which photo), ``saving``, ``mask_files``, ``filling`` (running fills) and ``choices`` (how
    to fill).
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

        settings.watch(keys.HISTORY_MEGABYTES, self._set_budget)
        engine.warming.connect(
            lambda: self.engine_state.emit(tr("Loading weights…"), tr("The network is being loaded."))
        )
        engine.ready.connect(self._on_ready)
        engine.not_ready.connect(self._on_not_ready)

    # What can be done now

    @property
    def groups(self) -> set[str]:
        """The groups of actions that are enabled now."""
        return enabled_groups(self.document, self.filling.active) | self.more_groups

    # The engine

    def warm(self) -> None:
        """Load the weights in the background."""
        self.after_reading(self.engine.warm, SHOW_FIRST_MS)

    def _on_ready(self, weights: str, device: str) -> None:
        self.engine_state.emit(
            f"{weights} · {device}", tr("Weights “{weights}” on {device}.", weights=weights, device=device)
        )

    def _on_not_ready(self, sentence: str) -> None:
        self.engine_state.emit(tr("No weights"), sentence)
        self.fail(sentence)

    def close(self) -> None:
        """Stop all work; running saves are finished first."""
        self.opening.end()
        self.closing.emit()
        self.files.close()
        self.engine.close()
        self.settings.save()

    def _set_budget(self, megabytes: int) -> None:
        if self.document is not None:
            self.document.history.budget = megabytes * 2**20
