"""The restorer: takes noise of a known strength out of a picture; 0.38 M parameters, any size.

The picture is folded 2x2 into channels beside its noise level map, as in FFDNet (Zhang, Zuo, Zhang 2018):
a quarter of the positions, four times the view. What the network adds to the picture is zero at first.
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, BLOCKS = 64, 5


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.ReLU(),
                                  nn.Conv2d(WIDTH, WIDTH, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Restorer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(16, WIDTH, 3, padding=1)
        self.body = nn.Sequential(*[Block() for _ in range(BLOCKS)], nn.ReLU())
        self.head = nn.Conv2d(WIDTH, 12, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, picture: Tensor, sigma: Tensor) -> Tensor:
        """picture [b,3,h,w], sigma [b,1,h,w] (standard deviation), both on a scale of 0..1 -> [b,3,h,w].

        Odd sides are continued by one row or column for the folding and cut again.
        """
        h, w = picture.shape[2], picture.shape[3]
        both = F.pad(torch.cat([picture, sigma], dim=1), (0, w % 2, 0, h % 2), mode="replicate")
        noise = F.pixel_shuffle(self.head(self.body(self.stem(F.pixel_unshuffle(both, 2)))), 2)
        restored = picture + noise[:, :, :h, :w]
        return restored if self.training else restored.clamp(0.0, 1.0)
