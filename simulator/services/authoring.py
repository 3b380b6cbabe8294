"""New scenarios from a template: composed, checked before anybody sees them, and written whole or not at all."""

from __future__ import annotations

import errno
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.check.scenarios import check_file
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.fields import NAME, SLUG, Reading, meant
from simulator.scenario.layout import laid_out
from simulator.scenario.library import Library
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem
from simulator.scenario.templates import OBJECTION_OF, Answers, filled, sentence, slug
from simulator.whole import write_whole_bytes

LIBRARIES = ("library/objections.yaml", "library/team.yaml")
WEAK_SEED = 7
ENDS_THE_CALL = "bad_contact"
"""The one objection that a good reply does not answer but obeys."""


class AuthoringError(Exception):
    """Something about a scenario file that cannot be done. Carries a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A new scenario that nobody has written down yet. `notes`: what the author should know of it."""

    answers: Answers
    text: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def known_objections(catalogue: Catalogue, stage: str = "") -> Library:
    """The objections that a template may be about; for `coaching` those of a team."""
    reading = Reading()
    names = LIBRARIES[1:] if stage == "coaching" else LIBRARIES[:1] if stage else LIBRARIES
    library = Library()
    for name in names:
        library = library.joined(catalogue.sources().libraries.open(name, Path("x.yaml"), reading, Place(name)))
    return library


def likely_objection(says: str, library: Library, encoder: Any = None) -> str:
    """The objection of the library whose lines are nearest to what the customer said."""
    if encoder is not None:
        wanted = encoder.encode(says)
        rank = {
            name: max(float(wanted @ encoder.encode(line.text)) for line in rule.says)
            for name, rule in library.objections.items()
        }
    else:
        from rapidfuzz.fuzz import token_set_ratio  # Deferred: only where there is no encoder.

        rank = {
            name: max(token_set_ratio(says, line.text) for line in rule.says)
            for name, rule in library.objections.items()
        }
    return max(rank, key=lambda name: rank[name])


def completed(answers: Answers, catalogue: Catalogue, encoder: Any = None) -> Answers:
    """The answers with an objection, a title and a free id. Raises AuthoringError for names that cannot be."""
    if answers.stage not in OBJECTION_OF:
        raise AuthoringError(f"there is a template for {', '.join(OBJECTION_OF)}, not for '{answers.stage}'")
    library = known_objections(catalogue, answers.stage)
    objection = answers.objection
    if not objection:
        said = " ".join(answers.says)
        objection = likely_objection(said, library, encoder) if said.strip() else OBJECTION_OF[answers.stage]
    if objection not in library.objections:
        near = meant(objection, library.objections) if NAME.match(objection) else ""
        hint = near or f"; there are: {', '.join(library.objections)}"
        raise AuthoringError(f"no objection '{objection}' for the stage {answers.stage}{hint}")
    if objection == ENDS_THE_CALL:
        raise AuthoringError(
            "who asks not to be called again is not argued with: the right reply ends the call, and no template asks on; "
            "name another objection"
        )
    title = sentence(answers.title, "the title", 80) or library.objections[objection].title
    name = answers.id or free_id(slug(title) or "my-scenario", catalogue)
    if not SLUG.match(name) or len(name) > 80:
        raise AuthoringError(f"'{name[:80]}' is no id: use small letters, digits and -")
    return replace(answers, id=name, title=title, objection=objection)


def free_id(wanted: str, catalogue: Catalogue) -> str:
    """The id, or the id with the first number from 2 that nobody has."""
    taken = {entry.id for entry in catalogue.entries()}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted[:76]}-{number}", number + 1
    return name


def compose(answers: Answers, catalogue: Catalogue, encoder: Any = None) -> Composed:
    """The scenario of these answers, checked with the words that it will be played with; some two seconds.

    An answer of the author's that the engine does not hear as what it is meant for stands in the file as a comment, and
    the library's takes its place. Raises AuthoringError and AnswerError.
    """
    answers = completed(answers, catalogue, encoder)
    found = _composed(answers, catalogue, encoder)
    if answers.answer and any(problem.code in ("S309", "S601") for problem in found.problems):
        plain = _composed(replace(answers, answer=""), catalogue, encoder, kept=answers.answer)
        if len(plain.problems) < len(found.problems):
            note = (
                "your own answer is not heard as a question after what stands behind it: it stands at the top of the file, "
                "and the library's answer takes its place"
            )
            return replace(plain, notes=(note,))
    return found


def _composed(answers: Answers, catalogue: Catalogue, encoder: Any, kept: str = "") -> Composed:
    library = known_objections(catalogue, answers.stage)
    rule, advice = library.objections[answers.objection], library.advice[answers.objection]
    comment = f"You would have liked to answer: {kept}" if kept else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{answers.id}.yaml"
        path.write_text(filled(answers, rule, advice, kept=comment), encoding="utf-8")
        harm = harm_in(catalogue.read(path), advice.weak[0], encoder)
        text = laid_out(filled(answers, rule, advice, weak_hears=harm, kept=comment), path.name)
        path.write_text(text, encoding="utf-8")
        problems = [p for p in check_file(catalogue, path, encoder=encoder) if p.severity != "note"]
    if encoder is None:  # What the reduced engine misses is no fault of the file.
        problems = [p for p in problems if p.severity == "error"]
    return Composed(answers, text, tuple(problems))


def harm_in(scenario: Scenario, line: str, encoder: Any) -> tuple[str, ...]:
    """The harmful signals of a scenario that are heard in a line."""
    from simulator.engine.ears import ear_for  # Deferred: hearing brings numpy.

    heard = ear_for(scenario, WEAK_SEED, encoder).listen(line, scenario.moments[scenario.start].says[0].text).heard
    return tuple(sorted({h.signal for h in heard if h.state == "met" and scenario.signals[h.signal].harmful}))


def write_new(folder: Path, name: str, text: str, *, over: bool = False) -> Path:
    """Write a file of one's own, whole or not at all. Raises AuthoringError; FileExistsError unless `over`."""
    path = folder / f"{name}.yaml"
    if path.exists() and not over:
        raise FileExistsError(str(path))
    put(path, text)
    return path


def put(path: Path, text: str | bytes) -> None:
    """Put a text in a file's place at once: a full disk or a fault leaves what was there. Raises AuthoringError."""
    data = text.encode() if isinstance(text, str) else text
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole_bytes(path, data)
    except OSError as error:
        raise AuthoringError(not_written(path, error)) from None


def not_written(path: Path, error: OSError) -> str:
    """Why a file could not be written, and what to do about it."""
    if error.errno == errno.ENOSPC:
        return f"there is no room left on the disk for {path.name}; make some and do it again. Nothing was changed"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path.parent} cannot be written to; allow it, or choose another folder. Nothing was changed"
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{path.parent} is no folder; move it out of the way. Nothing was changed"
    return f"{path} cannot be written: {(error.strerror or str(error)).lower()}. Nothing was changed"
