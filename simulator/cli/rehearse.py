"""`sparring rehearse`: simulated reps of different skill, and cheats, play a scenario before anyone else does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import passing, room, say, say_json, takes_all, wrapped
from simulator.cli.play import Seed

if TYPE_CHECKING:
    from simulator.rehearsal.results import Rehearsal, Row

EXAMPLES = """\b
Examples:
  sparring rehearse its-too-expensive
  sparring rehearse mine/wait-until-next-year.yaml --level hard --seed 7
  sparring rehearse --calls 800 --cheats 10          all scenarios, roughly
  sparring rehearse its-too-expensive --text --words tests/data/paraphrases
  sparring rehearse its-too-expensive --json > rehearsal.json

\b
People are played with what would be heard of their words (with --text: in words),
cheats always in words, through the real detectors. The same seed gives the same
table. Exits 1 where a bar is missed.
"""
BARS = "▁▂▃▄▅▆▇█"
PLAIN = ".:-=+*#@"
"""Where the output takes no block characters."""
BINS = 10
WIDEST = 74
"""Columns of a whole row of the table."""
MOST_MISHEARD = 8
"""Signals named."""


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[ID|FILE]...", nargs=-1)
@click.option("--calls", type=click.IntRange(56, 1_000_000), help="Calls of all people; 4,000, with --text 280.")
@click.option("--cheats", type=click.IntRange(0, 10_000), help="Calls of each cheat, in words; 40 if not said.")
@click.option("--seed", type=Seed(), default=1, help="A number: plays the same calls again.")
@click.option(
    "--level", type=click.Choice(["easy", "normal", "hard"]), default="normal", help="How hard the customer is."
)
@click.option("--text", is_flag=True, help="People speak in words too; half a minute or more.")
@click.option(
    "--words",
    type=click.Path(exists=True, path_type=Path),
    help="With --text: paraphrases, a YAML file or a folder with one for each scenario.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(
    names: tuple[str, ...],
    calls: int | None,
    cheats: int | None,
    seed: int,
    level: str,
    text: bool,
    words: Path | None,
    as_json: bool,
) -> int:
    """Let simulated reps play a scenario: who passes, how surely skill shows, and whether a cheat gets through."""
    from simulator.cli.chosen import chosen
    from simulator.cli.detect import wanted_encoder
    from simulator.rehearsal.paraphrases import Paraphrases, paraphrases_of
    from simulator.rehearsal.rehearse import CHEAT_CALLS, rehearse

    if words is not None and not text:
        raise click.UsageError("--words goes with --text, where people speak in words")
    cheats = CHEAT_CALLS if cheats is None else cheats
    encoder = wanted_encoder() if cheats or text else None
    documents, missed = [], 0
    for _, scenario in chosen(names):
        lines = Paraphrases() if words is None else paraphrases_of(scenario, words)
        found = rehearse(
            scenario,
            calls=calls,
            seed=seed,
            level=level,
            encoder=encoder,
            cheats=cheats,
            words=lines.all if text else None,
            told=teller(scenario.id),
        )
        missed += not found.met
        wipe()
        if as_json:
            documents.append(document(found))
        else:
            for row in report(found, lines.secret):
                say(row)
    if as_json:
        say_json({"rehearsals": documents})
    return 1 if missed else 0


def teller(name: str) -> Callable[[str], None]:
    """On a terminal says who is on, in one line of standard error that is wiped at the next."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: passing(f"{name}: {text}")


def wipe() -> None:
    if sys.stderr.isatty():
        passing("")


def report(found: Rehearsal, secret: frozenset[str] = frozenset()) -> Iterator[str]:
    """A table in rows of at most 79 columns, how calls ended, and the bars. `secret`: lines that are not quoted."""
    scenario = found.scenario
    yield from wrapped(f"{scenario.id}, {found.level}, seed {found.seed}: {scenario.title}")
    yield ""
    narrow = room() < WIDEST
    yield f"{'':<16}{'calls':>6}{'passed':>8}" + (
        f"{'':>10}{'totals':>13}{'replies':>9}  0 to 100" if not narrow else ""
    )
    for row in found.rows:
        yield table_row(row, narrow)
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
    if found.flat:
        yield from wrapped("The levels hardly differ: easy helps the solid rep no more than hard does.", "  ")
    if found.encoder == "reduced":
        yield from wrapped("What was said in words was heard by the reduced engine, without the encoder.", "  ")
    yield from misheard(found, secret)
    yield ""


def misheard(found: Rehearsal, secret: frozenset[str]) -> Iterator[str]:
    """In words: how much of what was meant was heard, the least heard signals, and words of which it was not."""
    meant = found.meant
    if not meant:
        return
    hits, of = sum(hit for hit, _ in meant.values()), sum(of for _, of in meant.values())
    yield ""
    yield f"Heard as it was meant, of the expert and the solid rep: {hits} of {of} ({100 * hits / of:.0f}%)"
    least = sorted(meant.items(), key=lambda item: (item[1][0] / item[1][1], -item[1][1], item[0]))
    quoted = quotations(found, secret)
    for name, (hit, times) in least[:MOST_MISHEARD]:
        if hit < times:
            yield from wrapped(f"{hit} of {times}{quoted.get(name, '')}", f"  {name}: ")


def quotations(found: Rehearsal, secret: frozenset[str]) -> dict[str, str]:
    """For each signal words that meant it and were not heard so; none that are held back."""
    out: dict[str, str] = {}
    for name in ("expert", "solid"):
        row = found.row(name)
        for signal, said, heard in row.meant if row else ():
            if not heard and signal not in out and said not in secret:
                out[signal] = f", such as “{said}”"
    return out


def table_row(row: Row, narrow: bool = False) -> str:
    """One archetype: calls, share that passed with its interval, quartiles of the total, mean replies, the plot.

    `narrow`: the first three only, in 30 columns.
    """
    first = f"{row.name:<16}{row.calls:>6}{f'{100 * row.share:.0f}%':>8}"
    if narrow:
        return first
    low, high = row.interval
    totals = "{:>3} {:>3} {:>3}".format(*row.quartiles)
    spread = f"({100 * low:.0f}-{100 * high:.0f})"
    return f"{first}{spread:>10}{totals:>13}{row.replies:>9.1f}  {spark(row.totals)}"


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
        "meant": {name: {"heard": hit, "of": of} for name, (hit, of) in sorted(found.meant.items())},
        "levels": {name: {"passed": passed, "calls": of} for name, (passed, of) in found.levels.items()},
        "bars": [
            {"name": bar.name, "wanted": bar.wanted, "found": bar.found, "met": bar.met, "code": bar.code or None}
            for bar in found.bars
        ],
    }
