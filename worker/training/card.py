"""Writes CARD.md of a model folder from its manifest, its checkpoint and figures.json of evaluate.py."""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from cardtext import ATTRIBUTION, FAILURES, INTRO, USE
from common import MODELS, cache, write_atomic
from export import load_denoiser
from recipes import RECIPES


def training(model: str, recipe: str) -> str:
    """What was run, from the checkpoints' own counters."""
    net, state = load_denoiser(model, recipe)
    up = torch.load(cache("upscaler", recipe, "checkpoint.pt"), map_location="cpu")
    millions = sum(p.numel() for p in net.parameters()) / 1e6
    plan = RECIPES[model][recipe]
    return (f"- Denoiser: {millions:.2f} M parameters, {state['step']:,} steps of {state['batch']} samples, "
            f"{state['seconds'] / 60:.0f} minutes on two cores of a server CPU (AMD Zen 5, bf16) that other work "
            f"shared; peak learning rate {plan.rate:g}, EMA {plan.ema}, v-prediction, squaredcos_cap_v2, "
            f"min-SNR weights.\n"
            f"- Upscaler: 0.38 M parameters, {up['step']:,} steps of {up['batch']} crops, {up['seconds'] / 60:.0f} "
            f"minutes on the same cores; both models ship the same weights.\n"
            f"- Command: `worker/training/train.sh {model} --recipe {recipe}`; seeds are fixed, yet a run that is "
            f"stopped and resumed draws other batches.\n")


def speed(figures: dict) -> str:
    row = figures["step_ms_2_threads"]
    head = "| rows in a step | " + " | ".join(row) + " |\n|---|" + "---|" * len(row) + "\n"
    return head + "| ms | " + " | ".join(f"{v:g}" for v in row.values()) + " |\n"


def sticker_quality(figures: dict) -> str:
    r, u = figures["retrieval"], figures["upscaler"]
    return (
        f"Drawn with 25 steps and guidance 3, one sticker a prompt, prompt `<label>, <style> style`. \"Top 1\": of the "
        f"{r['images_per_style']:,} real images of the style (32x32, squared distance) the asked one is the nearest.\n\n"
        f"| prompts | number | top 1 | top 5 | median rank |\n|---|---|---|---|---|\n"
        f"| concepts of the training set | {r['known_prompts']} | {r['known_top1']:.1%} | {r['known_top5']:.1%} | "
        f"{r['known_median_rank']} |\n"
        f"| concepts held out | {r['held_out_prompts']} | {r['held_out_top1']:.1%} | {r['held_out_top5']:.1%} | "
        f"{r['held_out_median_rank']} |\n\n"
        f"Chance would be a median rank of about {r['images_per_style'] // 2}.\n\n"
        f"Upscaler on {u['images']} images of held-out concepts: {u['upscaler_db']} dB PSNR, bicubic "
        f"{u['bicubic_db']} dB; {u['upscaler_ms']:g} ms an image.\n")


def frames_quality(figures: dict) -> str:
    names = {"copy_last": "copy of the last frame", "linear": "linear extrapolation of each pixel",
             "model_one_draw": "**this model, one draw**", "model_mean_of_4": "this model, mean of 4 draws"}
    rows = "".join(f"| {names[k]} | {v['mse']:.5f} | {v['psnr_db']:.2f} | {v['ssim']:.4f} |\n"
                   for k, v in figures["quality"].items())
    return (f"{figures['windows']} windows that move (mean change of at least 0.01) from {figures['clips']} held-out "
            f"clips, 25 steps, at 32x32, values 0..1.\n\n| forecast | MSE | PSNR dB | SSIM |\n|---|---|---|---|\n{rows}\n"
            f"The upscaler takes {figures['upscaler_ms_4_frames']:g} ms for four frames.\n")


def held_out(model: str) -> str:
    index = json.loads(cache(model, "index.json").read_text())
    if model == "sticker":
        return ", ".join(index["concepts"][i]["label"] for i in index["held_out"])
    return ", ".join(c["hex"] for c in index["clips"] if c["split"] == "held_out")


def files(folder: Path) -> str:
    manifest = json.loads((folder / "model.json").read_text())
    return "| file | bytes | sha256 |\n|---|---|---|\n" + "".join(
        f"| {f['path']} | {f['bytes']:,} | `{f['sha256']}` |\n" for f in manifest["files"])


def card(model: str, recipe: str, folder: Path) -> str:
    figures = json.loads(cache(model, "figures.json").read_text())
    version = json.loads((folder / "model.json").read_text())["version"]
    quality = sticker_quality(figures) if model == "sticker" else frames_quality(figures)
    measured = f"Measured by `python worker/training/evaluate.py {model}` on the shipped files"
    return "\n".join([
        f"# {model} {version}\n", INTRO[model], "## Use\n", USE[model], "## Data, licences, attribution\n",
        ATTRIBUTION[model], "## Training\n", training(model, recipe), "## Quality\n", f"{measured}.\n", quality,
        "## Speed of the denoiser\n", f"{measured}, two threads of the same shared CPU.\n", speed(figures),
        "## Known failures\n", FAILURES[model], "## Held out of training\n", held_out(model) + "\n",
        "## Files\n", files(folder)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--recipe", default="cpu", choices=("cpu", "gpu"))
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    where = args.folder or MODELS / args.model
    write_atomic(where / "CARD.md", card(args.model, args.recipe, where).encode())
