"""Heads and the text that they learn from: sound files, authors kept apart, better than the rules on what is set aside."""

from __future__ import annotations

from scoring.hearing.behaviours import BEHAVIOURS
from scoring.hearing.heads import trained
from scoring.hearing.hear import Ear
from scoring.hearing.labelled import labels, part
from tests.bench.behaviours import LEAST, f1, heard_in
from tests.scoring.hearing.weights import encoder


def test_every_file_is_as_the_guide_says_and_every_label_has_a_detector() -> None:
    train, test = part("train"), part("test")
    assert sum(len(reply.clauses) for reply in [*train, *test]) >= 6000
    assert labels() <= set(BEHAVIOURS)
    for reply in (*train, *test):
        for (text, _), (start, end) in zip(reply.clauses, reply.spans, strict=True):
            assert reply.text[start:end] == text


def test_what_is_set_aside_is_by_other_authors_about_other_things() -> None:
    train, test = part("train"), part("test")
    assert not {reply.author for reply in train} & {reply.author for reply in test}
    shared = {reply.family for reply in train} & {reply.family for reply in test}
    assert shared <= {"coaching"}
    assert not {reply.text for reply in train} & {reply.text for reply in test}


def test_the_heads_that_ship_are_of_this_encoder() -> None:
    heads = trained(encoder())
    assert heads is not None
    assert set(heads.names) <= set(BEHAVIOURS)
    assert all(0 < threshold < 1 for threshold in heads.thresholds)


def test_with_the_heads_more_is_heard_rightly_than_by_the_rules_alone() -> None:
    replies = part("test")[::3]

    def mean(rows: list[dict[str, object]]) -> float:
        scores = []
        for name in rows[0]:
            cells = [row[name] for row in rows]
            if sum(cell.right + cell.missed for cell in cells) >= LEAST:  # type: ignore[attr-defined]
                scores.append(f1(cells)[2])  # type: ignore[arg-type]
        return sum(scores) / len(scores)

    full, reduced = heard_in(replies, encoder()), heard_in(replies, None)
    assert mean(full) > mean(reduced) + 0.08  # type: ignore[arg-type]


def test_a_clause_with_its_quotation_is_heard_beyond_the_rules() -> None:
    ear = Ear(BEHAVIOURS.values(), encoder=encoder())
    text = "and what would you have to show your finance people to get this through"
    heard = {h.signal: h for h in ear.listen(text, "It is out of our budget.").heard}
    assert "open_question" in heard
    for hearing in heard.values():
        assert text[slice(*hearing.span)] == hearing.quote
