"""Measures the sticker model's restorer and upscaler on held-out photographs and emoji: python evaluate_pictures.py.

Prints JSON, which card.py reads too. The comparison is non-local means as scikit-image has it (patches of 5, distance
6, h = 0.8 sigma, told the sigma), and Pillow's bicubic. Needs scikit-image besides the other requirements.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from common import MODELS, SEED, cache, write_json
from metrics import milliseconds, psnr
from photos import HELD_OUT, photo
from sample import session

SIGMAS = (15, 25, 50)
SIDE = 256


def photographs() -> list[np.ndarray]:
    """The middle 256x256 of each held-out photograph, float32 [3,256,256] 0..1."""
    out = []
    for name in HELD_OUT:
        whole = photo(name)
        y, x = ((side - SIDE) // 2 for side in whole.shape[1:])
        out.append(whole[:, y:y + SIDE, x:x + SIDE].astype(np.float32) / 255)
    return out


def emoji() -> list[np.ndarray]:
    """Held-out concepts in Fluent 3D on white, float32 [3,128,128] 0..1."""
    index = json.loads(cache("sticker", "index.json").read_text())
    held = set(index["held_out"])
    images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
    found = [images[i].astype(np.float32) / 255 for i, r in enumerate(index["images"])
             if r["concept"] in held and r["style"] == "fluent 3d"]
    return [rgba[:3] + 1 - rgba[3:] for rgba in found]


def non_local_means(noisy: np.ndarray, sigma: float) -> np.ndarray:
    from skimage.restoration import denoise_nl_means
    made = denoise_nl_means(noisy.transpose(1, 2, 0), patch_size=5, patch_distance=6, h=0.8 * sigma, sigma=sigma,
                            fast_mode=True, channel_axis=-1)
    return made.transpose(2, 0, 1).clip(0, 1)


def restoring(folder: Path, pictures: list[np.ndarray]) -> dict:
    """PSNR in dB per sigma (of 255): noisy, non-local means, restorer."""
    network, out = session(folder / "restorer.onnx"), {}
    for sigma in SIGMAS:
        rng, found = np.random.default_rng(SEED), {"noisy": [], "non_local_means": [], "restorer": []}
        for clean in pictures:
            noisy = clean + rng.normal(0, sigma / 255, clean.shape).astype(np.float32)
            level = np.full((1, 1, *clean.shape[1:]), sigma / 255, np.float32)
            made = {"noisy": noisy, "non_local_means": non_local_means(noisy, sigma / 255),
                    "restorer": network.run(None, {"picture": noisy[None], "sigma": level})[0][0]}
            for name, picture in made.items():
                found[name].append(psnr(picture[None], clean[None]))
        out[str(sigma)] = {name: round(float(np.mean(values)), 2) for name, values in found.items()}
    return out


def boxed(picture: np.ndarray, factor: int) -> np.ndarray:
    c, h, w = picture.shape
    return picture.reshape(c, h // factor, factor, w // factor, factor).mean(axis=(2, 4))


def enlarged(folder: Path, small: np.ndarray, factor: int) -> np.ndarray:
    """RGB [3,h,w] 0..1 by the upscaler with alpha 1; twice is four times, box-averaged."""
    rgba = np.concatenate([small, np.ones_like(small[:1])])[None].astype(np.float32)
    made = (session(folder / "upscaler.onnx").run(None, {"image": rgba * 2 - 1})[0][0, :3] + 1) / 2
    return made if factor == 4 else boxed(made, 2)


def enlarging(folder: Path, pictures: list[np.ndarray]) -> dict:
    """PSNR in dB per factor, from box averages: bicubic and the upscaler."""
    out = {}
    for factor in (2, 4):
        pairs = {"bicubic": [], "upscaler": []}
        for clean in pictures:
            small = boxed(clean, factor)
            size = clean.shape[:0:-1]
            plain = np.stack([np.asarray(Image.fromarray(c).resize(size, Image.BICUBIC)) for c in small]).clip(0, 1)
            pairs["bicubic"].append(psnr(plain[None], clean[None]))
            pairs["upscaler"].append(psnr(enlarged(folder, small, factor)[None], clean[None]))
        out[str(factor)] = {name: round(float(np.mean(values)), 2) for name, values in pairs.items()}
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=MODELS / "sticker")
    where = parser.parse_args().folder
    sets = {"photographs": photographs(), "emoji": emoji()}
    network = session(where / "restorer.onnx")
    feed = {"picture": sets["photographs"][0][None], "sigma": np.full((1, 1, SIDE, SIDE), 0.1, np.float32)}
    figures = {"pictures": {name: len(pictures) for name, pictures in sets.items()},
               "restorer": {name: restoring(where, pictures) for name, pictures in sets.items()},
               "upscaler": {name: enlarging(where, pictures) for name, pictures in sets.items()},
               "restorer_ms_256": round(milliseconds(lambda: network.run(None, feed)), 1)}
    write_json(cache("sticker", "pictures.json"), figures)
    print(json.dumps(figures, indent=2))
