"""A blind user study: raters see an image with a hole and the fills of several methods in random order, and choose one.

A study is a folder. Give raters the folder without ``key.json``, the only file that names the methods. Each rater's votes
are in ``votes/``. The order of images and results follows from the seed and the rater's name, so nothing has to be prepared
for a new rater.

A study of two methods can also have a picture for each image, ``pairs/ID.png`` (hole | left | right), for raters without
the program. These raters write votes/NAME.json themselves: image id → "left", "right" or "tie".
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Literal

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.evaluation.cases import (
    MASKS_FOLDER,
    RESULT_ENDINGS,
    images_in,
    match_files,
    read_hole,
    read_rgb,
    write_png,
)
from crfill_core.evaluation.pairs import pair_picture
from crfill_core.files.json_text import json_text
from crfill_core.files.replace import write_text
from crfill_core.files.strict import StrictError, read_json, why
from crfill_core.geometry import Size

_RATER = re.compile(r"[\w][\w .-]{0,59}")
TIE = "tie"
"""The vote of a rater who sees no difference; only in studies of two methods."""
_SIDES = {"left": "A", "right": "B"}
"""The sides that a vote on a pair may name → the letter of the result on that side."""


@dataclass(frozen=True)
class Item:
    """An image with a hole."""

    id: str
    holes: str
    """The kind of hole."""
    letters: tuple[str, ...]
    """A, B, …, one for each method's result. Which method gets which letter is drawn anew for each item."""


@dataclass(frozen=True)
class _Layout:
    """``study.json``."""

    format: Literal["crfill-study/1"]
    seed: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class _Key:
    """``key.json``."""

    methods: tuple[str, ...]
    images: dict[str, str]
    """Item id → name of the image."""
    letters: dict[str, dict[str, str]]
    """Item id → letter → method."""


@dataclass(frozen=True)
class Trial:
    """A choice that a rater makes."""

    item: Item
    order: tuple[str, ...]
    """The letters of the results in the order in which they are shown."""


class Study:
    """A study in a folder. Raises CrfillError if the folder holds none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            layout = read_json(folder / "study.json", _Layout)
        except (OSError, StrictError) as error:
            raise CrfillError(
                "{folder} holds no study ({reason}); make one with `crfill study make`.",
                folder=folder,
                reason=why(error),
            ) from error
        self.seed, self.items = layout.seed, layout.items

    def input_image(self, item: Item) -> Path:
        return self.folder / "images" / item.id / "input.png"

    def result_image(self, item: Item, letter: str) -> Path:
        return self.folder / "images" / item.id / f"{letter}.png"

    def trials(self, rater: str) -> tuple[Trial, ...]:
        """All items in a random order, which is always the same for the same rater."""
        shuffler = random.Random(f"{self.seed}/{rater}")
        items = shuffler.sample(self.items, len(self.items))
        return tuple(Trial(item, tuple(shuffler.sample(item.letters, len(item.letters)))) for item in items)

    def raters(self) -> list[str]:
        """The names of all raters who have voted. Raises CrfillError for a file of votes that is not named after a rater."""
        files = [path for path in (self.folder / "votes").glob("*.json") if not path.name.startswith(".")]
        for path in files:
            if not _RATER.fullmatch(path.stem):
                raise _unusable(path, Message("no rater can have this name"))
        return sorted(path.stem for path in files)

    def votes(self, rater: str) -> dict[str, str]:
        """Item id → the letter that this rater chose, or "tie"; empty for a new rater. Raises CrfillError."""
        path = self._votes_file(rater)
        if not path.exists():
            return {}
        letters = {item.id: item.letters for item in self.items}
        try:
            written = read_json(path, dict[str, str])
        except (OSError, StrictError) as error:
            raise _unusable(path, why(error)) from error
        votes = {item: _SIDES.get(vote, vote) for item, vote in written.items()}
        for item, vote in votes.items():
            choices = letters.get(item, ())
            if vote not in choices and not (vote == TIE and len(choices) == 2):
                raise _unusable(
                    path, Message("there is no choice '{vote}' for item '{item}'", vote=vote, item=item)
                )
        return votes

    def vote(self, rater: str, item: Item, letter: str) -> None:
        """Record a rater's choice, in place of an earlier one for the same item.

        Raises CrfillError; ValueError if the item has no such letter.
        """
        if letter not in item.letters:
            raise ValueError(f"{letter} is not a result of {item.id}")
        votes = self.votes(rater) | {item.id: letter}
        path = self._votes_file(rater)
        path.parent.mkdir(exist_ok=True)
        write_text(path, json.dumps(votes, indent=1) + "\n")

    def key(self) -> dict[str, dict[str, str]]:
        """Item id → letter → method. Raises CrfillError if the key cannot be read."""
        try:
            return read_json(self.folder / "key.json", _Key).letters
        except (OSError, StrictError) as error:
            raise CrfillError(
                "{folder} has no readable key.json, which names the methods; put it back.", folder=self.folder
            ) from error

    def _votes_file(self, rater: str) -> Path:
        if not _RATER.fullmatch(rater):
            raise CrfillError(
                "A rater's name has 1 to 60 letters, digits, underscores, spaces, dots or dashes, and begins with a "
                "letter, digit or underscore; choose another name."
            )
        return self.folder / "votes" / f"{rater}.json"


def make_study(
    methods: Sequence[Path], target: Path, *, count: int | None = None, seed: int = 0, pairs: bool = False
) -> Study:
    """Make a study of the methods whose filled images are in the given folders, and open it.

    A method's folder is as ``crfill evaluate --save`` writes it, with NAME.png and masks/NAME.png, or it holds such a
    folder for each kind of holes. Only images common to all methods are used. ``count``: the number of images, chosen at
    random and divided among the kinds of holes; one image is used for two kinds only if there are too few others.
    ``pairs``: also write the pictures of pairs, which need exactly two methods. Raises CrfillError.
    """
    names = [folder.resolve().name for folder in methods]
    if not 2 <= len(methods) <= len(ascii_uppercase):
        raise CrfillError(
            "A study compares 2 to {count} methods; name their folders.", count=len(ascii_uppercase)
        )
    if pairs and len(methods) != 2:
        raise CrfillError("Pairs compare two methods; name two folders.")
    if len(set(names)) < len(names):
        raise CrfillError(
            "Two of the folders have the same name, but the names of methods must differ; rename one."
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CrfillError("{target} already exists; choose a new folder for the study.", target=target)
    shuffler = random.Random(f"{seed}/make")
    chosen = _choose(_common(methods), count, shuffler)
    items: list[Item] = []
    key: dict[str, dict[str, str]] = {}
    try:
        for number, (kind, name) in enumerate(chosen):
            order = shuffler.sample(range(len(methods)), len(methods))
            letters = dict(zip(ascii_uppercase, order, strict=False))
            item = f"{number:03d}"
            images = target / "images" / item
            hole = _write_images(images, [folder / kind for folder in methods], name, letters)
            if pairs:
                left, right = (read_rgb(images / f"{letter}.png") for letter in letters)
                write_png(pair_picture(hole, left, right), target / "pairs" / f"{item}.png")
            items.append(Item(item, kind or "holes", tuple(letters)))
            key[item] = {letter: names[which] for letter, which in letters.items()}
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)  # the folder was new or empty
        raise
    _write_json(target / "study.json", _Layout("crfill-study/1", seed, tuple(items)))
    names_of = {item.id: name for item, (_, name) in zip(items, chosen, strict=True)}
    _write_json(target / "key.json", _Key(tuple(names), names_of, key))
    return Study(target)


def _unusable(path: Path, reason: Message) -> CrfillError:
    return CrfillError(
        "The votes in {path} cannot be used ({reason}); move the file away to vote again.",
        path=path,
        reason=reason,
    )


def _common(methods: Sequence[Path]) -> dict[str, list[str]]:
    """Kind of hole ("" if the folders have none in common) → the names of the images that all methods have."""
    for folder in methods:
        if not folder.is_dir():
            raise CrfillError(
                "{folder} is not a folder; name the folders of the methods' filled images.", folder=folder
            )
    kinds = [
        sorted(path.name for path in folder.iterdir() if (path / MASKS_FOLDER).is_dir()) for folder in methods
    ]
    common = {}
    for kind in [kind for kind in kinds[0] if all(kind in others for others in kinds)] or [""]:
        stems = [{path.stem for path in images_in(folder / kind)} for folder in methods]
        if names := sorted(set.intersection(*stems)):
            common[kind] = names
    if not common:
        raise CrfillError(
            "{names} have no image in common; evaluate all on the same images.",
            names=", ".join(map(str, methods)),
        )
    return common


def _choose(
    common: Mapping[str, Sequence[str]], count: int | None, shuffler: random.Random
) -> list[tuple[str, str]]:
    """(kind, name) of the images that take part, see :func:`make_study`."""
    total = sum(len(names) for names in common.values())
    if count is None:
        return [(kind, name) for kind, names in common.items() for name in names]
    if not 1 <= count <= total:
        raise CrfillError(
            "The methods have {total} filled images in common, counted once for each kind of hole; choose a "
            "--count between 1 and {total}.",
            total=total,
        )
    waiting = {kind: shuffler.sample(names, len(names)) for kind, names in common.items()}
    used: set[str] = set()
    chosen: list[tuple[str, str]] = []
    while len(chosen) < count:
        for kind, names in waiting.items():
            if names and len(chosen) < count:
                name = next((name for name in names if name not in used), names[0])
                names.remove(name)
                used.add(name)
                chosen.append((kind, name))
    return chosen


def _write_images(folder: Path, places: Sequence[Path], name: str, letters: Mapping[str, int]) -> np.ndarray:
    """Write the input and the results of an image. Returns the hole.

    All results get the first one's pixels outside the hole, so nothing there reveals a method.
    """

    def read_mask(place: Path) -> np.ndarray:
        return read_hole(match_files(place / MASKS_FOLDER, [name], ("",), Message("mask"))[name], size)

    results = [
        read_rgb(match_files(place, [name], RESULT_ENDINGS, Message("result"))[name]) for place in places
    ]
    first = results[0]
    size = Size(first.shape[1], first.shape[0])
    hole = read_mask(places[0])
    for place, result in zip(places[1:], results[1:], strict=True):
        if result.shape != first.shape:
            raise CrfillError(
                "The results for {name} in {place} and {other} differ in size; save both at the same size.",
                name=name,
                place=places[0],
                other=place,
            )
        if (place / MASKS_FOLDER).is_dir() and (read_mask(place) != hole).any():
            raise CrfillError(
                "{place} and {other} have different holes in {name}; evaluate both on the same holes.",
                place=places[0],
                other=place,
                name=name,
            )
    write_png(np.where(hole[..., None], np.uint8(255), first), folder / "input.png")
    for letter, which in letters.items():
        write_png(np.where(hole[..., None], results[which], first), folder / f"{letter}.png")
    return hole


def _write_json(path: Path, value: _Layout | _Key) -> None:
    write_text(path, json_text(asdict(value), indent=1) + "\n")
