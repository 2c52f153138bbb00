import gc

import pytest

from crfill_core.base.garbage import uncollected


def test_garbage_is_looked_for_again_afterwards_also_after_a_failure() -> None:
    with pytest.raises(ImportError), uncollected():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()


def test_callers_without_it_continue_without() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
