"""``python -m tests.campaign.shared_folder PHOTOS MASK OUT``: eight processes, as torchrun starts them on two computers,
fill a folder; one of them is killed.

Nothing may be lost, nothing reported twice, and one process alone may report. Each prints what it filled, so that nothing is
done twice can be seen, too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import IO

from crfill_core.jobs.batch import list_photos
from crfill_core.jobs.claims import FOLDER

PROCESSES = 8
KILLED = 5


def main(photos: Path, mask: Path, output: Path) -> int:
    command = [sys.executable, "-m", "crfill_core.cli", "fill", str(photos), "--mask", str(mask)]
    command += ["-o", str(output), "--workers", "1", "--device", "cpu"]
    logs = [tempfile.TemporaryFile("w+") for _ in range(PROCESSES)]  # noqa: SIM115
    began = time.monotonic()
    children = []
    for rank, log in enumerate(logs):
        world = {"RANK": rank, "WORLD_SIZE": PROCESSES, "LOCAL_RANK": rank % 4, "LOCAL_WORLD_SIZE": 4}
        world |= {"MASTER_ADDR": "node0", "MASTER_PORT": 29500, "OMP_NUM_THREADS": 1}
        environment = {**os.environ, **{name: str(value) for name, value in world.items()}}
        children.append(subprocess.Popen([*command], stdout=log, stderr=subprocess.STDOUT, env=environment))
    while not _has_filled(logs[KILLED]):
        time.sleep(0.05)
    children[KILLED].kill()
    statuses = [child.wait() for child in children]
    said = [_text(log) for log in logs]
    filled = Counter(name for text in said for name in re.findall(r"([^/\n]+): \d+ holes? filled", text))
    reports = [text.splitlines()[-1] for text in said if "done before" in text]
    wanted = {photo.name for photo in list_photos(photos)}
    there = {path.name for path in output.glob("*.*") if path.suffix != ".json"}
    print(f"{len(wanted)} photos, {time.monotonic() - began:.0f} s, statuses {statuses}")
    print("filled by each:", [len(re.findall("filled in", text)) for text in said], "reports:", reports)
    twice = [name for name, count in filled.items() if count > 1]
    print("not there:", sorted(wanted - there), "filled twice:", twice, "left:", (output / FOLDER).exists())
    fine = there == wanted and not twice and len(reports) == 1 and not (output / FOLDER).exists()
    return 0 if fine and [n for n, status in enumerate(statuses) if status] == [KILLED] else 1


def _text(log: IO[str]) -> str:
    log.seek(0)
    return log.read()


def _has_filled(log: IO[str]) -> bool:
    return " filled in " in _text(log)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
