"""Samples from the exported ONNX files and makes contact sheets, as the worker would.

python sample.py sticker --prompts "red apple, noto style" "cat" --out sheet.png
python sample.py frames --out sheet.png      (rows: context, truth, prediction of held-out clips)

Only onnxruntime and numpy are needed, no torch: it doubles as a second implementation to check the
worker's sampler against.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from common import MODELS, SEED
from diffusion import ddim

DEMO = ["red apple", "cat face", "dog face", "red heart", "pizza", "rocket", "sun with face", "christmas tree",
        "octopus", "banana", "ghost", "penguin", "strawberry", "smiling face with sunglasses", "house", "rainbow",
        "panda", "fire", "hamburger", "tulip", "a happy dog", "ice cream", "a taxi sticker", "basketball"]

# Thirty prompts that no sticker model here was trained on: known things in a style that they were held out of
# (`unseen_pair` of batches.py), and other words for known things.
UNSEEN = Path(__file__).with_name("unseen.txt").read_text().splitlines()


def session(path: Path, threads: int = 2) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class StickerSampler:
    """Prompts -> premultiplied RGBA stickers, with classifier-free guidance."""

    def __init__(self, folder: Path):
        from text import TextEncoder  # needs the MiniLM jar in the cache; frames do not
        self.denoiser, self.upscaler = session(folder / "denoiser.onnx"), session(folder / "upscaler.onnx")
        self.encoder = TextEncoder()
        manifest = json.loads((folder / "model.json").read_text())
        self.styles = manifest["styles"]
        self.from_clipped = manifest["scheduler"].get("use_clipped_model_output", False)
        self.shape = self.denoiser.get_inputs()[0].shape[1:]

    def __call__(self, prompts: list[str], seeds: list[int], steps: int = 25, guidance: float = 3.0):
        """-> small [B,4,32,32] and large [B,4,128,128], float32 in -1..1, premultiplied."""
        count = len(prompts)
        states, mask = self.encoder(prompts + [""] * count)
        noise = np.stack([np.random.default_rng(s).standard_normal(self.shape, np.float32) for s in seeds])

        def predict(sample: np.ndarray, t: int) -> np.ndarray:
            feed = {"sample": np.concatenate([sample, sample]), "timestep": np.full(2 * count, t, np.int64),
                    "encoder_hidden_states": states, "attention_mask": mask}
            with_text, without = np.split(self.denoiser.run(None, feed)[0], 2)
            return without + guidance * (with_text - without)

        small = np.clip(ddim(predict, noise, steps, self.from_clipped), -1, 1)
        return small, self.upscaler.run(None, {"image": small})[0]


class FramesSampler:
    """Four context frames -> four predicted frames."""

    def __init__(self, folder: Path):
        self.denoiser, self.upscaler = session(folder / "denoiser.onnx"), session(folder / "upscaler.onnx")

    def __call__(self, context: np.ndarray, seed: int, steps: int = 25) -> np.ndarray:
        """context [B,12,32,32] in -1..1 -> [B,12,32,32]."""
        noise = np.random.default_rng(seed).standard_normal(context.shape, np.float32)

        def predict(sample: np.ndarray, t: int) -> np.ndarray:
            feed = {"sample": sample, "timestep": np.full(len(sample), t, np.int64), "context": context}
            return self.denoiser.run(None, feed)[0]

        return np.clip(ddim(predict, noise, steps), -1, 1)

    def enlarge(self, frames: np.ndarray) -> np.ndarray:
        """[B,12,32,32] -> [4B,3,128,128]."""
        return self.upscaler.run(None, {"image": frames.reshape(-1, 3, *frames.shape[2:])})[0]


def to_image(pixels: np.ndarray) -> Image.Image:
    """[3 or 4,H,W] in -1..1 -> RGB on a light grey ground, so that white and alpha can be told apart."""
    values = (np.clip(pixels, -1, 1) + 1) / 2
    if len(values) == 4:
        values = values[:3] + 0.82 * (1 - values[3:])
    return Image.fromarray((np.clip(values, 0, 1) * 255).round().astype(np.uint8).transpose(1, 2, 0))


def sheet(rows: list[list[np.ndarray]], side: int = 128) -> Image.Image:
    """Rows of images, each enlarged to `side` without smoothing."""
    out = Image.new("RGB", (side * max(map(len, rows)), side * len(rows)), (210, 210, 210))
    for y, row in enumerate(rows):
        for x, pixels in enumerate(row):
            out.paste(to_image(pixels).resize((side, side), Image.NEAREST), (x * side, y * side))
    return out


def sticker_sheet(folder: Path, prompts: list[str], steps: int, guidance: float, seed: int, per_row: int = 8):
    _, large = StickerSampler(folder)(prompts, [seed + i for i in range(len(prompts))], steps, guidance)
    return sheet([list(large[i:i + per_row]) for i in range(0, len(large), per_row)])


def frames_sheet(folder: Path, steps: int, seed: int, count: int = 6):
    from batches import held_out_windows  # reads the training cache, and needs torch
    windows = held_out_windows(count, seed)
    sampler = FramesSampler(folder)
    made = sampler(windows[:, :12], seed, steps)
    rows = []
    for window, future in zip(windows, made):
        rows.append(list(window.reshape(8, 3, *window.shape[1:])))
        rows.append(list(window[:12].reshape(4, 3, *window.shape[1:])) + list(future.reshape(4, 3, *window.shape[1:])))
    return sheet(rows, 96)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=("sticker", "frames"))
    parser.add_argument("--prompts", nargs="+", default=DEMO)
    parser.add_argument("--unseen", action="store_true", help="the thirty prompts that the card is about, ten in a row")
    parser.add_argument("--steps", type=int, help="another number than the manifest's")
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("sheet.png"))
    a = parser.parse_args()
    where = a.folder or MODELS / a.model
    usual = json.loads((where / "model.json").read_text())["defaults"]
    a.steps, a.guidance = a.steps or usual["steps"], a.guidance or usual["guidance_scale"]
    prompts, row = (UNSEEN, 10) if a.unseen else (a.prompts, 8)
    made = sticker_sheet(where, prompts, a.steps, a.guidance, a.seed, row) if a.model == "sticker" else frames_sheet(
        where, a.steps, a.seed)
    made.save(a.out)
