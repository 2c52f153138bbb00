"""Ranks out of the environment."""

from __future__ import annotations

import pytest

from crfill_core.errors import CrfillError
from crfill_core.jobs.world import ALONE, World


def test_without_a_launcher_a_process_is_alone() -> None:
    assert World.of({}) == World.of({"RANK": "3", "PATH": "/bin"}) == ALONE
    assert World.of({"SLURM_JOB_ID": "9", "SLURM_NTASKS": "1", "SLURM_PROCID": "0"}) == ALONE


def test_torchrun() -> None:
    world = World.of(
        {
            "RANK": "5",
            "WORLD_SIZE": "8",
            "LOCAL_RANK": "1",
            "LOCAL_WORLD_SIZE": "4",
            "TORCHELASTIC_RUN_ID": "night",
            "MASTER_ADDR": "node1",
            "SLURM_PROCID": "1",
            "SLURM_NTASKS": "2",
        }
    )
    assert (world.rank, world.size, world.local_rank, world.local_size) == (5, 8, 1, 4)
    assert world.job == "night node1"


def test_slurm_tasks_and_arrays() -> None:
    tasks = {"SLURM_JOB_ID": "70", "SLURM_PROCID": "2", "SLURM_NTASKS": "4", "SLURM_LOCALID": "1"}
    world = World.of({**tasks, "SLURM_NTASKS_PER_NODE": "2"})
    assert world == World(2, 4, 1, 2, "70")
    array = {"SLURM_ARRAY_JOB_ID": "60", "SLURM_ARRAY_TASK_COUNT": "3"}
    array |= {"SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "5", "SLURM_JOB_ID": "61"}
    ranks = [World.of({**array, "SLURM_ARRAY_TASK_ID": str(task)}) for task in (10, 15, 20)]
    assert [(world.rank, world.size, world.job) for world in ranks] == [(n, 3, "60") for n in range(3)]
    both = World.of({**array, **tasks, "SLURM_NTASKS_PER_NODE": "2", "SLURM_ARRAY_TASK_ID": "15"})
    assert (both.rank, both.size) == (6, 12)


def test_slurm_without_a_number_of_tasks_per_node() -> None:
    """SLURM_NTASKS_PER_NODE is there only if the option --ntasks-per-node was given."""
    tasks = {"SLURM_JOB_ID": "70", "SLURM_NTASKS": "11", "SLURM_PROCID": "9", "SLURM_LOCALID": "1"}
    assert World.of(tasks) == World(9, 11, 1, 2, "70")
    nodes = {**tasks, "SLURM_STEP_TASKS_PER_NODE": "4(x2),3"}
    places = [World.of({**nodes, "SLURM_NODEID": node}).local_size for node in ("0", "1", "2")]
    assert places == [4, 4, 3]
    assert World.of({**nodes, "SLURM_NTASKS_PER_NODE": "1", "SLURM_NODEID": "2"}).local_size == 3
    assert World.of({**tasks, "SLURM_STEP_TASKS_PER_NODE": "?"}).local_size == 2


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"WORLD_SIZE": "two"}, "WORLD_SIZE is 'two'"),
        ({"WORLD_SIZE": "2", "RANK": "x"}, "RANK is 'x'"),
        ({"WORLD_SIZE": "2", "RANK": "2"}, "process 2 of 2"),
        ({"WORLD_SIZE": "0"}, "process 0 of 0"),
        ({"SLURM_NTASKS": "2", "SLURM_PROCID": "-1"}, "process -1 of 2"),
    ],
)
def test_nonsense_is_said(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(CrfillError, match=sentence):
        World.of(environment)
