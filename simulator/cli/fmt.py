"""`sparring fmt`: the layout of scenario files, with nothing changed of what they say."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from simulator.cli.files import meant
from simulator.cli.output import one_line, say, say_json

EXAMPLES = """\b
Examples:
  sparring fmt my-scenario.yaml
  sparring fmt                          all scenarios of your own
  sparring fmt --check mine/            only say which would change

\b
Indents of two blanks, nothing wider than 120 columns: a list in [ ] or { } that does not
fit is written one entry a line, a long sentence is broken at a blank. Comments stay, and
so does the order. A file that says the same afterwards is written, any other is left.
"""


@click.command("fmt", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 where something would change.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(paths: tuple[Path, ...], check: bool, as_json: bool) -> int:
    """Lay out scenario files: even indents, rows that can be read, comments where they were."""
    from simulator.scenario.problems import ScenarioError
    from simulator.services.authoring import AuthoringError
    from simulator.services.tidying import tidied

    files = _files(paths)
    changed: list[str] = []
    problems: list[str] = []
    left: list[str] = []
    for file in files:
        try:
            result = tidied(file, write=not check)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
        except AuthoringError as error:
            problems.append(str(error))
        else:
            if result.left:
                left.append(result.left)
            elif result.changed:
                changed.append(str(file))
    if as_json:
        say_json({"files": len(files), "changed": changed, "left": left, "problems": problems})
        return 1 if problems or (check and changed) else 0
    for text in (*problems, *left):
        say(one_line(text))
    for name in changed:
        say(f"{name}: {'would change' if check else 'laid out'}")
    verb = "would change" if check else "laid out"
    say(f"{len(changed)} of {len(files)} file{'' if len(files) == 1 else 's'} {verb}")
    return 1 if problems or (check and changed) else 0


def _files(paths: Sequence[Path]) -> list[Path]:
    """The .yaml files that were named, or those of the person's own folders."""
    from simulator.services.home import Home, scenario_folders

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(f"there is no file {missing[0]}{meant(missing[0])}")
    if not paths:
        home = Home.find(os.environ)
        paths = [path for path in (*scenario_folders(os.environ), home.folder / "scenarios") if path.is_dir()]
    out: dict[Path, None] = {}
    for path in paths:
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        hidden = [file for file in found if any(part.startswith(".") for part in file.relative_to(path).parts)]
        out.update(dict.fromkeys(file for file in found if file.is_file() and file not in hidden))
    return list(out)
