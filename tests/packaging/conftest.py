"""What tests of the builds share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def bundle(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """packaging/ as build.py sees it; its modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    import bundle
    import bundle.contents
    import bundle.documents
    import bundle.elf
    import bundle.icons
    import bundle.icu
    import bundle.imports
    import bundle.licences
    import bundle.linux
    import bundle.macos
    import bundle.publisher
    import bundle.shims
    import bundle.sizes
    import bundle.windows

    yield bundle
    for name in [name for name in sys.modules if name.split(".")[0] == "bundle"]:
        del sys.modules[name]
