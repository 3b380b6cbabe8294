"""Texts as they are compared: by meaning (vectors), by words (stems weighed by how rare they are), by groups of letters."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from scoring.hearing.acts import acts_of
from scoring.hearing.behaviours.view import view_of
from scoring.hearing.clauses import Question, clauses, denied_words, is_negated, question_of
from scoring.hearing.heads import trained
from scoring.hearing.text import FUNCTION_WORDS, spelled, words

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

_COMMON = 0.25
"""What a function word weighs beside a meaning word as rare as it."""


_ASKS = re.compile(
    r"\b(?:questions?|ask|tell me|wonder\w*|curious|mind if|(?:want|like|love|need) to (?:know|understand|hear|learn))\b"
)


_PROPOSES = re.compile(
    r"(?:and |so |then |okay |well |or )*(?:(?:shall|could|can|should|might) we|(?:what|how) (?:if|about)|why (?:do not|not) we|why not|"
    r"would it help (?:if|to))\b"
)
_AGENT = re.compile(
    r"\b(?:i|you|we|they|he|she|it|that|there|this|who|what|which|is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|"
    r"shall|should|may|might|must|let|keeps?|gets?|takes?|makes?|needs?|goes|comes?|means|helps?|works?|sees?|knows?|decides?|"
    r"feels?|tells?|says?|said|thinks?|sounds?|looks?|seems?|happens?|stays?|runs?|costs?|saves?|went|took|made|got)\b(?= )|^(?:and |so |then |just |please )*(?:take|give|try|start|begin|put|pick|say|show|tell|ask|call|"
    r"bring|hand|think|sleep|go|send|choose|name)\b"
)


@lru_cache(1)
def background() -> tuple[str, ...]:
    """Everyday sales talk, written for this purpose: what a concept must not be mistaken for."""
    text = files("scoring.hearing").joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip())


def encode_background(encoder: Encoder) -> None:
    """Makes the encoder know the background: from the vectors that ship, or anew where they are of other texts."""
    texts = background()
    key, vectors = _shipped_vectors()
    if key == background_key(encoder):
        encoder.remember(texts, vectors)
    else:
        encoder.encode_many(texts)


@lru_cache(1)
def _shipped_vectors() -> tuple[str, Any]:
    import numpy as np  # Deferred: only with the encoder, which has loaded it.

    with files("scoring.hearing").joinpath("background.npz").open("rb") as file:
        shipped = np.load(file)
        return str(shipped["key"]), shipped["vectors"]


@lru_cache(4)
def background_key(encoder: Encoder) -> str:
    """Names the texts and the encoder that vectors of the background belong to."""
    return f"{encoder.identity}-{hashlib.sha256(chr(10).join(background()).encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as it is compared: its words' weights (length 1), its letter groups, what it asks, what it denies.

    `question`: a proposal put as a question is none. `asks`: it is a question, or says that there is one. `mixed`: it
    says something and asks. `fragment`: no sentence, without anybody who does something. `content`: the stems of its meaning
    words; `denied`: those in the reach of a negation. `acts`: what it is after (see `acts`). `moves`: what it does, as far
    as the heads of the behaviours can tell (see `Heads.leanings`); None where there are no vectors.
    """

    text: str
    weights: Mapping[str, float]
    letters: frozenset[str]
    question: Question
    asks: bool
    mixed: bool
    fragment: bool
    negated: bool
    content: frozenset[str]
    denied: frozenset[str]
    vector: Any = None
    joined: bool = False
    acts: frozenset[str] = frozenset()
    moves: Any = None


@lru_cache(1)
def _rarity() -> Mapping[str, float]:
    pool = background()
    seen = Counter(stem for text in pool for stem in {w.stem for w in words(text)})
    return {stem: math.log((1 + len(pool)) / (1 + count)) + 0.5 for stem, count in seen.items()}


@lru_cache(8_000)
def sketch(text: str, encoder: Encoder | None = None) -> Sketch:
    rarity = _rarity()
    rare = math.log(1 + len(background())) + 0.5
    weights: dict[str, float] = {}
    found = words(text)
    for word in found:
        weight = rarity.get(word.stem, rare)
        weights[word.stem] = weight * (_COMMON if word.text in FUNCTION_WORDS else 1.0)
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    plain = spelled(text)
    letters = frozenset(plain[i : i + 4] for i in range(len(plain) - 3))
    parts = clauses(text)
    asked = [c.question for c in parts if c.question]
    question = asked[-1] if asked else question_of(plain, text.rstrip().endswith("?"))
    asks = bool(question) or bool(_ASKS.search(plain))
    states = not question
    if question and _PROPOSES.match(plain) and not any(c.question == "open" for c in parts):
        question, states = "", False
    return Sketch(
        text,
        {stem: w / length for stem, w in weights.items()},
        letters,
        question,
        asks,
        0 < len(asked) < len(parts),
        states and len(found) > 3 and not _AGENT.search(plain),
        states and is_negated(plain),
        frozenset(word.stem for word in found if word.content),
        denied_words(found, text),
        vector := encoder.encode(text) if encoder else None,
        acts=acts_of(plain, question),
        moves=_moves(text, vector, encoder) if encoder and parts else None,
    )


def _moves(text: str, vector: Any, encoder: Encoder) -> Any:
    heads = trained(encoder)
    return heads.leanings(view_of(text), vector) if heads else None


def joined(text: str, left: Sketch, right: Sketch) -> Sketch:
    """Two neighbouring clauses as one text. Its vector is the mean of theirs by length: close to its own, and free."""
    it = sketch(text)
    if left.vector is None or right.vector is None:
        return it
    mean = left.vector * len(left.text) + right.vector * len(right.text)
    moves = None if left.moves is None else left.moves.clip(min=right.moves)
    return replace(it, vector=mean / max(float((mean @ mean) ** 0.5), 1e-12), joined=True, moves=moves)


def by_words(left: Sketch, right: Sketch) -> float:
    """In [0, 1]: the cosine of the weighed words."""
    small, large = (left, right) if len(left.weights) < len(right.weights) else (right, left)
    return sum(w * large.weights.get(stem, 0.0) for stem, w in small.weights.items())


def by_letters(left: Sketch, right: Sketch) -> float:
    """In [0, 1]: the share of common groups of four letters."""
    both = len(left.letters & right.letters)
    return both / (len(left.letters) + len(right.letters) - both) if both else 0.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is to each member of a crowd. `meaning` is that of `words` where there are no vectors."""

    meaning: list[float]
    words: list[float]
    letters: list[float]


@dataclass(frozen=True, slots=True)
class Table:
    """The likeness of several texts to each member of a crowd, a row a text; as numpy has it."""

    meaning: Any
    words: Any
    letters: Any


MOST_KEPT = 1_500
"""So many comparisons are remembered: while heads are fitted, those of all members."""


class Crowd:
    """Texts that another one is compared with, all at once; what was compared lately is remembered."""

    def __init__(self, texts: Sequence[str], encoder: Encoder | None = None) -> None:
        if encoder:
            encoder.encode_many(texts)
        self.members = [sketch(text, encoder) for text in dict.fromkeys(texts)]
        self.places = {member.text: i for i, member in enumerate(self.members)}
        self.matrix: Any = None
        if encoder and self.members:
            self.matrix = encoder.np.stack([member.vector for member in self.members])
        self._index: dict[str, list[tuple[int, float]]] = {}
        for i, member in enumerate(self.members):
            for stem, weight in member.weights.items():
                self._index.setdefault(stem, []).append((i, weight))
        self._sizes = [len(member.letters) for member in self.members]
        self._groups: dict[str, list[int]] = {}
        for i, member in enumerate(self.members):
            for group in member.letters:
                self._groups.setdefault(group, []).append(i)
        self._kept: OrderedDict[tuple[str, bool], Likeness] = OrderedDict()
        self._tables: dict[tuple[str, ...], Table] = {}
        self._lock = Lock()

    def table(self, texts: Sequence[Sketch], np: Any, *, keep: bool = False) -> Table:
        """What `beside` says of each. `keep`: it is remembered until `forget`."""
        key = tuple(it.text for it in texts) if keep else ()
        if key in self._tables:
            return self._tables[key]
        rows = [self.beside(it) for it in texts]
        parts = ([getattr(row, part) for row in rows] for part in ("meaning", "words", "letters"))
        table = Table(*(np.array(part, dtype=np.float64) for part in parts))
        if keep:
            self._tables[key] = table
        return table

    def beside(self, it: Sketch) -> Likeness:
        with self._lock:
            known = self._kept.get((it.text, it.joined))
        if known is not None:
            return known
        alike = [0.0] * len(self.members)
        for stem, weight in it.weights.items():
            for i, other in self._index.get(stem, ()):
                alike[i] += weight * other
        letters = self._by_letters(it, alike)
        meaning = alike if self.matrix is None else (self.matrix @ it.vector).tolist()
        out = Likeness(meaning, alike, letters)
        with self._lock:
            self._kept[it.text, it.joined] = out
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return out

    def _by_letters(self, it: Sketch, alike: Sequence[float]) -> list[float]:
        """`by_letters` of each member that shares a word, counted by the groups that they share."""
        common = [0] * len(self.members)
        for group in it.letters:
            for i in self._groups.get(group, ()):
                common[i] += 1
        out, size = [0.0] * len(self.members), len(it.letters)
        for i, both in enumerate(common):
            if both and alike[i] > 0:
                out[i] = both / (size + self._sizes[i] - both)
        return out

    def forget(self) -> None:
        """Drop what was compared: while heads are fitted it is each member with each, some 50 MB."""
        with self._lock:
            self._kept.clear()
            self._tables.clear()
