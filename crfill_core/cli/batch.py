"""``crfill fill DIR …``: goes on past bad photos, lists them at the end, resumes where it stopped.

A file in the output folder records for each result what it was made from. A photo whose record still matches
is skipped the next time; a file in the way that the record does not know is somebody else's, never replaced.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crfill_core.cli import complain
from crfill_core.cli.fill import Job, check_output, fill, fill_options, open_inpainter, read_request, summary
from crfill_core.cli.terminal import print_json, print_notes, shown_progress
from crfill_core.errors import CrfillError
from crfill_core.imaging.atomic import replacing
from crfill_core.imaging.formats import HEIC_SUFFIXES, OPEN_SUFFIXES, RAW_SUFFIXES, SUFFIXES
from crfill_core.progress import Cancelled
from crfill_core.weights.catalog import find

RECORD = "crfill-batch.json"
MASK_ENDINGS = ("", "-mask", "_mask")


def run_batch(arguments: argparse.Namespace) -> int:
    """Fill every photo of a folder. Status 2 if some could not be filled, 1 if that was our fault."""
    weights = find(arguments.weights).path
    photos = list_photos(arguments.photo)
    _check_folders(arguments, photos)
    record = Record(arguments.output / RECORD)
    options = fill_options(arguments)

    done: list[dict[str, Any]] = []
    skipped: list[str] = []
    failed: list[dict[str, str]] = []
    status = 0
    todo: list[tuple[Job, str]] = []
    for photo, name in zip(photos, output_names(photos), strict=True):
        mask = mask_for(photo, arguments.mask)
        if mask is None:
            failed.append(
                {"photo": str(photo), "error": f"{photo} has no mask in {arguments.mask}; add one."}
            )
            continue
        job = Job(photo, mask, arguments.output / name, arguments.avoid)
        made_from = fingerprint([*job.inputs(), weights], repr(options))
        if record.knows(job.output, made_from):
            skipped.append(str(photo))
        else:
            todo.append((job, made_from))

    if todo:
        inpainter = open_inpainter(arguments)
        arguments.output.mkdir(exist_ok=True)
    for number, (job, made_from) in enumerate(todo):
        try:
            check_output(job)
            record.refuse_strangers(job.output)
            with shown_progress() as progress:
                part = progress.part(number / len(todo), (number + 1) / len(todo))
                report = fill(read_request(job, options), job, inpainter, part)
            record.add(job.output, made_from)
        except Cancelled:
            raise
        except CrfillError as error:
            failed.append({"photo": str(job.photo), "error": _naming(job.photo, str(error))})
            status = status or 2
            continue
        except Exception as error:
            # One photo that trips over a fault of ours must not cost the others.
            what = f"fault of the program: {type(error).__name__}: {error}"
            failed.append({"photo": str(job.photo), "error": _naming(job.photo, what)})
            status = 1
            continue
        done.append(report)
        if not arguments.json:
            print(summary(report), flush=True)
            print_notes(report["notes"])

    if arguments.json:
        print_json({"done": done, "skipped": skipped, "failed": failed})
    else:
        print(f"{len(done)} filled, {len(skipped)} done before, {len(failed)} failed")
    for failure in failed:
        complain(failure["error"])
    return status or (2 if failed else 0)


def list_photos(folder: Path) -> list[Path]:
    """The photos right in a folder, by name, without masks that lie beside their photos."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in OPEN_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )
    stems = {path.stem for path in files}
    endings = MASK_ENDINGS[1:]
    return [
        p for p in files if not any(p.stem.endswith(e) and p.stem.removesuffix(e) in stems for e in endings)
    ]


def mask_for(photo: Path, masks: Path) -> Path | None:
    """``masks`` itself if it is a file; in a folder NAME.*, NAME-mask.* or NAME_mask.*; or None."""
    if not masks.is_dir():
        return masks
    for ending in MASK_ENDINGS:
        for suffix in (photo.suffix, *SUFFIXES):
            mask = masks / f"{photo.stem}{ending}{suffix}"
            if mask.is_file() and not mask.samefile(photo):
                return mask
    return None


def output_names(photos: Sequence[Path]) -> list[str]:
    """A name for each result: the photo's own where its format can be written, never the same one twice."""
    names: list[str] = []
    for photo in photos:
        suffix = photo.suffix.lower()
        if suffix in SUFFIXES:
            name = photo.name
        else:
            written = ".tif" if suffix in RAW_SUFFIXES else ".jpg" if suffix in HEIC_SUFFIXES else ".png"
            taken = {other.name for other in photos} | set(names)
            name = photo.stem + written
            name = photo.name + written if name in taken else name
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
                f"{path} cannot be understood; choose another folder or remove that file."
            ) from error

    def knows(self, output: Path, made_from: str) -> bool:
        """Whether this very result is there already."""
        return self._made.get(output.name) == made_from and output.is_file()

    def refuse_strangers(self, output: Path) -> None:
        """Raise if a file that is none of our results is in the way."""
        if output.exists() and output.name not in self._made:
            raise CrfillError(
                f"{output} is in the way and not from an earlier run; move it or choose another folder."
            )

    def add(self, output: Path, made_from: str) -> None:
        self._made[output.name] = made_from
        with replacing(self._path) as temporary:
            temporary.write_text(json.dumps(self._made, indent=1), encoding="utf-8")


def _check_folders(arguments: argparse.Namespace, photos: Sequence[Path]) -> None:
    """Raise what no photo of the batch would survive."""
    folder, mask, output = arguments.photo, arguments.mask, arguments.output
    if not photos:
        raise CrfillError(f"There are no photos in {folder}; name a folder that holds some.")
    for path in (mask, arguments.avoid):
        if path is not None and not path.exists():
            raise CrfillError(f"{path} does not exist; check the name and the folder.")
    if output.exists() and not output.is_dir():
        raise CrfillError(f"{output} is a file; name a folder for the results with -o.")
    if not output.parent.is_dir():
        raise CrfillError(f"The folder {output.parent} for the results does not exist; make it first.")
    if output.exists() and any(path.is_dir() and output.samefile(path) for path in (folder, mask)):
        raise CrfillError(f"Results in {output} would mix with the originals; choose another folder with -o.")


def _naming(photo: Path, sentence: str) -> str:
    """The sentence, with the photo's name in front where it does not speak of it."""
    return sentence if str(photo) in sentence else f"{photo}: {sentence}"
