"""The About dialog: the version, the research behind the program, and licences."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

import crfill_core
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import hbox, vbox

AUTHORS = "Yu Zeng, Zhe Lin, Huchuan Lu, Vishal M. Patel"
PAPER = "CR-Fill: Generative Image Inpainting With Auxiliary Contextual Reconstruction"
ADDRESS = (
    "https://openaccess.thecvf.com/content/ICCV2021/html/Zeng_CR-Fill_Generative_Image_Inpainting_With_"
    "Auxiliary_Contextual_Reconstruction_ICCV_2021_paper.html"
)


def text() -> str:
    """The text of the dialog as HTML, in the user's language."""
    link = f'<a href="{ADDRESS}">{PAPER}</a>'
    paragraphs = (
        tr("Remove things from photos, see which known parts of the photo the fill used, and steer it."),
        tr("Based on the method of <b>{authors}</b>:<br>“{paper}”, ICCV 2021.", authors=AUTHORS, paper=link),
        tr(
            "Licensed under the Apache License 2.0. Weights have licences of their own, which the weights dialog shows."
        ),
        tr("Works offline and sends nothing anywhere."),
    )
    title = f"<h2>CR-Fill Studio {crfill_core.__version__}</h2>"
    return title + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


class AboutBox(QDialog):
    """The dialog: an icon, and the text next to it."""

    def __init__(self, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.about")
        self.setWindowTitle(tr("About CR-Fill Studio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(icon.pixmap(QSize(56, 56)))
        self.text = QLabel(text())
        self.text.setWordWrap(True)
        self.text.setOpenExternalLinks(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.text.setAccessibleName(tr("About CR-Fill Studio"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = hbox(picture, (self.text, 1), spacing=18)
        layout = vbox(row, buttons, on=self, margins=(22, 18, 22, 16))
        self.text.ensurePolished()
        width = max(520, 45 * self.text.fontMetrics().averageCharWidth())
        self.setFixedWidth(width)
        self.resize(width, layout.totalHeightForWidth(width))
