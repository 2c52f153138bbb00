"""Descriptions of training runs: recipe, photos, folder. No Qt, no torch."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from crfill_core.base.messages import reason
from crfill_core.errors import ConfigError
from crfill_core.files.resources import resource


@dataclass(frozen=True)
class Recipe:
    """A recipe file, bundled or the user's own."""

    name: str
    path: Path
    about: str
    """The comment in its first lines."""
    steps: int
    photos: tuple[str, ...]
    """Its paths of photos, relative to the run's data folder."""
    object_masks: str
    validation: str


def bundled_recipes() -> list[Recipe]:
    """The recipes that come with the program, by name."""
    return [read_recipe(path) for path in sorted(resource("recipes").glob("*.toml"))]


def read_recipe(path: Path) -> Recipe:
    """Read a recipe as far as the lab shows it; ``crfill train`` checks the rest. ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise ConfigError("{path} cannot be read ({reason}).", path=path, reason=reason(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("{path} is not valid TOML: {error}.", path=path, error=error) from error
    try:
        return Recipe(
            path.stem,
            path,
            _first_comment(text),
            sum(int(stage["steps"]) for stage in values["stages"]),
            tuple(str(photos) for photos in values["data"]["photos"]),
            str(values["data"].get("object_masks", "")),
            str(values.get("validation", {}).get("folder", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError("{path} is not a recipe: stages or data.photos are missing.", path=path) from error


def _first_comment(text: str) -> str:
    """The first lines' comment, without lines on how to start the recipe from a command line."""
    lines = (
        line.lstrip("# ").rstrip() for line in takewhile(lambda line: line.startswith("#"), text.splitlines())
    )
    return "\n".join(line for line in lines if "--root" not in line and "crfill " not in line)


@dataclass(frozen=True)
class NewRun:
    """A run to be started. ``data`` is a folder of photos, or a folder that contains the paths named in the recipe."""

    recipe: Recipe
    data: Path
    folder: Path
    validation: Path | None = None
    """A folder with images/ and the masks of each kind of holes; None: that of the recipe, if ``data`` contains it."""
    steps: int | None = None
    """None: the recipe's own number."""

    @property
    def has_own_data(self) -> bool:
        """Whether ``data`` holds the photos that the recipe names, so that its own paths are used."""
        return all(self._has(photos) for photos in self.recipe.photos)

    def _has(self, name: str) -> bool:
        """Whether ``data`` contains this path of the recipe."""
        path = self.data / name
        return name != "" and (any(path.parent.glob(path.name)) if "*" in path.name else path.exists())

    def arguments(self) -> list[str]:
        """Arguments for ``crfill`` that start the run."""
        recipe, settings = self.recipe, dict[str, Any]()
        own = self.has_own_data
        if not own:
            settings["data.photos"] = [str(self.data.absolute())]
        if not (own and self._has(recipe.object_masks)):
            settings["data.object_masks"] = ""
        if self.validation is not None:
            settings["validation.folder"] = str(self.validation.absolute())
        elif not (own and self._has(recipe.validation)):
            settings["validation.folder"] = ""
        named = str(self.recipe.path)
        arguments = ["train", named, "--root", str(self.data.absolute()), "--out", str(self.folder)]
        arguments += [] if self.steps is None else ["--steps", str(self.steps)]
        for key, value in settings.items():  # strings and lists of JSON are valid TOML
            arguments += ["--set", f"{key}={json.dumps(value, ensure_ascii=False)}"]
        return arguments


def resumed(folder: Path) -> list[str]:
    """Arguments for ``crfill`` that resume the run in ``folder``."""
    return ["train", "--resume", str(folder)]
