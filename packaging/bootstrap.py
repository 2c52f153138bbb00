"""From a fresh checkout to the running program with nothing but Python: `run [PHOTO…]` or `test [ARGUMENT…]`.

Makes `.venv` next to pyproject.toml, installs the versions pinned in constraints.txt and this checkout, then
opens the editor or runs the test suite (pytest gets the arguments). Standard library only; the system's own
Python packages are never touched.
"""

import hashlib
import importlib.util
import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from system_packages import MANAGERS, library_advice, missing_libraries, package_manager, packages_for

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "crfill-bootstrap.json"
LOG = VENV / "crfill-bootstrap.log"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYPROJECT = ROOT / "pyproject.toml"
NATIVE = ROOT / "crfill_core" / "native"
OLDEST = (3, 11)
# A process per core, but at most four: each loads torch and Qt, which take nearly a gigabyte. The tests of a file run
# in one process because they share fixtures.
IN_PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]


class BootstrapError(Exception):
    """An error that the user has to resolve; the text says what happened and what to do."""


# Up to the call of this function, annotations that old Pythons cannot evaluate are quoted, so that they can print this.
def python_problem(version: "tuple[int, ...]") -> "str | None":
    """Why this version of Python cannot be used, as a sentence; None if it can."""
    if tuple(version[:2]) >= OLDEST:
        return None
    have, need = (".".join(map(str, v[:2])) for v in (version, OLDEST))
    return (
        f"CR-Fill Studio needs Python {need} or newer and this is Python {have}: install a newer one and "
        f"start this file with it, for example `python{need} packaging/bootstrap.py run`."
    )


if __name__ == "__main__" and python_problem(sys.version_info):
    sys.exit(f"bootstrap: {python_problem(sys.version_info)}")


def pinned(name: str, constraints: str) -> str:
    """The exact version that the constraints text pins for that distribution."""
    found = re.search(rf"^{re.escape(name)}==(\S+)", constraints, re.MULTILINE | re.IGNORECASE)
    if found is None:
        raise BootstrapError(
            f"packaging/constraints.txt pins no version of {name}: restore the file from git."
        )
    return found.group(1)


def digest(*parts: bytes) -> str:
    """SHA-256 of the parts and of where each ends."""
    result = hashlib.sha256()
    for part in parts:
        result.update(len(part).to_bytes(8, "big") + part)
    return result.hexdigest()


class State(NamedTuple):
    """The inputs of an environment, as stored in the stamp file."""

    base: str
    """Digest of the Python version and the checkout's folder. If it changes, a new environment is needed."""
    pins: str
    """Digest of constraints.txt, pyproject.toml and the sources to compile. If it changes, the environment is updated."""
    extras: frozenset[str]

    @classmethod
    def parse(cls, stamp: str) -> "State | None":
        """The state in the stamp file's text; None if the text is empty or damaged."""
        try:
            state = json.loads(stamp)
            return cls(str(state["base"]), str(state["pins"]), frozenset(map(str, state["extras"])))
        except (ValueError, KeyError, TypeError):
            return None

    def text(self) -> str:
        return json.dumps({**self._asdict(), "extras": sorted(self.extras)})


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_packages(packages: list[str], manager: str) -> None:
    """As root: print which system packages are missing, and install them."""
    say(f"installing {', '.join(packages)} with {manager}, because this system lacks them")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    if manager == "apt-get":
        subprocess.run([manager, "update", "-qq"], **quiet)
    if subprocess.run([*MANAGERS[manager], *packages], **quiet).returncode:
        raise BootstrapError(f"{manager} could not install {' '.join(packages)}; its messages are above.")


SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen(environment: dict[str, str], platform: str) -> bool:
    """Whether a window can be shown. On other systems than Linux there is always a screen."""
    return not platform.startswith("linux") or any(environment.get(key) for key in SCREENS)


def venv_python(venv: Path, platform: str = sys.platform) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def say(text: str) -> None:
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)


def call(command: list[str], failed: str) -> None:
    """Run a command and append its output to the log. BootstrapError with ``failed`` and the end of the output."""
    with open(LOG, "ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT)
        log.write(done.stdout)
    if done.returncode:
        lines = [line for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
        tail = "\n".join(f"  {line}" for line in lines[-6:])
        raise BootstrapError(f"{failed} (the whole output is in {LOG})\n{tail}")


def make_environment() -> None:
    """Make a `.venv` that has only pip; an older one is removed."""
    if VENV.exists() and not (VENV / "pyvenv.cfg").is_file() and any(VENV.iterdir()):
        raise BootstrapError(f"{VENV} exists and is no virtual environment: move it away and run this again.")
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise BootstrapError(
            f"{VENV} has to be made again: run this with the system's Python, not with the one inside it."
        )
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and is_root() and shutil.which("apt-get"):
        install_packages(["python3-venv"], "apt-get")
        importlib.invalidate_caches()
        has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and importlib.util.find_spec("pip") is None:
        raise BootstrapError(
            "this Python cannot make virtual environments because its module ensurepip is missing: on Debian "
            "or Ubuntu run `sudo apt install python3-venv`, then run this again."
        )
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    say(f"making {VENV}")
    create = [sys.executable, "-m", "venv", *([] if has_ensurepip else ["--without-pip"]), str(VENV)]
    call(create, "the virtual environment could not be made")
    if not has_ensurepip:
        pip = ["-m", "pip", "--python", str(venv_python(VENV)), "install", "--quiet", "pip"]
        call([sys.executable, *pip], "pip could not be installed into the virtual environment")


def native_build() -> SimpleNamespace:
    """``crfill_core.native.build`` without its package, whose dependencies are not installed yet."""
    return SimpleNamespace(**runpy.run_path(str(NATIVE / "build.py")))


def install(extras: frozenset[str]) -> None:
    """Install everything into `.venv`, torch first and alone: a wrong version of it would download gigabytes."""
    torch = pinned("torch", CONSTRAINTS.read_text(encoding="utf-8"))
    pip = [str(venv_python(VENV)), "-m", "pip", "install", "--quiet", "--no-input"]
    pip += ["--disable-pip-version-check", "-c", str(CONSTRAINTS)]
    hint = "is there a network connection and enough room on the disk? Running this again starts afresh"
    say(f"installing torch {torch} (the first time this takes minutes)")
    call([*pip, f"torch=={torch}"], f"torch {torch} could not be installed: {hint}")
    names = ", ".join(sorted(extras))
    say("installing the other pinned packages" + (f" with the extras {names}" if names else ""))
    back_end = ["hatchling", "editables"]
    native = native_build()
    if not native.compiler_works():
        say("there is no C compiler, so one is fetched as a package")
        back_end.append(native.COMPILER_WHEEL)
    call([*pip, *back_end], f"the build back end could not be installed: {hint}")
    target = f"{ROOT}[{names}]" if names else str(ROOT)
    call([*pip, "--no-build-isolation", "-e", target], f"the packages could not be installed: {hint}")


def prepare(extras: frozenset[str]) -> None:
    """Bring `.venv` up to date. Takes no time if nothing changed.

    The stamp is removed before the first change and written after the last. So an environment without a stamp comes
    from an interrupted installation, and is made again.
    """
    have = State.parse(STAMP.read_text(encoding="utf-8")) if STAMP.is_file() else None
    base = digest(sys.version.encode(), str(ROOT).encode())
    usable = have is not None and have.base == base and venv_python(VENV).exists()
    if have is not None and usable:
        extras |= have.extras
    inputs = [CONSTRAINTS, PYPROJECT, *sorted(NATIVE.glob("*.[ch]"))]
    want = State(base, digest(*(path.read_bytes() for path in inputs)), extras)
    if usable and have == want:
        return
    if usable:
        STAMP.unlink()
    else:
        make_environment()
    install(extras)
    STAMP.write_text(want.text(), encoding="utf-8")
    say("ready")


def lacking_libraries(platform_plugin: str) -> list[str]:
    """The system libraries that are missing for Qt or for that plugin."""
    code = "import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec('PySide6').origin).parent)"
    python = str(venv_python(VENV))
    found = subprocess.run([python, "-c", code], capture_output=True, text=True)
    if found.returncode:
        raise BootstrapError(f"the environment in {VENV} is damaged: remove that folder and run this again.")
    qt = Path(found.stdout.strip())
    if shutil.which("ldd"):
        files = [*qt.glob("QtWidgets*.so"), *qt.glob("QtNetwork*.so")]
        files += [*qt.glob(f"Qt/plugins/platforms/lib{platform_plugin}.so")]
        report = subprocess.run(["ldd", *map(str, files)], capture_output=True, text=True).stdout
    else:
        report = subprocess.run(
            [python, "-c", "import PySide6.QtWidgets, PySide6.QtNetwork"], capture_output=True, text=True
        ).stderr
    return missing_libraries(report)


def check_system_libraries(platform_plugin: str) -> None:
    """If system libraries are missing for Qt or for that plugin, install them as root. BootstrapError with the command
    for it if they are still missing.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = lacking_libraries(platform_plugin)
    manager = package_manager()
    if missing and manager and is_root() and packages_for(missing, manager):
        install_packages(packages_for(missing, manager), manager)
        missing = lacking_libraries(platform_plugin)
    if missing:
        raise BootstrapError(library_advice(missing, manager))


def run_until_stopped(command: "list[str]", stop: "signal.Signals | None" = None, **options: object) -> int:
    """Run a program to its end and return its status. Signals that would stop this process (Ctrl+C, SIGTERM, a closed
    terminal) go to the program, as ``stop`` if that is given. A second signal kills it.
    """
    process = subprocess.Popen(command, **options)
    received: list[int] = []

    def pass_on(number: int, _: object) -> None:
        received.append(number)
        if len(received) > 1:
            process.kill()
        elif sys.platform == "win32":
            process.terminate()
        else:
            process.send_signal(stop or number)

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), pass_on) for name in names}
    try:
        status = process.wait()
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
    return 128 + received[0] if received else status


def opens_windows(python: str) -> bool:
    """Whether Qt can use the screen that the environment names."""
    code = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    return subprocess.run([python, "-c", code], capture_output=True).returncode == 0


def run(photos: list[str]) -> int:
    """Open the editor; without a usable screen, fill the bundled sample and print where the result is."""
    prepare(frozenset())
    python = str(venv_python(VENV))
    problem = "there is no screen"
    if has_screen(dict(os.environ), sys.platform):
        check_system_libraries("qxcb" if os.environ.get("DISPLAY") else "qwayland")
        # Qt ignores Ctrl+C, but ends at once on SIGTERM. Unsaved work is kept all the time.
        status = run_until_stopped([python, "-m", "crfill_gui", *photos], signal.SIGTERM)
        # Without a screen Qt aborts. Only then is the screen checked, because that takes time.
        if sys.platform == "win32" or status != -signal.SIGABRT or opens_windows(python):
            return status
        shown = {name: os.environ[name] for name in SCREENS if os.environ.get(name)}
        named = ", ".join(f"{name}={value}" for name, value in shown.items())
        problem = f"Qt cannot use the screen that {named} names"
    sample = ROOT / "resources" / "samples" / "extreme-desert-hike.jpg"
    out = ROOT / "scratch" / f"{sample.stem}-filled.png"
    out.parent.mkdir(exist_ok=True)
    say(f"{problem}, so {sample.name} is filled from the command line")
    mask = sample.with_name(f"{sample.stem}-mask.png")
    fill = ["fill", str(sample), "--mask", str(mask), "-o", str(out)]
    status = run_until_stopped([python, "-m", "crfill_core.cli", *fill])
    if status == 0:
        say(f"the filled photo is {out}")
    return status


def test(arguments: list[str]) -> int:
    """Run the suite without a screen, on several cores. The arguments come last, so they can override that (`-n 0`)."""
    prepare(frozenset({"test"}))
    check_system_libraries("qoffscreen")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(venv_python(VENV)), "-m", "pytest", *IN_PARALLEL, *arguments]
    return run_until_stopped(command, cwd=ROOT, env=environment)


def main(arguments: list[str]) -> int:
    commands = {"run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        usage = "usage: python3 packaging/bootstrap.py run [PHOTO ...] | test [PYTEST ARGUMENT ...]"
        print(usage, file=sys.stderr)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        return commands[arguments[0]](arguments[1:])
    except BootstrapError as error:
        say(f"error: {error}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
