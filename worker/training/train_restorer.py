"""Trains the restorer: python train_restorer.py --recipe quick|cpu|gpu.

Patches of 64x64 from photographs (as they are and halved) and from emoji on plain grounds, with white Gaussian noise
of a random strength, 0 to 60 of 255, told to the network. Loss: L1. Started again, it goes on from its checkpoint.
"""
from __future__ import annotations

import argparse
import json
import math
import os
import signal
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from common import SEED, cache
from photos import TRAINED, halved, photo
from restorer import Restorer

MINUTES = {"quick": 0.7, "cpu": 10.0, "gpu": 20.0}
BATCH, RATE, SIDE, STRONGEST = 32, 1e-3, 64, 60 / 255


class Patches:
    """Clean patches: seven of ten from photographs, the others from held-in emoji."""

    def __init__(self, seed: int):
        index = json.loads(cache("sticker", "index.json").read_text())
        held = set(index["held_out"])
        self.rows = np.array([i for i, r in enumerate(index["images"]) if r["concept"] not in held])
        self.emoji = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
        full = [photo(name) for name in TRAINED]
        self.photos = full + [halved(p) for p in full]
        # Larger pictures have more to show.
        size = np.array([p[0].size for p in self.photos], float)
        self.odds, self.rng = size / size.sum(), np.random.default_rng(seed)

    def picture(self) -> np.ndarray:
        if self.rng.random() < 0.7:
            return self.photos[self.rng.choice(len(self.photos), p=self.odds)]
        rgba = self.emoji[self.rng.choice(self.rows)].astype(np.float32)
        ground = np.full(3, 255.0) if self.rng.random() < 0.5 else self.rng.uniform(0, 255, 3)
        return rgba[:3] + ground[:, None, None] * (1 - rgba[3:] / 255)

    def patch(self) -> np.ndarray:
        """float32 [3,64,64] 0..1, turned, flipped and with its colours in a random order."""
        whole = self.picture()
        y, x = (self.rng.integers(0, side - SIDE + 1) for side in whole.shape[1:])
        out = whole[self.rng.permutation(3), y:y + SIDE, x:x + SIDE].astype(np.float32) / 255
        out = np.rot90(out, self.rng.integers(4), axes=(1, 2))
        return out[:, :, ::-1] if self.rng.random() < 0.5 else out

    def next(self, count: int) -> tuple[Tensor, Tensor]:
        """Clean patches and their noise levels [count,1,1,1]."""
        clean = torch.from_numpy(np.stack([self.patch() for _ in range(count)]))
        return clean, torch.from_numpy(self.rng.uniform(0, STRONGEST, (count, 1, 1, 1)).astype(np.float32))


def train(recipe: str, minutes: float, threads: int) -> None:
    torch.set_num_threads(threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    net = Restorer().to(device, memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.99), weight_decay=0.0)
    path, step, seconds, losses, stop = cache("restorer", recipe, "checkpoint.pt"), 0, 0.0, [], []
    if path.exists():
        state = torch.load(path, map_location=device)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    patches = Patches(SEED + step)
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    while seconds < 60 * minutes and not stop:
        started = time.monotonic()
        part = seconds / 60 / minutes
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * part)))
        clean, sigma = (t.to(device) for t in patches.next(BATCH))
        noisy = clean + sigma * torch.randn_like(clean)
        with torch.autocast(device, dtype=torch.bfloat16):
            made = net(noisy.contiguous(memory_format=torch.channels_last), sigma.expand(-1, 1, SIDE, SIDE))
        loss = F.l1_loss(made.float(), clean)
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
            save(net, optimiser, path, step, seconds)
    save(net, optimiser, path, step, seconds)


def save(net: Restorer, optimiser: torch.optim.Optimizer, path, step: int, seconds: float) -> None:
    state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seconds": seconds,
             "batch": BATCH}
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", default="cpu", choices=MINUTES)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    train(args.recipe, args.minutes or MINUTES[args.recipe], args.threads)
