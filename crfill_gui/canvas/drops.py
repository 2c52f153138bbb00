"""Files dropped on a widget."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class Drops(QObject):
    """Accepts local files that are dropped on a widget."""

    dropped = Signal(list)  # of Path
    over = Signal(bool)  # whether files are held over the widget

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self.over.emit(False)
        elif isinstance(event, QDropEvent):  # entering and moving are drop events too
            entered = event.type() == QEvent.Type.DragEnter
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            if entered or event.type() == QEvent.Type.Drop:
                self.over.emit(entered and bool(paths))
                if paths:
                    event.acceptProposedAction()
                if paths and not entered:
                    self.dropped.emit(paths)
                return True
        return False
