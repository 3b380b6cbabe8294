"""Between hearing and paying: what the guards refuse, and how much counts in one reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoring.hearing import guards
from scoring.hearing.behaviours.view import ReplyView
from scoring.hearing.clauses import Clause, clauses
from scoring.hearing.signals import Blocked, Heard, Signal

TWO_BREATHS = 0.1
"""By so much must two clauses together be stronger than one of them to be taken instead of it."""


class Screen:
    """The guards of a scenario. Harmful signals pass them all: what costs something is never argued away."""

    def __init__(
        self, by_name: Mapping[str, Signal], *, brief: str, model_answers: Sequence[str], max_content: int
    ) -> None:
        self.by_name = by_name
        self.brief = guards.Recited(brief)
        self.model_answers = tuple(model_answers)
        self.max_content = max_content
        self.ready_made = guards.ReadyMade(
            (example for s in by_name.values() if s.kind == "concept" and not s.harmful for example in s.like),
            self.model_answers,
        )

    def behaviours(self, view: ReplyView, heard: Iterable[Heard], blocked: list[Blocked]) -> list[Heard]:
        """What is said in a heap of words, or in nothing but the customer's own words, is no behaviour."""
        heaps = {clause.span for clause in view.clauses if guards.no_sentence(clause)}
        copies = [guards.copied(clause, view.context) for clause in view.clauses]
        only_copies = any(copies) and all(
            copy or len(clause.words) < guards.LEAST_COPY for copy, clause in zip(copies, view.clauses, strict=True)
        )
        reported = {clause.span for clause in view.clauses if clause.reported}
        out: list[Heard] = []
        for h in heard:
            guard = "order" if h.span in heaps else "reported" if h.span in reported else ""
            guard = guard or ("copy_customer" if only_copies else "")
            if guard and not self.by_name[h.signal].harmful:
                blocked.append(_refused(h, guard))
            else:
                out.append(h)
        return out

    def content(
        self, view: ReplyView, content: Iterable[Heard], own: Sequence[str], exam: bool, blocked: list[Blocked]
    ) -> list[Heard]:
        """What of the content counts: nothing that a guard refuses, and no more than a reply can carry."""
        before = [clause.text for earlier in own for clause in clauses(earlier)]
        passed: list[Heard] = []
        refused: dict[str, Blocked] = {}
        for h in content:
            parts = _parts(view, h)
            guard = self._guard(view, parts, before, exam, self.by_name[h.signal])
            if guard:
                refused.setdefault(h.signal, _refused(h, guard))
            else:
                passed.append(h)
        out = self._capped(view, passed, refused)
        names = {h.signal for h in out}
        blocked += [one for name, one in refused.items() if name not in names]
        return out

    def packed(self, view: ReplyView, heard: Sequence[Heard], blocked: list[Blocked]) -> list[Heard]:
        """Several of the scenario's own examples, word for word, in one reply: recited, not said."""
        if not self.ready_made.packed(view.text):
            return list(heard)
        blocked += [_refused(h, "packed") for h in heard if not self.by_name[h.signal].harmful]
        return [h for h in heard if self.by_name[h.signal].harmful]

    def _guard(
        self, view: ReplyView, parts: Sequence[Clause], before: Sequence[str], exam: bool, signal: Signal
    ) -> str:
        if signal.harmful or not parts:
            return ""
        if any(guards.no_sentence(clause) for clause in parts):
            return "order"
        if any(clause.reported for clause in parts):
            return "reported"
        if signal.kind != "number" and all(guards.copied(clause, view.context) for clause in parts):
            return "copy_customer"
        if all(self.brief.recited(clause, view.text) for clause in parts):
            return "copy_brief"
        if exam and all(any(guards.copied(clause, model) for model in self.model_answers) for clause in parts):
            return "copy_model"
        if all(
            len(clause.words) >= guards.LEAST_COPY and any(guards.near_copy(clause.text, text) for text in before)
            for clause in parts
        ):
            return "repeat"
        return ""

    def _capped(self, view: ReplyView, content: Iterable[Heard], refused: dict[str, Blocked]) -> list[Heard]:
        """One clause carries one content signal (a figure beside it), a reply `max_content`: the clearest first."""
        order = sorted(
            content,
            key=lambda h: (h.state != "met", TWO_BREATHS * (len(_parts(view, h)) > 1) - h.strength, h.span, h.signal),
        )
        out: list[Heard] = []
        taken: list[tuple[tuple[int, int], bool]] = []
        for h in order:
            if any(other.signal == h.signal for other in out):
                continue
            signal = self.by_name[h.signal]
            figure = signal.kind == "number"
            clash = any(figure == other and h.span[0] < s[1] and s[0] < h.span[1] for s, other in taken)
            counting = sum(1 for other in out if not self.by_name[other.signal].harmful)
            if not signal.harmful and (clash or counting >= self.max_content):
                refused.setdefault(h.signal, _refused(h, "capped"))
                continue
            out.append(h)
            taken.append((h.span, figure))
        return out


def _parts(view: ReplyView, h: Heard) -> list[Clause]:
    return [c for c in view.clauses if c.span[0] >= h.span[0] and c.span[1] <= h.span[1]]


def _refused(h: Heard, guard: str) -> Blocked:
    return Blocked(h.signal, h.span, guard, guards.WHY[guard])
