"""Threads of OpenBLAS, which NumPy loads: one while a fill runs, afterwards as many as before."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

from crfill_core.base.blas import single_threaded_products
from crfill_core.geometry import Box
from crfill_core.inference.request import FillOptions, FillRequest
from tests.core.inference.photos import hole_at, photo_of
from tests.tiny import tiny_inpainter

LIBRARIES = ThreadpoolController().select(internal_api="openblas").lib_controllers

needs_openblas = pytest.mark.skipif(not LIBRARIES, reason="NumPy uses another library here")


def counts() -> set[int]:
    return {each.num_threads for each in LIBRARIES}


@pytest.fixture
def two_threads():
    """OpenBLAS has two threads during the test."""
    before = [each.num_threads for each in LIBRARIES]
    for each in LIBRARIES:
        each.set_num_threads(2)
    yield
    for each, count in zip(LIBRARIES, before, strict=True):
        each.set_num_threads(count)


@needs_openblas
def test_threads_are_restored_also_after_an_error(two_threads):
    with pytest.raises(ZeroDivisionError), single_threaded_products():
        assert counts() == {1}
        raise ZeroDivisionError
    assert counts() == {2}


@needs_openblas
def test_blocks_that_overlap_restore_only_at_the_last_end(two_threads):
    """As with two fills in two threads: the one that began first ends first."""
    first, second = single_threaded_products(), single_threaded_products()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert counts() == {1}
    second.__exit__(None, None, None)
    assert counts() == {2}


@needs_openblas
def test_what_the_program_sets_later_counts(two_threads):
    with single_threaded_products():
        pass
    for each in LIBRARIES:
        each.set_num_threads(1)
    with single_threaded_products():
        assert counts() == {1}
    assert counts() == {1}


@needs_openblas
def test_a_fill_does_not_depend_on_the_threads_of_openblas(two_threads):
    """With 16 bits, because most pixels change only slightly when products are rounded differently."""
    photo, mask = photo_of(256, 256, np.uint16), hole_at(256, 256, Box(64, 64, 192, 192))
    request, inpainter = FillRequest(photo, mask, FillOptions(mode="assembly")), tiny_inpainter()
    with_two = inpainter.fill(request).apply(photo).pixels
    for each in LIBRARIES:
        each.set_num_threads(1)
    assert np.array_equal(inpainter.fill(request).apply(photo).pixels, with_two)


PROGRAM = """
import numpy as np
np.ones((8, 8)) @ np.ones((8, 8))
from threadpoolctl import threadpool_info
threads = lambda: max(each["num_threads"] for each in threadpool_info() if each["internal_api"] == "openblas")
before = threads()

from crfill_core import Box, FillRequest, LineSteering, Progress
from tests.core.inference.photos import hole_at, photo_of
from tests.tiny import tiny_inpainter

inpainter, during = tiny_inpainter(), set()
progress = Progress(lambda *_: during.add(threads()))
request = FillRequest(photo_of(64, 64), hole_at(64, 64, Box(20, 20, 40, 40)))
inpainter.fill(request, progress)
after_fill = threads()
inpainter.find_lines(request, progress)
print(before, sorted(during), after_fill, threads())
"""


@needs_openblas
def test_a_program_that_imported_numpy_first_keeps_its_threads_and_fills_with_one():
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    before = int(done.stdout.split()[0])
    if before == 1:
        pytest.skip("only one processor")
    assert done.stdout.strip() == f"{before} [1] {before} {before}"
