"""Plays a fixed script on a record, says each acknowledged reply on stdout, and goes on where it was left."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scoring.marking.document import play_document
from simulator.services.practice import NothingOpen
from tests.simulator.homes import GOOD, INTERRUPTED, practice_in

SCRIPT: tuple[str | None, ...] = (
    GOOD[0],
    None,
    GOOD[1],
    "/hint",
    GOOD[2],
    "So two fines in a month, and Eastfield knows before you do. Who else at the depot sees that?",
    "/hint",
    "Can we talk on Tuesday at ten, for fifteen minutes, with the night lead on the call?",
    "I'll send the invitation today. Does ten suit you?",
    "Thanks, Dana. Tuesday at ten it is.",
)


def main(folder: str) -> None:
    practice, actor = practice_in(Path(folder))
    try:
        call = practice.resume(actor)
    except NothingOpen:
        call = practice.start(actor, INTERRUPTED, seed=7)
    done = len(call.session.turns)
    said = -1
    for line in SCRIPT:
        said += line != "/hint"
        if call.session.over:
            break
        if line == "/hint":
            if said + 1 == done and not any(e["kind"] == "hint" for e in call.session.log[-1:]):
                try_hint(call)
            continue
        if said < done:
            continue
        call.silent() if line is None else call.reply(line)
        done = len(call.session.turns)
        print(done, flush=True)
    while not call.session.over:
        call.reply("When a truck runs late, how do you find out?")
        print(len(call.session.turns), flush=True)
    finished = call.finish()
    document = play_document(call.session.transcript(), finished.scorecard, finished.receipt)
    print("card " + json.dumps(document, sort_keys=True), flush=True)
    practice.close()


def try_hint(call: object) -> None:
    from simulator.engine.hints import HintsOff

    try:
        call.hint()  # type: ignore[attr-defined]
    except HintsOff:
        return


if __name__ == "__main__":
    main(sys.argv[1])
