"""tiny-sd15 again, in fp16 and with the UNet's weights beside its file, as large models are exported.

    python diffusers_half.py ../../src/test/resources/diffusers

The reference picture is that of Optimum's own pipeline with the same networks: the tool that halves them also halves the
arithmetic of timesteps, so it is not near fp32's.
"""
from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.transformers.float16 import convert_float_to_float16
from optimum.onnxruntime import ORTStableDiffusionPipeline


def main(root: Path) -> None:
    source, target = root / "tiny-sd15", root / "tiny-sd15-fp16"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    for path in sorted(target.glob("*/model.onnx")):
        model = convert_float_to_float16(onnx.load(path), keep_io_types=False)
        outside = path.parent.name == "unet"
        onnx.save(model, path, save_as_external_data=outside, location="model.onnx_data", size_threshold=256)
    golden = json.loads((target / "golden.json").read_text())
    noise = np.fromfile(target / "noise.f32", "<f4").reshape(1, 4, 8, 8)
    pipe = ORTStableDiffusionPipeline.from_pretrained(target)
    pipe.set_progress_bar_config(disable=True)
    picture = pipe(prompt=golden["prompt"], negative_prompt=golden["negative_prompt"], height=64, width=64,
                   latents=torch.from_numpy(noise).half(), num_inference_steps=golden["num_inference_steps"],
                   guidance_scale=golden["guidance_scale"], output_type="np").images[0]
    apart = np.abs(255 * (picture - np.fromfile(target / "picture.f32", "<f4").reshape(picture.shape)))
    picture.astype("<f4").tofile(target / "picture.f32")
    print(f"from fp32's picture: mean {apart.mean():.2f}, worst {apart.max():.2f} of 255")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
