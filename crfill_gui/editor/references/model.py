"""The model of the references overlay: explanations, the place under the pointer, and steering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.references.links import Link
from crfill_gui.config import settings as keys
from crfill_gui.document.document import Document
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.references.explaining import Explaining
from crfill_gui.editor.references.explanation import Explanation, Look
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr

MOST_WINDOWS = 12
"""At most this many windows are explained: those filled last. Each takes nearly a second and some megabytes."""
REST_MS = 120
"""The links of a known place are shown once the pointer has rested on it for this long."""


@dataclass(frozen=True, eq=False)
class Inspected:
    """An inspected place and its links."""

    point: tuple[int, int]
    explanation: Explanation
    links: tuple[Link, ...]
    filled: bool
    """True: the place was filled, and the links lead away from it. False: it is known, and they lead to it."""

    def drawn(self, look: Look) -> tuple[Link, ...]:
        """The links that are drawn as lines: all of them, except that for a copied pixel only the link to its source is
        drawn in the views that do not show what the features select.
        """
        if not (self.filled and self.links[0].copied):
            return self.links
        return self.links if look in ("jigsaw", "confidence") else self.links[:1]


class ReferencesController(QObject):
    """Explains the fills of the session's document while the overlay is shown."""

    changed = Signal()  # the explanations, or how they are shown
    # Links to draw; the chosen link or None; whether the inspected place was filled.
    links_changed = Signal(object, object, bool)
    inspected_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shown = False
        self.explanations: tuple[Explanation, ...] = ()
        """The explanations of the fills that the photo shows now, oldest first."""
        self.inspected: Inspected | None = None
        self.chosen: Link | None = None
        self._explaining = Explaining(session)
        self._explaining.ended.connect(self._refresh)
        self._asked: tuple[int, int] | None = None
        self._stop = -1
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask_known)
        session.document_changed.connect(self._on_document)
        session.state_changed.connect(self._refresh)
        session.engine.ready.connect(self._try_again)

    @property
    def busy(self) -> bool:
        return self._explaining.busy

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
        if shown != self.shown:
            self.shown = shown
            self._inspect(None)
            self._try_again()

    def set_look(self, look: Look) -> None:
        self._session.settings.set(keys.REFERENCES_LOOK, look)
        if self.inspected is not None:
            self.links_changed.emit(self.inspected.drawn(look), self.chosen, self.inspected.filled)
        self._try_again()

    def set_opacity(self, opacity: float) -> None:
        self._session.settings.set(keys.REFERENCES_OPACITY, opacity)
        self.changed.emit()

    def filled_box(self) -> Box | None:
        """The box around the filled pixels of the latest window; None if no fill in the photo has references."""
        document = self.document
        if document is None or not document.references:
            return None
        latest = document.references[-1]
        return bounds(latest.write).translate(*latest.window[:2])

    def _on_document(self, document: Document | None) -> None:
        self._explaining.clear()
        self._inspect(None)
        self._refresh()

    def _try_again(self) -> None:
        """Explain what is not explained yet, including what failed before."""
        self._explaining.retry()
        self._refresh()

    def _refresh(self) -> None:
        """Explain new fills of the document, and show the finished explanations."""
        document = self.document
        wanted = () if document is None else document.references[-MOST_WINDOWS:]
        if document is not None and self.shown:
            self._explaining.work_out(document, wanted, twice=self.look == "confidence")
        else:
            self._explaining.cancel()
        explanations = self._explaining.known(wanted)
        if explanations != self.explanations:
            self.explanations = explanations
            if self.inspected is not None and self.inspected.explanation not in explanations:
                self._inspect(None)
        self.changed.emit()

    def hover(self, point: tuple[int, int] | None) -> None:
        """Inspect the photo pixel under the pointer; None: the pointer is not over the photo."""
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
        """The latest explanation whose window filled that photo pixel; None if there is none."""
        return next((fill for fill in reversed(self.explanations) if fill.owns(x, y)), None)

    def _inspect_filled(self, owner: Explanation, point: tuple[int, int]) -> None:
        links = tuple(owner.links_at(*point))
        self._inspect(Inspected(point, owner, links, True) if links else None)

    def _ask_known(self) -> None:
        """The pointer rests on a known place: inspect it if a filled place was copied from it or has selected it."""
        if self._asked is None or not self.shown:
            return
        pairs = [(fill, link) for fill in self.explanations for link in self._selecting(fill, *self._asked)]
        if pairs:
            pairs.sort(key=lambda pair: -pair[1].weight)
            self._inspect(Inspected(self._asked, pairs[0][0], tuple(link for _, link in pairs), False))

    def _selecting(self, fill: Explanation, x: int, y: int) -> list[Link]:
        """The links of a fill to that known pixel, without those from places that a later fill covers."""
        links = fill.references.selected_by(x, y)
        return [link for link in links if self._owner(*_middle(link.filled)) in (fill, None)]

    def _inspect(self, inspected: Inspected | None) -> None:
        if inspected is not None and self.inspected is not None and inspected.links == self.inspected.links:
            return
        if inspected is None and self.inspected is None:
            return
        self.inspected, self.chosen = inspected, None
        links = () if inspected is None else inspected.drawn(self.look)
        self.links_changed.emit(links, None, inspected is None or inspected.filled)
        self.inspected_changed.emit()

    def choose(self, index: int | None) -> None:
        """Emphasise the inspected link with that index; None: no link."""
        inspected = self.inspected
        if inspected is None:
            return
        self.chosen = None if index is None else inspected.links[index]
        drawn = inspected.drawn(self.look)
        if self.chosen is not None and self.chosen not in drawn:
            drawn = (*drawn, self.chosen)
        self.links_changed.emit(drawn, self.chosen, inspected.filled)

    def step(self, direction: int) -> None:
        """Inspect the next (1) or previous (−1) filled patch."""
        stops = [
            (fill, stop) for fill in self.explanations for stop in fill.stops() if self._owner(*stop) is fill
        ]
        if stops:
            self._stop = (self._stop + direction) % len(stops) if self._stop >= 0 else 0
            self._inspect_filled(*stops[self._stop])

    def steer(self, x: int, y: int, veto: bool) -> None:
        """Avoid (``veto``) or prefer an area at a photo pixel. Tried in this order: the area of an inspected link that leads
        there; the source or best reference of the filled place there; the known place there that a fill has selected,
        the latest fill first; a square as wide as the brush, but at least 16 pixels.
        """
        self._steer_region(self._region_at(x, y), veto)

    def steer_link(self, link: Link, veto: bool) -> None:
        """Avoid (``veto``) or prefer the known place of an inspected link."""
        if self.inspected is not None:
            self._steer_region(self.inspected.explanation.references.veto_region(link), veto)

    def _steer_region(self, region: Box, veto: bool) -> None:
        document = self.document
        if document is None or document.is_painting:
            return
        if veto:
            document.steering.avoid_region(region)
            sentence = tr("The next fill will not borrow from there.")
        else:
            document.steering.prefer_region(region)
            sentence = tr("The next fill will borrow from there where possible.")
        if document.fills.last_mask is not None:
            answers = ((tr("Fill Again"), self._session.filling.fill_again),)
            self._session.message.emit(Notice("info", sentence, answers))

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
        for fill in reversed(self.explanations):
            if selecting := self._selecting(fill, x, y):
                return fill.references.veto_region(selecting[0])
        side = max(16, round(2 * self._session.settings.get(keys.BRUSH_RADIUS)))
        return Box.around(x, y, side, side)


def _middle(box: Box) -> tuple[int, int]:
    x, y = box.center
    return int(x), int(y)
