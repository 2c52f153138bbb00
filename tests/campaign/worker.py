"""Opens the files whose names come on stdin, each as a kind says, and prints what became of each.

A process of its own, with a limit on its memory: what crashes, hangs or asks for too much ends it, not the campaign.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

from tests.campaign.limits import taken
from tests.campaign.subjects import KINDS


def limit_memory(allowed: int) -> None:
    """From now on the process may have ``allowed`` bytes more than it has now."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (taken() + allowed,) * 2)


def outcome(kind_name: str, path: Path) -> dict[str, str]:
    from crfill_core.errors import CrfillError

    kind = next(kind for kind in KINDS if kind.name == kind_name)
    try:
        kind.open(path)
    except CrfillError as error:
        sentence = str(error)
        if "\n" in sentence or not sentence.endswith("."):
            return {"state": "fault", "what": f"no sentence: {sentence!r}"}
        return {"state": "no memory" if "memory" in sentence else "refused", "what": sentence}
    except BaseException:
        return {"state": "fault", "what": traceback.format_exc()}
    return {"state": "opened", "what": ""}


def main() -> None:
    import crfill_core.imaging.mask
    import crfill_core.weights.load  # noqa: F401
    import crfill_gui.document.project_file  # noqa: F401 (before the limit: libraries take address space)

    limit_memory(int(sys.argv[1]))
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(outcome(asked["kind"], Path(asked["path"]))), flush=True)


if __name__ == "__main__":
    main()
