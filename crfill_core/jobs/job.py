"""Fills a photo given by its files. Shared by the command line and the editor's batches."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from crfill_core.base.messages import Message
from crfill_core.base.options import Options, option
from crfill_core.errors import CrfillError
from crfill_core.files.replace import refusal
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.progress import Progress
from crfill_core.references.lines import LineSteering


class Filler(Protocol):
    """The part of an inpainter that a job needs."""

    def fill(self, request: FillRequest, progress: Progress) -> FillResult: ...


@dataclass(frozen=True)
class Job(Options):
    """A photo to fill, by its files."""

    photo: Path
    mask: Path
    output: Path
    avoid: Path | None = None
    lines: LineSteering = LineSteering()
    widen: bool = option(
        True,
        "also fill the rim of a thing where the mask follows the thing so closely that a rim would stay",
        negative="fill the mask as it is, even where it follows a thing so closely that a rim of the thing will stay",
        title=Message("Widen it where it is too tight"),
        tip=Message("Also fill parts that stick out of the mask; a line shows how far"),
    )
    """See :mod:`crfill_core.imaging.widen`."""

    def inputs(self) -> list[Path]:
        """The files that are read."""
        return [path for path in (self.photo, self.mask, self.avoid) if path is not None]


def check_output(job: Job) -> None:
    """Raise CrfillError, before any work is done, if the result could not be saved."""
    from crfill_core.imaging.codecs.formats import format_for

    format_for(job.output)
    check_target(job.output, job.inputs())


def check_target(output: Path, inputs: Iterable[Path]) -> None:
    """Raise CrfillError if the file ``output`` could not be written or is one of the inputs."""
    try:
        found = output.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        check_parent(output)
        return
    except OSError as error:
        raise CrfillError(refusal(output, error)) from error
    if stat.S_ISDIR(found.st_mode):
        raise CrfillError("{output} is a folder; name a file to write.", output=output)
    for path in inputs:
        # Unlike Path.exists, os.path.exists is False for a path that may not be read. Reading it reports the reason.
        if os.path.exists(path) and path.samefile(output):
            raise CrfillError(
                "{output} would be written over the input {path}; choose another name.",
                output=output,
                path=path,
            )


def check_parent(path: Path) -> None:
    """Raise CrfillError if the folder that will hold ``path`` does not exist."""
    if not os.path.isdir(path.parent):
        raise CrfillError(
            "The folder {parent} for {name} does not exist; make it first.",
            parent=path.parent,
            name=path.name,
        )


def read_request(job: Job, options: FillOptions) -> FillRequest:
    """Read the files of a job. Raises PhotoError."""
    from crfill_core.imaging.mask import read_area, read_mask
    from crfill_core.imaging.read import read_photo
    from crfill_core.imaging.widen import without_rim

    photo = read_photo(job.photo)
    mask = read_mask(job.mask, photo.size, photo)
    if job.widen:
        mask = without_rim(photo.pixels, mask)
    avoid = None if job.avoid is None else read_area(job.avoid, photo.size)
    return FillRequest(photo, mask, options, avoid, lines=job.lines)


def fill(request: FillRequest, job: Job, inpainter: Filler, progress: Progress) -> dict[str, Any]:
    """Fill and save. Returns the report for people and for JSON. On an error nothing is written."""
    from crfill_core.imaging.write import loss_on_save, write_photo

    result = inpainter.fill(request, progress)
    filled = result.apply(request.photo, request.mask)
    write_photo(filled, job.output)
    modes = {hole.mode for hole in result.holes}
    return {
        "output": str(job.output),
        "size": list(request.photo.size),
        "seconds": round(result.seconds, 3),
        "device": result.device,
        "weights": result.weights,
        "weights_sha256": result.weights_sha256 or None,
        "structure": result.structure or None,
        "structure_sha256": result.structure_sha256 or None,
        "mode": modes.pop() if len(modes) == 1 else request.options.mode,
        "widen": job.widen,
        "holes": [
            {
                "box": list(hole.hole),
                "window": list(hole.window),
                "scale": hole.scale,
                "mode": hole.mode,
                "seconds": round(hole.seconds, 3),
            }
            for hole in result.holes
        ],
        "notes": [*request.photo.notes, *result.notes, *loss_on_save(filled, job.output)],
    }
