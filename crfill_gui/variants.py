"""Other answers for the same hole, each with a reason that can be read: made one after another, chosen by looking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult
from crfill_gui.document.document import Document
from crfill_gui.document.mask import bounds
from crfill_gui.session import Session

AROUND = 0.35
"""How much of the surroundings a thumbnail shows, in parts of the hole's longer side."""
SHAPE = 4 / 3


@dataclass(frozen=True)
class Plan:
    """One way to fill, and why its answer differs."""

    title: str
    reason: str
    options: FillOptions


def plans(base: FillOptions, assembled: bool) -> list[Plan]:
    """What is worth trying besides a fill with these options; ``assembled``: whether that fill copied known pixels."""
    wider, closer = base.scale * 0.7, base.scale * 1.4
    found = [
        Plan("Network", "painted by the network", replace(base, mode="network"))
        if assembled
        else Plan("Assembly", "made of parts of the photo", replace(base, mode="assembly")),
    ]
    if assembled:
        found.append(
            Plan(
                "Other references",
                "the best places left out",
                replace(base, candidate_set=base.candidate_set + 1),
            )
        )
    return [
        *found,
        Plan("Wider view", f"more in view ({wider:.1f}×)", replace(base, scale=wider)),
        Plan("Closer view", f"less, but finer ({closer:.1f}×)", replace(base, scale=closer)),
        Plan("Mirrored", "seen as in a mirror", replace(base, mirrored=not base.mirrored)),
    ]


@dataclass(eq=False)
class Variant:
    """An answer to choose. The first of a set is the photo as it was, with neither request nor result."""

    title: str
    reason: str
    picture: Photo
    """Around the hole."""
    request: FillRequest | None = None
    result: FillResult | None = None
    weights_sha256: str = ""


@dataclass(eq=False)
class _Set:
    document: Document
    mask: np.ndarray
    covered: np.ndarray | None
    """The document's mask, if the one to be filled was made from it."""
    seen: Box
    waiting: list[Plan]
    variants: list[Variant]
    states: dict[int, int] = field(default_factory=dict)
    """Which variant the pixels of a document's state show."""


class VariantsController(QObject):
    """Makes a set of variants for the latest hole and swaps them in; choosing is one undo step."""

    started = Signal()
    changed = Signal()  # the set, how far it is, or which one the photo shows

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._set: _Set | None = None
        self._making: Plan | None = None
        session.document_changed.connect(lambda _: self._forget())
        session.state_changed.connect(self.changed)
        session.filling.done.connect(lambda _: self._make_next())
        for ended in (session.filling.failed, session.filling.cancelled, session.filling.stale):
            ended.connect(self._stop)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Those made so far."""
        return tuple(self._set.variants) if self._set else ()

    @property
    def making(self) -> str:
        """The title of the one being made; "" if none is."""
        return self._making.title if self._making else ""

    @property
    def left(self) -> int:
        """How many will be made after the present one."""
        return len(self._set.waiting) if self._set and self._making else 0

    @property
    def current(self) -> int | None:
        """The one that the photo shows; None if the photo has moved on since the set was made."""
        if self._set is None:
            return None
        document = self._set.document
        index = self._set.states.get(document.state)
        if index:  # only a step on top of the history can be swapped
            done = document.history.done()
            return index if done and done[-1].after == document.state and done[-1].changes_pixels else None
        return index

    def next(self) -> None:
        """Make a set for the hole that is masked, or else for the one filled last; once there is one, show its next."""
        if self._making is not None or self._session.filling.active:
            return
        document = self._session.document
        masked = document is not None and document.mask_area > 0
        if self.current is not None and not masked and len(self.variants) > 1:
            self.choose((self.current + 1) % len(self.variants))
        elif document is not None:
            self._start(document)

    def choose(self, index: int) -> None:
        """Let the photo show that variant: 0 is the fill as it was, any other is one undo step on top of it."""
        held, current = self._set, self.current
        if held is None or current is None or index == current:
            return
        if self._making is not None:
            held.waiting.clear()
            self._session.fills.cancel()
        document, variant = held.document, held.variants[index]
        if current:
            document.undo()
        if variant.request is not None and variant.result is not None:
            result = replace(
                variant.result, revision=document.revision
            )  # the pixels are those it was made for
            label = f"Variant: {variant.title}"
            document.apply_fill(variant.request, result, variant.weights_sha256, label, held.covered)
            held.states[document.state] = index
        self.changed.emit()

    def _start(self, document: Document) -> None:
        masked = document.mask_area > 0
        choices = self._session.choices
        mask = choices.grown(document.coverage) if masked else document.last_filled_mask
        if mask is None:
            self._session.say(
                "warning", "Paint over what should go first: variants are other answers for a hole."
            )
            return
        choices.drop_window_too_small_for(mask)
        base = choices.options
        assembled = base.mode != "network"
        if not masked and document.recipe:
            base = document.recipe[-1].options
            used = document.references
            assembled = used[-1].sources is not None if used else base.mode != "network"
        seen = _around(bounds(mask), document.size)
        shown = document.original.with_pixels(document.pixels)
        first = Variant("As it is", "before the variants", _cut(shown, seen))
        waiting = plans(base, assembled)
        if masked:
            waiting.insert(0, Plan("Fill", "as Fill would do it", base))
        covered = document.coverage.copy() if masked else None
        self._set = _Set(document, mask, covered, seen, waiting, [first], {document.state: 0})
        self.started.emit()
        self._make_next()

    def _make_next(self) -> None:
        held = self._set
        if held is None or self._session.filling.active or held.document is not self._session.document:
            return
        self._making = held.waiting.pop(0) if held.waiting and held.document.state in held.states else None
        if self._making is not None:
            land = partial(self._land, held, self._making)
            self._session.filling.start(held.document, self._making.options, held.mask, land)
        self.changed.emit()

    def _land(self, held: _Set, plan: Plan, request: FillRequest, result: FillResult) -> None:
        if held is self._set:
            picture = _cut(request.photo, held.seen, result.patches)
            sha256 = self._session.engine.weights_sha256
            held.variants.append(Variant(plan.title, plan.reason, picture, request, result, sha256))

    def _stop(self, *_: object) -> None:
        self._making = None
        if self._set is not None:
            self._set.waiting.clear()
        self.changed.emit()

    def _forget(self) -> None:
        self._set = self._making = None
        self.changed.emit()


def _around(hole: Box, size: Size) -> Box:
    """What a thumbnail shows: the hole and its surroundings, of a handsome shape."""
    margin = max(16, round(AROUND * max(hole.size)))
    width, height = hole.width + 2 * margin, hole.height + 2 * margin
    width, height = max(width, round(SHAPE * height)), max(height, round(width / SHAPE))
    x, y = hole.center
    return Box.around(round(x), round(y), width, height).shift_into(size)


def _cut(photo: Photo, seen: Box, patches: Iterable[FillPatch] = ()) -> Photo:
    """That part of a photo with patches pasted in, as a small photo."""
    pixels = photo.pixels[seen.slices].copy()
    for patch in patches:
        common = patch.box.intersect(seen)
        if not common.is_empty:
            pixels[common.relative_to(seen).slices] = patch.pixels[common.relative_to(patch.box).slices]
    return Photo(pixels, icc=photo.icc)
