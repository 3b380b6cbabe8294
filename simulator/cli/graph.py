"""`sparring graph`: the map of a scenario, in the terminal, as Mermaid text or as a picture."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import columns, prompt, say, say_json, takes_all, wrapped

if TYPE_CHECKING:
    from simulator.rehearsal.coverage import Coverage
    from simulator.scenario.graph import Map
    from simulator.scenario.model import Scenario

EXAMPLES = """\b
Examples:
  sparring graph its-too-expensive
  sparring graph its-too-expensive --hits tests          what its own tests take
  sparring graph its-too-expensive --hits attempts       where your calls went
  sparring graph its-too-expensive --mermaid > map.mmd
  sparring graph mine/wait-until-next-year.yaml --svg map.svg
"""


@click.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID|FILE")
@click.option("--mermaid", "as_mermaid", is_flag=True, help="Print Mermaid text.")
@click.option("--svg", metavar="FILE", type=click.Path(path_type=Path), help="Write a picture.")
@click.option("--hits", type=click.Choice(["tests", "attempts"]), help="How often each way was taken, and by what.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(name: str, as_mermaid: bool, svg: Path | None, hits: str | None, as_json: bool) -> None:
    """Show the moments of a scenario, its endings, and what leads from one to the other."""
    from simulator.cli.chosen import chosen
    from simulator.exports.mermaid import mermaid
    from simulator.exports.svg import svg as drawn
    from simulator.scenario.graph import map_of
    from simulator.whole import write_whole

    if as_mermaid + (svg is not None) + as_json > 1:
        raise click.UsageError("choose one of --mermaid, --svg and --json")
    found = list(chosen([name]))
    if len(found) != 1:
        raise click.UsageError(f"{name} holds {len(found)} scenarios; name one of them")
    scenario = found[0][1]
    whole, visited = map_of(scenario), counted(scenario, hits)
    numbers = None if visited is None else {(moment, at + 1): times for (moment, at), times in visited.branches.items()}
    if svg is not None:
        try:
            write_whole(svg, drawn(whole, f"{scenario.id}: {scenario.title}", numbers))
        except OSError as error:
            raise click.UsageError(f"cannot write {svg}: {(error.strerror or str(error)).lower()}") from None
        say(f"{svg}: {len(scenario.moments)} moments, {len(scenario.endings)} endings")
    elif as_mermaid:
        prompt(mermaid(whole, numbers))
    elif as_json:
        say_json(document(scenario, whole, visited))
    else:
        for row in report(scenario, whole, visited):
            say(row)


def counted(scenario: Scenario, hits: str | None) -> Coverage | None:
    """Where the tests, or the calls on record, went; None where nobody asked."""
    if hits == "tests":
        from simulator.cli.detect import wanted_encoder
        from simulator.rehearsal.coverage import covered
        from simulator.rehearsal.embedded import play_tests

        return covered(scenario, [(one.session, one.card) for one in play_tests(scenario, wanted_encoder())])
    return recorded(scenario) if hits == "attempts" else None


def recorded(scenario: Scenario) -> Coverage:
    from simulator.rehearsal.coverage import Coverage
    from simulator.services.home import Home
    from simulator.services.people import sign_in
    from simulator.services.practice import Practice
    from simulator.services.visits import visits_of

    home = Home.find(os.environ)
    if home.database is not None and not home.database.exists():
        return Coverage(scenario)
    practice = Practice(home)
    try:
        visits = visits_of(practice, sign_in(practice.people), scenario)
    finally:
        practice.close()
    if visits.others:
        calls = "1 call was" if visits.others == 1 else f"{visits.others} calls were"
        say(f"warning: {calls} played with another version of this scenario, and left out", err=True)
    return visits.coverage


def report(scenario: Scenario, whole: Map, visited: Coverage | None) -> Iterator[str]:
    """The tree of what leads where, then every moment with its branches, in rows that fit the terminal."""
    yield from wrapped(f"{scenario.id}: {scenario.title}")
    if visited is not None:
        yield from wrapped(f"{visited.calls} {'call' if visited.calls == 1 else 'calls'} counted: (3x) is three times")
    yield ""
    yield from branching(whole)
    for name, place in whole.places.items():
        if not place.outcome:
            yield ""
            start = ", the start" if name == whole.start else ""
            yield from wrapped(place.text, f"{name}{start}{times(visited, 'moments', name)}: ")
            for arrow in whole.ways(name):
                taken = times(visited, "branches", (name, arrow.number - 1))
                yield from wrapped(arrow.when, f"  {arrow.number} -> {arrow.go}{taken}: ")
    yield ""
    yield "Endings:"
    for name, place in whole.places.items():
        if place.outcome:
            yield from wrapped(place.outcome, f"  {name}{times(visited, 'endings', name)}: ")
    for arrow in whole.anywhere:
        yield from wrapped(arrow.go, f"  where {arrow.when}: ")


def times(visited: Coverage | None, what: str, key: object) -> str:
    return "" if visited is None else f" ({getattr(visited, what)[key]}x)"


def branching(whole: Map) -> Iterator[str]:
    """The map as a tree; where a place leads besides, to what hangs elsewhere, stands behind it."""
    from simulator.scenario.graph import tree

    fork, last, down, to = ("├─ ", "└─ ", "│  ", "→") if takes_all(sys.stdout) else ("|- ", "`- ", "|  ", "->")
    for twig in tree(whole):
        lead = "".join(down if further else "   " for further in twig.more[:-1])
        lead += (fork if twig.more[-1] else last) if twig.more else ""
        outcome = whole.places[twig.name].outcome
        name = f"{twig.name} [{outcome}]" if outcome else twig.name
        yield f"{lead}{name}{listed(twig.also, f'  {to} ', columns() - len(lead) - len(name))}"


def listed(names: tuple[str, ...], lead: str, space: int) -> str:
    """As many names as there is room for, and how many more."""
    text = lead + ", ".join(names)
    for kept in range(len(names) - 1, -1, -1):
        if len(text) <= space:
            break
        text = f"{lead}{', '.join([*names[:kept], f'{len(names) - kept} more'])}"
    return text if names else ""


def document(scenario: Scenario, whole: Map, visited: Coverage | None) -> dict[str, Any]:
    def hits(what: str, key: object) -> int | None:
        return None if visited is None else getattr(visited, what)[key]

    return {
        "scenario": {"id": scenario.id, "version": scenario.version, "hash": scenario.hash},
        "calls": None if visited is None else visited.calls,
        "start": whole.start,
        "moments": [
            {
                "name": name,
                "goal": place.text,
                "hits": hits("moments", name),
                "next": [
                    {
                        "branch": arrow.number,
                        "when": arrow.when,
                        "go": arrow.go,
                        "hits": hits("branches", (name, arrow.number - 1)),
                    }
                    for arrow in whole.ways(name)
                ],
            }
            for name, place in whole.places.items()
            if not place.outcome
        ],
        "endings": [
            {"name": name, "outcome": place.outcome, "hits": hits("endings", name)}
            for name, place in whole.places.items()
            if place.outcome
        ],
        "anywhere": [{"when": arrow.when, "go": arrow.go} for arrow in whole.anywhere],
    }
