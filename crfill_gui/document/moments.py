"""Names for the states of a document, and which of them are saved."""

from __future__ import annotations

from crfill_gui.document.history import History, Step


class Moments:
    """Pixels have a number, ``state``: steps that change them go from one to another. Everything that can be undone has a
    name, ``moment``.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._saved_state = self._last_state = self._oldest_state = 0
        self._beginning = self._opened = object()
        self._saved_moment: object | None = None

    @property
    def state(self) -> int:
        """Names the pixels as they are now; 0 those that were opened."""
        position = self._history.position
        return self._history.steps[position - 1].after if position else self._oldest_state

    @property
    def moment(self) -> object:
        """Names everything that can be undone as it is now."""
        position = self._history.position
        return self._history.steps[position - 1] if position else self._beginning

    @property
    def is_dirty(self) -> bool:
        """Whether the pixels differ from those opened or last saved; of a project, whether anything does."""
        whole = self._saved_moment
        return self.state != self._saved_state or (whole is not None and whole is not self.moment)

    @property
    def is_untouched(self) -> bool:
        """Whether everything is as it was opened."""
        return self.moment is self._opened

    def mark_opened(self) -> None:
        """What was done so far is part of opening."""
        self._opened = self.moment

    def mark_saved(self, state: int, moment: object | None) -> None:
        """The pixels of that state are saved; in a project everything of that moment is."""
        self._saved_state, self._saved_moment = state, moment

    def push(self, step: Step) -> list[Step]:
        """Add a step that was just done to the history; the old steps that it has dropped for it."""
        step.before = step.after = self.state
        if step.entry is not None:
            self._last_state += 1
            step.after = self._last_state
        dropped = self._history.push(step)
        if dropped:
            self._beginning, self._oldest_state = object(), dropped[-1].after
        return dropped
