"""Trains everything briefly from fresh weights: python smoke.py (five minutes on two cores, once the data are in the cache).

Each script runs with its quick recipe in a cache of its own, so that no checkpoint is touched. It fails when a script
does, when a loss does not fall, or when an export does not load or differs from torch.
"""
from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from common import CACHE

DATA = ("raw", "sticker/index.json", "sticker/images128.npy", "sticker/captions.npy", "sticker/masks.npy",
        "frames/index.json", "frames/frames32.npy", "digits/digits.npy")
TRAINED = (("train_upscaler.py",), ("train_restorer.py",), ("train_denoiser.py", "sticker"),
           ("train_denoiser.py", "frames"), ("train_denoiser.py", "digits"))
LINE = re.compile(r"(?:\d\d:\d\d:\d\d )?\d+,[\d.]+,([\d.]+)")


def run(folder: Path, *words: str) -> str:
    """Runs a script beside this one on the cache in `folder`; returns what it printed."""
    print("$ python", *words, flush=True)
    done = subprocess.run([sys.executable, *words], cwd=Path(__file__).parent, text=True, stdout=subprocess.PIPE,
                          env=os.environ | {"DARKROOM_TRAINING_CACHE": str(folder)})
    if done.returncode:
        raise SystemExit(f"{words[0]} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def falls(printed: str) -> str:
    """The mean loss of the first and of the last third of a run, which must be the smaller one."""
    losses = [float(match[1]) for line in printed.splitlines() if (match := LINE.match(line))]
    part = len(losses) // 3
    first, last = (sum(third) / max(part, 1) for third in (losses[:part], losses[len(losses) - part:]))
    if not part or last >= first:
        raise SystemExit(f"the loss did not fall: {losses}")
    return f"  loss {first:.4f} -> {last:.4f}"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="darkroom-smoke-") as name:
        folder = Path(name)
        for path in DATA:
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).symlink_to(CACHE / path)
        for words in TRAINED:
            print(falls(run(folder, *words, "--recipe", "quick")), flush=True)
        for model in ("sticker", "frames"):
            print("  " + run(folder, "export.py", model, "--recipe", "quick", "--out", str(folder / model / "model")).strip()
                  .replace("\n", "\n  "), flush=True)
        run(folder, "evaluate_digits.py", "--recipe", "quick", "--clips", "100")
        print("every script ran, every loss fell, every export loaded")


if __name__ == "__main__":
    main()
