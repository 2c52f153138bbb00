"""Processes on this computer that fill the photos of a batch, each with its own network and its share of the cores.

The process that starts them claims the photos, sends each worker one photo at a time through a pipe, and keeps the
record. If a worker is killed, its photo is tried once more. If the process that started them is killed, the pipes close
and the workers end.
"""

from __future__ import annotations

import ctypes
import os
import pkgutil
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from crfill_core.base.cores import available_memory, limit_threads, shared_cores
from crfill_core.base.ending import end_now
from crfill_core.base.garbage import uncollected
from crfill_core.base.memory import NO_MEMORY, is_out_of_memory
from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError, FillError
from crfill_core.progress import Cancelled, Progress

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from crfill_core.inference.request import FillOptions
    from crfill_core.jobs.batch import Todo
    from crfill_core.jobs.batch_run import Over, Told
    from crfill_core.jobs.job import Filler
    from crfill_core.jobs.world import World

OPENER = "crfill_core.jobs.opener:open_inpainter"
"""Module and name of the function that loads the inpainter in a worker's process. The parent process needs no network."""
BYTES_OF_A_WORKER = 3 << 29
"""1.5 GiB, the memory that a worker may need for a large hole in a photo of 24 million pixels."""
_REPORT_SECONDS = 0.1
"""Minimum time between two reports of a worker's progress, in seconds."""
_STOP_SECONDS = 5.0
"""Seconds that the workers are given to end before they are killed."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def default_workers(device: str, world: World) -> int:
    """The number of workers of this process: one for each GPU, or without GPUs one for each core, if memory allows.

    At least 1. Processes that were started together on one computer (``world``) each count an equal share of its GPUs, cores
    and memory.
    """
    gpus = _gpus(device)
    if gpus:
        return max(1, gpus // world.local_size)
    memory = available_memory() // world.local_size
    return max(1, min(shared_cores(world.local_size), memory // BYTES_OF_A_WORKER))


def _gpus(device: str) -> int:
    """The number of GPUs that the device name stands for; 0 for the CPU.

    Imports torch, which takes seconds, only if there may be a GPU.
    """
    if device == "cpu" or (device == "auto" and not (sys.platform == "darwin" or _has_cuda())):
        return 0
    import torch

    from crfill_core.inference.device import resolve_device

    kind = resolve_device(device).type
    return torch.cuda.device_count() if kind == "cuda" else int(kind != "cpu")


def _has_cuda() -> bool:
    """Whether a driver for NVIDIA GPUs is installed."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    todo: Todo | None = None


class Workers:
    """A crew (:class:`crfill_core.jobs.batch_run.Crew`) of at most ``count`` processes with ``threads`` threads each.

    ``opener``: as :data:`OPENER`. It gets ``weights`` (a name or path), ``device`` and the worker's number (``first``,
    ``first`` + 1, …), which decides which GPU the worker uses.
    """

    def __init__(
        self,
        count: int,
        threads: int,
        options: FillOptions,
        weights: str,
        device: str,
        *,
        first: int = 0,
        opener: str = OPENER,
    ) -> None:
        self.places = count
        self._threads, self._opener = threads, opener
        self._setup = options, weights, device
        self._workers: list[_Worker] = []
        self._number = first

    def start(self, todo: Todo) -> None:
        """Send the photo to an idle process, or to a new one if none is idle."""
        for worker in [worker for worker in self._workers if worker.todo is None]:
            try:
                worker.pipe.send(todo)
            except OSError:  # it died while idle
                self._bury(worker)
                continue
            worker.todo = todo
            return
        worker = self._new()
        worker.pipe.send(todo)
        worker.todo = todo

    def wait(self, seconds: float, progress: Progress, told: Told) -> Iterable[Over]:
        from crfill_core.jobs.batch_run import Over

        progress.check()
        over = []
        busy = {worker.pipe: worker for worker in self._workers if worker.todo is not None}
        for pipe in wait(list(busy), seconds):
            worker = busy[pipe]  # type: ignore[index]
            todo = worker.todo
            assert todo is not None
            try:
                kind, value = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                over.append(Over(todo, None))
                continue
            if kind == "error":
                raise value
            if kind == "progress":
                told(todo, *value)
            else:
                worker.todo = None
                over.append(Over(todo, value))
        return over

    def close(self) -> None:
        """Ask all workers to stop, and kill those that do not."""
        for worker in self._workers:
            worker.pipe.close()
        until = time.monotonic() + _STOP_SECONDS
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()

    def _new(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve_and_end,
            args=(theirs, self._number, self._threads, self._opener),
            name=f"worker {self._number}",
            daemon=True,
        )
        self._number += 1
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        # Sent, not passed as an argument: unpickling it imports numpy, and the threads must be limited before that.
        worker.pipe.send(self._setup)
        return worker

    def _bury(self, worker: _Worker) -> None:
        """Remove a dead worker. If it was killed, probably for lack of memory, ``places`` falls by one, but not below 1."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(_STOP_SECONDS)
        if worker.process.exitcode == -getattr(signal, "SIGKILL", 9):
            self.places = max(1, self.places - 1)


def _serve_and_end(pipe: Connection, number: int, threads: int, opener: str) -> None:
    """Main function of a worker process."""
    serve(pipe, number, threads, opener)
    end_now(0)


def serve(pipe: Connection, number: int, threads: int, opener: str) -> None:
    """Receive options, weights and device through the pipe, then fill photos until the pipe closes."""
    # Ctrl+C reaches all processes of a terminal, and the parent process decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _THREADS:
        os.environ[name] = str(threads)
    try:
        options, weights, device = pipe.recv()
    except (EOFError, OSError):  # the parent process has gone
        return
    from crfill_core.jobs.batch import fill_photo

    todos: queue.SimpleQueue[Todo | None] = queue.SimpleQueue()
    stop = Progress()
    threading.Thread(target=_listen, args=(pipe, todos, stop), daemon=True).start()
    try:
        filler: Filler | None = None
        while (todo := todos.get()) is not None:
            if filler is None:
                with uncollected():
                    filler = pkgutil.resolve_name(opener)(weights, device, number)
                assert filler is not None
                limit_threads(threads)
            pipe.send(("outcome", fill_photo(todo, options, filler, stop.linked(_Reporter(pipe)))))
    except Cancelled:
        pass
    except CrfillError as error:
        _send(pipe, ("error", error))
    except OSError:  # the parent process has gone
        pass
    except Exception as error:
        what = (
            FillError(NO_MEMORY)
            if is_out_of_memory(error)
            else FillError(
                "internal error: {what}; please report it.", what=f"{type(error).__name__}: {error}"
            )
        )
        _send(pipe, ("error", what))


def _listen(pipe: Connection, todos: queue.SimpleQueue[Todo | None], stop: Progress) -> None:
    try:
        while True:
            todos.put(pipe.recv())
    except (EOFError, OSError):
        stop.cancel()
        todos.put(None)


class _Reporter:
    """Sends the progress of a photo to the parent process, but not too often."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._next = 0.0

    def __call__(self, fraction: float, what: Message) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _REPORT_SECONDS
            _send(self._pipe, ("progress", (fraction, what)))


def _send(pipe: Connection, message: Any) -> None:
    try:
        pipe.send(message)
    except OSError:  # the parent process has gone, which the listening thread notices too
        raise Cancelled from None
