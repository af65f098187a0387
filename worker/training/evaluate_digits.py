"""Measures the forecast of Moving MNIST: python evaluate_digits.py --recipe cpu. Prints JSON, which card.py reads too.

The measures are those of the published tables (OpenSTL): squared and absolute errors are summed over the pixels of a
frame, values 0..1, and averaged over frames and clips; structural similarity with a uniform 7x7 window and, as there,
constants for a range of 2.
"""
from __future__ import annotations

import argparse
import json

import numpy as np
import torch

from batches import DigitBatches
from common import SEED, cache, write_json
from diffusion import TRAIN_STEPS
from export import load_denoiser
from metrics import psnr, ssim
from recipes import RECIPES
from unet import UNet


def forecast(net: UNet, context: torch.Tensor) -> np.ndarray:
    """[B,10,64,64] in -1..1 -> the next ten in 0..1: one step from pure noise, where v is the clean picture's negative."""
    torch.manual_seed(SEED)
    with torch.no_grad():
        v = net(torch.randn_like(context), torch.full((len(context),), TRAIN_STEPS - 1), context=context)
    return (-v.float().numpy().clip(-1, 1) + 1) / 2


def measure(made: np.ndarray, real: np.ndarray) -> dict[str, float]:
    """Sums over one batch of clips, to be divided by their number."""
    error = (made - real).astype(np.float64)
    return {"mse": (error**2).sum(axis=(2, 3)).mean(1).sum(), "mae": np.abs(error).sum(axis=(2, 3)).mean(1).sum(),
            "ssim": ssim(made, real, span=2.0) * len(made),
            "psnr_db": psnr(made.reshape(-1, *made.shape[2:]), real.reshape(-1, *real.shape[2:])) * len(made)}


def evaluate(recipe: str, clips: int, batch: int = 50) -> dict:
    net, state = load_denoiser("digits", recipe)
    draws, totals = DigitBatches(64, 0.0, seed=SEED, split="held_out"), {}
    for _ in range(clips // batch):
        frames = draws.next(batch)
        context, real = frames["context"], (frames["sample"].numpy() + 1) / 2
        last = (context[:, -1:].numpy() + 1) / 2
        for name, made in {"copy_last": np.repeat(last, 10, axis=1), "black": np.zeros_like(real),
                           "model": forecast(net, context)}.items():
            sums = totals.setdefault(name, {})
            for key, value in measure(made, real).items():
                sums[key] = sums.get(key, 0.0) + value
    quality = {name: {k: round(float(v / (clips // batch * batch)), 4) for k, v in sums.items()}
               for name, sums in totals.items()}
    return {"clips": clips, "quality": quality, "parameters_m": round(sum(p.numel() for p in net.parameters()) / 1e6, 2),
            "steps": state["step"], "batch": state["batch"], "minutes": round(state["seconds"] / 60)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", default="cpu", choices=RECIPES["digits"])
    parser.add_argument("--clips", type=int, default=10_000)
    args = parser.parse_args()
    torch.set_num_threads(2)
    figures = evaluate(args.recipe, args.clips)
    write_json(cache("digits", args.recipe, "figures.json"), figures)
    print(json.dumps(figures, indent=2))
