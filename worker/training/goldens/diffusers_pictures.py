"""What diffusers makes of given pictures: the way into latents, and inpainting by a network that was trained for it.

    python diffusers_pictures.py ../../src/test/resources/diffusers

Beside each model of diffusers_models.py: `encoded.f32`, the latents of the picture below by the autoencoder in torch (the mean,
scaled as the pipelines do). And one more model, tiny-inpaint: the nine input channels of Stable Diffusion's inpainting models,
exported by Optimum, with the picture that diffusers' own inpainting pipeline draws into the mask below. That pipeline
draws a sample of the masked picture's latents; here it takes the mean, as Darkroom does, so that there is one right answer.
The picture is `(7 x + 11 y + 60 c) mod 256`, the mask the rectangle MASK, both cells of eight pixels.
"""
from __future__ import annotations

import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler, StableDiffusionInpaintPipeline
from optimum.exporters.onnx import main_export
from PIL import Image

from diffusers_models import LATENT, MODELS, NEGATIVE, PROMPT, TEXT, clip, clip_tokenizer, unet, vae

SIDE = 8 * LATENT
MASK = (16, 8, 48, 40)
CALL = {"num_inference_steps": 7, "guidance_scale": 5.0}


def picture() -> np.ndarray:
    y, x, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    return ((7 * x + 11 * y + 60 * c) % 256).astype(np.uint8)


def mean_of(autoencoder, planes: torch.Tensor) -> torch.Tensor:
    shift = autoencoder.config.shift_factor or 0
    with torch.no_grad():
        return (autoencoder.encode(planes).latent_dist.mode() - shift) * autoencoder.config.scaling_factor


def encoded(root: Path) -> None:
    planes = torch.from_numpy(picture()).permute(2, 0, 1)[None].float() / 127.5 - 1
    for name, build in MODELS.items():
        with tempfile.TemporaryDirectory() as temp:
            pipe, _ = build(Path(temp))
        latents = mean_of(pipe.vae, planes).numpy()
        latents.astype("<f4").tofile(root / name / "encoded.f32")
        print(f"{name}: latents mean {latents.mean():.3f} deviation {latents.std():.3f}")


def inpaint(work: Path) -> StableDiffusionInpaintPipeline:
    tok = clip_tokenizer(work / "tokenizer")
    scheduler = DDIMScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
                              clip_sample=False, set_alpha_to_one=False, steps_offset=1)
    return StableDiffusionInpaintPipeline(
        vae=vae(21, 4, 0.18215, None), text_encoder=clip(tok, 22, legacy=True), tokenizer=tok,
        unet=unet(23, TEXT, in_channels=9), scheduler=scheduler, safety_checker=None, feature_extractor=None,
        requires_safety_checker=False)


def drawn(pipe, noise: torch.Tensor) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[MASK[1]:MASK[3], MASK[0]:MASK[2]] = 255
    pipe.set_progress_bar_config(disable=True)
    pipe._encode_vae_image = lambda image, generator: mean_of(pipe.vae, image)
    with torch.no_grad():
        out = pipe(prompt=PROMPT, negative_prompt=NEGATIVE, image=Image.fromarray(picture()),
                   mask_image=Image.fromarray(mask), latents=noise, strength=1.0, height=SIDE, width=SIDE,
                   output_type="np", **CALL)
    return out.images[0]


def main(root: Path) -> None:
    encoded(root)
    folder = root / "tiny-inpaint"
    with tempfile.TemporaryDirectory() as temp:
        work = Path(temp)
        pipe = inpaint(work)
        noise = torch.randn((1, 4, LATENT, LATENT), generator=torch.Generator().manual_seed(42))
        made = drawn(pipe, noise.clone())
        assert np.isfinite(made).all() and 0.05 < made.std(), (made.mean(), made.std())
        pipe.save_pretrained(work / "saved")
        main_export(str(work / "saved"), folder, task="inpainting", library_name="diffusers", do_validation=True)
    for config in folder.rglob("*.json"):
        values = json.loads(config.read_text())
        if values.pop("_name_or_path", None):
            config.write_text(json.dumps(values, indent=2) + "\n")
    noise.numpy().astype("<f4").tofile(folder / "noise.f32")
    made.astype("<f4").tofile(folder / "picture.f32")
    versions = {p: version(p) for p in ("torch", "diffusers", "transformers", "optimum", "optimum-onnx", "onnx")}
    golden = {"prompt": PROMPT, "negative_prompt": NEGATIVE, **CALL, "mask": MASK, "made_with": versions}
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    print(f"tiny-inpaint: picture mean {made.mean():.3f} deviation {made.std():.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
