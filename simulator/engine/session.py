"""A call as a front end holds it: text in, turns out, and the log from which it can be played again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.hearing.signals import Hearing
from scoring.marking.transcript import Turn
from simulator.engine.hints import Hint, HintsOff, hint_texts
from simulator.engine.machine import machine_of
from simulator.engine.record import BadLog, Entry, hearing_from, hearing_json
from simulator.engine.standing import LEVELS, MODES, Listener, Mode, Standing
from simulator.engine.state import Input, Said, Silence
from simulator.engine.step import CallOver, ask_back, finish, until_move
from simulator.scenario.model import Scenario

__all__ = ["LEVELS", "MODES", "CallOver", "Listener", "Mode", "NoSuchChoice", "Session", "replay"]


class NoSuchChoice(ValueError):
    """A choice that is not on offer."""


class Session(Standing):
    """One call with one customer. Not safe to share between threads; everything it returns is a value.

    `mode`: guided (choices on offer), practice, exam (no hints, no panel). `level`: easy, normal, hard.
    """

    def __init__(
        self,
        scenario: Scenario,
        ear: Listener,
        *,
        seed: int,
        mode: str = "practice",
        level: str = "normal",
    ) -> None:
        super().__init__(scenario, ear, seed=seed, mode=mode, level=level)
        self.machine = machine_of(self.play)
        self.log: list[Entry] = []
        self._context = " ".join(self.opening)
        self._told: list[str] = [self._context]
        self._hints_here = 0
        self._hints_turn = 0
        self._ahead: tuple[str, int, Hearing | None] = ("", 0, None)
        """What was heard ahead: the words, after how many turns, and what was heard in them."""

    def begin_at(self, moment: str, feelings: Mapping[str, int]) -> None:
        """Before the first reply: stand in this moment, with these feelings (0 to 10), as if a call had come to it. For an
        author's try-out; the log of such a call does not say it. Raises ValueError where there is no such moment."""
        if self.turns:
            raise ValueError("the call has begun")
        self.machine.place(self, moment)
        self.state = self.state._replace(moment=moment, feelings=tuple(feelings[name] for name in self.play.feelings))
        self.path = [moment]
        says = self.scenario.moments[moment].says
        self.opening = (self.fill(says[0].text),) if says else ()
        self._context = " ".join(self.opening)
        self._told = [self._context]

    def warm(self, text: str) -> None:
        """Let the ear hear ahead: the customer's last line, and what is finished of a reply that is being typed."""
        warm = getattr(self.ear, "warm", None)
        if warm is not None:
            warm(text, self._context)
        words = _clean(text)
        if words.strip() and not self.over and getattr(self.ear, "ready", False):
            spoken = len(self.turns)
            self._ahead = (words, spoken, self._hear(words))

    def hint(self) -> Hint:
        """The next hint of this moment, recorded on the coming turn; the last one again once all were seen.

        Raises HintsOff, with the sentence that says why, and CallOver.
        """
        if self.over:
            raise CallOver
        rule = self.hint_rule
        if rule == "none":
            where = "in exam mode" if self.mode == "exam" or self.scenario.sealed else "at this level"
            raise HintsOff(f"Hints are off {where}.")
        if rule == "when_stuck" and self.state.here < 2 and not self._hints_here:
            raise HintsOff("A hint comes when you are stuck: after two replies here.")
        texts = hint_texts(self.scenario.moments[self.state.moment], [c for c, fits in self.guided() if fits])
        if self._hints_here < len(texts):
            self._hints_here += 1
            self._hints_turn += 1
            self.log.append({"kind": "hint"})
        return Hint(self._hints_here, len(texts), self.fill(texts[self._hints_here - 1]))

    def reply(self, text: str) -> Turn:
        """The rep says something; nothing but blanks is silence. Raises CallOver."""
        words = _clean(text)
        if not words.strip():
            return self.silent()
        return self._say(words, {"kind": "say", "text": words}, None)

    def choose(self, index: int) -> Turn:
        """The rep takes one of `choices()`, counted from 0; it goes through the same ear. Raises NoSuchChoice."""
        if self.over:
            raise CallOver
        choices = self.choices()
        if not choices:
            raise NoSuchChoice("choices are on offer in guided mode only")
        if not 0 <= index < len(choices):
            raise NoSuchChoice(f"there is no choice {index + 1}; take 1 to {len(choices)}")
        words = _clean(choices[index].say)
        return self._say(words, {"kind": "choose", "index": index, "text": words}, None)

    def silent(self) -> Turn:
        """Nothing came in time. Raises CallOver."""
        return self._take("", {"kind": "silent"}, Silence())

    def feed(self, entry: Mapping[str, object]) -> Turn | None:
        """One entry of a log again, heard as it was heard; None for a hint. Raises BadLog."""
        kind, text, heard = entry.get("kind"), entry.get("text"), entry.get("hearing")
        if kind == "hint":
            self._hints_here += 1
            self._hints_turn += 1
            self.log.append({"kind": "hint"})
            return None
        if kind == "silent":
            return self.silent()
        hearing = hearing_from(heard) if isinstance(heard, Mapping) else None
        if kind == "say" and isinstance(text, str):
            return self._say(text, {"kind": "say", "text": text}, hearing)
        if kind == "choose" and isinstance(entry.get("index"), int):
            if not isinstance(text, str):
                text = self.choices()[int(str(entry["index"]))].say
            return self._say(text, {"kind": "choose", "index": entry["index"], "text": text}, hearing)
        raise BadLog(f"the record of this call holds something that is no input: {kind!r}")

    def _say(self, text: str, entry: Entry, hearing: Hearing | None) -> Turn:
        if self.over:
            raise CallOver
        if hearing is None:
            words, spoken, ahead = self._ahead
            hearing = ahead if (words, spoken) == (text, len(self.turns)) and ahead else self._hear(text)
        entry["hearing"] = hearing_json(hearing)
        return self._take(text, entry, Said(hearing))

    def _hear(self, text: str) -> Hearing:
        return self.ear.listen(
            text,
            self._context,
            own=tuple(turn.rep for turn in self.turns if turn.rep),
            told="\n".join(self._told),
            known=self.snapshot().known,
            exam=self.mode == "exam",
        )

    def _take(self, text: str, entry: Entry, given: Input) -> Turn:
        before = self.snapshot()
        midway = until_move(self.play, self.state, given)
        if midway is None:
            after, result = ask_back(self.play, self.state, given)
        else:
            moment = self.machine.move(self.play, self, self.state, midway)
            after, result = finish(self.play, self.state, given, midway)
            if moment != result.go:
                raise RuntimeError(f"the machine went to {moment}, the turn to {result.go}")
        self.state = after
        said = self.words_of(result.parts)
        turn = Turn(
            n=after.n,
            rep=text,
            prompt=self._context,
            customer=" ".join(said),
            heard=given.hearing.heard if isinstance(given, Said) else (),
            before=before,
            after=self.snapshot(),
            changes=result.changes,
            facts=result.facts,
            objections=result.objections,
            hints=self._hints_turn,
            moment=before.moment,
            silent=result.silent,
            repeated=result.repeated,
            unclear=result.unclear,
            paid=result.paid,
        )
        self._hints_turn = 0
        if after.moment != before.moment:
            self._hints_here = 0
        if not result.unclear:
            self._context = turn.customer
        self._told.append(turn.customer)
        self.told_facts |= {p.name: w for p, w in zip(result.parts, said, strict=True) if p.kind == "fact"}
        for change in result.changes:
            self.last_changes[change.feeling] = change
        self.turns.append(turn)
        self.steps.append(result)
        self.path.append(result.go)
        self.log.append(entry)
        return turn


def replay(
    scenario: Scenario,
    ear: Listener,
    log: Iterable[Mapping[str, object]],
    *,
    seed: int,
    mode: str = "practice",
    level: str = "normal",
) -> Session:
    """The call that a log records, as it stood after its last entry: nothing that was heard is heard again.

    Raises BadLog where the log is no record of a call with this scenario.
    """
    session = Session(scenario, ear, seed=seed, mode=mode, level=level)
    for entry in log:
        try:
            session.feed(entry)
        except (CallOver, IndexError) as error:
            raise BadLog("the record goes on after the call has ended") from error
    return session


def _clean(text: str) -> str:
    # Deferred: the menu needs no ear.
    from scoring.hearing.text import clean

    return clean(text)
