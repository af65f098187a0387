"""Builds the sticker data set: captioned RGBA emoji at 128x128 and 32x32, and prompt embeddings.

Sources (see README.md): emojibase-data for labels and tags, Noto (iconify package), Fluent 3D and
Fluent Flat for the art. Skin tones, flags and components are left out. Colour is premultiplied by
alpha, because averaging pixels (the downscaling) is only right for premultiplied colour.

Writes into the cache: sticker/images128.npy uint8 [N,4,128,128] premultiplied,
sticker/captions.npy fp16 [M,24,384], sticker/masks.npy uint8 [M,24], sticker/index.json.
"""
from __future__ import annotations

import io
import json
import random
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from common import CORE, SEED, STYLES, cache, raw, write_json
from text import embed

SIDE = 128
HELD_OUT = 30
PEOPLE, COMPONENTS, SYMBOLS, FLAGS = 1, 2, 8, 9  # emojibase groups



def concepts() -> list[dict]:
    """Base emoji (no skin tones: those are nested), each with hexcode, label and tags."""
    entries = json.loads((raw("emojibase-data") / "en" / "data.json").read_text())
    kept = [e for e in entries if e.get("group") not in (None, COMPONENTS, FLAGS)]
    core = {line for line in CORE.read_text().splitlines() if not line.startswith("#")}
    return [{"hex": e["hexcode"].lower(), "label": e["label"].lower(), "tags": e.get("tags", []),
             "weight": weight(e, core)} for e in kept]


def weight(entry: dict, core: set[str]) -> float:
    """How often a concept is drawn when all are trained: what people ask for first, variants of one another last."""
    label, group = entry["label"].lower(), entry["group"]
    if label in core:
        return 3.0
    if group == SYMBOLS or label.endswith(("o’clock", "-thirty")):
        return 0.15
    if group == PEOPLE:
        return 0.2 if label.startswith(("man", "woman", "person", "men", "women", "people", "kiss", "family",
                                        "couple")) else 0.5
    return 1.2


def spellings(hexcode: str) -> list[str]:
    """Sets disagree about the variation selector fe0f; try with, then without."""
    bare = "-".join(p for p in hexcode.split("-") if p != "fe0f")
    return [hexcode, bare, bare + "-fe0f"]


def rasterise(svg: bytes) -> Image.Image:
    """SVG text -> RGBA image of 128x128, centred."""
    png = subprocess.run(["rsvg-convert", "-w", str(SIDE), "-h", str(SIDE), "-a"], input=svg,
                         stdout=subprocess.PIPE, check=True).stdout
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    canvas = Image.new("RGBA", (SIDE, SIDE))
    canvas.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
    return canvas


class Art:
    """Finds and draws one emoji in one style."""

    def __init__(self) -> None:
        noto = raw("iconify-json-noto")
        self.names = json.loads((noto / "chars.json").read_text())
        self.icons = json.loads((noto / "icons.json").read_text())["icons"]
        self.folders: dict[str, Path] = {"fluent 3d": raw("lobehub-fluent-emoji-3d") / "assets",
                                         "fluent flat": raw("lobehub-fluent-emoji-flat") / "assets"}

    def draw(self, hexcode: str, style: str) -> Image.Image | None:
        for code in spellings(hexcode):
            if style == "noto":
                body = self.icons.get(self.names.get(code, ""), {}).get("body")
                if body:
                    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '\
                          f'viewBox="0 0 128 128">{body}</svg>'
                    return rasterise(svg.encode())
                continue
            path = self.folders[style] / (code + (".webp" if style == "fluent 3d" else ".svg"))
            if path.exists():
                if path.suffix == ".svg":
                    return rasterise(path.read_bytes())
                return Image.open(path).convert("RGBa").resize((SIDE, SIDE), Image.BOX).convert("RGBA")
        return None


def premultiplied(image: Image.Image) -> np.ndarray:
    """RGBA image -> uint8 [4,128,128], colour times alpha."""
    pixels = np.asarray(image, dtype=np.float32)
    pixels = np.concatenate([pixels[..., :3] * pixels[..., 3:] / 255.0, pixels[..., 3:]], axis=-1)
    return np.rint(pixels).astype(np.uint8).transpose(2, 0, 1)


def captions(concept: dict, style: str | None, rng: random.Random) -> list[str]:
    """Ways to ask for a concept, the plain label first; the first one is drawn most in training."""
    label, tags = concept["label"], [t for t in concept["tags"] if t not in concept["label"]]
    end = f", {style} style" if style else ""
    picked = rng.sample(tags, min(2, len(tags)))
    more = [f"a {label} sticker{end}", f"{', '.join([label] + picked)}{end}"]
    if len(picked) == 2:
        more.append(f"{picked[0]} {picked[1]}{end}")
    return [label + end] + more


def other_words(concept: dict, style: str | None, rng: random.Random) -> list[str]:
    """Wordings further from the label, so that a prompt need not be a caption to be understood."""
    label, tags = concept["label"], [t for t in concept["tags"] if t not in concept["label"]]
    end = f", {style} style" if style else ""
    out = [f"{label} emoji{end}", f"an icon of {label}{end}", f"cute {label}{end}"]
    if tags:
        out.append(f"{rng.choice(tags)} {label}{end}")
    if len(tags) >= 3:
        out += [" ".join(rng.sample(tags, 3)) + end, f"{label} with {' and '.join(rng.sample(tags, 2))}{end}"]
    return out


def render_all(items: list[dict]) -> tuple[np.ndarray, list[dict]]:
    """Every concept in every style that has it, in a fixed order."""
    art = Art()
    jobs = [(i, s) for i in range(len(items)) for s in STYLES]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda job: art.draw(items[job[0]]["hex"], job[1]), jobs))
    rows = [{"concept": i, "style": s} for (i, s), image in zip(jobs, drawn) if image is not None]
    return np.stack([premultiplied(image) for image in drawn if image is not None]), rows


def main() -> None:
    rng = random.Random(SEED)
    items = concepts()
    images, rows = render_all(items)
    np.save(cache("sticker", "images128.npy"), images)
    texts: dict[str, int] = {"": 0}  # row 0 is the empty prompt of classifier-free guidance
    for item in items:
        item["captions"] = {}
        for style in (None, *STYLES):
            ways = captions(item, style, rng)
            item["captions"][style or "any"] = [texts.setdefault(w, len(texts)) for w in ways]
    more = random.Random(SEED + 1)  # its own, so that the held-out concepts stay those of earlier versions
    for item in items:
        for style in (None, *STYLES):
            ways = other_words(item, style, more)
            item["captions"][style or "any"] += [texts.setdefault(w, len(texts)) for w in ways]
    complete = [i for i in range(len(items)) if sum(r["concept"] == i for r in rows) == len(STYLES)]
    held = sorted(rng.sample(complete, HELD_OUT))
    hidden, masks = embed(list(texts))
    np.save(cache("sticker", "captions.npy"), hidden.astype(np.float16))
    np.save(cache("sticker", "masks.npy"), masks.astype(np.uint8))
    write_json(cache("sticker", "index.json"),
               {"concepts": items, "images": rows, "held_out": held, "captions": list(texts)})
    print(f"{len(rows)} images of {len(items)} concepts, {len(texts)} captions, {HELD_OUT} concepts held out")


if __name__ == "__main__":
    main()
