"""Golden numbers for every scheduler of the worker, computed by diffusers itself.

    pip install diffusers==0.42.1 torch numpy
    python diffusers_schedulers.py ../../src/test/resources/goldens/diffusers-schedulers.json

Each case runs a whole trajectory of three values, one with image to image's start. The "model" is a formula that needs
no network: prediction = 0.3 * input + 0.1 * sin(timestep / 100), so that every step depends on the one before. Noise that a
scheduler draws is taken from the case's list, one entry a step.

Schedules are made by diffusers in single precision, as always. Its steps are then run on doubles: in single precision some of
them lose a thousandth of the sample where sigma is large (20000 at the noisy end of a cosine schedule), and the goldens
would hold that rounding.
"""
from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import (DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler,
                       EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler, LCMScheduler, PNDMScheduler,
                       UniPCMultistepScheduler)
from diffusers.schedulers import scheduling_euler_ancestral_discrete, scheduling_lcm


class Doubles:
    """The torch module to schedulers while they step: what they call float32 is float64."""
    float32 = torch.float64

    def __getattr__(self, name: str):
        return getattr(torch, name)


CLASSES = {"ddim": DDIMScheduler, "euler": EulerDiscreteScheduler, "euler_ancestral": EulerAncestralDiscreteScheduler,
           "dpmpp_2m": DPMSolverMultistepScheduler, "dpmpp_2m_karras": DPMSolverMultistepScheduler,
           "unipc": UniPCMultistepScheduler, "pndm": PNDMScheduler, "lcm": LCMScheduler,
           "flow_euler": FlowMatchEulerDiscreteScheduler}

SD = {"num_train_timesteps": 1000, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012,
      "prediction_type": "epsilon", "timestep_spacing": "leading", "clip_sample": False, "clip_sample_range": 1.0,
      "set_alpha_to_one": False, "steps_offset": 1, "rescale_betas_zero_snr": False, "skip_prk_steps": True}
CONFIGS = {
    "sd15": {**SD, "_class_name": "PNDMScheduler"},
    "sd15-euler": {**SD, "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "linspace"},
    "sd21-v": {**SD, "_class_name": "DDIMScheduler", "prediction_type": "v_prediction"},
    "sd-turbo": {**SD, "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"},
    "sdxl": {**SD, "_class_name": "EulerDiscreteScheduler"},
    "sdxl-karras": {**SD, "_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": True},
    "zero-snr": {**SD, "_class_name": "DDIMScheduler", "prediction_type": "v_prediction",
                 "timestep_spacing": "trailing", "rescale_betas_zero_snr": True, "set_alpha_to_one": True},
    "sigma-min": {**SD, "_class_name": "DPMSolverMultistepScheduler", "timestep_spacing": "linspace",
                  "final_sigmas_type": "sigma_min"},
    "lcm": {**SD, "_class_name": "LCMScheduler", "set_alpha_to_one": True, "steps_offset": 0,
            "original_inference_steps": 50, "timestep_scaling": 10.0},
    "lcm-clip": {**SD, "_class_name": "LCMScheduler", "prediction_type": "v_prediction", "clip_sample": True,
                 "original_inference_steps": 100, "timestep_scaling": 2.0},
    "darkroom": {**SD, "_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2", "beta_start": 0.0001,
                 "beta_end": 0.02, "prediction_type": "v_prediction", "timestep_spacing": "trailing",
                 "clip_sample": True, "set_alpha_to_one": True, "steps_offset": 0},
    "darkroom-clipped": {**SD, "_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2", "beta_start": 0.0001,
                         "beta_end": 0.02, "prediction_type": "v_prediction", "timestep_spacing": "trailing",
                         "clip_sample": True, "set_alpha_to_one": True, "steps_offset": 0,
                         "use_clipped_model_output": True},
    "darkroom-sample": {**SD, "_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2",
                        "beta_start": 0.0001, "beta_end": 0.02, "prediction_type": "sample",
                        "timestep_spacing": "linspace", "steps_offset": 0},
    "linear": {**SD, "_class_name": "DDIMScheduler", "beta_schedule": "linear", "beta_start": 0.0001,
               "beta_end": 0.02, "steps_offset": 0, "set_alpha_to_one": True},
    "sd3": {**SD, "_class_name": "FlowMatchEulerDiscreteScheduler", "prediction_type": "flow",
            "timestep_spacing": "linspace", "shift": 3.0},
    "flow-plain": {**SD, "_class_name": "FlowMatchEulerDiscreteScheduler", "prediction_type": "flow",
                   "timestep_spacing": "linspace"},
}
STEPS = (1, 2, 4, 20, 25)
START = [1.2, -0.7, -1.9]
PICTURE = [0.9, -0.4, 0.1]


def suits(name: str, config: str) -> bool:
    settings = CONFIGS[config]
    if "use_clipped_model_output" in settings:
        return name == "ddim"
    if name == "flow_euler" or settings["prediction_type"] == "flow":
        return name == "flow_euler" and settings["prediction_type"] == "flow"
    if name == "lcm" or settings["_class_name"] == "LCMScheduler":
        return name == "lcm" and settings["_class_name"] == "LCMScheduler"
    if name == "pndm":
        return settings["prediction_type"] != "sample" and not settings["rescale_betas_zero_snr"]
    return name != "euler_ancestral" or settings["prediction_type"] != "sample"


def make(name: str, config: dict):
    known = {k: v for k, v in config.items() if not k.startswith("_")}
    if name == "flow_euler":
        known.pop("prediction_type")
    known.pop("use_karras_sigmas", None) if name.startswith("dpmpp") else None
    if name == "dpmpp_2m_karras":
        known["use_karras_sigmas"] = True
    accepted = CLASSES[name].__init__.__wrapped__.__code__.co_varnames
    return CLASSES[name](**{k: v for k, v in known.items() if k in accepted})


def floats(values) -> list[float]:
    return [float(f"{float(x):.9g}") for x in values.flatten()]


def trajectory(name: str, config: dict, steps: int, first: int, noises: list[list[float]]) -> dict:
    sys.modules[CLASSES[name].__module__].torch = torch
    scheduler = make(name, config)
    scheduler.set_timesteps(steps)
    timesteps = scheduler.timesteps[first:]
    for table in ("alphas_cumprod", "final_alpha_cumprod", "sigmas"):
        if hasattr(scheduler, table):
            setattr(scheduler, table, getattr(scheduler, table).double())
    sys.modules[type(scheduler).__module__].torch = Doubles()
    if hasattr(scheduler, "set_begin_index"):
        # Otherwise diffusers looks for the timestep, and takes the wrong step where Karras' sigmas give one twice.
        scheduler.set_begin_index(first)
    start = torch.tensor([START], dtype=torch.float64)
    if first == 0:
        sample = start * scheduler.init_noise_sigma if hasattr(scheduler, "init_noise_sigma") else start
    else:
        picture = torch.tensor([PICTURE], dtype=torch.float64)
        add = scheduler.scale_noise if name == "flow_euler" else scheduler.add_noise
        sample = add(picture, start, timesteps[:1]) if name != "flow_euler" else add(picture, timesteps[:1], start)
    began = floats(sample)
    samples, images = [], []
    for i, t in enumerate(timesteps):
        now = torch.tensor([noises[first + i]], dtype=torch.float64)
        for module in (scheduling_euler_ancestral_discrete, scheduling_lcm):
            module.randn_tensor = lambda *_, **__: now
        seen = scheduler.scale_model_input(sample, t) if hasattr(scheduler, "scale_model_input") else sample
        prediction = 0.3 * seen + 0.1 * math.sin(float(t) / 100)
        clipped = {"use_clipped_model_output": True} if "use_clipped_model_output" in config else {}
        result = scheduler.step(prediction, t, sample, **clipped)
        sample = result.prev_sample
        samples.append(floats(sample))
        image = getattr(result, "pred_original_sample", getattr(result, "denoised", None))
        images.append(None if image is None else floats(image))
    return {"timesteps": [float(t) for t in scheduler.timesteps], "began": began, "samples": samples,
            "images": images if images[0] is not None else None}


def cases() -> list[dict]:
    random = np.random.default_rng(7)
    noises = [[round(float(x), 4) for x in row] for row in random.standard_normal((26, 3))]
    out = []
    for name in CLASSES:
        for config in CONFIGS:
            if not suits(name, config):
                continue
            for steps, first in [(n, 0) for n in STEPS] + [(4, 1), (20, 12)]:
                case = trajectory(name, CONFIGS[config], steps, first, noises)
                if not np.isfinite(np.array(case["samples"])).all():
                    print("left out, diffusers gives no numbers:", name, config, steps, first)
                    continue
                out.append({"scheduler": name, "config": config, "steps": steps, "first": first, **case})
    return [{"noises": noises, "start": START, "picture": PICTURE, "configs": CONFIGS}, out]


if __name__ == "__main__":
    head, rows = cases()
    head = {"made_by": f"diffusers {diffusers.__version__}, torch {torch.__version__}, numpy {np.__version__}", **head}
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    Path(sys.argv[1]).write_text(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n")
    print(len(rows), "cases")
