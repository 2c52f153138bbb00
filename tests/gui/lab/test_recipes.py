"""What the lab makes of a recipe, a folder of photos and a folder for the run."""

import tomllib
from pathlib import Path

import pytest

from crfill_core.errors import ConfigError
from crfill_gui.lab.recipes import NewRun, bundled_recipes, read_recipe


def settings_of(run: NewRun) -> dict[str, object]:
    arguments = run.arguments()
    given = [arguments[at + 1] for at, argument in enumerate(arguments) if argument == "--set"]
    return {
        setting.partition("=")[0]: tomllib.loads("x=" + setting.partition("=")[2])["x"] for setting in given
    }


def test_the_bundled_recipes_are_offered_with_what_they_say_of_themselves():
    recipes = {recipe.name: recipe for recipe in bundled_recipes()}
    assert {"starter-cpu", "paper", "structure"} <= set(recipes)
    starter = recipes["starter-cpu"]
    assert starter.steps == 2250 and starter.validation == "data/val"
    assert starter.about.startswith("A small generator") and "--root" not in starter.about


def test_a_folder_with_the_recipes_own_data_uses_its_paths(data, recipe_file):
    run = NewRun(read_recipe(recipe_file), data, data / "run", steps=2)
    assert run.has_own_data and settings_of(run) == {"data.object_masks": ""}  # there is no such file
    assert run.arguments()[:6] == ["train", str(recipe_file), "--root", str(data), "--out", str(data / "run")]
    assert run.arguments()[6:8] == ["--steps", "2"]
    (data / "silhouettes.tar").touch()
    assert settings_of(run) == {}


def test_any_other_folder_is_a_folder_of_photos_without_the_recipes_other_files(data, recipe_file):
    run = NewRun(read_recipe(recipe_file), data / "photos", data / "run")
    assert not run.has_own_data
    expected = {"data.photos": [str(data / "photos")], "data.object_masks": "", "validation.folder": ""}
    assert settings_of(run) == expected


@pytest.mark.parametrize("name", ['a "b"', "C:\\photos", "照片", "tab\there"])
def test_any_name_of_a_folder_survives(data, recipe_file, name):
    run = NewRun(read_recipe(recipe_file), data / name, data / "run", validation=data / name)
    assert settings_of(run)["data.photos"] == [str(data / name)]
    assert settings_of(run)["validation.folder"] == str(data / name)


def test_a_validation_set_that_is_not_there_is_left_out(data, recipe_file):
    (data / "val").rename(data / "elsewhere")
    (data / "silhouettes.tar").touch()
    recipe = read_recipe(recipe_file)
    assert settings_of(NewRun(recipe, data, data / "run")) == {"validation.folder": ""}
    named = NewRun(recipe, data, data / "run", validation=data / "elsewhere")
    assert settings_of(named) == {"validation.folder": str(data / "elsewhere")}


@pytest.mark.parametrize(
    "text", ["", "name = 3", "[data]\nphotos = 3\n", "\x00", "[[stages]]\nsteps = 'x'\n"]
)
def test_a_file_that_is_no_recipe_is_said(tmp_path: Path, text):
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(ConfigError):
        read_recipe(tmp_path / "bad.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_recipe(tmp_path / "none.toml")
