"""The settings in the settings dialog: a typed table, from which the dialog is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Setting
from crfill_gui.i18n import mark, tr, tr_core
from crfill_gui.languages import LANGUAGES, SYSTEM

Options = Sequence[tuple[str, str]]
"""A (stored value, text in English) for each option."""


@dataclass(frozen=True)
class Choice:
    """One of several options. ``options`` is called when the dialog opens."""

    options: Callable[[], Options]


@dataclass(frozen=True)
class Number:
    """A number. The setting declares its bounds and whether it is shown in per cent. ``suffix`` is the unit."""

    suffix: str = ""


@dataclass(frozen=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True)
class Color:
    """A colour as #rrggbb."""


Control = Choice | Number | Flag | Color


@dataclass(frozen=True)
class Preference:
    """One row of the dialog."""

    setting: Setting[Any]
    text: str
    control: Control
    tip: str = ""
    note: str = ""
    """A note that is always shown below the control."""


@dataclass(frozen=True)
class Page:
    """One tab of the dialog."""

    id: str
    title: str
    rows: tuple[Preference, ...]


def weights_at_hand() -> Options:
    """The default, and all weights by name."""
    from crfill_core.weights import catalog

    found = catalog.entries()
    first = next((tr_core(entry.title) or entry.name for entry in found if entry.default), "")
    named = [(entry.name, tr_core(entry.title) or entry.name) for entry in found]
    return [(catalog.DEFAULT, tr("Default: {weights}", weights=first) if first else tr("Default")), *named]


def _choice(**texts: str) -> Choice:
    """A choice of fixed options, given as stored value and text in English."""
    return Choice(lambda: list(texts.items()))


def _declared(setting: Setting[Any]) -> Preference:
    """The row of an option, with the title and the tip of its declaration."""
    option = setting.option
    control: Control = Flag() if option.kind == "flag" else Number()
    if option.kind == "choice":
        control = _choice(**{value: option.choices[value].title for value in option.values})
    return Preference(setting, option.title, control, option.tip)


PAGES: tuple[Page, ...] = (
    Page(
        "general",
        "General",
        (
            Preference(
                keys.THEME,
                "Theme",
                _choice(system=mark("Follow the system"), dark=mark("Dark"), light=mark("Light")),
            ),
            Preference(
                keys.LANGUAGE,
                "Language",
                _choice(**{SYSTEM: mark("Follow the system"), **LANGUAGES}),
                note="Takes effect after a restart of the program.",
            ),
            Preference(
                keys.HISTORY_MEGABYTES,
                "Memory for undo",
                Number(" MB"),
                "When it is full, the oldest steps are dropped",
            ),
        ),
    ),
    Page(
        "mask",
        "Mask",
        (
            Preference(keys.OVERLAY_COLOR, "Mask colour", Color()),
            Preference(keys.OVERLAY_OPACITY, "Mask opacity", Number()),
            Preference(
                keys.PEN_PRESSURE,
                "Pen pressure",
                _choice(
                    size=mark("Changes the brush's size"),
                    hardness=mark("Changes the brush's hardness"),
                    nothing=mark("Changes nothing"),
                ),
            ),
            Preference(
                keys.FILL_GROW,
                "Grow the mask by",
                Number(" px"),
                "Also fill this many pixels around the mask",
            ),
        ),
    ),
    Page(
        "fill",
        "Fill",
        (
            *(_declared(setting) for setting in keys.FILL.values() if setting.option.title),
            Preference(keys.FILL_AFTER_STROKE, "Fill after each stroke", Flag()),
            Preference(keys.WEIGHTS, "Weights", Choice(weights_at_hand), "What the network has learnt"),
            Preference(
                keys.DEVICE,
                "Device",
                _choice(auto=mark("Automatic"), cpu="CPU", cuda="NVIDIA GPU", mps="Apple GPU"),
                "Where the network runs",
            ),
        ),
    ),
)
