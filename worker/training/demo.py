"""Writes two short clips of held-out animations beside the frames model, as H.264 MP4 and as GIF.

128x128 pixels, white ground, every third source frame at 8 frames a second. Needs ffmpeg.
"""
from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

from common import MODELS, cache
from data_frames import decode, sources

CLIPS = {"1f9a9": "flamingo", "1f980": "crab"}
SIDE, FPS = 128, 8


def on_white(frames: np.ndarray) -> np.ndarray:
    """uint8 [T,4,H,W] premultiplied -> uint8 [T,H,W,3]."""
    values = frames.astype(np.float32)
    out = values[:, :3] + 255.0 - values[:, 3:]
    return out.clip(0, 255).round().astype(np.uint8).transpose(0, 2, 3, 1)


def write(frames: np.ndarray, target: Path) -> None:
    """Encodes the same frames twice."""
    raw = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIDE}x{SIDE}",
           "-r", str(FPS), "-i", "-"]
    subprocess.run([*raw, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", "-movflags", "+faststart",
                    "-fflags", "+bitexact", "-flags", "+bitexact", str(target) + ".mp4"], input=frames.tobytes(), check=True)
    images = [Image.fromarray(f).quantize(48, dither=Image.Dither.NONE) for f in frames]
    images[0].save(str(target) + ".gif", save_all=True, append_images=images[1:], duration=1000 // FPS, loop=0)


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    held = {c["hex"] for c in json.loads(cache("frames", "index.json").read_text())["clips"] if c["split"] == "held_out"}
    for path in sources():
        if path.stem in CLIPS:
            assert path.stem in held, f"{path.stem} is in the training set"
            frames = on_white(decode((path, SIDE)))
            # Clips loop; a short one goes on from its start to be 24 frames long.
            write(frames[np.arange(max(24, len(frames))) % len(frames)], out / CLIPS[path.stem])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODELS / "frames" / "samples")
    main(parser.parse_args().out)
