"""A small untrained generator to fill with."""

import pytest

from crfill_core.inference.inpainter import Inpainter
from tests.tiny import tiny_inpainter


@pytest.fixture(scope="module")
def inpainter() -> Inpainter:
    return tiny_inpainter()
