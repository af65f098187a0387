"""The tests' Stable Diffusion models: the real architectures, made tiny, with random weights, exported by the real tool.

    python diffusers_models.py ../../src/test/resources/diffusers [name ...]

Each model is a diffusers pipeline that is saved, exported to ONNX by Optimum, and run by diffusers itself in torch with
a given prompt and given noise. What the run gives is kept beside the model as `golden.json`, `noise.f32` (latents, unit
variance) and `picture.f32` (rows of RGB, 0 to 1), little-endian floats. Versions are pinned in diffusers.txt.
They draw nothing that means anything: they are for tests of loading and of arithmetic.
"""
from __future__ import annotations

import json
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from diffusers import (AutoencoderKL, DDIMScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler,
                       SD3Transformer2DModel, StableDiffusion3Pipeline, StableDiffusionPipeline,
                       StableDiffusionXLPipeline, UNet2DConditionModel)
from optimum.exporters.onnx import main_export
from transformers import (CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer, T5Config,
                          T5EncoderModel, T5TokenizerFast)

from tokenizers_tiny import clip_files, t5_file

PROMPT = "a red apple with a green leaf, 3d style"
NEGATIVE = "blurry, low quality"
LATENT = 8
TEXT = 32


def randomise(module: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Weights of a size that keeps signals alive through all layers, rounded to fp16 so that files pack well."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in module.named_parameters():
            if p.ndim > 1:
                fan = p[0].numel()
                p.copy_(torch.randn(p.shape, generator=g) * (1.2 / fan ** 0.5 if "embedding" not in name else 1))
            elif "norm" in name and name.endswith("weight"):
                p.copy_(1 + 0.1 * torch.randn(p.shape, generator=g))
            else:
                p.copy_(0.05 * torch.randn(p.shape, generator=g))
            p.copy_(p.half().float())
    return module.eval()


def clip_tokenizer(folder: Path, pad: str | None = None) -> CLIPTokenizer:
    clip_files(folder)
    extra = {} if pad is None else {"pad_token": pad}
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77, **extra)


def clip(tokenizer: CLIPTokenizer, seed: int, act: str = "quick_gelu", projection: int | None = None,
         layers: int = 3, legacy: bool = False) -> torch.nn.Module:
    # Configurations of the first generation say eos_token_id 2, and pool at the largest id instead.
    config = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=TEXT, intermediate_size=2 * TEXT, num_hidden_layers=layers,
        num_attention_heads=4, hidden_act=act, projection_dim=projection or TEXT,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=2 if legacy else tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, attn_implementation="eager")
    kind = CLIPTextModelWithProjection if projection else CLIPTextModel
    return randomise(kind(config), seed)


def vae(seed: int, channels: int, scaling: float, shift: float | None) -> AutoencoderKL:
    return randomise(AutoencoderKL(
        block_out_channels=(8, 16, 16, 16), in_channels=3, out_channels=3, latent_channels=channels, layers_per_block=1,
        norm_num_groups=4, sample_size=8 * LATENT, scaling_factor=scaling, shift_factor=shift,
        use_quant_conv=shift is None, use_post_quant_conv=shift is None,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4), seed)


def unet(seed: int, cross: int, **more) -> UNet2DConditionModel:
    return randomise(UNet2DConditionModel(
        sample_size=LATENT, in_channels=more.pop("in_channels", 4), out_channels=4, layers_per_block=1,
        block_out_channels=(16, 32), norm_num_groups=8, cross_attention_dim=cross,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=more.pop("attention_head_dim", 4), **more), seed)


def sd15(work: Path):
    tok = clip_tokenizer(work / "tokenizer")
    scheduler = DDIMScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
                              clip_sample=False, set_alpha_to_one=False, steps_offset=1)
    pipe = StableDiffusionPipeline(
        vae=vae(1, 4, 0.18215, None), text_encoder=clip(tok, 2, legacy=True), tokenizer=tok, unet=unet(3, TEXT),
        scheduler=scheduler, safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    return pipe, {"num_inference_steps": 8, "guidance_scale": 7.5}


def turbo(work: Path):
    tok = clip_tokenizer(work / "tokenizer", "!")
    scheduler = EulerDiscreteScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012,
                                       beta_schedule="scaled_linear", timestep_spacing="trailing", steps_offset=1)
    pipe = StableDiffusionPipeline(
        vae=vae(4, 4, 0.18215, None), text_encoder=clip(tok, 5, act="gelu"), tokenizer=tok,
        unet=unet(6, TEXT, use_linear_projection=True, attention_head_dim=(2, 4)),
        scheduler=scheduler, safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    return pipe, {"num_inference_steps": 2, "guidance_scale": 0.0}


def sdxl(work: Path):
    tok = clip_tokenizer(work / "tokenizer")
    tok2 = clip_tokenizer(work / "tokenizer_2", "!")
    scheduler = EulerDiscreteScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012,
                                       beta_schedule="scaled_linear", timestep_spacing="leading", steps_offset=1)
    net = unet(9, 2 * TEXT, use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=8,
               projection_class_embeddings_input_dim=TEXT + 6 * 8, transformer_layers_per_block=(1, 2))
    pipe = StableDiffusionXLPipeline(
        vae=vae(7, 4, 0.13025, None), text_encoder=clip(tok, 8), tokenizer=tok, text_encoder_2=clip(
            tok2, 10, act="gelu", projection=TEXT), tokenizer_2=tok2, unet=net, scheduler=scheduler,
        add_watermarker=False, force_zeros_for_empty_prompt=True)
    return pipe, {"num_inference_steps": 6, "guidance_scale": 5.0}


def sd3(work: Path, t5: bool = True):
    tok = clip_tokenizer(work / "tokenizer")
    tok2 = clip_tokenizer(work / "tokenizer_2", "!")
    wide = 3 * TEXT
    third, tok3 = None, None
    if t5:
        tok3 = T5TokenizerFast(tokenizer_file=str(t5_file(work / "t5.json")), extra_ids=0, eos_token="</s>",
                               unk_token="<unk>", pad_token="<pad>", model_max_length=512)
        third = randomise(T5EncoderModel(T5Config(
            vocab_size=len(tok3), d_model=wide, d_kv=8, d_ff=64, num_layers=2, num_heads=4,
            feed_forward_proj="gated-gelu", pad_token_id=tok3.pad_token_id, eos_token_id=tok3.eos_token_id)), 11)
    net = randomise(SD3Transformer2DModel(
        sample_size=LATENT, patch_size=2, in_channels=16, num_layers=2, attention_head_dim=8, num_attention_heads=4,
        joint_attention_dim=wide, caption_projection_dim=32, pooled_projection_dim=2 * TEXT, out_channels=16,
        pos_embed_max_size=24, qk_norm=None), 12)
    pipe = StableDiffusion3Pipeline(
        transformer=net, scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1000, shift=3.0),
        vae=vae(13, 16, 1.5305, 0.0609), text_encoder=clip(tok, 14, projection=TEXT), tokenizer=tok,
        text_encoder_2=clip(tok2, 15, act="gelu", projection=TEXT), tokenizer_2=tok2, text_encoder_3=third,
        tokenizer_3=tok3)
    return pipe, {"num_inference_steps": 5, "guidance_scale": 4.0}


def reference(pipe, call: dict, side: int) -> tuple[np.ndarray, np.ndarray]:
    channels = pipe.vae.config.latent_channels
    noise = torch.randn((1, channels, side // 8, side // 8), generator=torch.Generator().manual_seed(42))
    pipe.set_progress_bar_config(disable=True)
    with torch.no_grad():
        out = pipe(prompt=PROMPT, negative_prompt=NEGATIVE, latents=noise.clone(), height=side, width=side,
                   output_type="np", **call)
    return noise.numpy(), out.images[0]


def make(root: Path, name: str, build) -> None:
    with tempfile.TemporaryDirectory() as temp:
        work = Path(temp)
        torch.manual_seed(0)
        pipe, call = build(work)
        noise, picture = reference(pipe, call, 8 * LATENT)
        assert np.isfinite(picture).all() and 0.05 < picture.std(), (name, picture.mean(), picture.std())
        saved = work / "saved"
        pipe.save_pretrained(saved)
        folder = root / name
        shutil.rmtree(folder, ignore_errors=True)
        main_export(str(saved), folder, task="text-to-image", library_name="diffusers", do_validation=True)
        for config in folder.rglob("*.json"):
            values = json.loads(config.read_text())
            if values.pop("_name_or_path", None):
                config.write_text(json.dumps(values, indent=2) + "\n")
        noise.astype("<f4").tofile(folder / "noise.f32")
        picture.astype("<f4").tofile(folder / "picture.f32")
        made = {p: version(p) for p in ("torch", "diffusers", "transformers", "optimum", "optimum-onnx", "onnx")}
        golden = {"prompt": PROMPT, "negative_prompt": NEGATIVE, **call, "made_with": made}
        (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
        size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
        print(f"{name}: {size / 1e6:.2f} MB, picture mean {picture.mean():.3f} deviation {picture.std():.3f}")


MODELS = {"tiny-sd15": sd15, "tiny-turbo": turbo, "tiny-sdxl": sdxl, "tiny-sd3": sd3}

if __name__ == "__main__":
    for wanted in sys.argv[2:] or MODELS:
        make(Path(sys.argv[1]), wanted, MODELS[wanted])
