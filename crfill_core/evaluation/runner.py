"""Fills every image with a method and scores the results: in one process, in several, or under ``torchrun``.

The composed image is scored: the method's pixels in the hole, the truth everywhere else. The metrics of an image do not
depend on the other images, and a drawn hole depends only on the image's name and size, the kind of hole and the seed. So
the metrics are the same however the work is divided.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from crfill_core.base.cores import limit_threads, usable_cores
from crfill_core.base.messages import Message, reason
from crfill_core.base.torchrun import torchrun_group
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.evaluation.cases import MASKS_FOLDER, Case, at_short_side, read_hole, read_rgb, write_png
from crfill_core.evaluation.methods import Method, Results, build
from crfill_core.evaluation.metrics import TexturePatches, pooled_texture_distance, score, texture_patches
from crfill_core.evaluation.perceptual import Lite0, is_available
from crfill_core.evaluation.results import Evaluation, ImageScores
from crfill_core.geometry import Size
from crfill_core.holes.maker import HoleMaker, HoleSpec
from crfill_core.progress import Progress


@dataclass(frozen=True)
class Plan:
    """What to evaluate, and how. It can be pickled."""

    cases: tuple[Case, ...]
    method: Method
    holes: HoleSpec | None = None
    """How to draw the holes of cases without a mask."""
    save: Path | None = None
    """The folder for the composed images, NAME.png, and their holes, masks/NAME.png; None to save nothing."""
    size: int | None = None
    """Larger images and their holes are first reduced to this short side, in pixels."""


@dataclass(frozen=True, eq=False)
class _Scored:
    image: ImageScores
    patches: TexturePatches


def evaluate(
    plan: Plan, label: str, holes_label: str, *, jobs: int = 1, progress: Progress | None = None
) -> Evaluation | None:
    """Carry out a plan with ``jobs`` processes, or as one of the processes that ``torchrun`` started.

    ``label`` and ``holes_label`` name the method and the holes in tables. Under ``torchrun`` only the first process gets
    the result, the others None. Raises CrfillError.
    """
    progress = progress or Progress()
    _prepare(plan)
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world > 1:
        if jobs > 1:
            raise CrfillError(
                "--jobs cannot be used under torchrun, which has its own processes; leave it out."
            )
        scored = _one_of_many(plan, int(os.environ["RANK"]), world, progress)
    elif jobs > 1:
        scored = _in_processes(plan, jobs, progress)
    else:
        scored = _in_turn(plan, plan.cases, progress)
    if scored is None:
        return None
    order = {case.name: number for number, case in enumerate(plan.cases)}
    scored.sort(key=lambda one: order[one.image.name])
    texture = pooled_texture_distance(one.patches for one in scored)
    return Evaluation(label, holes_label, tuple(one.image for one in scored), texture)


class _Evaluator:
    """Fills and scores one case per call."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._fill = build(plan.method, [case.name for case in plan.cases])
        self._holes = HoleMaker(plan.holes) if plan.holes is not None else None
        self._perceptual = Lite0() if is_available() else None

    def __call__(self, case: Case) -> _Scored:
        truth = read_rgb(case.image)
        size = Size(truth.shape[1], truth.shape[0])
        if case.mask is not None:
            hole = read_hole(case.mask, size)
        elif self._holes is not None:
            hole = self._holes.hole(case.name, size)
        else:
            raise ValueError(f"{case.name} has neither a mask nor a spec to draw one")
        if self._plan.size is not None:
            truth, hole = at_short_side(truth, hole, self._plan.size)
        # The methods must not see the truth, so their input is grey in the hole.
        incomplete = np.where(hole[..., None], np.uint8(127), truth)
        start = time.perf_counter()
        filled = self._fill(case.name, incomplete, hole)
        seconds = time.perf_counter() - start
        composed = np.where(hole[..., None], filled, truth)
        if self._plan.save is not None:
            write_png(composed, self._plan.save / f"{case.name}.png")
            write_png(hole.astype(np.uint8) * 255, self._plan.save / MASKS_FOLDER / f"{case.name}.png")
        digest = f"{zlib.crc32(np.packbits(hole).tobytes()):08x}"
        scores = score(composed, truth, hole, self._perceptual)
        image = ImageScores(case.name, scores, float(hole.mean()), digest, seconds)
        return _Scored(image, texture_patches(composed, truth, hole))


def _prepare(plan: Plan) -> None:
    """Make the folder for the composed images. Raises CrfillError if they would replace input files."""
    if plan.save is None:
        return
    taken = [case.image.parent for case in plan.cases[:1]]
    taken += [plan.method.folder] if isinstance(plan.method, Results) else []
    inputs = {case.image for case in plan.cases} | {case.mask for case in plan.cases if case.mask is not None}
    written = {
        (folder / f"{case.name}.png").resolve()
        for folder in (plan.save, plan.save / MASKS_FOLDER)
        for case in plan.cases
    }
    if not written.isdisjoint(path.resolve() for path in inputs) or any(
        plan.save.resolve() == folder.resolve() for folder in taken
    ):
        raise CrfillError("{save} holds input files; choose another folder with --save.", save=plan.save)
    try:
        (plan.save / MASKS_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PhotoError(
            "{save} cannot be created ({reason}); choose another folder.",
            save=plan.save,
            reason=reason(error),
        ) from error


def _in_turn(plan: Plan, cases: Sequence[Case], progress: Progress) -> list[_Scored]:
    progress.check()
    evaluator = _Evaluator(plan)
    scored = []
    for number, case in enumerate(cases):
        scored.append(evaluator(case))
        progress.update((number + 1) / len(cases), Message(case.name))
    return scored


_evaluator: _Evaluator | None = None
"""The evaluator of a worker process."""


def _start_worker(plan: Plan, threads: int) -> None:
    global _evaluator
    limit_threads(threads)
    _evaluator = _Evaluator(plan)


def _work(case: Case) -> _Scored:
    assert _evaluator is not None
    return _evaluator(case)


def _in_processes(plan: Plan, jobs: int, progress: Progress) -> list[_Scored]:
    _Evaluator(plan)  # raises if the method cannot run, before any process starts
    jobs = min(jobs, len(plan.cases))
    threads = max(1, usable_cores() // jobs)
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (plan, threads))
    try:
        futures = [pool.submit(_work, case) for case in plan.cases]
        for number, future in enumerate(as_completed(futures)):
            progress.update((number + 1) / len(futures), Message(future.result().image.name))
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        raise CrfillError(
            "One of the processes was killed, probably for lack of memory; use fewer --jobs."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _one_of_many(plan: Plan, rank: int, world: int, progress: Progress) -> list[_Scored] | None:
    """Do this process's share. Returns all shares in the first process. A CrfillError of any process is raised in all."""
    import torch.distributed as dist

    share: list[_Scored] = []
    problem: str | None = None
    with torchrun_group():
        try:
            share = _in_turn(plan, plan.cases[rank::world], progress)
        except CrfillError as error:
            problem = str(error)
        problems: list[str | None] = [None] * world
        dist.all_gather_object(problems, problem)
        for sentence in problems:
            if sentence is not None:
                raise CrfillError(sentence)
        shares: list[list[_Scored]] | None = [[]] * world if rank == 0 else None
        dist.gather_object(share, shares)
    return None if shares is None else [one for part in shares for one in part]
