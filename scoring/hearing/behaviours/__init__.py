"""How something is said, whatever the scenario: a detector for each behaviour, by rules on grammar and wording.

Names are those of the shared rubric file. A detector is given a `ReplyView` and yields a hearing for each clause in
which it finds the behaviour; what it is not certain of it calls unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scoring.hearing.behaviours import claims, conduct, listening, opting_out, questions, steps
from scoring.hearing.behaviours.view import ReplyView
from scoring.hearing.signals import Heard, Signal

Detector = Callable[[ReplyView], Iterable[Heard]]

DETECTORS: Mapping[str, Detector] = {
    detector.__name__: detector
    for detector in (
        questions.open_question,
        questions.closed_question,
        questions.tied_question,
        questions.number_question,
        questions.consequence_question,
        questions.decision_question,
        questions.leading_question,
        questions.check_back,
        questions.self_review,
        questions.ask_options,
        listening.acknowledge,
        listening.reflect,
        listening.empathise,
        listening.summarise,
        listening.plays_back_number,
        listening.legitimises,
        listening.stock_phrase,
        listening.formula_but,
        listening.thanks,
        listening.small_talk,
        steps.next_step,
        steps.joint_step,
        steps.open_ask,
        steps.vague_follow_up,
        steps.trade,
        steps.give_away,
        steps.support,
        claims.claim,
        claims.pitch_dump,
        claims.proof,
        claims.jargon,
        claims.hedge,
        claims.overstatement,
        claims.owns_limit,
        claims.refers_up,
        claims.apologises_for_price,
        conduct.pushy,
        conduct.disparage,
        opting_out.opt_out_respected,
        opting_out.ignores_opt_out,
        conduct.abuse,
        conduct.irritator,
        conduct.humiliates,
        conduct.judgement,
        conduct.observation,
        conduct.praise,
        conduct.splits_difference,
        conduct.argues,
        conduct.assumes,
        conduct.contempt,
        conduct.smart_goal,
    )
}

BEHAVIOURS: Mapping[str, Signal] = {name: Signal(name, "behaviour", detector=name) for name in DETECTORS}
"""Every behaviour as a signal under its own name."""
