"""Runs on disk: starting from a recipe, resuming, moving to another machine.

A run is a folder: config.json, state.pt (everything needed to resume), weights.safetensors (the moving average, ready
for the editor), log.jsonl, samples/, report.html.
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
from crfill_core.files.strict import StrictError, parse_json, read
from crfill_core.training.config import RunConfig, load_config, with_settings, with_steps
from crfill_core.training.distributed import joined_world
from crfill_core.training.hold import Hold
from crfill_core.training.log import Say
from crfill_core.training.loop import Trainer
from crfill_core.training.portable import export_state, import_state, is_export
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
    """Run a recipe in ``out`` (default runs/<name>), or resume the run in the folder ``resume``. Returns the run's
    folder.

    recipe: a TOML file, or the name of a bundled one. resume: a run's folder, or one written by ``export``, which
    first becomes a run in ``out``. root: where the relative data paths start. steps: a new run's length, stages in
    proportion. settings: keys of a new run to change, as for with_settings. minutes: stop after this time with
    everything saved; 0 trains nothing. export: a folder for the state in small files. Under torchrun every process
    makes the same call. Raises ConfigError.
    """
    began = time.monotonic()
    with joined_world() as world:
        if resume is not None:
            folder, config = _open(resume, out, root, write=world.first)
        elif recipe is not None:
            folder, config = _begin(recipe, out, root, steps, settings, write=world.first)
        else:
            raise ConfigError("Give a recipe to train or a run to resume.")
        world.any(False)  # the first process has written the folder
        if minutes != 0:
            deadline = None if minutes is None else began + minutes * 60
            with Hold(folder) if world.first else nullcontext():
                Trainer(config, folder, say, world).run(deadline)
        if export is not None and world.first:
            export_state(folder, export)
    return folder


def find_recipe(recipe: Path) -> Path:
    """A recipe's file: the path itself, or a bundled recipe of that name. ConfigError lists the bundled ones."""
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
    """The configuration of a run's folder."""
    path = folder / CONFIG_FILE
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            "{folder} is not the folder of a run (no readable {file}); name another.",
            folder=folder,
            file=CONFIG_FILE,
        ) from error
    try:
        return read(parse_json(text), RunConfig)
    except StrictError as error:
        raise ConfigError("{path}: {error}.", path=path, error=error) from error


def write_config(folder: Path, config: RunConfig) -> None:
    """Write the configuration into a run's folder. Raises FileError, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / CONFIG_FILE, json.dumps(config.to_dict(), indent=1))


def _begin(
    recipe: Path,
    out: Path | None,
    root: Path | None,
    steps: int | None,
    settings: Sequence[str],
    write: bool,
) -> tuple[Path, RunConfig]:
    config = with_settings(load_config(find_recipe(recipe)), settings)
    if steps is not None:
        config = with_steps(config, steps)
    if root is not None:
        config = replace(config, root=str(root.absolute()))
    folder = out or Path("runs") / config.name
    if write:
        _refuse_occupied(folder)
        write_config(folder, config)
    return folder, config


def _open(folder: Path, out: Path | None, root: Path | None, write: bool) -> tuple[Path, RunConfig]:
    exported = is_export(folder)
    if exported:
        config, target = load_run(folder), out or Path("runs") / load_run(folder).name
        if write:
            _refuse_occupied(target)
            import_state(folder, target)
        folder = target
    else:
        config = load_run(folder)
    if root is not None:
        config = replace(config, root=str(root.absolute()))
    if write and (exported or root is not None):
        write_config(folder, config)
    return folder, config


def _refuse_occupied(folder: Path) -> None:
    if (folder / CONFIG_FILE).exists():
        raise ConfigError(
            "{folder} already holds a run; go on with --resume {folder} or choose another --out.",
            folder=folder,
        )
