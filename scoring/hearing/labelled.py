"""Our own labelled text, as `corpus/GUIDE.md` says: replies by clause, each with every label that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply. `clauses` are (text, labels); joined by spaces they are the reply. `family`: the objection or stage."""

    author: str
    family: str
    customer: str
    clauses: tuple[tuple[str, frozenset[str]], ...]

    @property
    def text(self) -> str:
        return " ".join(text for text, _ in self.clauses)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each clause stands in `text`: [start, end)."""
        out, at = [], 0
        for text, _ in self.clauses:
            out.append((at, at + len(text)))
            at += len(text) + 1
        return tuple(out)


class BadCorpus(ValueError):
    """A line that is no label line; carries file:line."""


def labels() -> frozenset[str]:
    """Every label of the guide."""
    rows = (CORPUS / "GUIDE.md").read_text(encoding="utf-8").splitlines()
    cells = (row.split("|")[1].strip() for row in rows if row.startswith("|") and row.count("|") >= 4)
    return frozenset(cell for cell in cells if cell and cell != "label" and set(cell) != {"-"})


def read(path: Path) -> Iterator[Labelled]:
    """The replies of one file. Raises BadCorpus."""
    known = labels()
    author, family, customer = path.stem, "", ""
    clauses: list[tuple[str, frozenset[str]]] = []
    for number, row in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = row.strip()
        if line.startswith("# family:"):
            family = line.partition(":")[2].strip()
        if not line or line.startswith(("#", ">")):
            if clauses:
                yield Labelled(author, family, customer, tuple(clauses))
                clauses = []
            customer = line[1:].strip() if line.startswith(">") else customer
            continue
        names, bar, text = line.partition(" | ")
        found = frozenset(names.split()) - {"-"}
        if not bar or not text.strip() or not found <= known:
            raise BadCorpus(f"{path.name}:{number}: not `labels | text`, or a label that the guide lacks")
        clauses.append((text.strip(), found))


def part(name: str) -> list[Labelled]:
    """`train` or `test`, in the order of their authors."""
    return [reply for path in sorted((CORPUS / name).glob("*.txt")) for reply in read(path)]
