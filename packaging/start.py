"""Where the packed program starts: as the command line if it is called crfill, otherwise as the editor."""

import multiprocessing
import sys
from pathlib import Path

multiprocessing.freeze_support()  # a process of a pool is this program again: it works, and never returns

name = Path(sys.executable if sys.platform == "win32" else sys.argv[0]).stem
if name == "crfill":
    from crfill_core.cli import main
else:
    from crfill_gui.__main__ import main
sys.exit(main())
