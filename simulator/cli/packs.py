"""`sparring scenarios export` and `import`: scenarios for others, and from others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.files import read_file
from simulator.cli.output import one_line, say, say_json

if TYPE_CHECKING:
    from simulator.services.sharing import Arrival

LARGEST = 20_000_000
WORDS = {"add": "new", "replace": "replaces what is there", "same": "is there already, the same"}


@click.command(
    "export",
    epilog="\b\nExamples:\n  sparring scenarios export my-price-talk -o price.zip\n"
    "  sparring scenarios export my-price-talk no-budget-again -o both.zip\n",
)
@click.argument("scenarios", metavar="ID...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FILE.zip", type=click.Path(path_type=Path))
@click.option("--replace", "over", is_flag=True, help="Write over the file if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def export_command(scenarios: tuple[str, ...], output: Path, over: bool, as_json: bool) -> None:
    """Pack scenarios and what they use into one file, for others to import."""
    from simulator.cli.scenarios import catalogue
    from simulator.services.authoring import AuthoringError, not_written
    from simulator.services.sharing import export
    from simulator.whole import write_whole_bytes

    if output.exists() and not over:
        raise click.UsageError(f"{output} is there already; choose another name, or say --replace")
    try:
        data, names = export(catalogue(), scenarios)
        write_whole_bytes(output, data)
    except AuthoringError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(not_written(output, error)) from None
    if as_json:
        say_json({"file": str(output), "files": list(names)})
        return
    say(f"{output}: {len(names)} file{'' if len(names) == 1 else 's'}")
    for name in names:
        say(f"  {name}")
    say(f"To take it in: sparring scenarios import {output.name}")


@click.command(
    "import",
    epilog="\b\nExamples:\n  sparring scenarios import price.zip --dry-run\n  sparring scenarios import price.zip\n"
    "  sparring scenarios import a-scenario.yaml\n",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be added or replaced.")
@click.option("--replace", "over", is_flag=True, help="Let what comes in stand in place of what is there.")
@click.option("--with-rubrics", is_flag=True, help="Also take in rubrics, which then mark all scenarios.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def import_command(file: Path, dry_run: bool, over: bool, with_rubrics: bool, as_json: bool) -> int:
    """Take in a pack, or a single scenario file: all of it or nothing.

    What it adds and replaces is said first. Nothing in it is run, and nothing leaves your folder of scenarios. Exits 1
    where something in it is broken.
    """
    from simulator.cli.scenarios import catalogue
    from simulator.scenario.packs import PackError
    from simulator.scenario.problems import ScenarioError
    from simulator.services.authoring import AuthoringError
    from simulator.services.home import Home
    from simulator.services.sharing import Unfit, arrivals, fit, take_in

    folder = Home.find(os.environ).folder / "scenarios"
    shelf = catalogue()
    try:
        coming = arrivals(shelf, read_file(file, LARGEST, "pack"), str(file), folder)
        if not with_rubrics:
            _refuse_rubrics(coming, folder)
        fit(shelf, coming, folder)
        if not dry_run:
            if not over:
                _refuse_what_is_there(coming, folder)
            take_in(coming)
    except Unfit as unfit:
        if as_json:
            say_json({"imported": False, "why": str(unfit), "problems": [str(problem) for problem in unfit.problems]})
        else:
            for problem in unfit.problems:
                say(one_line(problem))
            say(f"{str(unfit)[0].upper()}{str(unfit)[1:]}.")
        return 1
    except ScenarioError as error:
        raise click.UsageError(str(error.problems[0])) from None
    except (PackError, AuthoringError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        files = [{"path": str(a.path), "what": a.what, "id": a.id, "hides": a.hides} for a in coming]
        say_json({"imported": not dry_run, "files": files})
        return 0
    for arrival in coming:
        say(f"  {arrival.path.relative_to(folder)}: {WORDS[arrival.what]}")
        if arrival.hides:
            say(f"    stands in place of {arrival.hides}")
    if dry_run:
        say("Nothing was changed; without --dry-run it is taken in.")
        return 0
    say(f"Taken in, into {folder}.")
    for arrival in coming:
        if arrival.id:
            say(f"  sparring check {arrival.path}")
    say("To undo it, delete the files that are new.")
    return 0


def _refuse_rubrics(coming: list[Arrival], folder: Path) -> None:
    """Raises AuthoringError."""
    from simulator.services.authoring import AuthoringError

    if any(a.path.is_relative_to(folder / "rubrics") and a.what != "same" for a in coming):
        raise AuthoringError(
            "the pack brings rubrics of its own, which would mark all your scenarios; add --with-rubrics to take them in"
        )


def _refuse_what_is_there(coming: list[Arrival], folder: Path) -> None:
    """Raises AuthoringError for what would stand in another's place."""
    from simulator.services.authoring import AuthoringError

    there = [a for a in coming if a.what == "replace" or (a.hides and a.what == "add")]
    if there:
        name = there[0].path.relative_to(folder)
        rest = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        raise AuthoringError(f"{name} is there already{rest}; look with --dry-run, then add --replace to let it in")
