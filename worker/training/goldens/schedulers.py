"""Golden numbers for the worker's schedulers, computed by diffusers itself.

    pip install diffusers==0.27.2 torch numpy    (any torch from 1.13 on)
    python schedulers.py ../../src/test/resources/goldens/schedulers.json

Each case runs a whole trajectory of four values. The "model" is a formula that needs no network:
prediction = 0.3 * sample + 0.1 * sin(timestep / 100), so that every step depends on the one before.
"""
from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import diffusers
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler

BASE = {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "steps_offset": 0}
START = [1.2, -0.7, 0.25, -1.9]


def trajectory(name: str, config: dict, steps: int) -> dict:
    if name == "ddim":
        scheduler = DDIMScheduler(**BASE, **config)
    else:
        # clip_sample and set_alpha_to_one belong to DDIM only.
        config = {k: v for k, v in config.items() if k in ("beta_schedule", "prediction_type", "timestep_spacing")}
        scheduler = DPMSolverMultistepScheduler(**BASE, **config)
    scheduler.set_timesteps(steps)
    sample = torch.tensor([START], dtype=torch.float32)
    samples = []
    for t in scheduler.timesteps:
        prediction = 0.3 * sample + 0.1 * math.sin(int(t) / 100)
        sample = scheduler.step(prediction, t, sample).prev_sample
        samples.append([float(x) for x in sample[0]])
    return {"timesteps": [int(t) for t in scheduler.timesteps], "samples": samples}


def cases() -> list[dict]:
    out = []
    for name in ("ddim", "dpmpp_2m"):
        for spacing in ("trailing", "leading", "linspace"):
            for kind in ("v_prediction", "epsilon", "sample"):
                # epsilon divides by sqrt(alpha), which the cosine schedule drives to nothing at t = 999
                schedule = "scaled_linear" if kind == "epsilon" else "squaredcos_cap_v2"
                config = {"beta_schedule": schedule, "prediction_type": kind, "timestep_spacing": spacing,
                          "clip_sample": kind == "v_prediction", "clip_sample_range": 1.0,
                          "set_alpha_to_one": kind != "sample"}
                for steps in (7, 25):
                    out.append({"scheduler": name, **config, "steps": steps, "start": START,
                                **trajectory(name, config, steps)})
    return out


if __name__ == "__main__":
    document = {"made_by": f"diffusers {diffusers.__version__}", "cases": cases()}
    Path(sys.argv[1]).write_text(json.dumps(document, indent=1) + "\n")
