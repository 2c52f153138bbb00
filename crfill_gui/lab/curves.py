"""The displays of a run: its curves in small charts, and its grids of fills."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSlider, QVBoxLayout, QWidget

from crfill_core.training.record import Series
from crfill_gui.i18n import grouped, mark, tr
from crfill_gui.lab.chart import Chart
from crfill_gui.lab.pictures import Picture, read_picture
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.widgets import dim_label

COLUMNS = 2
_VALIDATION = "validation "
_SPEED = "images_per_second"
_TITLES = {
    "loss": mark("Loss"),
    "coarse_l1": mark("L1 of the coarse network"),
    "fine_l1": mark("L1 of the refinement network"),
    "aux_l1": mark("L1 of the auxiliary image"),
    "adversarial": mark("Adversarial loss"),
    "aux_adversarial": mark("Adversarial loss of the auxiliary image"),
    "discriminator": mark("Loss of the discriminators"),
    _SPEED: mark("Images per second"),
    "validation l1": mark("Validation: L1 error"),
    "validation psnr": mark("Validation: PSNR"),
    "validation ssim": mark("Validation: SSIM"),
    "validation gradient_ratio": mark("Validation: gradient ratio"),
    "validation hole_psnr": mark("Validation: hole PSNR"),
    "validation layout_psnr": mark("Validation: hole PSNR at quarter resolution"),
    "validation likelihood": mark("Validation: likelihood loss (lower is better)"),
    "validation lite0": mark("Validation: lite0"),
}
"""The titles of logged values, by their names in the log. Any other value has its name in the log as its title."""


class Curves(QScrollArea):
    """A chart for each logged value: validation figures, losses and speed. The charts are in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.charts: dict[str, Chart] = {}
        self.setAccessibleName(tr("Curves"))
        self.setObjectName("panelBody")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        page = QWidget()
        page.setObjectName("panelBody")
        outer = QVBoxLayout(page)
        self.hint = dim_label(tr("The curves of a run appear here."))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self.hint)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:
        """Room for one row of charts and a part of the next row, so that users see that there is more."""
        return QSize(2 * Chart.LEAST_WIDTH, self.fontMetrics().height() * 14)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() * 2

    def show_curves(self, curves: dict[str, Series]) -> None:
        """Show a chart for each logged name and its series: first validation, then losses, then speed."""
        curves = {title: series for title, series in curves.items() if _is_any_finite(series)}
        self.hint.setVisible(not curves)
        for title in [title for title in self.charts if title not in curves]:
            chart = self.charts.pop(title)
            self._grid.removeWidget(chart)
            chart.deleteLater()
        ordered = sorted(curves, key=_rank)
        for index, title in enumerate(ordered):
            chart = self.charts.get(title) or self.charts.setdefault(
                title, Chart(tr(_TITLES.get(title, title)))
            )
            self._grid.addWidget(chart, index // COLUMNS, index % COLUMNS)
            chart.show_series(curves[title])


def _is_any_finite(series: Series) -> bool:
    """Whether any value of the series is finite."""
    return any(math.isfinite(value) for points in series.values() for _, value in points)


def _rank(title: str) -> int:
    return 0 if title.startswith(_VALIDATION) else 2 if title == _SPEED else 1


class Samples(QWidget):
    """A grid of fills at one step. While the slider is at its end, the newest grid is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self.picture = Picture(tr("Fills of validation photos: hole, fill, original"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Step of the samples"))
        self.slider.valueChanged.connect(lambda _: self._show())
        self.label = dim_label()
        row = hbox(self.label, (self.slider, 1))
        vbox((self.picture, 1), row, on=self, margins=(0, 6, 0, 0))
        self.show_samples([])

    def show_samples(self, paths: list[Path]) -> None:
        """Show the last of these grids, unless the slider is at an earlier one."""
        at_end = self.slider.value() == self.slider.maximum()
        self._paths = list(paths)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(paths) - 1))
            if at_end:
                self.slider.setValue(self.slider.maximum())
        self.setVisible(bool(paths))
        self.slider.setVisible(len(paths) > 1)
        self._show()

    def _show(self) -> None:
        if not self._paths:
            self.picture.show_image(None)
            self.label.setText("")
            return
        path = self._paths[min(self.slider.value(), len(self._paths) - 1)]
        self.picture.show_image(read_picture(path))
        self.label.setText(tr("Fills at step {step}", step=grouped(int(path.stem))))
