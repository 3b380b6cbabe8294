"""WordPiece, as the uncased BERT models were trained with it: basic split, then greedy longest pieces.

Devlin et al. 2018 (arXiv 1810.04805); the vocabulary comes with the weights.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

LONGEST_WORD = 100


class WordPiece:
    """Texts to token numbers, with [CLS] before and [SEP] behind."""

    def __init__(self, vocabulary: Path) -> None:
        with vocabulary.open(encoding="utf-8") as lines:
            self.numbers = {line.rstrip("\n"): number for number, line in enumerate(lines)}
        self.unknown = self.numbers["[UNK]"]
        self.begin = self.numbers["[CLS]"]
        self.end = self.numbers["[SEP]"]

    def encode(self, text: str, most: int) -> list[int]:
        """At most `most` tokens, both marks included; what is beyond is cut off."""
        out = [self.begin]
        for word in _split(text):
            for piece in self._pieces(word):
                if len(out) >= most - 1:
                    return [*out, self.end]
                out.append(piece)
        return [*out, self.end]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self.unknown]
        out: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                number = self.numbers.get(piece)
                if number is not None:
                    break
                end -= 1
            else:
                return [self.unknown]
            out.append(number)
            start = end
        return out


def _split(text: str) -> Iterator[str]:
    """Words and single punctuation marks, in small letters without accents."""
    word: list[str] = []
    for char in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or (category.startswith("C") and char not in "\t\n\r") or char == "\ufffd":
            continue
        space = char.isspace()
        if space or _stands_alone(char, category):
            if word:
                yield "".join(word)
                word = []
            if not space:
                yield char
        else:
            word.append(char)
    if word:
        yield "".join(word)


def _stands_alone(char: str, category: str) -> bool:
    code = ord(char)
    if category.startswith("P") or 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    )
