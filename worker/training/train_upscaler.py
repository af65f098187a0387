"""Trains the x4 upscaler: python train_upscaler.py --recipe quick|cpu|gpu.

Small images are box averages of the 128x128 art, as the denoisers' training data are; half of them
get mild blur and noise, so that the upscaler also cleans what a denoiser draws. Half of the images
are laid on a plain opaque ground, because the frames model uses the same weights with alpha 1.
Loss: L1 plus L1 of the pixel differences (edges).
"""
from __future__ import annotations

import argparse
import json
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from batches import scaled
from common import SEED, cache
from upscaler import FACTOR, Upscaler

MINUTES = {"quick": 0.7, "cpu": 10.0, "gpu": 30.0}
BATCH, RATE, CROP = 24, 1e-3, 96


def edges(x: Tensor) -> tuple[Tensor, Tensor]:
    """Differences of neighbours, across and down."""
    return x[..., :, 1:] - x[..., :, :-1], x[..., 1:, :] - x[..., :-1, :]


def loss_of(made: Tensor, real: Tensor) -> Tensor:
    pairs = zip(edges(made), edges(real))
    return F.l1_loss(made, real) + 0.5 * sum(F.l1_loss(a, b) for a, b in pairs)


class Pairs:
    """Random crops of held-in art with their degraded small versions."""

    def __init__(self, seed: int, held_out: bool = False):
        index = json.loads(cache("sticker", "index.json").read_text())
        held = set(index["held_out"])
        rows = [i for i, r in enumerate(index["images"]) if (r["concept"] in held) == held_out]
        self.images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
        self.rows, self.rng = np.array(rows), np.random.default_rng(seed)

    def large(self, count: int) -> Tensor:
        """[count,4,96,96] in -1..1; every second one opaque."""
        out = np.empty((count, 4, CROP, CROP), np.float32)
        for k, i in enumerate(self.rng.choice(self.rows, count)):
            y, x = self.rng.integers(0, (128 - CROP) // FACTOR + 1, 2) * FACTOR
            image = self.images[i, :, y:y + CROP, x:x + CROP].astype(np.float32)
            if k % 2:
                ground = np.full(3, 255.0) if self.rng.random() < 0.7 else self.rng.uniform(0, 255, 3)
                image[:3] += ground[:, None, None] * (1 - image[3:] / 255)
                image[3] = 255
            if self.rng.random() < 0.5:
                image = image[..., ::-1]
            out[k] = image
        return scaled(out)

    def degrade(self, large: Tensor) -> Tensor:
        """Box average to a quarter; then, for a random half, blur and noise of random strength."""
        small = F.avg_pool2d(large, FACTOR)
        count = len(small)
        damaged = torch.from_numpy((self.rng.random(count) < 0.5).astype(np.float32))[:, None, None, None]
        blur = torch.from_numpy(self.rng.uniform(0, 0.5, count).astype(np.float32))[:, None, None, None] * damaged
        soft = F.avg_pool2d(F.pad(small, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
        noise = torch.from_numpy(self.rng.uniform(0, 0.06, count).astype(np.float32))[:, None, None, None] * damaged
        return (small + blur * (soft - small) + noise * torch.randn_like(small)).clamp(-1, 1)


def train(recipe: str, minutes: float, threads: int) -> None:
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net = Upscaler().to(device, memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.99), weight_decay=0.0)
    pairs, step, seconds, losses = Pairs(SEED), 0, 0.0, []
    while seconds < 60 * minutes:
        started = time.monotonic()
        part = seconds / 60 / minutes
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * part)))
        large = pairs.large(BATCH)
        small = pairs.degrade(large)
        with torch.autocast(device, dtype=torch.bfloat16):
            made = net(small.to(device).contiguous(memory_format=torch.channels_last))
        loss = loss_of(made.float(), large.to(device))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        step += 1
        seconds += min(time.monotonic() - started, 5.0)  # a stopped process does not train
        if step % (100 if minutes > 1 else 10) == 0:
            print(f"{step},{seconds / 60:.2f},{np.mean(losses):.5f}", flush=True)
            losses = []
            save(net, recipe, step, seconds)
    save(net, recipe, step, seconds)


def save(net: Upscaler, recipe: str, step: int, seconds: float) -> None:
    path = cache("upscaler", recipe, "checkpoint.pt")
    torch.save({"net": net.state_dict(), "step": step, "seconds": seconds, "batch": BATCH}, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", default="cpu", choices=MINUTES)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    train(args.recipe, args.minutes or MINUTES[args.recipe], args.threads)
