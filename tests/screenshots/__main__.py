"""Takes pictures of the real editor in all its states. Run by hand, with a screen or under Xvfb:

    Xvfb :9 -screen 0 2880x1900x24 & DISPLAY=:9 python -m tests.screenshots OUT [--theme …] [--scale …]
        [--language …] [--only filling dialogs]
    DISPLAY=:9 python -m tests.screenshots OUT --all        every theme, scale and language, one after another

A picture of every state lies in ``OUT/LANGUAGE-THEME-SCALEx/NAME.png`` afterwards. The fills are those of the bundled
weights. ``tests/screenshots/guide.py`` makes the guide's pictures from these.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

THEMES, SCALES, LANGUAGES = ("dark", "light"), (1, 2), ("en", "zh_CN")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("output", type=Path, metavar="OUT")
    parser.add_argument("--theme", choices=THEMES, default=THEMES[0])
    parser.add_argument("--scale", choices=SCALES, type=int, default=SCALES[0])
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--only", nargs="+", metavar="SCENE", help="see scenes.py")
    parser.add_argument("--width", type=int, default=1280, help="of the sample photos; 3840: as they are")
    parser.add_argument("--all", action="store_true", help="every theme, scale and language")
    arguments = parser.parse_args()
    if arguments.all:
        only = ["--only", *arguments.only] if arguments.only else []
        for theme, scale, language in itertools.product(THEMES, SCALES, LANGUAGES):
            choice = ["--theme", theme, "--scale", str(scale), "--language", language]
            choice += ["--width", str(arguments.width)]
            command = [sys.executable, "-m", "tests.screenshots", arguments.output, *choice, *only]
            subprocess.run(command, check=True)
        return 0
    os.environ.setdefault(
        "OMP_NUM_THREADS", "1"
    )  # as the tests do: threads that wait for each other are slow
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)  # before Qt is imported
    folder = arguments.output / f"{arguments.language}-{arguments.theme}-{arguments.scale}x"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home  # no user's own folders are in the pictures
        from tests.screenshots.scenes import SCENES
        from tests.screenshots.stage import Stage

        stage = Stage(folder, Path(home), arguments.theme, arguments.language, arguments.width)
        for name in arguments.only or SCENES:
            print(f"{folder.name}: {name}", flush=True)
            SCENES[name](stage)
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
