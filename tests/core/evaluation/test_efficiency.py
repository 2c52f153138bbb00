"""Benchmark figures: real passes of a tiny network, fits, and out of memory as a result."""

from concurrent.futures.process import BrokenProcessPool

import pytest

from crfill_core.errors import FillError
from crfill_core.evaluation import efficiency
from crfill_core.evaluation.efficiency import (
    Efficiency,
    efficiency_table,
    estimated_bytes,
    fitted_exponent,
    measure,
)
from crfill_core.evaluation.timing import Measurement

MIB = 2**20


def found(**seconds: dict[int, float | None]) -> Efficiency:
    rows = [Measurement(v, size, s, 3 * 2**29) for v, times in seconds.items() for size, s in times.items()]
    return Efficiency("CPU", 2, 48, tuple(rows))


def test_a_measurement_in_a_process_of_its_own_knows_its_memory():
    run = measure([128], "cpu", width=8, variants=["cr"], repeats=1)
    [one] = run.measurements
    assert one.seconds > 0
    assert MIB < one.peak_bytes < 200 * MIB


def test_what_would_not_fit_is_not_tried():
    run = measure([64, 2048], "cpu", width=8, variants=["ca"], memory_limit=0)
    assert [(one.size, one.out_of_memory) for one in run.measurements] == [(64, True), (2048, True)]
    assert run.exponent("ca") is None and run.ratios("ca") == {}
    assert efficiency_table(run).splitlines()[2] == "| CA layer | – | out of memory | out of memory |"


def test_attention_needs_the_square_of_the_pixels_and_the_network_does_not():
    assert estimated_bytes("ca", 2048, 48) > 60 * 2**30
    growth = {v: estimated_bytes(v, 2048, 48) / estimated_bytes(v, 1024, 48) for v in ("ca", "cr")}
    assert growth["cr"] == 4 and growth["ca"] > 12


def test_a_killed_process_is_a_result(monkeypatch):
    class Killed:
        def __init__(self, *_): ...
        def __enter__(self):
            return self

        def __exit__(self, *_): ...
        def submit(self, *_):
            raise BrokenProcessPool

    monkeypatch.setattr(efficiency, "ProcessPoolExecutor", Killed)
    assert measure([64], "cpu", width=8, variants=["cr"]).measurements[0].out_of_memory


def test_exponent_is_that_of_a_power_law():
    assert fitted_exponent({n: 3e-9 * n**1.7 for n in (256**2, 512**2, 1024**2)}) == pytest.approx(1.7)
    assert fitted_exponent({65536: 1.0}) is None


def test_the_table_has_the_papers_rows():
    run = found(cr={512: 0.05, 1024: 0.2}, ca={512: 0.1, 1024: None}, inference={512: 0.02, 1024: 0.08})
    lines = efficiency_table(run).splitlines()
    assert lines[0] == "|  | Complexity | 512×512 | 1024×1024 |"
    assert lines[2] == "| CA layer | – | 0.100 s, 1.50 GiB | out of memory |"
    assert lines[3] == "| CR loss | N^1.00 | 0.050 s, 1.50 GiB | 0.200 s, 1.50 GiB |"
    assert lines[5] == "| CA / CR |  | 2.00× | – |"
    assert run.to_dict()["inference_to_cr"] == pytest.approx({512: 0.4, 1024: 0.4})


def test_a_device_that_is_not_there_is_said():
    with pytest.raises(FillError, match="no device 'tpu'"):
        measure([64], "tpu")
