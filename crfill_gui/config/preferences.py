"""The settings in the settings dialog: a typed table, from which the dialog is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Setting
from crfill_gui.i18n import mark, tr, tr_core
from crfill_gui.languages import LANGUAGES, SYSTEM

Options = Sequence[tuple[str, str]]
"""For each option its stored value, and its text, in English or translated."""


@dataclass(frozen=True)
class Preference:
    """One row of the dialog. The setting's kind determines the control, unless there are ``options``."""

    setting: Setting[Any]
    text: str
    tip: str = ""
    _: KW_ONLY
    options: Callable[[], Options] | None = None
    """Returns what can be chosen; called when the dialog opens."""
    suffix: str = ""
    """The unit of a number."""
    note: str = ""
    """A note that is always shown below the control."""


@dataclass(frozen=True)
class Page:
    """One tab of the dialog."""

    id: str
    title: str
    rows: tuple[Preference, ...]


def available_weights() -> Options:
    """The default weights, and all weights by name."""
    from crfill_core.weights import catalog

    found = catalog.entries()
    first = next((tr_core(entry.title) or entry.name for entry in found if entry.default), "")
    named = [(entry.name, tr_core(entry.title) or entry.name) for entry in found]
    return [(catalog.DEFAULT, tr("Default: {weights}", weights=first) if first else tr("Default")), *named]


def _fixed(**texts: str) -> Callable[[], Options]:
    """Fixed options, given as stored value and text in English."""
    return lambda: list(texts.items())


def _declared(setting: Setting[Any]) -> Preference:
    """The row of a declared option, with the title and the tip of its declaration."""
    option = setting.option
    texts = {value: option.choices[value].title for value in option.values}
    return Preference(setting, option.title, option.tip, options=_fixed(**texts) if texts else None)


PAGES: tuple[Page, ...] = (
    Page(
        "general",
        "General",
        (
            Preference(
                keys.THEME,
                "Theme",
                options=_fixed(system=mark("Follow the system"), dark=mark("Dark"), light=mark("Light")),
            ),
            Preference(
                keys.LANGUAGE,
                "Language",
                options=_fixed(**{SYSTEM: mark("Follow the system"), **LANGUAGES}),
                note="Takes effect after a restart of the program.",
            ),
            Preference(
                keys.HISTORY_MEGABYTES,
                "Memory for undo",
                "When it is full, the oldest steps are dropped",
                suffix=" MB",
            ),
        ),
    ),
    Page(
        "mask",
        "Mask",
        (
            Preference(keys.OVERLAY_COLOR, "Mask colour"),
            Preference(keys.OVERLAY_OPACITY, "Mask opacity"),
            Preference(
                keys.PEN_PRESSURE,
                "Pen pressure",
                options=_fixed(
                    size=mark("Changes the brush's size"),
                    hardness=mark("Changes the brush's hardness"),
                    nothing=mark("Changes nothing"),
                ),
            ),
            Preference(
                keys.FILL_GROW, "Grow the mask by", "Also fill this many pixels around the mask", suffix=" px"
            ),
        ),
    ),
    Page(
        "fill",
        "Fill",
        (
            *(_declared(setting) for setting in keys.FILL.values() if setting.option.title),
            Preference(keys.FILL_AFTER_STROKE, "Fill after each stroke"),
            Preference(keys.WEIGHTS, "Weights", "What the network has learnt", options=available_weights),
            Preference(
                keys.DEVICE,
                "Device",
                "Where the network runs",
                options=_fixed(auto=mark("Automatic"), cpu="CPU", cuda="NVIDIA GPU", mps="Apple GPU"),
            ),
        ),
    ),
)
