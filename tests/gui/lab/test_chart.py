"""A run's curves in a chart."""

from __future__ import annotations

import pytest

from crfill_gui.lab.chart import Chart

FIGURES = {"square": 18.094, "irregular": -20.4375, "object": 21.2888}


@pytest.mark.parametrize("width", [Chart.LEAST_WIDTH, 260, 600])
def test_the_names_and_values_of_all_curves_fit_into_the_chart(qtbot, width: int) -> None:
    chart = Chart("Validation")
    qtbot.addWidget(chart)
    chart.resize(width, 120)
    chart.show_series({name: [(1.0, 0.0), (2.0, value)] for name, value in FIGURES.items()})
    labels = chart.labels()
    assert sum(chart.fontMetrics().horizontalAdvance(label) for label in labels) < width
    for label, (name, value) in zip(labels, FIGURES.items(), strict=True):
        assert label.endswith(f" {value:.3g}")
        assert width < 260 or label[0] == name[0]
        assert width < 600 or label.startswith(name)


def test_a_single_curve_has_its_value_alone(qtbot) -> None:
    chart = Chart("Loss")
    qtbot.addWidget(chart)
    chart.show_series({"loss": [(1.0, 2.0), (2.0, 0.25)]})
    assert chart.labels() == ["0.25"]
