"""How good drawn stickers are, in numbers: clean alpha, diversity, distance to real art, nearness to training pictures.

Pictures are float32 [N,4,H,W] in -1..1, premultiplied, as the samplers and the worker have them.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from PIL import Image

from common import MODELS

FEATURES = "out_relu"  # of the shipped classifier: 1,280 maps of 7x7, averaged here


def on_white(pictures: np.ndarray) -> np.ndarray:
    """-> RGB in 0..1."""
    values = (pictures.clip(-1, 1) + 1) / 2
    return values[:, :3] + 1 - values[:, 3:]


def clean_alpha(pictures: np.ndarray, edge: float = 0.03) -> float:
    """Share of pixels that are fully clear or fully solid, to `edge`: 1 but for the outlines in drawn art."""
    alpha = (pictures[:, 3] + 1) / 2
    return float(((alpha < edge) | (alpha > 1 - edge)).mean())


class Features:
    """The shipped classifier's picture of a picture: a fixed space in which likeness is more than equal pixels."""

    def __init__(self, folder: Path = MODELS / "moderation"):
        model = onnx.load(folder / "classifier.onnx")
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(FEATURES))
        options = ort.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """float32 [N,1280]."""
        out = []
        for rgb in on_white(pictures):
            image = Image.fromarray((rgb.transpose(1, 2, 0) * 255).round().astype(np.uint8))
            values = np.asarray(image.resize((224, 224), Image.BILINEAR), np.float32).transpose(2, 0, 1)[None] / 255
            maps = self.session.run([FEATURES], {"image": values})[0]
            out.append(maps[0].mean(axis=(1, 2)))
        return np.stack(out)


def kernel_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Squared maximum mean discrepancy with the kernel (x.y/d + 1)^3 (Binkowski et al. 2018), unbiased, times 1,000.

    The Frechet distance would need tens of thousands of pictures; this one has no bias at a few hundred. Around 0 (also a
    little below) two sets cannot be told apart.
    """
    def kernel(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return (x.astype(np.float64) @ y.T.astype(np.float64) / x.shape[1] + 1) ** 3

    def apart(x: np.ndarray) -> float:
        values = kernel(x, x)
        return (values.sum() - np.trace(values)) / (len(x) * (len(x) - 1))

    return float(1000 * (apart(a) + apart(b) - 2 * kernel(a, b).mean()))


def root_mean_square(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance of every picture of `a` to every one of `b`, values 0..1: [len(a),len(b)]."""
    a, b = (x.reshape(len(x), -1) / 2 for x in (a, b))
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(squares.clip(0) / a.shape[1])


def spread(drawn: np.ndarray) -> dict[str, float]:
    """drawn [prompts,seeds,4,H,W]: how far seeds of one prompt and how far different prompts lie apart (0..1)."""
    prompts, seeds = drawn.shape[:2]
    between = root_mean_square(*2 * [drawn.reshape(prompts * seeds, *drawn.shape[2:])])
    same = np.kron(np.eye(prompts, dtype=bool), np.ones((seeds, seeds), bool))
    return {"seeds": round(float(between[same & ~np.eye(len(same), dtype=bool)].mean()), 4),
            "prompts": round(float(between[~same].mean()), 4)}
