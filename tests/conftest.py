"""Settings every test shares."""

import os
from collections.abc import Iterator

import pytest

# Small networks gain nothing from threads, and threads that wait for each other are slow on a busy machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Puts torch's number of threads back to one, which tests that train may change."""
    import torch  # many tests do without

    torch.set_num_threads(1)
    yield
    torch.set_num_threads(1)
