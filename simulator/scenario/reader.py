"""Reads one scenario file, with all that it uses, into a `Scenario`; every problem is collected, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.hearing.signals import Seller, Signal
from scoring.marking.conditions import Condition, HeardIt
from scoring.marking.rubric import Rubric, RubricError
from simulator.scenario.canonical import sealed
from simulator.scenario.company import company_of, seller_of
from simulator.scenario.document import Fields, Items, Node, Text, read_file
from simulator.scenario.fields import Reading, bad_id, meant
from simulator.scenario.library import Libraries, Library
from simulator.scenario.model import (
    STAGES,
    Branch,
    Choice,
    Customer,
    Delta,
    EmbeddedTest,
    Ending,
    Expectation,
    Fact,
    Feeling,
    Interruption,
    LevelRule,
    Line,
    Moment,
    ObjectionRule,
    Reply,
    Scenario,
)
from simulator.scenario.names import Names, bearers
from simulator.scenario.placeholders import check_placeholders
from simulator.scenario.problems import Place, ScenarioError
from simulator.scenario.rubrics import RubricSet, join
from simulator.scenario.signals import AMOUNT, DRAWN, read_signals

FIELDS = [
    "format",
    "id",
    "version",
    "title",
    "status",
    "language",
    "stage",
    "difficulty",
    "minutes",
    "brief",
    "goals",
    "use",
    "seller",
    "customer",
    "draw",
    "sealed",
    "feelings",
    "every_turn",
    "silence",
    "seconds",
    "max_turns",
    "out_of_turns",
    "out_of_patience",
    "max_content",
    "unclear",
    "signals",
    "reactions",
    "facts",
    "objections",
    "interruptions",
    "start",
    "moments",
    "endings",
    "rubric",
    "levels",
    "tests",
]
REQUIRED = [
    "format",
    "id",
    "version",
    "title",
    "stage",
    "difficulty",
    "minutes",
    "brief",
    "goals",
    "seller",
    "customer",
    "feelings",
    "max_turns",
    "out_of_turns",
    "out_of_patience",
    "start",
    "moments",
    "endings",
    "rubric",
]
LEVELS = ("easy", "normal", "hard")
OUTCOMES = ("won", "progress", "stalled", "lost")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a scenario's parts are looked for: libraries, rubrics, and the company that it may sell for."""

    libraries: Libraries
    rubrics: RubricSet
    company: Path | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario and the files that it was read from."""

    scenario: Scenario
    files: tuple[Path, ...]
    warnings: tuple[object, ...] = ()


def read_scenario(path: Path, sources: Sources) -> Loaded:
    """Raises ScenarioError with all problems found, and OSError where the file cannot be read."""
    reader = ScenarioReader(read_file(path), path, sources)
    scenario = reader.scenario()
    errors = tuple(p for p in reader.problems if p.severity == "error")
    if errors:
        raise ScenarioError(tuple(sorted(reader.problems, key=lambda p: (p.place.file, p.place.line, p.place.column))))
    return Loaded(sealed(scenario), tuple(reader.files), tuple(reader.problems))


class ScenarioReader(Reading):
    def __init__(self, root: Node, path: Path, sources: Sources) -> None:
        super().__init__()
        self.root = self.fields(root, FIELDS, "a scenario", REQUIRED)
        self.path = path
        self.sources = sources
        self.files: list[Path] = [path, *sources.rubrics.files]
        self.names = Names(*(frozenset[str](),) * 7)
        self.drawn: Mapping[str, tuple[int | str, ...]] = {}

    def at(self, name: str) -> Node | None:
        return self.root.fields.get(name)

    def place(self, name: str) -> Place:
        return self.root.keys.get(name, self.root.place)

    # The whole

    def scenario(self) -> Scenario:
        self.check_format()
        stage = self.one_of(self.at("stage"), "stage", STAGES, "objection")
        library = self.library()
        self.drawn = self.draws()
        feelings = self.feelings()
        signals = self.signals(stage, library, {f.name: f.good_low for f in feelings})
        self.collect_names(signals, feelings, library)
        reactions = self.reactions(self.at("reactions"), signals)
        moments = self.moments(signals)
        harmful = self.harmful(reactions, moments, feelings)
        signals = {n: replace(s, harmful=s.harmful or n in harmful) for n, s in signals.items()}
        facts, objections = self.facts(), self.objections(library)
        endings = self.endings()
        scenario = Scenario(
            id=self.slug(),
            version=self.whole(self.at("version"), "version", 1, 10**6, 1),
            title=self.text(self.at("title"), "title"),
            status=self.one_of(self.at("status"), "status", ("draft", "published", "retired"), "draft"),  # type: ignore[arg-type]
            language=self.text(self.at("language"), "language", "en"),
            stage=stage,
            difficulty=self.whole(self.at("difficulty"), "difficulty", 1, 5, 1),
            minutes=self.whole(self.at("minutes"), "minutes", 1, 240, 5),
            brief=self.text(self.at("brief"), "brief"),
            goals=self.texts(self.at("goals"), "goals"),
            seller=self.seller(),
            customer=self.customer(),
            draw=self.drawn,
            sealed=self.flag(self.at("sealed"), "sealed"),
            feelings=feelings,
            every_turn=self.deltas(self.at("every_turn"), "every_turn", self.names.feelings),
            silence=self.deltas(self.at("silence"), "silence", self.names.feelings),
            seconds=self.whole(self.at("seconds"), "seconds", 0, 3600),
            max_turns=self.whole(self.at("max_turns"), "max_turns", 1, 200, 12),
            out_of_turns=self.ending_name("out_of_turns"),
            out_of_patience=self.ending_name("out_of_patience"),
            max_content=self.whole(self.at("max_content"), "max_content", 1, 9, 2),
            unclear=self.plain_lines(self.at("unclear"), "unclear") or library.unclear,
            signals=signals,
            reactions=reactions,
            facts=facts,
            objections=objections,
            interruptions=self.interruptions(),
            start=self.moment_name("start"),
            moments=moments,
            endings=endings,
            rubric=self.rubric(stage, signals, facts, objections),
            levels=self.levels(),
            tests=self.tests(signals),
        )
        check_placeholders(self, scenario)
        return scenario

    def check_format(self) -> None:
        node = self.at("format")
        if node is not None and self.whole(node, "format", 0, 10**6, 1) != 1:
            self.wrong("S109", "this version of Sparring reads format 1", node.place)

    def slug(self) -> str:
        node = self.at("id")
        name = self.text(node, "id", self.path.stem)
        if isinstance(node, Text) and (problem := bad_id(name, node.place)) is not None:
            self.problems.append(problem)
        return name

    def library(self) -> Library:
        library = Library()
        for node in self.items(self.at("use"), "use"):
            name = self.text(node, "use")
            library = library.joined(self.sources.libraries.open(name, self.path, self, node.place))
        self.files += [path for path in library.files if path not in self.files]
        return library

    def uses(self) -> tuple[str, ...]:
        """The names of other files that this one says: its libraries, and the company that it sells for."""
        used, seller = self.at("use"), self.at("seller")
        company = seller.fields.get("from") if isinstance(seller, Fields) else None
        named = [*(used.items if isinstance(used, Items) else ()), company]
        return tuple(node.value.strip() for node in named if isinstance(node, Text))

    def collect_names(self, signals: Mapping[str, Signal], feelings: Iterable[Feeling], library: Library) -> None:
        def roles(node: Node | None, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
            known = self.sources.rubrics.roles
            out: dict[str, tuple[str, ...]] = {}
            for name in names:
                entry = node.fields.get(name) if isinstance(node, Fields) else None
                given = entry.fields.get("counts_as") if isinstance(entry, Fields) else None
                carried = self.texts(given, "counts_as")
                if given is None and isinstance(entry, Fields) and "from" in entry.fields:
                    origin = entry.fields["from"]
                    base = library.objections.get(origin.value) if isinstance(origin, Text) else None
                    carried = base.counts_as if base else ()
                for role in carried:
                    if role not in known and given is not None:
                        self.wrong("S201", f"unknown role '{role}'{meant(role, known)}", given.place)
                out[name] = carried
            return out

        def keys(name: str) -> list[str]:
            node = self.at(name)
            return list(node.fields) if isinstance(node, Fields) else []

        fact_roles = roles(self.at("facts"), keys("facts"))
        objection_roles = roles(self.at("objections"), keys("objections"))
        for kind in ("signals", "facts", "objections"):
            node = self.at(kind)
            for name in keys(kind):
                if name in self.sources.rubrics.roles and isinstance(node, Fields):
                    self.wrong("S203", f"'{name}' is the name of a role; choose another", node.keys[name])
        self.fact_roles, self.objection_roles = fact_roles, objection_roles
        self.names = Names(
            signals=frozenset(signals),
            facts=frozenset(fact_roles),
            objections=frozenset(objection_roles),
            feelings=frozenset(f.name for f in feelings),
            moments=frozenset(keys("moments")),
            endings=frozenset(keys("endings")),
            roles=frozenset(self.sources.rubrics.roles),
            bearers=bearers({n: s.counts_as for n, s in signals.items()}, fact_roles, objection_roles),
        )

    # Small parts

    def resolved(self, node: Node | None, what: str) -> Condition | None:
        condition = self.condition(node, what)
        if condition is None:
            return None
        assert node is not None
        for sentence in self.names.unknown(condition):
            self.wrong("S201", f"{what}: {sentence}", node.place)
        return self.names.resolved(condition)

    def said(self, node: Node | None, what: str, least: int = 0) -> tuple[Line, ...]:
        """Lines with their conditions looked up. S306 where there are fewer than `least`, conditional ones apart."""
        out, places = [], []
        for line, when, place in self.lines(node, what):
            if when is not None:
                for sentence in self.names.unknown(when):
                    self.wrong("S201", f"{what}: {sentence}", place)
            out.append(replace(line, when=None if when is None else self.names.resolved(when)))
            places.append(place)
        groups: dict[Condition | None, list[Place]] = {}
        for line, place in zip(out, places, strict=True):
            if not line.levels:
                groups.setdefault(line.when, []).append(place)
        if node is not None and least:
            for when, at in groups.items():
                if len(at) < least:
                    which = "" if when is None else " under this condition"
                    self.wrong(
                        "S306", f"{what} has one line only{which}; a second one keeps it alive", at[0], "warning"
                    )
        return tuple(out)

    def plain_lines(self, node: Node | None, what: str) -> tuple[Line, ...]:
        return tuple(line for line, _, _ in self.lines(node, what))

    def draws(self) -> dict[str, tuple[int | str, ...]]:
        out: dict[str, tuple[int | str, ...]] = {}
        for name, node, place in self.named(self.at("draw"), "draw"):
            values: list[int | str] = []
            for item in self.items(node, f"draw.{name}"):
                value = self.text(item, f"draw.{name}")
                whole = isinstance(item, Text) and item.plain and re.fullmatch(r"-?\d{1,9}", value)
                values.append(int(value) if whole else value)
            if not values:
                self.wrong("S106", f"draw.{name} needs a list of values", place)
                values = [""]
            out[name] = tuple(values)
        return out

    def feelings(self) -> tuple[Feeling, ...]:
        out = []
        levels = self.at("levels")
        for name, node, place in self.named(self.at("feelings"), "feelings"):
            low, start = False, node
            if isinstance(node, Fields):
                found = self.fields(node, ("start", "good"), f"feelings.{name}", ("start",))
                low = self.one_of(found.fields.get("good"), "good", ("low", "high"), "high") == "low"
                start = found.fields.get("start", node)
            value: int | str
            if isinstance(start, Text) and start.value.startswith("{"):
                value = self.drawn_start(name, start)
            else:
                value = self.whole(start if isinstance(start, Text) else None, f"feelings.{name}", 0, 10, 5)
                if not isinstance(start, Text):
                    self.wrong("S106", f"feelings.{name} must be a number from 0 to 10", node.place)
            out.append(Feeling(name, value, low))
            self.check_level_offsets(name, value, levels)
            del place
        if out and not any(feeling.name == "patience" for feeling in out):
            self.wrong("S110", "feelings need 'patience'", self.place("feelings"))
        return tuple(out)

    def drawn_start(self, name: str, node: Text) -> int | str:
        """A start such as `{draw.mood}`, which must be a whole number from 0 to 10 whatever is drawn."""
        found = DRAWN.match(node.value.strip())
        if not found:
            message = f"feelings.{name} must be a number from 0 to 10, or a placeholder such as {{draw.mood}}"
            self.wrong("S106", message, node.place)
            return 5
        for value in self.drawn.get(found[1], ()):  # One that is not there is S301.
            if not isinstance(value, int) or not 0 <= value <= 10:
                message = f"feelings.{name} must be a number from 0 to 10, and draw.{found[1]} may be '{value}'"
                self.wrong("S106", message, node.place)
                return 5
        return node.value.strip()

    def check_level_offsets(self, name: str, start: int | str, levels: Node | None) -> None:
        """S311 where a level begins outside of 1 to 10, whatever is drawn."""
        found = DRAWN.match(start) if isinstance(start, str) else None
        starts = [v for v in self.drawn.get(found[1], ()) if isinstance(v, int)] if found else [start]
        for level, rule in levels if isinstance(levels, Fields) else ():
            offset = rule.fields.get(name) if isinstance(rule, Fields) else None
            if isinstance(offset, Text) and re.fullmatch(r"[+-]?\d{1,9}", offset.value):
                totals = [value + int(offset.value) for value in starts if isinstance(value, int)]
                total = next((total for total in totals if not 1 <= total <= 10), None)
                if total is not None:
                    message = f"{level} pushes {name} to {total}; it must stay from 1 to 10"
                    self.wrong("S311", message, offset.place, "warning")

    def seller(self) -> Seller:
        known = ("from", "product", "facts", "proof", "price", "discount_limit", "may", "ask_first", "never")
        node = self.fields(self.at("seller"), known, "seller")
        base = Seller()
        if "from" in node.fields:
            base = self.company(node.fields["from"])
        elif isinstance(self.at("seller"), Fields) and "product" not in node.fields:
            self.wrong("S110", "seller needs a field 'product', or `from: company.yaml`", node.place)
        return seller_of(self, node, base)

    def company(self, node: Node) -> Seller:
        name = self.text(node, "seller.from")
        path = self.sources.company if name == "company.yaml" else self.path.parent / name
        if path is None or not path.is_file():
            self.wrong("S206", f"'{name}' is not there", node.place)
            return Seller()
        if path not in self.files:
            self.files.append(path)
        try:
            root = read_file(path)
        except ScenarioError as error:
            self.problems += error.problems
            return Seller()
        return company_of(self, root, name)

    def customer(self) -> Customer:
        node = self.fields(
            self.at("customer"), ("name", "role", "company", "style", "background"), "customer", ("name",)
        )
        return Customer(**{name: self.text(node.fields.get(name), f"customer.{name}") for name in Customer.__slots__})

    def ending_name(self, field: str) -> str:
        return self._one_name(field, self.names.endings, "ending")

    def moment_name(self, field: str) -> str:
        return self._one_name(field, self.names.moments, "moment")

    def _one_name(self, field: str, known: frozenset[str], kind: str) -> str:
        node = self.at(field)
        name = self.text(node, field)
        if node is not None and name not in known:
            self.wrong("S201", f"unknown {kind} '{name}'{meant(name, sorted(known))}", node.place)
            return next(iter(sorted(known)), "")
        return name

    # Signals and reactions

    def signals(self, stage: str, library: Library, feelings: Mapping[str, bool]) -> dict[str, Signal]:
        shared = {**self.sources.rubrics.signals(stage), **library.signals}
        own = read_signals(self, self.at("signals"), self.sources.rubrics)
        node = self.at("signals")
        for name in own:
            if name in shared and isinstance(node, Fields):
                self.wrong("S203", f"'{name}' is a library signal already; choose another name", node.keys[name])
        del feelings
        for signal in {**shared, **own}.values():
            self.check_near(signal, node)
        return {**shared, **own}

    def check_near(self, signal: Signal, node: Node | None) -> None:
        """A number near a drawn value: every value must be a number. S106, at `near` or, of a library's, at `use`."""
        found = DRAWN.match(signal.near)
        if not found:
            return
        entry = node.fields.get(signal.name) if isinstance(node, Fields) else None
        own = isinstance(entry, Fields) and "near" in entry.fields
        place = entry.fields["near"].place if isinstance(entry, Fields) and own else self.place("use")
        if found[1] not in self.drawn:
            if not own:  # In this file the placeholder itself is S301.
                message = f"the number {signal.name} is near '{signal.near}', and nothing here draws '{found[1]}'"
                self.wrong("S301", message, place)
            return
        for value in self.drawn[found[1]]:
            if isinstance(value, str) and not AMOUNT.match(value):
                message = f"the number {signal.name} is near a number, and draw.{found[1]} may be '{value}'"
                self.wrong("S106", message, place)
                return

    def reactions(self, node: Node | None, signals: Mapping[str, Signal]) -> dict[str, tuple[Delta, ...]]:
        out = {}
        for name, value, place in self.named(node, "reactions"):
            if name not in signals:
                self.wrong("S201", f"unknown signal '{name}'{meant(name, signals)}", place)
                continue
            out[name] = self.deltas(value, f"reactions.{name}", self.names.feelings)
        return out

    def harmful(
        self, base: Mapping[str, tuple[Delta, ...]], moments: Mapping[str, Moment], feelings: Iterable[Feeling]
    ) -> set[str]:
        low = {feeling.name: feeling.good_low for feeling in feelings}
        every = [base, *(moment.reactions for moment in moments.values())]
        return {
            name
            for table in every
            for name, deltas in table.items()
            if any((delta.by < 0) != low.get(delta.feeling, False) for delta in deltas)
        }

    # Facts, objections, interruptions

    def facts(self) -> dict[str, Fact]:
        out = {}
        known = ("truth", "asked_when", "opens_when", "says", "dodges", "counts_as")
        for name, node, place in self.named(self.at("facts"), "facts"):
            found = self.fields(node, known, f"the fact {name}", ("truth", "asked_when", "says"))
            get = found.fields.get
            asked = self.resolved(get("asked_when"), "asked_when")
            if asked is None:
                asked = HeardIt(())
            out[name] = Fact(
                name,
                self.text(get("truth"), "truth"),
                asked,
                self.resolved(get("opens_when"), "opens_when"),
                self.said(get("says"), "says", 2),
                self.said(get("dodges"), "dodges", 2),
                self.fact_roles.get(name, ()),
            )
            del place
        return out

    def objections(self, library: Library) -> dict[str, ObjectionRule]:
        out = {}
        known = [
            "from",
            "title",
            "says",
            "raise_when",
            "resolve_when",
            "resolved_says",
            "reopen_when",
            "reopen_says",
            "counts_as",
        ]
        for name, node, place in self.named(self.at("objections"), "objections"):
            found = self.fields(node, known, f"the objection {name}")
            get = found.fields.get
            base = ObjectionRule(name, "", (), None, None)
            if "from" in found.fields:
                origin = self.text(get("from"), "from")
                if origin not in library.objections:
                    hint = meant(origin, library.objections)
                    self.wrong(
                        "S202", f"no library in `use` has an objection '{origin}'{hint}", found.fields["from"].place
                    )
                else:
                    base = library.objections[origin]
            elif "says" not in found.fields or "title" not in found.fields:
                self.wrong("S110", f"the objection {name} needs 'title' and 'says', or 'from' a library", place)
            out[name] = ObjectionRule(
                name,
                self.text(get("title"), "title", base.title),
                self.said(get("says"), "says", 2) or base.says,
                self.resolved(get("raise_when"), "raise_when"),
                self.resolved(get("resolve_when"), "resolve_when"),
                self.said(get("resolved_says"), "resolved_says", 2) or base.resolved_says,
                self.resolved(get("reopen_when"), "reopen_when"),
                self.said(get("reopen_says"), "reopen_says", 2) or base.reopen_says,
                self.objection_roles.get(name, ()),
            )
        return out

    def interruptions(self) -> dict[str, Interruption]:
        out = {}
        for name, node, _ in self.named(self.at("interruptions"), "interruptions"):
            what = f"the interruption {name}"
            found = self.fields(node, ("when", "says", "effect", "go"), what, ("when", "says"))
            when = self.resolved(found.fields.get("when"), "when")
            go = self.target(found.fields.get("go")) if "go" in found.fields else None
            if when is not None:
                says = self.said(found.fields.get("says"), "says")
                effect = self.deltas(found.fields.get("effect"), "effect", self.names.feelings)
                out[name] = Interruption(name, when, says, effect, go)
        return out

    # Moments and endings

    def target(self, node: Node | None) -> str:
        name = self.text(node, "go")
        known = self.names.moments | self.names.endings
        if node is not None and name not in known:
            self.wrong("S201", f"unknown moment or ending '{name}'{meant(name, sorted(known))}", node.place)
        return name

    def moments(self, signals: Mapping[str, Signal]) -> dict[str, Moment]:
        out = {}
        known = ["goal", "says", "next", "hints", "guided", "model_answer", "seconds", "reactions"]
        exam = self.flag(self.at("sealed"), "sealed")  # In an exam nobody is given a hint.
        for name, node, place in self.named(self.at("moments"), "moments"):
            found = self.fields(node, known, f"the moment {name}", ("goal", "says", "next"))
            get = found.fields.get
            guided = self.guided(get("guided"), signals)
            if guided and not any(choice.best for choice in guided):
                self.wrong("S307", f"the guided choices of {name} have no best one", found.keys["guided"])
            hints = self.texts(get("hints"), "hints")
            if len(hints) > 3:
                self.wrong("S106", "hints are at most three: direction, question, wording", found.keys["hints"])
            if not hints and not exam:
                self.wrong("S312", f"the moment {name} has no hint", place, "warning")
            best = [choice.say for choice in guided if choice.best]
            if len(hints) == 2 and best:
                hints = (*hints, best[0])
            branches = self.branches(get("next"), name, place)
            seconds = get("seconds")
            out[name] = Moment(
                name,
                self.text(get("goal"), "goal"),
                self.said(get("says"), "says", 2),
                branches,
                hints[:3],
                guided,
                self.text(get("model_answer"), "model_answer"),
                None if seconds is None else self.whole(seconds, "seconds", 0, 3600),
                self.reactions(get("reactions"), signals),
            )
        return out

    def branches(self, node: Node | None, moment: str, place: Place) -> tuple[Branch, ...]:
        out = []
        closed: Place | None = None
        for item in self.items(node, "next"):
            found = self.fields(item, ("when", "go", "else", "reply", "effect"), f"a branch of {moment}")
            get = found.fields.get
            if closed is not None:
                self.wrong(
                    "S401", f"this branch stands after the else of line {closed.line} and is never taken", item.place
                )
            if "else" in found.fields:
                if "when" in found.fields or "go" in found.fields:
                    self.wrong("S106", "a branch has `when` and `go`, or `else`", item.place)
                closed, when, go = item.place, None, self.target(get("else"))
            else:
                if "go" not in found.fields or "when" not in found.fields:
                    self.wrong("S110", "a branch needs `when` and `go`, or `else`", item.place)
                when, go = self.resolved(get("when"), "when"), self.target(get("go"))
                if when is None:
                    continue
            reply, effect = self.said(get("reply"), "reply"), self.deltas(get("effect"), "effect", self.names.feelings)
            out.append(Branch(when, go, reply, effect))
        if not [branch for branch in out if branch.go != moment]:
            self.wrong("S308", f"the moment {moment} has no way out", place)
        return tuple(out)

    def guided(self, node: Node | None, signals: Mapping[str, Signal]) -> tuple[Choice, ...]:
        out = []
        for item in self.items(node, "guided"):
            found = self.fields(
                item, ("say", "hears", "why", "best", "when"), "a guided choice", ("say", "hears", "why")
            )
            get = found.fields.get
            say, why = self.text(get("say"), "say"), self.text(get("why"), "why")
            hears = self.heard_names(get("hears"), signals)
            out.append(Choice(say, hears, why, self.flag(get("best"), "best"), self.resolved(get("when"), "when")))
        return tuple(out)

    def heard_names(self, node: Node | None, signals: Mapping[str, Signal]) -> tuple[str, ...]:
        names = self.texts(node, "hears")
        for name, item in zip(names, node.items if isinstance(node, Items) else [node] * len(names), strict=False):
            if name not in signals and item is not None:
                self.wrong("S201", f"unknown signal '{name}'{meant(name, signals)}", item.place)
        return names

    def endings(self) -> dict[str, Ending]:
        out = {}
        for name, node, _ in self.named(self.at("endings"), "endings"):
            what = f"the ending {name}"
            found = self.fields(node, ("outcome", "says", "debrief"), what, ("outcome", "says", "debrief"))
            get = found.fields.get
            outcome = self.one_of(get("outcome"), "outcome", OUTCOMES, "stalled")
            debrief = self.text(get("debrief"), "debrief")
            out[name] = Ending(name, outcome, self.said(get("says"), "says"), debrief)  # type: ignore[arg-type]
        reached = {ending.outcome for ending in out.values()}
        if out and (len(out) < 3 or not {"won", "lost"} <= reached):
            message = "at least three endings are needed, a won and a lost one among them"
            self.wrong("S310", message, self.place("endings"))
        return out

    # Rubric, levels, tests

    def rubric(
        self,
        stage: str,
        signals: Mapping[str, Signal],
        facts: Mapping[str, Fact],
        objections: Mapping[str, ObjectionRule],
    ) -> Rubric:
        known = ("use", "weights", "pass_mark", "pass_needs", "criteria", "knock_outs")
        node = self.fields(self.at("rubric"), known, "rubric", ("use",))
        get = node.fields.get
        rubrics = self.sources.rubrics
        use = self.texts(get("use"), "use")
        for name, item in zip(use, self.items(get("use"), "use"), strict=False):
            if name not in rubrics.skills:
                self.wrong("S201", f"unknown skill '{name}'{meant(name, rubrics.skills)}", item.place)
        given = get("weights")
        weights = {n: self.whole(v, n, 0, 1000) for n, v, _ in self.named(given, "weights")} if given else None
        table = weights if weights is not None else rubrics.stage_weights.get(stage, {})
        for name in use:
            if name in rubrics.skills and name not in table:
                message = f"the skill '{name}' has no weight in the stage {stage}; give `weights`"
                self.wrong("S207", message, node.keys.get("weights", node.keys.get("use", node.place)))
                weights = {**table, name: 1}
                table = weights
        knock_outs = self.texts(get("knock_outs"), "knock_outs")
        for name in knock_outs:
            if name not in signals:
                self.wrong("S201", f"unknown signal '{name}'{meant(name, signals)}", node.keys["knock_outs"])
        needs = self.texts(get("pass_needs"), "pass_needs") or ("won", "progress")
        for need in needs:
            if need not in OUTCOMES:
                self.wrong("S106", f"an outcome is {', '.join(OUTCOMES)}, not '{need}'", node.keys["pass_needs"])
        mark = get("pass_mark")
        mapping = join(
            rubrics,
            scenario=self.slug_text(),
            version=1,
            stage=stage,
            use=use,
            weights=weights,
            pass_mark=None if mark is None else self.whole(mark, "pass_mark", 1, 100, 65),
            pass_needs=needs,
            criteria=[c for c in self.criteria(get("criteria"), use) if c],
            knock_outs=knock_outs,
            signals=signals,
            facts=self.fact_roles,
            objections=self.objection_roles,
            means={**{n: f.truth for n, f in facts.items()}, **{n: o.title for n, o in objections.items()}},
        )
        try:
            return Rubric.load(mapping)
        except RubricError as error:
            self.wrong("S208", str(error), self.place("rubric"))
            return Rubric.load({**mapping, "criteria": [], "skills": []})

    def slug_text(self) -> str:
        node = self.at("id")
        return node.value if isinstance(node, Text) else self.path.stem

    def criteria(self, node: Node | None, use: tuple[str, ...]) -> list[dict[str, object]]:
        out = []
        known = [
            "title",
            "skill",
            "weight",
            "levels",
            "anchors",
            "unit",
            "when",
            "applies_when",
            "marked_by",
            "advisory",
            "evidence",
        ]
        for name, value, place in self.named(node, "criteria"):
            found = self.fields(value, known, f"the criterion {name}", ("title", "skill", "anchors"))
            get = found.fields.get
            skill = self.text(get("skill"), "skill")
            if skill not in (*use, "compliance"):
                where = found.fields["skill"].place if "skill" in found.fields else place
                self.wrong("S201", f"the skill '{skill}' is not in this rubric's use{meant(skill, use)}", where)
                continue
            levels = self.level_conditions(get("levels"))
            anchors = self.texts(get("anchors"), "anchors")
            by = self.one_of(get("marked_by"), "marked_by", ("machine", "manager"), "machine")
            if len(anchors) != 5:
                message = f"five anchors are needed, for the levels 0 to 4; there are {len(anchors)}"
                self.wrong("S208", message, found.keys.get("anchors", place))
                continue
            if not levels and by == "machine":
                self.wrong("S208", "a criterion needs levels, or `marked_by: manager`", place)
                continue
            item: dict[str, object] = {
                "id": name,
                "skill": skill,
                "title": self.text(get("title"), "title"),
                "weight": self.whole(get("weight"), "weight", 1, 1000, 10),
                "unit": self.one_of(get("unit"), "unit", ("whole", "turn"), "whole"),
                "levels": levels,
                "anchors": list(anchors),
                "marked_by": by,
                "advisory": self.flag(get("advisory"), "advisory"),
                "evidence": self.text(get("evidence"), "evidence"),
            }
            for field in ("when", "applies_when"):
                if get(field) is not None and self.resolved(get(field), field) is not None:
                    item[field] = self.text(get(field), field)
            out.append(item)
        return out

    def level_conditions(self, node: Node | None) -> dict[str, str]:
        out = {}
        if node is not None and not isinstance(node, Fields):
            self.wrong("S106", "levels must be a list of `1: condition` lines", node.place)
        for level, value in node if isinstance(node, Fields) else ():
            if level not in ("1", "2", "3", "4"):
                self.wrong("S208", f"a level is 1, 2, 3 or 4, not '{level}'", node.keys[level])  # type: ignore[union-attr]
            elif self.resolved(value, f"level {level}") is not None:
                out[level] = self.text(value, f"level {level}")
        return out

    def levels(self) -> dict[str, LevelRule]:
        out = {level: LevelRule() for level in LEVELS}
        out["easy"] = LevelRule(hints="on_request")
        out["hard"] = LevelRule(hints="none")
        node = self.fields(self.at("levels"), LEVELS, "levels") if self.at("levels") else None
        for level, rule in node or ():
            if level not in LEVELS:  # S105 has been said.
                continue
            found = self.fields(rule, (*self.names.feelings, "hints", "seconds"), f"levels.{level}")
            get = found.fields.get
            seconds = get("seconds")
            out[level] = LevelRule(
                {n: self.whole(v, n, -10, 10) for n, v in found if n in self.names.feelings},
                self.one_of(get("hints"), "hints", ("on_request", "when_stuck", "none"), out[level].hints),  # type: ignore[arg-type]
                None if seconds is None else self.whole(seconds, "seconds", 0, 3600),
            )
        return out

    def tests(self, signals: Mapping[str, Signal]) -> tuple[EmbeddedTest, ...]:
        out = []
        for item in self.items(self.at("tests"), "tests"):
            found = self.fields(item, ("name", "level", "rep", "expect"), "a test", ("name", "rep", "expect"))
            get = found.fields.get
            rep = tuple(self.scripted(reply, signals) for reply in self.items(get("rep"), "rep"))
            level = self.one_of(get("level"), "level", LEVELS, "normal")
            out.append(EmbeddedTest(self.text(get("name"), "name"), rep, self.expectation(get("expect")), level))  # type: ignore[arg-type]
        return tuple(out)

    def scripted(self, node: Node, signals: Mapping[str, Signal]) -> Reply:
        if isinstance(node, Text):
            return Reply(None) if node.value == "silence" else Reply(self.text(node, "rep"))
        found = self.fields(node, ("say", "hears", "silence"), "a reply")
        if "silence" in found.fields:
            return Reply(None)
        hears = found.fields.get("hears")
        return Reply(self.text(found.fields.get("say"), "say"), self.heard_names(hears, signals), hears is not None)

    def expectation(self, node: Node | None) -> Expectation:
        found = self.fields(node, ("path", "outcome", "passed", "score", "criteria"), "expect")
        get = found.fields.get
        path = self.texts(get("path"), "path")
        for name, item in zip(path, self.items(get("path"), "path"), strict=False):
            if name not in self.names.moments | self.names.endings:
                known = sorted(self.names.moments | self.names.endings)
                self.wrong("S201", f"unknown moment or ending '{name}'{meant(name, known)}", item.place)
        outcome = get("outcome")
        passed = get("passed")
        return Expectation(
            path,
            None if outcome is None else self.one_of(outcome, "outcome", OUTCOMES, "won"),
            None if passed is None else self.flag(passed, "passed"),
            self.span(get("score"), 0, 100),
            self.expected_levels(get("criteria")),
        )

    def expected_levels(self, node: Node | None) -> dict[str, tuple[int, int]]:
        """Of the general criteria (`D1`) and of the scenario's own."""
        if node is not None and not isinstance(node, Fields):
            self.wrong("S106", "criteria must be a list of `name: level` lines", node.place)
        if not isinstance(node, Fields):
            return {}
        rubric = self.at("rubric")
        own = rubric.fields.get("criteria") if isinstance(rubric, Fields) else None
        general = (one["id"] for skill in self.sources.rubrics.skills.values() for one in skill["criteria"])
        known = {*general, *(own.fields if isinstance(own, Fields) else ())}
        for name in node.fields:
            if name not in known:
                self.wrong("S201", f"unknown criterion '{name}'{meant(name, sorted(known))}", node.keys[name])
        return {name: self.span(value, 0, 4) or (0, 4) for name, value in node}

    def span(self, node: Node | None, low: int, high: int) -> tuple[int, int] | None:
        """`70-90`, or one number."""
        if node is None:
            return None
        found = re.fullmatch(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?", node.value) if isinstance(node, Text) else None
        if not found or not low <= int(found[1]) <= int(found[2] or found[1]) <= high:
            self.wrong("S106", f"write a range such as {low}-{high}", node.place)
            return None
        return int(found[1]), int(found[2] or found[1])
