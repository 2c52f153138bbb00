"""``crfill replay RECIPE.json PHOTO -o OUT``: repeats the fills of a recipe on the photo that it was made for."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crfill_core.base.messages import Message
from crfill_core.cli.filling import add_device
from crfill_core.cli.terminal import counted, print_report, shown_progress
from crfill_core.errors import WeightsError
from crfill_core.jobs.job import Job, check_output
from crfill_core.jobs.recipe import FillEntry, Recipe, RecipeError, read_recipe
from crfill_core.progress import Progress
from crfill_core.weights.catalog import GENERATOR, STRUCTURE, Entry, Kind, entries, user_folder

if TYPE_CHECKING:
    from crfill_core.imaging.photo import Photo
    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.inference.request import FillRequest, FillResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("recipe", type=Path, metavar="RECIPE.json", help="a recipe exported by the editor")
    add("photo", type=Path, metavar="PHOTO", help="the photo that the recipe was made for")
    add("-o", "--output", type=Path, required=True, metavar="OUT", help="the filled photo")
    add_device(parser)
    add("--json", action="store_true", help="print one JSON object that describes what was done")


def run(arguments: argparse.Namespace) -> int:
    from crfill_core.imaging.read import read_photo
    from crfill_core.imaging.write import loss_on_save, write_photo

    check_output(Job(arguments.photo, arguments.recipe, arguments.output))
    recipe = read_recipe(arguments.recipe)
    if not recipe.fills:
        raise RecipeError(
            "{recipe} records no fill; export it after filling something.", recipe=arguments.recipe
        )
    photo = read_photo(arguments.photo)
    recipe.check_photo(photo)
    replayer = Replayer(recipe, arguments.device)
    began = time.perf_counter()
    with shown_progress() as progress:
        filled = replayer.replay(photo, progress)
    write_photo(filled, arguments.output)
    report: dict[str, Any] = {
        "output": str(arguments.output),
        "size": list(photo.size),
        "seconds": round(time.perf_counter() - began, 3),
        "device": replayer.device,
        "weights": sorted({entry.weights for entry in recipe.fills}),
        "structure": sorted({entry.structure for entry in recipe.fills} - {""}),
        "fills": len(recipe.fills),
        "notes": [*photo.notes, *dict.fromkeys(replayer.notes), *loss_on_save(filled, arguments.output)],
    }
    print_report(report, arguments.json, _summary)
    return 0


def _summary(report: dict[str, Any]) -> str:
    """A line about the replayed fills."""
    fills = counted(report["fills"], "fill")
    return f"{report['output']}: {fills} replayed in {report['seconds']:.1f} s ({report['device']})"


class Replayer:
    """Repeats the fills of a recipe with the weights that it names. Raises WeightsError if any are missing."""

    def __init__(self, recipe: Recipe, device: str) -> None:
        self._recipe, self._choice = recipe, device
        generator, structure = Message("weights"), Message("structure network's weights")
        self._files = {
            fill.weights_sha256: _find(GENERATOR, fill.weights, fill.weights_sha256, generator)
            for fill in recipe.fills
        }
        self._structures = {
            fill.structure_sha256: _find(STRUCTURE, fill.structure, fill.structure_sha256, structure)
            for fill in recipe.fills
            if fill.structure
        }
        self._inpainters: dict[tuple[str, str], Inpainter] = {}
        self.device = ""
        """The name of the device; "" before the first fill."""
        self.notes: list[str] = []

    def replay(self, photo: Photo, progress: Progress) -> Photo:
        count = len(self._recipe.fills)
        number = iter(range(count))

        def fill(entry: FillEntry, request: FillRequest) -> FillResult:
            at = next(number)
            result = self._inpainter(entry).fill(request, progress.part(at / count, (at + 1) / count))
            self.device = result.device
            self.notes += result.notes
            if result.structure and not entry.structure:
                self.notes.append(
                    f"The recipe does not name the structure network of its fills; {result.structure} was used, so "
                    "pixels may differ."
                )
            if result.device != entry.device:
                self.notes.append(
                    f"The recipe was made on {entry.device} and replayed on {result.device}; individual pixel values "
                    "may differ."
                )
            return result

        return self._recipe.replay(photo, fill)

    def _inpainter(self, entry: FillEntry) -> Inpainter:
        from crfill_core.inference.inpainter import Inpainter
        from crfill_core.weights.load import load_structure, load_weights

        key = entry.weights_sha256, entry.structure_sha256
        if key not in self._inpainters:
            weights = load_weights(self._files[entry.weights_sha256].path)
            file = self._structures.get(entry.structure_sha256)
            structure = None if file is None else load_structure(file.path)
            self._inpainters[key] = Inpainter(weights, self._choice, structure)
        return self._inpainters[key]


def _find(kind: Kind, name: str, sha256: str, what: Message) -> Entry:
    """The installed weights of that kind with that SHA-256, whatever their name. Raises WeightsError if there are none."""
    from crfill_core.weights.header import file_sha256

    for entry in sorted(entries(kind), key=lambda entry: entry.name != name):  # those of that name first
        if (entry.sha256 or file_sha256(entry.path)) == sha256:
            return entry
    which = Message("SHA-256 {digits}…", digits=sha256[:16]) if sha256 else Message("SHA-256 unknown")
    raise WeightsError(
        "The recipe was made with the {what} '{name}' ({which}), which are not installed; put their file "
        "into {folder} and try again.",
        what=what,
        name=name,
        which=which,
        folder=user_folder(),
    )
