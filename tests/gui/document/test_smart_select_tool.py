"""The smart select tool: box, corrections, accepted or given up."""

from __future__ import annotations

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_gui.document.smart_select_tool import SmartSelectTool
from tests.gui.document.test_select_tools import At, drag

BOX = Box(30, 25, 75, 60)


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    """A red rectangle on a green ground, both with noise."""
    rng = np.random.default_rng(2)
    colours = np.full((90, 120, 3), (60, 120, 70))
    colours[32:54, 38:68] = (190, 70, 60)
    return np.clip(colours + rng.normal(0, 12, colours.shape), 0, 255).astype(np.uint8)


@pytest.fixture
def tool(pixels) -> SmartSelectTool:
    return SmartSelectTool(lambda: pixels)


def select(tool: SmartSelectTool, alt: bool = False) -> None:
    assert drag(tool, At(BOX.left, BOX.top, alt=alt), At(BOX.right, BOX.bottom, alt=alt)) is None


def test_a_box_is_previewed_corrected_and_accepted(tool):
    assert not tool.wants("enter")
    tool.press(At(BOX.left, BOX.top))
    tool.move(At(BOX.right, BOX.bottom))
    assert tool.outlines[0].points[2] == (BOX.right, BOX.bottom)
    tool.release(At(BOX.right, BOX.bottom))
    before = tool.preview
    assert before is not None and tool.outlines and tool.wants("enter") and not tool.wants("backspace")

    drag(tool, At(45, 40, 8, alt=True), At(52, 44, 8, alt=True))
    corrected = tool.preview
    assert corrected.coverage.sum() < before.coverage.sum() and tool.wants("backspace")
    tool.key("backspace")
    assert np.array_equal(tool.preview.coverage, before.coverage)

    accepted = tool.key("enter")
    assert np.array_equal(accepted.coverage, before.coverage) and not accepted.subtracts
    assert not tool.is_active and tool.preview is None and tool.outlines == ()


def test_escape_gives_up_first_the_stroke_then_all(tool):
    select(tool)
    tool.press(At(50, 45))
    assert tool.cancel() and tool.preview is not None
    assert tool.cancel() and tool.preview is None and not tool.cancel()


def test_a_press_elsewhere_accepts_and_begins_anew(tool):
    select(tool, alt=True)
    preview = tool.preview
    accepted = tool.press(At(5, 5))
    assert accepted is preview and accepted.subtracts
    assert tool.is_active and tool.preview is None
    assert tool.release(At(6, 6)) is None and not tool.is_active


def test_a_double_click_accepts(tool):
    select(tool)
    assert tool.double_click(At(50, 45)) is not None and not tool.is_active
