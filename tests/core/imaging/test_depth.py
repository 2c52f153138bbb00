"""Pixels with 8 bits, from 16 and from floats."""

import numpy as np

from crfill_core.imaging.depth import eight_bit, eight_bit_of_unit, eight_bit_rgb


def test_every_16_bit_value_becomes_the_nearest_8_bit_value():
    deep = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(eight_bit(deep), np.rint(np.arange(65536) / 257))
    flat = np.arange(256, dtype=np.uint8)
    assert eight_bit(flat) is flat


def test_floats_are_clipped_and_rounded():
    assert eight_bit_of_unit(np.array([-0.5, 0, 0.499 / 255, 0.5, 1, 7])).tolist() == [0, 0, 0, 128, 255, 255]


def test_grey_is_replicated():
    grey = np.full((2, 3, 1), 65535, np.uint16)
    assert np.array_equal(eight_bit_rgb(grey), np.full((2, 3, 3), 255, np.uint8))
