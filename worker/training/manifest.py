"""The model.json of each model: what the worker reads before it loads a file."""
from __future__ import annotations

import json
from pathlib import Path

from batches import SCOPES
from common import MAX_TOKENS
from diffusion import FROM_CLIPPED, SCHEDULER
from recipes import RECIPES

NAMES = {
    "sticker": ("Darkroom Sticker", "Small text-to-sticker model: a 32x32 pixel-space diffusion UNet and a learned "
                                    "x4 upscaler; 128x128 stickers with real transparency."),
    "frames": ("Darkroom Frames", "Small video prediction model: four 32x32 frames in, the next four out, by "
                                  "pixel-space diffusion, with a learned x4 upscaler to 128x128."),
}

# Frames: more steps mean more variety and a larger error, see its card.
DEFAULTS = {"sticker": {"steps": 12, "guidance_scale": 2.0, "fps": None},
            "frames": {"steps": 2, "guidance_scale": 1.0, "fps": 8}}


REQUEST_SCHEMA = (Path(__file__).resolve().parents[2] / "contracts/messages/src/main/resources/io/darkroom/contracts/schema"
                  / "job-request.schema.json")


def kinds(video: bool) -> list[str]:
    """All job kinds that the worker serves with a model of this sort, in the order of the messages' schema."""
    names = json.loads(REQUEST_SCHEMA.read_text())["$defs"]["kind"]["enum"]
    return [name for name in names if name.startswith("video.") == video]


def manifest(model: str, recipe: str, version: str, size: int, files: list[dict]) -> dict:
    """The whole manifest; `size` is the denoiser's side in pixels, `files` come with digests."""
    name, description = NAMES[model]
    video = model == "frames"
    out = {"schema": 1, "id": model, "version": version, "name": name, "description": description,
           "license": "Apache-2.0", "architecture": "pixel-diffusion", "kinds": kinds(video), "files": files}
    if not video:
        out["text_encoder"] = {"name": "all-minilm-l6-v2", "max_tokens": MAX_TOKENS}
    out["denoiser"] = {"file": "denoiser.onnx",
                       "sample": {"channels": 12 if video else 4, "height": size, "width": size}}
    if video:
        out["video"] = {"context_frames": 4, "future_frames": 4, "channels": 3, "fps": 8}
    if any(f["path"] == "restorer.onnx" for f in files):
        out["restorer"] = {"file": "restorer.onnx"}
    out |= {"scheduler": SCHEDULER | ({} if video else FROM_CLIPPED), "upscaler": {"file": "upscaler.onnx", "factor": 4},
            "output": {"width": 4 * size, "height": 4 * size, "alpha": "none" if video else "premultiplied"}}
    if not video:
        out["styles"] = list(SCOPES[RECIPES[model][recipe].scope])
    out["defaults"] = DEFAULTS[model]
    limits = {"max_steps": 100, "max_images": 16, "max_prompt_chars": 1000}
    out["limits"] = limits | ({"max_frames": 64, "max_futures": 8} if video else {})
    return out
