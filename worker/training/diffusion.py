"""The noise schedule and v-prediction, in numpy: training, sampling and evaluation share it.

Sources: squaredcos_cap_v2 is Nichol & Dhariwal 2021 (cosine schedule, betas capped at 0.999);
v-prediction and DDIM in this form are Salimans & Ho 2022; trailing spacing is Lin et al. 2023.
The numbers agree with the manifest's scheduler block, which the worker reads.
"""
from __future__ import annotations

import math

import numpy as np

TRAIN_STEPS = 1000

SCHEDULER = {
    "_class_name": "DDIMScheduler", "num_train_timesteps": TRAIN_STEPS, "beta_schedule": "squaredcos_cap_v2",
    "beta_start": 0.0001, "beta_end": 0.02, "prediction_type": "v_prediction", "timestep_spacing": "trailing",
    "clip_sample": True, "clip_sample_range": 1.0, "set_alpha_to_one": True, "steps_offset": 0,
    "rescale_betas_zero_snr": False,
}
# Stickers are saturated nearly everywhere (clear ground is -1 in four channels), so predictions overshoot there at every
# step. Clipping alone leaves the overshoot in the noise, where it adds up: with 25 steps and guidance 3, whole edges.
FROM_CLIPPED = {"use_clipped_model_output": True}


def alphas_cumprod() -> np.ndarray:
    """float64 [1000], the share of signal power left after each step."""
    def bar(t: float) -> float:
        return math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = [min(1 - bar((i + 1) / TRAIN_STEPS) / bar(i / TRAIN_STEPS), 0.999) for i in range(TRAIN_STEPS)]
    return np.cumprod(1.0 - np.array(betas))


def loss_weights(spread: float = 0.0, gamma: float = 5.0) -> np.ndarray:
    """Weight of the v loss per step, float64 [1000].

    Min-SNR (Hang et al. 2023) with SNR+1 in the place of SNR: the plain form gives almost no
    weight to the noisiest steps, which decide layout and colour when sampling starts at t = 999.
    With `spread` (UNetConfig.residual) the signal is the motion only: the SNR shrinks with its
    variance, and the error is measured in units of what the network has to learn.
    """
    power = alphas_cumprod()
    variance = spread**2 or 1.0
    snr = power * variance / (1.0 - power)
    unit = (power * variance + 1.0 - power) / variance if spread else 1.0
    return np.minimum(snr + 1.0, gamma) / (snr + 1.0) * unit


def timesteps(steps: int) -> np.ndarray:
    """Trailing spacing, int64 [steps], from 999 down."""
    ratio = TRAIN_STEPS / steps
    return np.round(np.arange(TRAIN_STEPS, 0, -ratio)).astype(np.int64)[:steps] - 1


def ddim_step(v: np.ndarray, t: int, previous: int, sample: np.ndarray, power: np.ndarray,
              from_clipped: bool = False) -> np.ndarray:
    """One deterministic DDIM step (eta 0) from t to `previous` (-1: to the clean image).

    The noise is the model's own estimate although the image is clipped, as diffusers has it, or with
    `from_clipped` (use_clipped_model_output there) the noise that goes with the clipped image.
    """
    now, then = power[t], power[previous] if previous >= 0 else 1.0
    clean = math.sqrt(now) * sample - math.sqrt(1 - now) * v
    clean = np.clip(clean, -1.0, 1.0)
    noise = math.sqrt(now) * v + math.sqrt(1 - now) * sample
    if from_clipped:
        noise = (sample - math.sqrt(now) * clean) / math.sqrt(1 - now)
    return (math.sqrt(then) * clean + math.sqrt(1 - then) * noise).astype(np.float32)


def ddim(predict, noise: np.ndarray, steps: int, from_clipped: bool = False) -> np.ndarray:
    """predict(sample, t) -> v; returns the clean sample, same shape as `noise`."""
    power, plan = alphas_cumprod(), timesteps(steps)
    sample = noise.astype(np.float32)
    for i, t in enumerate(plan):
        previous = int(plan[i + 1]) if i + 1 < len(plan) else -1
        sample = ddim_step(predict(sample, int(t)), int(t), previous, sample, power, from_clipped)
    return sample
