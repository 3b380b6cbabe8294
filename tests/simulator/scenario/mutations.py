"""Scenario files changed at random, and a process of its own that has each of them checked.

`python -m tests.simulator.scenario.mutations SEED COUNT` prints one JSON document: how many files were checked, how many of
them had no error, the seconds of work of the slowest, the most memory that the process ever had (MB), and for each file that
brought anything but problems its number and the last lines of the traceback. The same seed changes the same.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from types import FrameType

from simulator.check.earnings import cheap_passes
from simulator.check.play.played import played_problems
from simulator.check.scenarios import checked_file, faulty
from simulator.scenario.canonical import sealed
from simulator.scenario.catalogue import Catalogue, peek, shipped
from simulator.scenario.document import read_file
from simulator.scenario.reader import ScenarioReader

HANGS = 60
"""Seconds after which a file is given up."""
PLAYED = 25
"""Of so many whole files one is played too."""
SIGNS = b" :-#{}[]\"'&*!|>%@,+\n\t0a?~`\\"
Way = Callable[[str, Random], str]


def mutated(source: str, chance: Random) -> bytes:
    """A file with one to four changes."""
    text = source
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(WAYS)(text, chance)
    data = text.encode()
    return flipped(data, chance) if chance.random() < 0.2 else data


def flipped(data: bytes, chance: Random) -> bytes:
    """Some bytes turned over; it may be UTF-8 no more."""
    broken = bytearray(data or b" ")
    for _ in range(chance.randint(1, 12)):
        broken[chance.randrange(len(broken))] = chance.choice((chance.randrange(256), chance.choice(SIGNS)))
    return bytes(broken)


def rows_of(text: str) -> list[str]:
    return text.split("\n")


def line_cut(text: str, chance: Random) -> str:
    rows = rows_of(text)
    at = chance.randrange(len(rows))
    rows[at] = rows[at][: chance.randint(0, len(rows[at]))]
    return "\n".join(rows)


def file_cut(text: str, chance: Random) -> str:
    return text[: chance.randint(0, len(text))]


def lines_lost(text: str, chance: Random) -> str:
    rows = rows_of(text)
    at = chance.randrange(len(rows))
    del rows[at : at + chance.choice((1, 1, 1, 3, 20))]
    return "\n".join(rows)


def keys_swapped(text: str, chance: Random) -> str:
    rows = rows_of(text)
    named = [n for n, row in enumerate(rows) if ":" in row and not row.lstrip().startswith(("#", "-"))]
    if len(named) < 2:
        return text
    one, other = chance.sample(named, 2)
    (key, value), (other_key, other_value) = (rows[n].split(":", 1) for n in (one, other))
    rows[one], rows[other] = f"{other_key}:{value}", f"{key}:{other_value}"
    return "\n".join(rows)


def values_swapped(text: str, chance: Random) -> str:
    rows = rows_of(text)
    named = [n for n, row in enumerate(rows) if ": " in row]
    if len(named) < 2:
        return text
    one, other = chance.sample(named, 2)
    (key, value), (other_key, other_value) = (rows[n].split(": ", 1) for n in (one, other))
    rows[one], rows[other] = f"{key}: {other_value}", f"{other_key}: {value}"
    return "\n".join(rows)


def block_doubled(text: str, chance: Random) -> str:
    rows = rows_of(text)
    start = chance.randrange(len(rows))
    block = rows[start : start + chance.choice((1, 2, 5, 20, 80))]
    at = chance.choice((start, chance.randrange(len(rows))))
    return "\n".join(rows[:at] + block * chance.choice((1, 1, 1, 3, 50)) + rows[at:])


def alias_bomb(text: str, chance: Random) -> str:
    names = "abcdefghijklmnop"
    bomb = [f"{names[0]}: &{names[0]} [x, x]"]
    bomb += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    rows = rows_of(text)
    at = chance.choice((0, chance.randrange(len(rows)), len(rows)))
    return "\n".join(rows[:at] + bomb + rows[at:])


def nested(text: str, chance: Random) -> str:
    depth = chance.choice((5, 29, 31, 200, 5000))
    kind = chance.choice(("list", "fields", "indents", "brackets"))
    rows = rows_of(text)
    at = chance.randrange(len(rows))
    if kind == "indents":
        lead = len(rows[at]) - len(rows[at].lstrip())
        rows[at] = "\n".join(" " * (lead + n) + "a:" for n in range(min(depth, 300)))
    elif ":" in rows[at]:
        key = rows[at].split(":", 1)[0]
        deep = {"list": "[" * depth + "]" * depth, "fields": "{a: " * depth + "1" + "}" * depth}
        inside = "(" * depth + "here >= 1" + ")" * depth
        rows[at] = f"{key}: {deep.get(kind, inside)}"
    return "\n".join(rows)


def huge(text: str, chance: Random) -> str:
    """A scalar of up to half a megabyte, of one kind or another."""
    size = chance.choice((1_000, 40_000, 400_000))
    what = chance.choice(("a", "9", "heard open_question or ", "{draw.x} ", "not ", "trust +1, ", "ab. ", "a, ", "ü"))
    rows = rows_of(text)
    at = chance.randrange(len(rows))
    key = rows[at].split(":", 1)[0] if ":" in rows[at] else "  - x"
    long = (what * (size // len(what))).strip()
    rows[at] = f"{key}: {long}" if chance.random() < 0.5 else f'{key}: "{long}"'
    return "\n".join(rows)


def number_changed(text: str, chance: Random) -> str:
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not digits:
        return text
    at = chance.choice(digits)
    new = chance.choice(("0", "-1", "99999999999", "1e9", "007", "NaN", ".5", "٣", "²", "{draw.loss}", ""))
    return text[:at] + new + text[at + 1 :]


def words_changed(text: str, chance: Random) -> str:
    """A word that means something here, put in the place of another."""
    words = text.split(" ")
    known = ("heard", "not", "knows", "and", "or", "all", "any", "before", "count", "silence", "else:", "when:", "go:")
    own = [word for word in words if word.isidentifier()] or ["x"]
    words[chance.randrange(len(words))] = chance.choice((chance.choice(known), chance.choice(own)))
    return " ".join(words)


def shifted(text: str, chance: Random) -> str:
    rows = rows_of(text)
    at = chance.randrange(len(rows))
    for n in range(at, min(len(rows), at + chance.choice((1, 3, 10)))):
        rows[n] = chance.choice(("  ", "\t", " ")) + rows[n] if chance.random() < 0.7 else rows[n].removeprefix("  ")
    return "\n".join(rows)


def odd_signs(text: str, chance: Random) -> str:
    at = chance.randint(0, len(text))
    odd = chance.choice(
        ("\0", "\x1b[31m", "\u202e", "\ufeff", "\U0001f600", "\u2028", "{", "}", "{draw.", "---\n", "...\n")
    )
    return text[:at] + odd + text[at:]


WAYS: tuple[Way, ...] = (
    line_cut, file_cut, lines_lost, lines_lost, lines_lost, keys_swapped, values_swapped, block_doubled, alias_bomb, nested,
    huge, number_changed, number_changed, number_changed, words_changed, words_changed, words_changed, shifted, odd_signs,
)  # fmt: skip


def check_all(seed: int, count: int, folder: Path) -> dict[str, object]:
    catalogue = Catalogue([shipped()], None)
    catalogue.sources()
    left_out = ("rubrics", "library")
    sources = [path for path in sorted(shipped().rglob("*.yaml")) if path.parent.name not in left_out]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    failures: list[str] = []
    slowest, slow, whole = 0.0, -1, 0
    signal.signal(signal.SIGALRM, _too_long)
    path = folder / "scenario.yaml"
    for number in range(count):
        chance = Random(f"{seed}/{number}")
        path.write_bytes(mutated(chance.choice(texts), chance))
        begun = time.process_time()
        signal.alarm(HANGS)
        try:
            peek(path)
            checked = checked_file(catalogue, path, hear=False)
            for problem in checked.problems:
                assert problem.message.strip(), problem
                assert "\n" not in problem.message, problem
        except Exception:
            failures.append(f"{number}: {' | '.join(traceback.format_exc().strip().splitlines()[-3:])}")
        finally:
            signal.alarm(0)
        took = time.process_time() - begun
        if took > slowest:
            slowest, slow = took, number
        if checked.id and not faulty(checked.problems):
            whole += 1
            if whole % PLAYED == 0:
                failures += _played(catalogue, path, number)
    found: dict[str, object] = {"files": count, "whole": whole, "slowest": round(slowest, 2), "number": slow}
    return {**found, "memory": most_memory(), "failures": failures}


def most_memory() -> int:
    """The most that this process ever had, in MB. Its usage would count what its parent had when it was begun, too."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024


def _played(catalogue: Catalogue, path: Path, number: int) -> list[str]:
    """What is whole can be played, too."""
    try:
        reader = ScenarioReader(read_file(path), path, catalogue.sources())
        whole = sealed(reader.scenario())
        list(cheap_passes(whole, reader))
        for problem in played_problems(whole, reader):
            assert problem.message.strip(), problem
    except Exception:
        return [f"{number}: played: {' | '.join(traceback.format_exc().strip().splitlines()[-3:])}"]
    return []


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {HANGS} seconds")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print(json.dumps(check_all(int(sys.argv[1]), int(sys.argv[2]), Path(made))))
