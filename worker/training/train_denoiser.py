"""Trains one denoiser: python train_denoiser.py sticker|frames|digits --recipe quick|cpu|styles|all|gpu.

Writes checkpoint.pt (to go on from) every few minutes and log.csv into the cache; started again,
it goes on where it was. It uses bf16 autocast, two threads on a CPU, or the GPU where there is one.

A steady recipe has no end: `--cooldown M` takes M more minutes from its checkpoint with a falling rate
and writes cooled.pt, the weights to ship; checkpoint.pt stays, and the steady run goes on from there.
"""
from __future__ import annotations

import argparse
import copy
import math
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch

from batches import DigitBatches, FrameBatches, StickerBatches
from common import SEED, cache
from diffusion import TRAIN_STEPS, alphas_cumprod, loss_weights
from recipes import RECIPES, Recipe
from unet import UNet

BATCHES = {"sticker": StickerBatches, "frames": FrameBatches, "digits": DigitBatches}


class Trainer:
    """Weights, their running average, the optimiser and the counters of one run."""

    def __init__(self, model: str, recipe: Recipe, folder: Path, cooldown: float = 0.0, compiled: bool = False):
        self.recipe, self.folder, self.cooldown = recipe, folder, cooldown
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(SEED)
        self.net = UNet(recipe.unet).to(self.device, memory_format=torch.channels_last)
        self.ema = copy.deepcopy(self.net).requires_grad_(False)
        self.predict = torch.compile(self.net) if compiled else self.net
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=recipe.rate, betas=(0.9, 0.99),
                                           weight_decay=0.01, fused=True)
        self.step, self.seconds, self.name = 0, 0.0, "checkpoint.pt"
        self.power = torch.tensor(alphas_cumprod(), dtype=torch.float32, device=self.device)
        self.weights = torch.tensor(loss_weights(recipe.unet.residual), dtype=torch.float32, device=self.device)
        if (folder / "checkpoint.pt").exists():
            self.load(folder / "checkpoint.pt")
        if cooldown:
            self.name = "cooled.pt"
        self.first = self.seconds
        # A resumed run draws new batches instead of repeating the first ones.
        options = {"scope": recipe.scope} if model == "sticker" else {}
        self.batches = BATCHES[model](recipe.unet.size, recipe.flip, seed=SEED + self.step, limit=recipe.limit,
                                      **options)

    def load(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device)
        self.net.load_state_dict(state["net"])
        self.ema.load_state_dict(state["ema"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]
        torch.manual_seed(SEED + self.step)

    def begin_from(self, path: Path) -> None:
        """The averaged weights of another run of the same shape; counters and optimiser start anew."""
        weights = torch.load(path, map_location=self.device)["ema"]
        self.net.load_state_dict(weights)
        self.ema.load_state_dict(weights)

    def save(self) -> None:
        state = {"net": self.net.state_dict(), "ema": self.ema.state_dict(), "optimiser": self.optimiser.state_dict(),
                 "step": self.step, "seconds": self.seconds, "unet": self.recipe.unet.as_dict(),
                 "batch": self.recipe.batch}
        part = (self.folder / self.name).with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.folder / self.name)

    def progress(self) -> float:
        """0..1 by steps or by time, whichever is further."""
        if self.cooldown:
            return (self.seconds - self.first) / 60 / self.cooldown
        return max(self.step / self.recipe.steps, self.seconds / 60 / self.recipe.minutes)

    def rate(self) -> float:
        warm = min(1.0, (self.step + 1) / self.recipe.warmup)
        if self.cooldown:
            return self.recipe.rate * (1 - min(1.0, self.progress()))
        if self.recipe.steady:
            return self.recipe.rate * warm
        cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, self.progress())))
        return self.recipe.rate * warm * (0.05 + 0.95 * cosine)

    def loss(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        clean = batch.pop("sample").contiguous(memory_format=torch.channels_last)
        count = len(clean)
        # Stratified steps: each batch covers the whole schedule, which steadies the loss. The power
        # draws noisy steps more often: they are the ones that sampling in few steps goes through.
        part = (torch.arange(count, device=clean.device) + torch.rand(count, device=clean.device)) / count
        t = (TRAIN_STEPS * part ** 0.7).long().clamp(max=TRAIN_STEPS - 1)
        t = t[torch.randperm(count, device=clean.device)]
        t[:round(self.recipe.last * count)] = TRAIN_STEPS - 1
        noise = torch.randn_like(clean)
        power = self.power[t][:, None, None, None]
        keep, spread = power.sqrt(), (1 - power).sqrt()
        with torch.autocast(self.device, dtype=torch.bfloat16):
            v = self.predict(keep * clean + spread * noise, t, **batch)
        error = (v.float() - (keep * noise - spread * clean)).square().mean(dim=(1, 2, 3))
        return (error * self.weights[t]).mean()

    def update(self) -> float:
        """One optimiser step; returns the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        batch = {k: v.to(self.device) for k, v in self.batches.next(self.recipe.batch).items()}
        loss = self.loss(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(self.recipe.ema, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(list(self.ema.parameters()), [p.detach() for p in self.net.parameters()], 1 - decay)
        return loss.item()

    def run(self) -> None:
        """Trains to the end, or until SIGTERM; both leave a checkpoint."""
        losses, saved, stop = [], time.monotonic(), []
        signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
        while self.progress() < 1.0 and not stop:
            started = time.monotonic()
            losses.append(self.update())
            # A process may be stopped for a while (SIGSTOP): such a pause is no training time.
            self.seconds += min(time.monotonic() - started, 5.0)
            if self.step % (10 if self.recipe.steps < 1000 else 50) == 0:
                self.log(float(np.mean(losses)))
                losses = []
            if time.monotonic() - saved > 60 * self.recipe.save_minutes:
                self.save()
                saved = time.monotonic()
        self.save()

    def log(self, loss: float) -> None:
        line = f"{self.step},{self.seconds / 60:.2f},{loss:.5f},{self.rate():.2e}"
        print(time.strftime("%H:%M:%S"), line, flush=True)
        with open(self.folder / "log.csv", "a") as out:
            out.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--recipe", default="cpu", choices=("quick", "cpu", "styles", "all", "gpu"))
    parser.add_argument("--minutes", type=float, help="another length than the recipe's")
    parser.add_argument("--cooldown", type=float, default=0.0, help="minutes; see above")
    parser.add_argument("--start", type=Path, help="a first run begins with the weights of this checkpoint")
    parser.add_argument("--compile", action="store_true", help="an eighth faster on two cores; needs a C++ compiler")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    recipe = RECIPES[args.model][args.recipe]
    if args.minutes:
        recipe = Recipe(**{**recipe.__dict__, "minutes": args.minutes})
    torch.set_num_threads(args.threads)
    folder = cache(args.model, args.recipe, "log.csv").parent
    trainer = Trainer(args.model, recipe, folder, args.cooldown, args.compile)
    if args.start and not trainer.step:
        trainer.begin_from(args.start)
    (folder / "pid").write_text(f"{os.getpid()}\n")
    print(f"{sum(p.numel() for p in trainer.net.parameters()) / 1e6:.2f} M parameters, from step {trainer.step}", flush=True)
    trainer.run()


if __name__ == "__main__":
    main()
