"""The public names of `crfill_core`: all are there, cheap to import, and known to type checkers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import crfill_core

PACKAGE = Path(crfill_core.__file__).parent


@pytest.mark.parametrize("name", crfill_core.__all__)
def test_every_name_is_there_and_documented(name):
    value = getattr(crfill_core, name)
    assert name in dir(crfill_core)
    if name != "__version__":
        assert value.__doc__ and f"``{name}``" in crfill_core.__doc__ or name == "fill"


def test_type_checkers_are_told_the_same():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    told = {
        alias.asname: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == crfill_core._PUBLIC
    assert (PACKAGE / "py.typed").exists()


def test_other_names_are_missing():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = crfill_core.nothing


def test_importing_the_package_loads_neither_torch_nor_numpy():
    code = "import sys, crfill_core; print({'torch', 'numpy', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("package", ["crfill_core", "crfill_gui"])
def test_the_top_of_a_package_is_seen_at_a_glance(package):
    entries = {path.name for path in (PACKAGE.parent / package).iterdir()}
    assert len(entries - {"__init__.py", "__pycache__", "py.typed", "_resources"}) <= 16, (
        "put it where it belongs"
    )
