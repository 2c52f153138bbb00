import pytest
import torch

from crfill_core.errors import FillError
from crfill_core.inference import device as device_module
from crfill_core.inference.device import describe_device, fast_dtype, resolve_device


@pytest.fixture
def machine(monkeypatch):
    """Pretends that this computer has the given accelerators."""

    def pretend(*, cuda: bool, mps: bool) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    return pretend


@pytest.mark.parametrize(
    "cuda, mps, chosen",
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_fastest_there_is(machine, cuda, mps, chosen):
    machine(cuda=cuda, mps=mps)
    assert resolve_device("auto").type == chosen


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused_with_a_remedy(machine, name):
    machine(cuda=False, mps=False)
    with pytest.raises(FillError, match="choose auto or cpu"):
        resolve_device(name)


def test_an_unknown_device_is_refused_with_the_ones_there_are():
    with pytest.raises(FillError, match="auto, cpu, cuda, mps"):
        resolve_device("tpu")


def test_the_processor_has_a_name():
    assert describe_device(torch.device("cpu")).startswith("CPU (")
    assert describe_device(torch.device("mps")) == "Apple GPU"


@pytest.mark.parametrize("supported, dtype", [(True, torch.bfloat16), (False, torch.float16)])
def test_a_gpu_computes_in_sixteen_bits(monkeypatch, supported, dtype):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: supported)
    assert fast_dtype(torch.device("cuda")) == dtype


def test_a_processor_uses_bfloat16_only_if_it_can():
    able = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    assert fast_dtype(torch.device("cpu")) == (torch.bfloat16 if able else torch.float32)
    assert device_module.fast_dtype(torch.device("mps")) == torch.float32
