"""Krita plugin: fills the selection on a paint layer with ``crfill`` and adds the fill as a layer above it."""

import os
import shutil
import tempfile

from krita import Extension, Krita

try:
    from PyQt6.QtCore import QEventLoop, QProcess, QProcessEnvironment, Qt
    from PyQt6.QtGui import QImage, QPainter
    from PyQt6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog
except ImportError:  # Krita 5
    from PyQt5.QtCore import QEventLoop, QProcess, QProcessEnvironment, Qt
    from PyQt5.QtGui import QImage, QPainter
    from PyQt5.QtWidgets import QFileDialog, QMessageBox, QProgressDialog

TITLE = "CR-Fill"
BGRA, RGBA64, GREY = QImage.Format.Format_ARGB32, QImage.Format.Format_RGBA64, QImage.Format.Format_Grayscale8


class Problem(Exception):
    """A sentence for the user; nothing was changed."""


class CRFill(Extension):
    def setup(self):
        pass

    def createActions(self, window):
        action = window.createAction("crfill_fill", "Fill Selection with CR-Fill", "tools/scripts")
        action.triggered.connect(self.run)

    def run(self):
        try:
            fill_selection(Krita.instance().activeDocument(), find_command())
        except Problem as problem:
            QMessageBox.warning(None, TITLE, str(problem))


def find_command():
    """The program ``crfill``: on the path, or at the place that the user has chosen."""
    krita = Krita.instance()
    for command in (krita.readSetting("crfill", "command", ""), shutil.which("crfill")):
        if command and os.path.exists(command):
            return command
    command = QFileDialog.getOpenFileName(None, "Where is the program crfill?")[0]
    if not command:
        raise Problem("CR-Fill Studio is needed: install it, or show where its program crfill is.")
    krita.writeSetting("crfill", "command", command)
    return command


def fill_selection(document, command):
    """Fill what is selected on the active layer of ``document``; the fill becomes a layer above it."""
    if document is None:
        raise Problem("Open an image first.")
    node, selection = document.activeNode(), document.selection()
    if node is None or node.type() != "paintlayer":
        raise Problem("Choose a paint layer first.")
    if selection is None or selection.width() == 0:
        raise Problem("Select what should go first.")
    if node.colorModel() != "RGBA" or node.colorDepth() not in ("U8", "U16"):
        raise Problem("The layer must be RGB with 8 or 16 bits: Image → Convert Image Color Space.")
    area = (0, 0, document.width(), document.height())
    layer = image_of(node.pixelData(*area), area, node.colorDepth())
    mask = QImage(bytes(selection.pixelData(*area)), area[2], area[3], area[2], GREY)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("layer.png", "mask.png", "filled.png")]
        if not (layer.save(paths[0]) and mask.save(paths[1])):
            raise Problem(f"The layer cannot be written to {folder}; is the disk full?")
        run([command, "fill", paths[0], "--mask", paths[1], "-o", paths[2]])
        filled = QImage(paths[2])
    fill = document.createNode("CR-Fill", "paintlayer")
    fill.setPixelData(pixels_of(only_changed(filled, layer), node.colorDepth()), *area)
    node.parentNode().addChildNode(fill, node)
    document.refreshProjection()


def run(command):
    """Run a command, with its progress in a dialog that can cancel it."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH"):  # Krita's own
        environment.remove(name)
    environment.insert("CRFILL_PROGRESS", "lines")
    dialog = QProgressDialog("Filling the selection…", "Cancel", 0, 1000)
    dialog.setWindowTitle(TITLE)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setAutoClose(False)
    dialog.show()
    process, loop, said = QProcess(), QEventLoop(), []

    def read():
        while process.canReadLine():
            line = bytes(process.readLine()).decode("utf-8", "replace").rstrip()
            if line.startswith("progress\t"):
                dialog.setValue(int(1000 * float(line.split("\t")[1])))
            else:
                said.append(line)

    process.setProcessEnvironment(environment)
    process.setReadChannel(QProcess.ProcessChannel.StandardError)
    process.readyReadStandardError.connect(read)
    process.finished.connect(loop.quit)
    process.errorOccurred.connect(loop.quit)
    dialog.canceled.connect(process.kill)
    process.start(command[0], command[1:])
    if process.state() != QProcess.ProcessState.NotRunning:
        loop.exec()
    cancelled = dialog.wasCanceled()
    dialog.close()
    read()
    if cancelled:
        raise Problem("Nothing was filled.")
    if process.error() == QProcess.ProcessError.FailedToStart or process.exitCode() != 0:
        errors = [line.partition("crfill: error: ")[2] for line in said if line.startswith("crfill: error: ")]
        raise Problem(errors[-1] if errors else f"The program {command[0]} does not work.")


def image_of(data, area, depth):
    """Krita's pixels (BGRA) as an image."""
    width, height = area[2:]
    if depth == "U8":
        return QImage(bytes(data), width, height, 4 * width, BGRA)
    return QImage(bytes(data), width, height, 8 * width, RGBA64).rgbSwapped()


def pixels_of(image, depth):
    """An image as Krita's pixels (BGRA)."""
    image = image.convertToFormat(BGRA) if depth == "U8" else image.convertToFormat(RGBA64).rgbSwapped()
    bits = image.constBits()
    if hasattr(bits, "setsize"):  # PyQt
        bits.setsize(image.width() * image.height() * (4 if depth == "U8" else 8))
    return bytes(bits)


def only_changed(filled, layer):
    """The filled image, transparent where it is as the layer was; with 16 bits all of it, as Qt compares 8 bits."""
    if layer.format() != BGRA:
        return filled
    difference = layer.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(difference)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, filled.convertToFormat(QImage.Format.Format_RGB32))
    painter.end()
    changed = filled.convertToFormat(BGRA)
    changed.setAlphaChannel(
        difference.createMaskFromColor(0xFF000000, Qt.MaskMode.MaskOutColor).convertToFormat(GREY)
    )
    return changed


Krita.instance().addExtension(CRFill(Krita.instance()))
