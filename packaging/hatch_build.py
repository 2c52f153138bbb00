"""Called by hatchling: puts the compiled kernels next to their sources, and so into the wheel."""

import importlib.util
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

NATIVE = Path(__file__).resolve().parent.parent / "crfill_core" / "native"


def _build() -> ModuleType:
    """``crfill_core.native.build``, without the package, whose dependencies are not installed yet."""
    spec = importlib.util.spec_from_file_location("crfill_native_build", NATIVE / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def platform_tag(tags: Sequence[str], environment: Mapping[str, str], machine: str) -> str:
    """The oldest system that the wheel is for: the builder's own, or on macOS the MACOSX_DEPLOYMENT_TARGET that the
    compiler was told, too. ``tags`` are those that the builder can install, the best first.
    """
    oldest = environment.get("MACOSX_DEPLOYMENT_TARGET")
    if oldest and tags[0].startswith("macosx"):
        return f"macosx_{'_'.join((*oldest.split('.'), '0')[:2])}_{machine}"
    # Of Linux's tags one says which glibc is needed.
    return next((tag for tag in tags if tag.startswith("manylinux")), tags[0])


class KernelHook(BuildHookInterface):
    def dependencies(self) -> list[str]:
        return [] if _build().compiler_works() else [_build().COMPILER_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        _build().compile_all(NATIVE / "built")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(list(platform_tags()), os.environ, platform.machine())}"
