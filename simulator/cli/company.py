"""`sparring company`: what reps have to sell, and may offer."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.output import one_line, say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring company show
  sparring company show > company.yaml      edit it, then:
  sparring company set company.yaml
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Your firm's company.yaml: the seller of every scenario that says `from: company.yaml`."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("show", epilog=EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def show_command(as_json: bool) -> None:
    """The file as it is."""
    from dataclasses import asdict

    from simulator.services.company import read

    found, _ = practice()
    company = read(found)
    if as_json:
        problems = [str(problem) for problem in company.problems]
        seller = None if company.seller is None else asdict(company.seller)
        say_json({"path": str(company.path), "own": company.own, "seller": seller, "problems": problems})
        return
    say(company.text.rstrip("\n"))
    if not company.own:
        say(
            "\n".join(wrapped("This is the one that ships. `sparring company set FILE` puts yours in its place.")),
            err=True,
        )


@command.command("set", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
def set_command(file: Path) -> int:
    """Put a file in its place. Exits 1 where something is wrong in it; then nothing is changed."""
    from simulator.cli.files import text_of
    from simulator.services.company import CompanyError, save

    found, actor = practice()
    try:
        company = save(found, actor, text_of(file, 1_000_000, "company's file"))
    except CompanyError as error:
        if not error.problems:
            raise
        for problem in error.problems:
            say(one_line(f"{file}:{problem.place.line}:{problem.place.column}: {problem.code} {problem.message}"))
        say("Nothing was changed.")
        return 1
    say(f"Kept: {company.path}. What stood there is beside it, as company.yaml.before.")
    return 0
