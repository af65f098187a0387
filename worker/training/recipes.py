"""How long and how large a run is; the README tells what each recipe is for."""
from __future__ import annotations

from dataclasses import dataclass, replace

from unet import UNetConfig


@dataclass(frozen=True)
class Recipe:
    """One training run. It ends at `steps` or after `minutes`, whichever comes first."""

    unet: UNetConfig
    steps: int
    minutes: float
    batch: int = 64
    rate: float = 8e-4  # peak; warm-up, then cosine down to a twentieth
    warmup: int = 300
    ema: float = 0.999
    flip: float = 0.0
    limit: int | None = None  # train on so many images or clips only
    scope: str = "all"  # sticker: which concepts and styles, see `SCOPES` of batches.py
    save_minutes: float = 5.0
    last: float = 0.0  # share of samples at the last, noisiest step: what a forecast in one step is made by
    steady: bool = False  # the rate stays at its peak until a cool-down: for runs that are gone on with again and again


SMALL = dict(widths=(64, 128, 256), blocks=(1, 1, 2), attention=(False, True, True), layout=True)
LARGE = dict(size=64, layout=True, widths=(128, 256, 384), blocks=(2, 3, 3), attention=(False, True, True))
FRAMES = dict(channels=12, context_channels=12, text_dim=0, layout=False, residual=0.05)

# Flips teach symmetry but double what a short run has to learn: only the long runs use them.
STICKER = {
    "quick": Recipe(UNetConfig(**SMALL), scope="core", steps=150, minutes=1.5, warmup=20, ema=0.95, limit=64, save_minutes=1),
    "cpu": Recipe(UNetConfig(**SMALL), steps=30_000, minutes=80, batch=32, scope="core"),
    "styles": Recipe(UNetConfig(**SMALL), steps=1_000_000, minutes=6_000, batch=32, rate=4e-4, ema=0.9993, steady=True,
                     scope="styles"),
    "all": Recipe(UNetConfig(**SMALL), steps=1_000_000, minutes=6_000, batch=64, rate=5e-4, ema=0.9993, steady=True),
    "gpu": Recipe(UNetConfig(**LARGE), steps=120_000, minutes=480, batch=256, rate=3e-4, ema=0.9998, flip=0.3),
}
VIDEO = {
    name: replace(recipe, unet=UNetConfig(**{**recipe.unet.as_dict(), **FRAMES}), flip=0.5)
    for name, recipe in STICKER.items() if name not in ("styles", "all")
}
VIDEO["cpu"] = replace(VIDEO["cpu"], steps=100_000, minutes=80, batch=48, rate=6e-4, last=0.3,
                       unet=UNetConfig(widths=(64, 128, 192), blocks=(1, 1, 1), attention=(False, True, True), **FRAMES))

# Moving MNIST: ten 64x64 frames to the next ten in one step, so that it can be compared with published tables.
DIGITS = dict(size=64, fold=4, channels=10, context_channels=10, text_dim=0, layout=False, attention=(True, True, True))
MOVING = {
    "quick": Recipe(UNetConfig(**DIGITS, widths=(64, 96, 128), blocks=(1, 1, 1)), steps=150, minutes=1.5, batch=32,
                    warmup=20, ema=0.95, last=1.0, save_minutes=1),
    "cpu": Recipe(UNetConfig(**DIGITS, widths=(128, 192, 256), blocks=(2, 2, 2)), steps=1_000_000, minutes=50, batch=32,
                  last=1.0),
    "gpu": Recipe(UNetConfig(**DIGITS, widths=(256, 384, 512), blocks=(4, 4, 4)), steps=400_000, minutes=480, batch=64,
                  rate=4e-4, ema=0.9998, last=1.0),
}
RECIPES = {"sticker": STICKER, "frames": VIDEO, "digits": MOVING}


def companions(recipe: str) -> str:
    """The recipe of the upscaler and the restorer that ship with a denoiser of `recipe`."""
    return "cpu" if recipe in ("styles", "all") else recipe
