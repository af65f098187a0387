"""Image measures in numpy; images are float arrays [..., H, W] in 0..1."""
from __future__ import annotations

import time

import numpy as np


def mse(a: np.ndarray, b: np.ndarray) -> float:
    """Mean squared error per value."""
    return float(np.mean((a - b) ** 2))


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Mean over images of the peak signal-to-noise ratio in dB; equal images count as 60 dB."""
    errors = np.mean((a - b).reshape(len(a), -1) ** 2, axis=1)
    return float(np.mean(-10 * np.log10(np.maximum(errors, 1e-6))))


def box(x: np.ndarray, side: int) -> np.ndarray:
    """Mean over every side x side window (valid windows only)."""
    sums = np.cumsum(np.cumsum(np.pad(x, [(0, 0)] * (x.ndim - 2) + [(1, 0), (1, 0)]), -1), -2)
    total = sums[..., side:, side:] - sums[..., :-side, side:] - sums[..., side:, :-side] + sums[..., :-side, :-side]
    return total / side**2


def ssim(a: np.ndarray, b: np.ndarray, side: int = 7, span: float = 1.0) -> float:
    """Structural similarity with a uniform 7x7 window (Wang et al. 2004, K1 0.01, K2 0.03) and sample covariance.

    `span` is the range of values that the constants are taken from. scikit-image takes 2 for floats unless told, and so
    do the published tables of Moving MNIST, though their values are 0..1.
    """
    a, b = a.astype(np.float64), b.astype(np.float64)
    sample = side**2 / (side**2 - 1)
    ma, mb = box(a, side), box(b, side)
    va, vb, vab = (sample * v for v in (box(a * a, side) - ma**2, box(b * b, side) - mb**2, box(a * b, side) - ma * mb))
    c1, c2 = (0.01 * span)**2, (0.03 * span)**2
    return float(np.mean((2 * ma * mb + c1) * (2 * vab + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))))


def milliseconds(call, repeats: int = 10) -> float:
    """Median time of a call in ms, after two calls to warm up."""
    times = []
    for i in range(repeats + 2):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return float(np.median(times[2:]))
