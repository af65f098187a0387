"""The x4 upscaler: an EDSR-like residual network on premultiplied RGBA, 0.35 M parameters.

The last layer is zero at first and its output is added to a bilinear enlargement, so training
starts from bilinear quality. Tensors are [batch,4,h,w] -> [batch,4,4h,4w] in -1..1.
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, BLOCKS, FACTOR = 48, 8, 4


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.ReLU(),
                                  nn.Conv2d(WIDTH, WIDTH, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Upscaler(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(4, WIDTH, 3, padding=1)
        self.body = nn.Sequential(*[Block() for _ in range(BLOCKS)], nn.Conv2d(WIDTH, WIDTH, 3, padding=1))
        self.head = nn.Conv2d(WIDTH, 4 * FACTOR * FACTOR, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)
        fine = F.pixel_shuffle(self.head(x + self.body(x)), FACTOR)
        plain = F.interpolate(image, scale_factor=float(FACTOR), mode="bilinear", align_corners=False)
        return (plain + fine).clamp(-1.0, 1.0) if not self.training else plain + fine


class RgbUpscaler(nn.Module):
    """The same weights for opaque frames: alpha 1 is added before and dropped after."""

    def __init__(self, inner: Upscaler):
        super().__init__()
        self.inner = inner

    def forward(self, image: Tensor) -> Tensor:
        """[batch,3,h,w] -> [batch,3,4h,4w] in -1..1."""
        return self.inner(torch.cat([image, torch.ones_like(image[:, :1])], dim=1))[:, :3]


class StickerUpscaler(nn.Module):
    """The upscaler as shipped for stickers: nearly clear pixels become clear, nearly opaque ones opaque.

    A briefly trained denoiser leaves an alpha of a few hundredths where nothing is, which shows as haze
    on any ground. Colours follow alpha and never exceed it, as premultiplied colours must not.
    """

    LOW, HIGH = 0.06, 0.94

    def __init__(self, inner: Upscaler):
        super().__init__()
        self.inner = inner

    def forward(self, image: Tensor) -> Tensor:
        """[batch,4,h,w] -> [batch,4,4h,4w] in -1..1, premultiplied."""
        pixels = (self.inner(image) + 1.0) / 2.0
        before = pixels[:, 3:]
        alpha = ((before - self.LOW) / (self.HIGH - self.LOW)).clamp(0.0, 1.0)
        colour = torch.minimum(pixels[:, :3] * (alpha / before.clamp(min=self.LOW)), alpha)
        return torch.cat([colour, alpha], dim=1) * 2.0 - 1.0
