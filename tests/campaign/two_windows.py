"""``python -m tests.campaign.two_windows``: several processes open one project, change its mask and save it, many times.

A process that is refused, because another has saved meanwhile, opens the project again, as a user would. In the end every
change that was said to be saved must be in the project, and after every save the file must be whole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from tests.campaign.children import context
from tests.campaign.verdict import conclude

WIDTH = 64


def changes(path: Path, row: int, count: int, answer: Any) -> None:
    """In a process of its own: save one more pixel of that row, ``count`` times; ``answer`` gets how often it was
    refused, and what else went wrong.
    """
    from dataclasses import replace

    from crfill_core.errors import PhotoError
    from crfill_core.files.versions import FileVersions, version_of
    from crfill_gui.document.project_file import load_project
    from crfill_gui.document.project_save import save_project

    refused, done = 0, 0
    try:
        while done < count:
            versions = FileVersions()
            versions.note(path, version_of(path))
            project = load_project(path)
            mask = project.mask.copy()
            mask[row, done % WIDTH] = 1 + done // WIDTH
            try:
                save_project(path, replace(project, mask=mask), versions)
            except PhotoError as error:
                if "changed it in the meantime" not in str(error):
                    raise
                refused += 1
            else:
                done += 1
    except BaseException as error:
        answer.send((refused, f"row {row}, change {done}: {type(error).__name__}: {error}"))
    else:
        answer.send((refused, ""))


def together(processes: int, count: int) -> tuple[int, list[str]]:
    """How many saves were refused, and what went wrong, of so many processes with so many changes each."""
    from crfill_core.imaging.photo import Photo
    from crfill_gui.document.project import Project
    from crfill_gui.document.project_file import load_project
    from crfill_gui.document.project_save import save_project

    with tempfile.TemporaryDirectory(prefix="crfill windows ") as name:
        path = Path(name) / "a.crfill"
        pixels = np.random.default_rng(0).integers(0, 256, (processes, WIDTH, 3), np.uint8)
        save_project(path, Project(Photo(pixels), np.zeros((processes, WIDTH), np.uint8)))
        family, pipes = context(), []
        for row in range(processes):
            here, there = family.Pipe(duplex=False)
            child = family.Process(target=changes, args=(path, row, count, there))
            child.start()
            there.close()
            pipes.append((child, here))
        refused, amiss = 0, []
        for child, here in pipes:
            more, wrong = here.recv()
            child.join()
            refused += more
            amiss += [wrong] if wrong else []
        expected = np.zeros(WIDTH, np.uint8)
        for number in range(count):
            expected[number % WIDTH] = 1 + number // WIDTH
        for row, found in enumerate(load_project(path).mask):
            lost = int((found != expected).sum())
            amiss += [f"row {row}: {lost} changes lost"] if lost else []
        left = sorted(file.name for file in path.parent.iterdir())
        amiss += [f"left in the folder: {left}"] if left != [path.name] else []
    return refused, amiss


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--count", type=int, default=500, help="changes of each process")
    arguments = parser.parse_args()
    refused, amiss = together(arguments.processes, arguments.count)
    print(f"{arguments.processes * arguments.count} changes saved, {refused} refused and made again")
    return conclude(arguments.processes * arguments.count, amiss)


if __name__ == "__main__":
    sys.exit(main())
