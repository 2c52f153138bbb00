"""Weights on the disk for the dialogs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crfill_core.weights import catalog


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Path]:
    """The bundled and the user's folder of weights: one default, that is no real file of weights."""
    bundled, user = tmp_path / "bundled", tmp_path / "user"
    bundled.mkdir()
    (bundled / "first.safetensors").write_bytes(b"stand-in")
    listed = {"first": {"file": "first.safetensors", "title": "The first", "licence": "CC0", "default": True}}
    (bundled / "catalog.json").write_text(json.dumps(listed))
    monkeypatch.setattr(catalog, "bundled_folder", lambda: bundled)
    monkeypatch.setattr(catalog, "user_folder", lambda: user)
    return bundled, user
