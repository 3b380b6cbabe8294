"""What reps say in words that stand in no scenario: most of it is heard as what it is, and small change as nothing."""

from __future__ import annotations

from simulator.engine.ears import ear_for
from simulator.scenario.catalogue import Catalogue, shipped
from tests.bench.paraphrases import paraphrases
from tests.scoring.hearing.weights import encoder

HEARD, FOUND_IN_NOTHING = 0.8, 0.1


def test_most_paraphrases_are_heard_and_small_change_is_not() -> None:
    catalogue = Catalogue([shipped()], None)
    missed, invented, lines, idle = [], [], 0, 0
    for name, signals in paraphrases().items():
        ear = ear_for(catalogue.open(name), 7, encoder())
        for signal, texts in signals.items():
            for text in texts:
                heard = {h.signal for h in ear.listen(text).heard if h.state == "met"}
                content = {one for one in heard if ear.by_name[one].kind == "concept"}
                if signal == "nothing":
                    idle += 1
                    invented += [(text, content)] if content else []
                else:
                    lines += 1
                    missed += [(signal, text, content)] if signal not in heard else []
    assert len(missed) <= (1 - HEARD) * lines, missed
    assert len(invented) <= FOUND_IN_NOTHING * idle, invented
