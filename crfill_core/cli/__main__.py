"""``python -m crfill_core.cli``."""

import sys

from crfill_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
