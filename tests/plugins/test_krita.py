"""The Krita plugin, with PySide6 for PyQt and stand-ins for Krita's own objects; the fill is a real ``crfill fill``."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from PySide6 import QtCore, QtGui, QtWidgets

PLUGIN = Path(__file__).resolve().parents[2] / "resources" / "plugins" / "krita"
WIDTH, HEIGHT = 90, 64


class Node:
    """A layer: ``pixels`` (H, W, 4) in Krita's order, blue first."""

    def __init__(self, pixels: np.ndarray, kind: str = "paintlayer", model: str = "RGBA") -> None:
        self.pixels, self.kind, self.model = pixels, kind, model
        self.added: list[tuple[Node, Node]] = []

    def type(self) -> str:
        return self.kind

    def colorModel(self) -> str:
        return self.model

    def colorDepth(self) -> str:
        return {np.dtype(np.uint8): "U8", np.dtype(np.uint16): "U16"}.get(self.pixels.dtype, "F32")

    def pixelData(self, x: int, y: int, width: int, height: int) -> QtCore.QByteArray:
        return QtCore.QByteArray(self.pixels[y : y + height, x : x + width].tobytes())

    def setPixelData(self, data: bytes, x: int, y: int, width: int, height: int) -> None:
        self.pixels = np.frombuffer(data, self.pixels.dtype).reshape(height, width, 4)

    def parentNode(self) -> Node:
        return self

    def addChildNode(self, node: Node, above: Node) -> None:
        self.added.append((node, above))


class Selection:
    def __init__(self, mask: np.ndarray) -> None:
        self.mask = mask

    def width(self) -> int:
        return int(self.mask.any(axis=0).sum())

    def pixelData(self, x: int, y: int, width: int, height: int) -> QtCore.QByteArray:
        return QtCore.QByteArray(self.mask[y : y + height, x : x + width].tobytes())


class Document:
    def __init__(self, node: Node | None, mask: np.ndarray | None) -> None:
        self.node, self.mask = node, mask

    def activeNode(self) -> Node | None:
        return self.node

    def selection(self) -> Selection | None:
        return None if self.mask is None else Selection(self.mask)

    def width(self) -> int:
        return WIDTH

    def height(self) -> int:
        return HEIGHT

    def createNode(self, name: str, kind: str) -> Node:
        assert self.node is not None
        return Node(np.zeros_like(self.node.pixels), kind)

    def refreshProjection(self) -> None:
        pass


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch, qapp):
    krita = types.ModuleType("krita")
    krita.Extension = type("Extension", (), {"__init__": lambda self, parent=None: None})
    krita.Krita = types.SimpleNamespace(instance=lambda: types.SimpleNamespace(addExtension=lambda _: None))
    monkeypatch.setitem(sys.modules, "krita", krita)
    for name, module in (("QtCore", QtCore), ("QtGui", QtGui), ("QtWidgets", QtWidgets)):
        monkeypatch.setitem(sys.modules, f"PyQt6.{name}", module)
    monkeypatch.setitem(sys.modules, "PyQt6", types.ModuleType("PyQt6"))
    spec = importlib.util.spec_from_file_location("crfill_krita", PLUGIN / "crfill" / "__init__.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def command(tmp_path: Path) -> str:
    """A program ``crfill`` that works from this checkout."""
    path = tmp_path / "crfill"
    root = PLUGIN.parents[2]
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m crfill_core.cli "$@"\n')
    path.chmod(0o755)
    return str(path)


def layer(dtype: type) -> Node:
    """Stripes, opaque."""
    top = np.iinfo(dtype).max
    across = np.arange(WIDTH)[None, :, None] // 5 % 2
    pixels = (
        np.broadcast_to(across, (HEIGHT, WIDTH, 4)) * np.array([top // 2, top // 3, top // 5, 0]) + top // 9
    )
    pixels[:, :, 3] = top
    return Node(pixels.astype(dtype))


def hole() -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[24:40, 30:52] = 255
    return mask


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a shell script")
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_fill_comes_back_as_a_layer_above(plugin, command, dtype) -> None:
    node, mask = layer(dtype), hole()
    node.pixels = node.pixels.copy()
    node.pixels[mask > 0, :3] = 0  # what is to go
    before = node.pixels.copy()
    plugin.fill_selection(Document(node, mask), command)
    assert np.array_equal(node.pixels, before), "the layer itself stays as it is"
    ((fill, above),) = node.added
    assert above is node
    shown = np.where(fill.pixels[..., 3:] > 0, fill.pixels, before)  # opaque or nothing
    assert set(np.unique(fill.pixels[..., 3])) <= {0, np.iinfo(dtype).max}
    assert (shown[mask > 0, :3] > 0).all(axis=1).mean() > 0.95, "in Krita's order of channels"
    stripes = {tuple(colour) for colour in before[mask == 0].reshape(-1, 4)}
    filled = [tuple(colour) for colour in shown[mask > 0].reshape(-1, 4)]
    assert np.mean([colour in stripes for colour in filled]) > 0.8
    far = np.ones_like(mask, bool)
    far[12:52, 18:64] = False
    assert np.array_equal(shown[far], before[far])
    if dtype == np.uint8:
        assert (fill.pixels[far, 3] == 0).all(), "only what changed is in the layer"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (None, "Open an image first."),
        (Document(None, hole()), "Choose a paint layer first."),
        (Document(Node(layer(np.uint8).pixels, "grouplayer"), hole()), "Choose a paint layer first."),
        (Document(layer(np.uint8), None), "Select what should go first."),
        (Document(layer(np.uint8), np.zeros_like(hole())), "Select what should go first."),
        (Document(Node(layer(np.uint8).pixels, model="CMYKA"), hole()), "The layer must be RGB"),
        (Document(Node(np.zeros((HEIGHT, WIDTH, 4), np.float32)), hole()), "The layer must be RGB"),
    ],
)
def test_what_cannot_be_filled_is_said(plugin, document, sentence) -> None:
    with pytest.raises(plugin.Problem, match=sentence):
        plugin.fill_selection(document, "crfill")
    assert document is None or document.node is None or document.node.added == []


def test_a_program_that_does_not_work_is_said(plugin, tmp_path) -> None:
    with pytest.raises(plugin.Problem, match="does not work"):
        plugin.fill_selection(Document(layer(np.uint8), hole()), str(tmp_path / "none"))


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a shell script")
def test_the_commands_own_sentence_is_shown(plugin, tmp_path) -> None:
    failing = tmp_path / "failing"
    failing.write_text('#!/bin/sh\necho "crfill: error: there is not enough memory." >&2; exit 2\n')
    failing.chmod(0o755)
    with pytest.raises(plugin.Problem, match="^there is not enough memory.$"):
        plugin.fill_selection(Document(layer(np.uint8), hole()), str(failing))
