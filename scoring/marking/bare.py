"""A real call as a transcript: text with speakers, WebVTT, SubRip, or JSON. Only the words are known of it.

What comes out has no feelings, no moments and no outcome; the criteria that need them say that words cannot answer them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scoring.hearing.text import clean
from scoring.marking.edits import Missing, Wording
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.transcript_json import NotATranscript
from scoring.marking.wordings import examples, phrases

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear

LARGEST = 2_000_000
"""Bytes of a file."""
MOST_LINES = 4_000
LONGEST_REPLY = 4_000
"""Characters of one reply that are heard; what is beyond is kept out and said."""
REP = frozenset(
    {"rep", "me", "i", "agent", "seller", "salesperson", "sales rep", "sales", "caller", "host", "speaker 1"}
)
CUSTOMER = frozenset({"customer", "client", "buyer", "prospect", "lead", "them", "guest", "speaker 2"})
_SPEAKER = re.compile(
    r"^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\]?\s+)?([^\W\d_][^:\n]{0,48}?)\s*:(?!//)\s*(.*)$"
)
_NAME = re.compile(r"\s*[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}\s*$")
_TIMES = re.compile(r"^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"^<v(?:\.[^ >]*)?\s+([^>]{1,48})>\s*(.*)$", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>|<\d[\d:.]*>")


@dataclass(frozen=True, slots=True)
class Line:
    """Something that somebody said. `number` is the line of the file, from 1; 0 where there are no lines."""

    speaker: str
    text: str
    number: int = 0


class NotACall(NotATranscript):
    """No transcript of a call. Carries a sentence, with file:line where there is one."""


def read_lines(data: bytes, name: str = "transcript") -> list[Line]:
    """Who said what, in order; consecutive lines of one speaker joined. Raises NotACall."""
    if len(data) > LARGEST:
        raise NotACall(f"{name}: more than {LARGEST // 1_000_000} MB; mark one call at a time")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data[: error.start].count(b"\n") + 1
        raise NotACall(f"{name}:{number}: this is not UTF-8 text") from None
    if "\0" in text:
        raise NotACall(f"{name}: this is no text file")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()[:1]
    if start in ("{", "["):
        found = _of_json(text, name)
    elif text.lstrip().startswith("WEBVTT") or any(_TIMES.match(row) for row in text.split("\n", 40)[:40]):
        found = _of_captions(text, name)
    else:
        found = _of_text(text, name)
    joined = _joined(found)
    if not joined:
        raise NotACall(f"{name}: nobody says anything in it; write lines such as `rep: ...` and `customer: ...`")
    if len(joined) > MOST_LINES:
        raise NotACall(f"{name}: more than {MOST_LINES:,} changes of speaker; mark one call at a time")
    return joined


def speakers(lines: Iterable[Line]) -> tuple[str, ...]:
    """The speakers in the order in which they first speak."""
    return tuple(dict.fromkeys(line.speaker for line in lines))


def who_sells(lines: Sequence[Line], rep: str | None = None, name: str = "transcript") -> str:
    """The speaker who is the rep: as named, else by a usual label, else the other one of a customer's label.

    Raises NotACall where it cannot be told.
    """
    names = speakers(lines)
    known = {speaker.lower(): speaker for speaker in names}
    there = ", ".join(names[:6])
    if rep is not None:
        if rep.lower() not in known:
            raise NotACall(f"{name}: nobody is called '{rep}'; there are: {there}")
        return known[rep.lower()]
    for speaker in names:
        if speaker.lower() in REP:
            return speaker
    others = [speaker for speaker in names if speaker.lower() not in CUSTOMER]
    if len(others) == 1:
        return others[0]
    raise NotACall(f"{name}: who is the rep? Say so with --rep NAME; there are: {there}")


def heard_call(lines: Sequence[Line], rep: str, ear: Ear) -> tuple[Transcript, tuple[str, ...]]:
    """The call, heard by an ear; with it what was left out, as sentences."""
    turns: list[Turn] = []
    notes: list[str] = []
    prompt: list[str] = []
    opening = ""
    told: list[str] = []
    for line in lines:
        text = clean(line.text).strip()
        if line.speaker != rep:
            prompt.append(text)
            told.append(text)
            if turns and not turns[-1].customer:
                turns[-1] = _answered(turns[-1], text)
            elif turns:
                turns[-1] = _answered(turns[-1], f"{turns[-1].customer} {text}")
            else:
                opening = f"{opening} {text}".strip()
            continue
        if len(text) > LONGEST_REPLY:
            where = f"line {line.number}" if line.number else f"turn {len(turns) + 1}"
            notes.append(f"{where}: only the first {LONGEST_REPLY:,} characters are marked")
            text = text[:LONGEST_REPLY].rsplit(" ", 1)[0]
        context = " ".join(prompt)
        own = tuple(turn.rep for turn in turns)
        hearing = ear.listen(text, context, own=own, told="\n".join(told))
        turns.append(Turn(len(turns) + 1, text, prompt=context, heard=hearing.heard, repeated=hearing.repeated))
        prompt = []
    if not turns:
        raise NotACall(f"{rep} says nothing in it")
    transcript = Transcript(tuple(turns), encoder=ear.engine, opening=opening, bare=True)
    return transcript, tuple(notes)


class HeardTrial:
    """Where changed replies of a real call are tried: that one reply is heard anew, nothing else can change."""

    def __init__(self, transcript: Transcript, ear: Ear) -> None:
        self.transcript = transcript
        self.ear = ear

    def again(self, turn: int, line: str) -> Transcript:
        """The call with this line in place of that reply."""
        turns = self.transcript.turns
        before, was = turns[: turn - 1], turns[turn - 1]
        told = "\n".join(part for t in turns[:turn] for part in t.prompt.split("\n") if part)
        hearing = self.ear.listen(line, was.prompt, own=tuple(t.rep for t in before), told=told)
        changed = replace(was, rep=line, heard=hearing.heard, repeated=hearing.repeated)
        return replace(self.transcript, turns=(*before, changed, *turns[turn:]))

    def wordings(self, turn: Turn, missing: Missing) -> list[Wording]:
        """The examples of the signals that are listened for, and what anybody could say."""
        return [*examples(self.ear.signals, missing), *phrases(missing)]


def _answered(turn: Turn, text: str) -> Turn:
    return replace(turn, customer=text)


def _joined(lines: Iterable[Line]) -> list[Line]:
    out: list[Line] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not text:
            continue
        if out and out[-1].speaker == line.speaker:
            out[-1] = Line(line.speaker, f"{out[-1].text} {text}", out[-1].number)
        else:
            out.append(Line(line.speaker, text, line.number))
    return out


def _of_text(text: str, name: str) -> list[Line]:
    """`Name: words`; a line without a name goes on with what was being said."""
    rows = text.split("\n")
    labels = Counter(found[1].strip().lower() for row in rows if (found := _SPEAKER.match(row)))
    usual = {label for label, count in labels.items() if count > 1 or label in REP | CUSTOMER}
    if len(usual) < 2:  # A short call, in which each speaks once: whatever looks like a name.
        usual |= {found[1].strip().lower() for row in rows if (found := _SPEAKER.match(row)) and _NAME.match(found[1])}
    out: list[Line] = []
    for number, row in enumerate(rows, 1):
        found = _SPEAKER.match(row)
        if found and (found[1].strip().lower() in usual or not out):
            out.append(Line(_label(found[1]), found[2], number))
        elif row.strip() and out:
            out[-1] = Line(out[-1].speaker, f"{out[-1].text} {row.strip()}", out[-1].number)
        elif row.strip():
            raise NotACall(f"{name}:{number}: this line names no speaker; write `rep: ...` or `customer: ...`")
    return out


def _of_captions(text: str, name: str) -> list[Line]:
    """Cues of WebVTT or SubRip, with `<v Name>` or `Name:` before the words."""
    out: list[Line] = []
    number = 0
    inside = False
    for row in text.split("\n"):
        number += 1
        if _TIMES.match(row):
            inside = True
            continue
        if not row.strip():
            inside = False
            continue
        if not inside:
            continue
        voice = _VOICE.match(row)
        if voice:
            out.append(Line(_label(voice[1]), _TAG.sub("", voice[2]), number))
            continue
        words = _TAG.sub("", row)
        found = _SPEAKER.match(words)
        if found:
            out.append(Line(_label(found[1]), found[2], number))
        elif out:
            out.append(Line(out[-1].speaker, words, number))
        else:
            raise NotACall(f"{name}:{number}: this cue names no speaker; it needs `Name: ...` or `<v Name>...`")
    return out


def _of_json(text: str, name: str) -> list[Line]:
    """A list of {"speaker", "text"}, or an object that holds one under `turns`, `lines` or `transcript`."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise NotACall(f"{name}: this JSON is nested too deeply") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise NotACall(f"{name}:{line}: this is not JSON") from None
    if isinstance(data, dict):
        if isinstance(data.get("turns"), list) and all(isinstance(t, dict) and "rep" in t for t in data["turns"]):
            return _of_turns(data)
        data = next(
            (data[key] for key in ("lines", "turns", "transcript", "segments") if isinstance(data.get(key), list)), None
        )
    if not isinstance(data, list):
        raise NotACall(f'{name}: JSON of a call is a list of {{"speaker": ..., "text": ...}}')
    out = []
    for at, item in enumerate(data, 1):
        speaker = item.get("speaker") or item.get("name") or item.get("role") if isinstance(item, dict) else None
        said = item.get("text") if isinstance(item, dict) else None
        if not isinstance(speaker, str) or not isinstance(said, str):
            raise NotACall(f'{name}: entry {at} lacks "speaker" or "text"')
        out.append(Line(_label(speaker), said))
    return out


def _of_turns(data: dict[str, Any]) -> list[Line]:
    out = [Line("customer", str(data.get("opening") or ""))]
    for turn in data["turns"]:
        out += [Line("rep", str(turn["rep"])), Line("customer", str(turn.get("customer") or ""))]
    return out


def _label(text: str) -> str:
    return " ".join(clean(text).split())[:48] or "?"
