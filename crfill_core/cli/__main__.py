"""``crfill`` and ``python -m crfill_core.cli``."""

import atexit
import sys

from crfill_core.base.ending import end_now
from crfill_core.cli import main


def program() -> int:
    """Run a command and return its exit status. After all exit handlers the process ends immediately, without clean-up."""
    statuses: list[int] = []
    # This handler is registered before the command imports anything, so it is called last.
    atexit.register(lambda: end_now(statuses[0]) if statuses else None)
    statuses.append(main())
    return statuses[0]


if __name__ == "__main__":
    sys.exit(program())
