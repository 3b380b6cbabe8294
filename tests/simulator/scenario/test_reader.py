"""What is wrong in a scenario is said at its place, all of it at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.scenario.canonical import NotCanonical, from_canonical
from simulator.scenario.catalogue import Catalogue, UnknownScenario, shipped
from simulator.scenario.problems import ScenarioError
from simulator.scenario.signals import signals_for

DATA = Path(__file__).parents[2] / "data" / "scenarios"
SOURCE = (DATA / "cold_call_brush_off.yaml").read_text(encoding="utf-8")


def catalogue(*roots: Path, cache: Path | None = None, company: Path | None = None) -> Catalogue:
    return Catalogue([shipped(), *roots], cache, company)


def problems(tmp_path: Path, *edits: tuple[str, str]) -> list[str]:
    """What is wrong in the cold call after these replacements, as `line:column code message`."""
    text = SOURCE
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        catalogue(DATA).read(path)
    except ScenarioError as error:
        return [str(p).removeprefix(f"{path}:") for p in error.problems]
    return []


def line_of(text: str) -> int:
    return SOURCE[: SOURCE.index(text)].count("\n") + 1


@pytest.mark.parametrize("entry", catalogue(DATA).entries(), ids=lambda entry: entry.id)
def test_every_scenario_that_ships_reads_without_a_problem_and_comes_back_from_its_canonical_text(entry) -> None:  # type: ignore[no-untyped-def]
    scenario = catalogue(DATA).open(entry.id)
    assert from_canonical(scenario.canonical) == scenario
    assert scenario.rubric.criteria
    assert len(scenario.hash) == 64


def test_an_unknown_field_is_named_with_what_was_meant(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ("difficulty: 2", "difficulty: 2\ngaols: x"))
    assert found == f"{line_of('difficulty: 2') + 1}:1: S105 unknown field 'gaols' in a scenario; did you mean 'goals'?"


def test_a_moment_without_a_hint_is_a_warning_but_not_in_an_exam(tmp_path: Path) -> None:
    start = SOURCE.index("    hints:\n      - She did not expect you")
    hints = SOURCE[start : SOURCE.index("    guided:", start)]
    wrong = ("difficulty: 2", "difficulty: 9")
    assert any("S312" in line for line in problems(tmp_path, wrong, (hints, "")))
    assert not any(
        "S312" in line for line in problems(tmp_path, wrong, (hints, ""), ("format: 1", "format: 1\nsealed: true"))
    )


def test_every_problem_is_said_not_only_the_first(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        ("difficulty: 2", "difficulty: 9"),
        ("max_turns: 12", "max_turns: many"),
        ("heard pushy, go: hung_up", "heard pushey, go: hungup"),
    )
    assert [line.split(" ")[1] for line in found] == ["S106", "S106", "S201", "S201"]
    assert any("did you mean 'pushy'?" in line for line in found)
    assert any("did you mean 'hung_up'?" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Cold", "tilte: Cold", "S110"),
        ("format: 1", "format: 2", "S109"),
        ("use: [library/signals.yaml,", "use: [library/nothing.yaml,", "S206"),
        ("use: [library/signals.yaml,", "use: [../../etc/passwd,", "S206"),
        ("  acknowledge: trust +1", "  acknowledge: trust + 1", "S204"),
        ("  acknowledge: trust +1", "  acknowledge: joy +1", "S201"),
        ("opens_when: trust >= 4", "opens_when: trust >= ", "S205"),
        ("opens_when: trust >= 4", "opens_when: joy >= 4", "S201"),
        ("from: send_email", "from: send_mail", "S202"),
        ("{said.when|Tuesday at ten}", "{said.when}", "S301"),
        ("About {draw.loss} a week went", "About {draw.los} a week went", "S301"),
        ("skill: value_messaging", "skill: charm", "S201"),
        ("anchors:\n        - Pitches or makes small talk", "anchors:\n        - x\n        - Pitches", "S208"),
        (
            "      - {else: brush_off}\n  listening",
            "      - {else: brush_off}\n      - {when: silent, go: hung_up}\n  listening",
            "S401",
        ),
        ("  spreadsheet:\n    truth", "  need:\n    truth", "S203"),
        ("use: [discovery,", "use: [coaching, discovery,", "S207"),
        ("outcome: won,", "outcome: stalled,", "S310"),
        ("discount_limit: 0%", "discount_limit: none", "S106"),
    ],
)
def test_each_mistake_has_its_code(tmp_path: Path, old: str, new: str, code: str) -> None:
    # "About" stands in a truth and in a line; either way there is one problem of this code.
    if old.startswith("About"):
        old, new = "{draw.loss} a week went", "{draw.los} a week went"
    assert code in [line.split(" ")[1] for line in problems(tmp_path, (old, new))]


def test_a_mistake_in_a_condition_is_found_inside_it(tmp_path: Path) -> None:
    text = "      - {when: heard pushy, go: hung_up}\n"
    column = text.index("heard") + 1 + len("heard pushy ")
    (found,) = problems(tmp_path, ("heard pushy, go: hung_up", "heard pushy nad knows any, go: hung_up"))
    assert found.startswith(f"{line_of('heard pushy, go: hung_up')}:{column}: S205")


def test_a_drawn_figure_gives_a_number_its_range() -> None:
    scenario = catalogue(DATA).open("saas-price-hidden-budget")
    (number,) = [s for s in signals_for(scenario, {"loss": 90_000}) if s.name == "value_number"]
    assert (number.low, number.high) == pytest.approx((81_000, 99_000))


def test_what_moves_a_feeling_the_wrong_way_is_harmful() -> None:
    scenario = catalogue(DATA).open("renewal-at-risk")
    assert scenario.signals["excuse"].harmful
    assert not scenario.signals["apologise"].harmful


def test_a_companys_own_file_stands_in_place_of_the_one_that_ships(tmp_path: Path) -> None:
    company = tmp_path / "company.yaml"
    company.write_text("product: Anvil\nfacts: [It is heavy]\nprice: 9 a piece\ndiscount_limit: 5%\n", encoding="utf-8")
    ours = catalogue().open("just-send-me-an-email")
    theirs = catalogue(company=company).open("just-send-me-an-email")
    assert ours.seller.product != "Anvil"
    assert theirs.seller.product == "Anvil"
    assert theirs.hash != ours.hash


def test_an_unknown_scenario_is_named_with_what_was_meant() -> None:
    with pytest.raises(UnknownScenario, match="did you mean 'its-too-expensive'"):
        catalogue().open("its-to-expensive")


def test_the_cache_gives_the_same_scenario_and_notices_a_change(tmp_path: Path) -> None:
    folder, cache = tmp_path / "own", tmp_path / "cache"
    folder.mkdir()
    path = folder / "mine.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    first = catalogue(DATA, folder, cache=cache).open("cold-call-brush-off")
    assert catalogue(DATA, folder, cache=cache).open("cold-call-brush-off") == first
    path.write_text(SOURCE.replace("minutes: 6", "minutes: 7"), encoding="utf-8")
    assert catalogue(DATA, folder, cache=cache).open("cold-call-brush-off").minutes == 7
    for kept in cache.rglob("*.json"):
        kept.write_text("{broken", encoding="utf-8")
    assert catalogue(DATA, folder, cache=cache).open("cold-call-brush-off").minutes == 7


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert catalogue(cache=blocked / "cache").open("its-too-expensive")


def test_a_broken_file_stands_in_the_menu_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "odd.yaml").write_text("- just\n- a list\n", encoding="utf-8")
    (tmp_path / "raised.yaml").write_text("minutes: ²\nmoments: x\n", encoding="utf-8")
    entries = Catalogue([tmp_path], None).entries()
    assert [entry.minutes for entry in entries if entry.id == "raised"] == [0]
    broken = {entry.id: entry.broken for entry in entries}
    assert "S101" in broken["bad"]
    assert "S106" in broken["odd"]


def test_a_folder_called_scenarios_where_one_stands_does_not_shadow_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scenarios").mkdir()
    monkeypatch.chdir(tmp_path)
    assert catalogue().entry("its-too-expensive").path.startswith(str(shipped()))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1}', '{"format": 2}', "x"])
def test_what_is_no_kept_scenario_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_canonical(text)


def test_links_to_themselves_pipes_and_odd_names_are_passed_over(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    (own / "objection").mkdir(parents=True)
    (own / "objection" / "loop").symlink_to(own / "objection" / "loop")
    os.mkfifo(own / "objection" / "pipe.yaml")
    with open(os.fsencode(own) + b"/objection/\xff\xfe.yaml", "wb"):
        pass
    assert list(Catalogue([own], None).entries()) == []


def test_a_test_may_expect_general_criteria_and_no_unknown_ones(tmp_path: Path) -> None:
    old = "outcome: won, passed: true"
    assert not problems(tmp_path, (old, f"{old}, criteria: {{D1: 0-4}}"))
    (found,) = problems(tmp_path, (old, f"{old}, criteria: {{D11: 3}}"))
    assert "S201 unknown criterion 'D11'; did you mean 'D1'?" in found
