"""The document: a photo with its masks, steering, history and recipe, and callbacks for changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.geometry import EMPTY, Box, Size, union_all
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest, FillResult
from crfill_core.jobs.recipe import FillEntry
from crfill_core.references.lines import LineSteering
from crfill_gui.document import mask as masks
from crfill_gui.document.brush import Brush
from crfill_gui.document.fill_steps import FillSteps, alpha_after
from crfill_gui.document.history import Edit, History, Layer, Step, What, compact
from crfill_gui.document.landing import Landing, Paste, patches_of
from crfill_gui.document.mask_layers import MaskLayers
from crfill_gui.document.outline import Point
from crfill_gui.document.selection import MaskPatch
from crfill_gui.document.steering import Steering
from crfill_gui.document.stroke import Painted, Stroke
from crfill_gui.document.tiled_photo import TiledPhoto

if TYPE_CHECKING:
    from crfill_core.references.provenance import References

Observer = Callable[[What, Box], None]
HISTORY_BUDGET = 512 * 2**20


class Document:
    """One photo with everything that was done to it.

    ``coverage`` is the mask. ``avoid`` and ``prefer`` are the steering layers: where fills may not borrow from, and where
    they should. All three are (H, W) uint8 views that are read-only and show later changes. Only methods change them,
    and a worker must be given copies. ``lines`` are the edges that continue across a hole. The current photo (``now``,
    ``photo``, ``pixels``) is immutable, so a worker may keep it. ``revision`` grows whenever the *pixels* change. A fill
    made for an earlier revision is stale.

    Observers get (layer, box) for each change; for the lines the box is empty. They get ("history", empty box) after
    each finished step, undo, redo and save.
    """

    def __init__(self, photo: Photo, history_budget: int = HISTORY_BUDGET) -> None:
        self.original = photo
        self.now = TiledPhoto.of(photo)
        self.history = History(history_budget)
        self.revision = 0
        self.saved_as: Path | None = None
        """The file that the photo was last saved to; None before the first time."""
        self._masks = MaskLayers(photo.size)
        self.coverage, self.avoid, self.prefer = (self._masks[name] for name in ("mask", "avoid", "prefer"))
        self.steering = Steering(self, self._masks)
        self.fills = FillSteps(self.history, photo.size)
        self._stroke: Stroke | None = None
        self._observers: list[Observer] = []

    # The current state

    @property
    def size(self) -> Size:
        return self.original.size

    @property
    def photo(self) -> Photo:
        """The current photo. After a change, the first call takes time for a large photo, so let a background thread read
        ``now.photo``.
        """
        return self.now.photo

    @property
    def pixels(self) -> np.ndarray:
        """The current pixels, (H, W, C) in the photo's dtype. They take time like :attr:`photo`; parts of ``now.pixels`` do
        not.
        """
        return self.now.photo.pixels

    @property
    def alpha(self) -> np.ndarray | None:
        """The alpha channel, (H, W) in the pixels' dtype, or None. Filled pixels are opaque."""
        return self.now.alpha

    @property
    def is_dirty(self) -> bool:
        """Whether the pixels differ from those last saved, or from those opened if nothing was saved. After a project was
        saved, whether anything has changed since.
        """
        return self.history.is_dirty

    @property
    def is_changed(self) -> bool:
        """Whether the pixels differ from those opened."""
        return self.history.state != 0

    @property
    def is_painting(self) -> bool:
        return self._stroke is not None

    @property
    def mask_area(self) -> int:
        """How many pixels the mask covers, wholly or in part."""
        return self._masks.area

    @property
    def lines(self) -> LineSteering:
        return self.steering.lines

    @property
    def recipe(self) -> tuple[FillEntry, ...]:
        """The fills that the photo shows now, oldest first."""
        return self.fills.recipe

    @property
    def references(self) -> tuple[References, ...]:
        """The references of the fills that the photo shows now, oldest first, as far as the history goes back."""
        return self.fills.references

    def before_last_fill(self) -> Photo:
        """The photo before the latest fill, for a fill that replaces it (see :attr:`FillSteps.replaceable`)."""
        pixels = self.fills.before_last(self.now.pixels)
        return self.now.changed(pixels, alpha_after(self.original, self.recipe[:-1])).photo

    def subscribe(self, observer: Observer) -> None:
        self._observers.append(observer)

    def unsubscribe(self, observer: Observer) -> None:
        self._observers.remove(observer)

    # Painting

    def begin_stroke(self, label: str, layer: Painted = "mask") -> None:
        """Start a stroke. End it with :meth:`commit_stroke` or :meth:`abort_stroke`."""
        if self.is_painting:
            raise RuntimeError("A stroke is already being painted")
        self._stroke = Stroke(label, layer, self.size)

    def paint(self, brush: Brush, points: Sequence[Point], erase: bool = False) -> None:
        """Dab the brush at each point, in photo coordinates, within the current stroke."""
        stroke = self._stroke
        if stroke is None:
            raise RuntimeError("paint() outside a stroke")
        for box in stroke.paint(self._masks.writable(stroke.layer), brush, points, erase):
            self.notify(stroke.layer, box)

    def commit_stroke(self) -> None:
        """Make the current stroke one undo step, or no step if it changed nothing."""
        stroke, self._stroke = self._stroke, None
        edits = stroke.edits(self._masks[stroke.layer]) if stroke is not None else []
        if stroke is not None and edits:
            self.push(Step(stroke.label, edits))

    def abort_stroke(self) -> None:
        """Undo the current stroke."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            self.notify(stroke.layer, stroke.undo(self._masks.writable(stroke.layer)))

    @contextmanager
    def apart_from_strokes(self) -> Iterator[None]:
        """End the current stroke before the block and begin another after it, so that a change in the block can be undone
        separately.
        """
        stroke = self._stroke
        if stroke is not None:
            self.commit_stroke()
        try:
            yield
        finally:
            if stroke is not None:
                self.begin_stroke(stroke.label, stroke.layer)

    # Whole-mask edits

    def set_mask(self, coverage: np.ndarray, label: str) -> None:
        """Replace the mask, (H, W) uint8, as one undo step. Raises ValueError for another shape or dtype."""
        if coverage.shape != self.coverage.shape or coverage.dtype != np.uint8:
            raise ValueError(
                f"a mask of this photo is {self.coverage.shape} uint8, not {coverage.shape} {coverage.dtype}"
            )
        self._change_mask(Box.of(self.size), lambda tile: coverage[tile.slices], label)

    def change_mask(self, patch: MaskPatch, label: str) -> None:
        """Give a part of the mask new values as one undo step; none if nothing changes."""
        self._change_mask(patch.box, lambda tile: patch.over(self.coverage, tile), label)

    def _change_mask(self, box: Box, new_values: Callable[[Box], np.ndarray], label: str) -> None:
        with self.apart_from_strokes():
            edits = self._masks.write("mask", box, new_values)
            if edits:
                self.push(Step(label, edits))
                self.notify("mask", union_all(edit.box for edit in edits))

    def clear_mask(self) -> None:
        self.set_mask(np.zeros_like(self.coverage), "Clear mask")

    def invert_mask(self) -> None:
        self.set_mask(255 - self.coverage, "Invert mask")

    def restore_last_mask(self) -> bool:
        """Add the latest fill's mask, as it was painted, to the mask; False if there is none."""
        last = self.fills.last_painted_mask
        if last is None:
            return False
        self.set_mask(np.maximum(self.coverage, last), "Restore last mask")
        return True

    # Fills

    def apply_fill(
        self,
        request: FillRequest,
        result: FillResult,
        label: str = "Fill",
        covered: np.ndarray | None = None,
        replaces: bool = False,
        landing: Landing | None = None,
    ) -> None:
        """Paste a result, and remove what was filled from the mask, but not what was painted since the request. All this is
        one undo step.

        ``covered`` is the document's mask at the time of the request, if the request has another mask. A result that
        ``replaces`` the latest fill was made from :meth:`before_last_fill`, and takes that fill's place in the recipe.
        ``landing`` is what was computed in advance from the same arguments and the current pixels. Raises ValueError
        for a result of an earlier revision.
        """
        if result.revision != self.revision:
            raise ValueError("The photo has changed since this fill was asked for")
        with self.apart_from_strokes():
            landing = landing or Landing.of(request, result, covered)
            paste, entry = landing.paste, landing.entry
            if paste is None or replaces or paste.before is not self.now.pixels:
                patches = patches_of(result)
                if replaces:
                    patches = self.fills.replacing(self.now.pixels, patches)
                paste = Paste.of(self.now.pixels, patches)
            self.now = self.now.changed(paste.after, self.now.alpha)
            before = request.mask if covered is None else covered
            painted = self.fills.painted_for(entry, landing.painted)
            packed = landing.painted or entry.coverage
            mask_edits = self._masks.write(
                "mask",
                packed.box,
                lambda tile: masks.without(self.coverage[tile.slices], before[tile.slices]),
            )
            self.push(Step(label, paste.edits + mask_edits, entry, result.references, replaces, painted))
            self.notify("pixels", union_all(edit.box for edit in paste.edits))
            self.notify("mask", union_all(edit.box for edit in mask_edits))

    def _paste(self, box: Box, values: np.ndarray) -> Edit:
        """Give a box of the photo other pixels. Returns the edit that undoes it."""
        paste = Paste.of(self.now.pixels, [(box, values)])
        self.now = self.now.changed(paste.after, self.now.alpha)
        return paste.edits[0]

    def _pixels_changed(self) -> None:
        """Follow a change of the fills that the photo shows."""
        self.revision += 1
        if self.original.alpha is not None:
            self.now = self.now.changed(self.now.pixels, alpha_after(self.original, self.recipe))

    # History

    def undo(self) -> bool:
        """Undo the latest step; False if there is none or a stroke is being painted."""
        step = None if self.is_painting else self.history.back()
        if step is None:
            return False
        self._swap(step, step.edits[::-1])
        return True

    def redo(self) -> bool:
        """Redo the latest undone step; False if there is none or a stroke is being painted."""
        step = None if self.is_painting else self.history.forward()
        if step is None:
            return False
        self._swap(step, step.edits)
        return True

    def go_to(self, position: int) -> None:
        """Undo or redo until ``position`` steps of the history are done."""
        while self.history.position > position and self.undo():
            pass
        while self.history.position < position and self.redo():
            pass

    def mark_saved(self, path: Path, state: int, moment: object | None = None) -> None:
        """Record that the pixels of a ``state`` were saved in a file. For ``moment`` see :meth:`History.mark_saved`."""
        self.saved_as = path
        self.history.mark_saved(state, moment)
        self.notify("history", EMPTY)

    def push(self, step: Step) -> None:
        """Add a step that was just done to the history."""
        self.fills.forget(self.history.push(step))
        if step.entry is not None:
            self._pixels_changed()
        self.notify("history", EMPTY)

    def _swap(self, step: Step, edits: list[Edit]) -> None:
        """Swap the values of a step with those of the document."""
        boxes: dict[Layer, Box] = {}
        for edit in edits:
            if edit.layer == "pixels":
                edit.values = self._paste(edit.box, edit.values).values
            else:
                part = self._masks.writable(edit.layer)[edit.box.slices]
                held, part[...] = compact(part), edit.values
                edit.values = held
            boxes[edit.layer] = boxes.get(edit.layer, EMPTY).union(edit.box)
        if step.changes_pixels:
            self._pixels_changed()
        if step.lines is not None:
            step.lines, self.steering.lines = self.lines, step.lines
            self.notify("lines", EMPTY)
        for layer, box in boxes.items():
            self.notify(layer, box)
        self.notify("history", EMPTY)

    def notify(self, what: What, box: Box) -> None:
        """Tell the observers about a change."""
        for observer in list(self._observers):
            observer(what, box)
