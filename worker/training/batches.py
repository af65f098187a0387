"""Random training batches for the denoisers, as torch tensors in -1..1."""
from __future__ import annotations

import json
from zlib import crc32

import numpy as np
import torch

from common import CORE, SEED, STYLES, cache
from data_digits import HELD_OUT, moving
from data_sticker import SIDE

# What a run draws, and each style's share. `core` has the concepts of core.txt in one style; `styles` has them in all, but
# for some pairs that are held out; `all` has every concept. Words alone mean the first style, so that they mean one picture.
SCOPES = {"core": {"fluent 3d": 1.0},
          "styles": {"fluent 3d": 0.34, "fluent flat": 0.33, "noto": 0.33},
          "all": {"fluent 3d": 0.5, "fluent flat": 0.25, "noto": 0.25}}
HOUSE_STYLE = "fluent 3d"


def shrink(images: np.ndarray, factor: int) -> np.ndarray:
    """Box average, [N,C,H,W] any dtype -> float32 [N,C,H/f,W/f]."""
    n, c, h, w = images.shape
    blocks = images.reshape(n, c, h // factor, factor, w // factor, factor)
    return blocks.mean(axis=(3, 5), dtype=np.float32)


def scaled(images: np.ndarray) -> torch.Tensor:
    """0..255 -> -1..1 float32."""
    return torch.from_numpy(images.astype(np.float32) / 127.5 - 1.0)


def unseen_pair(label: str, style: str) -> bool:
    """About one in ten: the concept is drawn in another style, and how it looks in this one is left to be guessed."""
    return style != HOUSE_STYLE and crc32(f"{label}|{style}".encode()) % 10 == 0


def trained(index: dict, scope: str) -> set[tuple[int, str]]:
    """The (concept, style) pairs that a run draws: never a held-out concept."""
    labels = {line for line in CORE.read_text().splitlines() if not line.startswith("#")}
    held = set(index["held_out"])
    return {(i, s) for i, c in enumerate(index["concepts"]) for s in STYLES
            if i not in held and s in SCOPES[scope] and (scope == "all" or c["label"] in labels)
            and not (scope == "styles" and unseen_pair(c["label"], s))}


class StickerBatches:
    """Premultiplied RGBA images with the states of a randomly drawn caption."""

    # label+style, label, other wordings with style, other wordings, nothing at all
    KINDS, ODDS = ("style", "plain", "style+", "plain+", "empty"), (0.56, 0.14, 0.14, 0.06, 0.10)

    def __init__(self, size: int, flip: float, seed: int = SEED, limit: int | None = None, scope: str = "all"):
        index = json.loads(cache("sticker", "index.json").read_text())
        self.concepts = index["concepts"]
        drawn, self.scope = trained(index, scope), scope
        self.rows = [(i, r) for i, r in enumerate(index["images"]) if (r["concept"], r["style"]) in drawn][:limit]
        images = np.load(cache("sticker", "images128.npy"), mmap_mode="r")
        self.images = shrink(np.stack([images[i] for i, _ in self.rows]), SIDE // size)
        self.hidden = np.load(cache("sticker", "captions.npy"), mmap_mode="r")
        self.masks = np.load(cache("sticker", "masks.npy"))
        weights = np.array([self.weight(r) for _, r in self.rows])
        self.odds = weights / weights.sum()
        self.flip, self.rng = flip, np.random.default_rng(seed)

    def weight(self, row: dict) -> float:
        """How often a picture is drawn, relative to the others."""
        share = SCOPES[self.scope][row["style"]]
        return share * self.concepts[row["concept"]]["weight"] if self.scope == "all" else share

    def caption(self, row: dict) -> int:
        """Draws one caption's row number."""
        kind = self.rng.choice(self.KINDS, p=self.ODDS)
        if kind == "empty":
            return 0
        if self.scope == "styles" and row["style"] != HOUSE_STYLE:
            kind = kind.replace("plain", "style")
        ways = self.concepts[row["concept"]]["captions"]["any" if kind.startswith("plain") else row["style"]]
        return int(ways[0] if not kind.endswith("+") else ways[self.rng.integers(1, len(ways))])

    def next(self, count: int) -> dict[str, torch.Tensor]:
        picks = self.rng.choice(len(self.rows), count, p=self.odds)
        images = self.images[picks]
        flips = self.rng.random(count) < self.flip
        images = np.where(flips[:, None, None, None], images[..., ::-1], images)
        texts = [self.caption(self.rows[i][1]) for i in picks]
        return {"sample": scaled(images),
                "encoder_hidden_states": torch.from_numpy(np.stack([self.hidden[t] for t in texts]).astype(np.float32)),
                "attention_mask": torch.from_numpy(self.masks[texts].astype(np.float32))}


def shifted(frames: np.ndarray, down: int, right: int) -> np.ndarray:
    """[N,C,H,W] moved by so many pixels; what comes in from outside is clear."""
    out = np.zeros_like(frames)
    h, w = frames.shape[2:]
    out[:, :, max(down, 0):h + min(down, 0), max(right, 0):w + min(right, 0)] = (
        frames[:, :, max(-down, 0):h + min(-down, 0), max(-right, 0):w + min(-right, 0)])
    return out


class FrameBatches:
    """Eight frames in a row: the first four are the context, the last four are predicted."""

    WINDOW = 8
    SHIFT = 3  # pixels, in training

    def __init__(self, size: int, flip: float, seed: int = SEED, split: str = "train",
                 limit: int | None = None, white: bool = False, length: int = WINDOW):
        index = json.loads(cache("frames", "index.json").read_text())
        self.clips = [c for c in index["clips"] if c["split"] == split][:limit]
        self.frames = np.load(cache("frames", f"frames{size}.npy"), mmap_mode="r")
        self.flip, self.white, self.rng = flip, 1.0 if white else 0.7, np.random.default_rng(seed)
        self.vary, self.length = split == "train", length

    def varied(self, rgba: np.ndarray) -> np.ndarray:
        """There are few clips: moved, played backwards and in exchanged colours they teach motion, not themselves."""
        if not self.vary:
            return rgba
        rgba = shifted(rgba, *self.rng.integers(-self.SHIFT, self.SHIFT + 1, 2))
        rgba = rgba[::-1] if self.rng.random() < 0.3 else rgba
        return rgba[:, [*self.rng.permutation(3), 3]] if self.rng.random() < 0.3 else rgba

    def composite(self, rgba: np.ndarray) -> np.ndarray:
        """Premultiplied uint8 [8,4,H,W] over white (usually) or a random plain colour -> [8,3,H,W]."""
        colour = np.full(3, 255.0) if self.rng.random() < self.white else self.rng.uniform(0, 255, 3)
        rgba = rgba.astype(np.float32)
        return rgba[:, :3] + colour[None, :, None, None] * (1.0 - rgba[:, 3:] / 255.0)

    def moves(self, at: np.ndarray) -> bool:
        ends = self.frames[at[[3, 7]]].astype(np.int16)
        return np.abs(ends[1] - ends[0]).mean() > 5

    def place(self) -> np.ndarray:
        """Row numbers of `length` frames in a row. Clips loop, so a window may run over the end."""
        clip = self.clips[self.rng.integers(len(self.clips))]
        return clip["first"] + (self.rng.integers(clip["frames"]) + np.arange(self.length)) % clip["frames"]

    def window(self) -> np.ndarray:
        """float32 [3 * length,H,W] 0..255: composited frames of one clip, frame-major RGB."""
        at = self.place()
        for _ in range(2):  # Little can be learnt from windows that hardly move: they get fewer draws.
            if self.moves(at):
                break
            at = self.place()
        frames = self.composite(self.varied(self.frames[at]))
        if self.rng.random() < self.flip:
            frames = frames[..., ::-1]
        return frames.reshape(-1, *frames.shape[2:])

    def next(self, count: int) -> dict[str, torch.Tensor]:
        windows = scaled(np.stack([self.window() for _ in range(count)]))
        half = windows.shape[1] // 2
        return {"context": windows[:, :half].contiguous(), "sample": windows[:, half:].contiguous()}


def held_out_windows(count: int, seed: int, motion: float = 0.0, length: int = FrameBatches.WINDOW) -> np.ndarray:
    """float32 [count,3 * length,32,32] in -1..1 from held-out clips on white; with `motion`, only windows whose
    next four frames differ from the last context frame by at least that mean absolute value (0..1)."""
    batches = FrameBatches(32, 0.0, seed=seed, split="held_out", white=True, length=length)
    kept: list[np.ndarray] = []
    while len(kept) < count:
        window = batches.window() / 255
        future = window[12:24].reshape(4, 3, *window.shape[1:])
        if np.abs(future - window[None, 9:12]).mean() >= motion:
            kept.append(window.astype(np.float32))
    return np.stack(kept) * 2 - 1


class DigitBatches:
    """Moving MNIST: twenty new frames each time; the first ten are the context, the last ten are predicted."""

    def __init__(self, size: int, flip: float, seed: int = SEED, split: str = "train", limit: int | None = None):
        assert size == 64 and not flip, "digits move on 64x64 pixels, and a mirrored digit is none"
        digits = np.load(cache("digits", "digits.npy"))
        self.digits = (digits[:, :-HELD_OUT] if split == "train" else digits[:, -HELD_OUT:]).reshape(-1, 28, 28)[:limit]
        self.rng = np.random.default_rng(seed)

    def next(self, count: int) -> dict[str, torch.Tensor]:
        frames = scaled(moving(self.digits, self.rng, count))
        return {"context": frames[:, :10].contiguous(), "sample": frames[:, 10:].contiguous()}
