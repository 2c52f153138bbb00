"""The photo being edited: its pixels, mask, history and recipe, and callbacks that say what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, TypeVar

import numpy as np

from crfill_core.geometry import Box, Size, union_all
from crfill_core.imaging.opacity import with_cover
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest, FillResult
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_core.lines import LineSteering
from crfill_gui.document import mask as masks
from crfill_gui.document.brush import Brush, Dab, Point
from crfill_gui.document.history import Edit, History, Layer, Step, compact, merged, tiles_of
from crfill_gui.document.lease import Lease
from crfill_gui.document.selection import MaskPatch

if TYPE_CHECKING:
    from crfill_core.references.provenance import References

What = Literal["pixels", "mask", "avoid", "prefer", "lines", "history"]
Painted = Literal["mask", "avoid"]
"""The layers that a brush can paint on."""
Observer = Callable[[What, Box], None]
NOTHING = Box(0, 0, 0, 0)
HISTORY_BUDGET = 512 * 2**20


P = ParamSpec("P")
R = TypeVar("R")


def _apart_from_strokes(
    change: Callable[Concatenate[Document, P], R],
) -> Callable[Concatenate[Document, P], R]:
    """Let a change that comes while a stroke is being painted split the stroke in two, so that each has its own bytes
    to be undone.
    """

    @wraps(change)
    def split(self: Document, *args: P.args, **named: P.kwargs) -> R:
        painting = self.is_painting
        if painting:
            self.commit_stroke()
        try:
            return change(self, *args, **named)
        finally:
            if painting:
                self.begin_stroke(self._stroke_label, self._stroke_layer)

    return split


class Document:
    """One photo with everything that was done to it.

    ``coverage`` is the mask, (H, W) uint8; ``pixels`` the current photo, (H, W, C) in the photo's dtype:
    both are for reading only, changes go through the methods. So are the steering layers ``avoid`` and ``prefer``,
    (H, W) uint8 like the mask: what fills may not borrow from, and what they should; and ``lines``, the edges that
    go on across a hole. ``revision`` grows whenever the *pixels* change, so a fill of an earlier revision is stale.
    Observers get (layer, box) for each change (an empty box for the lines) and ("history", empty box) after each
    finished step, undo, redo and save.
    """

    def __init__(self, photo: Photo, history_budget: int = HISTORY_BUDGET) -> None:
        self.original = photo
        self.coverage = np.zeros(photo.pixels.shape[:2], np.uint8)
        self.avoid = np.zeros_like(self.coverage)
        self.prefer = np.zeros_like(self.coverage)
        self.lines = LineSteering()
        self.history = History(history_budget)
        self.revision = 0
        self.saved_as: Path | None = None
        """Where the photo was saved to from here; None until then."""
        self._photo = photo
        self._lent: list[np.ndarray] = [photo.pixels]
        self._stroke: dict[Box, np.ndarray] | None = None
        self._stroke_label = ""
        self._stroke_layer: Painted = "mask"
        self._settled: set[tuple[Box, bool]] = (
            set()
        )  # tiles that painting (False) or erasing (True) cannot change
        self._forgotten_entries: list[FillEntry] = []
        self._state = self._saved_state = self._last_state = 0
        self._beginning = self._opened = object()
        self._saved_moment: object | None = None
        self._area: int | None = 0
        self._steered: bool | None = False
        self._observers: list[Observer] = []

    # What is here now

    @property
    def size(self) -> Size:
        return self.original.size

    @property
    def pixels(self) -> np.ndarray:
        return self._photo.pixels

    @property
    def alpha(self) -> np.ndarray | None:
        """(H, W) in the pixels' dtype, or None: what was filled is opaque."""
        return self._photo.alpha

    @property
    def is_dirty(self) -> bool:
        """Whether the pixels differ from those opened or last saved; of a project, whether anything does."""
        whole = self._saved_moment
        return self._state != self._saved_state or (whole is not None and whole is not self.moment)

    @property
    def is_changed(self) -> bool:
        """Whether the pixels differ from those opened."""
        return self._state != 0

    @property
    def is_untouched(self) -> bool:
        """Whether everything is as it was opened."""
        return self.moment is self._opened

    @property
    def is_painting(self) -> bool:
        return self._stroke is not None

    @property
    def mask_area(self) -> int:
        """How many pixels the mask covers, wholly or in part."""
        if self._area is None:
            self._area = masks.covered_area(self.coverage)
        return self._area

    @property
    def recipe(self) -> tuple[FillEntry, ...]:
        """The fills that are in the pixels now, oldest first; of those that replaced one another the last."""
        return tuple(_latest(self._forgotten_entries, self.history.done()))

    @property
    def last_filled_mask(self) -> np.ndarray | None:
        """The mask of the latest fill, done or undone; None before the first."""
        entries = [step.entry for step in self.history.steps if step.entry] or self._forgotten_entries
        return entries[-1].mask(self.size) if entries else None

    @property
    def last_painted_mask(self) -> np.ndarray | None:
        """What the latest fill's mask was made from; that mask itself where they are the same, or where it is not
        known any more.
        """
        fills = [step for step in self.history.steps if step.entry]
        painted = fills[-1].painted if fills else None
        return self.last_filled_mask if painted is None else painted.unpack(self.size)

    @property
    def references(self) -> tuple[References, ...]:
        """What the fills that are in the pixels now leaned on, oldest first, as far as the history goes back."""
        return tuple(one for fill in self.history.fills() for one in fill[-1].references)

    @property
    def replaceable(self) -> FillEntry | None:
        """The latest fill, if it is in the pixels and could be taken out again; None else."""
        fills = self.history.fills()
        undone = any(step.entry for step in self.history.steps[self.history.position :])
        return None if undone or not fills or fills[-1][0].replaces else fills[-1][-1].entry

    def before_last_fill(self) -> Photo:
        """The photo as the latest fill found it, for a fill that is to replace it (see :attr:`replaceable`): a copy."""
        before = self.original.with_pixels(self._before_last_fill(Box.of(self.size)))
        return replace(before, alpha=self._alpha_after(self.recipe[:-1]))

    def _before_last_fill(self, box: Box) -> np.ndarray:
        """The pixels of a box as the latest fill found them."""
        values = self.pixels[box.slices].copy()
        for step in reversed(self.history.fills()[-1]):
            before = [(edit.box, edit.values) for edit in reversed(step.edits) if edit.layer == "pixels"]
            _pasted(values, box, before)
        return values

    def subscribe(self, observer: Observer) -> None:
        self._observers.append(observer)

    def unsubscribe(self, observer: Observer) -> None:
        self._observers.remove(observer)

    # Lending the pixels to a worker

    def lend(self) -> Photo:
        """The current photo for a worker thread: its pixels will not change until they are taken back."""
        self._lent.append(self._photo.pixels)
        return self._photo

    def lease(self) -> Lease:
        """The current photo, lent until the lease ends."""
        return Lease(self.lend(), self.take_back)

    @property
    def lent(self) -> int:
        """How many leases have not ended."""
        return len(self._lent) - 1

    def take_back(self, photo: Photo) -> None:
        """End one :meth:`lend`. Pixels that nobody borrows are changed in place instead of being copied
        first.
        """
        for index, pixels in enumerate(self._lent):
            if pixels is photo.pixels and index > 0:  # the first entry is the original, which never changes
                del self._lent[index]
                return

    # Painting

    def begin_stroke(self, label: str, layer: Painted = "mask") -> None:
        """Start a gesture on the mask or the avoid layer; end it with :meth:`commit_stroke` or :meth:`abort_stroke`."""
        if self.is_painting:
            raise RuntimeError("A stroke is already being painted")
        self._stroke, self._stroke_label, self._stroke_layer = {}, label, layer
        self._settled.clear()

    def paint(self, brush: Brush, points: Sequence[Point], erase: bool = False) -> None:
        """Dab the brush at each point (photo coordinates) within the current stroke."""
        if self._stroke is None:
            raise RuntimeError("paint() outside a stroke")
        changed: dict[Box, Box] = {}
        for point in points:
            dab = Dab.at(brush, point)
            for tile in tiles_of(dab.box, self.size):
                if (tile, erase) in self._settled or not dab.touches(tile):
                    continue
                part = tile.intersect(dab.box)
                if dab.land(self._layer(self._stroke_layer), part, erase, partial(self._remember, tile)):
                    changed[tile] = changed.get(tile, NOTHING).union(part)
                    self._settled.discard((tile, not erase))
                if part == tile and dab.covers(tile):
                    self._settled.add((tile, erase))
        if changed:
            self._forget_counts()
        for box in merged(changed):
            self._notify(self._stroke_layer, box)

    def _remember(self, tile: Box) -> None:
        """Keep a tile's bytes as they were before the stroke."""
        assert self._stroke is not None
        if tile not in self._stroke:
            self._stroke[tile] = self._layer(self._stroke_layer)[tile.slices].copy()

    def commit_stroke(self) -> None:
        """Make the stroke one undo step; a stroke that changed nothing leaves no step."""
        before, self._stroke = self._stroke or {}, None
        now = self._layer(self._stroke_layer)
        edits = [
            Edit(self._stroke_layer, tile, compact(old))
            for tile, old in before.items()
            if not np.array_equal(old, now[tile.slices])
        ]
        if edits:
            self._push(self._stroke_label, edits)

    def abort_stroke(self) -> None:
        """Put back what the stroke painted over."""
        before, self._stroke = self._stroke or {}, None
        for tile, old in before.items():
            self._layer(self._stroke_layer)[tile.slices] = old
        self._forget_counts()
        self._notify(self._stroke_layer, union_all(before))

    def _layer(self, layer: Layer) -> np.ndarray:
        """The array of a layer, the pixels copied first if somebody else still reads them."""
        if layer == "pixels":
            return self._own_pixels()
        return {"mask": self.coverage, "avoid": self.avoid, "prefer": self.prefer}[layer]

    def _forget_counts(self) -> None:
        """What was counted of the masks has to be counted again."""
        self._area = self._steered = None

    # Whole-mask edits

    @_apart_from_strokes
    def set_mask(self, coverage: np.ndarray, label: str) -> None:
        """Replace the mask ((H, W) uint8) as one undo step."""
        if coverage.shape != self.coverage.shape or coverage.dtype != np.uint8:
            raise ValueError(
                f"a mask of this photo is {self.coverage.shape} uint8, not {coverage.shape} {coverage.dtype}"
            )
        edits = self._mask_edits(Box.of(self.size), lambda tile: coverage[tile.slices])
        if edits:
            self._push(label, edits)
            self._notify("mask", union_all(edit.box for edit in edits))

    @_apart_from_strokes
    def change_mask(self, patch: MaskPatch, label: str) -> None:
        """Give a part of the mask new values as one undo step; none if they are what is there."""
        edits = self._mask_edits(patch.box, lambda tile: patch.over(self.coverage, tile))
        if edits:
            self._push(label, edits)
            self._notify("mask", union_all(edit.box for edit in edits))

    def clear_mask(self) -> None:
        self.set_mask(np.zeros_like(self.coverage), "Clear mask")

    def invert_mask(self) -> None:
        self.set_mask(masks.inverted(self.coverage), "Invert mask")

    def restore_last_mask(self) -> bool:
        """Add the mask of the latest fill, as it was painted, to the mask again; False if there is none."""
        last = self.last_painted_mask
        if last is None:
            return False
        self.set_mask(np.maximum(self.coverage, last), "Restore last mask")
        return True

    def _mask_edits(
        self, box: Box, new_values: Callable[[Box], np.ndarray], layer: Layer = "mask"
    ) -> list[Edit]:
        """Write new values into the box of a mask, tile by tile, and return how to undo it."""
        edits = []
        for tile in tiles_of(box, self.size):
            old, new = self._layer(layer)[tile.slices], new_values(tile)
            if not np.array_equal(old, new):
                edits.append(Edit(layer, tile, compact(old)))
                old[...] = new
        self._forget_counts()
        return edits

    # Steering

    @property
    def is_steered(self) -> bool:
        """Whether anything is to be avoided or preferred, or was said about lines."""
        return bool(self.lines) or self.avoids_or_prefers

    @property
    def avoids_or_prefers(self) -> bool:
        """Whether anything is to be avoided or preferred."""
        if self._steered is None:
            self._steered = bool(self.avoid.any() or self.prefer.any())
        return self._steered

    def steering(self) -> tuple[np.ndarray | None, np.ndarray | None]:
        """The avoid and the prefer mask of a request, (H, W) bool each; None where nothing was said.

        What was avoided since it was preferred is not preferred any more.
        """
        if not self.avoids_or_prefers:
            return None, None
        avoid, prefer = self.avoid > 127, self.prefer > 127
        prefer &= ~avoid
        return (avoid if avoid.any() else None), (prefer if prefer.any() else None)

    def avoid_region(self, region: Box) -> None:
        """Let no fill borrow from there: one undo step."""
        self._steer("Avoid", region, avoid=255, prefer=0)

    def prefer_region(self, region: Box) -> None:
        """Let fills borrow from there where they can: one undo step."""
        self._steer("Prefer", region, avoid=0, prefer=255)

    def clear_steering(self) -> None:
        """Avoid and prefer nothing, draw and delete no line: one undo step."""
        self._steer("Clear steering", Box.of(self.size), avoid=0, prefer=0, lines=LineSteering())

    @_apart_from_strokes
    def set_lines(self, lines: LineSteering, label: str) -> None:
        """Replace what was said about lines: one undo step, none if nothing changes."""
        if lines != self.lines:
            before, self.lines = self.lines, lines
            self._push(label, [], lines=before)
            self._notify("lines", NOTHING)

    @_apart_from_strokes
    def _steer(
        self, label: str, region: Box, avoid: int, prefer: int, lines: LineSteering | None = None
    ) -> None:
        """Set both steering layers in a region to one value each, and the lines unless None; none, if nothing changes,
        is no step.
        """
        lines_before = None if lines in (None, self.lines) else self.lines
        values: tuple[tuple[Layer, int], ...] = (("avoid", avoid), ("prefer", prefer))
        edits = []
        for layer, value in values:
            edits += self._mask_edits(region, partial(self._with, layer, region, value), layer)
        if lines is not None:
            self.lines = lines
        if edits or lines_before is not None:
            self._push(label, edits, lines=lines_before)
            for layer, _ in values:
                self._notify(layer, union_all(edit.box for edit in edits if edit.layer == layer))
        if lines_before is not None:
            self._notify("lines", NOTHING)

    def _with(self, layer: Layer, region: Box, value: int, tile: Box) -> np.ndarray:
        """A tile of a layer with one value in the part of it that lies in the region."""
        values = self._layer(layer)[tile.slices].copy()
        values[tile.intersect(region).relative_to(tile).slices] = value
        return values

    # Fills

    def request_matches(self, result: FillResult) -> bool:
        """Whether a result still belongs to these pixels."""
        return result.revision == self.revision

    @_apart_from_strokes
    def apply_fill(
        self,
        request: FillRequest,
        result: FillResult,
        label: str = "Fill",
        covered: np.ndarray | None = None,
        replaces: bool = False,
    ) -> None:
        """Paste a result and clear what it filled from the mask (not what was painted since): one undo step.

        ``covered`` is the mask as it was when the fill was asked for, if the request's differs from it. A result
        that ``replaces`` the latest fill was made from :meth:`before_last_fill`, and takes its place in the recipe.
        Raises ValueError for a result of an earlier revision.
        """
        if not self.request_matches(result):
            raise ValueError("The photo has changed since this fill was asked for")
        before = request.mask if covered is None else covered
        pixels = self._own_pixels()
        patches = [(patch.box, patch.pixels) for patch in result.patches]
        if replaces:
            held = {edit.box for edit in self.history.fills()[-1][-1].edits if edit.layer == "pixels"}
            boxes = sorted(held.union(box for box, _ in patches))
            patches = [(box, _pasted(self._before_last_fill(box), box, patches)) for box in boxes]
        edits: list[Edit] = []
        for box, values in patches:
            edits.append(Edit("pixels", box, pixels[box.slices].copy()))
            pixels[box.slices] = values
        filled = union_all(box for box, _ in patches)
        mask_edits = self._mask_edits(
            masks.bounds(before),
            lambda tile: masks.without(self.coverage[tile.slices], before[tile.slices]),
        )
        entry = FillEntry.of(request, result)
        painted = None if covered is None else PackedMask.of(covered)
        if covered is None:  # the same hole may be filled once more
            fills = [step for step in self.history.steps if step.entry]
            if fills and fills[-1].entry and fills[-1].entry.coverage == entry.coverage:
                painted = fills[-1].painted
        self._push(label, edits + mask_edits, entry, result.references, replaces, painted)
        self._notify("pixels", filled)
        self._notify("mask", union_all(edit.box for edit in mask_edits))

    def _own_pixels(self) -> np.ndarray:
        """The current pixels, copied first if somebody else still reads them."""
        if any(pixels is self._photo.pixels for pixels in self._lent):
            self._photo = self._photo.with_pixels(self._photo.pixels.copy())
        return self._photo.pixels

    def _alpha_after(self, fills: Iterable[FillEntry]) -> np.ndarray | None:
        """The alpha that those fills leave of the original's."""
        alpha = self.original.alpha
        for entry in fills if alpha is not None else ():
            assert alpha is not None
            alpha = with_cover(alpha, entry.mask(self.size))
        return alpha

    def _refresh_alpha(self) -> None:
        if self.original.alpha is not None:
            self._photo = replace(self._photo, alpha=self._alpha_after(self.recipe))

    # History

    def undo(self) -> bool:
        """Take back the latest step; False if there is none or a stroke is being painted."""
        step = None if self.is_painting else self.history.back()
        if step is None:
            return False
        self._swap(step, step.edits[::-1], step.before)
        return True

    def redo(self) -> bool:
        """Do the latest undone step again; False if there is none or a stroke is being painted."""
        step = None if self.is_painting else self.history.forward()
        if step is None:
            return False
        self._swap(step, step.edits, step.after)
        return True

    def go_to(self, position: int) -> None:
        """Undo or redo until ``position`` steps of the history are done."""
        while self.history.position > position and self.undo():
            pass
        while self.history.position < position and self.redo():
            pass

    @property
    def state(self) -> int:
        """Names the pixels as they are now: equal states are equal pixels. 0 is the photo as opened."""
        return self._state

    @property
    def moment(self) -> object:
        """Names everything that can be undone as it is now: the same object means the same photo, mask and steering."""
        position = self.history.position
        return self.history.steps[position - 1] if position else self._beginning

    def mark_opened(self) -> None:
        """What was done so far is part of opening the photo: it does not count as a change."""
        self._opened = self.moment

    def mark_saved(self, path: Path, state: int, moment: object | None = None) -> None:
        """The pixels of that :attr:`state` are safe in that file; in a project all of that :attr:`moment` is."""
        self.saved_as = path
        self._saved_state, self._saved_moment = state, moment
        self._notify("history", NOTHING)

    def _push(
        self,
        label: str,
        edits: list[Edit],
        entry: FillEntry | None = None,
        references: tuple[References, ...] = (),
        replaces: bool = False,
        painted: PackedMask | None = None,
        lines: LineSteering | None = None,
    ) -> None:
        before = self._state
        if entry is not None:
            self._last_state += 1
            self._state = self._last_state
            self.revision += 1
        step = Step(label, edits, before, self._state, entry, references, replaces, painted, lines)
        dropped = self.history.push(step)
        if dropped:
            self._beginning = object()
        self._forgotten_entries = _latest(self._forgotten_entries, dropped)
        if entry is not None:
            self._refresh_alpha()
        self._notify("history", NOTHING)

    def _swap(self, step: Step, edits: list[Edit], state: int) -> None:
        boxes: dict[Layer, Box] = {}
        for edit in edits:
            edit.swap(self._layer(edit.layer))
            boxes[edit.layer] = boxes.get(edit.layer, NOTHING).union(edit.box)
        if step.changes_pixels:
            self.revision += 1
            self._refresh_alpha()
        self._state = state
        self._forget_counts()
        if step.lines is not None:
            step.lines, self.lines = self.lines, step.lines
            self._notify("lines", NOTHING)
        for layer, box in boxes.items():
            self._notify(layer, box)
        self._notify("history", NOTHING)

    def _notify(self, what: What, box: Box) -> None:
        for observer in list(self._observers):
            observer(what, box)


def _pasted(values: np.ndarray, box: Box, patches: Sequence[tuple[Box, np.ndarray]]) -> np.ndarray:
    """The pixels of a box with patches pasted into them, in place."""
    for place, pixels in patches:
        common = place.intersect(box)
        if not common.is_empty:
            values[common.relative_to(box).slices] = pixels[common.relative_to(place).slices]
    return values


def _latest(entries: Sequence[FillEntry], steps: Sequence[Step]) -> list[FillEntry]:
    """Entries with those of later steps, a replaced fill's by that of the one in its place."""
    found = list(entries)
    for step in steps:
        if step.entry is not None:
            if step.replaces and found:
                found.pop()
            found.append(step.entry)
    return found
