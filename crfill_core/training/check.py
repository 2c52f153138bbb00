"""``crfill data check``: finds faults of a data set before the training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.files.sources import Entry, index_images, read_entry, source_of
from crfill_core.progress import Progress

HASH_BANDS = 4
"""Number of bands of a hash. Hashes that differ in fewer bits than this are equal in at least one band."""
THUMBNAIL = 16
SAME_THUMBNAIL = 6.0
"""Near-duplicates' thumbnails differ by less than this on average, in grey levels of 0 … 255."""
GREY_SPREAD = 2.0
"""A photo whose channels differ by less than this on average is grey."""


@dataclass(frozen=True)
class DataReport:
    """Findings of a check. Photos are named ``path`` or ``shard.tar:member``."""

    photos: int
    sources: dict[str, int]
    """Photos of each source, the largest first."""
    unreadable: tuple[str, ...]
    too_small: tuple[str, ...]
    grey: tuple[str, ...]
    duplicates: tuple[tuple[str, ...], ...]
    """Groups of photos that show the same picture."""
    leaked: tuple[tuple[str, str], ...]
    """(training photo, validation photo) that show the same picture."""

    @property
    def fit(self) -> bool:
        """Whether the data set is fit for training: nothing would stop it or make its figures worthless."""
        return self.photos > len(self.unreadable) and not self.unreadable and not self.leaked

    def advice(self) -> list[str]:
        """One sentence for every kind of finding: what it is and what to do."""
        sentences = []
        if not self.photos:
            sentences.append("There are no photos here: check the paths.")
        if self.unreadable:
            sentences.append(
                f"{len(self.unreadable)} files cannot be decoded and would stop a training: delete them or fetch them again."
            )
        if self.leaked:
            sentences.append(
                f"{len(self.leaked)} training photos are also in the validation set, which makes its figures worthless: "
                "take them out of the training set."
            )
        if self.too_small:
            sentences.append(
                f"{len(self.too_small)} photos are smaller than a crop and would be enlarged, which teaches blur: "
                "take them out or train on smaller crops."
            )
        if self.duplicates:
            extra = sum(len(group) - 1 for group in self.duplicates)
            sentences.append(
                f"{extra} photos repeat others and so count more than once: keep one of each group."
            )
        if self.grey:
            sentences.append(
                f"{len(self.grey)} photos are grey: keep them only if black-and-white photos are to be filled."
            )
        return sentences

    def to_dict(self) -> dict[str, Any]:
        """The findings for JSON."""
        return {**asdict(self), "fit": self.fit, "advice": self.advice()}


class _Look(NamedTuple):
    """A summary of one photo; ``hash`` has a bit for every place where the picture gets brighter to the right."""

    short_side: int
    grey: bool
    hash: int
    thumbnail: np.ndarray


def check_data(
    paths: Sequence[Path],
    validation: Path | None = None,
    *,
    min_side: int = 256,
    threads: int = 2,
    progress: Progress | None = None,
) -> DataReport:
    """Examine every photo below ``paths`` (folders, tars, lists) and compare them with the photos of ``validation``."""
    progress = progress or Progress()
    entries = index_images(paths)
    others = index_images([validation]) if validation is not None else []
    with ThreadPoolExecutor(threads) as pool:
        looks = []
        for number, look in enumerate(pool.map(_look, [*entries, *others])):
            progress.update(number / (len(entries) + len(others)), Message("looking at photos"))
            looks.append(look)
    names = [_name(entry) for entry in [*entries, *others]]
    training, held_out = range(len(entries)), range(len(entries), len(names))
    readable = [i for i in range(len(names)) if looks[i] is not None]
    pairs = _near_duplicates({i: look for i in readable if (look := looks[i]) is not None})
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[source_of(entry.name)] += 1
    return DataReport(
        photos=len(entries),
        sources=dict(sorted(counts.items(), key=lambda item: -item[1])),
        unreadable=tuple(name for name, look in zip(names, looks, strict=True) if look is None),
        too_small=tuple(
            names[i] for i in training if (look := looks[i]) is not None and look.short_side < min_side
        ),
        grey=tuple(names[i] for i in training if (look := looks[i]) is not None and look.grey),
        duplicates=tuple(
            tuple(names[i] for i in group) for group in _groups((a, b) for a, b in pairs if b in training)
        ),
        leaked=tuple((names[a], names[b]) for a, b in pairs if a in training and b in held_out),
    )


def _name(entry: Entry) -> str:
    return str(entry.path) if entry.offset < 0 else f"{entry.path}:{entry.name}"


def _look(entry: Entry) -> _Look | None:
    """None for what cannot be decoded."""
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
    """Pairs a < b of indices whose photos show the same picture (perhaps scaled or recompressed)."""
    pairs = set()
    for band in range(HASH_BANDS):
        buckets: dict[int, list[int]] = defaultdict(list)
        for number, look in looks.items():
            buckets[look.hash >> (16 * band) & 0xFFFF].append(number)
        for bucket in buckets.values():
            for i, a in enumerate(bucket):
                for b in bucket[i + 1 :]:
                    if (looks[a].hash ^ looks[b].hash).bit_count() < HASH_BANDS and _same(looks[a], looks[b]):
                        pairs.add((a, b))
    return sorted(pairs)


def _same(a: _Look, b: _Look) -> bool:
    return float(cv2.absdiff(a.thumbnail, b.thumbnail).mean()) < SAME_THUMBNAIL


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected groups of a graph given by its edges."""
    group_of: dict[int, set[int]] = {}
    for a, b in pairs:
        merged = group_of.get(a, {a}) | group_of.get(b, {b})
        for member in merged:
            group_of[member] = merged
    unique = {id(group): group for group in group_of.values()}
    return sorted(sorted(group) for group in unique.values())
