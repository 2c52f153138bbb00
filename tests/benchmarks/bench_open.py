"""How long photos take to open, how much memory that needs, and how long the program takes to start. Run by hand:

    python tests/benchmarks/bench_open.py [start] [open] [memory] [undo] [press] [--runs 3] [--against CHECKOUT]

``start``: from the start of the process to the painted window with a 24 MP photo in it, with Python's byte code cached as
in an installed program; ``--against`` measures another checkout too, turn by turn. ``open``: from the path to
the painted canvas. ``memory``: by how much the process grows at most while a photo is read, in multiples of its decoded
pixels (on Linux). ``undo``: taking back and doing again a fill of 2000 × 2000 pixels, painted. ``press``: how long pressing
Fill keeps the window from doing anything else, the first time and after another fill, and how long the result does at
most while it arrives, for holes of 1000 and of 4000 pixels. Prints the median of the runs: by the
clock, and of processor time (all threads), which says more where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "24 MP .jpg",
    "24 MP .webp",
    "24 MP .avif",
    "24 MP .bmp",
    "24 MP .png",
    "24 MP 16 .png",
    "100 MP 16 .tif",
)
KINDS_OF = {
    "start": KINDS[:1],
    "open": KINDS,
    "memory": KINDS,
    "undo": (KINDS[0], KINDS[-1]),
    "press": (KINDS[0], KINDS[-1]),
}


def make(folder: Path, kind: str) -> Path:
    """A photo of that kind, textured like one, 3:2."""
    import cv2
    import numpy as np

    from crfill_core.imaging.photo import Photo
    from crfill_core.imaging.write import write_photo

    words = kind.split()
    path = folder / f"{words[0]}-{words[2] if len(words) > 3 else 8}{words[-1]}"
    if not path.exists():
        height = round(math.sqrt(float(words[0]) * 1e6 / 1.5))
        rng = np.random.default_rng(0)
        small = rng.integers(0, 256, (height // 16, height * 3 // 32, 3)).astype(np.uint8)
        pixels = cv2.resize(small, (round(height * 1.5), height), interpolation=cv2.INTER_CUBIC)
        pixels += rng.integers(0, 8, (height, 1, 3)).astype(np.uint8)
        if len(words) > 3:
            pixels = pixels.astype(np.uint16) * 257
        write_photo(Photo(pixels), path)
    return path


def in_a_process_of_its_own(*words: str, **environment: str) -> dict[str, float]:
    """What ``--child`` measures."""
    started = time.time()
    answer = subprocess.run(
        [sys.executable, __file__, "--child", *words, "--started", str(started)],
        check=True,
        capture_output=True,
        timeout=120,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "PYTHONDONTWRITEBYTECODE": "",
            **environment,
        },
    )
    return json.loads(answer.stdout.splitlines()[-1])


def start(path: Path, started: float) -> None:
    """Run the editor as ``crfill-gui PATH`` does, and end the process once the canvas has painted the photo."""
    from importlib.machinery import PathFinder

    def ending(paint: Callable[..., None]) -> Callable[..., None]:
        def painted(canvas, event) -> None:
            paint(canvas, event)
            if canvas.window().session.document is not None:
                seconds, processor = time.time() - started, time.process_time()
                print(json.dumps({"seconds": seconds, "processor": processor}), flush=True)
                os._exit(0)

        return painted

    class Watch(PathFinder):
        """Finds the module of the canvas, and makes the canvas tell when it has painted."""

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name != "crfill_gui.canvas.view":
                return None
            spec = super().find_spec(name, path, target)
            execute = spec.loader.exec_module

            def load(module) -> None:
                execute(module)
                module.Canvas.paintEvent = ending(module.Canvas.paintEvent)

            spec.loader.exec_module = load
            return spec

    sys.meta_path.insert(0, Watch)
    sys.argv = ["crfill-gui", str(path)]
    from crfill_gui.__main__ import main

    main()


def starts(path: Path, checkouts: list[Path], runs: int) -> None:
    """Print the time of a start of each checkout."""
    samples: dict[Path, list[dict[str, float]]] = {checkout: [] for checkout in checkouts}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs + 1):
            for checkout in checkouts if run % 2 else reversed(checkouts):
                home = Path(folder) / checkout.name
                (home / "run").mkdir(parents=True, exist_ok=True)
                homes = {
                    f"XDG_{kind}_HOME": str(home / kind.lower())
                    for kind in ("CONFIG", "STATE", "CACHE", "DATA")
                }
                sample = in_a_process_of_its_own(
                    "start",
                    str(path),
                    **homes,
                    XDG_RUNTIME_DIR=str(home / "run"),
                    PYTHONPATH=str(checkout),
                    PYTHONPYCACHEPREFIX=str(home / "bytecode"),
                )
                if run:  # the first caches the byte code
                    samples[checkout].append(sample)
    for checkout in checkouts:
        report(checkout.name, samples[checkout])


def window_with(path: Path | None):
    """The window as ``crfill-gui`` makes it, with settings of its own; the engine loads nothing."""
    from crfill_gui.app import build
    from crfill_gui.config.settings import Settings

    settings = Settings(Path(tempfile.mkdtemp()) / "settings.json")
    app, window = build([] if path is None else [str(path)], settings)
    window.session.engine.warm = lambda: None
    return app, window


def wait_painted(app, window) -> None:
    """Wait until the canvas has painted the document."""
    while window.session.document is None:
        app.processEvents()
        time.sleep(0.002)
    app.processEvents()
    window.canvas.repaint()


def child(what: str, path: Path) -> dict[str, float]:
    """One measurement, in this process."""
    if what == "open":
        app, window = window_with(None)
        window.show()
        app.processEvents()
        begun, cpu = time.perf_counter(), time.process_time()
        window.session.opening.open(path)
        wait_painted(app, window)
        return {"seconds": time.perf_counter() - begun, "processor": time.process_time() - cpu}
    if what == "memory":
        from crfill_core.imaging.read import read_photo

        read_photo(make(Path(tempfile.mkdtemp()), f"0.01 MP {path.suffix}"))  # the libraries are loaded
        forget_peak()
        before = memory("VmRSS")
        photo = read_photo(path)
        return {"decoded": (memory("VmHWM") - before) / photo.pixels.nbytes}
    if what == "press":
        return press(path)
    return undo(path)


def press(path: Path) -> dict[str, float]:
    import cv2
    import numpy as np

    from crfill_core.imaging.bounds import bounds
    from crfill_core.inference.request import FillPatch, FillResult, HoleReport

    def fill(request, progress):
        box = bounds(request.mask)
        patch = FillPatch(box, request.photo.pixels[box.slices] // 2)
        report = HoleReport(box, box, 1.0, "network", 0.01)
        return FillResult((patch,), (report,), "none", "CPU", 0.01, revision=request.revision)

    app, window = window_with(path)
    window.show()
    wait_painted(app, window)
    window.session.engine.fill = fill
    document, filling = window.session.document, window.session.filling
    pressed, landed = [], []
    for left, width in ((1000, 1000), (2200, 1000), (1000, 4000)):
        mask = np.zeros(document.coverage.shape, np.uint8)
        cv2.ellipse(mask, (left + width // 2, 2000), (width // 2, min(width, 3000) // 2), 0, 0, 360, 255, -1)
        document.set_mask(cv2.GaussianBlur(mask, (0, 0), 5), "Paint")
        for _ in range(100):
            app.processEvents()
            time.sleep(0.005)
        longest = 0.0
        begun = time.perf_counter()
        filling.fill()
        pressed.append(time.perf_counter() - begun)
        ending = 20
        while ending:
            ending -= not filling.active
            begun = time.perf_counter()
            app.processEvents()
            longest = max(longest, time.perf_counter() - begun)
            time.sleep(0.002)
        landed.append(longest)
    return {"first": pressed[0], "again": pressed[1], "landing": landed[1], "large": landed[2]}


def undo(path: Path) -> dict[str, float]:
    import numpy as np

    from crfill_core.geometry import Box
    from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult, HoleReport

    app, window = window_with(path)
    window.show()
    wait_painted(app, window)
    document = window.session.document
    mask = np.zeros(document.pixels.shape[:2], np.uint8)
    box = Box(1000, 800, 3000, 2800)
    mask[box.slices] = 255
    document.set_mask(mask, "Paint")
    pixels = document.pixels[box.slices] // 2
    result = FillResult(
        (FillPatch(box, pixels),), (HoleReport(box, box, 1.0, "network", 0.01),), "none", "CPU", 0.1
    )
    document.apply_fill(FillRequest(document.original, mask, FillOptions()), result)
    window.canvas.repaint()
    samples = []
    for act in (document.undo, document.redo) * 6:
        begun, cpu = time.perf_counter(), time.process_time()
        act()
        app.processEvents()
        samples.append((time.perf_counter() - begun, time.process_time() - cpu))
    seconds, processor = (statistics.median(column) for column in zip(*samples[2:], strict=True))
    return {"seconds": seconds, "processor": processor}


def memory(what: str) -> int:
    """Bytes of memory that the kernel counts: VmRSS is what is in use now, VmHWM the most since :func:`forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{what}:"))


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def report(name: str, samples: list[dict[str, float]]) -> None:
    middle = {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
    units = {
        "seconds": "s by the clock",
        "processor": "s of the processor",
        "decoded": "× the decoded pixels",
        "first": "s the first time",
        "again": "s after another fill",
        "landing": "s landing",
        "large": "s landing of a large one",
    }
    print(
        f"  {name:32}", "  ".join(f"{value:6.3f} {units[key]}" for key, value in middle.items()), flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", choices=[*KINDS_OF, []], default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", nargs=1, default=[])
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "PATH"), help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        what, path = arguments.child
        if what == "start":
            start(Path(path), arguments.started)
        print(json.dumps(child(what, Path(path))), flush=True)
        os._exit(0)  # nobody waits for threads
    wanted = arguments.what or KINDS_OF
    with tempfile.TemporaryDirectory() as folder:
        for what in wanted:
            print(what)
            for kind in KINDS_OF[what]:
                path = make(Path(folder), kind)
                if what == "start":
                    starts(path, [ROOT, *arguments.against], arguments.runs)
                else:
                    report(kind, [in_a_process_of_its_own(what, str(path)) for _ in range(arguments.runs)])


if __name__ == "__main__":
    main()
