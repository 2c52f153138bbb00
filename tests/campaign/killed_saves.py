"""``python -m tests.campaign.killed_saves --kills 200``: ends the program with SIGKILL while it saves.

A child replaces a file over and over: a photo in each format, a mask, a project, a recipe, settings, the record of a batch.
After each kill the file must be one of the versions that the child had finished or was about to, whole, and it must
open.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from tests.campaign.mutated_files import ROOT, environment
from tests.campaign.verdict import conclude

KINDS = (
    "a.jpg",
    "a.png",
    "a.tif",
    "a.webp",
    "a.bmp",
    "mask.png",
    "a.crfill",
    "recipe.json",
    "settings.json",
    "record",
)
LEFT = ".crfill-"
"""How the names of temporary files begin."""
SIDE = 400


def save_forever(kind: str, folder: Path) -> None:
    """What the child does: versions 0, 1, 2, … each announced on stdout before it is saved."""
    version = 0
    while True:
        print(version, flush=True)
        save(kind, folder, version)
        version += 1


def save(kind: str, folder: Path, version: int) -> None:
    from crfill_core.imaging.mask import write_mask
    from crfill_core.imaging.photo import Photo
    from crfill_core.imaging.write import write_photo

    path = folder / kind
    pixels = np.random.default_rng(7).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    pixels[0, 0] = version % 251
    if kind == "mask.png":
        write_mask(pixels[:, :, 0], path)
    elif kind == "a.crfill":
        from crfill_gui.document.document import Document
        from crfill_gui.document.project import Project
        from crfill_gui.document.project_save import save_project

        save_project(path, Project.of(Document(Photo(pixels))))
    elif kind == "recipe.json":
        from crfill_core.jobs.recipe import Recipe, write_recipe

        write_recipe(Recipe.of(Photo(pixels), ()), path)
    elif kind == "settings.json":
        from crfill_gui.config.settings import RECENT, Settings

        settings = Settings(path)
        settings.set(RECENT, [str(folder / f"{version}-{i}.jpg") for i in range(9)])
        settings.save()
    elif kind == "record":
        from crfill_core.jobs.ledger import Line
        from crfill_core.jobs.record import Record

        done = {"state": "done"}
        Record(path).add([Line(f"{version % 50}.png", 1, "settled", str(version), done)])
    else:
        write_photo(Photo(pixels), path)


def check(kind: str, folder: Path) -> str:
    """ "" if the file is there and whole, what is amiss else."""
    path = folder / kind
    try:
        if kind == "a.crfill":
            from crfill_gui.document.project_file import load_project

            load_project(path)
        elif kind == "recipe.json":
            from crfill_core.jobs.recipe import read_recipe

            read_recipe(path)
        elif kind in ("settings.json", "record"):
            import json

            json.loads(path.read_text(encoding="utf-8"))
        else:
            from crfill_core.imaging.read import read_photo

            if read_photo(path).size != (SIDE, SIDE):
                return "another size"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    others = [file.name for file in folder.iterdir() if file.name != kind and not file.name.startswith(LEFT)]
    return f"other files: {others}" if others else ""


def kill_once(kind: str, seed: int) -> tuple[str, bool]:
    """What is amiss after one kill, and whether a temporary file was left."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="crfill-kill-") as name:
        folder = Path(name)
        save(kind, folder, 0)
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.campaign.killed_saves", "--child", kind, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
            cwd=ROOT,
        )
        assert child.stdout
        for _ in range(2):  # the second save begins: all modules are there
            child.stdout.readline()
        time.sleep(rng.uniform(0, 0.08))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        return check(kind, folder), any(file.name.startswith(LEFT) for file in folder.iterdir())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", nargs=2)
    arguments = parser.parse_args()
    if arguments.child:
        save_forever(arguments.child[0], Path(arguments.child[1]))
    amiss, left, kills = [], Counter[str](), Counter[str]()
    for number in range(arguments.kills):
        kind = KINDS[number % len(KINDS)]
        wrong, leftover = kill_once(kind, arguments.seed + number)
        kills[kind] += 1
        left[kind] += leftover
        if wrong:
            amiss.append(f"{kind}, kill {number}: {wrong}")
    for kind in KINDS:
        print(f"{kind:14}{kills[kind]:5} kills, {left[kind]:4} left a temporary file")
    return conclude(kills.total(), amiss)


if __name__ == "__main__":
    sys.exit(main())
