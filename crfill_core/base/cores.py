"""How many cores and how much memory this process may use, and the limit of its threads."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from crfill_core.base import parallel

GROUPS = Path("/sys/fs/cgroup")
"""The folder in which Linux shows the limits of containers and jobs."""


def usable_cores() -> int:
    """How many processor cores this process may use: as many as the system and Slurm both allow, at least 1."""
    cores = parallel.processors()
    with suppress(ValueError):
        cores = min(cores, int(os.environ.get("SLURM_CPUS_PER_TASK", cores)))
    return max(1, cores)


def shared_cores(processes: int) -> int:
    """This process's share of the cores, if this many ``processes`` were started together on this computer; at least 1."""
    bound = usable_cores() < (os.cpu_count() or 1)  # then the cores were already divided among the processes
    return usable_cores() if bound else max(1, usable_cores() // processes)


def available_memory() -> int:
    """Bytes that this process can take now without swapping and within the limit of its container or job. Where the system
    does not say how much is free, half of all memory is assumed, or 4 GiB if even that is unknown.
    """
    return min(_free_memory(), _free_in_group())


def _free_memory() -> int:
    with suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    if hasattr(os, "sysconf"):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return 4 * 2**30


def _free_in_group() -> int:
    """Bytes left under the limit of the container or job, read from control groups (version 2); 2⁶² without a limit."""
    least = 2**62
    with suppress(OSError, ValueError):
        folder = GROUPS / Path("/proc/self/cgroup").read_text().splitlines()[-1].split(":", 2)[2].lstrip("/")
        for group in (folder, *folder.parents):
            limit = group / "memory.max"
            if limit.exists() and (text := limit.read_text().strip()) != "max":
                used = int((group / "memory.current").read_text()) - _cached(group)
                least = min(least, int(text) - max(0, used))
            if group == GROUPS:
                break
    return max(0, least)


def _cached(group: Path) -> int:
    """Bytes of files that a control group keeps in memory without using them, which the system gives up at once."""
    with suppress(OSError, ValueError):
        for line in (group / "memory.stat").read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == "inactive_file":
                return int(value)
    return 0


def limit_threads(threads: int) -> None:
    """Limit the threads of torch, OpenCV and :mod:`crfill_core.base.parallel` in this process."""
    import cv2
    import torch

    parallel.limit_threads(threads)
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
