"""What a person asks of the references behind the fills: which are shown, what the pointer is over, and steering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.progress import Progress
from crfill_core.references.provenance import Link, References
from crfill_gui.config import settings as keys
from crfill_gui.document.document import Document
from crfill_gui.document.tiled_photo import TiledPhoto
from crfill_gui.editor import photos
from crfill_gui.editor.references.explanation import Explanation, Look, explain, sureness
from crfill_gui.editor.session import Session
from crfill_gui.i18n import plural, tr, tr_core
from crfill_gui.workers.task import Priority, Task

MOST_WINDOWS = 12
"""The windows filled last are explained; each takes a good part of a second and some megabytes."""
REST_MS = 120
"""A pointer that rests that long over a known place asks what selected it."""


@dataclass(frozen=True, eq=False)
class Inspected:
    """A place that somebody asked about, and the answer."""

    point: tuple[int, int]
    explanation: Explanation
    links: tuple[Link, ...]
    filled: bool
    """Whether the place was filled and the links lead away from it; else it is known and they lead to it."""

    def drawn(self, look: Look) -> tuple[Link, ...]:
        """The links that get lines. Of a copied pixel its references where the look is about what the features
        select, else its true source.
        """
        if not (self.filled and self.links[0].copied):
            return self.links
        return self.links[1:] if look in ("jigsaw", "confidence") and len(self.links) > 1 else self.links[:1]


class ReferencesController(QObject):
    """Explains the fills of the session's document. Views call the methods, and show what the signals say has changed."""

    changed = Signal()  # what is explained, or how it is shown
    links_changed = Signal(object, object)  # the links to draw, and the one that stands out or None
    inspected_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shown = False
        self.explanations: tuple[Explanation, ...] = ()
        """Those of the fills that are in the pixels now, oldest first."""
        self.inspected: Inspected | None = None
        self.chosen: Link | None = None
        self._known: dict[References, Explanation] = {}
        self._tasks: dict[References, Task[Explanation]] = {}
        self._failed: set[References] = (
            set()
        )  # not tried again before somebody asks for it, or other weights come
        self._asked: tuple[int, int] | None = None
        self._stop = -1
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask_known)
        session.document_changed.connect(self._on_document)
        session.state_changed.connect(self._refresh)
        session.engine.ready.connect(self._try_again)

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return bool(self._tasks)

    # How it is shown

    @property
    def look(self) -> Look:
        look = self._session.settings.get(keys.REFERENCES_LOOK)
        return next(known for known in get_args(Look) if known == look)

    @property
    def opacity(self) -> float:
        return self._session.settings.get(keys.REFERENCES_OPACITY)

    @property
    def document(self) -> Document | None:
        return self._session.document

    def set_shown(self, shown: bool) -> None:
        """Show or hide all of it."""
        if shown != self.shown:
            self.shown = shown
            self._inspect(None)
            self._try_again()

    def set_look(self, look: Look) -> None:
        self._session.settings.set(keys.REFERENCES_LOOK, look)
        if self.inspected is not None:
            self.links_changed.emit(self.inspected.drawn(look), self.chosen)
        self._try_again()

    def set_opacity(self, opacity: float) -> None:
        self._session.settings.set(keys.REFERENCES_OPACITY, opacity)
        self.changed.emit()

    # What is explained

    def filled_box(self) -> Box | None:
        """Around what the latest fill filled; None if that is not known."""
        document = self.document
        if document is None or not document.references:
            return None
        latest = document.references[-1]
        return bounds(latest.write).translate(*latest.window[:2])

    def _on_document(self, document: Document | None) -> None:
        self._give_up()
        self._known.clear()
        self._failed.clear()
        self._inspect(None)
        self._refresh()

    def _try_again(self) -> None:
        """Also what failed before."""
        self._failed.clear()
        self._refresh()

    def _refresh(self) -> None:
        """Follow the document: explain what is new, show what is known."""
        document = self.document
        wanted = () if document is None else document.references[-MOST_WINDOWS:]
        if document is not None and self.shown:
            self._forget_gone(document)
            self._work_out(document, wanted)
        else:
            self._give_up()
        explanations = tuple(self._known[one] for one in wanted if one in self._known)
        if explanations != self.explanations:
            self.explanations = explanations
            if self.inspected is not None and self.inspected.explanation not in explanations:
                self._inspect(None)
        self.changed.emit()

    def _forget_gone(self, document: Document) -> None:
        """Keep what redo can bring back, and no more."""
        kept = {one for step in document.history.steps for one in step.references}
        self._known = {one: known for one, known in self._known.items() if one in kept}
        self._failed &= kept

    def _work_out(self, document: Document, wanted: Sequence[References]) -> None:
        """Begin what is missing, a task a window: each is shown as soon as it is there."""
        for one in wanted:
            if one in self._tasks or one in self._failed:
                continue
            if one not in self._known:
                self._start(document, one, partial(_explained, one, document.now))
            elif self.look == "confidence" and self._can_be_surer(document, one):
                self._start(document, one, partial(self._look_twice, one, self._known[one]))

    def _start(
        self,
        document: Document,
        one: References,
        work: Callable[[Progress], Explanation],
    ) -> None:
        """Fills come first: a fill that is asked for stops the task, which begins anew after it."""
        task = self._tasks[one] = Task(work, priority=Priority.EXPLAIN, gives_way=True)

        def done(explanation: Explanation) -> None:
            if document is self.document:
                self._known[one] = explanation

        def failed(sentence: str) -> None:
            self._failed.add(one)
            self._session.say("error", sentence)

        def ended() -> None:
            del self._tasks[one]
            self._refresh()

        task.done.connect(done)
        task.failed.connect(failed)
        task.ended.connect(ended)
        self._session.engine.worker.put(task)

    def _give_up(self) -> None:
        """Give up what is still worked out."""
        for task in list(self._tasks.values()):
            task.cancel()

    def _can_be_surer(self, document: Document, one: References) -> bool:
        """Whether the mirrored window was not seen yet and the weights in use made that fill: others would select
        otherwise.
        """
        loaded = self._session.engine.loaded
        if loaded is None or one.seen_twice:
            return False
        entries = (fill[-1].entry for fill in document.history.fills() if one in fill[-1].references)
        return any(entry is not None and entry.weights_sha256 == loaded.sha256 for entry in entries)

    def _look_twice(self, one: References, known: Explanation, progress: Progress) -> Explanation:
        """Let the confidence count what the mirrored window selects. It costs a pass of the network, so only those who
        look at the confidence wait for it, with what is known before on the screen. On the engine's thread.
        """
        progress.check()
        engine = self._session.engine
        notes = engine.filler(engine.choice).add_mirrored(one)
        for note in notes:
            engine.worker.post(partial(self._session.say, "info", tr_core(note)))
        return replace(known, sureness=sureness(one))

    # What the pointer is over

    def hover(self, point: tuple[int, int] | None) -> None:
        """The pointer is over that photo pixel, or over none."""
        self._rest.stop()
        if not self.shown or point is None:
            return
        owner = self._owner(*point)
        if owner is None:
            self._asked = point
            self._rest.start()
        else:
            self._inspect_filled(owner, point)

    def _owner(self, x: int, y: int) -> Explanation | None:
        """The latest fill of that photo pixel."""
        return next((one for one in reversed(self.explanations) if one.owns(x, y)), None)

    def _inspect_filled(self, owner: Explanation, point: tuple[int, int]) -> None:
        links = tuple(owner.links_at(*point))
        self._inspect(Inspected(point, owner, links, True) if links else None)

    def _ask_known(self) -> None:
        """The pointer rests on a known place: show what selected it. If nothing did, what is shown stays."""
        if self._asked is None or not self.shown:
            return
        found = [(one, link) for one in self.explanations for link in self._selecting(one, *self._asked)]
        if found:
            found.sort(key=lambda pair: -pair[1].weight)
            self._inspect(Inspected(self._asked, found[0][0], tuple(link for _, link in found), False))

    def _selecting(self, one: Explanation, x: int, y: int) -> list[Link]:
        """The links of a fill to that known pixel, less those from where a later fill covers it."""
        links = one.references.selected_by(x, y)
        return [link for link in links if self._owner(*_middle(link.filled)) in (one, None)]

    def _inspect(self, inspected: Inspected | None) -> None:
        if inspected is not None and self.inspected is not None and inspected.links == self.inspected.links:
            return
        if inspected is None and self.inspected is None:
            return
        self.inspected, self.chosen = inspected, None
        self.links_changed.emit(() if inspected is None else inspected.drawn(self.look), None)
        self.inspected_changed.emit()

    def choose(self, index: int | None) -> None:
        """Let one of the inspected links stand out."""
        inspected = self.inspected
        if inspected is None:
            return
        self.chosen = None if index is None else inspected.links[index]
        drawn = inspected.drawn(self.look)
        if self.chosen is not None and self.chosen not in drawn:
            drawn = (*drawn, self.chosen)
        self.links_changed.emit(drawn, self.chosen)

    def step(self, direction: int) -> None:
        """Inspect the next (1) or previous (−1) patch of the filled holes: hovering for the keyboard."""
        stops = [
            (one, stop) for one in self.explanations for stop in one.stops() if self._owner(*stop) is one
        ]
        if stops:
            self._stop = (self._stop + direction) % len(stops) if self._stop >= 0 else 0
            self._inspect_filled(*stops[self._stop])

    # Steering

    def steer(self, x: int, y: int, veto: bool) -> None:
        """Avoid or prefer what lies under a photo pixel: the reference there, or that of a filled patch, or else a
        square of the brush's size.
        """
        self._steer_region(self._region_at(x, y), veto)

    def steer_link(self, link: Link, veto: bool) -> None:
        """Avoid or prefer one of the inspected references."""
        if self.inspected is not None:
            self._steer_region(self.inspected.explanation.references.veto_region(link), veto)

    def _steer_region(self, region: Box, veto: bool) -> None:
        document = self.document
        if document is None or document.is_painting:
            return
        if veto:
            document.steering.avoid_region(region)
        else:
            document.steering.prefer_region(region)
        if document.fills.last_mask is not None:
            if veto:
                said = tr("The next fill will not borrow from there: press Fill Again (Ctrl+Shift+Enter).")
            else:
                said = tr(
                    "The next fill will borrow from there where it can: press Fill Again (Ctrl+Shift+Enter)."
                )
            self._session.say("info", said)

    def _region_at(self, x: int, y: int) -> Box:
        pixel = Box(x, y, x + 1, y + 1)
        inspected = self.inspected
        if inspected is not None:
            for link in inspected.links:
                if link.known.contains(pixel):
                    return inspected.explanation.references.veto_region(link)
        owner = self._owner(x, y)
        if owner is not None and (links := owner.links_at(x, y)):
            return owner.references.veto_region(links[0])
        for one in reversed(self.explanations):
            if selecting := self._selecting(one, x, y):
                return one.references.veto_region(selecting[0])
        side = max(16, round(2 * self._session.settings.get(keys.BRUSH_RADIUS)))
        return Box.around(x, y, side, side)

    # Export

    def export(self) -> None:
        """Ask for a folder and write contact sheet, pictures and ``matches.json`` there."""
        session, document = self._session, self.document
        if document is None or session.prompts is None:
            return
        if not document.references:
            session.say(
                "warning", tr("No fill in the photo says what it leaned on: press Fill Again, then export.")
            )
            return
        folder = session.prompts.folder_for_references(photos.home_of_copies(session.path).parent)
        if folder is None:
            return
        now, references, weights = document.now, document.references, document.recipe[-1].weights

        def work(progress: Progress) -> int:
            from crfill_core.references.export import Explained, export

            return len(export(Explained(now.opened, now.photo, references, weights), folder, progress))

        def done(count: int) -> None:
            session.say(
                "info",
                plural(
                    "{n} file that explains the fill is in {folder}.",
                    "{n} files that explain the fill are in {folder}.",
                    count,
                    folder=folder.name,
                ),
            )

        session.say("info", tr("Writing the contact sheet and matches.json…"))
        session.engine.worker.start(work, done, session.fail)


def _explained(one: References, now: TiledPhoto, progress: Progress) -> Explanation:
    return explain(one, now.photo, progress)


def _middle(box: Box) -> tuple[int, int]:
    x, y = box.center
    return int(x), int(y)
