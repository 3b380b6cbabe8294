"""A played call tried again with one reply changed: heard by the same ear, played by the same engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.marking.conditions import HeardIt, atoms
from scoring.marking.edits import OPENERS, Missing, Wording
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.wordings import examples, figures, phrases, said_back, sentences, supported
from simulator.engine.hints import hint_texts
from simulator.engine.record import BadLog
from simulator.engine.session import Session, replay
from simulator.engine.standing import Listener
from simulator.scenario.model import Scenario

PLAYBACK = frozenset({"acknowledge", "reflect", "summarise", "plays_back_number", "tied_question"})


class PlayedTrial:
    """Tries changed replies in a call that was played. `log`: its inputs, as `Session.log` holds them.

    A sealed scenario gives no wording away: there only words are dropped or moved.
    """

    def __init__(
        self, scenario: Scenario, ear: Listener, log: Iterable[Mapping[str, Any]], *, seed: int, mode: str, level: str
    ) -> None:
        self.scenario = scenario
        self.ear = ear
        self.log = list(log)
        self.inputs = [i for i, entry in enumerate(self.log) if entry["kind"] != "hint"]
        self.how: dict[str, Any] = {"seed": seed, "mode": mode, "level": level}

    def before(self, turn: int) -> Session:
        """The call as it stood before a reply."""
        return replay(self.scenario, self.ear, self.log[: self.inputs[turn - 1]], **self.how)

    def again(self, turn: int, line: str) -> Transcript | None:
        """None where that reply was a choice, or the record cannot be gone on with."""
        at = self.inputs[turn - 1]
        if self.log[at]["kind"] != "say":
            return None
        try:
            session = self.before(turn)
            session.reply(line)
            for entry in self.log[at + 1 :]:
                if session.over:
                    break
                session.feed(entry)
        except (BadLog, IndexError):
            return None
        return session.transcript()

    def wordings(self, turn: Turn, missing: Missing) -> Sequence[Wording]:
        """The scenario's own words for what is missing, as far as the rep knew enough to say them, then anybody's."""
        if self.scenario.sealed:
            return ()
        session = self.before(turn.n)
        wanted = self._wanted(missing)
        told = " ".join((*session.opening, *(t.customer for t in session.turns)))
        knows = f"{told} {session.fill(self.scenario.brief)} {' '.join(t.rep for t in session.turns)}"
        found = self._of_the_moment(session, wanted, knows)
        found += examples(self.scenario.signals.values(), wanted)
        found += self._of_the_tests(session, wanted, knows)
        if "proof" in wanted.signals:
            found += [Wording(session.fill(text), rank=1) for text in self.scenario.seller.proof]
        if PLAYBACK & set(wanted.signals):
            backs = (said_back(words) for words in reversed(session.told_facts.values()))
            found += [Wording(text, True, 2) for text in backs if text]
        return [*found, *phrases(wanted)]

    def _wanted(self, missing: Missing) -> Missing:
        """With the signals by which the missing facts are asked for and the objections settled."""
        conditions = [self.scenario.facts[name].asked_when for name in missing.facts if name in self.scenario.facts]
        conditions += [
            c for name in missing.objections if (c := self.scenario.objections[name].resolve_when) is not None
        ]
        heard = (name for c in conditions for atom in atoms(c) if isinstance(atom, HeardIt) for name in atom.names)
        return Missing(
            tuple(dict.fromkeys((*missing.signals, *heard))),
            missing.facts,
            missing.objections,
            missing.harm,
            missing.before,
        )

    def _of_the_moment(self, session: Session, wanted: Missing, knows: str) -> list[Wording]:
        """The moment's sample wording and the best choices on offer, sentence by sentence."""
        moment = self.scenario.moments[session.state.moment]
        fitting = [choice for choice, fits in session.guided() if fits and choice.best]
        chosen = [choice.say for choice in fitting if set(choice.hears) & set(wanted.signals)]
        texts = sentences([session.fill(line) for line in chosen])
        hinted = sentences([session.fill(line) for line in hint_texts(moment, fitting)[2:]])
        texts += [text for text in hinted if text.endswith("?") or supported(text, knows)]
        return [Wording(text) for text in texts if not figures(text) - figures(knows)]

    def _of_the_tests(self, session: Session, wanted: Missing, knows: str) -> list[Wording]:
        """From the author's scripted calls, for behaviours that have no examples; only what rests on what was told."""
        own = {name for name in wanted.signals if not getattr(self.scenario.signals.get(name), "like", ())}
        lines = [
            (session.fill(reply.say), bool(set(reply.hears) & OPENERS & own))
            for test in self.scenario.tests
            if test.expect.outcome == "won"
            for reply in test.rep
            if reply.say and set(reply.hears) & own
        ]
        return [
            Wording(text, opens and not text.endswith("?"), 1)
            for line, opens in lines
            for text in sentences([line])
            if supported(text, knows)
        ]
