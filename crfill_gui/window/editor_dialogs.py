"""The dialogs for the mask, settings, shortcuts and About. Each is open at most once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QWidget

from crfill_gui.canvas.view import Canvas
from crfill_gui.commands.bindings import Bindings
from crfill_gui.commands.qactions import Handler
from crfill_gui.config import settings as keys
from crfill_gui.document.document import Document
from crfill_gui.editor.session import Session
from crfill_gui.panels.sizes import to_front

MARGIN = 16
"""The distance of a dialog with a live preview from the top and right edges of the canvas, in pixels."""


class EditorDialogs:
    """Opens the dialogs over ``parent``. ``icon(name)`` gives icons in the theme's colours."""

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        bindings: Bindings,
        icon: Callable[[str], QIcon],
        parent: QWidget,
    ) -> None:
        self._session, self._canvas, self._bindings = session, canvas, bindings
        self._icon, self._parent = icon, parent
        self._open: dict[str, QDialog] = {}
        session.document_changed.connect(lambda _: self._close_live())

    def handlers(self) -> dict[str, Handler]:
        """The functions that carry out actions, by the ids of the actions."""
        return {
            "mask.refine": lambda _: self._refine(),
            "mask.dust": lambda _: self._dust(),
            "settings": lambda _: self._settings(),
            "help.keys": lambda _: self._keys(),
            "help.about": lambda _: self._about(),
        }

    def _refine(self) -> None:
        from crfill_gui.dialogs.refine_mask import RefineMask

        self._show_live("refine", RefineMask)

    def _dust(self) -> None:
        from crfill_gui.dialogs.dust import DustDialog

        self._show_live("dust", DustDialog)

    def _show_live(self, name: str, kind: Callable[[Canvas, Document, QWidget], QDialog]) -> None:
        """Show a dialog that previews a mask on the canvas. Only one such dialog is open at a time."""
        document, canvas = self._session.document, self._canvas
        if document is not None:
            self._close_live(but=name)
            canvas.tools.finish_gesture()
            canvas.view.set_mask_visible(True)
            dialog = self._show(name, lambda: kind(canvas, document, self._parent))
            corner = QPoint(canvas.width() - dialog.width() - MARGIN, MARGIN)
            dialog.move(canvas.mapToGlobal(corner))

    def _settings(self) -> None:
        from crfill_gui.dialogs.preferences import PreferencesDialog

        settings, engine = self._session.settings, self._session.engine

        def make() -> QDialog:
            dialog = PreferencesDialog(settings, self._bindings, self._parent)

            def offer(devices: list[tuple[str, str]]) -> None:
                if self._open.get("settings") is dialog:
                    dialog.offer_devices(devices)

            dialog.engine_chosen.connect(
                lambda: engine.choose(settings.get(keys.WEIGHTS), settings.get(keys.DEVICE))
            )
            dialog.finished.connect(lambda _: settings.save())
            engine.ask_devices(offer)
            return dialog

        self._show("settings", make)

    def _keys(self) -> None:
        from crfill_gui.dialogs.key_sheet import KeySheet

        self._show("keys", lambda: KeySheet(self._bindings, self._parent))

    def _about(self) -> None:
        from crfill_gui.dialogs.about import AboutBox

        self._show("about", lambda: AboutBox(self._icon("puzzle-piece"), self._parent))

    def _show(self, name: str, make: Callable[[], QDialog]) -> QDialog:
        dialog = self._open.get(name)
        if dialog is None:
            dialog = self._open[name] = make()
            dialog.finished.connect(lambda _: self._open.pop(name, None))
        to_front(dialog)
        return dialog

    def _close_live(self, but: str = "") -> None:
        for name in ("refine", "dust"):
            if name != but and name in self._open:
                self._open[name].reject()
