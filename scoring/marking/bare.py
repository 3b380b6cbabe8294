"""A real call as a transcript. Only the words are known of it.

What comes out has no feelings, no moments and no outcome; the criteria that need them say that words cannot answer them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.hearing.text import clean
from scoring.marking.edits import Missing, Wording
from scoring.marking.recording import NotACall
from scoring.marking.speakers import Line
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.wordings import examples, phrases

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear

LONGEST_REPLY = 4_000
"""Characters of one reply that are heard; what is beyond is kept out and said."""


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
