"""Runs a command of ``crfill`` in a separate process that ends with the editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from crfill_core.base.messages import NOTHING, Message
from crfill_core.cli.command import crfill_command
from crfill_core.cli.terminal import PROGRESS_VARIABLE, read_error
from crfill_gui.workers.task import TimeLeft

End = Literal["done", "failed", "stopped"]


class Command(QObject):
    """Runs ``crfill ARGUMENTS…`` once. At the end ``output`` holds what the command printed on standard output."""

    progressed = Signal(float, str, object)  # fraction from 0 to 1, step, seconds left or None
    ended = Signal(str, object)  # End, and the error as a Message

    def __init__(self, arguments: Sequence[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.output = ""
        self._line, self._stopped, self._over = "", False, False
        self._error = NOTHING
        self._time = TimeLeft()
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert(PROGRESS_VARIABLE, "lines")
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.readyReadStandardOutput.connect(self._read_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        program, *rest = crfill_command(*arguments)
        self._process.setProgram(program)
        self._process.setArguments(rest)

    def start(self) -> None:
        """Start the process. Signals are emitted only after this method has returned."""
        self._process.start()

    def stop(self) -> None:
        """End the process immediately."""
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        """End the process, and wait up to two seconds for it. No signal is emitted after the call."""
        self.blockSignals(True)
        self.stop()
        self._process.waitForFinished(2000)

    def _read_output(self) -> None:
        self.output += bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")

    def _read_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._read_line(line.rstrip("\r"))

    def _read_line(self, line: str) -> None:
        kind, _, rest = line.partition("\t")
        if kind == "progress":
            fraction, _, what = rest.partition("\t")
            done = float(fraction)
            self.progressed.emit(done, what, self._time.update(done))
        elif (error := read_error(line)) is not None:
            self._error = error

    def _on_finished(self, status: int, how: QProcess.ExitStatus) -> None:
        self._read_output()
        self._read_errors()
        if self._stopped:
            self._end("stopped", NOTHING)
        elif how == QProcess.ExitStatus.NormalExit and status == 0:
            self._end("done", NOTHING)
        else:
            self._end("failed", self._error or Message("The process ended unexpectedly."))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end("failed", Message("{program} cannot be started.", program=self._process.program()))

    def _end(self, how: End, sentence: Message) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(how, sentence)
