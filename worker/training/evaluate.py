"""Measures the exported models: python evaluate.py sticker|frames. Prints JSON, which card.py reads too.

Everything runs on the ONNX files that ship. Needs the data cache; seeds are fixed.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from batches import SCOPES, FrameBatches, held_out_windows, shrink, trained
from common import MODELS, SEED, cache, write_json
from data_sticker import SIDE
from metrics import milliseconds, mse, psnr, ssim
from quality import Features, clean_alpha, kernel_distance, root_mean_square, spread
from recipes import RECIPES
from sample import UNSEEN, FramesSampler, StickerSampler


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


def pictures_of(pairs: list[tuple[int, str]]) -> np.ndarray:
    """The real art of (concept, style) pairs, float32 [N,4,128,128] in -1..1."""
    rows = {(r["concept"], r["style"]): i for i, r in enumerate(sticker_index()["images"])}
    images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
    return np.stack([images[rows[p]] for p in pairs]).astype(np.float32) / 127.5 - 1


def drawing(sampler: StickerSampler, scope: str, steps: int, guidance: float, count: int = 160) -> dict:
    """Drawn stickers beside real ones: distance in a fixed feature space, clean alpha, and diversity over seeds."""
    rng, index, features = np.random.default_rng(SEED), sticker_index(), Features()
    labels = [c["label"] for c in index["concepts"]]
    drawable = {(r["concept"], r["style"]) for r in index["images"]}
    known = sorted(trained(index, scope) & drawable)
    pairs = [known[i] for i in rng.choice(len(known), count, replace=False)]
    prompts = [f"{labels[n]}, {s} style" for n, s in pairs]
    drawn = np.concatenate([sampler(prompts[i:i + 16], list(range(i, i + 16)), steps, guidance)[1]
                            for i in range(0, count, 16)])
    real = pictures_of(pairs)
    others = pictures_of([(n, s) for n in index["held_out"] for s in sampler.styles if (n, s) in drawable])
    asked, ours, theirs = features(real), features(drawn), features(others)
    again = np.stack([sampler([p] * 4, [1, 2, 3, 4], steps, guidance)[0] for p in prompts[:16]])
    return {"pictures": count, "others": len(others), "distance": round(kernel_distance(ours, asked), 2),
            "distance_of_others": round(kernel_distance(theirs, asked), 2), "clean_alpha": round(clean_alpha(drawn), 4),
            "clean_alpha_of_art": round(clean_alpha(real), 4), "spread": spread(again)}


def neighbours(sampler: StickerSampler, scope: str, steps: int, guidance: float) -> list[dict]:
    """For each picture of the contact sheet the nearest training picture, and how far away it is (0..1)."""
    index = sticker_index()
    pairs = sorted(trained(index, scope) & {(r["concept"], r["style"]) for r in index["images"]})
    small = shrink(pictures_of(pairs), SIDE // 32)
    made = np.concatenate([sampler(UNSEEN[i:i + 10], [SEED + i + k for k in range(10)], steps, guidance)[0]
                           for i in range(0, len(UNSEEN), 10)])
    apart = root_mean_square(made, small)
    return [{"prompt": prompt, "nearest": f"{index['concepts'][pairs[i][0]]['label']}, {pairs[i][1]}",
             "distance": round(float(row[i]), 3)} for prompt, row, i in zip(UNSEEN, apart, apart.argmin(1))]


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


def seconds(sampler: StickerSampler, steps: int, guidance: float) -> dict[str, float]:
    """A whole sticker, words to pixels, and the same one enlarged by four once more; two threads."""
    large = sampler(["red apple"], [1], steps, guidance)[1]
    drawing_ms = milliseconds(lambda: sampler(["red apple"], [1], steps, guidance), 5)
    enlarging_ms = milliseconds(lambda: sampler.upscaler.run(None, {"image": large}), 5)
    return {"sticker": round(drawing_ms / 1000, 2), "enlarged": round((drawing_ms + enlarging_ms) / 1000, 2)}


def defaults(folder: Path) -> tuple[int, float]:
    """Steps and guidance of the manifest: what a user gets who names neither."""
    values = json.loads((folder / "model.json").read_text())["defaults"]
    return values["steps"], values["guidance_scale"]


def evaluate_sticker(folder: Path, count: int, scope: str) -> dict:
    sampler = StickerSampler(folder)
    size = sampler.shape[-1]
    return {"step_ms_2_threads": step_speed(sampler.denoiser, {"sample": (4, size, size), "attention_mask": (24,),
                                                               "encoder_hidden_states": (24, 384)}),
            "retrieval": retrieval(sampler, scope, count, *defaults(folder)), "upscaler": upscaler_quality(sampler),
            "seconds": seconds(sampler, *defaults(folder)), "drawing": drawing(sampler, scope, *defaults(folder)),
            "neighbours": neighbours(sampler, scope, *defaults(folder))}


# --- frames ----------------------------------------------------------------------------------

def baselines(windows: np.ndarray) -> dict[str, np.ndarray]:
    """Copy of the last frame, and each pixel going on at the speed of the last two frames."""
    last, before = windows[:, 9:12], windows[:, 6:9]
    line = np.concatenate([last + (k + 1) * (last - before) for k in range(4)], axis=1)
    return {"copy_last": np.tile(last, (1, 4, 1, 1)), "linear": line.clip(-1, 1)}


def measures(made: np.ndarray, real: np.ndarray) -> dict[str, float]:
    return {"mse": round(mse(made, real), 5), "psnr_db": round(psnr(made, real), 2), "ssim": round(ssim(made, real), 4)}


def fed_back(sampler: FramesSampler, count: int, steps: int) -> dict[str, dict]:
    """Frames five to eight after the context, predicted from the predicted ones, beside a copy of the last known one."""
    windows, made = held_out_windows(count, SEED, motion=0.01, length=12), []
    for i in range(0, count, 16):
        first = sampler(windows[i:i + 16, :12], SEED + i, steps)
        made.append(sampler(first, SEED + count + i, steps))
    real = unit(windows[:, 24:])
    return {"copy_last": measures(unit(np.tile(windows[:, 9:12], (1, 4, 1, 1))), real),
            "model": measures(unit(np.concatenate(made)), real)}


def evaluate_frames(folder: Path, count: int) -> dict:
    sampler, usual = FramesSampler(folder), defaults(folder)[0]
    windows = held_out_windows(count, SEED, motion=0.01)
    real, context = unit(windows[:, 12:]), windows[:, :12]
    made = {name: unit(value) for name, value in baselines(windows).items()}
    for steps in sorted({1, usual, 8, 25}):
        parts = [sampler(context[i:i + 16], SEED + i, steps) for i in range(0, count, 16)]
        made[f"model_{steps}_steps"] = unit(np.concatenate(parts))
    other = np.concatenate([sampler(context[i:i + 16], SEED + count + i, usual) for i in range(0, count, 16)])
    quality = {name: measures(value, real) for name, value in made.items()}
    small = windows[:1, :12]
    return {"windows": count, "clips": len(FrameBatches(32, 0.0, split="held_out").clips), "quality": quality,
            "fed_back": fed_back(sampler, count, usual), "default_steps": usual,
            "seed_rms": round(mse(unit(other), made[f"model_{usual}_steps"]) ** 0.5, 4),
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
