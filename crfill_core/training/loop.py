"""The training loop. A step depends only on the configuration, the data, the step's number and the state before it.

So a resumed run gives the same results as one that was never stopped; on a GPU they may differ by rounding.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from crfill_core.base.standard_error import print_error
from crfill_core.errors import ConfigError
from crfill_core.evaluation.metrics import Scores
from crfill_core.files.sources import Entry, index_images
from crfill_core.holes.shapes import draw_holes, load_silhouettes
from crfill_core.training.checkpoint import load_state, save_state
from crfill_core.training.config import RunConfig
from crfill_core.training.data import DevicePhotos, HostPhotos, Sampler
from crfill_core.training.distributed import World
from crfill_core.training.hold import STOP_FILE
from crfill_core.training.log import Meter, RunLog, Say
from crfill_core.training.models import learning_rate_factor
from crfill_core.training.record import SAMPLES_FOLDER
from crfill_core.training.report import write_report
from crfill_core.training.stop import Stop
from crfill_core.training.structure_validation import StructureScores
from crfill_core.training.task import GeneratorTask, StructureTask, Task
from crfill_core.training.validation import every_nth_photo, load_validation, sample_grid
from crfill_core.weights.load import save_weights

VALIDATED_SECONDS = 5.0
"""Minimum time between two messages about the progress of a validation, in seconds."""
Batch = tuple[Tensor, Tensor]
"""The crops and the holes of a step, see :meth:`Trainer.batch`."""


class Trainer:
    """Trains the networks of a run. If its folder holds a state, the run continues from there.

    Raises ConfigError for configurations and data that cannot be used.
    """

    def __init__(
        self, config: RunConfig, folder: Path, say: Say = print_error, world: World | None = None
    ) -> None:
        self.config, self.folder, self._world = config, folder, world or World()
        self._say: Say = say if self._world.first else lambda line: None
        if config.threads:
            torch.set_num_threads(config.threads)
        self.device = _device(config.device, self._world.local_rank)
        if self.device.type == "cuda":
            torch.backends.cudnn.benchmark = True  # training sizes change between stages at most
            torch.set_float32_matmul_precision("high")  # TF32 for the similarities of the CR loss

        entries = index_images([config.data_path(p) for p in config.data.photos])
        if not entries:
            raise ConfigError("There are no images in data.photos; check its paths.")
        self._say(f"{len(entries)} photos; device {self.device}; {config.steps} steps, {config.images} crops")
        self._sampler = Sampler(entries, config.seed, config.data.balance)
        self._photos = self._load_photos(entries)
        masks = config.data.object_masks
        self._silhouettes = load_silhouettes(config.data_path(masks) if masks else None).to(self.device)
        validation = config.validation.folder if self._world.first else None
        self._validation = load_validation(config.data_path(validation)) if validation else []

        autocast = torch.autocast(
            self.device.type,
            torch.bfloat16,
            enabled=config.precision == "bf16" and self.device.type in ("cpu", "cuda"),
        )
        state = load_state(folder)
        kind: type[Task] = GeneratorTask if config.structure is None else StructureTask
        self.task = kind(config, self.device, self._world, autocast, fresh=state is None)
        self.models = self.task.models
        self.step, self.seconds = 0, 0.0
        if state is not None:
            self.models.load(state["models"])
            self.step, self.seconds = state["step"], state["seconds"]
            self._say(f"resumed at step {self.step}")

    def run(self, deadline: float | None = None) -> None:
        """Train to the last step, or until ``deadline`` (seconds of time.monotonic()), or until the run's folder holds
        a file ``stop``; then save the state.

        After Ctrl+C or a terminate signal the current step is finished and saved, and KeyboardInterrupt is raised.
        """
        with ExitStack() as stack:
            steps = range(self.step, self.config.steps)
            batches: Iterator[Batch] = map(self.batch, steps)
            if isinstance(self._photos, HostPhotos):
                stack.callback(self._photos.close)
                batches = stack.enter_context(closing(_ahead(self.batch, steps)))
            self._run(batches, deadline)

    def _run(self, batches: Iterator[Batch], deadline: float | None) -> None:
        c, o = self.config, self.config.optimizer
        log = RunLog(self.folder, self.step, self._say) if self._world.first else None
        meter, began, stage_now = Meter(self.step), time.monotonic() - self.seconds, -1
        with Stop(deadline, self.folder / STOP_FILE) as stop:
            while self.step < c.steps and not self._world.any(stop.due):
                number, stage, since = c.stage_at(self.step)
                if number != stage_now:
                    self.task.enter(stage)
                    stage_now = number
                self.models.set_learning_rate(
                    learning_rate_factor(self.step, since, c.steps, o.warmup, o.final_lr, o.decay)
                )
                values = self.task.train_step(*next(batches))
                self.models.update_ema(c.ema, self.step)
                self.step += 1
                self.seconds = time.monotonic() - began
                if self.step % c.log_every == 0 or self.step == c.steps:
                    self._log(log, values, meter.rate(self.step), c.batch_of(stage))
                if self.step % c.save_every == 0:
                    self.save()
                if c.validation.every and self.step % c.validation.every == 0 and self.step < c.steps:
                    meter.pause(self._validate(log, c.validation.stride))
            self.save()
            # A run that is stopped in its last step is validated once it is resumed.
            if self.step == c.steps and not stop.due:
                self._validate(log, 1)
            if log is not None:
                log.close()
                write_report(self.folder, c)
        if stop.interrupted:
            self._say(f"interrupted; saved at step {self.step}")
            raise KeyboardInterrupt
        if self.step < c.steps:
            why = "it was asked to" if stop.asked else "its time was up"
            self._say(f"stopped at step {self.step} as {why}; everything is saved")

    def batch(self, step: int) -> Batch:
        """This process's crops (B, 3, n, n) in [−1, 1] and holes (B, 1, n, n), 1 = missing, of a step, counted from 0."""
        c = self.config
        count = c.batch_of(c.stage_at(step)[1])
        part = self._world.part(count)
        image = self._photos.crops(self._sampler.draw(step, count).part(part), c.crops)
        random = torch.Generator().manual_seed(c.seed * 1_000_003 + step)
        mask = draw_holes(count, c.crops.crop, c.holes, random, self._silhouettes, self.device)[part]
        return image.contiguous(memory_format=torch.channels_last), mask

    def save(self) -> None:
        """Write the state and the weights. Raises ConfigError, and writes nothing, if the training has diverged."""
        if not self.models.sound():
            self._diverged()
        if self._world.first:
            state = {"models": self.models.state(), "step": self.step, "seconds": self.seconds}
            save_state(self.folder, state)
            save_weights(self.folder / "weights.safetensors", self.models.ema, self.info())

    def info(self) -> dict[str, Any]:
        """Metadata of the weights file."""
        c = self.config
        return {
            "name": c.name,
            "crop": c.crops.crop,
            "largest_hole": round(c.crops.crop * c.holes.square_side[1]),
            "steps": self.step,
            "images_seen": c.images_before(self.step),
            "minutes": round(self.seconds / 60, 1),
            "device": torch.cuda.get_device_name() if self.device.type == "cuda" else self.device.type,
            "seed": c.seed,
            "credits": list(c.credits),
        }

    def validate(
        self, stride: int, report: Callable[[int], object] = lambda _: None
    ) -> Mapping[str, Scores] | Mapping[str, StructureScores]:
        """Mean metrics of the moving average's fills by kind of hole, on every ``stride``-th photo of the validation set.

        Also saves a picture of fills. ``report`` is called with the number of holes done.
        """
        results = self.task.validate(every_nth_photo(self._validation, stride), report)
        if self._validation:
            self._samples().parent.mkdir(exist_ok=True)
            sample_grid(self.task.fill(), self._validation, self._samples())
        return results

    def _samples(self) -> Path:
        return self.folder / SAMPLES_FOLDER / f"{self.step:07d}.png"

    def _load_photos(self, entries: list[Entry]) -> HostPhotos | DevicePhotos:
        data = self.config.data
        loader = data.loader
        if loader == "auto":
            loader = "device" if self.device.type == "cuda" else "cache"
        if loader == "device":
            return DevicePhotos(entries, self.device, data.max_short_side, data.threads)
        return HostPhotos(entries, self.device, data.max_short_side, data.threads, cache=loader == "cache")

    def _log(self, log: RunLog | None, values: dict[str, Tensor], rate: float, batch: int) -> None:
        """Log the losses of a step. To read them, the host waits for the device."""
        means = self._world.mean(torch.stack(list(values.values())))
        plain = dict(zip(values, means.tolist(), strict=True))
        if not all(math.isfinite(v) for v in plain.values()):
            self._diverged()
        if log is not None:
            log.losses(self.step, self.config.steps, plain, rate, batch, self.seconds)

    def _validate(self, log: RunLog | None, stride: int) -> float:
        """Validate, in the first process only. Returns the seconds that it took."""
        began = time.monotonic()
        if log is not None and self._validation:
            holes = len(every_nth_photo(self._validation, stride))
            self._say(f"validating on {holes} holes")
            due = began + VALIDATED_SECONDS

            def report(done: int) -> None:
                nonlocal due
                if time.monotonic() >= due:
                    due = time.monotonic() + VALIDATED_SECONDS
                    log.validated(self.step, done, holes)

            log.validation(self.step, self.validate(stride, report), self.seconds)
            log.samples(self.step, self._samples())
        return time.monotonic() - began

    def _diverged(self) -> None:
        raise ConfigError(
            "The training has diverged by step {step}: losses or weights are too large or undefined. {folder} keeps the "
            "last good state, if one was saved; lower the learning rates in its config.json and resume.",
            step=self.step,
            folder=self.folder,
        )


def _ahead(batch: Callable[[int], Batch], steps: Iterable[int]) -> Generator[Batch, None, None]:
    """The batches of the steps. A thread makes the next one while the device works on the current one."""
    coming: deque[Future[Batch]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for step in steps:
            coming.append(pool.submit(batch, step))
            if len(coming) > 1:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _device(name: str, local_rank: int) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise ConfigError('This computer has no usable CUDA device: set device = "auto" or "cpu".')
    return torch.device(name, local_rank) if name == "cuda" else torch.device(name)
