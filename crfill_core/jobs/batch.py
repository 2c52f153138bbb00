"""A folder of photos to fill, resuming where an earlier run stopped.

A record in the output folder says what each result was made from. A later run skips a photo if its result is there and
nothing that it was made from has changed. Files that no batch can have written are never replaced. Several processes may
share a batch. :mod:`crfill_core.jobs.batch_run` does the work.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import NOTHING, Message, reason
from crfill_core.errors import CrfillError, FileError
from crfill_core.imaging.codecs.formats import HEIC_SUFFIXES, RAW_SUFFIXES, SUFFIXES, photo_files
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.claims import Claims
from crfill_core.jobs.job import Filler, Job, check_output, check_parent, fill, read_request
from crfill_core.jobs.ledger import Line
from crfill_core.jobs.record import RECORD, Record
from crfill_core.jobs.world import ALONE, World
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.lines import LineSteering
from crfill_core.weights.catalog import STRUCTURE, entries

log = logging.getLogger(__name__)
MASK_ENDINGS = ("", "-mask", "_mask")
_FIRST_REPORTS = 2.0
"""How long the other processes wait for the first process to report, in seconds."""


@dataclass(frozen=True)
class BatchSpec:
    """What to fill, and how. Options, lines and ``widen`` (see :class:`crfill_core.jobs.job.Job`) apply to every photo."""

    photos: Path
    """The folder of the photos."""
    masks: Path
    """A mask for all photos, or a folder of masks."""
    output: Path
    """The folder for the results."""
    weights: Path
    """The file of the generator's weights."""
    options: FillOptions = FillOptions()
    avoid: Path | None = None
    lines: LineSteering = LineSteering()
    widen: bool = Job.widen


@dataclass(frozen=True)
class Todo:
    """A photo that is still to be filled."""

    job: Job
    made_from: str
    """The fingerprint of everything that decides the result."""

    @property
    def name(self) -> str:
        """Name of the result's file."""
        return self.job.output.name


@dataclass(frozen=True)
class Outcome:
    """The outcome of a photo."""

    photo: Path
    state: Literal["done", "skipped", "failed"]
    report: dict[str, Any] = field(default_factory=dict)
    """If done: what :func:`crfill_core.jobs.job.fill` returned."""
    error: Message = NOTHING
    """If failed: the reason."""
    ours: bool = False
    """Whether it failed because of a bug in the program."""


class Batch:
    """A batch in progress. ``world``: the place of this process among those that share the batch.

    ``todo``: the photos still to be filled, in the order in which this process tries them. ``known``: the outcomes of the
    photos that an earlier run filled or that have no mask. Use it as a context manager. Raises CrfillError for errors
    that would affect every photo.
    """

    def __init__(self, spec: BatchSpec, world: World = ALONE) -> None:
        if not spec.photos.is_dir():
            raise CrfillError("{photos} is not a folder; name a folder of photos.", photos=spec.photos)
        try:
            photos, masks = list_photos(spec.photos, spec.masks, spec.avoid), MaskSource(spec.masks)
        except OSError as error:
            raise CrfillError(
                "{filename} cannot be read ({reason}); check the permissions.",
                filename=error.filename,
                reason=reason(error),
            ) from error
        _check_folders(spec, photos)
        self.spec, self._world = spec, world
        self._record = Record(spec.output / RECORD)
        self._claims = Claims(spec.output, self._record, world.job)
        if self._claims.folder.exists():
            self._claims.join()  # adds the results of killed processes to the record
        # If the structure network's file is missing, loading the network reports it.
        structure = [entry.path for entry in entries(STRUCTURE) if entry.name == STRUCTURE]
        todo: list[Todo] = []
        self.known: list[Outcome] = []
        for photo, name in zip(photos, output_names(photos), strict=True):
            mask = masks.mask_for(photo)
            if mask is None:
                missing = Message("{photo} has no mask in {masks}; add one.", photo=photo, masks=spec.masks)
                self.known.append(Outcome(photo, "failed", error=missing))
                continue
            job = Job(photo, mask, spec.output / name, spec.avoid, spec.lines, spec.widen)
            how = repr((spec.options, spec.lines, spec.widen))
            made_from = fingerprint([*job.inputs(), spec.weights, *structure], how)
            if self._record.knows(job.output, made_from):
                self.known.append(Outcome(photo, "skipped"))
            else:
                todo.append(Todo(job, made_from))
        # First the share of this process, then those of the others, in case they are slower.
        self.todo = [
            one for n in range(world.size) for one in todo[(world.rank + n) % world.size :: world.size]
        ]

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the photos that are claimed but not settled."""
        self._claims.leave()

    def take(self, todo: Todo) -> Outcome | Literal["ours", "theirs"]:
        """Claim a photo. Returns "ours" if this process must fill it, "theirs" while another one does so, or its outcome."""
        taken = self._claims.take(todo.name, todo.made_from)
        if isinstance(taken, Line):
            assert taken.outcome is not None
            return Outcome(todo.job.photo, **taken.outcome)
        if taken == "theirs":
            return taken
        job = todo.job
        try:
            check_output(job)
            if job.output.exists() and not (
                self._record.has(job.output) or self._claims.may_be_ours(todo.name)
            ):
                raise CrfillError(
                    "{output} already exists and is not from an earlier run; move it or choose another folder.",
                    output=job.output,
                )
            self._claims.begin(todo.name)
        except CrfillError as error:
            failed = failure(todo, error.message)
            return self.settle(todo, failed) or failed
        return "ours"

    def settle(self, todo: Todo, outcome: Outcome) -> Outcome | None:
        """Tell the other processes the outcome of a photo that this process claimed, and note it for the record.

        Returns the outcome that counts; None if another process has taken the photo in the meantime.
        """
        published = {name: value for name, value in vars(outcome).items() if name != "photo"}
        try:
            return outcome if self._claims.settle(todo.name, todo.made_from, published) else None
        except FileError as error:
            return outcome if outcome.state == "failed" else failure(todo, error.message)

    def report(self) -> bool:
        """End the batch. Call this once every photo is settled. Returns whether this process must report the outcomes.

        Exactly one of the processes must do so, if possible the first.
        """
        if self._world.rank and not self.todo:
            return False
        deadline = time.monotonic() + _FIRST_REPORTS
        while self._world.rank and not self._claims.is_over and time.monotonic() < deadline:
            time.sleep(0.05)
        return self._claims.report()


def fill_photo(todo: Todo, options: FillOptions, filler: Filler, progress: Progress) -> Outcome:
    """Fill and save a photo. Raises only Cancelled, because a bad photo must not stop the others."""
    try:
        report = fill(read_request(todo.job, options), todo.job, filler, progress)
    except Cancelled:
        raise
    except CrfillError as error:
        return failure(todo, error.message)
    except Exception as error:
        if is_out_of_memory(error):
            sentence = Message(
                "There is not enough memory for this photo; close other programs or use a smaller photo."
            )
            return failure(todo, sentence)
        # Logged, because the command line shows only the message, without a traceback.
        log.info("A photo of a batch failed unexpectedly", exc_info=error)
        what = Message(
            "internal error: {kind}: {error}; please report it.", kind=type(error).__name__, error=error
        )
        return failure(todo, what, ours=True)
    return Outcome(todo.job.photo, "done", report)


def failure(todo: Todo, sentence: Message, *, ours: bool = False) -> Outcome:
    """The outcome of a photo that was not filled. The photo's name is put before a sentence that does not contain it."""
    photo = todo.job.photo
    if str(photo) not in sentence:
        sentence = Message("{photo}: {error}", photo=photo, error=sentence)
    return Outcome(photo, "failed", error=sentence, ours=ours)


def list_photos(folder: Path, *masks: Path | None) -> list[Path]:
    """The photos directly in a folder, by name, without the masks of other photos there and without the files ``masks``."""
    known = [mask for mask in masks if mask is not None and mask.is_file()]
    files = [path for path in photo_files(folder) if not any(path.samefile(mask) for mask in known)]
    stems = {path.stem.casefold() for path in files}
    endings = MASK_ENDINGS[1:]

    def is_mask(stem: str) -> bool:
        return any(stem.endswith(ending) and stem.removesuffix(ending) in stems for ending in endings)

    return [path for path in files if not is_mask(path.stem.casefold())]


class MaskSource:
    """Where the masks of a batch come from: one file for all photos, or a folder, listed once."""

    def __init__(self, masks: Path) -> None:
        self._one = None if masks.is_dir() else masks
        self._by_stem: dict[str, list[Path]] = {}
        for path in sorted(masks.iterdir()) if self._one is None else ():
            if path.suffix.lower() in (*SUFFIXES, ".gif") and not path.name.startswith("."):
                self._by_stem.setdefault(path.stem.casefold(), []).append(path)

    def mask_for(self, photo: Path) -> Path | None:
        """The mask of a photo: the file for all, or NAME.*, NAME-mask.* or NAME_mask.* in the folder; None if there is none.

        The case of names does not matter, but a mask with the case of the photo's name is preferred, and then one with the
        photo's own suffix. In the photo's own folder NAME.* is another photo, because cameras save RAW next to JPEG.
        """
        if self._one is not None:
            return self._one
        for ending in MASK_ENDINGS:
            stem = photo.stem + ending
            found = self._by_stem.get(stem.casefold(), ())
            for mask in sorted(found, key=lambda path: _distance(path, stem, photo.suffix)):
                if mask.is_file() and (ending or not mask.parent.samefile(photo.parent)):
                    return mask
        return None


def _distance(mask: Path, stem: str, suffix: str) -> tuple[bool, bool, int]:
    """Sort key of possible masks: smaller for those that are preferred."""
    kinds = (suffix.lower(), *SUFFIXES)
    kind = mask.suffix.lower()
    return mask.stem != stem, mask.suffix != suffix, kinds.index(kind) if kind in kinds else len(kinds)


def output_names(photos: Sequence[Path]) -> list[str]:
    """A distinct file name for each result: the photo's own name if its format can be written, otherwise one with another
    suffix. Where two would be equal, apart from case, one gets a longer name.
    """
    names: dict[Path, str] = {}
    taken: set[str] = set()  # without case: on many file systems names that differ only in case are the same
    for photo in sorted(
        photos, key=lambda photo: photo.suffix.lower() not in SUFFIXES
    ):  # own names come first
        suffix = photo.suffix.lower()
        if suffix in SUFFIXES:
            stem, written, usual = photo.stem, photo.suffix, [photo.name]
        else:
            written = ".tif" if suffix in RAW_SUFFIXES else ".jpg" if suffix in HEIC_SUFFIXES else ".png"
            stem, usual = photo.name, [photo.stem + written, photo.name + written]
        numbered = (f"{stem}-{number}{written}" for number in itertools.count(2))
        names[photo] = next(name for name in itertools.chain(usual, numbered) if name.casefold() not in taken)
        taken.add(names[photo].casefold())
    return [names[photo] for photo in photos]


def fingerprint(files: Sequence[Path], options: str) -> str:
    """A fingerprint that changes with the options and with the path, size or modification time of a file."""
    stats = [path.stat() if path.exists() else None for path in files]
    facts = [(str(p.resolve()), s and (s.st_size, s.st_mtime_ns)) for p, s in zip(files, stats, strict=True)]
    return hashlib.sha256(repr((facts, options)).encode()).hexdigest()


def _check_folders(spec: BatchSpec, photos: Sequence[Path]) -> None:
    """Raise CrfillError for an error that would affect every photo of the batch."""
    folder, mask, output = spec.photos, spec.masks, spec.output
    if not photos:
        raise CrfillError("There are no photos in {folder}; name a folder that holds some.", folder=folder)
    for path in (mask, spec.avoid):
        if path is not None and not path.exists():
            raise CrfillError("{path} does not exist; check the name and the folder.", path=path)
    if output.exists() and not output.is_dir():
        raise CrfillError("{output} is a file; name a folder for the results.", output=output)
    check_parent(output)
    if output.exists() and any(path.is_dir() and output.samefile(path) for path in (folder, mask)):
        raise CrfillError(
            "Results in {output} would be mixed up with the photos or masks there; choose another folder.",
            output=output,
        )
