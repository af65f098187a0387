"""Measures the exported models: python evaluate.py sticker|frames. Prints JSON, which card.py reads too.

Everything runs on the ONNX files that ship. Needs the data cache; seeds are fixed.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from batches import FrameBatches, shrink
from common import MODELS, SEED, STYLES, cache, write_json
from data_sticker import SIDE
from metrics import milliseconds, mse, psnr, ssim
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

def art(style: str) -> tuple[np.ndarray, np.ndarray, list[str], set[int]]:
    """All 32x32 images of a style in -1..1, their concept numbers, all labels, held-out concepts."""
    index = json.loads(cache("sticker", "index.json").read_text())
    rows = [(i, r["concept"]) for i, r in enumerate(index["images"]) if r["style"] == style]
    images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
    small = shrink(np.stack([images[i] for i, _ in rows]), 4) / 127.5 - 1
    return small, np.array([c for _, c in rows]), [c["label"] for c in index["concepts"]], set(index["held_out"])


def ranks(made: np.ndarray, wanted: np.ndarray, images: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """For each made image: how many images of the style are nearer to it than the one asked for."""
    a, b = made.reshape(len(made), -1), images.reshape(len(images), -1)
    distance = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    right = distance[np.arange(len(a)), [int(np.flatnonzero(numbers == w)[0]) for w in wanted]]
    return (distance < right[:, None]).sum(1)


def retrieval(sampler: StickerSampler, count: int, steps: int, guidance: float) -> dict:
    """Draws stickers for known and for held-out labels and looks for the asked art by pixels."""
    rng, known, unknown, styles = np.random.default_rng(SEED), [], [], 0
    for style in STYLES:
        images, numbers, labels, held = art(style)
        styles += len(images)
        seen = rng.choice([n for n in numbers if n not in held], count, replace=False)
        for picks, out in ((seen, known), (np.array([n for n in numbers if n in held]), unknown)):
            for at in range(0, len(picks), 16):
                part = picks[at:at + 16]
                prompts = [f"{labels[n]}, {style} style" for n in part]
                small, _ = sampler(prompts, [int(n) for n in part], steps, guidance)
                out.append(ranks(small, part, images, numbers))
    known, unknown = np.concatenate(known), np.concatenate(unknown)
    return {"known_prompts": len(known), "known_top1": round(float((known == 0).mean()), 3),
            "known_top5": round(float((known < 5).mean()), 3), "known_median_rank": int(np.median(known)) + 1,
            "held_out_prompts": len(unknown), "held_out_top1": round(float((unknown == 0).mean()), 3),
            "held_out_top5": round(float((unknown < 5).mean()), 3),
            "held_out_median_rank": int(np.median(unknown)) + 1, "images_per_style": styles // len(STYLES)}


def upscaler_quality(sampler: StickerSampler) -> dict:
    """PSNR in dB on held-out art (premultiplied RGBA), 32 -> 128, beside bicubic."""
    index = json.loads(cache("sticker", "index.json").read_text())
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


def evaluate_sticker(folder: Path, count: int) -> dict:
    sampler = StickerSampler(folder)
    size = sampler.shape[-1]
    return {"step_ms_2_threads": step_speed(sampler.denoiser, {"sample": (4, size, size), "attention_mask": (24,),
                                                               "encoder_hidden_states": (24, 384)}),
            "retrieval": retrieval(sampler, count, 25, 3.0), "upscaler": upscaler_quality(sampler)}


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
    sampler = FramesSampler(folder)
    windows = held_out_windows(count, SEED, moving=0.01)
    real, context = unit(windows[:, 12:]), windows[:, :12]
    made = {name: unit(value) for name, value in baselines(windows).items()}
    draws = [np.concatenate([sampler(context[i:i + 16], SEED + d + i, 25) for i in range(0, count, 16)]) for d in range(4)]
    made["model_one_draw"] = unit(draws[0])
    made["model_mean_of_4"] = unit(np.mean(draws, axis=0))
    quality = {name: {"mse": round(mse(value, real), 5), "psnr_db": round(psnr(value, real), 2),
                      "ssim": round(ssim(value, real), 4)} for name, value in made.items()}
    small = windows[:1, :12]
    return {"windows": count, "clips": len(FrameBatches(32, 0.0, split="held_out").clips), "quality": quality,
            "step_ms_2_threads": step_speed(sampler.denoiser, {"sample": (12, 32, 32), "context": (12, 32, 32)}),
            "upscaler_ms_4_frames": round(milliseconds(lambda: sampler.enlarge(small)), 2)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=("sticker", "frames"))
    parser.add_argument("--count", type=int, help="known prompts per style, or windows")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    where = args.folder or MODELS / args.model
    run = evaluate_sticker if args.model == "sticker" else evaluate_frames
    figures = run(where, args.count or (64 if args.model == "sticker" else 128))
    write_json(cache(args.model, "figures.json"), figures)
    print(json.dumps(figures, indent=2))
