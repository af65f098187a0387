"""Builds the frames data set from the animated Fluent emoji (npm @lobehub/fluent-emoji-anim-1..4, MIT).

Every third frame of each looping clip (42 ms a source frame, so about 8 frames a second), box-averaged
from 256x256 to 32x32 (and 64x64 for the gpu recipe), premultiplied by alpha. Skin tones are left out,
and clips are split by family, so that "man shrugging" cannot be in training while "woman shrugging"
is held out. A clip counts as moving when its frames differ; others are left out.

Writes into the cache: frames/frames32.npy uint8 [T,4,32,32] (frames64.npy with --size 64), frames/index.json.
"""
from __future__ import annotations

import argparse
import random
import re
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence

from common import SEED, cache, raw, write_json

STRIDE = 3
TONES = re.compile(r"1f3f[b-f]")
PEOPLE = {"1f468", "1f469", "1f9d1", "1f466", "1f467", "1f9d2", "2640", "2642", "200d", "fe0f"}
HELD_OUT_SHARE = 0.05


def sources() -> list[Path]:
    """All clips without a skin tone, in a fixed order."""
    files = [p for part in range(1, 5) for p in (raw(f"lobehub-fluent-emoji-anim-{part}") / "assets").glob("*.webp")]
    return sorted((p for p in files if not TONES.search(p.stem)), key=lambda p: p.stem)


def family(stem: str) -> str:
    """The code points left when gender and joiners are dropped; the stem itself where none are."""
    left = [p for p in stem.split("-") if p not in PEOPLE]
    return "-".join(left) or stem


def decode(job: tuple[Path, int]) -> np.ndarray | None:
    """Every third frame as uint8 [T,4,size,size] premultiplied, or None for a still."""
    path, size = job
    image = Image.open(path)
    if getattr(image, "n_frames", 1) < 8 * STRIDE:
        return None
    frames = [np.asarray(f.convert("RGBa").resize((size, size), Image.BOX))
              for i, f in enumerate(ImageSequence.Iterator(image)) if i % STRIDE == 0]
    stack = np.stack(frames).transpose(0, 3, 1, 2)
    moving = np.abs(np.diff(stack.astype(np.int16), axis=0)).mean() > 0.2
    return stack if moving else None


def build(size: int) -> None:
    paths = sources()
    with Pool(2) as pool:
        decoded = list(pool.imap(decode, [(p, size) for p in paths], chunksize=8))
    families = sorted({family(p.stem) for p, d in zip(paths, decoded) if d is not None})
    held = set(random.Random(SEED).sample(families, round(HELD_OUT_SHARE * len(families))))
    clips, first = [], 0
    for path, frames in zip(paths, decoded):
        if frames is None:
            continue
        clips.append({"hex": path.stem, "first": first, "frames": len(frames),
                      "split": "held_out" if family(path.stem) in held else "train"})
        first += len(frames)
    np.save(cache("frames", f"frames{size}.npy"), np.concatenate([d for d in decoded if d is not None]))
    write_json(cache("frames", "index.json"), {"clips": clips, "stride": STRIDE})
    print(f"{len(clips)} moving clips, {first} frames, {sum(c['split'] == 'held_out' for c in clips)} held out")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=32)
    build(parser.parse_args().size)
