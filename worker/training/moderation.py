"""Converts NSFWJS's MobileNet V2 (npm nsfwjs, pinned in fetch.sh) to ONNX: python moderation.py.

The package holds a Keras model of TensorFlow.js inside JavaScript modules: `node` prints the graph and the weights,
uint8 with a scale and a lowest value each. They are stored as they are; three small nodes behind each make float32
of them, which ONNX Runtime folds when it loads. Writes classifier.onnx and moderation.json.
"""
from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from common import MODELS, file_entry, raw, write_atomic, write_json

LABELS = ["drawing", "hentai", "neutral", "porn", "sexy"]
SIZE = 224


def module(path: Path) -> object:
    """What a JavaScript module exports."""
    script = "const m = require(process.argv[1]); process.stdout.write(JSON.stringify(m.default ?? m))"
    return json.loads(subprocess.run(["node", "-e", script, str(path)], stdout=subprocess.PIPE, check=True).stdout)


class Graph:
    """ONNX nodes and initializers, made layer by layer; tensors are named after the Keras layers."""

    def __init__(self, weights: dict[str, tuple[np.ndarray, float, float]]):
        self.weights, self.nodes, self.constants, self.made = weights, [], [], {}

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.made:
            self.constants.append(numpy_helper.from_array(value, name))
            self.made[name] = name
        return name

    def node(self, op: str, inputs: list[str], name: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def weight(self, name: str, axes: tuple[int, ...] | None = None, shape: tuple[int, ...] | None = None) -> str:
        """A stored weight, transposed to ONNX's order, as float32."""
        if name in self.made:
            return self.made[name]
        coded, scale, lowest = self.weights[name]
        coded = coded if axes is None else np.ascontiguousarray(coded.transpose(axes))
        coded = coded if shape is None else coded.reshape(shape)
        value = self.node("Cast", [self.constant(name + "/coded", coded)], name + "/cast", to=TensorProto.FLOAT)
        value = self.node("Mul", [value, self.constant(name + "/scale", np.float32(scale))], name + "/scaled")
        self.made[name] = self.node("Add", [value, self.constant(name + "/lowest", np.float32(lowest))], name)
        return self.made[name]

    def convolution(self, layer: dict, x: str) -> str:
        c, name = layer["config"], layer["config"]["name"]
        kind = "depthwise_kernel" if layer["class_name"] == "DepthwiseConv2D" else "kernel"
        height, width, channels, count = self.weights[f"{name}/{kind}"][0].shape
        depthwise = kind == "depthwise_kernel"
        assert c["dilation_rate"] == [1, 1] and c["activation"] == "linear" and (not depthwise or count == 1), name
        # A stride with "same" padding pads by the size of the picture; Keras's MobileNet pads by a layer instead.
        assert c["padding"] == "valid" or c["strides"] == [1, 1], name
        around = [height // 2, width // 2] * 2 if c["padding"] == "same" else [0] * 4
        w = self.weight(f"{name}/{kind}", (2, 3, 0, 1) if depthwise else (3, 2, 0, 1))
        bias = [self.weight(f"{name}/bias")] if c["use_bias"] else []
        return self.node("Conv", [x, w, *bias], name, strides=c["strides"], pads=around,
                         group=channels if depthwise else 1)

    def layer(self, layer: dict, inputs: list[str]) -> str:
        c, x = layer["config"], inputs[0]
        name = c["name"]
        match layer["class_name"]:
            case "ZeroPadding2D":
                (top, bottom), (left, right) = c["padding"]
                pads = self.constant(name + "/pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
                return self.node("Pad", [x, pads], name)
            case "Conv2D" | "DepthwiseConv2D":
                return self.convolution(layer, x)
            case "BatchNormalization":
                parts = [self.weight(f"{name}/{p}") for p in ("gamma", "beta", "moving_mean", "moving_variance")]
                return self.node("BatchNormalization", [x, *parts], name, epsilon=c["epsilon"])
            case "ReLU":
                limits = [self.constant("zero", np.float32(0)), self.constant("six", np.float32(c["max_value"]))]
                return self.node("Clip", [x, *limits], name)
            case "Add":
                return self.node("Add", inputs, name)
            case "AveragePooling2D":
                return self.node("AveragePool", [x], name, kernel_shape=c["pool_size"], strides=c["strides"])
            case "Flatten":  # Keras flattens rows, columns, channels
                return self.node("Flatten", [self.node("Transpose", [x], name + "/last", perm=[0, 2, 3, 1])], name)
            case "Dropout":
                return x
            case "Dense":
                y = self.node("MatMul", [x, self.weight(f"{name}/kernel")], name + "/product")
                y = self.node("Add", [y, self.weight(f"{name}/bias")], name + "/sum")
                return self.node({"relu": "Relu", "softmax": "Softmax"}[c["activation"]], [y], name)
        raise SystemExit(f"layer {name} of kind {layer['class_name']} is not known here")


def weights(manifest: dict, data: bytes) -> dict[str, tuple[np.ndarray, float, float]]:
    """Name -> codes, scale and lowest value, in the order of the file."""
    out, at = {}, 0
    for entry in manifest["weights"]:
        rule, count = entry["quantization"], int(np.prod(entry["shape"]))
        assert rule["dtype"] == "uint8", entry
        codes = np.frombuffer(data, np.uint8, count, at).reshape(entry["shape"])
        out[entry["name"]], at = (codes, rule["scale"], rule["min"]), at + count
    assert at == len(data), "the weights do not fill their file"
    return out


def convert(folder: Path) -> bytes:
    """The package's model folder -> ONNX, image [batch,3,224,224] RGB 0..1 -> probabilities [batch,5]."""
    model = module(folder / "model.min.js")
    shard = base64.b64decode(module(folder / "group1-shard1of1.min.js"))
    graph, values = Graph(weights(model["weightsManifest"][0], shard)), {}
    for layer in model["modelTopology"]["model_config"]["config"]["layers"]:
        name = layer["config"]["name"]
        if layer["class_name"] == "InputLayer":
            values[name] = "image"
        else:
            values[name] = graph.layer(layer, [values[n[0]] for n in layer["inbound_nodes"][0]])
    graph.node("Identity", [values[name]], "probabilities")
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["batch", *shape])
            for n, shape in (("image", (3, SIZE, SIZE)), ("probabilities", (len(LABELS),)))]
    whole = helper.make_model(helper.make_graph(graph.nodes, "nsfw", ends[:1], ends[1:], graph.constants),
                              opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(whole, full_check=True)
    return whole.SerializeToString()


def main() -> None:
    package = raw("nsfwjs")
    out = MODELS / "moderation"
    write_atomic(out / "classifier.onnx", convert(package / "dist" / "models" / "mobilenet_v2"))
    write_json(out / "moderation.json", {
        "schema": 1, "id": "moderation", "version": json.loads((package / "package.json").read_text())["version"],
        "license": "MIT", "file": file_entry(out / "classifier.onnx"), "input": "image", "size": SIZE,
        "output": "probabilities", "labels": LABELS, "refuse": ["hentai", "porn"], "threshold": 0.9})


if __name__ == "__main__":
    main()
