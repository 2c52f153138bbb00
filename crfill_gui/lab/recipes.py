"""Recipes, and training runs to be started from them. Imports neither Qt nor torch."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

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
    """The paths of the photos, relative to the folder of the recipe's data; they may contain wildcards. The next two
    paths are relative to it too, and empty for none.
    """
    object_masks: str
    validation: str


def bundled_recipes() -> list[Recipe]:
    """The recipes that come with the program, sorted by name."""
    return [read_recipe(path) for path in sorted(resource("recipes").glob("*.toml"))]


def read_recipe(path: Path) -> Recipe:
    """Read what the lab shows of a recipe; ``crfill train`` checks the rest. Raises ConfigError."""
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
        raise ConfigError(
            "{path} is not a recipe: stages or data.photos are missing or invalid.", path=path
        ) from error


def _first_comment(text: str) -> str:
    """The comment in the first lines, without the lines that say how to start a run from a command line."""
    comment = takewhile(lambda line: line.startswith("#"), text.splitlines())
    shown = (line for line in comment if "--root" not in line and "crfill " not in line)
    return "\n".join(line.lstrip("# ").rstrip() for line in shown)


@dataclass(frozen=True)
class NewRun:
    """A run to be started. ``data`` is a folder of photos, or a folder that contains the paths of the recipe."""

    recipe: Recipe
    data: Path
    folder: Path
    validation: Path | None = None
    """A folder with images/ and the masks of each kind of holes; None: the recipe's, if :attr:`has_own_data` and ``data``
    contains it, or else none.
    """
    steps: int | None = None
    """None: as many as in the recipe."""

    @property
    def has_own_data(self) -> bool:
        """Whether ``data`` contains all paths of photos in the recipe. If so, the recipe's paths are used."""
        return all(self._has(photos) for photos in self.recipe.photos)

    def _has(self, name: str) -> bool:
        """Whether ``data`` contains this path of the recipe."""
        path = self.data / name
        return name != "" and (any(path.parent.glob(path.name)) if "*" in path.name else path.exists())

    def arguments(self) -> list[str]:
        """Arguments for ``crfill`` that start the run."""
        recipe, own = self.recipe, self.has_own_data
        settings: dict[str, str | list[str]] = {}
        if not own:
            settings["data.photos"] = [str(self.data.absolute())]
        if not (own and self._has(recipe.object_masks)):
            settings["data.object_masks"] = ""
        if self.validation is not None:
            settings["validation.folder"] = str(self.validation.absolute())
        elif not (own and self._has(recipe.validation)):
            settings["validation.folder"] = ""
        arguments = [
            "train",
            str(recipe.path),
            "--root",
            str(self.data.absolute()),
            "--out",
            str(self.folder),
        ]
        arguments += [] if self.steps is None else ["--steps", str(self.steps)]
        for key, value in settings.items():  # JSON's strings and lists are valid TOML
            arguments += ["--set", f"{key}={json.dumps(value, ensure_ascii=False)}"]
        return arguments


def resumed(folder: Path) -> list[str]:
    """Arguments for ``crfill`` that resume the run in ``folder``."""
    return ["train", "--resume", str(folder)]
