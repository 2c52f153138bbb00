import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_core.references.assembly.resampling import resized_part, shrunk_from_part

BOX = Box(13, 5, 40, 29)


@settings(max_examples=40, deadline=None)
@given(
    height=st.integers(1, 31),
    width=st.integers(1, 53),
    interpolation=st.sampled_from([cv2.INTER_LINEAR, cv2.INTER_CUBIC]),
    flat=st.booleans(),
)
def test_a_part_is_that_of_the_whole_enlarged(
    height: int, width: int, interpolation: int, flat: bool
) -> None:
    shape = (height, width) if flat else (height, width, 3)
    array = np.random.default_rng(height).random(shape).astype(np.float32)
    whole = cv2.resize(array, (53, 31), interpolation=interpolation)
    part = resized_part(array, Size(53, 31), BOX, interpolation)
    assert np.allclose(part, whole[BOX.slices], atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(height=st.integers(1, 31), width=st.integers(1, 53))
def test_a_part_alone_is_shrunk_as_in_the_whole(height: int, width: int) -> None:
    whole = np.zeros((31, 53, 3), np.float32)
    whole[BOX.slices] = np.random.default_rng(width).random((BOX.height, BOX.width, 3))
    expected = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    made = shrunk_from_part(whole[BOX.slices], BOX, Size(53, 31), Size(width, height))
    assert np.allclose(made, expected, atol=1e-4)
