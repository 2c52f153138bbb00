"""A folder of photos to fill: what is to do, one photo at a time, resuming where an earlier run stopped.

A file in the output folder records for each result what it was made from. A photo whose record still matches
is skipped the next time; a file in the way that the record does not know is somebody else's, never replaced.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import NOTHING, Message, reason
from crfill_core.errors import CrfillError
from crfill_core.files.replace import replacing
from crfill_core.imaging.formats import HEIC_SUFFIXES, OPEN_SUFFIXES, RAW_SUFFIXES, SUFFIXES
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.job import Filler, Job, check_output, fill, read_request
from crfill_core.progress import Cancelled, Progress
from crfill_core.references.lines import LineSteering
from crfill_core.weights.catalog import STRUCTURE, entries

log = logging.getLogger(__name__)
RECORD = "crfill-batch.json"
MASK_ENDINGS = ("", "-mask", "_mask")
_UNFINISHED = ""


@dataclass(frozen=True)
class BatchSpec:
    """What to fill: a folder of photos, a mask for all or a folder of masks, and the folder for the results.

    ``weights`` is the file of the generator's weights. Results are tied to it and to the structure network's. ``lines``
    are for every photo, and so is ``widen`` (see :class:`crfill_core.jobs.job.Job`).
    """

    photos: Path
    masks: Path
    output: Path
    weights: Path
    options: FillOptions = FillOptions()
    avoid: Path | None = None
    lines: LineSteering = LineSteering()
    widen: bool = Job.widen


@dataclass(frozen=True)
class Todo:
    """A photo that has yet to be filled; ``made_from`` is the fingerprint of all that decides its result."""

    job: Job
    made_from: str


@dataclass(frozen=True)
class Outcome:
    """What became of one photo: ``report`` (as of :func:`crfill_core.jobs.job.fill`) if it was filled, a sentence if not.

    ``ours``: it failed through a fault of the program.
    """

    photo: Path
    state: Literal["done", "skipped", "failed"]
    report: dict[str, Any] = field(default_factory=dict)
    error: Message = NOTHING
    ours: bool = False


class Batch:
    """A batch as it was found: ``todo`` in order, and ``known``, the outcomes that are certain already (done by an
    earlier run, or without a mask).

    Raises a CrfillError for what no photo of the batch would survive.
    """

    def __init__(self, spec: BatchSpec) -> None:
        if not spec.photos.is_dir():
            raise CrfillError("{photos} is no folder; name a folder of photos.", photos=spec.photos)
        try:
            photos, masks = list_photos(spec.photos), MaskSource(spec.masks)
        except OSError as error:
            raise CrfillError(
                "{filename} cannot be read ({reason}); check the permissions.",
                filename=error.filename,
                reason=reason(error),
            ) from error
        _check_folders(spec, photos)
        self._spec, self._record = spec, Record(spec.output / RECORD)
        # Where there is none, loading the network says so.
        structure = [entry.path for entry in entries(STRUCTURE) if entry.name == STRUCTURE]
        self.todo: list[Todo] = []
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
                self.todo.append(Todo(job, made_from))

    def fill(self, todo: Todo, filler: Filler, progress: Progress) -> Outcome:
        """Fill and save one photo. Only Cancelled is raised: one bad photo must not cost the others."""
        job = todo.job
        try:
            job.output.parent.mkdir(exist_ok=True)
            check_output(job)
            self._record.refuse_strangers(job.output)
            with self._record.claimed(job.output, todo.made_from):
                report = fill(read_request(job, self._spec.options), job, filler, progress)
        except Cancelled:
            raise
        except CrfillError as error:
            return Outcome(job.photo, "failed", error=_naming(job.photo, error.message))
        except Exception as error:
            if is_out_of_memory(error):
                sentence = Message(
                    "There is not enough memory for this photo; close other programs or use a smaller one."
                )
                return Outcome(job.photo, "failed", error=_naming(job.photo, sentence))
            log.info(
                "A photo of a batch failed unexpectedly", exc_info=error
            )  # a command line shows no traceback
            what = Message("fault of the program: {kind}: {error}", kind=type(error).__name__, error=error)
            return Outcome(job.photo, "failed", error=_naming(job.photo, what), ours=True)
        return Outcome(job.photo, "done", report)


def list_photos(folder: Path) -> list[Path]:
    """The photos right in a folder, by name, without masks that lie beside their photos."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in OPEN_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )
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
        """The one file, or NAME.*, NAME-mask.* or NAME_mask.* out of the folder, or None. Upper and lower case do not
        matter, but a mask whose name agrees in that, too, comes first; then one with the photo's own suffix. Beside
        the photo itself NAME.* is another photo: that of a camera that saves RAW and JPEG.
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
    """What to sort the masks of a photo by."""
    kinds = (suffix.lower(), *SUFFIXES)
    kind = mask.suffix.lower()
    return mask.stem != stem, mask.suffix != suffix, kinds.index(kind) if kind in kinds else len(kinds)


def output_names(photos: Sequence[Path]) -> list[str]:
    """A name for each result: the photo's own where its format can be written, never the same one twice."""
    names: list[str] = []
    for photo in photos:
        suffix = photo.suffix.lower()
        if suffix in SUFFIXES:
            name = photo.name
        else:
            written = ".tif" if suffix in RAW_SUFFIXES else ".jpg" if suffix in HEIC_SUFFIXES else ".png"
            # Where upper and lower case count as the same, such names would meet, too.
            taken = {str(name).casefold() for name in (*(other.name for other in photos), *names)}
            name = photo.stem + written
            name = photo.name + written if name.casefold() in taken else name
        names.append(name)
    return names


def fingerprint(files: Sequence[Path], options: str) -> str:
    """Changes when the options or one of the files do (by size and time of change)."""
    stats = [path.stat() if path.exists() else None for path in files]
    facts = [(str(p.resolve()), s and (s.st_size, s.st_mtime_ns)) for p, s in zip(files, stats, strict=True)]
    return hashlib.sha256(repr((facts, options)).encode()).hexdigest()


class Record:
    """Which results in the output folder are ours, and what each was made from."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._made: dict[str, str] = dict(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            self._made = {}
        except (OSError, ValueError, TypeError) as error:
            raise CrfillError(
                "{path} cannot be understood; choose another folder or remove that file.", path=path
            ) from error

    def knows(self, output: Path, made_from: str) -> bool:
        """Whether this very result is there already."""
        return self._made.get(output.name) == made_from and output.is_file()

    def refuse_strangers(self, output: Path) -> None:
        """Raise if a file that is none of our results is in the way."""
        if output.exists() and output.name not in self._made:
            raise CrfillError(
                "{output} is in the way and not from an earlier run; move it or choose another folder.",
                output=output,
            )

    @contextmanager
    def claimed(self, output: Path, made_from: str) -> Iterator[None]:
        """While a result is being written it is ours already, so that a program that is stopped in between does not
        take it for a stranger's afterwards; it counts as made when the context ends without an error.
        """
        before = self._made.get(output.name)
        self._write(self._made | {output.name: before or _UNFINISHED})
        try:
            yield
        except BaseException:
            if before is None:
                with suppress(CrfillError):  # what went wrong first is what is told
                    self._write({name: value for name, value in self._made.items() if name != output.name})
            raise
        self._write(self._made | {output.name: made_from})

    def _write(self, made: dict[str, str]) -> None:
        with replacing(self._path) as temporary:
            temporary.write_text(json.dumps(made, indent=1), encoding="utf-8")
        self._made = made


def _check_folders(spec: BatchSpec, photos: Sequence[Path]) -> None:
    """Raise what no photo of the batch would survive."""
    folder, mask, output = spec.photos, spec.masks, spec.output
    if not photos:
        raise CrfillError("There are no photos in {folder}; name a folder that holds some.", folder=folder)
    for path in (mask, spec.avoid):
        if path is not None and not path.exists():
            raise CrfillError("{path} does not exist; check the name and the folder.", path=path)
    if output.exists() and not output.is_dir():
        raise CrfillError("{output} is a file; name a folder for the results.", output=output)
    if not output.parent.is_dir():
        raise CrfillError(
            "The folder {parent} for the results does not exist; make it first.", parent=output.parent
        )
    if output.exists() and any(path.is_dir() and output.samefile(path) for path in (folder, mask)):
        raise CrfillError(
            "Results in {output} would mix with the originals; choose another folder.", output=output
        )


def _naming(photo: Path, sentence: Message) -> Message:
    """The sentence, with the photo's name in front where it does not speak of it."""
    return sentence if str(photo) in sentence else Message("{photo}: {error}", photo=photo, error=sentence)
