"""The tests' models: the tensors of real ones, random weights, a few kilobytes.

    python tiny_models.py ../../src/test/resources/models       (needs numpy and onnx)

tiny-sticker has text and alpha, tiny-frames has context frames; both 16x16 with a x4 upscaler. They
produce no pictures that mean anything: they are for tests of loading, batching and encoding.
In ../../src/test/resources/brittle are two more, of which some seeds come out as what is no number: where the first value that
a denoiser or an upscaler is given passes a limit, all that it returns is NaN.
"""
from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE, WIDTH, TOKENS, TEXT, FACTOR = 16, 24, 24, 384, 4
SCHEDULER = {
    "_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_schedule": "squaredcos_cap_v2",
    "beta_start": 0.0001, "beta_end": 0.02, "prediction_type": "v_prediction", "timestep_spacing": "trailing",
    "clip_sample": True, "clip_sample_range": 1.0, "set_alpha_to_one": True, "steps_offset": 0,
    "rescale_betas_zero_snr": False,
}


class Graph:
    """Collects nodes and weights."""

    def __init__(self, seed: int) -> None:
        self.rng, self.nodes, self.weights = np.random.default_rng(seed), [], []

    def constant(self, name: str, values) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def random(self, name: str, *shape: int) -> str:
        scale = 1 / np.sqrt(np.prod(shape[1:]))
        return self.constant(name, (self.rng.standard_normal(shape) * scale).astype(np.float32))

    def op(self, kind: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def save(self, path: Path, inputs: list, outputs: list) -> None:
        graph = helper.make_graph(self.nodes, path.stem, inputs, outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString())


def floats(name: str, *shape) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape])


def brittle(g: Graph, given: str, limit: float, value: str, output: str) -> None:
    """The value, plus nothing times the logarithm of what is left up to the limit."""
    ints = {n: g.constant(n, np.array(v, np.int64)) for n, v in
            {"from": [0, 0, 0], "to": [1, 1, 1], "which": [1, 2, 3]}.items()}
    first = g.op("Slice", [given, ints["from"], ints["to"], ints["which"]], "first")
    left = g.op("Log", [g.op("Sub", [g.constant("limit", np.float32(limit)), first], "left")], "logarithm")
    g.op("Add", [value, g.op("Mul", [left, g.constant("nothing", np.float32(0))], "nothing_or_nan")], output)


def denoiser(path: Path, channels: int, context: int, text: bool, limit: float | None = None) -> None:
    g = Graph(seed=channels)
    inputs = [floats("sample", channels, SIZE, SIZE),
              helper.make_tensor_value_info("timestep", TensorProto.INT64, ["batch"])]
    image = "sample"
    if context:
        inputs.append(floats("context", context, SIZE, SIZE))
        image = g.op("Concat", ["sample", "context"], "image", axis=1)
    g.op("Conv", [image, g.random("stem", WIDTH, channels + context, 3, 3)], "x", pads=[1, 1, 1, 1])
    g.op("Cast", ["timestep"], "t", to=TensorProto.FLOAT)
    g.op("Unsqueeze", ["t", g.constant("one", np.array([1], np.int64))], "t1")
    g.op("Sin", [g.op("Mul", ["t1", g.random("frequencies", 1, WIDTH)], "angles")], "embedding")
    if text:
        inputs += [floats("encoder_hidden_states", TOKENS, TEXT), floats("attention_mask", TOKENS)]
        g.op("Unsqueeze", ["attention_mask", g.constant("two", np.array([2], np.int64))], "mask")
        g.op("Mul", ["encoder_hidden_states", "mask"], "masked")
        g.op("ReduceMean", ["masked"], "pooled", axes=[1], keepdims=0)
        g.op("MatMul", ["pooled", g.random("text", TEXT, WIDTH)], "said0")
        g.op("Mul", ["said0", g.constant("loud", np.array(40, np.float32))], "said")
        g.op("Add", ["embedding", "said"], "condition")
    else:
        g.op("Identity", ["embedding"], "condition")
    g.op("Unsqueeze", ["condition", g.constant("places", np.array([2, 3], np.int64))], "condition4")
    g.op("Add", ["x", "condition4"], "y")
    g.op("Mul", ["y", g.op("Sigmoid", ["y"], "gate")], "silu")
    g.op("Conv", ["silu", g.random("middle", WIDTH, WIDTH, 3, 3)], "z", pads=[1, 1, 1, 1])
    g.op("Tanh", ["z"], "tanh")
    out = "out_sample" if limit is None else "out_whole"
    g.op("Conv", ["tanh", g.random("head", channels, WIDTH, 3, 3)], out, pads=[1, 1, 1, 1])
    if limit is not None:
        brittle(g, "sample", limit, out, "out_sample")
    g.save(path, inputs, [floats("out_sample", channels, SIZE, SIZE)])


def upscaler(path: Path, channels: int, limit: float | None = None) -> None:
    g = Graph(seed=100 + channels)
    scales = g.constant("scales", np.array([1, 1, FACTOR, FACTOR], np.float32))
    g.op("Resize", ["image", "", scales], "large", mode="linear", coordinate_transformation_mode="half_pixel")
    out = "upscaled" if limit is None else "clipped"
    g.op("Clip", ["large", g.constant("low", np.float32(-1)), g.constant("high", np.float32(1))], out)
    if limit is not None:
        brittle(g, "image", limit, out, "upscaled")
    g.save(path, [floats("image", channels, SIZE, SIZE)],
           [floats("upscaled", channels, FACTOR * SIZE, FACTOR * SIZE)])


def model(root: Path, name: str, video: bool, fragile: bool = False) -> None:
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    picture, context = (3, 12) if video else (4, 0)
    channels = 12 if video else 4
    denoiser(folder / "denoiser.onnx", channels, context, text=not video, limit=1.0 if fragile else None)
    upscaler(folder / "upscaler.onnx", picture, limit=0.3 if fragile else None)
    files = [{"path": n, "sha256": hashlib.sha256((folder / n).read_bytes()).hexdigest(),
              "bytes": (folder / n).stat().st_size} for n in ("denoiser.onnx", "upscaler.onnx")]
    out = {"schema": 1, "id": name, "version": "0.0.0", "name": name, "description": "Random weights, for tests.",
           "license": "Apache-2.0", "architecture": "pixel-diffusion",
           "kinds": ["video.predict" if video else "image.generate"] + (["image.interpolate", "dataset.synthesize"] if fragile and not video else []),
           "files": files}
    if not video:
        out["text_encoder"] = {"name": "all-minilm-l6-v2", "max_tokens": TOKENS}
        out["styles"] = ["plain", "odd"]
    out["denoiser"] = {"file": "denoiser.onnx", "sample": {"channels": channels, "height": SIZE, "width": SIZE}}
    if video:
        out["video"] = {"context_frames": 4, "future_frames": 4, "channels": 3, "fps": 8}
    limits = {"max_steps": 100, "max_images": 16, "max_prompt_chars": 1000}
    out |= {"scheduler": SCHEDULER, "upscaler": {"file": "upscaler.onnx", "factor": FACTOR},
            "output": {"width": FACTOR * SIZE, "height": FACTOR * SIZE, "alpha": "none" if video else "premultiplied"},
            "defaults": {"steps": 6, "guidance_scale": 1.0 if video else 3.0, "fps": 8 if video else None},
            "limits": limits | ({"max_frames": 64, "max_futures": 8} if video else {})}
    (folder / "model.json").write_text(json.dumps(out, indent=2) + "\n")


if __name__ == "__main__":
    model(Path(sys.argv[1]), "tiny-sticker", video=False)
    model(Path(sys.argv[1]), "tiny-frames", video=True)
    model(Path(sys.argv[1]).parent / "brittle", "tiny-brittle", video=False, fragile=True)
    model(Path(sys.argv[1]).parent / "brittle", "tiny-brittle-frames", video=True, fragile=True)
