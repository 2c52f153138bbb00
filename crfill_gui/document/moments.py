"""Identifies the states of a document, and knows which of them are saved."""

from __future__ import annotations

from crfill_gui.document.history import History, Step


class Moments:
    """The pixels have a number, ``state``, which steps change. Everything that can be undone has an object, ``moment``."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._saved_state = self._last_state = self._oldest_state = 0
        self._beginning = self._opened = object()
        self._saved_moment: object | None = None

    @property
    def state(self) -> int:
        """A number for the present pixels; 0 for those as opened."""
        position = self._history.position
        return self._history.steps[position - 1].after if position else self._oldest_state

    @property
    def moment(self) -> object:
        """An object for the present state of everything that can be undone."""
        position = self._history.position
        return self._history.steps[position - 1] if position else self._beginning

    @property
    def is_dirty(self) -> bool:
        """Whether the pixels differ from those opened or last saved; of a project, whether anything does."""
        whole = self._saved_moment
        return self.state != self._saved_state or (whole is not None and whole is not self.moment)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing differs from the state as opened."""
        return self.moment is self._opened

    def mark_opened(self) -> None:
        """Treat everything so far as part of opening."""
        self._opened = self.moment

    def mark_saved(self, state: int, moment: object | None) -> None:
        """The pixels of that state are saved; in a project everything of that moment is."""
        self._saved_state, self._saved_moment = state, moment

    def push(self, step: Step) -> list[Step]:
        """Add a step that was just done to the history; returns the old steps dropped for it."""
        step.before = step.after = self.state
        if step.entry is not None:
            self._last_state += 1
            step.after = self._last_state
        dropped = self._history.push(step)
        if dropped:
            self._beginning, self._oldest_state = object(), dropped[-1].after
        return dropped
