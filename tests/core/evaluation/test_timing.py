"""Real passes of a tiny network are timed; a lack of memory is told from other errors."""

import pytest
import torch

from crfill_core.evaluation import timing
from crfill_core.evaluation.timing import VARIANTS, measure_here


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_pass_of_each_variant_is_timed(variant):
    one = measure_here(variant, 32, "cpu", 8, 1)
    assert (one.variant, one.size, one.out_of_memory) == (variant, 32, False)
    assert one.seconds > 0


def test_the_allocators_refusal_is_a_result(monkeypatch):
    monkeypatch.setattr(timing, "_pass", lambda *_: lambda: torch.empty(2**58))
    assert measure_here("cr", 32, "cpu", 8, 1).out_of_memory


def test_a_fill_that_made_do_with_less_ran_out_of_memory(monkeypatch):
    def at_half_scale(self, image, hidden, scale, *, notes):
        notes.append("The GPU ran out of memory; the window was filled at half its scale.")

    monkeypatch.setattr("crfill_core.inference.inpainter.Inpainter.run_network", at_half_scale)
    assert measure_here("inference", 32, "cpu", 8, 1).out_of_memory


def test_other_errors_are_not_taken_for_a_lack_of_memory(monkeypatch):
    def broken():
        raise RuntimeError("sizes do not match")

    monkeypatch.setattr(timing, "_pass", lambda *_: broken)
    with pytest.raises(RuntimeError, match="sizes do not match"):
        measure_here("cr", 32, "cpu", 8, 1)
