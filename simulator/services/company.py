"""The company's file: what reps have to sell and may offer, read and changed by a manager, and validated like a scenario."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.hearing.signals import Seller
from simulator.scenario.company import read_company
from simulator.scenario.problems import Problem
from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.whole import write_whole

if TYPE_CHECKING:
    from simulator.services.practice import Practice

LARGEST = 100_000
"""Characters."""


class CompanyError(ValueError):
    """A company's file that is not kept. Carries a sentence; `problems` with line and column."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Company:
    """The file as it is. `own`: it is this firm's, in the data folder; else the one that ships is shown."""

    path: Path
    text: str
    own: bool
    seller: Seller | None
    problems: tuple[Problem, ...]


def read(practice: Practice) -> Company:
    """Everybody may: it is what they sell. Raises CompanyError."""
    own = practice.home.company
    path = practice.catalogue.company
    if path is None:
        raise CompanyError("there is no company.yaml, not even the one that ships")
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CompanyError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    return Company(path, text, path == own, *read_company(text, path.name))


def check(text: str) -> tuple[Problem, ...]:
    """What is wrong in it."""
    return read_company(text)[1]


def save(practice: Practice, actor: Actor, text: str) -> Company:
    """In the data folder, whole or not at all; what stood there stays beside it as company.yaml.before.

    Raises CompanyError where something is wrong in it, Refused."""
    demand(actor, "edit_company", Thing())
    if len(text) > LARGEST:
        raise CompanyError(f"the file has {len(text):,} characters; {LARGEST:,} is the most")
    if problems := [one for one in check(text) if one.severity == "error"]:
        raise CompanyError(f"not kept: {problems[0]}", problems)
    own = practice.home.company
    text = text if text.endswith("\n") else f"{text}\n"
    before = own.read_text(encoding="utf-8", errors="replace") if own.is_file() else ""
    if before == text:
        return read(practice)
    try:
        if before:
            write_whole(own.with_name(f"{own.name}.before"), before)
        write_whole(own, text, errors="surrogatepass")
    except OSError as error:
        raise CompanyError(f"{own} cannot be written: {(error.strerror or str(error)).lower()}") from None
    with practice.record.write() as connection:
        now = practice.record.now()
        was, is_now = ({"sha256": hashlib.sha256(part.encode()).hexdigest()} for part in (before, text))
        note(connection, actor, now, "change", "company", own.name, was, is_now)
    practice.renew()
    return read(practice)
