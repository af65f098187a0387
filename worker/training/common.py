"""Paths, seeds and small file helpers shared by every script."""
from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

CACHE = Path(os.environ.get("DARKROOM_TRAINING_CACHE", Path.home() / ".cache" / "darkroom-training"))
CORE = Path(__file__).with_name("core.txt")  # labels, one a line
MODELS = Path(__file__).resolve().parent.parent / "models"
SEED = 20240229  # one seed for data, weights and splits, so that a run can be repeated
MAX_TOKENS = 24
STYLES = ("noto", "fluent 3d", "fluent flat")


def cache(*parts: str) -> Path:
    """A path inside the cache; its folder is made."""
    path = CACHE.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def raw(package: str) -> Path:
    """The unpacked folder of an npm package, as `fetch.sh` leaves it (name-version)."""
    found = sorted((CACHE / "raw").glob(f"{package}-[0-9]*.[0-9]*"))
    if not found:
        raise SystemExit(f"{package} is missing from the cache: run fetch.sh first")
    return found[-1]


def write_atomic(path: Path, data: bytes) -> None:
    """Readers see the old file or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    os.chmod(name, 0o644)
    os.replace(name, path)


def write_json(path: Path, value: object) -> None:
    write_atomic(path, (json.dumps(value, indent=2) + "\n").encode())


def file_entry(path: Path) -> dict:
    """The manifest's line for one file: path, sha256 and size in bytes."""
    data = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
