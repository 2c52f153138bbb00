"""Shows the settings of a run in the fields of the training form while its folder is open."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QSpinBox

from crfill_core.training.record import RunFacts
from crfill_gui.panels.paths import PathRow


class RunFields:
    """Puts the settings of a run into the fields, and later the user's own values back. The fields emit no signals while
    it changes them.
    """

    def __init__(self, recipe: QComboBox, photos: PathRow, validation: PathRow, steps: QSpinBox) -> None:
        self._recipe, self._paths, self._steps = recipe, (photos.field, validation.field), steps
        self._run: RunFacts | None = None
        self._own = (0, "", ("", ""), 0)  # the user's values: recipe, its description, paths, steps

    def show(self, run: RunFacts | None) -> None:
        """Show the settings of that run; None: the user's own."""
        if run == self._run:
            return
        blockers = [QSignalBlocker(field) for field in (self._recipe, *self._paths, self._steps)]
        if self._run is None:
            recipe, about = self._recipe.currentIndex(), self._recipe.accessibleDescription()
            first, second = (field.text() for field in self._paths)
            self._own = (recipe, about, (first, second), self._steps.value())
        else:
            self._recipe.removeItem(self._recipe.count() - 1)
        index, about, paths, steps = self._own
        if run is not None:
            self._recipe.addItem(run.name)
            index, about = self._recipe.count() - 1, ""
            paths, steps = (", ".join(run.photos), run.validation), run.steps
        self._recipe.setCurrentIndex(index)
        self._recipe.setAccessibleDescription(about)
        for field, path in zip(self._paths, paths, strict=True):
            field.setText(path)
            field.setCursorPosition(0)
        self._steps.setValue(steps)
        self._run = run
        for blocker in blockers:
            blocker.unblock()
