"""The denoiser: a small pixel-space UNet, written for CPUs.

The image is folded into channels first ("patchify", 2x2 as a rule), so the finest grid has half
the side of the image: 16x16 for a 32x32 sample. Time and the pooled prompt modulate every block
(FiLM); the prompt's tokens are read by masked cross attention at the coarser grids.
All tensors are [batch, channels, height, width]; samples are in -1..1.
"""
from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion import alphas_cumprod


@dataclass(frozen=True)
class UNetConfig:
    """Shape of one denoiser; stored inside checkpoints so that an export needs nothing else."""

    channels: int = 4  # of the sample
    context_channels: int = 0  # of the separate context input; 0 = none
    size: int = 32  # pixels, both sides
    fold: int = 2  # pixels of a side that become one cell of the finest grid
    widths: tuple[int, ...] = (96, 192, 256)  # channels per grid: size/fold, then half the side each
    blocks: tuple[int, ...] = (1, 2, 2)  # residual blocks per grid on the way down
    attention: tuple[bool, ...] = (False, True, True)  # attention per grid
    text_dim: int = 384  # width of the prompt's token states; 0 = not conditioned on text
    heads: int = 4
    embed: int = 512  # width of the time/prompt embedding
    layout: bool = False  # text: a coarse picture is drawn from the prompt on the second grid, see `Layout`
    residual: float = 0.0  # video: spread of (frame - last context frame), see `still`; 0 = not used

    def as_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "UNetConfig":
        lists = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return UNetConfig(**lists)


def norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(math.gcd(16, channels), channels)


def zero(layer: nn.Module) -> nn.Module:
    """Zero weights make a new block the identity, so deep nets start as shallow ones."""
    for p in layer.parameters():
        nn.init.zeros_(p)
    return layer


def timestep_features(timestep: Tensor, dim: int) -> Tensor:
    """[batch] int steps (0..999) -> [batch, dim] sines and cosines."""
    half = dim // 2
    rates = torch.exp(-math.log(10000.0) * torch.arange(half, device=timestep.device).float() / half)
    angles = timestep.float()[:, None] * rates[None, :]
    return torch.cat([angles.cos(), angles.sin()], dim=1)


class ResBlock(nn.Module):
    """Norm-SiLU-conv twice; the embedding scales and shifts the second norm."""

    def __init__(self, cin: int, cout: int, embed: int):
        super().__init__()
        self.norm1, self.conv1 = norm(cin), nn.Conv2d(cin, cout, 3, padding=1)
        self.film = nn.Linear(embed, 2 * cout)
        self.norm2, self.conv2 = norm(cout), zero(nn.Conv2d(cout, cout, 3, padding=1))
        self.skip = nn.Conv2d(cin, cout, 1) if cin != cout else nn.Identity()

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.film(emb)[:, :, None, None].chunk(2, dim=1)
        h = self.norm2(h) * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Self attention over the grid, then (with text) cross attention to the prompt's tokens."""

    def __init__(self, channels: int, heads: int, text_dim: int):
        super().__init__()
        self.heads = heads
        self.norm = norm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = zero(nn.Linear(channels, channels))
        self.text = text_dim > 0
        if self.text:
            self.norm_text = nn.LayerNorm(channels)
            self.query = nn.Linear(channels, channels)
            self.key_value = nn.Linear(text_dim, 2 * channels)
            self.out_text = zero(nn.Linear(channels, channels))

    def attend(self, q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
        b, n, c = q.shape
        d = c // self.heads
        q = q.reshape(b, n, self.heads, d).transpose(1, 2)
        k = k.reshape(b, -1, self.heads, d).permute(0, 2, 3, 1)
        v = v.reshape(b, -1, self.heads, d).transpose(1, 2)
        scores = torch.matmul(q, k) * (d ** -0.5)
        if bias is not None:
            scores = scores + bias
        return torch.matmul(scores.softmax(dim=-1), v).transpose(1, 2).reshape(b, n, c)

    def forward(self, x: Tensor, tokens: Tensor | None, bias: Tensor | None) -> Tensor:
        b, c, h, w = x.shape
        flat = x.permute(0, 2, 3, 1).reshape(b, h * w, c)
        normed = self.norm(x).permute(0, 2, 3, 1).reshape(b, h * w, c)
        q, k, v = self.qkv(normed).chunk(3, dim=-1)
        flat = flat + self.out(self.attend(q, k, v, None))
        if self.text:
            k, v = self.key_value(tokens).chunk(2, dim=-1)
            q = self.query(self.norm_text(flat))
            flat = flat + self.out_text(self.attend(q, k, v, bias))
        return flat.reshape(b, h, w, c).permute(0, 3, 1, 2)


class Stage(nn.Module):
    """A residual block with optional attention after it."""

    def __init__(self, cin: int, cout: int, config: UNetConfig, attention: bool):
        super().__init__()
        self.block = ResBlock(cin, cout, config.embed)
        self.attention = Attention(cout, config.heads, config.text_dim) if attention else None

    def forward(self, x: Tensor, emb: Tensor, tokens: Tensor | None, bias: Tensor | None) -> Tensor:
        x = self.block(x, emb)
        return x if self.attention is None else self.attention(x, tokens, bias)


class Layout(nn.Module):
    """Embedding -> coarse feature map, and learned positions for the finest grid.

    Convolutions know no place and FiLM is the same everywhere: without this, a small net learns
    only slowly where the parts of a prompted thing belong.
    """

    def __init__(self, config: UNetConfig):
        super().__init__()
        fine = config.size // config.fold
        self.shape = (config.widths[1], fine // 2, fine // 2)
        self.draw = nn.Sequential(nn.Linear(config.embed, config.embed), nn.SiLU(),
                                  zero(nn.Linear(config.embed, math.prod(self.shape))))
        self.place = nn.Parameter(torch.zeros(1, config.widths[0], fine, fine))

    def forward(self, emb: Tensor) -> Tensor:
        """[batch, embed] -> [batch, widths[1], size/fold/2, size/fold/2]."""
        return self.draw(emb).reshape(-1, *self.shape)


class UNet(nn.Module):
    """v-prediction denoiser; see `forward` for its tensors."""

    def __init__(self, config: UNetConfig):
        super().__init__()
        self.config = config
        w, cell = config.widths, config.fold ** 2
        self.time = nn.Sequential(nn.Linear(128, config.embed), nn.SiLU(), nn.Linear(config.embed, config.embed))
        if config.text_dim:
            self.pooled = nn.Linear(config.text_dim, config.embed)
            self.token_norm = nn.LayerNorm(config.text_dim)
        self.stem = nn.Conv2d(cell * (config.channels + config.context_channels), w[0], 3, padding=1)
        self.down, self.shrink, skips = nn.ModuleList(), nn.ModuleList(), []
        self.layout = Layout(config) if config.layout else None
        previous = w[0]
        for level, width in enumerate(w):
            if level:
                self.shrink.append(nn.Conv2d(previous, width, 3, stride=2, padding=1))
                previous = width
            stages = nn.ModuleList(Stage(width, width, config, config.attention[level])
                                   for _ in range(config.blocks[level]))
            skips += [width] * config.blocks[level]
            self.down.append(stages)
        self.middle = Stage(previous, previous, config, True)
        self.up, self.grow = nn.ModuleList(), nn.ModuleList()
        for level in reversed(range(len(w))):
            stages = nn.ModuleList()
            for _ in range(config.blocks[level]):
                stages.append(Stage(previous + skips.pop(), w[level], config, config.attention[level]))
                previous = w[level]
            self.up.append(stages)
            if level:
                self.grow.append(nn.Conv2d(previous, w[level - 1], 3, padding=1))
                previous = w[level - 1]
        self.head_norm = norm(previous)
        self.head = zero(nn.Conv2d(previous, cell * config.channels, 3, padding=1))
        self.register_buffer("power", torch.tensor(alphas_cumprod(), dtype=torch.float32), persistent=False)

    def still(self, sample: Tensor, timestep: Tensor, context: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is known before the network runs, if future frames differ from the last context frame
        by Gaussian noise of spread s: (network input, v expected, spread of what is left to learn).

        With x = a x0 + b e and y = x - a last, the best linear guess of v = a e - b x0 is
        -b last + y a b (1 - s^2) / (a^2 s^2 + b^2); its error has the variance s^2 / (a^2 s^2 + b^2).
        So an untrained network repeats the last frame, and training is about motion only.
        """
        s = self.config.residual
        power = self.power[timestep][:, None, None, None]
        a, b = power.sqrt(), (1.0 - power).sqrt()
        last = context[:, -3:].repeat(1, self.config.channels // 3, 1, 1)
        y, variance = sample - a * last, power * s**2 + 1.0 - power
        guess = y * (a * b * (1.0 - s**2) / variance) - b * last
        return y * variance.rsqrt(), guess, s * variance.rsqrt()

    def condition(self, timestep: Tensor, tokens: Tensor | None, mask: Tensor | None):
        """Embedding [batch, embed], normalised tokens, and the additive mask of attention."""
        emb = self.time(timestep_features(timestep, 128))
        if tokens is None:
            return F.silu(emb), None, None
        mask = mask.to(tokens.dtype)
        pooled = (tokens * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1.0)
        # Token states of MiniLM have a small norm; the mean is scaled to unit variance first.
        pooled = F.layer_norm(pooled, (self.config.text_dim,))
        bias = (1.0 - mask)[:, None, None, :] * -10000.0
        return F.silu(emb + self.pooled(pooled)), self.token_norm(tokens), bias

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor | None = None,
                attention_mask: Tensor | None = None, context: Tensor | None = None) -> Tensor:
        """sample [B,C,H,W], timestep [B] int, encoder_hidden_states [B,S,384],
        attention_mask [B,S] (1 = token, 0 = padding), context [B,K,H,W] -> v [B,C,H,W]."""
        emb, tokens, bias = self.condition(timestep, encoder_hidden_states, attention_mask)
        guess, left = None, None
        if self.config.residual:
            sample, guess, left = self.still(sample, timestep, context)
        x = sample if context is None else torch.cat([sample, context], dim=1)
        x = self.stem(F.pixel_unshuffle(x, self.config.fold))
        x = x if self.layout is None else x + self.layout.place
        skips = []
        for level, stages in enumerate(self.down):
            if level:
                x = self.shrink[level - 1](x)
            if level == 1 and self.layout is not None:
                x = x + self.layout(emb)
            for stage in stages:
                x = stage(x, emb, tokens, bias)
                skips.append(x)
        x = self.middle(x, emb, tokens, bias)
        for level, stages in enumerate(self.up):
            for stage in stages:
                x = stage(torch.cat([x, skips.pop()], dim=1), emb, tokens, bias)
            if level < len(self.grow):
                x = self.grow[level](F.interpolate(x, scale_factor=2.0, mode="nearest"))
        v = F.pixel_shuffle(self.head(F.silu(self.head_norm(x))), self.config.fold)
        return v if guess is None else guess + left * v.float()
