"""``crfill train``: runs a configuration to its end, or goes on where it stopped.

A run is a folder: config.json, state.pt (everything needed to go on), weights.safetensors (the moving average, ready for
the editor), log.jsonl, samples/. What step n does depends on the configuration and n alone.
"""

from __future__ import annotations

import json
import math
import resource as system_resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from crfill_core.errors import ConfigError
from crfill_core.evaluation.metrics import Scores
from crfill_core.training.checkpoint import load_state, save_state
from crfill_core.training.config import RunConfig, from_dict, load_config
from crfill_core.training.data import DevicePhotos, HostPhotos, Photos, Sampler
from crfill_core.training.masks import draw_holes, load_silhouettes
from crfill_core.training.models import Models, learning_rate_factor
from crfill_core.training.report import append_log, load_validation, sample_grid, validate
from crfill_core.training.sources import index_images
from crfill_core.training.step import train_step
from crfill_core.weights.load import save_weights

Say = Callable[[str], None]


def say_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def train(
    config_path: Path | None,
    *,
    resume: Path | None = None,
    out: Path | None = None,
    max_minutes: float | None = None,
    say: Say = say_stderr,
) -> Path:
    """Run a TOML configuration in ``out`` (default runs/<name>), or go on in the folder ``resume``. Returns the folder.

    ``max_minutes`` stops early with everything saved. ConfigError on unusable configurations or data.
    """
    if resume is not None:
        folder = resume
        try:
            config = from_dict(
                RunConfig, json.loads((folder / "config.json").read_text()), str(folder / "config.json")
            )
        except (OSError, json.JSONDecodeError) as error:
            raise ConfigError(f"{folder} is not the folder of a run (no readable config.json).") from error
    elif config_path is not None:
        config = load_config(config_path)
        folder = out or Path("runs") / config.name
        if (folder / "config.json").exists():
            raise ConfigError(
                f"{folder} already holds a run; go on with --resume {folder} or choose another --out."
            )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(json.dumps(config.to_dict(), indent=1))
    else:
        raise ConfigError("Give a configuration to train or a run to resume.")
    Trainer(config, folder, say).run(max_minutes)
    return folder


class Trainer:
    """Owns a run's models and data, and the loop over steps."""

    def __init__(self, config: RunConfig, folder: Path, say: Say = say_stderr) -> None:
        self.config, self.folder, self._say = config, folder, say
        if config.threads:
            torch.set_num_threads(config.threads)
        self.device = _device(config.device)
        entries = index_images([Path(p).expanduser() for p in config.data.photos])
        if not entries:
            raise ConfigError("data.photos holds no images.")
        say(f"{len(entries)} photos; device {self.device}; {config.steps} steps of {config.batch}")
        self._sampler = Sampler(entries, config.seed, config.data.balance)
        self._photos = self._load_photos(entries)
        masks = config.data.object_masks
        self._silhouettes = load_silhouettes(Path(masks).expanduser() if masks else None).to(self.device)
        v = config.validation
        self._validation = load_validation(Path(v.folder).expanduser()) if v.folder else []
        self.models = Models(config, self.device)
        self.step = 0
        self.seconds = 0.0
        state = load_state(folder)
        if state is not None:
            self.models.load(state["models"])
            self.step, self.seconds = state["step"], state["seconds"]
            say(f"resumed at step {self.step}")
        self._forward: Any = torch.compile(self.models.generator) if config.compile else self.models.generator
        self._autocast = torch.autocast(
            self.device.type,
            torch.bfloat16,
            enabled=config.precision == "bf16" and self.device.type in ("cpu", "cuda"),
        )

    def _load_photos(self, entries: list[Any]) -> Photos:
        data = self.config.data
        loader = data.loader
        if loader == "auto":
            loader = "device" if self.device.type == "cuda" else "cache"
        if loader == "device":
            return DevicePhotos(entries, self.device, data.max_short_side, data.threads)
        return HostPhotos(entries, data.max_short_side, cache=loader == "cache", threads=data.threads)

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """The crops (B, 3, n, n) in [−1, 1] and holes (B, 1, n, n) of a step."""
        c = self.config
        image = self._photos.crops(self._sampler.draw(step, c.batch), c.crops)
        random = torch.Generator().manual_seed(c.seed * 1_000_003 + step)
        mask = draw_holes(c.batch, c.crops.crop, c.holes, random, self._silhouettes, self.device)
        return image.to(self.device, memory_format=torch.channels_last), mask

    def run(self, max_minutes: float | None = None) -> None:
        """Train to the configuration's last step, or for ``max_minutes``; save at the end and on interruption."""
        c = self.config
        began, base_seconds, base_step = time.monotonic(), self.seconds, self.step
        window_start, window_step = began, self.step
        current_stage = -1
        try:
            while self.step < c.steps:
                number, stage, since = c.stage_at(self.step)
                if number != current_stage:
                    self.models.set_trained(stage.train)
                    current_stage = number
                o = c.optimizer
                factor = learning_rate_factor(self.step, since, c.steps, o.warmup, o.final_lr)
                self.models.optimizer.param_groups[0]["lr"] = o.lr * factor
                self.models.discriminator_optimizer.param_groups[0]["lr"] = o.discriminator_lr * factor
                image, mask = self.batch(self.step)
                values = train_step(
                    self.models,
                    self._forward,
                    image,
                    mask,
                    stage,
                    c.losses,
                    autocast=self._autocast,
                    clip=o.clip,
                )
                self.models.update_ema(c.ema, self.step)
                self.step += 1
                now = time.monotonic()
                self.seconds = base_seconds + now - began
                if self.step % c.log_every == 0 or self.step == c.steps:
                    rate = (self.step - window_step) / max(now - window_start, 1e-9)
                    window_start, window_step = now, self.step
                    self._log(values, rate)
                if self.step % c.save_every == 0 or self.step == c.steps:
                    self.save()
                if c.validation.every and self.step % c.validation.every == 0 and self.step < c.steps:
                    self.validate(c.validation.stride)
                    window_start, window_step = time.monotonic(), self.step
                if max_minutes is not None and now - began > max_minutes * 60:
                    self._say(f"stopped after {max_minutes:g} minutes as asked, at step {self.step}")
                    break
        except KeyboardInterrupt:
            self._say(f"interrupted; saving step {self.step}")
            self.save()
            raise
        if self.step > base_step:
            self.save()
        if self.step == c.steps:
            self.validate(1)

    def _log(self, values: dict[str, Tensor], rate: float) -> None:
        plain = {name: float(value) for name, value in values.items()}
        if not all(math.isfinite(v) for v in plain.values()):
            raise ConfigError(
                f"The losses became infinite or undefined at step {self.step}; the last good state is in {self.folder}. "
                "Lower the learning rate and resume."
            )
        left = (self.config.steps - self.step) / max(rate, 1e-9) / 60
        losses = " ".join(f"{name} {value:.4f}" for name, value in plain.items())
        memory = (
            torch.cuda.max_memory_allocated() / 2**30
            if self.device.type == "cuda"
            else system_resource.getrusage(system_resource.RUSAGE_SELF).ru_maxrss / 2**20
        )
        images = rate * self.config.batch
        self._say(
            f"step {self.step}/{self.config.steps}  {losses}  {images:.1f} img/s  {memory:.1f} GiB  {left:.0f} min left"
        )
        append_log(
            self.folder / "log.jsonl", step=self.step, images_per_second=images, seconds=self.seconds, **plain
        )

    def save(self) -> None:
        state = {"models": self.models.state(), "step": self.step, "seconds": self.seconds}
        save_state(self.folder, state)
        save_weights(self.folder / "weights.safetensors", self.models.ema, self.info())

    def info(self) -> dict[str, Any]:
        """What the weights file says about itself."""
        c = self.config
        return {
            "name": c.name,
            "crop": c.crops.crop,
            "largest_hole": round(c.crops.crop * c.holes.square_side[1]),
            "steps": self.step,
            "images_seen": self.step * c.batch,
            "minutes": round(self.seconds / 60, 1),
            "device": torch.cuda.get_device_name() if self.device.type == "cuda" else self.device.type,
            "seed": c.seed,
            "credits": list(c.credits),
        }

    def validate(self, stride: int) -> dict[str, Scores]:
        """Figures of the moving average on the fixed set, and a sample grid; logged and said."""
        items = [item for i, item in enumerate(self._validation) if (i // 3) % stride == 0]
        if not items:
            return {}
        scale = self.config.validation.scale
        self.models.ema.eval()
        results = validate(self.models.ema, items, scale)
        (self.folder / "samples").mkdir(exist_ok=True)
        sample_grid(
            self.models.ema, self._validation, self.folder / "samples" / f"{self.step:07d}.png", scale
        )
        for kind, s in results.items():
            self._say(f"  {kind}: " + " ".join(f"{k} {_short(v)}" for k, v in asdict(s).items()))
        append_log(self.folder / "log.jsonl", step=self.step, seconds=self.seconds, validation=results)
        return results


def _short(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "/".join(f"{v:.2f}" for v in value)
    return f"{value:.4f}"


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(name)


def with_steps(config: RunConfig, steps: int) -> RunConfig:
    """The same run cut to about ``steps`` steps, every stage kept in proportion (for dry runs)."""
    share = steps / config.steps
    stages = tuple(replace(s, steps=max(1, round(s.steps * share))) for s in config.stages)
    return replace(config, stages=stages)
