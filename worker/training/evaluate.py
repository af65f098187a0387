"""Measures the exported models: python evaluate.py sticker|frames. Prints JSON, which card.py reads too.

Everything runs on the ONNX files that ship. Needs the data cache; seeds are fixed.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from batches import SCOPES, FrameBatches, shrink, trained
from common import MODELS, SEED, cache, write_json
from data_sticker import SIDE
from metrics import milliseconds, mse, psnr, ssim
from recipes import RECIPES
from sample import FramesSampler, StickerSampler


def unit(x: np.ndarray) -> np.ndarray:
    return (x + 1) / 2


def step_speed(session, extra: dict[str, tuple]) -> dict[str, float]:
    """ms per denoiser call on 2 threads for batches of 1, 2, 4 and 8 rows."""
    out = {}
    for batch in (1, 2, 4, 8):
        feed = {"timestep": np.full(batch, 500, np.int64)}
        for name, shape in extra.items():
            feed[name] = np.ones((batch, *shape), np.float32)
        out[str(batch)] = round(milliseconds(lambda: session.run(None, feed)), 2)
    return out


# --- sticker ---------------------------------------------------------------------------------

def art(style: str) -> tuple[np.ndarray, np.ndarray]:
    """All 32x32 images of a style in -1..1 and their concept numbers."""
    rows = [(i, r["concept"]) for i, r in enumerate(sticker_index()["images"]) if r["style"] == style]
    images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
    small = shrink(np.stack([images[i] for i, _ in rows]), 4) / 127.5 - 1
    return small, np.array([c for _, c in rows])


def sticker_index() -> dict:
    return json.loads(cache("sticker", "index.json").read_text())


def ranks(made: np.ndarray, wanted: np.ndarray, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """For each made image: how many images of the style are nearer to it than the one asked for."""
    a, b = made.reshape(len(made), -1), images.reshape(len(images), -1)
    distance = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    right = distance[np.arange(len(a)), [int(np.flatnonzero(numbers == w)[0]) for w in wanted]]
    return (distance < right[:, None]).sum(1)


def rank_summary(found: np.ndarray) -> dict:
    return {"prompts": len(found), "top1": round(float((found == 0).mean()), 3),
            "top5": round(float((found < 5).mean()), 3), "median_rank": int(np.median(found)) + 1}


def retrieval(sampler: StickerSampler, scope: str, count: int, steps: int, guidance: float) -> dict:
    """Draws stickers for known and for held-out labels and looks for the asked art by pixels."""
    rng, index, found = np.random.default_rng(SEED), sticker_index(), {}
    pairs, total = trained(index, scope), 0
    core = trained(index, "core")
    known = {n for n, _ in pairs}
    for style in sampler.styles:
        images, numbers = art(style)
        total += len(images)
        seen = [n for n in numbers if (n, style) in pairs]
        picks = {"known": rng.choice(seen, min(count, len(seen)), replace=False),
                 "held_out": np.array([n for n in numbers if n in set(index["held_out"])])}
        if scope != "core" and style in SCOPES["core"]:
            picks["core"] = np.array([n for n in seen if (n, style) in core])
        if scope == "styles":
            picks["new_style"] = np.array([n for n in numbers if n in known and (n, style) not in pairs], int)
        for kind, wanted in picks.items():
            for at in range(0, len(wanted), 16):
                part = wanted[at:at + 16]
                prompts = [f"{index['concepts'][n]['label']}, {style} style" for n in part]
                small, _ = sampler(prompts, [int(n) for n in part], steps, guidance)
                found.setdefault(kind, []).append(ranks(small, part, images, numbers))
    return {kind: rank_summary(np.concatenate(parts)) for kind, parts in found.items()} | {
        "images_per_style": total // len(sampler.styles), "steps": steps, "guidance": guidance}


def upscaler_quality(sampler: StickerSampler) -> dict:
    """PSNR in dB on held-out art (premultiplied RGBA), 32 -> 128, beside bicubic."""
    index = sticker_index()
    held = set(index["held_out"])
    images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
    real = np.stack([images[i] for i, r in enumerate(index["images"]) if r["concept"] in held]).astype(np.float32)
    small = shrink(real, SIDE // 32)
    made = unit(sampler.upscaler.run(None, {"image": small / 127.5 - 1})[0])
    plain = np.stack([[np.asarray(Image.fromarray(c).resize((SIDE, SIDE), Image.BICUBIC)) for c in image]
                      for image in small]).clip(0, 255) / 255
    return {"images": len(real), "bicubic_db": round(psnr(plain, real / 255), 2),
            "upscaler_db": round(psnr(made, real / 255), 2),
            "upscaler_ms": round(milliseconds(lambda: sampler.upscaler.run(None, {"image": small[:1] / 127.5 - 1})), 2)}


def defaults(folder: Path) -> tuple[int, float]:
    """Steps and guidance of the manifest: what a user gets who names neither."""
    values = json.loads((folder / "model.json").read_text())["defaults"]
    return values["steps"], values["guidance_scale"]


def evaluate_sticker(folder: Path, count: int, scope: str) -> dict:
    sampler = StickerSampler(folder)
    size = sampler.shape[-1]
    return {"step_ms_2_threads": step_speed(sampler.denoiser, {"sample": (4, size, size), "attention_mask": (24,),
                                                               "encoder_hidden_states": (24, 384)}),
            "retrieval": retrieval(sampler, scope, count, *defaults(folder)), "upscaler": upscaler_quality(sampler)}


# --- frames ----------------------------------------------------------------------------------

def held_out_windows(count: int, seed: int, moving: float = 0.0) -> np.ndarray:
    """float32 [count,24,32,32] in -1..1 from held-out clips on white; with `moving`, only windows
    whose future differs from the last context frame by at least that mean absolute value (0..1)."""
    batches = FrameBatches(32, 0.0, seed=seed, split="held_out", white=True)
    kept: list[np.ndarray] = []
    while len(kept) < count:
        window = batches.window() / 255
        future = window[12:].reshape(4, 3, *window.shape[1:])
        if np.abs(future - window[None, 9:12]).mean() >= moving:
            kept.append(window.astype(np.float32))
    return np.stack(kept) * 2 - 1


def baselines(windows: np.ndarray) -> dict[str, np.ndarray]:
    """Copy of the last frame, and each pixel going on at the speed of the last two frames."""
    last, before = windows[:, 9:12], windows[:, 6:9]
    line = np.concatenate([last + (k + 1) * (last - before) for k in range(4)], axis=1)
    return {"copy_last": np.tile(last, (1, 4, 1, 1)), "linear": line.clip(-1, 1)}


def evaluate_frames(folder: Path, count: int) -> dict:
    sampler, usual = FramesSampler(folder), defaults(folder)[0]
    windows = held_out_windows(count, SEED, moving=0.01)
    real, context = unit(windows[:, 12:]), windows[:, :12]
    made = {name: unit(value) for name, value in baselines(windows).items()}
    for steps in sorted({1, usual, 8, 25}):
        parts = [sampler(context[i:i + 16], SEED + i, steps) for i in range(0, count, 16)]
        made[f"model_{steps}_steps"] = unit(np.concatenate(parts))
    other = np.concatenate([sampler(context[i:i + 16], SEED + count + i, usual) for i in range(0, count, 16)])
    quality = {name: {"mse": round(mse(value, real), 5), "psnr_db": round(psnr(value, real), 2),
                      "ssim": round(ssim(value, real), 4)} for name, value in made.items()}
    small = windows[:1, :12]
    return {"windows": count, "clips": len(FrameBatches(32, 0.0, split="held_out").clips), "quality": quality,
            "default_steps": usual, "seed_rms": round(mse(unit(other), made[f"model_{usual}_steps"]) ** 0.5, 4),
            "step_ms_2_threads": step_speed(sampler.denoiser, {"sample": (12, 32, 32), "context": (12, 32, 32)}),
            "upscaler_ms_4_frames": round(milliseconds(lambda: sampler.enlarge(small)), 2)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=("sticker", "frames"))
    parser.add_argument("--count", type=int, help="known prompts per style, or windows")
    parser.add_argument("--recipe", default="cpu", choices=RECIPES["sticker"], help="that the weights were trained by")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    where = args.folder or MODELS / args.model
    figures = (evaluate_sticker(where, args.count or 400, RECIPES["sticker"][args.recipe].scope)
               if args.model == "sticker" else evaluate_frames(where, args.count or 128))
    write_json(cache(args.model, "figures.json"), figures)
    print(json.dumps(figures, indent=2))
