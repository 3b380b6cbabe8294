"""`sparring rehearse`: simulated reps of different skill, and cheats, play a scenario before anyone else does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import passing, say, say_json, takes_all, wrapped
from simulator.cli.play import Seed

if TYPE_CHECKING:
    from simulator.rehearsal.rehearse import Rehearsal, Row

EXAMPLES = """\b
Examples:
  sparring rehearse its-too-expensive
  sparring rehearse mine/wait-until-next-year.yaml --level hard --seed 7
  sparring rehearse --calls 800 --cheats 10          all scenarios, roughly
  sparring rehearse its-too-expensive --json > rehearsal.json

\b
People are played with what would be heard of their words, cheats in words, through
the real detectors. The same seed gives the same table. Exits 1 where a bar is missed.
"""
BARS = "▁▂▃▄▅▆▇█"
PLAIN = ".:-=+*#@"
"""Where the output takes no block characters."""
BINS = 10


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[ID|FILE]...", nargs=-1)
@click.option("--calls", type=click.IntRange(56, 1_000_000), help="Calls of all people together; 4,000 if not said.")
@click.option("--cheats", type=click.IntRange(0, 10_000), help="Calls of each cheat, in words; 40 if not said.")
@click.option("--seed", type=Seed(), default=1, help="A number: plays the same calls again.")
@click.option(
    "--level", type=click.Choice(["easy", "normal", "hard"]), default="normal", help="How hard the customer is."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(names: tuple[str, ...], calls: int | None, cheats: int | None, seed: int, level: str, as_json: bool) -> int:
    """Let simulated reps play a scenario: who passes, how surely skill shows, and whether a cheat gets through."""
    from simulator.cli.chosen import chosen
    from simulator.cli.detect import wanted_encoder
    from simulator.rehearsal.rehearse import CALLS, CHEAT_CALLS, rehearse

    calls, cheats = CALLS if calls is None else calls, CHEAT_CALLS if cheats is None else cheats
    encoder = wanted_encoder() if cheats else None
    found = []
    for _, scenario in chosen(names):
        found.append(
            rehearse(
                scenario, calls=calls, seed=seed, level=level, encoder=encoder, cheats=cheats, told=teller(scenario.id)
            )
        )
        if not as_json:
            for row in report(found[-1]):
                say(row)
    wipe()
    if as_json:
        say_json({"rehearsals": [document(one) for one in found]})
    elif not found:
        say("There is no scenario to rehearse.")
    return 0 if all(one.met for one in found) else 1


def teller(name: str) -> Callable[[str], None]:
    """On a terminal says who is on, in one line of standard error that is wiped at the next."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: passing(f"{name}: {text}")


def wipe() -> None:
    if sys.stderr.isatty():
        passing("")


def report(found: Rehearsal) -> Iterator[str]:
    """A table in rows of at most 79 columns, how calls ended, and the bars."""
    scenario = found.scenario
    wipe()
    yield from wrapped(f"{scenario.id}, {found.level}, seed {found.seed}: {scenario.title}")
    yield ""
    yield f"{'':<16}{'calls':>6}{'passed':>8}{'':>10}{'totals':>13}{'replies':>9}  0 to 100"
    for row in found.rows:
        yield table_row(row)
    yield ""
    yield "How their calls ended:"
    for row in found.rows:
        yield from wrapped(endings(row), f"  {row.name}: ")
    yield ""
    for bar in found.bars:
        verdict = "met   " if bar.met else "MISSED"
        code = f" ({bar.code})" if bar.code and not bar.met else ""
        yield from wrapped(f"{bar.name}: {bar.found}, wanted {bar.wanted}{code}", f"  {verdict} ")
    yield from wrapped(difficulty(found), "  ")
    if found.encoder == "reduced":
        yield from wrapped("The cheats were heard by the reduced engine, without the encoder.", "  ")
    yield ""


def table_row(row: Row) -> str:
    low, high = row.interval
    totals = "{:>3} {:>3} {:>3}".format(*row.quartiles)
    share = f"{100 * row.share:.0f}%"
    spread = f"({100 * low:.0f}-{100 * high:.0f})"
    return f"{row.name:<16}{row.calls:>6}{share:>8}{spread:>10}{totals:>13}{row.replies:>9.1f}  {spark(row.totals)}"


def endings(row: Row, most: int = 4) -> str:
    parts = [f"{name} {100 * count / row.calls:.0f}%" for name, count in row.endings.items() if name]
    return ", ".join([*parts[:most], *([f"{len(parts) - most} more"] if len(parts) > most else [])])


def difficulty(found: Rehearsal) -> str:
    said = f"the file says {found.scenario.difficulty}"
    if found.difficulty is None:
        return f"Difficulty: {said}."
    return f"Difficulty: about {found.difficulty} of 5, by the solid rep; {said}."


def spark(totals: list[int]) -> str:
    """How the totals lie: ten columns, each of ten points, the tallest that of the most calls; a blank for none."""
    bins = [0] * BINS
    for total in totals:
        bins[min(BINS - 1, total * BINS // 100)] += 1
    most = max(bins, default=0)
    marks = BARS if takes_all(sys.stdout) else PLAIN
    return "".join(marks[(count * len(marks) - 1) // most] if count else " " for count in bins).rstrip()


def document(found: Rehearsal) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return {
        "scenario": {"id": found.scenario.id, "version": found.scenario.version, "hash": found.scenario.hash},
        "level": found.level,
        "seed": found.seed,
        "encoder": found.encoder,
        "met": found.met,
        "archetypes": [
            {
                "name": row.name,
                "in_words": row.in_words,
                "calls": row.calls,
                "passed": row.passed,
                "share": rounded(row.share),
                "interval": [rounded(end) for end in row.interval],
                "totals": dict(zip(("low", "median", "high"), row.quartiles, strict=True)),
                "replies": rounded(row.replies),
                "endings": row.endings,
            }
            for row in found.rows
        ],
        "auc": {
            "expert_novice": rounded(found.auc("expert", "novice")),
            "solid_novice": rounded(found.auc("solid", "novice")),
        },
        "difficulty": {"estimated": found.difficulty, "declared": found.scenario.difficulty},
        "levels": {name: {"passed": passed, "calls": of} for name, (passed, of) in found.levels.items()},
        "bars": [
            {"name": bar.name, "wanted": bar.wanted, "found": bar.found, "met": bar.met, "code": bar.code or None}
            for bar in found.bars
        ],
    }
