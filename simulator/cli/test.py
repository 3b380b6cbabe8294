"""`sparring test`: the tests that scenarios carry, played through the real detectors, and what they do not visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import WIDTH, say, say_json, wrapped

if TYPE_CHECKING:
    from simulator.rehearsal.coverage import Coverage
    from simulator.rehearsal.embedded import Played
    from simulator.scenario.model import Scenario

EXAMPLES = """\b
Examples:
  sparring test its-too-expensive
  sparring test mine/wait-until-next-year.yaml --draws
  sparring test --quiet                         all scenarios, without what is not covered
  sparring test its-too-expensive --json
"""
INDENT = " " * 10
MOST_MORE = 2
"""Differences shown of one test after the first; the document of --json has all."""


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[ID|FILE]...", nargs=-1)
@click.option("--draws", is_flag=True, help="Play each test with every figure that may be drawn.")
@click.option("--quiet", is_flag=True, help="Leave out what no test covers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(names: tuple[str, ...], draws: bool, quiet: bool, as_json: bool) -> int:
    """Play the tests of scenarios, and say what no test covers. Exits 1 where one fails."""
    from simulator.cli.chosen import chosen
    from simulator.cli.detect import wanted_encoder
    from simulator.cli.rehearse import teller, wipe
    from simulator.rehearsal.coverage import covered
    from simulator.rehearsal.embedded import play_tests

    encoder = wanted_encoder()
    documents, failed = [], 0
    for _, scenario in chosen(names):
        tell = teller(scenario.id)
        tell("listening")
        played = []
        for one in play_tests(scenario, encoder, every_draw=draws):
            tell(one.test.name)
            played.append(one)
        coverage = covered(scenario, [(one.session, one.card) for one in played])
        failed += sum(not one.passed for one in played)
        wipe()
        if as_json:
            documents.append(document(scenario, played, coverage, encoder))
        else:
            for row in report(scenario, played, coverage, quiet):
                say(row)
    if as_json:
        say_json({"failed": failed, "scenarios": documents})
    return 1 if failed else 0


def report(scenario: Scenario, played: list[Played], coverage: Coverage, quiet: bool) -> Iterator[str]:
    """Each test's verdict with its first difference, then what is covered, and what not."""
    tests: dict[str, list[Played]] = {}
    for one in played:
        tests.setdefault(one.test.name, []).append(one)
    good = sum(all(one.passed for one in draws) for draws in tests.values())
    yield from wrapped(f"{scenario.id}: {good} of {len(tests)} tests passed")
    for name, draws in tests.items():
        yield from verdict(name, draws)
    if not played:
        yield "  There is no test in it yet."
    yield ""
    parts = ", ".join(f"{name} {hit} of {of}" for name, (hit, of) in coverage.counted.items() if of)
    yield from wrapped(f"Covered: {parts}.", "  ")
    if not quiet:
        yield from uncovered(coverage)
    yield ""


def verdict(name: str, draws: list[Played]) -> Iterator[str]:
    """One test, played with one draw or several: the first draw in which it failed."""
    failed = [one for one in draws if not one.passed]
    if not failed:
        unsaid = max(one.unsaid for one in draws)
        replies = "its last reply" if unsaid == 1 else f"{unsaid} more replies"
        early = f" (the call ended before {replies})" if unsaid else ""
        yield from wrapped(f"{name}{early}", "  passed  ")
        return
    first = failed[0]
    yield from wrapped(f"{name}: {first.differences[0]}", "  FAILED  ")
    for more in first.differences[1 : 1 + MOST_MORE]:
        yield from wrapped(f"and {more}", INDENT)
    rest = len(first.differences) - 1 - MOST_MORE
    if rest > 0:
        yield f"{INDENT}and {rest} more"
    drawn = ", ".join(f"{name} {value}" for name, value in first.session.play.drawn.items())
    if len(draws) > 1:
        yield from wrapped(f"with {drawn}; it failed with {len(failed)} of {len(draws)} draws", INDENT)


def uncovered(coverage: Coverage) -> Iterator[str]:
    """What no test visits, a branch a line; the document of --json has their conditions whole."""
    from simulator.rehearsal.coverage import in_words
    from simulator.rehearsal.embedded import short

    branches = coverage.missing_branches()
    if branches:
        yield f"  No test takes these {len(branches)} branches:"
    for moment, number, branch in branches:
        lead = f"    {moment} {number} -> {branch.go}: "
        yield f"{lead}{short(in_words(branch), max(30, WIDTH - len(lead)))}"
    for what, names in coverage.missing().items():
        if names:
            yield from wrapped(f"{', '.join(names)}", f"  No test has {_HAS[what]}: ")
    levels = coverage.missing_levels()
    if levels:
        parts = "; ".join(f"{name} {', '.join(map(str, missed))}" for name, missed in levels.items())
        yield from wrapped(f"Levels that no test earns: {parts}", "  ")


_HAS = {
    "endings": "these endings",
    "facts": "these facts told",
    "objections raised": "these objections raised",
    "objections settled": "these objections settled",
}


def document(scenario: Scenario, played: list[Played], coverage: Coverage, encoder: Any) -> dict[str, Any]:
    from simulator.rehearsal.coverage import in_words

    return {
        "scenario": {"id": scenario.id, "version": scenario.version, "hash": scenario.hash},
        "encoder": encoder.identity if encoder else "reduced",
        "tests": [
            {
                "name": one.test.name,
                "level": one.test.level,
                "seed": one.session.seed,
                "drawn": dict(one.session.play.drawn),
                "passed": one.passed,
                "differences": list(one.differences),
                "path": one.session.path,
                "outcome": one.session.outcome,
                "total": one.card.total,
            }
            for one in played
        ],
        "covered": {name.replace(" ", "_"): {"visited": hit, "of": of} for name, (hit, of) in coverage.counted.items()},
        "uncovered": {
            "branches": [
                {"moment": moment, "branch": number, "when": in_words(branch), "go": branch.go}
                for moment, number, branch in coverage.missing_branches()
            ],
            **{name.replace(" ", "_"): names for name, names in coverage.missing().items()},
            "levels": coverage.missing_levels(),
        },
    }
