"""Tokenizers of the real kinds with small vocabularies, learnt from a page of words: CLIP's BPE and T5's unigram."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

WORDS = """a an the of with and in on by red green blue yellow black white small large apple leaf cat dog car house tree
sky sea fish bird flower sun moon star mountain river city street portrait photo painting drawing sketch style
3d rendered cinematic detailed sharp blurry low high quality best soft light dark warm cold astronaut riding horse
watercolour oil canvas wooden glass metal paper old new young king queen castle dragon robot forest""".split()


def byte_symbols() -> list[str]:
    """The printable stand-ins for the 256 bytes, in GPT-2's order."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [b for b in range(256) if b not in kept]
    return [chr(b) for b in kept] + [chr(256 + i) for i in range(len(others))]


def learn(count: int) -> list[tuple[str, str]]:
    """Byte-pair merges: the most frequent pair first, ties by alphabet."""
    words = {tuple(w[:-1]) + (w[-1] + "</w>",): 1 + i % 7 for i, w in enumerate(WORDS)}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, n in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        joined = {}
        for word, n in words.items():
            out, i = [], 0
            while i < len(word):
                if word[i:i + 2] == best:
                    out.append(word[i] + word[i + 1])
                    i += 2
                else:
                    out.append(word[i])
                    i += 1
            joined[tuple(out)] = n
        words = joined
    return merges


def clip_files(folder: Path, count: int = 250) -> None:
    """vocab.json and merges.txt as CLIP has them: bytes, bytes that end a word, merges, start and end of text."""
    folder.mkdir(parents=True, exist_ok=True)
    merges = learn(count)
    symbols = byte_symbols()
    tokens = symbols + [s + "</w>" for s in symbols] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))


def t5_file(path: Path) -> Path:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=400, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>",
                                      show_progress=False)
    tokenizer.train_from_iterator([" ".join(WORDS[i:i + 9]) for i in range(0, len(WORDS), 3)], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", tokenizer.token_to_id("</s>"))])
    tokenizer.save(str(path))
    return path
