"""Variants of the latest fill: other fills of the same hole to choose from, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from crfill_core.base.options import options
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.patches import pasted
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult
from crfill_gui.document.document import Document
from crfill_gui.editor.filling import FillJob
from crfill_gui.editor.session import Session
from crfill_gui.i18n import mark, tr

AROUND = 0.35
"""The margin around the hole in a thumbnail, as a share of the hole's longer side."""
SHAPE = 4 / 3
"""The width of a thumbnail divided by its height."""


@dataclass(frozen=True)
class Plan:
    """A variant to be made."""

    title: str
    reason: str
    """Why its result differs, in a few words."""
    options: FillOptions


def plans(base: FillOptions, assembled: bool, closest: bool = False) -> list[Plan]:
    """The variants of a fill with these options. ``assembled``: that fill copied known pixels. ``closest``: the network
    saw the photo at full scale, so a closer window is not possible.
    """
    known = options(FillOptions)
    wider, closer = (known["scale"].clamp(base.scale * factor) for factor in (0.7, 1.4))
    if assembled:
        other = replace(base, candidate_set=known["candidate_set"].clamp(base.candidate_set + 1))
        variants = [
            Plan(mark("Network"), tr("painted by the network"), replace(base, mode="network")),
            Plan(mark("Other pieces"), tr("without the best pieces"), other),
        ]
    else:
        variants = [Plan(mark("Assembly"), tr("pieces of the photo"), replace(base, mode="assembly"))]
    reason = tr("wider view ({scale}×)", scale=f"{wider:.1f}")
    variants.append(Plan(mark("Wider window"), reason, replace(base, scale=wider)))
    if not closest:
        reason = tr("smaller view, but finer ({scale}×)", scale=f"{closer:.1f}")
        variants.append(Plan(mark("Closer window"), reason, replace(base, scale=closer)))
    mirrored = replace(base, mirrored=not base.mirrored)
    return [*variants, Plan(mark("Mirrored"), tr("from the mirrored photo"), mirrored)]


@dataclass(eq=False)
class Variant:
    """A variant to choose. The first of a set is the original fill; it has neither request nor result."""

    title: str
    reason: str
    picture: Photo
    """A thumbnail of the hole and its surroundings."""
    request: FillRequest | None = None
    result: FillResult | None = None


@dataclass(eq=False)
class _Set:
    document: Document
    base: Photo
    """The photo before the fill, from which all variants are made. Once they are made, the photo as opened takes its
    place, to free the memory.
    """
    mask: np.ndarray
    """The mask of the fill, (H, W) uint8."""
    seen: Box
    """The part of the photo in the thumbnails."""
    waiting: list[Plan]
    variants: list[Variant]
    states: dict[int, int] = field(default_factory=dict)
    """The index of the variant that the photo shows, by state of the document."""


class VariantsController(QObject):
    """Makes a set of variants of the latest fill. A chosen variant replaces the fill as one undo step."""

    started = Signal()
    changed = Signal()  # the set, its progress, or the shown variant

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._set: _Set | None = None
        self._making: Plan | None = None
        session.document_changed.connect(lambda _: self._forget())
        session.state_changed.connect(self.changed)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants made so far."""
        return tuple(self._set.variants) if self._set else ()

    @property
    def making(self) -> str:
        """The title of the variant being made; "" if none is."""
        return self._making.title if self._making else ""

    @property
    def left(self) -> int:
        """The number of variants to be made after the one being made; 0 if none is being made."""
        return len(self._set.waiting) if self._set and self._making else 0

    @property
    def current(self) -> int | None:
        """The index of the variant that the photo shows; None if it does not show a variant."""
        if self._set is None:
            return None
        document = self._set.document
        index = self._set.states.get(document.history.state)
        if index:  # a variant can be exchanged only while it is the latest step
            done = document.history.done()
            return (
                index
                if done and done[-1].after == document.history.state and done[-1].changes_pixels
                else None
            )
        return index

    def next(self) -> None:
        """Show the next variant. If the photo shows none, make a set for the latest fill. If something is masked, fill it
        first and make a set for that fill.
        """
        document, filling = self._session.document, self._session.filling
        if document is None or self._making is not None or filling.active:
            return
        if document.mask_area:
            self._fill_first(document, filling.fill())
        elif self.current is not None and len(self.variants) > 1:
            self.choose((self.current + 1) % len(self.variants))
        elif document.fills.replaceable is not None:
            self._start(document)
        else:  # the latest fill was undone, or its step was dropped from the history
            self._fill_first(document, filling.fill_again())

    def choose(self, index: int) -> None:
        """Show that variant in the photo. 0 is the original fill; all others replace it as one undo step."""
        held, current = self._set, self.current
        if held is None or current is None or index == current:
            return
        if self._making is not None:
            held.waiting.clear()
            self._session.filling.cancel()
        document, variant = held.document, held.variants[index]
        if current:
            document.undo()
        if variant.request is not None and variant.result is not None:
            # The document's revision is another one, but its pixels are those that the variant was made from.
            result = replace(variant.result, revision=document.revision)
            label = f"{mark('Variant')}: {variant.title}"
            document.apply_fill(variant.request, result, label, replaces=True)
            held.states[document.history.state] = index
        self.changed.emit()

    def _fill_first(self, document: Document, job: FillJob | None) -> None:
        """Make the variants of a fill once its ``job`` is done."""
        if job is not None:
            job.ended.connect(partial(self._begin, document, job))

    def _begin(self, document: Document, job: FillJob) -> None:
        replaceable = document is self._session.document and document.fills.replaceable is not None
        if job.state == "done" and replaceable:
            self._start(document)

    def _start(self, document: Document) -> None:
        """Make a set of variants of the latest fill, which must be replaceable."""
        fill = document.history.fills()[-1][-1]
        assert fill.entry is not None
        options, used = fill.entry.options, fill.references
        mask = fill.entry.mask(document.size)
        assembled = used[-1].sources is not None if used else options.mode != "network"
        closest = bool(used) and min(min(references.scale) for references in used) >= 1
        seen = _around(bounds(mask), document.size)
        reason = tr("pieces of the photo") if assembled else tr("painted by the network")
        first = Variant(mark("Fill"), reason, _cut(document.photo, seen))
        waiting = plans(options, assembled, closest)
        base = document.before_last_fill()
        self._set = _Set(document, base, mask, seen, waiting, [first], {document.history.state: 0})
        self.started.emit()
        self._make_next()

    def _make_next(self) -> None:
        held, filling = self._set, self._session.filling
        if held is None:
            return
        if not held.waiting or held.document.history.state not in held.states or filling.active:
            self._stop()
            return
        plan = self._making = held.waiting.pop(0)
        land = partial(self._land, held, plan)
        job = filling.other_answer(held.document, plan.options, held.mask, held.base, land)
        job.ended.connect(partial(self._on_ended, held, job))
        self.changed.emit()

    def _on_ended(self, held: _Set, job: FillJob) -> None:
        if held is not self._set:
            return
        if job.state == "done":
            self._make_next()
        else:
            self._stop()

    def _land(self, held: _Set, plan: Plan, request: FillRequest, result: FillResult) -> None:
        if held is not self._set:
            return
        picture = _cut(request.photo, held.seen, result.patches)
        if any(np.array_equal(picture.pixels, variant.picture.pixels) for variant in held.variants):
            return  # there is a variant with the same result already
        kept = replace(request, photo=held.document.original)
        held.variants.append(Variant(plan.title, plan.reason, picture, kept, result))

    def _stop(self) -> None:
        """Make no more variants of this set."""
        self._making = None
        if self._set is not None:
            self._set.waiting.clear()
            self._set.base = self._set.document.original
        self.changed.emit()

    def _forget(self) -> None:
        self._set = self._making = None
        self.changed.emit()


def _around(hole: Box, size: Size) -> Box:
    """The area of a thumbnail: the hole and its surroundings in the proportions :data:`SHAPE`."""
    margin = max(16, round(AROUND * max(hole.size)))
    width, height = hole.width + 2 * margin, hole.height + 2 * margin
    width, height = max(width, round(SHAPE * height)), max(height, round(width / SHAPE))
    x, y = hole.center
    return Box.around(round(x), round(y), width, height).shift_into(size)


def _cut(photo: Photo, seen: Box, patches: Iterable[FillPatch] = ()) -> Photo:
    """That part of a photo, with patches pasted in."""
    pixels = pasted(photo.pixels[seen.slices].copy(), seen, ((patch.box, patch.pixels) for patch in patches))
    return Photo(pixels, icc=photo.icc)
