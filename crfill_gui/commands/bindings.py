"""The keys of each action: those of the table, or those that the user has chosen."""

from __future__ import annotations

from collections.abc import Callable

from crfill_gui.commands.actions import ACTIONS, ActionSpec
from crfill_gui.commands.qactions import normal, pretty
from crfill_gui.config import settings as settings_table
from crfill_gui.config.settings import Settings
from crfill_gui.i18n import mark, tr

RESERVED = {
    "Space": mark("moving the photo"),
    "\\": mark("a quick look at the original"),
    "Left": mark("panning"),
    "Right": mark("panning"),
    "Up": mark("panning"),
    "Down": mark("panning"),
    "Tab": mark("moving to the next control"),
    "Shift+Tab": mark("moving to the previous control"),
}
"""Keys that the window handles itself."""
SPECS = {spec.id: spec for spec in ACTIONS}


def title(id: str) -> str:
    """The name of an action in the user's language."""
    return tr(SPECS[id].text).rstrip("…")


def defaults(spec: ActionSpec) -> tuple[str, ...]:
    """The keys of the table, in portable spelling."""
    return tuple(normal(key) for key in spec.keys.split())


class Bindings:
    """Reads and writes the user's choice of keys."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def keys(self, id: str) -> tuple[str, ...]:
        """The keys of an action, in portable spelling."""
        chosen = self._settings.get(settings_table.SHORTCUTS).get(id)
        if chosen is None:
            return defaults(SPECS[id])
        return tuple(key for key in map(normal, chosen) if key)

    def shown(self, id: str) -> list[str]:
        """The keys of an action as this platform writes them or, if it has none, the key that the canvas handles itself."""
        hold = SPECS[id].hold
        keys = self.keys(id) or ((hold,) if hold else ())
        return list(dict.fromkeys(pretty(key) for key in keys))  # Return and Enter count as one

    def called(self, id: str) -> str:
        """How sentences refer to an action: by its first key or, if it has none, by its name."""
        return next(iter(self.shown(id)), title(id))

    def is_default(self, id: str) -> bool:
        return set(self.keys(id)) == set(defaults(SPECS[id]))

    def action_of(self, key: str) -> str:
        """The id of the action with that key; "" if no action has it."""
        key = normal(key)
        return next((spec.id for spec in ACTIONS if key in self.keys(spec.id)), "")

    def bind(self, id: str, keys: tuple[str, ...]) -> None:
        """Give an action these keys in place of its current ones, and take them from all other actions.

        Raises ValueError for a reserved or invalid key.
        """
        keys = tuple(dict.fromkeys(normal(key) for key in keys))
        if "" in keys or any(key in RESERVED for key in keys):
            raise ValueError(f"{keys} cannot be bound")
        stored = self._settings.get(settings_table.SHORTCUTS)
        chosen = dict(stored)
        for spec in ACTIONS:
            if spec.id != id and set(self.keys(spec.id)) & set(keys):
                chosen[spec.id] = [key for key in self.keys(spec.id) if key not in keys]
        chosen[id] = list(keys)
        self._store(chosen)

    def reset(self, id: str) -> None:
        """Give an action the table's keys again, and take them from all other actions."""
        self.bind(id, defaults(SPECS[id]))

    def reset_all(self) -> None:
        self._store({})

    def _store(self, chosen: dict[str, list[str]]) -> None:
        """Store the keys of the actions whose keys differ from the table."""
        changed = {
            id: keys for id, keys in chosen.items() if id in SPECS and set(keys) != set(defaults(SPECS[id]))
        }
        self._settings.set(settings_table.SHORTCUTS, changed)

    def watch(self, changed: Callable[[], object]) -> Callable[[], None]:
        """Call ``changed`` after each change of the keys, until the returned function is called."""
        return self._settings.watch(settings_table.SHORTCUTS, lambda _: changed())
