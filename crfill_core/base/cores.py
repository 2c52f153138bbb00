"""How many cores and how much memory this process may use, and how many worker processes fit into that."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
"""Where Linux keeps the limits of containers and jobs."""


def usable_cores() -> int:
    """How many processor cores this process may run on: those that Slurm or the system gave it, at least 1."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(ValueError):
        cores = min(cores, int(os.environ.get("SLURM_CPUS_PER_TASK", cores)))
    return max(1, cores)


def shared_cores(processes: int) -> int:
    """This process's share of the cores when several were started together on this computer; at least 1."""
    bound = usable_cores() < (os.cpu_count() or 1)  # the cores were already divided among the processes
    return usable_cores() if bound else max(1, usable_cores() // processes)


def available_memory() -> int:
    """Bytes that a process can take now without swapping; half of all memory where the system does not tell."""
    return min(_of_the_system(), _of_the_group())


def _of_the_system() -> int:
    table = Path("/proc/meminfo")
    if table.exists():
        for line in table.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    if hasattr(os, "sysconf"):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return 4 * 2**30


def _of_the_group() -> int:
    """Free memory under the limit of a container or job, read from control groups (version 2)."""
    least = 2**62
    with suppress(OSError, ValueError):
        ours = Path("/proc/self/cgroup").read_text().splitlines()[-1].split(":", 2)[2].lstrip("/")
        folder = GROUPS / ours
        for group in (folder, *folder.parents):
            limit = group / "memory.max"
            if limit.exists() and (text := limit.read_text().strip()) != "max":
                least = min(least, int(text) - int((group / "memory.current").read_text()))
            if group == GROUPS:
                break
    return max(0, least)


def limit_threads(threads: int) -> None:
    """Limit the threads of torch, OpenCV and our own work in this process."""
    import cv2
    import torch

    from crfill_core.base import parallel

    parallel.limit_threads(threads)
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
