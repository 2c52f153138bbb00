"""``crfill-gui [PHOTO…]`` and ``python -m crfill_gui``."""

from __future__ import annotations

import sys

from crfill_gui.app import build


def main() -> int:
    """Open the editor and return its exit status once it is closed."""
    app, window = build(sys.argv[1:])
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
