"""Called by hatchling: puts the compiled kernels next to their sources, and so into the wheel."""

import os
import platform
import runpy
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

NATIVE = Path(__file__).resolve().parent.parent / "crfill_core" / "native"


def _build() -> SimpleNamespace:
    """``crfill_core.native.build`` without its package, whose dependencies are not installed yet."""
    return SimpleNamespace(**runpy.run_path(str(NATIVE / "build.py")))


def platform_tag(tags: Sequence[str], environment: Mapping[str, str], machine: str) -> str:
    """The tag of the oldest system on which the wheel works: this one, or on macOS MACOSX_DEPLOYMENT_TARGET, which the
    compiler follows too. ``tags``: those that this system can install, best first.
    """
    oldest = environment.get("MACOSX_DEPLOYMENT_TARGET")
    if oldest and tags[0].startswith("macosx"):
        return f"macosx_{'_'.join((*oldest.split('.'), '0')[:2])}_{machine}"
    # Linux's tags that begin with manylinux name the glibc that is needed.
    return next((tag for tag in tags if tag.startswith("manylinux")), tags[0])


class KernelHook(BuildHookInterface):
    def dependencies(self) -> list[str]:
        return [] if _build().compiler_works() else [_build().COMPILER_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        _build().compile_all(NATIVE / "built")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(list(platform_tags()), os.environ, platform.machine())}"
