"""How a task readies its networks."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
import torch
from torch import nn

from crfill_core.training.config import RunConfig
from crfill_core.training.distributed import World
from crfill_core.training.task import _Compiled


def test_a_packed_program_never_compiles_networks(config: RunConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[nn.Module] = []
    monkeypatch.setattr(torch, "compile", lambda module: compiled.append(module) or module)
    wanted, module = replace(config, compile=True), nn.Linear(2, 2)
    assert _Compiled(wanted, World())(module) is module and compiled == [module]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert _Compiled(wanted, World())(module) is module and compiled == [module]
