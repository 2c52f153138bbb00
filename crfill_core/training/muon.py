"""The optimiser Muon (Jordan et al., 2024) for convolutions.

``torch.optim.Muon`` takes matrices only. Here a kernel (out, in, k, k) is treated as the matrix (out, in·k·k).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Coefficients of the polynomial of degree 5 that brings singular values near 1 in a few steps, but not exactly to 1."""
_EPSILON = 1e-7


def orthogonalised(matrix: Tensor, steps: int = 5) -> Tensor:
    """An approximation of U·Vᵀ, where U·S·Vᵀ is the singular value decomposition of the matrix (…, m, n).

    Computed by Newton–Schulz steps in bfloat16. Singular values of at least 0.2 % of the matrix's Frobenius norm become
    values between about 0.7 and 1.2; smaller ones stay below that, and 0 stays about 0.
    """
    a, b, c = _COEFFICIENTS
    x: Tensor = matrix.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + _EPSILON)
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """m ← μ·m + g, then W ← (1 − lr·decay)·W − lr·√max(1, rows/columns)·orthogonalised(g + μ·m) (Nesterov momentum).

    W is a parameter of two or more dimensions. As a matrix its rows are the first dimension (the outputs), its columns
    all others (in·k·k). g is its gradient, and μ is ``momentum``. Raises ValueError for parameters of fewer dimensions.
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float = 0.01,
        momentum: float = 0.95,
        weight_decay: float = 0.02,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        for group in self.param_groups:
            if any(parameter.ndim < 2 for parameter in group["params"]):
                raise ValueError("Muon is for matrices and kernels: give vectors to another optimiser.")

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """Update every parameter that has a gradient. Raises ValueError if a closure is given."""
        if closure is not None:
            raise ValueError("Muon calls no closure.")
        for group in self.param_groups:
            lr, momentum, decay = group["lr"], group["momentum"], group["weight_decay"]
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                gradient, average = parameter.grad, state["momentum"]
                average.mul_(momentum).add_(gradient)
                matrix = gradient.add(average, alpha=momentum).flatten(1)
                scale = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                update = orthogonalised(matrix).view(parameter.shape)
                parameter.mul_(1 - lr * decay).add_(update, alpha=-lr * scale)
