"""The one language: what is written is what is read, and every answer can say why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.marking import conditions as c

NAMES = st.sampled_from(["alpha", "beta", "gamma"])
OPS = st.sampled_from(["<", "<=", "==", "!=", ">=", ">"])
NUMBERS = st.integers(0, 9)
ATOMS = st.one_of(
    st.builds(lambda n: c.HeardIt((n,)), NAMES),
    st.builds(lambda n, m: c.HeardIt((n,), moment=m), NAMES, NAMES),
    st.builds(lambda n, b: c.HeardIt((n,), before=(b,)), NAMES, NAMES),
    st.builds(lambda n, w: c.HeardIt((n,), beside=(w,)), NAMES, NAMES),
    st.builds(lambda n, m, b, w: c.HeardIt((n,), m, (b,), (w,)), NAMES, NAMES, NAMES, NAMES),
    st.builds(lambda n, o, v: c.Count((n,), o, v), NAMES, OPS, NUMBERS),
    st.builds(lambda n: c.Knows((n,)), NAMES),
    st.builds(lambda n: c.Asked((n,)), NAMES),
    st.builds(lambda n, s: c.Objection((n,), s), NAMES, st.sampled_from(["new", "open", "resolved", "raised"])),
    st.builds(c.Level, st.sampled_from(["trust", "here", "turn"]), OPS, NUMBERS),
    st.builds(c.In, NAMES),
    st.just(c.Silent()),
    st.builds(c.Ends, NAMES),
    st.builds(c.HasOutcome, st.sampled_from(["won", "lost"])),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(c.Not, inner),
        st.builds(c.And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(c.Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


class Given:
    """A situation in which each atom is what a table says."""

    def __init__(self, table: dict[c.Atom, bool | None]) -> None:
        self.table = table

    def find(self, atom: c.Atom) -> c.Finding:
        return c.Finding(self.table[atom])


def flat(condition: c.Condition) -> c.Condition:
    """`a and (b and c)` and `a and b and c` are the same to a reader."""
    match condition:
        case c.Not(part):
            return c.Not(flat(part))
        case c.And(parts) | c.Or(parts):
            kind = type(condition)
            out: list[c.Condition] = []
            for part in map(flat, parts):
                out += part.parts if isinstance(part, kind) else (part,)  # type: ignore[arg-type]
            return kind(tuple(out))
        case _:
            return condition


@given(CONDITIONS)
def test_what_is_written_is_what_is_read(condition: c.Condition) -> None:
    assert flat(c.parse(c.write(condition))) == flat(condition)


@given(CONDITIONS, st.data())
def test_an_unknown_result_means_that_both_answers_are_possible_or_it_rests_on_the_unknown(
    condition: c.Condition, data: st.DataObject
) -> None:
    table: dict[c.Atom, bool | None] = {
        atom: data.draw(st.sampled_from([True, False, None])) for atom in c.atoms(condition)
    }
    verdict = c.evaluate(condition, Given(table))
    filled = {atom: data.draw(st.booleans()) if value is None else value for atom, value in table.items()}
    settled = c.evaluate(condition, Given(filled))
    if verdict.value is not None:
        assert settled.value is verdict.value
    assert verdict.because


@given(CONDITIONS, st.data())
def test_the_reasons_alone_decide(condition: c.Condition, data: st.DataObject) -> None:
    table: dict[c.Atom, bool | None] = {atom: data.draw(st.booleans()) for atom in c.atoms(condition)}
    verdict = c.evaluate(condition, Given(table))
    reasons = {reason.atom for reason in verdict.because}
    other = {atom: value if atom in reasons else (not value) for atom, value in table.items()}
    assert c.evaluate(condition, Given(other)).value is verdict.value


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("heard", 5),
        ("heard and", 6),
        ("trust >=", 8),
        ("trust alone", 0),
        ("(heard a", 8),
        ("heard a )", 8),
        ("x is gone", 5),
        ("x is not open", 5),
    ],
)
def test_a_mistake_is_found_where_it_stands(text: str, at: int) -> None:
    with pytest.raises(c.ConditionError) as caught:
        c.parse(text)
    assert caught.value.at == at
    assert caught.value.sentence


def test_a_not_in_the_wrong_place_is_told_the_right_one() -> None:
    with pytest.raises(c.ConditionError, match="'not NAME is resolved'"):
        c.parse("x is not resolved")


def test_nesting_has_an_end() -> None:
    with pytest.raises(c.ConditionError, match="too deep"):
        c.parse("(" * 500 + "silent" + ")" * 500)


def test_a_role_becomes_its_bearers_and_a_behaviour_of_the_same_name_stays() -> None:
    bearers = c.Bearers({"proof": ("case",)}, {"need": ("late",)}, {})
    known = {"signals": frozenset({"proof", "case"}), "facts": frozenset({"late"}), "objections": frozenset[str]()}
    roles = frozenset({"proof", "need", "impact"})
    assert c.resolve(c.parse("heard proof"), bearers, roles=roles, **known) == c.HeardIt(("proof", "case"))
    assert c.resolve(c.parse("knows need"), bearers, roles=roles, **known) == c.Knows(("late",))
    assert c.resolve(c.parse("heard impact"), bearers, roles=roles, **known) == c.HeardIt(())
