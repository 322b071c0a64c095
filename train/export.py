"""Writes the model for onnxruntime, in one byte a number."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from bot.ask.encoder import CARD, MODEL, TOKENIZER
from train.encoder import Encoder

OPSET = 17


def export(model: Encoder, folder: Path) -> None:
    """Write the model into `folder`, beside its tokenizer.

    Weights have seven bits, a scale for each column: with eight, processors without VNNI overflow
    inside a sum and would give other vectors than those with it.
    """
    model.eval()
    ids = torch.ones(2, 9, dtype=torch.long)
    with tempfile.TemporaryDirectory() as place:
        whole, ready, small = (Path(place) / f"{name}.onnx" for name in ("whole", "ready", "small"))
        torch.onnx.export(
            model,
            (ids,),
            str(whole),
            input_names=["ids"],
            output_names=["vectors", "means"],
            dynamic_axes={
                "ids": {0: "texts", 1: "pieces"},
                "vectors": {0: "texts"},
                "means": {0: "texts"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(small),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        _simplify(small, folder / MODEL)
    _describe(model, folder)


def _simplify(source: Path, target: Path) -> None:
    """Join what can be done in one step, as onnxruntime would else do at every start."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def _describe(model: Encoder, folder: Path) -> None:
    """The card beside the model: what its files are, so that damage is seen."""
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in (MODEL, TOKENIZER)
    }
    card = {
        "name": "multilingual-e5-small, taught with the asks of this knowledge base",
        "licence": "MIT (see NOTICE)",
        "dimensions": model.head.out_features,
        "files": files,
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
