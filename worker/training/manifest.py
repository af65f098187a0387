"""The model.json of each model: what the worker reads before it loads a file."""
from __future__ import annotations

from batches import SCOPES
from common import MAX_TOKENS
from diffusion import FROM_CLIPPED, SCHEDULER
from recipes import RECIPES

NAMES = {
    "sticker": ("Darkroom Sticker", "Small text-to-sticker model: a 32x32 pixel-space diffusion UNet and a learned "
                                    "x4 upscaler; 128x128 stickers with real transparency.", "image.generate"),
    "frames": ("Darkroom Frames", "Small video prediction model: four 32x32 frames in, the next four out, by "
                                  "pixel-space diffusion, with a learned x4 upscaler to 128x128.", "video.predict"),
}

# Frames: more steps mean more variety and a larger error, see its card.
DEFAULTS = {"sticker": {"steps": 12, "guidance_scale": 2.0, "fps": None},
            "frames": {"steps": 2, "guidance_scale": 1.0, "fps": 8}}


# What the worker makes of a model of this sort, in the order of the documentation.
KINDS = {
    "image.generate": ["image.generate", "image.transform", "image.inpaint", "image.outpaint", "image.vary",
                       "image.upscale", "image.denoise", "image.interpolate", "image.compose",
                       "image.detect-anomalies", "dataset.synthesize"],
    "video.predict": ["video.predict", "video.generate"],
}


def manifest(model: str, recipe: str, version: str, size: int, files: list[dict]) -> dict:
    """The whole manifest; `size` is the denoiser's side in pixels, `files` come with digests."""
    name, description, kind = NAMES[model]
    video = model == "frames"
    out = {"schema": 1, "id": model, "version": version, "name": name, "description": description,
           "license": "Apache-2.0", "architecture": "pixel-diffusion", "kinds": KINDS[kind], "files": files}
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
