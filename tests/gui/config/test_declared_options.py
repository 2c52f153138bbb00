"""Every option of a fill is declared once: flags, settings, controls, recipes and projects have its bounds and default."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox

from crfill_core.base.options import Option, OptionError, options
from crfill_core.cli.options import add_options, options_of
from crfill_core.errors import CrfillError, FillError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.jobs.image_fill import fill
from crfill_core.jobs.recipe import FillEntry, Recipe
from crfill_gui.commands.bindings import Bindings
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.dialogs.preferences import PreferencesDialog
from crfill_gui.document.project import Project, ProjectFill
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.editor.fill_choices import FillChoices

OPTIONS = options(FillOptions)
PHOTO = Photo(np.zeros((20, 30, 3), np.uint8))
every_option = pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)


def good(option: Option) -> list[Any]:
    """Values at the bounds, beside the default."""
    if option.kind == "choice":
        return list(option.values)
    if option.kind == "flag":
        return [False, True]
    if option.kind == "box":
        return [None, Box(-3, 0, 20, 20)]
    kind = type(option.default)
    return [kind(option.low), option.default, kind(option.high)]


def bad(option: Option) -> list[Any]:
    """Values just outside the bounds, and of another kind."""
    if option.kind == "choice":
        return ["magic", 1, None]
    if option.kind == "flag":
        return [1, "yes", None]
    if option.kind == "box":
        return [[3, 0, 1, 1], [0, 0, 1], [0, 0, 2**40, 1], "all"]
    outside = [option.low - 1, option.high + 1]
    return [
        *outside,
        "many",
        True,
        None,
        *([0.5] if option.kind == "whole" else [float("nan"), float("inf")]),
    ]


def recorded(option: Option, value: Any) -> str:
    """A recipe of one fill in which the option has that value, whether it may have it or not."""
    mask = np.zeros((20, 30), np.uint8)
    mask[5:9, 5:9] = 255
    entry = FillEntry.of(FillRequest(PHOTO, mask), FillResult((), (), "starter", "CPU", 0.0, "ab" * 32))
    document = json.loads(Recipe.of(PHOTO, [entry]).to_json())
    document["fills"][0]["options"][option.name] = value
    return json.dumps(document)


@every_option
def test_an_option_keeps_its_bounds_wherever_it_is_made(option: Option) -> None:
    for value in good(option):
        assert getattr(FillOptions(**{option.name: value}), option.name) == value
    for value in bad(option):
        with pytest.raises(OptionError, match=f"^{option.name} must be "):
            FillOptions(**{option.name: value})
        if value is not None:
            with pytest.raises(FillError, match=option.name):
                fill(PHOTO.pixels, np.ones((20, 30), bool), **{option.name: value})


@every_option
def test_the_command_line_has_a_flag_for_it_with_its_bounds_default_and_help(option: Option) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_options(parser, FillOptions)
    flag = f"--{option.name.replace('_', '-')}"
    (action,) = (action for action in parser._actions if flag in action.option_strings)
    assert option.help and (action.help or "").startswith(option.help) and action.default == option.default
    assert options_of(parser.parse_args([]), FillOptions) == FillOptions()
    if option.kind == "flag":
        assert getattr(options_of(parser.parse_args([flag]), FillOptions), option.name) is True
        return
    for value in good(option):
        if value is not None:
            text = ",".join(map(str, value)) if option.kind == "box" else str(value)
            given = options_of(parser.parse_args([f"{flag}={text}"]), FillOptions)
            assert getattr(given, option.name) == value
    for value in bad(option):
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        with pytest.raises((argparse.ArgumentError, OptionError)):
            parser.parse_args([f"{flag}={text}"])


@every_option
def test_recipes_and_projects_carry_it_with_its_bounds(option: Option, tmp_path: Path) -> None:
    for value in good(option):
        recipe = Recipe.from_json(recorded(option, value))
        assert recipe.fills[0].options == replace(FillOptions(), **{option.name: value})
        assert Recipe.from_json(recipe.to_json()) == recipe
        project = Project(PHOTO, np.zeros((20, 30), np.uint8), (ProjectFill(recipe.fills[0], ()),))
        again = load_project(save_project(tmp_path / "p.crfill", project))
        assert again.fills[0].entry.options == recipe.fills[0].options
    for value in bad(option):
        with pytest.raises(CrfillError) as caught:
            Recipe.from_json(recorded(option, value))
        if value == value and value not in (float("inf"),):  # those are no JSON
            assert f"fills[0].options.{option.name}" in str(caught.value)


@every_option
def test_the_settings_keep_it_and_their_dialog_offers_it_unless_it_is_of_a_single_fill(
    option: Option, tmp_path: Path, qtbot
) -> None:
    assert (option.name in keys.FILL) == option.kept
    if not option.kept:
        return
    setting = keys.FILL[option.name]
    path = tmp_path / "settings.json"
    for value in good(option):
        path.write_text(json.dumps({setting.key: value}))
        assert Settings(path).get(setting) == value
    for value in bad(option):
        path.write_text(json.dumps({setting.key: value}))
        assert Settings(path).get(setting) == option.default
    settings = Settings(tmp_path / "fresh.json")
    dialog = PreferencesDialog(settings, Bindings(settings))
    qtbot.addWidget(dialog)
    control = dialog.controls[setting.key]
    if isinstance(control, QComboBox):
        assert [control.itemData(index) for index in range(control.count())] == list(option.values)
    elif isinstance(control, QDoubleSpinBox):
        low, high = option.offered or (option.low, option.high)
        factor = 100 if option.percent else 1
        assert (control.minimum(), control.maximum()) == (low * factor, high * factor)
    else:
        assert isinstance(control, QCheckBox)
    assert control.accessibleName() == option.title and control.toolTip() == option.tip


def test_the_editor_fills_with_what_the_settings_keep(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.set(keys.FILL["coarse"], "half")
    settings.set(keys.FILL_DETAIL, 0.25)
    assert FillChoices(settings).options == FillOptions(detail=0.25, coarse="half")
