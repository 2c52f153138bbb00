"""Entry point of the packed program: the command line if its name is crfill, otherwise the editor.

If the environment has CRFILL_TRY_IMPORTS, names (``module`` or ``module:name``) with spaces between them, the program only
prints those that it cannot import. build.py uses that.
"""

import importlib
import multiprocessing
import os
import sys
from pathlib import Path


def missing(names: list[str]) -> list[str]:
    """A line for each name that cannot be imported, with the reason."""
    lines = []
    for name in names:
        module, _, attribute = name.partition(":")
        try:
            loaded = importlib.import_module(module)
            if attribute and not hasattr(loaded, attribute):
                importlib.import_module(f"{module}.{attribute}")
        except Exception as error:
            lines.append(f"{name}: {type(error).__name__}: {error}")
    return lines


if __name__ == "__main__":
    multiprocessing.freeze_support()  # runs the process of a pool, which is this program again, and does not return
    if "CRFILL_TRY_IMPORTS" in os.environ:
        print("\n".join(missing(os.environ["CRFILL_TRY_IMPORTS"].split())))
        sys.exit()
    name = Path(sys.executable if sys.platform == "win32" else sys.argv[0]).stem
    if name == "crfill":
        from crfill_core.cli.__main__ import program as main
    else:
        from crfill_gui.__main__ import main
    sys.exit(main())
