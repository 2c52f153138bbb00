"""``python -m tests.campaign.whole``: every campaign in its stated numbers, one after another, and what came of it.

Takes hours on two processors; ``--only`` runs some of them. The status is 1 if a fault is left.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from tests.campaign.mutated_files import ROOT, environment

CAMPAIGNS: dict[str, tuple[str, ...]] = {
    "kinds of files": ("tests.campaign.cases",),
    "files in other programs": ("tests.campaign.round_trips",),
    "damaged files": ("tests.campaign.mutated_files", "--count", "10000"),
    "kills while saving": ("tests.campaign.killed_saves", "--kills", "200"),
    "kills at work": ("tests.campaign.killed_work", "--kills", "200"),
    "windows on one project": ("tests.campaign.two_windows",),
    "full disks, read-only folders": ("tests.campaign.refused_writes",),
    "memory refused": ("tests.campaign.refused_memory",),
    "starts with little memory": ("tests.campaign.scarce_start",),
    "an evening": ("tests.campaign.leaks",),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=CAMPAIGNS, metavar="CAMPAIGN")
    arguments = parser.parse_args()
    rows = []
    for name in arguments.only or CAMPAIGNS:
        print(f"# {name}", flush=True)
        began = time.monotonic()
        ended = subprocess.run([sys.executable, "-m", *CAMPAIGNS[name]], env=environment(), cwd=ROOT)
        rows.append((name, ended.returncode, time.monotonic() - began))
    print("\n| campaign | faults left | minutes |\n|---|---|---|")
    for name, status, seconds in rows:
        print(f"| {name} | {'none' if status == 0 else 'see above'} | {seconds / 60:.0f} |")
    return max(status for _, status, _ in rows)


if __name__ == "__main__":
    sys.exit(main())
