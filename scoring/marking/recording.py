"""The file of a real call: text with speakers, WebVTT, SubRip, or JSON; who said what in it, and what was passed over."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.marking.labels import CUSTOMER, REP, Row, key_of, shown_label
from scoring.marking.speakers import Line, one_person_one_name, told
from scoring.marking.strict_json import NotJSON, read_json
from scoring.marking.transcript_json import NotATranscript

LARGEST = 2_000_000
"""Bytes of a file."""
MOST_LINES = 4_000
_TIMES = re.compile(r"^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>|<\d[\d:.]*>")
_JSON = re.compile(r"\{|\[\s*[\[{\]\"]")


class NotACall(NotATranscript):
    """No transcript of a call. Carries a sentence, with file:line where there is one."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Who said what, in order, consecutive lines of one speaker joined. `notes`: what was passed over, in sentences."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def read_recording(data: bytes, name: str = "transcript", rep: str | None = None) -> Recording:
    """What is said in a file. `rep`: a name that is expected among the speakers. Raises NotACall."""
    if len(data) > LARGEST:
        raise NotACall(f"{name}: more than {LARGEST // 1_000_000} MB; mark one call at a time")
    text = _decoded(data, name)
    if "\0" in text:
        raise NotACall(f"{name}: this is no text file")
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    recording = _of_json(text, name) if _is_json(text) else _of_rows(text, name, rep or "")
    joined = _joined(one_person_one_name(recording.lines))
    if not joined:
        raise NotACall(f"{name}: nobody says anything in it; write lines such as `rep: ...` and `customer: ...`")
    if len(joined) > MOST_LINES:
        raise NotACall(f"{name}: more than {MOST_LINES:,} changes of speaker; mark one call at a time")
    return Recording(tuple(joined), recording.notes)


def read_lines(data: bytes, name: str = "transcript") -> list[Line]:
    """Only who said what. Raises NotACall."""
    return list(read_recording(data, name).lines)


def speakers(lines: Iterable[Line]) -> tuple[str, ...]:
    """The speakers in the order in which they first speak."""
    return tuple(dict.fromkeys(line.speaker for line in lines))


def who_sells(lines: Sequence[Line], rep: str | None = None, name: str = "transcript") -> str:
    """The speaker who is the rep: as named, else by a usual label, else the other one of a customer's label.

    Raises NotACall where it cannot be told.
    """
    names = speakers(lines)
    known = {key_of(speaker): speaker for speaker in names}
    there = ", ".join(names[:6]) + (" and others" if len(names) > 6 else "")
    if rep is not None:
        wanted = key_of(rep)
        near = [known[key] for key in known if key.startswith(f"{wanted} ") or wanted.startswith(f"{key} ")]
        if wanted in known or len(near) == 1:
            return known.get(wanted) or near[0]
        # Deferred: only where a name is wrong.
        import difflib

        meant = difflib.get_close_matches(wanted, [part for key in known for part in (key, *key.split())], 1, 0.6)
        guess = next((known[key] for key in known if meant and meant[0] in (key, *key.split())), "")
        hint = f"did you mean '{guess}'?" if guess else f"there are: {there}"
        raise NotACall(f"{name}: nobody is called '{rep}'; {hint}")
    for speaker in names:
        if key_of(speaker) in REP:
            return speaker
    others = [speaker for speaker in names if key_of(speaker) not in CUSTOMER]
    if len(others) == 1:
        return others[0]
    raise NotACall(f"{name}: who is the rep? Say so with --rep NAME; there are: {there}")


def _decoded(data: bytes, name: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        number = 1 if wide else data[: error.start].count(b"\n") + 1
        raise NotACall(f"{name}:{number}: this is not UTF-8 text; save it as UTF-8 and try again") from None


def _is_json(text: str) -> bool:
    """`[00:01] Sam: hi` begins like JSON and is none."""
    return _JSON.match(text.lstrip()) is not None


def _joined(lines: Iterable[Line]) -> list[Line]:
    out: list[tuple[str, list[str], int]] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not text:
            continue
        if out and out[-1][0] == line.speaker:
            out[-1][1].append(text)
        else:
            out.append((line.speaker, [text], line.number))
    return [Line(speaker, " ".join(texts), number) for speaker, texts, number in out]


def _of_rows(text: str, name: str, rep: str) -> Recording:
    rows = [Row(number, row) for number, row in enumerate(text.split("\n"), 1)]
    captions = text.lstrip().startswith("WEBVTT") or any(_TIMES.match(row.text) for row in rows[:40])
    found = told(_cues(rows) if captions else rows, rep)
    if not found.lines and found.before:
        what = "cue names no speaker; it needs `Name: ...` or `<v Name>...`"
        plain = "line names no speaker; write `rep: ...` or `customer: ...`"
        raise NotACall(f"{name}:{found.before[0]}: this {what if captions else plain}")
    notes = []
    if found.before:
        notes.append(f"{places(found.before)} passed over: nobody had been named yet")
    if found.passed_over:
        notes.append(f"{places(found.passed_over)} passed over: only a time, or the recorder's own words")
    return Recording(found.lines, tuple(notes))


def places(numbers: Sequence[int]) -> str:
    """`line 3`, `lines 1 to 4`, `7 lines (the first is line 3)`."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return f"line {first}"
    if last - first == len(numbers) - 1:
        return f"lines {first} to {last}"
    return f"{len(numbers)} lines (the first is line {first})"


def _cues(rows: Iterable[Row]) -> list[Row]:
    """The words of captions, with the speaker where `<v Name>` says it."""
    out: list[Row] = []
    inside = False
    for row in rows:
        if _TIMES.match(row.text):
            inside = True
        elif not row.text.strip():
            inside = False
            out.append(Row(row.number, ""))
        elif inside:
            out += _voices(row)
    return out


def _voices(row: Row) -> list[Row]:
    """A row of a cue, cut where another voice begins."""
    parts = _VOICE.split(row.text)
    out = [Row(row.number, _words(parts[0]))] if parts[0].strip() else []
    for speaker, said in zip(parts[1::2], parts[2::2], strict=True):
        out.append(Row(row.number, _words(said), html.unescape(speaker)))
    return out


def _words(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _of_json(text: str, name: str) -> Recording:
    """A list of {"speaker", "text"}, or an object that holds one under `turns`, `lines` or `transcript`."""
    try:
        data = read_json(text)
    except NotJSON as error:
        where = f":{error.line}" if error.line else ""
        raise NotACall(f"{name}{where}: {str(error).replace('it is', 'this is', 1)}") from None
    if isinstance(data, dict):
        turns = data.get("turns")
        if isinstance(turns, list) and turns and all(isinstance(t, dict) and "rep" in t for t in turns):
            return Recording(_of_turns(data, turns, name))
        keys = ("lines", "turns", "transcript", "segments", "utterances", "sentences")
        data = next((data[key] for key in keys if isinstance(data.get(key), list)), None)
    if not isinstance(data, list):
        raise NotACall(f'{name}: JSON of a call is a list of {{"speaker": ..., "text": ...}}')
    return Recording(tuple(_of_item(item, at, name) for at, item in enumerate(data, 1)))


def _of_item(item: Any, at: int, name: str) -> Line:
    of = item if isinstance(item, dict) else {}
    speaker = next((of[key] for key in ("speaker", "name", "role") if of.get(key) not in (None, "")), None)
    said = next((of[key] for key in ("text", "transcript", "content") if isinstance(of.get(key), str)), None)
    if isinstance(speaker, int) and not isinstance(speaker, bool):
        speaker = f"Speaker {speaker}"
    if not isinstance(speaker, str) or not isinstance(said, str):
        raise NotACall(f'{name}: entry {at} lacks "speaker" or "text"')
    return Line(shown_label(speaker), said)


def _of_turns(data: dict[str, Any], turns: list[dict[str, Any]], name: str) -> tuple[Line, ...]:
    out = [_text_line("customer", data.get("opening"), name)]
    for turn in turns:
        out += [_text_line("rep", turn["rep"], name), _text_line("customer", turn.get("customer"), name)]
    return tuple(out)


def _text_line(speaker: str, text: Any, name: str) -> Line:
    if text is not None and not isinstance(text, str):
        raise NotACall(f"{name}: what the {speaker} says is no text in it")
    return Line(speaker, text or "")
