"""Text as it was typed: cleaned, cut into words that know where they stand, and stemmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:[.,]\d+)*%?|[€$£]")

SPELLED_OUT = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "gonna": "going to", "wanna": "want to", "gotta": "have to", "dunno": "do not know",
    "whats": "what is", "hows": "how is", "wheres": "where is", "whos": "who is", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "cant": "can not", "wont": "will not",
    "wouldnt": "would not", "couldnt": "could not", "shouldnt": "should not", "im": "i am", "ive": "i have",
    "youre": "you are", "youve": "you have", "thats": "that is", "lets": "let us", "theyre": "they are",
    "hasnt": "has not", "havent": "have not", "hadnt": "had not", "werent": "were not", "youd": "you would",
    "youll": "you will", "weve": "we have", "theyve": "they have", "theyll": "they will", "theres": "there is",
    "heres": "here is", "itll": "it will", "u": "you", "ur": "your", "cos": "because", "coz": "because",
    "cuz": "because", "bc": "because", "pls": "please", "plz": "please", "thx": "thanks", "ppl": "people",
    "abt": "about", "tmrw": "tomorrow", "tmr": "tomorrow", "b4": "before", "wat": "what", "gimme": "give me",
    "lemme": "let me", "kinda": "kind of",
}  # fmt: skip
"""Short and unpunctuated forms, and what people type in haste. `its`, `well`, `were`, `ill` and the like are words of their own and stay."""
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am", "'s": "is"}

FUNCTION_WORDS = frozenset(
    """a an the this that these those my your his her its our their some any no every each either neither all both
    i you he she it we they me him us them myself yourself who whom whose what which when where why how
    and or but nor so yet if because as than though although while until since unless whether
    of in on at by for with about against between into through during before after above below to from up down out
    off over under again further then once here there not only own same too very just also
    am is are was were be been being have has had having do does did doing will would shall should can could may might
    must ought let get got please well okay ok yes now one more most much many other such""".split()  # noqa: SIM905
)


def clean(text: str) -> str:
    """The text without what is no text: control characters but line break and tab, marks that turn the direction of
    writing, halves of characters. Nothing else is changed."""
    return _CONTROL.sub("", text)


@dataclass(frozen=True, slots=True)
class Word:
    """`text` in small letters with plain quotes; contractions are taken apart, their parts share one place.

    `start` and `end`: [start, end) in the reply as typed.
    """

    text: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        return self.text not in FUNCTION_WORDS and len(self.text) > 1


_stemmer: Any = None


@lru_cache(20_000)
def stem(word: str) -> str:
    """The word's stem (Porter's second English stemmer)."""
    global _stemmer
    if _stemmer is None:
        # Deferred: nothing is stemmed before a call.
        import snowballstemmer

        _stemmer = snowballstemmer.stemmer("english")
    return str(_stemmer.stemWord(word))


@lru_cache(2_000)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    out: list[Word] = []
    for found in _WORD.finditer(text):
        written = unicodedata.normalize("NFKC", found[0]).lower().replace("’", "'")
        for part in _parts(written):
            out.append(Word(part, stem(part), found.start(), found.end()))
    return tuple(out)


def _parts(word: str) -> Iterable[str]:
    if word in SPELLED_OUT:
        return SPELLED_OUT[word].split()
    if "'" in word:
        for ending, full in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (word[: -len(ending)], full)
        return (word.replace("'", ""),)
    return (word,)


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(word.stem for word in words(text) if word.content)


def spelled(text: str) -> str:
    """The words with single spaces and contractions taken apart: what most rules look at."""
    return " ".join(word.text for word in words(text))


ONE_WORD = 25
"""More letters than this in a row are no word of English."""
LONG_STRING = 3
"""So many words each such stretch of letters counts."""
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def unread(text: str) -> int:
    """How many words there are in other scripts, or in strings that are no words: a long one counts as several.

    Writing without spaces (Chinese, Japanese, Thai) counts two letters as a word.
    """
    found = 0
    for run in re.findall(r"[^\W\d_]+", text):
        if run.isascii():
            found += len(run) // ONE_WORD * LONG_STRING
        elif not unicodedata.name(run[0], "").startswith("LATIN"):
            found += max(1, len(run) // 2) if _SPACELESS.match(run) else 1
    return found
