"""The user's settings: a typed table, stored as JSON in the user's configuration folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import platformdirs

from crfill_core.base.options import Kind, Option, options
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.files.replace import write_text
from crfill_core.files.strict import StrictError, read_json
from crfill_core.inference.request import DEVICES, FillOptions, Mode
from crfill_core.jobs.job import Job
from crfill_gui.languages import LANGUAGES, SYSTEM

if TYPE_CHECKING:
    from crfill_gui.document.brush import PenUse

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting. A stored value is ignored if its type is wrong or if the option or ``valid`` refuses it."""

    key: str
    option: Option
    """The default, the bounds or choices, and how controls show the value."""
    valid: Callable[[T], bool] = lambda value: True

    @property
    def default(self) -> T:
        value: T = self.option.default
        return value

    def accepts(self, value: Any) -> bool:
        return isinstance(value, type(self.default)) and self.option.accepts(value) and self.valid(value)


def _any(key: str, default: T, valid: Callable[[T], bool] = lambda value: True) -> Setting[T]:
    return Setting(
        key, Option(name=key, kind="flag" if default is False else "other", default=default), valid
    )


def _one_of(key: str, default: str, *values: str) -> Setting[Any]:
    return Setting(key, Option(name=key, kind="choice", default=default, values=values))


def _between(key: str, default: T, low: float, high: float, **shown: Any) -> Setting[T]:
    kind: Kind = "whole" if isinstance(default, int) else "number"
    return Setting(key, Option(name=key, kind=kind, default=default, low=low, high=high, **shown))


def _are_shortcuts(value: dict[str, list[str]]) -> bool:
    lists = (keys for keys in value.values())
    return all(isinstance(keys, list) and all(isinstance(key, str) for key in keys) for keys in lists)


def _are_texts(value: dict[str, str]) -> bool:
    return all(isinstance(text, str) for text in value.values())


def _is_color(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:])


LANGUAGE = _one_of("language", SYSTEM, SYSTEM, *LANGUAGES)
THEME = _one_of("theme", "system", "system", "dark", "light")
BRUSH_RADIUS = _between("brush.radius", 30.0, 0.5, 1000)
BRUSH_HARDNESS = _between("brush.hardness", 0.9, 0, 1)
OVERLAY_COLOR = _any("overlay.color", "#ff2d6f", _is_color)
OVERLAY_OPACITY = _between("overlay.opacity", 0.5, 0.05, 1, percent=True)
PEN_PRESSURE: Setting[PenUse] = _one_of("pen.pressure", "size", "size", "hardness", "nothing")
FILL: Mapping[str, Setting[Any]] = {
    name: Setting(f"fill.{name}", option) for name, option in options(FillOptions).items() if option.kept
}
"""The settings of those options of a fill that are stored, by the option's name."""
FILL_MODE: Setting[Mode] = FILL["mode"]
FILL_DETAIL: Setting[float] = FILL["detail"]
FILL_SCALE: Setting[float] = FILL["scale"]
FILL_WIDEN: Setting[bool] = Setting("fill.widen", options(Job)["widen"])
FILL_GROW = _between("fill.grow", 0.0, 0, 100)
FILL_AFTER_STROKE = _any("fill.after_stroke", False)
REFERENCES_LOOK = _one_of("references.look", "jigsaw", "jigsaw", "colours", "confidence", "off")
REFERENCES_OPACITY = _between("references.opacity", 1.0, 0.05, 1)
WEIGHTS = _any("engine.weights", "default")
DEVICE = _one_of("engine.device", "auto", *DEVICES)
HISTORY_MEGABYTES = _between("history.megabytes", 512, 16, 65536)
RECENT: Setting[list[str]] = _any("recent", [], lambda value: all(isinstance(item, str) for item in value))
UNFINISHED_BATCH: Setting[dict[str, str]] = _any("batch.unfinished", {}, _are_texts)
"""Paths of the photos, masks and results of an unfinished batch, its mode and the name of its weights ("" for the editor's);
{} if there is none.
"""
LAB: Setting[dict[str, str]] = _any("lab.folders", {}, _are_texts)
"""The folders chosen in the lab, by the name of the field."""
BATCH_WORKERS = _between("batch.workers", 0, 0, 4096)
"""How many photos of a batch are filled in parallel; 0 means as many as the computer allows."""
SHORTCUTS: Setting[dict[str, list[str]]] = _any("shortcuts", {}, _are_shortcuts)
WINDOW_GEOMETRY = _any("window.geometry", "")
WINDOW_STATE = _any("window.state", "")

MAX_RECENT = 10


class Settings:
    """The values of the settings. They are read once, and :meth:`save` writes them. Unknown keys are kept.

    If there is no file, or it is damaged or cannot be read, all settings have their defaults. A damaged file is renamed.
    A file that cannot be read is never replaced, because it may be readable the next time.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = (
            path or Path(platformdirs.user_config_dir("crfill-studio", appauthor=False)) / "settings.json"
        )
        self._unread = False  # whether there is a file that could not be read
        self._values = self._load()
        self._observers: dict[str, list[Callable[[Any], None]]] = {}

    def _load(self) -> dict[str, Any]:
        try:
            return read_json(self._path, dict[str, Any])
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._unread = True
            log.warning("Settings in %s cannot be read, so the defaults are used: %s", self._path, error)
        except StrictError as error:
            damaged = self._path.with_suffix(".damaged")
            log.warning("Using default settings: %s %s. The file is kept as %s", self._path, error, damaged)
            with suppress(OSError):
                self._path.replace(damaged)
        return {}

    def get(self, setting: Setting[T]) -> T:
        value = self._values.get(setting.key, setting.default)
        if isinstance(setting.default, float) and isinstance(value, int) and not isinstance(value, bool):
            with suppress(OverflowError):  # then it stays an integer, which is not accepted
                value = float(value)
        return value if setting.accepts(value) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Change a value and call its observers. Raises ValueError for a value that the setting does not accept."""
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        if self._values.get(setting.key) == value:
            return
        self._values[setting.key] = value
        for observer in list(self._observers.get(setting.key, [])):
            observer(value)

    def watch(self, setting: Setting[T], observer: Callable[[T], Any]) -> Callable[[], None]:
        """Call ``observer`` with each new value. The returned function ends this."""
        observers = self._observers.setdefault(setting.key, [])
        observers.append(observer)

        def stop() -> None:
            if observer in observers:
                observers.remove(observer)

        return stop

    def add_recent(self, path: Path) -> None:
        """Put a photo at the beginning of the recent files."""
        name = str(path)
        self.set(RECENT, [name, *(other for other in self.get(RECENT) if other != name)][:MAX_RECENT])

    def save(self) -> None:
        """Write the file atomically. If this fails, or the file could not be read before, this is only logged."""
        if self._unread:
            log.warning("Settings are not stored in %s, because it could not be read", self._path)
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._path, json_text(self._values, indent=1))
        except (OSError, CrfillError) as error:
            log.warning("Settings cannot be stored in %s: %s", self._path, error)
