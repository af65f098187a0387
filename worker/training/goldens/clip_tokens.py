"""What transformers' CLIPTokenizerFast makes of a few hundred prompts, with CLIP's own vocabulary.

    python clip_tokens.py bpe_simple_vocab_16e6.txt.gz ../../src/test/resources/clip

The vocabulary is OpenAI's (CLIP, MIT licence), as the package open-clip-torch carries it; the merges that CLIP uses are
kept as merges.txt.gz, from which the vocabulary follows.
"""
from __future__ import annotations

import gzip
import itertools
import json
import random
import sys
import tempfile
from pathlib import Path

from transformers import CLIPTokenizerFast

from tokenizers_tiny import byte_symbols

SUBJECTS = ["a red apple", "an astronaut riding a horse", "the queen's castle", "3 cats & 12 dogs", "Zürich at night",
            "GRINNING FACE", "a photo of a 1967 Ford Mustang", "ein Fuchs im Schnee", "поезд в горах", "東京の夜景",
            "القط الأسود", "नमस्ते दुनिया", "서울의 봄", "Ελληνικός ναός ΣΑΣ", "cats aren't dogs, they're cats"]
STYLES = ["fluent 3d style", "(masterpiece:1.3), best quality", "trending on artstation, 8k, f/1.8", "by candle-light…",
          "--ar 16:9 --v 5", "studio lighting!!!", "50% off; $9.99", "<lora:thing:0.7>", "line\nbreaks\tand tabs", "™®©"]
ODD = ["", " ", "   leading and   inner  spaces ", "!", "!!!???...", "'s 't 're 've 'm 'll 'd", "don'T I'LL YOU'RE",
       "supercalifragilisticexpialidocious", "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
       "a" * 300, "word " * 200, "🦊", "👩‍👩‍👧‍👦 family 🏳️‍🌈", "é e\u0301 decomposed", "İstanbul ISTANBUL ıstanbul", "ﬁ ligature ﬀ",
       "x\u00a0y\u2003z\u3000w", "zero\u200bwidth", "soft\u00adhyphen", "Ⅷ ½ ² ³ ๑๒๓", "<|startoftext|>hello<|endoftext|>",
       "before<|endoftext|>after !!<|endoftext|>", "price: 1,234.56€", "C++ vs. C#", "snake_case camelCase kebab-case",
       "https://example.org/a?b=c&d=e#f", "\u202eright to left\u202c", "ß ẞ STRASSE straße", "ǅ Ǆ ǆ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚𝟛", "\ud7ff\ue000",
       "Ａ fullwidth ＡＢＣ １２３", "ที่นี่", "tab\tcr\rlf\nff\fvt\v", "a\u0000b", "naïve café résumé", "Å Å angstrom", "ω Ω Ω ohm"]


def prompts() -> list[str]:
    out = [f"{s}, {t}" for s, t in itertools.product(SUBJECTS, STYLES)] + ODD
    rng = random.Random(7)
    ranges = [(0x20, 0x7e), (0xa0, 0x24f), (0x370, 0x3ff), (0x400, 0x4ff), (0x4e00, 0x4eff), (0x1f600, 0x1f64f)]
    for _ in range(160):
        letters = [chr(rng.randint(*rng.choice(ranges))) if rng.random() < 0.8 else " " for _ in range(rng.randint(1, 60))]
        out.append("".join(letters))
    return out


def main(source: Path, target: Path) -> None:
    merges = gzip.decompress(source.read_bytes()).decode().split("\n")[1:49152 - 256 - 2 + 1]
    symbols = byte_symbols()
    tokens = symbols + [s + "</w>" for s in symbols] + ["".join(m.split()) for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    target.mkdir(parents=True, exist_ok=True)
    text = "#version: 0.2\n" + "".join(m + "\n" for m in merges)
    (target / "merges.txt.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    with tempfile.TemporaryDirectory() as temp:
        (Path(temp) / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
        (Path(temp) / "merges.txt").write_text(text)
        tokenizer = CLIPTokenizerFast(f"{temp}/vocab.json", f"{temp}/merges.txt", model_max_length=77)
        goldens = [{"text": p, "ids": tokenizer(p, truncation=True, max_length=77)["input_ids"]} for p in prompts()]
    lines = ",\n".join(json.dumps(g) for g in goldens)
    (target / "goldens.json").write_text(f"[\n{lines}\n]\n")
    print(len(goldens), "prompts")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
