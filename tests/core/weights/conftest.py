"""A small generator, and folders of bundled and user weights under the test's control."""

from __future__ import annotations

import pytest
import torch

from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights import catalog


@pytest.fixture
def generator() -> Generator:
    torch.manual_seed(7)
    return Generator(GeneratorConfig(width=8)).eval()


@pytest.fixture
def folders(monkeypatch, tmp_path):
    """(bundled, user) weights folders, both empty."""
    bundled, user = tmp_path / "bundled", tmp_path / "user"
    bundled.mkdir()
    user.mkdir()
    monkeypatch.setattr(catalog, "bundled_folder", lambda: bundled)
    monkeypatch.setattr(catalog, "user_folder", lambda: user)
    return bundled, user
