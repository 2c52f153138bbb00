"""All imports of the program, so that they can be tried in the packed program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("crfill_core", "crfill_gui")


def _typing_only(node: ast.AST) -> bool:
    """Whether the node is ``if TYPE_CHECKING:``, whose imports are never executed."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _named(node: ast.AST) -> str:
    """The module in ``import_module("module")``; empty for everything else."""
    match node:
        case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
            return name if ast.unparse(called).endswith("import_module") else ""
    return ""


def _imports(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if name := _named(child):
            yield name
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield from (f"{child.module}:{alias.name}" for alias in child.names)
        elif not _typing_only(child):
            yield from _imports(child)


def wanted(root: Path) -> list[str]:
    """``module`` or ``module:name``, each once, for all imports in the sources below ``root``, also those in functions,
    and for every module there.
    """
    names: set[str] = set()
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            if not module.endswith("__main__"):
                names.add(module.removesuffix(".__init__"))
            names.update(_imports(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(names)
