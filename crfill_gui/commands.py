"""What every action does: the actions table says what there is, this one who carries it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QElapsedTimer

from crfill_gui import settings as keys
from crfill_gui.actions import Handler
from crfill_gui.canvas.tools import ToolName

if TYPE_CHECKING:
    from crfill_gui.window import MainWindow

TWICE_MS = 600
"""Within so much time pressing a key twice means more than pressing it once."""


class Commands:
    """Carries out actions on the window, its canvas and its session."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._zoom_taken = QElapsedTimer()

    def handlers(self) -> dict[str, Handler]:
        """For every action by its id; called with whether a checkable one is now checked."""
        window = self._window
        session, canvas, settings = window.session, window.canvas, window.settings
        return {
            "open": _always(session.opening.ask),
            "next": lambda _: session.opening.open_neighbour(1),
            "previous": lambda _: session.opening.open_neighbour(-1),
            "close": _always(session.opening.close),
            "save": _always(session.saving.save),
            "save_as": _always(session.saving.save_as),
            "restore": _always(session.restore_asked.emit),
            "project.save": _always(session.saving.save_project),
            "project.save_as": _always(session.saving.save_project_as),
            "export.openraster": _always(session.saving.export_openraster),
            "export.recipe": _always(session.saving.export_recipe),
            "quit": _always(window.close),
            "undo": _always(session.undo),
            "redo": _always(session.redo),
            **{f"tool.{tool}": partial(self._take, tool) for tool in get_args(ToolName)},
            "tool.swap": lambda _: canvas.set_tool(canvas.swapped_tool),
            "brush.larger": lambda _: canvas.set_brush(canvas.brush.scaled(1.15)),
            "brush.smaller": lambda _: canvas.set_brush(canvas.brush.scaled(1 / 1.15)),
            "brush.harder": lambda _: canvas.set_brush(canvas.brush.hardened(0.1)),
            "brush.softer": lambda _: canvas.set_brush(canvas.brush.hardened(-0.1)),
            "mask.open": _always(session.mask_files.open),
            "mask.save": _always(session.mask_files.save),
            "mask.clear": _always(session.clear_mask),
            "mask.invert": _always(session.invert_mask),
            "mask.restore": _always(session.restore_mask),
            "fill": _always(self._fill),
            "fill.again": _always(session.filling.fill_again),
            "variants": lambda _: window.variants.next(),
            "steer.clear": _always(session.clear_steering),
            "line.next": lambda _: canvas.select_line(1),
            "line.previous": lambda _: canvas.select_line(-1),
            "cancel": _always(self._cancel),
            "zoom.in": lambda _: canvas.zoom_step(1),
            "zoom.out": lambda _: canvas.zoom_step(-1),
            "zoom.fit": _always(canvas.fit),
            "zoom.actual": lambda _: canvas.zoom_to(1.0),
            "zoom.mask": _always(canvas.zoom_to_mask),
            "view.mask": canvas.set_mask_visible,
            "view.references": lambda shown: window.docks.references_dock.setVisible(shown),
            "view.split": lambda split: window.set_split(split),
            "references.export": lambda _: window.references.export(),
            "view.compare": canvas.set_comparing,
            "view.wipe": canvas.set_wiping,
            "theme.system": lambda _: settings.set(keys.THEME, "system"),
            "theme.dark": lambda _: settings.set(keys.THEME, "dark"),
            "theme.light": lambda _: settings.set(keys.THEME, "light"),
            **window.windows.handlers(),
            "copy": _always(window.clipboard.copy),
            "paste": _always(window.clipboard.paste),
            "help.last_error": _always(session.show_last_error),
            "help.report": _always(window.support.copy_report),
            "help.log": _always(window.support.show_log_folder),
            **window.dialogs.handlers(),
        }

    def _fill(self) -> None:
        self._window.canvas.finish_gesture(then=self._window.session.fill)

    def _take(self, tool: ToolName, _: bool) -> None:
        """Take a tool in hand; the zoom tool twice in a row: zoom to the mask."""
        canvas = self._window.canvas
        again = (
            tool == "zoom" == canvas.tool
            and self._zoom_taken.isValid()
            and not self._zoom_taken.hasExpired(TWICE_MS)
        )
        if tool == "zoom":
            self._zoom_taken.start()
        canvas.set_tool(tool)
        if again:
            canvas.zoom_to_mask()

    def _cancel(self) -> None:
        """Esc: the fill under way, else the stroke, else the photo that is being opened, else the split view, else the
        message; never the zoom.
        """
        window, session = self._window, self._window.session
        if session.filling.cancel() or window.canvas.cancel_gesture() or session.opening.cancel():
            return
        if window.center.is_split:
            window.set_split(False)
        else:
            window.message_bar.clear()


def _always(do: Callable[[], object]) -> Handler:
    return lambda _: None if do() is None else None
