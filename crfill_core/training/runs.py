"""Runs on disk: starting from a recipe, resuming, moving to another machine.

A run is a folder with config.json, state.pt (everything that is needed to resume), weights.safetensors (the moving
average, for the editor), log.jsonl, samples/ and report.html.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from crfill_core.base.standard_error import print_error
from crfill_core.errors import ConfigError
from crfill_core.files.replace import write_text
from crfill_core.files.resources import resource
from crfill_core.files.strict import StrictError, read_json
from crfill_core.training.config import RunConfig, load_config, with_settings, with_steps
from crfill_core.training.distributed import joined_world
from crfill_core.training.hold import training_in
from crfill_core.training.log import Say
from crfill_core.training.loop import Trainer
from crfill_core.training.portable import check_export, export_state, import_state, is_export
from crfill_core.training.record import CONFIG_FILE


def train(
    recipe: Path | None,
    *,
    resume: Path | None = None,
    out: Path | None = None,
    root: Path | None = None,
    steps: int | None = None,
    settings: Sequence[str] = (),
    minutes: float | None = None,
    export: Path | None = None,
    say: Say = print_error,
) -> Path:
    """Train a new run, or resume one. Returns the run's folder.

    recipe: the TOML file of a new run, or the name of a bundled recipe. resume: a run's folder, or a folder that
    ``export`` wrote, from which a run is first made in ``out``. out: the folder of a new run, by default runs/<name>.
    root: where relative data paths start. steps: see :func:`with_steps`; settings: see :func:`with_settings`; both are
    for new runs only. minutes: after this time everything is saved and the training stops; 0 trains nothing. export: a
    folder for the state in small files. Under torchrun every process makes the same call. Raises ConfigError.
    """
    began = time.monotonic()
    with joined_world() as world:
        if resume is not None:
            config, new = load_run(resume), is_export(resume)
        elif recipe is not None:
            config, new = with_settings(load_config(find_recipe(recipe)), settings), True
            config = config if steps is None else with_steps(config, steps)
        else:
            raise ConfigError("Give a recipe to train or a run to resume.")
        if root is not None:
            config = replace(config, root=str(root.absolute()))
        folder = out or Path("runs") / config.name
        if resume is not None and not new:
            folder = resume
        if export is not None:
            check_export(folder, export)  # before the training, not after it
        if world.first:
            if new and (folder / CONFIG_FILE).exists():
                raise ConfigError(
                    "{folder} already holds a run; continue it with --resume {folder}, or choose another folder with --out.",
                    folder=folder,
                )
            if resume is not None and new:
                import_state(resume, folder)
            if new or root is not None:
                write_config(folder, config)
        world.any(False)  # wait until the first process has written the folder
        if minutes != 0:
            deadline = None if minutes is None else began + minutes * 60
            with training_in(folder) if world.first else nullcontext():
                Trainer(config, folder, say, world).run(deadline)
        if export is not None and world.first:
            export_state(folder, export)
    return folder


def find_recipe(recipe: Path) -> Path:
    """A recipe's file: the path itself, or the bundled recipe of that name. Raises ConfigError."""
    bundled = resource("recipes", f"{recipe.name}.toml")
    if recipe.exists():
        return recipe
    if recipe.parent == Path(".") and bundled.exists():
        return bundled
    names = ", ".join(sorted(p.stem for p in resource("recipes").glob("*.toml")))
    raise ConfigError(
        "There is no recipe {recipe}: name a TOML file or one of {names}.", recipe=recipe, names=names
    )


def load_run(folder: Path) -> RunConfig:
    """The configuration of the run in a folder. Raises ConfigError."""
    path = folder / CONFIG_FILE
    try:
        return read_json(path, RunConfig)
    except OSError as error:
        raise ConfigError(
            "{folder} is not the folder of a run (no readable {file}); name another.",
            folder=folder,
            file=CONFIG_FILE,
        ) from error
    except StrictError as error:
        raise ConfigError("{path}: {error}.", path=path, error=error) from error


def write_config(folder: Path, config: RunConfig) -> None:
    """Write the configuration into a run's folder. Raises FileError, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / CONFIG_FILE, json.dumps(config.to_dict(), indent=1))
