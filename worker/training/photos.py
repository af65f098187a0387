"""Photographs with free licences that come inside Python packages (fetch.sh unpacks them); none is shipped.

scikit-image 0.16.2: coffee (CC0), rocket (SpaceX, public domain), hubble deep field, astronaut (NASA, public
domain), chelsea (CC0), retina (CC0), brick, grass, gravel (CC0 textures). Its others are left out where their licence is
not told, as that of the Middlebury motorcycle.
scikit-learn 1.4.2: china, flower (CC BY 2.0, danielbuechele, vultilion). scipy 1.9.3: face (public domain).
"""
from __future__ import annotations

import bz2

import numpy as np
from PIL import Image

from common import CACHE

TRAINED = ("coffee.png", "rocket.jpg", "hubble_deep_field.jpg", "retina.jpg", "brick.png", "grass.png", "gravel.png",
           "china.jpg", "face.dat")
HELD_OUT = ("astronaut.png", "chelsea.png", "flower.jpg")


def photo(name: str) -> np.ndarray:
    """uint8 [3,h,w]."""
    path = CACHE / "raw" / "photos" / name
    if name == "face.dat":
        pixels = np.frombuffer(bz2.decompress(path.read_bytes()), np.uint8).reshape(768, 1024, 3)
    else:
        pixels = np.asarray(Image.open(path).convert("RGB"))
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def halved(pixels: np.ndarray) -> np.ndarray:
    """Box average to half the sides: a sharper, nearly noise-free picture."""
    c, h, w = pixels.shape
    blocks = pixels[:, :h // 2 * 2, :w // 2 * 2].reshape(c, h // 2, 2, w // 2, 2)
    return np.rint(blocks.mean(axis=(2, 4))).astype(np.uint8)
