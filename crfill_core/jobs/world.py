"""The place of this process among those that share a folder, as torchrun or Slurm give it in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crfill_core.errors import CrfillError


@dataclass(frozen=True)
class World:
    """Process ``rank`` of ``size`` on all computers and ``local_rank`` of ``local_size`` on this one, counted from 0.

    ``job``: a name that only processes started together share; "" if the environment gives none. The numbers decide only
    which photos a process tries first, which process reports, and which GPUs and how many cores a process uses. Photos
    are divided by claims (see :mod:`crfill_core.jobs.claims`), so wrong or missing numbers cost time at most.
    """

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    local_size: int = 1
    job: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> World:
        """Read RANK, WORLD_SIZE, LOCAL_RANK and LOCAL_WORLD_SIZE (torchrun), or else SLURM_PROCID, SLURM_NTASKS,
        SLURM_LOCALID, SLURM_NODEID and SLURM_STEP_TASKS_PER_NODE, or SLURM_NTASKS_PER_NODE (srun). In a Slurm array, the
        processes of all tasks are counted.

        Raises CrfillError if a variable is not a number, or a rank is not below its size.
        """

        def number(name: str, otherwise: int) -> int:
            text = environment.get(name, "")
            try:
                return int(text) if text else otherwise
            except ValueError:
                raise CrfillError(
                    "The environment variable {name} is '{text}', which is not a number; unset or correct it.",
                    name=name,
                    text=text,
                ) from None

        if environment.get("WORLD_SIZE"):
            rank, size = number("RANK", 0), number("WORLD_SIZE", 1)
            local, together = number("LOCAL_RANK", 0), number("LOCAL_WORLD_SIZE", 1)
            names: tuple[str, ...] = ("TORCHELASTIC_RUN_ID", "MASTER_ADDR", "MASTER_PORT")
        else:
            rank, size = number("SLURM_PROCID", 0), number("SLURM_NTASKS", 1)
            local = number("SLURM_LOCALID", 0)
            tasks = _tasks_of(environment.get("SLURM_STEP_TASKS_PER_NODE", ""), number("SLURM_NODEID", 0))
            # Slurm sets the second variable only if the option of that name is given.
            together = max(local + 1, tasks or number("SLURM_NTASKS_PER_NODE", 1))
            names = ("SLURM_JOB_ID",)
        if environment.get("SLURM_ARRAY_TASK_ID"):
            first, step = number("SLURM_ARRAY_TASK_MIN", 0), max(1, number("SLURM_ARRAY_TASK_STEP", 1))
            place = max(0, number("SLURM_ARRAY_TASK_ID", 0) - first) // step
            count = max(place + 1, number("SLURM_ARRAY_TASK_COUNT", 1))
            rank, size = place * size + rank, count * size
            names = ("SLURM_ARRAY_JOB_ID",)
        for which, count in ((rank, size), (local, together)):
            if not 0 <= which < count:
                raise CrfillError(
                    "The environment says that this is process {number} of {count}, counted from 0; correct RANK and "
                    "WORLD_SIZE or the variables of Slurm, or unset them.",
                    number=which,
                    count=count,
                )
        job = " ".join(environment.get(name, "") for name in names).strip() if size > 1 else ""
        return cls(rank, size, local, together, job)


def _tasks_of(counts: str, node: int) -> int:
    """The number of tasks on a node, counted from 0, by Slurm's list for all nodes, e.g. "4(x2),3"; 0 if it does not say."""
    for part in counts.split(","):
        found = re.fullmatch(r"(\d+)(?:\(x(\d+)\))?", part.strip())
        if found is None:
            return 0
        node -= int(found[2] or 1)
        if node < 0:
            return int(found[1])
    return 0


ALONE = World()
"""The place of a process that was started alone."""
