"""The manual names every code that the checker may give, and no other."""

from __future__ import annotations

import re
from pathlib import Path

TOP = Path(__file__).parents[3]
CODE = re.compile(r"\b[SR]\d{3}\b")


def in_the_code() -> set[str]:
    """Codes as they stand in quotation marks, where a problem is made of them."""
    texts = (path.read_text(encoding="utf-8") for path in (TOP / "simulator").rglob("*.py"))
    return {code for text in texts for code in re.findall(r'"([SR]\d{3})"', text)}


def in_the_manual() -> set[str]:
    """Codes of the table's first column; `S101 to S104` are four."""
    text = (TOP / "docs" / "authoring.md").read_text(encoding="utf-8")
    table = text[text.index("| code | what is wrong |") :].split("\n\n", 1)[0]
    found: set[str] = set()
    for row in table.splitlines():
        first = row.split("|")[1]
        between = re.search(r"S(\d{3}) to S(\d{3})", first)
        found |= {f"S{n}" for n in range(int(between[1]), int(between[2]) + 1)} if between else set(CODE.findall(first))
    return found


def test_the_table_of_codes_is_whole() -> None:
    assert in_the_code() - in_the_manual() == set(), "these are given and stand in no table"
    assert in_the_manual() - in_the_code() == set(), "these stand in the table and are never given"
