"""``python -m tests.campaign.killed_work --kills 120``: ends the program with SIGKILL while it fills, fills a folder,
autosaves and writes settings.

After each kill every original must be as it was, everything else whole, and no temporary file left once the program was
started and has saved again. A folder is filled on to its end: the results must be those of a run that nobody killed. What
was done in the editor must be offered again within 30 s, less at most the last 30 s of it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from crfill_core.jobs.claims import FOLDER
from tests.campaign.children import busy_editor, command_line, context
from tests.campaign.killed_saves import LEFT
from tests.campaign.verdict import conclude

SECONDS = 30.0
"""Limits of the time to restore work, and of the work lost."""
PAUSE = 5.0
"""Seconds between two changes that count at most: when the whole program was stopped meanwhile, no work was done."""
KEEP_AFTER_MS = 1000
"""The editor's own is 20 s; a shorter one meets more of its writes."""
PHOTOS = 4
CONTEXT = context()


@dataclass
class Kill:
    """What is amiss after a kill (nothing: []), and what was seen."""

    amiss: list[str] = field(default_factory=list)
    seen: dict[str, float] = field(default_factory=dict)


def digests(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left(folder: Path) -> list[str]:
    """The temporary files below a folder."""
    return [str(path) for path in folder.rglob(f"{LEFT}*") if path.name != FOLDER]


def make_photos(folder: Path, count: int) -> None:
    """Photos of noise in several formats, each with a mask of a hole and a few specks."""
    from crfill_core.imaging.mask import write_mask
    from crfill_core.imaging.photo import Photo
    from crfill_core.imaging.write import write_photo

    folder.mkdir(parents=True)
    for number in range(count):
        rng = np.random.default_rng(number)
        suffix = (".png", ".jpg", ".tif", ".webp")[number % 4]
        smooth = rng.integers(0, 256, (6, 8, 3)).repeat(64, axis=0).repeat(64, axis=1).astype(np.uint8)
        write_photo(Photo(smooth), folder / f"photo{number}{suffix}")
        mask = np.zeros(smooth.shape[:2], np.uint8)
        mask[rng.integers(0, 384, 20), rng.integers(0, 512, 20)] = 255
        write_mask(mask, folder / f"photo{number}-mask.png")


def killed_at(seconds: float, target: Callable[..., None], *arguments: object) -> None:
    """Run it in a process that is killed after that time; infinity: that ends by itself."""
    child = CONTEXT.Process(target=target, args=arguments)
    child.start()
    child.join(None if seconds == float("inf") else seconds)
    child.kill()
    child.join()
    child.close()


def killed_at_write(
    count: int, wait: float, folder: Path, target: Callable[..., None], *arguments: object
) -> None:
    """Run it in a process that is killed ``seconds`` after its ``count``-th temporary file appeared in ``folder``."""
    child = CONTEXT.Process(target=target, args=arguments)
    child.start()
    seen: set[str] = set()
    while child.is_alive() and len(seen) < count:
        seen.update(path.name for path in folder.glob(f"{LEFT}*"))
        time.sleep(0.0005)
    time.sleep(wait)
    child.kill()
    child.join()
    child.close()


def work_since(begin: float, changes: list[float], end: float) -> float:
    """Seconds of work from ``begin`` to ``end``, with changes at those times: of each pause :data:`PAUSE` at most."""
    times = sorted({begin, end, *(when for when in changes if begin < when < end)})
    return sum(min(later - earlier, PAUSE) for earlier, later in itertools.pairwise(times))


class Fills:
    """Kills of ``crfill fill``: of a folder, or of one photo."""

    def __init__(self, room: Path, whole: bool = True, more: tuple[str, ...] = ()) -> None:
        self.room, self.photos = room, room / "photos"
        make_photos(self.photos, PHOTOS if whole else 1)
        self.before = digests(self.photos)
        photo = self.photos if whole else self.photos / "photo0.png"
        mask = self.photos if whole else self.photos / "photo0-mask.png"
        self._command = ["fill", str(photo), "--mask", str(mask), *more, "-o"]
        self._whole = whole
        began = time.monotonic()
        self.wanted = self._filled("undisturbed")
        self.seconds = time.monotonic() - began
        if len(self.wanted) < (PHOTOS + 1 if whole else 1):
            raise RuntimeError((room / "log").read_text())

    def _output(self, name: str) -> tuple[Path, list[str]]:
        folder = self.room / name
        if not self._whole:
            folder.mkdir(exist_ok=True)
        return folder, [*self._command, str(folder if self._whole else folder / "out.png")]

    def _filled(self, name: str) -> dict[str, bytes]:
        """The files that an undisturbed run leaves."""
        folder, command = self._output(name)
        killed_at(float("inf"), command_line, command, self.room / "log")
        return digests(folder)

    def kill(self, rng: random.Random) -> Kill:
        name = f"out{rng.random()}"
        folder, command = self._output(name)
        kill = Kill()
        run = command_line, command, self.room / "log"
        if rng.random() < 0.5:
            killed_at(rng.uniform(0, 1.05) * self.seconds, *run)
        else:  # beside the results the claims are made and the record of the folder is written
            writes = PHOTOS + 2 if self._whole else 1
            killed_at_write(rng.randint(1, writes), rng.choice((0, 0, 0.001, 0.01)), folder, *run)
        kill.seen["left a temporary file"] = bool(left(self.room))
        for path, data in digests(folder).items() if folder.exists() else ():
            if FOLDER in Path(path).parts:  # the claims and ledgers
                continue
            whole = self.wanted.get(path)
            if not Path(path).name.startswith(LEFT) and not path.endswith(".json") and data != whole:
                kill.amiss.append(f"{path} is not whole")
        filled = self._filled(name)
        same = filled.keys() == self.wanted.keys()
        if not same or any(filled[path] != data for path, data in self.wanted.items() if ".json" not in path):
            kill.amiss.append(f"filled on: {sorted(filled)}; {(self.room / 'log').read_text().strip()}")
        if digests(self.photos) != self.before:
            kill.amiss.append("an original was changed")
        kill.amiss += [f"left: {name}" for name in left(self.room)]
        return kill


class Editor:
    """Kills of an editor in the midst of work, with settings written all the time."""

    def __init__(self, room: Path, keep_after_ms: int = KEEP_AFTER_MS) -> None:
        self.room, self.keep_after_ms = room, keep_after_ms
        make_photos(room / "photos", 1)
        self.photo = room / "photos" / "photo0.png"
        self.before = digests(room / "photos")

    def kill(self, rng: random.Random) -> Kill:
        kill, log = Kill(), self.room / f"log{rng.random()}"
        folder = self.room / f"state{log.name}"
        child = CONTEXT.Process(target=busy_editor, args=(self.photo, folder, self.keep_after_ms, log))
        child.start()
        while not log.exists() or not log.stat().st_size:
            time.sleep(0.01)
        time.sleep(rng.uniform(0.1, 3) * (self.keep_after_ms / 1000 + 0.5))
        child.kill()
        child.join()
        child.close()
        ended = time.time()
        kill.seen["left a temporary file"] = bool(left(self.room))
        self._restore(folder, log, ended, kill)
        self._read_settings(folder, kill)
        if digests(self.photo.parent) != self.before:
            kill.amiss.append("an original was changed")
        kill.amiss += [f"left: {name}" for name in left(self.room)]
        return kill

    def _restore(self, folder: Path, log: Path, ended: float, kill: Kill) -> None:
        from crfill_core.errors import CrfillError
        from crfill_gui.document.unsaved import left_behind

        done: dict[str, dict[int, float]] = {"avoided": {}, "filled": {}}
        for what, number, when in (
            line.split() for line in log.read_text().splitlines() if line.count(" ") == 2
        ):
            done[what][int(number)] = float(when)
        began = time.monotonic()
        avoided = filled = -1
        for work in left_behind(folder / "unsaved"):
            try:
                document = work.document(2**28)
            except CrfillError as error:
                kill.amiss.append(str(error))
            else:
                avoid, _ = document.steering.masks()
                avoided = -1 if avoid is None else int(np.flatnonzero(avoid).max(initial=-1))
                filled = len(document.recipe) - 1
            work.discard()
        kill.seen["seconds to come back"] = seconds = time.monotonic() - began
        times = [when for steps in done.values() for when in steps.values()]
        lost = {
            what: work_since(
                min((when for number, when in done[what].items() if number > last), default=ended),
                times,
                ended,
            )
            for what, last in (("avoided", avoided), ("filled", filled))
        }
        kill.seen["seconds of work lost"] = max(lost.values())
        if max(seconds, *lost.values()) > SECONDS:
            kill.amiss.append(f"back after {seconds:.1f} s, lost: {lost}")
        if (folder / "unsaved").exists() and list((folder / "unsaved").iterdir()):
            kill.amiss.append("unsaved work is left though it was discarded")

    @staticmethod
    def _read_settings(folder: Path, kill: Kill) -> None:
        from crfill_gui.config import settings as keys
        from crfill_gui.config.settings import Settings

        path = folder / "config" / "settings.json"
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            kill.amiss.append(f"settings: {error}")
        settings = Settings(path)
        settings.set(keys.BRUSH_RADIUS, 950.0)
        settings.save()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=120, help="over all kinds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep-after", type=int, default=KEEP_AFTER_MS, metavar="MS")
    parser.add_argument("--kind", action="append", choices=("fill", "batch", "editor"))
    arguments = parser.parse_args()
    kinds = arguments.kind or ["fill", "batch", "editor"]
    amiss = []
    with tempfile.TemporaryDirectory(prefix="crfill-kill-") as name:
        makers: dict[str, Callable[[Path], Fills | Editor]] = {
            "fill": lambda room: Fills(room, whole=False),
            "batch": lambda room: Fills(room, whole=True),
            "editor": lambda room: Editor(room, arguments.keep_after),
        }
        for kind in kinds:
            subject, seen = makers[kind](Path(name) / kind), Counter[str]()
            kills = len(range(kinds.index(kind), arguments.kills, len(kinds)))
            for number in range(kills):
                kill = subject.kill(random.Random(f"{arguments.seed}/{kind}/{number}"))
                amiss += [f"{kind}, kill {number}: {what}" for what in kill.amiss]
                for what, value in kill.seen.items():
                    most = what.startswith("seconds")
                    seen[what] = max(seen[what], value) if most else seen[what] + value  # type: ignore[assignment]
            print(
                f"{kind:8}{kills:5} kills",
                *(f"{what}: {value:.4g}" for what, value in seen.items()),
                sep="; ",
            )
    return conclude(arguments.kills, amiss)


if __name__ == "__main__":
    sys.exit(main())
