"""Writes CARD.md of a model folder from its manifest, its checkpoint and figures.json of evaluate.py."""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from cardtext import ATTRIBUTION, FAILURES, INTRO, MOVING_MNIST, PHASES, PUBLISHED, USE
from common import MODELS, cache, write_atomic
from export import load_denoiser
from recipes import RECIPES, companions


def training(model: str, recipe: str) -> str:
    """What was run, from the checkpoints' own counters."""
    net, state = load_denoiser(model, recipe)
    up = torch.load(cache("upscaler", companions(recipe), "checkpoint.pt"), map_location="cpu")
    millions = sum(p.numel() for p in net.parameters()) / 1e6
    small = sum(p.numel() for p in up["net"].values()) / 1e6
    plan = RECIPES[model][recipe]
    return (f"- Denoiser: {millions:.2f} M parameters, {state['step']:,} steps of {state['batch']} samples, "
            f"{state['seconds'] / 60:.0f} minutes on two cores of a server CPU (AMD Zen 5, bf16) that other work "
            f"shared; peak learning rate {plan.rate:g}, EMA {plan.ema}, v-prediction, squaredcos_cap_v2, "
            f"min-SNR weights.\n"
            f"- Upscaler: {small:.2f} M parameters, {up['step']:,} steps of {up['batch']} crops, {up['seconds'] / 60:.0f} "
            f"minutes on the same cores; both models ship the same weights.\n"
            f"{restorer(model, recipe)}{PHASES[model]}- Command: `worker/training/train.sh {model} --recipe {recipe}`; a run that is stopped "
            f"and resumed uses different batches.\n")


def restorer(model: str, recipe: str) -> str:
    path = cache("restorer", companions(recipe), "checkpoint.pt")
    if model != "sticker" or not path.exists():
        return ""
    state = torch.load(path, map_location="cpu")
    millions = sum(p.numel() for p in state["net"].values()) / 1e6
    return (f"- Restorer: {millions:.2f} M parameters, {state['step']:,} steps of {state['batch']} patches of 64x64, "
            f"{state['seconds'] / 60:.0f} minutes on two cores: noise of 0 to 60 of 255, "
            f"seven of ten patches from photographs, L1 loss.\n")


def pictures() -> str:
    """The tables of evaluate_pictures.py."""
    figures = json.loads(cache("sticker", "pictures.json").read_text())
    rows = "".join(f"| {name} | {sigma} | {v['noisy']} | {v['non_local_means']} | {v['restorer']} |\n"
                   for name, sigmas in figures["restorer"].items() for sigma, v in sigmas.items())
    larger = "".join(f"| {name} | x{factor} | {v['bicubic']} | {v['upscaler']} |\n"
                     for name, factors in figures["upscaler"].items() for factor, v in factors.items())
    count = figures["pictures"]
    return (f"Measured by `python worker/training/evaluate_pictures.py` on {count['photographs']} held-out photographs "
            f"(256x256) and {count['emoji']} held-out Fluent 3D emoji on white (128x128): PSNR in dB. Sigma is the "
            f"standard deviation of white Gaussian noise, of 255; non-local means is scikit-image's, with the true sigma.\n\n"
            f"| restoring | sigma | noisy | non-local means | restorer |\n|---|---|---|---|---|\n{rows}\n"
            f"| enlarging box averages | by | bicubic | upscaler |\n|---|---|---|---|\n{larger}")


def speed(figures: dict) -> str:
    row, whole = figures["step_ms_2_threads"], figures.get("seconds")
    head = "| rows per step | " + " | ".join(row) + " |\n|---|" + "---|" * len(row) + "\n"
    table = head + "| ms | " + " | ".join(f"{v:g}" for v in row.values()) + " |\n"
    return table if whole is None else (
        f"{table}\nA sticker of 128x128 from its prompt takes {whole['sticker']:g} s at the default steps and guidance, enlarged to "
        f"512x512 {whole['enlarged']:g} s.\n")


def sticker_quality(figures: dict) -> str:
    r, u = figures["retrieval"], figures["upscaler"]
    rows = "".join(f"| {words} | {r[k]['prompts']} | {r[k]['top1']:.1%} | {r[k]['top5']:.1%} | {r[k]['median_rank']} |\n"
                   for k, words in (("core", "concepts of `core.txt`, Fluent 3D"), ("known", "concepts of the training set"),
                                ("new_style", "concepts of the training set in a style that was not in training"),
                                ("held_out", "concepts held out")) if k in r)
    return (
        f"Drawn with {r['steps']} steps and guidance {r['guidance']:g}, one sticker per prompt, prompt `<label>, <style> "
        f"style`. \"Top 1\": of the {r['images_per_style']:,} real images of the style (32x32, squared distance) the "
        f"requested one is the nearest.\n\n| prompts | number | top 1 | top 5 | median rank |\n|---|---|---|---|---|\n"
        f"{rows}\nChance would be a median rank of about {r['images_per_style'] // 2}.\n\n"
        f"Upscaler on {u['images']} images of held-out concepts: {u['upscaler_db']} dB PSNR, bicubic "
        f"{u['bicubic_db']} dB; {u['upscaler_ms']:g} ms per image.\n\n{drawing(figures['drawing'])}\n"
        f"{neighbours(figures['neighbours'])}")


def drawing(d: dict) -> str:
    return (
        f"{d['pictures']} drawn stickers of training concepts beside the real ones, 128x128:\n\n"
        f"| measure | drawn | for comparison |\n|---|---|---|\n"
        f"| kernel distance x 1,000 to the real art of the same prompts, features of the moderation model | {d['distance']:g} | "
        f"{d['distance_of_others']:g}: real art of the held-out concepts |\n"
        f"| share of pixels with clean alpha (below 3 % or above 97 %) | {d['clean_alpha']:.1%} | "
        f"{d['clean_alpha_of_art']:.1%}: the real art |\n"
        f"| distance of two seeds of one prompt (root mean square, 0..1) | {d['spread']['seeds']:.3f} | "
        f"{d['spread']['prompts']:.3f}: of two prompts |\n")


def neighbours(rows: list[dict]) -> str:
    lines = "".join(f"| {r['prompt']} | {r['nearest']} | {r['distance']:.3f} |\n" for r in rows)
    return (f"The contact sheet of unseen prompts (`samples/unseen.png`), row by row, and the nearest training image of "
            f"each (32x32, root mean square, 0..1):\n\n| prompt | nearest training image | distance |\n|---|---|---|\n{lines}")


def frames_quality(figures: dict) -> str:
    names = {"copy_last": "copy of the last frame", "linear": "linear extrapolation of each pixel"}
    usual = f"model_{figures['default_steps']}_steps"
    rows = "".join(f"| {names.get(k, k.replace('_', ' '))}{' (default)' if k == usual else ''} | {v['mse']:.5f} | "
                   f"{v['psnr_db']:.2f} | {v['ssim']:.4f} |\n" for k, v in figures["quality"].items())
    return (f"{figures['windows']} windows that move (mean change of at least 0.01) from {figures['clips']} held-out "
            f"clips, one sample each, at 32x32, values 0..1.\n\n| prediction | MSE | PSNR dB | SSIM |\n|---|---|---|---|\n"
            f"{rows}\n{fed_back(figures['fed_back'])}Two seeds at the default steps differ by {figures['seed_rms']:.3f} (root mean square). "
            f"The upscaler takes {figures['upscaler_ms_4_frames']:g} ms for four frames.\n")


def fed_back(f: dict) -> str:
    return (f"Fed back once, for frames five to eight after the context: MSE {f['model']['mse']:.5f}, SSIM {f['model']['ssim']:.4f}; a "
            f"copy of the last known frame {f['copy_last']['mse']:.5f}, {f['copy_last']['ssim']:.4f}.\n\n")


def moving_mnist(recipe: str) -> str:
    """The row of evaluate_digits.py beside published ones; nothing if digits were never trained."""
    path = cache("digits", recipe, "figures.json")
    if not path.exists():
        return ""
    f = json.loads(path.read_text())
    names = {"copy_last": "copy of the last frame", "black": "black frames",
             "model": f"this UNet, {f['parameters_m']:g} M parameters, {f['minutes']} minutes on two cores"}
    rows = "".join(f"| {names[k]} | {v['mse']:.1f} | {v['mae']:.1f} | {v['ssim']:.3f} | {v['psnr_db']:.2f} |\n"
                   for k, v in f["quality"].items())
    return (f"{MOVING_MNIST}\n{f['clips']:,} clips, {f['steps']:,} training steps of {f['batch']} clips; measured by "
            f"`./train.sh digits --recipe {recipe}`.\n\n| prediction | MSE | MAE | SSIM | PSNR dB |\n|---|---|---|---|---|\n{rows}{PUBLISHED}")


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
    measured = f"Measured by `python worker/training/evaluate.py {model} --recipe {recipe}` on the shipped files"
    return "\n".join([
        f"# {model} {version}\n", INTRO[model], "## Use\n", USE[model], "## Data, licences, attribution\n",
        ATTRIBUTION[model], "## Training\n", training(model, recipe), "## Quality\n", f"{measured}.\n", quality,
        pictures() if model == "sticker" else moving_mnist(recipe),
        "## Speed\n", f"{measured}, two threads of the same shared CPU.\n", speed(figures),
        "## Known failures\n", FAILURES[model], "## Held out of training\n", held_out(model) + "\n",
        "## Files\n", files(folder)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--recipe", default="cpu", choices=("cpu", "styles", "all", "gpu"))
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    where = args.folder or MODELS / args.model
    write_atomic(where / "CARD.md", card(args.model, args.recipe, where).encode())
