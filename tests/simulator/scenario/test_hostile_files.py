"""Broken scenario files: each gets its codes at its lines, within a second, and never anything but ScenarioError."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.check.scenarios import check
from simulator.scenario.catalogue import Catalogue, peek, shipped
from simulator.scenario.problems import Problem, ScenarioError

DATA = Path(__file__).parents[2] / "data" / "scenarios"
SOURCE = (DATA / "cold_call_brush_off.yaml").read_text(encoding="utf-8")
CATALOGUE = Catalogue([shipped(), DATA], None)
CATALOGUE.sources()
LONGEST = 1.0
"""Seconds that a file may take, however it is broken."""

Expected = tuple[tuple[str, str | int], ...]
"""Code and where: a line from 1, or words that stand in that line of the broken file only."""


def problems(path: Path) -> tuple[Problem, ...]:
    """What is wrong in a file, as each reader of it has it; anything but ScenarioError comes through."""
    begun = time.perf_counter()
    try:
        CATALOGUE.read(path)
        found: tuple[Problem, ...] = ()
    except ScenarioError as error:
        found = error.problems
    assert time.perf_counter() - begun < LONGEST
    peek(path)
    checked = [problem for problem in check(CATALOGUE, [path], hear=False) if problem.severity == "error"]
    told = {line for problem in checked for line in problem.consequences}
    for problem in found:
        if problem.severity == "error":
            bare = f"{problem.code} {problem.message}"
            known = any((p.code, p.message, p.place) == (problem.code, problem.message, problem.place) for p in checked)
            assert known or any(line.endswith(f": {bare}") for line in told), bare
    return found


def errors(path: Path, data: bytes) -> list[tuple[str, int]]:
    """Code and line of each error, by place; the file is the one that was read, and every message one sentence."""
    path.write_bytes(data)
    out = []
    for problem in problems(path):
        assert problem.message
        assert "\n" not in problem.message
        assert problem.place.file
        if problem.severity == "error":
            out.append((problem.code, problem.place.line))
    return out


def lines_of(text: str, expected: Expected) -> list[tuple[str, int]]:
    out = []
    for code, at in expected:
        if isinstance(at, int):
            out.append((code, at))
            continue
        (number,) = [n for n, line in enumerate(text.split("\n"), 1) if at in line]
        out.append((code, number))
    return out


def edited(*edits: tuple[str, str]) -> str:
    text = SOURCE
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


BOMB = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20))
FILES: dict[str, tuple[bytes, Expected]] = {
    "nothing": (b"", (("S101", 1),)),
    "comments only": (b"# to do\n# later\n", (("S101", 1),)),
    "a list": (b"- a\n- b\n", (("S106", 1),)),
    "a word": (b"scenario\n", (("S106", 1),)),
    "a letter of another encoding": (SOURCE.encode().replace(b"brisk, dry", b"brisk, dr\xfd"), (("S108", 39),)),
    "sixteen bits a letter": (SOURCE.encode("utf-16"), (("S108", 1),)),
    "half a letter at the end": (SOURCE.encode() + "é".encode()[:1], (("S108", SOURCE.count("\n") + 1),)),
    "a picture": (b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(5000), (("S108", 1),)),
    "noughts": (b"\0" * 5000, (("S101", 1),)),
    "more than 2 MB of remarks": (SOURCE.encode() + b"# more\n" * 300_000, (("S108", 0),)),
    "just below 2 MB on one line": (b"title: " + b"a" * 1_999_000, (("S110", 1),) * 18),
    "20,000 lists deep": (b"title: " + b"[" * 20_000, (("S108", 1),)),
    "20,000 fields deep": (b"{a: " * 20_000, (("S108", 1),)),
    "20,000 dashes deep": (b"- " * 20_000 + b"a", (("S108", 1),)),
    "100,000 words in braces": (b"title: {" + b"a, " * 100_000 + b"}", (("S108", 1),)),
    "100,000 words in brackets": (b"title: [" + b"a, " * 100_000 + b"]", (("S108", 1),)),
    "31 indents deep": ("".join(f"{' ' * n}a:\n" for n in range(40)).encode(), (("S108", 31),)),
    "an alias bomb": (b"a: &a [x, x]\n" + BOMB.encode(), (("S103", 1),)),
    "an alias of itself": (b"format: 1\na: &a [*a]\n", (("S103", 2),)),
    "a merge": (b"format: 1\n<<: *other\n", (("S103", 2),)),
    "a tag that would run": (b"format: 1\nid: !!python/object/apply:os.system [ls]\n", (("S104", 2),)),
    "two documents": (SOURCE.encode() + b"---\nformat: 1\n", (("S101", SOURCE.count("\n") + 1),)),
    "a quotation without an end": (b'format: 1\ntitle: "Cold\nid: x\n', (("S101", 4),)),
    "a bracket without an end": (b"format: 1\ngoals: [one, two\nid: x\n", (("S101", 3),)),
    "a percent sign at the start": (b"format: 1\ntitle: %done\n", (("S101", 2),)),
    "a key that is a list": (b"format: 1\n[a, b]: c\n", (("S106", 2),)),
    "a colon too many": (b"format: 1\ntitle: Cold call: the brush-off\n", (("S101", 2),)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_scenario(tmp_path: Path, name: str) -> None:
    data, expected = FILES[name]
    assert errors(tmp_path / "scenario.yaml", data) == lines_of("", expected)


Edits = tuple[tuple[str, str], ...]
SLIPS: dict[str, tuple[Edits, Expected]] = {
    # How it is written
    "a tab": ((("  name: Dana Whitfield", "\tname: Dana Whitfield"),), (("S108", "name: Dana Whitfield"),)),
    "a NUL is taken out and the rest is read": ((("name: Dana Wh", "name: Dana\0 Wh"),), ()),
    "a field twice": ((("minutes: 6", "minutes: 6\nminutes: 9"),), (("S102", "minutes: 9"),)),
    "a moment twice": ((("  listening:\n", "  pick_up:  # again\n"),), (("S102", "# again"),)),
    "a sentence cut at a comma": (
        (('reply: "Thirty seconds."', "reply: Thirty seconds, no more"),),
        (("S107", "Thirty seconds, no more"),),
    ),
    # The wrong kind of value
    "words for numbers": (
        (("version: 2", "version: two"), ("max_turns: 12", "max_turns: a dozen"), ("seconds: 45", "seconds: 4.5")),
        (("S106", "version: two"), ("S106", "a dozen"), ("S106", "seconds: 4.5")),
    ),
    "a number in quotes": ((("minutes: 6", 'minutes: "6"'),), (("S106", "minutes:"),)),
    "numbers out of range": (
        (("difficulty: 2", "difficulty: 6"), ("minutes: 6", "minutes: 0"), ("max_turns: 12", "max_turns: -1")),
        (("S106", "difficulty: 6"), ("S106", "minutes: 0"), ("S106", "max_turns: -1")),
    ),
    "a number of 5,000 digits": ((("max_turns: 12", f"max_turns: {'9' * 5000}"),), (("S106", "max_turns"),)),
    "an offset of 5,000 digits": (
        (("hard:   {trust: -1", f"hard:   {{trust: {'9' * 5000}"),),
        (("S106", "hard:   {trust"),),
    ),
    "a list for a text": ((("product: RoutePilot", "product: [RoutePilot]"),), (("S106", "product: ["),)),
    "fields for a text": ((("  name: Dana Whitfield", "  name: {first: Dana}"),), (("S106", "first: Dana"),)),
    "yes for true": (
        (('best: true, why: "It is open', 'best: yes, why: "It is open'),),
        (("S307", 166), ("S106", "best: yes")),
    ),
    "an empty text": ((("goal: Give a reason that is about her", 'goal: " "'),), (("S106", 'goal: " "'),)),
    "nothing after a colon": ((("goal: Give a reason that is about her", "goal:  #"),), (("S106", "goal:  #"),)),
    "a name with a space": ((("  forklift:\n", "  fork lift:\n"),), (("S106", "fork lift"),)),
    "an id with capitals": ((("id: cold-call-brush-off", "id: Cold Call"),), (("S106", "id: Cold Call"),)),
    "a status that is none": ((("status: published", "status: publish"),), (("S106", "status: publish"),)),
    "a percentage without its sign": ((("discount_limit: 0%", "discount_limit: 0"),), (("S106", "discount_limit"),)),
    # What is missing, and what is not known
    "a field missing in each of five places": (
        (
            ('title: Cold call, "just send me an email"\n', ""),
            ("  name: Dana Whitfield\n", ""),
            ("    goal: Give a reason that is about her\n", ""),
            ("      title: Earns the right to speak\n", ""),
            ("    truth: Two vendors rang her this morning, and both read from a script.\n", ""),
        ),
        (
            ("S110", 1),
            ("S110", "role: Operations Director"),
            ("S110", "asked_when: heard email_trade"),
            ("S110", "So what is this about?"),
            ("S110", "skill: value_messaging"),
        ),
    ),
    "fields that are none": (
        (("difficulty: 2", "dificulty: 2"), ("      weight: 30", "      wieght: 30")),
        (("S110", 1), ("S105", "dificulty: 2"), ("S105", "wieght")),
    ),
    "a moment that is none": (
        (("heard permission, go: listening", "heard permission, go: listning"), ("start: pick_up", "start: pickup")),
        (("S201", "start: pickup"), ("S201", "listning")),
    ),
    "a signal that is none": (
        (
            ("or heard reason or heard summarise", "or heard raeson or heard summarise"),
            ("  ask_who: trust", "  ask_hwo: trust"),
        ),
        (("S201", "ask_hwo"), ("S201", "raeson")),
    ),
    "a fact that is none": (
        (
            (
                'opens_when: knows spreadsheet and trust >= 5\n    says: ["Ray',
                'opens_when: knows spreadshet\n    says: ["Ray',
            ),
        ),
        (("S201", "spreadshet"),),
    ),
    "a skill that is none": (
        (("value_messaging, next_step, tone]", "value_messaging, nextstep, tone]"),),
        (("S201", "nextstep"),),
    ),
    "a role that is none": (
        (("counts_as: [real_concern]", "counts_as: [real_concerns]"),),
        (("S201", "real_concerns"),),
    ),
    "a feeling that is none": ((("silence: patience -2", "silence: patiense -2"),), (("S201", "patiense"),)),
    "a level that is none": (
        (("hard:   {trust: -1", "harder: {trust: -1"),),
        (("S105", "harder:"),),
    ),
    "a detector that is none": (
        (("signals:\n  permission:", "signals:\n  nod: {kind: behaviour, detector: thank}\n  permission:"),),
        (("S201", "detector: thank}"),),
    ),
    # Conditions, changes, draws
    "conditions that cannot be read": (
        (
            ("opens_when: trust >= 4\n    says: [\"You're", "opens_when: trust => 4\n    says: [\"You're"),
            ("when: in discovery and here >= 2", "when: (in discovery and here >= 2"),
            ("{when: here >= 3, go: cooling}", "{when: here >= 3 or, go: cooling}"),
        ),
        (("S205", "trust => 4"), ("S205", "(in discovery"), ("S205", "here >= 3 or")),
    ),
    "a condition 3,000 brackets deep": (
        (("{when: here >= 3, go: cooling}", f"{{when: {'(' * 3000}here >= 3{')' * 3000}, go: cooling}}"),),
        (("S205", "((("),),
    ),
    "changes that are none": (
        (
            ("every_turn: patience -1", "every_turn: patience - 1"),
            ("  ask_cost: interest +1", "  ask_cost: interest + one"),
        ),
        (("S204", "patience - 1"), ("S204", "+ one")),
    ),
    "a draw of nothing": ((("loss: [2600, 3000, 3400]", "loss: []"),), (("S106", "loss: []"),)),
    "a draw that is one value": (
        (("loss: [2600, 3000, 3400]", "loss: 2600"),),
        (("S106", "loss: 2600"), ("S106", "loss: 2600")),
    ),
    "a draw that nobody fills": (
        (
            (
                "late vans cost you {draw.loss} a week. Could we take twenty minutes on Tuesday at ten with",
                "{draw.lost}, with",
            ),
        ),
        (("S301", "{draw.lost}"),),
    ),
    "a feeling that starts at a drawn word": (
        (("  loss: [2600,", "  mood: [3, warm]\n  loss: [2600,"), ("{trust: 3,", '{trust: "{draw.mood}",')),
        (("S106", "{draw.mood}"),),
    ),
    "a feeling that starts beyond ten, or at no draw": (
        (
            ("{trust: 3, interest: 2,", '{trust: "{draw.loss}", interest: "{customer.name}",'),
            ("patience: 5}", 'patience: "{draw.none}"}'),
        ),
        (("S106", "{customer.name}"), ("S106", "{customer.name}"), ("S301", "{customer.name}")),
    ),
    "a number near a drawn word": (
        (
            ("  loss: [2600,", "  mood: [3, warm]\n  loss: [2600,"),
            (
                "signals:\n  permission:",
                'signals:\n  sum: {kind: number, means: A sum, unit: money, near: "{draw.mood}"}\n  permission:',
            ),
        ),
        (("S106", "near:"),),
    ),
    "numbers that are none": (
        (
            (
                "signals:\n  permission:",
                "signals:\n"
                "  a: {kind: number, means: A sum, unit: money, near: lots}\n"
                "  b: {kind: number, means: A sum, unit: money, between: [9, 3]}\n"
                "  c: {kind: number, means: A sum, unit: euro, between: [3, 9]}\n"
                "  d: {kind: number, means: A sum, unit: money}\n"
                f"  e: {{kind: number, means: A sum, unit: money, near: {'9' * 500}}}\n"
                "  permission:",
            ),
        ),
        (("S106", "near: lots"), ("S106", "[9, 3]"), ("S106", "euro"), ("S110", "  d:"), ("S106", "  e:")),
    ),
    # What is elsewhere
    "a library that is not there": (
        (("library/objections.yaml]", "library/objection.yaml]"),),
        (("S206", "objection.yaml]"), ("S202", "from: send_email")),
    ),
    "a library outside": (
        (("library/objections.yaml]", "../../../etc/passwd, library/objections.yaml]"),),
        (("S206", "passwd"),),
    ),
    "a seller that is not there": (
        (("  product: RoutePilot\n", "  from: other.yaml\n"),),
        (("S206", "other.yaml"),),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_an_author(tmp_path: Path, name: str) -> None:
    edits, expected = SLIPS[name]
    text = edited(*edits)
    assert errors(tmp_path / "scenario.yaml", text.encode()) == lines_of(text, expected)


CASCADES: dict[str, tuple[Edits, Expected]] = {
    "the moments missing": (
        (("\nmoments:\n", "\nmoment:\n"),),
        (("S110", 1), ("S105", "moment:"), ("S201", "start: pick_up")),
    ),
    "the endings a word": (
        (("\nendings:\n", "\nendings: four\nends:\n"),),
        (("S106", "endings: four"), ("S105", "ends:"), ("S201", "out_of_patience: hung_up")),
    ),
    "the libraries a text": (
        (("use: [library/signals.yaml, library/objections.yaml]", "use: library/signals.yaml"),),
        (("S106", "use: library"), ("S202", "from: send_email")),
    ),
    "a stage that is none": (
        (("stage: cold_call", "stage: coldcall"),),
        (("S106", "stage: coldcall"), ("S207", "use: [discovery")),
    ),
    "the draw a word": (
        (("draw:\n  loss: [2600, 3000, 3400]", "draw: loss"),),
        (("S106", "draw: loss"), ("S301", "truth: Late vans")),
    ),
    "a rubric that is a list": (
        (("\nrubric:\n", "\nrubric: [discovery]\nrubrics:\n"),),
        (("S106", "rubric: ["), ("S105", "rubrics:")),
    ),
}
"""One slip from which others follow: these are among what is said."""


@pytest.mark.parametrize("name", CASCADES)
def test_a_slip_from_which_others_follow(tmp_path: Path, name: str) -> None:
    edits, expected = CASCADES[name]
    text = edited(*edits)
    assert set(lines_of(text, expected)) <= set(errors(tmp_path / "scenario.yaml", text.encode()))


def test_files_that_use_themselves_and_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: 1\nuse: [b.yaml]\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("format: 1\nuse: [a.yaml]\n", encoding="utf-8")
    path = tmp_path / "scenario.yaml"
    text = edited(
        ("library/objections.yaml]", "library/objections.yaml, scenario.yaml, a.yaml, b.yaml]"),
        ("  product: RoutePilot\n", "  from: scenario.yaml\n"),
    )
    path.write_text(text, encoding="utf-8")
    found = [(Path(p.place.file).name, p.place.line, p.code) for p in problems(path) if p.severity == "error"]
    assert ("a.yaml", 2, "S105") in found
    assert ("b.yaml", 2, "S105") in found
    assert ("scenario.yaml", 2, "S105") in found
    assert all(line for _, line, _ in found)


def test_a_broken_library_is_named_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("format: 1\nsignals:\n\tnod: {kind: concept}\n", encoding="utf-8")
    (tmp_path / "odd.yaml").write_text("format: 1\nsignals:\n  nod: {kind: concpt, means: Nods}\n", encoding="utf-8")
    (tmp_path / "near.yaml").write_text(
        'format: 1\nsignals:\n  sum: {kind: number, means: A sum, unit: money, near: "{draw.sum}"}\n', encoding="utf-8"
    )
    path = tmp_path / "scenario.yaml"
    text = edited(("library/objections.yaml]", "library/objections.yaml, mine.yaml, odd.yaml, near.yaml]"))
    path.write_text(text, encoding="utf-8")
    found = [(Path(p.place.file).name, p.place.line, p.code) for p in problems(path) if p.severity == "error"]
    assert ("mine.yaml", 3, "S108") in found
    assert ("odd.yaml", 3, "S106") in found
    ((_, at),) = lines_of(text, (("S301", "near.yaml]"),))
    assert ("scenario.yaml", at, "S301") in found


@pytest.mark.parametrize(
    ("edit", "guess"),
    [
        (("difficulty: 2", "dificulty: 2"), "unknown field 'dificulty' in a scenario; did you mean 'difficulty'?"),
        (("heard permission, go: listening", "heard permission, go: listning"), "did you mean 'listening'?"),
        (("  ask_who: trust +1", "  ask_hwo: trust +1"), "unknown signal 'ask_hwo'; did you mean 'ask_who'?"),
        (("opens_when: knows spreadsheet and trust >= 5\n    says: [\"Ray", "opens_when: knows spreadshet\n    says: [\"Ray"),
         "unknown fact 'spreadshet'; did you mean 'spreadsheet'?"),
        (("value_messaging, next_step, tone]", "value_messaging, nextstep, tone]"), "did you mean 'next_step'?"),
        (("silence: patience -2", "silence: patiense -2"), "unknown feeling 'patiense'; did you mean 'patience'?"),
        (("status: published", "status: publish"), "did you mean 'published'?"),
    ],
)  # fmt: skip
def test_what_is_not_known_comes_with_what_was_meant(tmp_path: Path, edit: tuple[str, str], guess: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(edited(edit), encoding="utf-8")
    assert any(guess in problem.message for problem in problems(path))


SHIPPED = sorted(path for path in shipped().rglob("*.yaml") if path.parent.name not in ("rubrics", "library"))
BYTES = st.binary(min_size=1, max_size=3) | st.sampled_from([bytes([n]) for n in b" :-#{}[]\"'&*!|>%@,+\n\t0a"])
UNHURRIED = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@UNHURRIED
@given(data=st.data(), path=st.sampled_from(SHIPPED))
def test_bytes_turned_over_anywhere_are_said_or_do_no_harm(tmp_path: Path, data: st.DataObject, path: Path) -> None:
    broken = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=8)):
        broken[at : at + 1] = data.draw(BYTES)
    errors(tmp_path / "scenario.yaml", bytes(broken))


@UNHURRIED
@given(data=st.data(), path=st.sampled_from(SHIPPED))
def test_lines_cut_lost_or_doubled_are_said_or_do_no_harm(tmp_path: Path, data: st.DataObject, path: Path) -> None:
    rows = path.read_text(encoding="utf-8").split("\n")
    for at in data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=6)):
        cut = data.draw(st.integers(0, len(rows[at])))
        rows[at] = data.draw(st.sampled_from([rows[at][:cut], rows[at][cut:], f"{rows[at]}\n{rows[at]}", ""]))
    errors(tmp_path / "scenario.yaml", "\n".join(rows).encode())


@UNHURRIED
@given(data=st.data(), path=st.sampled_from(SHIPPED))
def test_keys_and_values_that_changed_places_are_said_or_do_no_harm(
    tmp_path: Path, data: st.DataObject, path: Path
) -> None:
    rows = path.read_text(encoding="utf-8").split("\n")
    named = [n for n, row in enumerate(rows) if ":" in row and not row.lstrip().startswith(("#", "-"))]
    for one, other in data.draw(st.lists(st.tuples(*[st.sampled_from(named)] * 2), min_size=1, max_size=5)):
        (key, value), (other_key, other_value) = (rows[n].split(":", 1) for n in (one, other))
        if data.draw(st.booleans()):
            key, other_key = other_key, key
        rows[one], rows[other] = f"{key}:{other_value}", f"{other_key}:{value}"
    errors(tmp_path / "scenario.yaml", "\n".join(rows).encode())
