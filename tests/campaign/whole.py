"""``python -m tests.campaign.whole``: every campaign in its stated numbers, one after another, and what came of it.

Takes hours on two processors; ``--only`` runs some of them. With ``--record FOLDER`` the output of each part is kept
there, ``table.md`` is written after each, and a run that was interrupted continues with the part it was in: parts that
the same commit has finished are not run again. The status is 1 if a fault is left.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.campaign.mutated_files import ROOT, environment
from tests.campaign.refused_memory import PARTS
from tests.campaign.verdict import verdict

CAMPAIGNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "kills while saving": (("tests.campaign.killed_saves", "--kills", "200"),),
    "kills at work": (("tests.campaign.killed_work", "--kills", "200"),),
    "damaged files": tuple(
        ("tests.campaign.mutated_files", "--count", "1000", "--seed", str(seed)) for seed in range(10)
    ),
    "full disks, read-only folders": (("tests.campaign.refused_writes",),),
    "starts with little memory": (("tests.campaign.scarce_start",),),
    "windows on one project": (("tests.campaign.two_windows",),),
    "kinds of files": (("tests.campaign.cases",),),
    "an evening": tuple(
        ("tests.campaign.leaks", "--kind", kind)
        for kind in ("photos opened", "fills and undos", "fills by networks")
    ),
    "files in other programs": (("tests.campaign.round_trips",),),
    "memory refused": tuple(("tests.campaign.refused_memory", "--part", part) for part in PARTS),
}
"""Each in parts: commands that can be run apart."""


@dataclass(frozen=True)
class Part:
    """What came of a part. ``faults`` of a program that ended without its verdict: 1."""

    commit: str
    command: str
    tried: int
    faults: int
    seconds: float


class Record:
    """What was run so far, in a folder: the output of each part, ``parts.json`` and ``table.md``."""

    def __init__(self, folder: Path, commit: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.commit = folder, commit
        self._path = folder / "parts.json"
        lines = json.loads(self._path.read_text()) if self._path.exists() else []
        self.parts = [Part(**line) for line in lines]

    def part(self, command: str) -> Part | None:
        """What came of that command at this commit; None if it was not run to its end."""
        wanted = self.commit, command
        return next((part for part in self.parts if (part.commit, part.command) == wanted), None)

    def add(self, part: Part) -> None:
        self.parts.append(part)
        self._path.write_text(json.dumps([asdict(part) for part in self.parts], indent=1))
        (self.folder / "table.md").write_text(self.table())

    def table(self) -> str:
        """Of each campaign, as far as it was run."""
        rows = [
            f"Commit {self.commit}\n",
            "| campaign | tried | faults | minutes | parts |",
            "|---|---|---|---|---|",
        ]
        for name, commands in CAMPAIGNS.items():
            parts = [part for command in commands if (part := self.part(" ".join(command)))]
            if parts:
                tried, faults = (sum(getattr(part, what) for part in parts) for what in ("tried", "faults"))
                minutes = sum(part.seconds for part in parts) / 60
                rows.append(
                    f"| {name} | {tried:,} | {faults} | {minutes:.0f} | {len(parts)} of {len(commands)} |"
                )
        return "\n".join(rows) + "\n"


def run_part(command: tuple[str, ...], record: Record) -> Part:
    """Run it, show what it prints, keep that in the record."""
    name = " ".join(command)
    log = record.folder / f"{name.removeprefix('tests.campaign.').replace(' ', '_')}.log"
    began = time.monotonic()
    with log.open("w+", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            file.write(line)
            file.flush()
        process.wait()
    said = verdict(log.read_text(encoding="utf-8"))
    tried, faults = said or (0, 1)
    if process.returncode and not faults:
        faults = 1
    part = Part(record.commit, name, tried, faults, time.monotonic() - began)
    record.add(part)
    return part


def commit() -> str:
    """The one that is tested, marked if files differ from it."""
    git = ["git", "-C", str(ROOT)]
    head = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True).stdout.strip()
    return f"{head or 'unknown'}{'+' if changed else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=CAMPAIGNS, metavar="CAMPAIGN")
    parser.add_argument("--record", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crfill whole ") as name:
        record = Record(arguments.record or Path(name), commit())
        for campaign in arguments.only or CAMPAIGNS:
            print(f"# {campaign}", flush=True)
            for command in CAMPAIGNS[campaign]:
                if record.part(" ".join(command)):
                    print(f"{' '.join(command)}: done before", flush=True)
                else:
                    run_part(command, record)
        print(f"\n{record.table()}")
        return 1 if any(part.faults for part in record.parts if part.commit == record.commit) else 0


if __name__ == "__main__":
    sys.exit(main())
