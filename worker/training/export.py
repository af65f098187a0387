"""Exports a model folder for the worker: python export.py sticker|frames --recipe cpu --version 0.1.0.

Writes denoiser.onnx and upscaler.onnx (opset 17, dynamic batch, weights stored as fp16 with a Cast
behind each, which ONNX Runtime folds when it loads) and model.json with sizes and digests. Every file
is compared with torch before it is published; files are replaced one by one, the manifest last.
"""
from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper

from common import MAX_TOKENS, MODELS, cache, file_entry, write_atomic, write_json
from manifest import manifest
from recipes import RECIPES, companions
from restorer import Restorer
from unet import UNet, UNetConfig
from upscaler import RgbUpscaler, StickerUpscaler, Upscaler

TOLERANCE = 2e-2  # of fp16-stored weights against fp32 torch, outputs of unit scale


def load_denoiser(model: str, recipe: str) -> tuple[UNet, dict]:
    """The averaged weights of a checkpoint, or untrained ones for a smoke version."""
    # A steady run's weights are still noisy; what ships is its cool-down.
    path = cache(model, recipe, "cooled.pt" if RECIPES[model][recipe].steady else "checkpoint.pt")
    if not path.exists():
        return UNet(RECIPES[model][recipe].unet).eval(), {"step": 0, "seconds": 0.0, "batch": 0}
    state = torch.load(path, map_location="cpu")
    net = UNet(UNetConfig.from_dict(state["unet"]))
    net.load_state_dict(state["ema"])
    return net.eval(), state


def load_upscaler(recipe: str) -> Upscaler:
    net = Upscaler()
    path = cache("upscaler", recipe, "checkpoint.pt")
    if path.exists():
        net.load_state_dict(torch.load(path, map_location="cpu")["net"])
    return net.eval()


def load_restorer(recipe: str) -> Restorer | None:
    """Null if none was trained."""
    path = cache("restorer", recipe, "checkpoint.pt")
    if not path.exists():
        return None
    net = Restorer()
    net.load_state_dict(torch.load(path, map_location="cpu")["net"])
    return net.eval()


def example(config: UNetConfig, batch: int) -> dict[str, torch.Tensor]:
    """Random inputs in the order of UNet.forward; some tokens are padding."""
    torch.manual_seed(batch)
    out = {"sample": torch.randn(batch, config.channels, config.size, config.size),
           "timestep": torch.randint(0, 1000, (batch,), dtype=torch.int64)}
    if config.text_dim:
        lengths = torch.randint(2, MAX_TOKENS + 1, (batch, 1))
        out["encoder_hidden_states"] = torch.randn(batch, MAX_TOKENS, config.text_dim)
        out["attention_mask"] = (torch.arange(MAX_TOKENS)[None] < lengths).float()
    if config.context_channels:
        out["context"] = torch.rand(batch, config.context_channels, config.size, config.size) * 2 - 1
    return out


def half_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores float32 weights of more than 64 values as float16 and casts them back in the graph."""
    casts = []
    for i, tensor in enumerate(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size <= 64:
            continue
        name = tensor.name
        half = numpy_helper.from_array(values.astype(np.float16), name + "_half")
        model.graph.initializer[i].CopyFrom(half)
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    return model


def convert(net: torch.nn.Module, inputs: dict[str, torch.Tensor], output: str, any_size: bool = False) -> bytes:
    """torch -> ONNX bytes with fp16-stored weights; the batch is free, with `any_size` height and width too."""
    buffer = io.BytesIO()
    names = [*inputs, output]

    def axes(name: str) -> dict[int, str]:
        # An enlarged picture has other sides than the one that goes in.
        return {0: "batch"} | ({2: f"{name}_height", 3: f"{name}_width"} if any_size else {})

    # Keywords, because UNet's optional inputs differ from model to model.
    torch.onnx.export(net, (), buffer, kwargs=dict(inputs), input_names=list(inputs), output_names=[output],
                      opset_version=17, dynamo=False, dynamic_axes={n: axes(n) for n in names})
    return half_weights(onnx.load_from_string(buffer.getvalue())).SerializeToString()


def verify(data: bytes, net: torch.nn.Module, inputs: dict[str, torch.Tensor]) -> float:
    """The largest difference between ONNX Runtime and torch; more than the tolerance is an error."""
    session = ort.InferenceSession(data, providers=["CPUExecutionProvider"])
    made = session.run(None, {k: v.numpy() for k, v in inputs.items()})[0]
    with torch.no_grad():
        wanted = net(**inputs).numpy()
    worst = float(np.abs(made - wanted).max())
    if worst > TOLERANCE:
        raise SystemExit(f"the export differs from torch by {worst}")
    return worst


def export(model: str, recipe: str, version: str, out: Path) -> None:
    denoiser, state = load_denoiser(model, recipe)
    upscaler = load_upscaler(companions(recipe))
    channels = 3 if model == "frames" else 4
    upscaler = (RgbUpscaler if model == "frames" else StickerUpscaler)(upscaler).eval()
    size = denoiser.config.size
    parts = {"denoiser.onnx": (denoiser, lambda b: example(denoiser.config, b), "out_sample"),
             "upscaler.onnx": (upscaler, lambda b: {"image": torch.rand(b, channels, 13 * b, 11 * b) * 2 - 1}, "upscaled")}
    restorer = load_restorer(companions(recipe)) if model == "sticker" else None
    if restorer is not None:
        parts["restorer.onnx"] = (restorer, lambda b: {"picture": torch.rand(b, 3, 13 * b, 11 * b),
                                                       "sigma": torch.full((b, 1, 13 * b, 11 * b), 0.1)}, "restored")
    made = {}
    for name, (net, inputs, output) in parts.items():
        made[name] = convert(net, inputs(2), output, any_size=name != "denoiser.onnx")
        print(name, len(made[name]), "bytes; differs from torch by", verify(made[name], net, inputs(3)))
    for name, data in made.items():
        write_atomic(out / name, data)
    write_json(out / "model.json", manifest(model, recipe, version, size, [file_entry(out / n) for n in made]))
    print(f"{model} {version} from step {state['step']} ({state['seconds'] / 60:.0f} min)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--recipe", default="cpu", choices=("quick", "cpu", "styles", "all", "gpu"))
    parser.add_argument("--version", default="0.0.1")
    parser.add_argument("--out", type=Path, help="another folder than worker/models/<model>")
    args = parser.parse_args()
    export(args.model, args.recipe, args.version, args.out or MODELS / args.model)
