"""Clips for the tests that the worker cannot write itself: python media.py ../../src/test/resources/media (needs pillow).

counting.apng and counting-variable.webp: six 32x32 frames, frame i of brightness 10 i, 100 ms each;
the WebP's frames are parts of the canvas that are blended. seven.jpg: one frame of brightness 70.
"""
from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

if __name__ == "__main__":
    out = Path(sys.argv[1])
    frames = [Image.new("RGBA", (32, 32), (10 * i, 10 * i, 10 * i, 255)) for i in range(6)]
    for i, frame in enumerate(frames):
        # a corner that never changes, so that later frames are stored as parts
        frame.paste((200, 30, 30, 255), (0, 0, 6, 6))
    frames[0].save(out / "counting.apng", format="PNG", save_all=True, append_images=frames[1:], duration=100)
    frames[0].save(out / "counting-variable.webp", save_all=True, append_images=frames[1:], duration=100, lossless=True,
                   minimize_size=True)
    Image.new("RGB", (32, 32), (70, 70, 70)).save(out / "seven.jpg", quality=95)
