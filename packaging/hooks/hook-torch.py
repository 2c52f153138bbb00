"""Packs only the modules of torch that are imported, and its libraries. PyInstaller's own hook would add headers, tests
and all sources.
"""

import sys
from pathlib import Path

from PyInstaller import isolated
from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_dynamic_libs, get_module_file_attribute

TESTS = ("torchbind_test", "backend_with_compiler", "jitbackend_test", "aoti_custom_ops")
"""Libraries of torch's own test suite."""


@isolated.decorate
def modules_used():
    """The modules whose sources torch reads when it is imported or trains, because it compiles some of their functions and
    reads settings in comments; and all modules that it imports then, some of them by name.
    """
    import inspect
    import sys

    read = set()
    find = inspect.findsource

    def record(thing):
        module = inspect.getmodule(thing)
        if module is not None:
            read.add(module.__name__)
        return find(thing)

    inspect.findsource = record
    import torch
    from torch.nn.utils.parametrizations import spectral_norm

    layer = spectral_norm(torch.nn.Linear(2, 2))
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.zeros(1, 2)).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    packages = ("torch", "torchgen", "functorch", "sympy", "mpmath")
    imported = [name for name, module in sys.modules.items() if getattr(module, "__spec__", None) is not None]
    return tuple(
        sorted(name for name in names if name.split(".")[0] in packages) for names in (read, imported)
    )


root = Path(get_module_file_attribute("torch")).parent
read, hiddenimports = modules_used()
sources = set(read)
for path in root.rglob("*config*.py"):
    if "install_config_module(" in path.read_text(encoding="utf-8") and "testing" not in path.parts:
        sources.add(".".join(path.relative_to(root.parent).with_suffix("").parts))
module_collection_mode = {"torch": "pyz", **dict.fromkeys(sorted(sources), "pyz+py")}
binaries = [
    (source, target)
    for source, target in collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
    if not any(name in source for name in TESTS) and not target.endswith(("bin", "test"))
]
if sys.platform != "win32":  # torch looks for it when it is imported
    binaries.append((str(root / "bin" / "torch_shm_manager"), "torch/bin"))
# With links next to the program torch would look for its libraries in the wrong place.
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
