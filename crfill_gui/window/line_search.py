"""Detects lines while the line tool is active, and describes the result."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_core.inference.request import FillRequest
from crfill_core.progress import Progress
from crfill_core.references.lines import Line
from crfill_gui.canvas.line_tool import ShownLines
from crfill_gui.canvas.view import Canvas
from crfill_gui.config import settings as keys
from crfill_gui.document.document import Document
from crfill_gui.document.history import What
from crfill_gui.document.mask import copied
from crfill_gui.editor.session import Session
from crfill_gui.i18n import plural, tr
from crfill_gui.workers.latest import Latest
from crfill_gui.workers.task import Task

REST_MS = 150
"""A search starts when nothing that affects it has changed for this long."""


class LinesController(QObject):
    """Detects the lines across the hole, and gives them to the canvas. The hole is that of the mask or, without a mask,
    that of the latest fill.

    One search runs at a time, in the background. A change that affects the lines cancels it. While another tool is
    active, there is no search.
    """

    described = Signal(str)  # the result, for the status bar

    def __init__(self, session: Session, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._document: Document | None = None
        self._searches = Latest(session.engine.worker, self._show, self._fail)
        self._drawn: tuple[Line, ...] = ()
        self._described = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._search)
        session.document_changed.connect(self._on_document)
        session.choices.window_changed.connect(lambda _: self._follow())
        session.engine.ready.connect(lambda *_: self._follow())
        for setting in (keys.FILL_GROW, keys.FILL_SCALE):
            session.settings.watch(setting, lambda _: self._follow())
        session.settings.watch(keys.FILL_WIDEN, lambda _: self._follow())
        session.settings.watch(keys.FILL_MODE, lambda _: self._describe())
        session.closing.connect(self._searches.forget)
        canvas.tools.tool_changed.connect(self._on_tool)
        canvas.tools.lines_changed.connect(self._describe)

    @property
    def active(self) -> bool:
        """Whether lines are wanted: a photo is open and the line tool is active."""
        return self._document is not None and self._canvas.tools.tool == "line"

    @property
    def searching(self) -> bool:
        """Whether the shown lines may be incomplete."""
        return self.active and (self._searches.wanted or self._rest.isActive())

    def _on_document(self, document: Document | None) -> None:
        if self._document is not None:
            self._document.unsubscribe(self._on_change)
        self._document = document
        self._drawn = document.lines.drawn if document is not None else ()
        if document is not None:
            document.subscribe(self._on_change)
        self._follow()

    def _on_change(self, what: What, box: Box) -> None:
        document = self._document
        if what == "lines" and document is not None and document.lines.drawn != self._drawn:
            self._drawn = document.lines.drawn  # drawn lines affect which lines are detected
            self._follow()
        elif what in ("mask", "avoid", "prefer", "pixels"):
            self._follow()

    def _on_tool(self, tool: str) -> None:
        self._canvas.tools.show_found(())
        self._follow()

    def _follow(self) -> None:
        """Cancel the running search and, if lines are wanted, start another one soon."""
        self._searches.forget()
        if self.active:
            self._rest.start()
        else:
            self._rest.stop()
        self._describe()

    def _search(self) -> None:
        document = self._document
        if document is None or not self.active:
            return
        if document.mask_area or document.fills.last_mask is not None:
            self._searches.ask(partial(self._finding, document))
        else:
            self._canvas.tools.show_found(())
        self._describe()

    def _finding(self, document: Document) -> Task[tuple[Line, ...]]:
        """A task that detects the lines of a document in its current state."""
        engine, choices = self._session.engine, self._session.choices
        last, painted = document.fills.last_mask, document.mask_area > 0
        mask = copied(document.coverage) if painted or last is None else lambda: last
        growth, options, (avoid, prefer) = choices.growth, choices.options, document.steering.masks()
        now, lines = document.now, document.lines

        def work(progress: Progress) -> tuple[Line, ...]:
            hole = growth.of(mask(), now.photo.pixels) if painted else mask()
            progress.check()
            return engine.find_lines(FillRequest(now.photo, hole, options, avoid, prefer, lines), progress)

        return Task(work, gives_way=True)

    def _show(self, found: tuple[Line, ...]) -> None:
        self._canvas.tools.show_found(found)
        self._describe()

    def _fail(self, sentence: str) -> None:
        self._canvas.failed.emit(sentence)
        self._describe()

    def _describe(self) -> None:
        shown = self._canvas.tools.lines.shown
        here = self.active and bool(shown.drawn or shown.found)
        self._session.set_group("lines", here)
        words = self._words(shown) if self.active else ""
        if words != self._described:
            self._described = words
            self.described.emit(words)

    def _words(self, shown: ShownLines) -> str:
        document = self._document
        assert document is not None
        if shown.selected is not None:
            if shown.selected in shown.drawn:
                return tr("Drawn line selected: drag its points, or press Delete to remove it")
            return tr("Detected line selected: press Delete to remove it")
        parts = []
        if self.searching:
            parts.append(tr("Detecting lines…"))
        elif not document.mask_area and document.fills.last_mask is None:
            parts.append(tr("Lines are detected once something is masked"))
        else:
            found = len(shown.found)
            parts.append(
                plural("{n} line detected", "{n} lines detected", found) if found else tr("No lines detected")
            )
        if self._session.choices.mode == "network":
            parts.append(tr("not followed in Network mode"))
        if shown.drawn:
            parts.append(plural("{n} drawn", "{n} drawn", len(shown.drawn)))
        if deleted := len(document.lines.deleted):
            parts.append(plural("{n} deleted", "{n} deleted", deleted))
        return " · ".join(parts)
