"""Finds faults in a data set before training on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.files.sources import Entry, index_images, read_entry, source_of
from crfill_core.progress import Progress

HASH_BANDS = 4
"""A hash of 64 bits has this many bands. Hashes that differ in fewer bits than this are equal in at least one band."""
THUMBNAIL = 16
"""Side of a thumbnail in pixels."""
SAME_THUMBNAIL = 6.0
"""Two photos count as the same picture only if the mean difference of their thumbnails is below this (grey 0 … 255)."""
GREY_SPREAD = 2.0
"""A photo counts as grey if the mean range of the three channels of a pixel is below this, in levels of 0 … 255."""


@dataclass(frozen=True)
class DataReport:
    """Findings of a check. Photos are named ``path`` or ``shard.tar:member``."""

    photos: int
    """Number of training photos, readable or not."""
    sources: dict[str, int]
    """Source → its number of training photos, the largest source first."""
    unreadable: tuple[str, ...]
    """Training and validation photos that cannot be decoded."""
    too_small: tuple[str, ...]
    grey: tuple[str, ...]
    duplicates: tuple[tuple[str, ...], ...]
    """Groups of training photos that show the same picture."""
    leaked: tuple[tuple[str, str], ...]
    """Pairs of a training photo and a validation photo that show the same picture."""

    @property
    def fit(self) -> bool:
        """Whether there are photos, all can be decoded, and none is in the validation set too."""
        return self.photos > 0 and not self.unreadable and not self.leaked

    def advice(self) -> list[str]:
        """A text for every kind of finding that occurs: what it is, how often it occurs and what to do."""
        extra = sum(len(group) - 1 for group in self.duplicates)
        leaked = len({photo for photo, _ in self.leaked})
        sentences = {
            "There are no photos here. Check the paths.": not self.photos,
            f"Files that cannot be decoded and would stop the training: {len(self.unreadable)}. Delete them or fetch them "
            "again.": self.unreadable,
            f"Training photos that are also in the validation set and make its metrics worthless: {leaked}. Take them out "
            "of the training set.": self.leaked,
            f"Photos that are smaller than a crop and would be enlarged, which teaches blur: {len(self.too_small)}. Take "
            "them out, or train on smaller crops.": self.too_small,
            f"Photos that repeat others and so count more than once: {extra}. Keep one of each group.": extra,
            f"Grey photos: {len(self.grey)}. Keep them only if black-and-white photos are to be filled.": self.grey,
        }
        return [sentence for sentence, occurs in sentences.items() if occurs]

    def to_dict(self) -> dict[str, Any]:
        """The findings for JSON."""
        return {**asdict(self), "fit": self.fit, "advice": self.advice()}


class _Look(NamedTuple):
    """What the check records about one photo."""

    short_side: int
    grey: bool
    hash: int
    """64 bits: in the grey photo reduced to 8 rows of 9 pixels, whether each pixel is darker than its right neighbour."""
    thumbnail: np.ndarray
    """(16, 16) uint8 grey."""


def check_data(
    paths: Sequence[Path],
    validation: Path | None = None,
    *,
    min_side: int = 256,
    threads: int = 2,
    progress: Progress | None = None,
) -> DataReport:
    """Examine every photo below ``paths`` (folders, tars, lists) and compare it with the photos of ``validation``.

    ``min_side``: photos with a smaller short side, in pixels, are too small.
    """
    progress = progress or Progress()
    training = index_images(paths)
    entries = training + (index_images([validation]) if validation is not None else [])
    names = [str(entry.path) if entry.offset < 0 else f"{entry.path}:{entry.name}" for entry in entries]
    looks: dict[int, _Look] = {}
    with ThreadPoolExecutor(threads) as pool:
        for number, look in enumerate(pool.map(_look, entries)):
            progress.update(number / len(entries), Message("looking at photos"))
            if look is not None:
                looks[number] = look
    pairs = _near_duplicates(looks)
    ours = {number: look for number, look in looks.items() if number < len(training)}
    repeated = _groups((a, b) for a, b in pairs if b in ours)
    return DataReport(
        photos=len(training),
        sources=dict(Counter(source_of(entry.name) for entry in training).most_common()),
        unreadable=tuple(name for number, name in enumerate(names) if number not in looks),
        too_small=tuple(names[number] for number, look in ours.items() if look.short_side < min_side),
        grey=tuple(names[number] for number, look in ours.items() if look.grey),
        duplicates=tuple(tuple(names[number] for number in group) for group in repeated),
        leaked=tuple((names[a], names[b]) for a, b in pairs if a in ours and b not in ours),
    )


def _look(entry: Entry) -> _Look | None:
    """None if the photo cannot be decoded."""
    try:
        data = np.frombuffer(read_entry(entry), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except (OSError, cv2.error):
        return None
    if image is None:
        return None
    small = cv2.resize(image, (64, 64), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    spread = float(np.ptp(small.astype(np.int16), axis=2).mean())
    hashed = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.packbits((np.diff(hashed, axis=1) > 0).ravel())
    thumbnail = cv2.resize(grey, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return _Look(min(image.shape[:2]), spread < GREY_SPREAD, int.from_bytes(bits.tobytes(), "big"), thumbnail)


def _near_duplicates(looks: dict[int, _Look]) -> list[tuple[int, int]]:
    """Sorted pairs a < b of the numbers of photos that show the same picture, perhaps scaled or recompressed."""
    pairs: set[tuple[int, int]] = set()
    for band in range(HASH_BANDS):
        buckets: dict[int, list[int]] = defaultdict(list)
        for number, look in looks.items():
            buckets[look.hash >> (16 * band) & 0xFFFF].append(number)
        for bucket in buckets.values():
            pairs |= {(a, b) for a, b in combinations(bucket, 2) if _same(looks[a], looks[b])}
    return sorted(pairs)


def _same(a: _Look, b: _Look) -> bool:
    if (a.hash ^ b.hash).bit_count() >= HASH_BANDS:
        return False
    return float(cv2.absdiff(a.thumbnail, b.thumbnail).mean()) < SAME_THUMBNAIL


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of the graph with these edges, sorted."""
    group_of: dict[int, set[int]] = {}
    for a, b in pairs:
        merged = group_of.get(a, {a}) | group_of.get(b, {b})
        for member in merged:
            group_of[member] = merged
    unique = {id(group): group for group in group_of.values()}
    return sorted(sorted(group) for group in unique.values())
