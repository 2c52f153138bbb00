"""The functions that carry out the actions listed in commands/actions.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from PySide6.QtCore import QElapsedTimer

from crfill_gui.canvas.tools import ToolName
from crfill_gui.canvas.view import Canvas
from crfill_gui.commands.qactions import Handler
from crfill_gui.config import settings as keys
from crfill_gui.document.document import Document
from crfill_gui.document.mask_operations import without_holes
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr

TWICE_MS = 600
"""Choosing the zoom tool twice within this time, in milliseconds, zooms to the mask."""


class Commands:
    """Carries out actions on the canvas and the session. Cancel (Esc) calls ``step_back`` if there is nothing to cancel."""

    def __init__(self, session: Session, canvas: Canvas, step_back: Callable[[], object]) -> None:
        self._session, self._canvas, self._step_back = session, canvas, step_back
        self._zoom_taken = QElapsedTimer()

    def handlers(self) -> dict[str, Handler]:
        """The functions that carry out actions, by the ids of the actions. Each is passed True if the action is now
        checked.
        """
        session, canvas, settings = self._session, self._canvas, self._session.settings
        tools, saved = canvas.tools, session.filling.save_when_done
        return {
            "open": always(session.opening.ask),
            "next": lambda _: session.opening.open_neighbour(1),
            "previous": lambda _: session.opening.open_neighbour(-1),
            "close": always(session.opening.close),
            "save": always(partial(saved, session.saving.save)),
            "save_as": always(partial(saved, session.saving.save_as)),
            "restore": always(session.restore_asked.emit),
            "project.save": always(partial(saved, session.saving.save_project)),
            "project.save_as": always(partial(saved, session.saving.save_project_as)),
            "export.openraster": always(partial(saved, session.saving.export_openraster)),
            "export.recipe": always(partial(saved, session.saving.export_recipe)),
            "undo": self._change(Document.undo),
            "redo": self._change(Document.redo),
            **{f"tool.{tool}": partial(self._take, tool) for tool in get_args(ToolName)},
            "tool.swap": lambda _: tools.set_tool(tools.box.swapped),
            "pointer.keys": self._move_by_keys,
            "brush.larger": lambda _: tools.set_brush(tools.brush.scaled(1.15)),
            "brush.smaller": lambda _: tools.set_brush(tools.brush.scaled(1 / 1.15)),
            "brush.harder": lambda _: tools.set_brush(tools.brush.hardened(0.1)),
            "brush.softer": lambda _: tools.set_brush(tools.brush.hardened(-0.1)),
            "mask.open": always(session.mask_files.open),
            "mask.save": always(session.mask_files.save),
            "mask.clear": self._change(Document.clear_mask),
            "mask.invert": self._change(Document.invert_mask),
            "mask.islands": self._change(fill_islands),
            "mask.restore": self._change(Document.restore_last_mask),
            "fill": lambda _: tools.finish_gesture(then=session.filling.fill),
            "fill.again": always(session.filling.fill_again),
            "steer.clear": self._change(lambda document: document.steering.clear()),
            "line.next": lambda _: tools.select_line(1),
            "line.previous": lambda _: tools.select_line(-1),
            "cancel": always(self._cancel),
            "zoom.in": lambda _: canvas.view.zoom_step(1),
            "zoom.out": lambda _: canvas.view.zoom_step(-1),
            "zoom.fit": always(canvas.view.fit),
            "zoom.actual": lambda _: canvas.view.zoom_to(1.0),
            "zoom.mask": always(canvas.view.zoom_to_mask),
            "view.mask": canvas.view.set_mask_visible,
            "view.compare": canvas.view.set_comparing,
            "view.wipe": canvas.set_wiping,
            "theme.system": lambda _: settings.set(keys.THEME, "system"),
            "theme.dark": lambda _: settings.set(keys.THEME, "dark"),
            "theme.light": lambda _: settings.set(keys.THEME, "light"),
            "help.last_error": always(session.show_last_error),
        }

    def _change(self, change: Callable[[Document], object]) -> Handler:
        """A handler that changes the document, if one is open."""

        def handle(_: bool) -> None:
            if self._session.document is not None:
                change(self._session.document)

        return handle

    def _take(self, tool: ToolName, _: bool) -> None:
        """Choose a tool. Choosing the zoom tool twice within :data:`TWICE_MS` zooms to the mask."""
        canvas = self._canvas
        again = (
            tool == "zoom" == canvas.tools.tool
            and self._zoom_taken.isValid()
            and not self._zoom_taken.hasExpired(TWICE_MS)
        )
        if tool == "zoom":
            self._zoom_taken.start()
        canvas.tools.set_tool(tool)
        if again:
            canvas.view.zoom_to_mask()

    def _move_by_keys(self, on: bool) -> None:
        self._canvas.keys.switch(on)
        if on:
            self._canvas.setFocus()
            hint = tr(
                "Arrow keys move the pointer: in small steps with Shift, in large steps with Ctrl. Space clicks. With "
                "tools that drag, Space presses the button and Space again releases it. Shift+Space acts like a "
                "click with Alt held."
            )
            self._session.say("info", hint)

    def _cancel(self) -> None:
        """Cancel the running fill; failing that, the gesture on the canvas; failing that, the reading of a photo. If there
        is nothing to cancel, step back.
        """
        session = self._session
        if not (session.filling.cancel() or self._canvas.cancel_gesture() or session.opening.cancel()):
            self._step_back()


def fill_islands(document: Document) -> None:
    document.change_mask(without_holes(document.coverage), "Fill islands")


def always(do: Callable[[], object]) -> Handler:
    """A handler that ignores whether the action is checked."""
    return lambda _: do()
