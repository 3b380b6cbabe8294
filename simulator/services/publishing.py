"""A person's own scenarios: copied, published, retired; and what changed between two of their versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.check.scenarios import check_file
from simulator.scenario.canonical import NotCanonical, from_canonical, sealed
from simulator.scenario.catalogue import Catalogue, Entry, shipped
from simulator.scenario.difference import substance
from simulator.scenario.document import Fields, read_bytes, shown
from simulator.scenario.edit import with_fields
from simulator.scenario.fields import bad_id
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem, ScenarioError
from simulator.scenario.reader import ScenarioReader
from simulator.scenario.templates import quoted, sentence
from simulator.services.authoring import AuthoringError, put
from simulator.services.policy import Actor

if TYPE_CHECKING:
    from simulator.store.connection import Record

_VERSIONED = re.compile(r"([a-z0-9-]+)@(\d{1,6})\Z")


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy and the files that came with it, because they lay beside the original."""

    path: Path
    beside: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """`before`: the version that was published last; None where there was none."""

    path: Path
    version: int
    before: int | None
    raised: bool = False


class Refused(AuthoringError):
    """Not good enough to be published. `problems` says why."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


def own_entry(catalogue: Catalogue, name: str, then: str) -> Entry:
    """A scenario of the person's own. Raises AuthoringError for one that ships; `then`: what cannot be done with it."""
    entry = catalogue.entry(name)
    if Path(entry.path).resolve().is_relative_to(shipped().resolve()):
        raise AuthoringError(
            f"'{name}' ships with Sparring and cannot be {then}; make it your own first: "
            f"sparring scenarios copy {name} my-{name[:70]}"
        )
    if entry.broken:
        raise AuthoringError(f"{entry.broken}. Mend it first; `sparring check {entry.path}` lists all that is wrong")
    return entry


def text_of(path: Path) -> str:
    """The text of a scenario file. Raises AuthoringError, and ScenarioError where it is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AuthoringError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    read_bytes(data, shown(path))  # Refuses what is too large or no UTF-8, with its place.
    return data.decode("utf-8-sig")


def copy(catalogue: Catalogue, name: str, new: str, folder: Path, *, title: str = "", over: bool = False) -> Copied:
    """A scenario under another id, as version 1 and draft, in a folder of one's own; comments are kept.

    Raises UnknownScenario, ScenarioError, AuthoringError, and FileExistsError unless `over`.
    """
    entry = catalogue.entry(name)
    if (problem := bad_id(new, Place("the new id"))) is not None:
        raise AuthoringError(problem.message)
    source, target = Path(entry.path), folder / f"{new}.yaml"
    taken = next((e for e in catalogue.entries() if e.id == new and Path(e.path) != target), None)
    if taken is not None:
        raise AuthoringError(f"there is a scenario '{new}' already, in {taken.path}; choose another id")
    if target.exists() and not over:
        raise FileExistsError(str(target))
    named = sentence(title, "the title", 80) or f"{entry.title[:60]} (copy)"
    text = text_of(source)
    fields = {"id": new, "version": "1", "title": quoted(named), "status": "draft"}
    text = with_fields(text, shown(source), fields)
    beside = _beside(source, text, folder, catalogue)
    for path, content in beside.items():
        put(path, content)
    put(target, text)
    return Copied(target, tuple(beside))


def _beside(source: Path, text: str, folder: Path, catalogue: Catalogue) -> dict[Path, str]:
    """The files that a scenario finds beside itself and would miss elsewhere, by where they go. Raises AuthoringError."""
    out = {}
    for name in used_names(text, shown(source)):
        here, there = source.parent / name, folder / name
        if not here.is_file() or here.resolve() == there.resolve():
            continue
        if any((root / name).is_file() and (root / name).samefile(here) for root in catalogue.roots):
            continue  # It is found from anywhere.
        content = text_of(here)
        if there.exists() and text_of(there) != content:
            raise AuthoringError(f"{name} is in {folder} too and says something else; rename one of the two first")
        if not there.exists():
            out[there] = content
    return out


def used_names(text: str, name: str) -> tuple[str, ...]:
    """The files that a scenario names: its libraries, and the company of its seller; only those inside a folder."""
    from simulator.scenario.document import Items, Text

    root = read_bytes(text.encode(), name)
    if not isinstance(root, Fields):
        return ()
    use, seller = root.fields.get("use"), root.fields.get("seller")
    nodes = list(use.items) if isinstance(use, Items) else []
    if isinstance(seller, Fields) and "from" in seller.fields:
        nodes.append(seller.fields["from"])
    names = [node.value.strip() for node in nodes if isinstance(node, Text)]
    return tuple(n for n in names if n and not n.startswith("/") and ".." not in n.split("/"))


def publish(
    catalogue: Catalogue,
    record: Record,
    actor: Actor,
    name: str,
    *,
    encoder: Any = None,
    raise_version: bool = False,
    told: Callable[[str], None] = lambda _: None,
    rehearse: Callable[[Scenario, Path, Any], list[Problem]] | None = None,
) -> Published:
    """Check a scenario, let the cheats play it, and set its status; the record keeps what was published.

    `rehearse` finds what simulated reps and cheats find; by default `rehearsed`. Raises UnknownScenario, ScenarioError,
    AuthoringError, Refused, RecordError. What is refused changes nothing.
    """
    from simulator.store import publications

    entry = own_entry(catalogue, name, "published")
    path = Path(entry.path)
    told("checking")
    _refuse_faults(name, check_file(catalogue, path, encoder=encoder), "check finds")
    before = text_of(path)
    text = with_fields(before, shown(path), {"status": "published"})
    scenario = _read(catalogue, path, text)
    with record.read() as connection:
        last = publications.last_published(connection, name)
    raised = False
    if last is not None and last.substance != substance(scenario) and scenario.version <= last.version:
        if not raise_version:
            raise Refused(
                f"{name} has changed since version {last.version} was published; give it a higher one "
                f"(`version: {last.version + 1}`), or add --raise"
            )
        text, raised = with_fields(text, shown(path), {"version": str(last.version + 1)}), True
        scenario = _read(catalogue, path, text)
    told("the simulated reps and the cheats play it; that takes some ten seconds")
    _refuse_faults(name, (rehearse or rehearsed)(scenario, path, encoder), "the rehearsal finds")
    put(path, text)
    try:
        _note(record, actor, scenario, "published")
    except BaseException:
        put(path, before)
        raise
    return Published(path, scenario.version, None if last is None else last.version, raised)


def rehearsed(scenario: Scenario, path: Path, encoder: Any) -> list[Problem]:
    """What simulated reps and cheats find wrong."""
    from simulator.rehearsal.problems import rehearsal_problems  # Deferred: it brings hundreds of calls with it.

    return rehearsal_problems(scenario, Place(shown(path)), encoder=encoder)


def retire(catalogue: Catalogue, record: Record, actor: Actor, name: str) -> Path:
    """Take a scenario out of what is suggested; it can still be read, and calls on record stay as they are."""
    entry = own_entry(catalogue, name, "retired")
    path = Path(entry.path)
    before = text_of(path)
    text = with_fields(before, shown(path), {"status": "retired"})
    scenario = _read(catalogue, path, text)
    put(path, text)
    try:
        _note(record, actor, scenario, "retired")
    except BaseException:
        put(path, before)
        raise
    return path


def _refuse_faults(name: str, problems: list[Problem], lead: str) -> None:
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors:
        many = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
        raise Refused(f"{name} was not published: {lead} {many}. The file is as it was", errors)


def _note(record: Record, actor: Actor, scenario: Scenario, status: str) -> None:
    from simulator.store import publications
    from simulator.store.publications import Publication

    row = Publication(scenario.id, scenario.version, scenario.hash, substance(scenario), status, record.now())
    with record.write() as connection:
        publications.note(connection, row, scenario.canonical, actor.person_id)


def _read(catalogue: Catalogue, path: Path, text: str) -> Scenario:
    """A text as the scenario that it would be in the place of a file. Raises ScenarioError."""
    reader = ScenarioReader(read_bytes(text.encode(), shown(path)), path, catalogue.sources())
    scenario = reader.scenario()
    if any(problem.severity == "error" for problem in reader.problems):
        raise ScenarioError(tuple(reader.problems))
    return sealed(scenario)


def version_of(catalogue: Catalogue, record: Callable[[], Record], name: str) -> Scenario:
    """A scenario by file, by id, or as ID@VERSION from the record. Raises ScenarioError, AuthoringError, and more."""
    found = _VERSIONED.match(name)
    if found is None:
        path = Path(name)
        if path.suffix in (".yaml", ".yml") or "/" in name:
            try:
                return catalogue.read(path)
            except OSError as error:
                raise AuthoringError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
        return catalogue.open(name)
    from simulator.store import publications

    scenario, version = found[1], int(found[2])
    with record().read() as connection:
        text = publications.kept_version(connection, scenario, version)
        known = publications.versions(connection, scenario)
    if text is None:
        there = f"it has {', '.join(map(str, known))}" if known else "it has none: nobody played or published it yet"
        raise AuthoringError(f"the record has no version {version} of '{scenario}'; {there}")
    try:
        return from_canonical(text)
    except NotCanonical as error:
        raise AuthoringError(f"version {version} of '{scenario}' cannot be read: {error}") from None


def compared_by_default(catalogue: Catalogue, record: Callable[[], Record], name: str) -> str:
    """What one scenario alone is held against: the version published last, else the one that it stands in place of."""
    from simulator.store import publications

    entry = catalogue.entry(name)
    with record().read() as connection:
        last = publications.last_published(connection, name)
    if last is not None:
        return f"{name}@{last.version}"
    if entry.instead:
        return entry.instead
    raise AuthoringError(f"say what {name} is to be compared with: a file, an id, or ID@VERSION from the record")
