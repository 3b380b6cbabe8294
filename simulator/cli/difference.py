"""`sparring scenarios diff`: what changed between two versions, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.output import say, say_json, wrapped

if TYPE_CHECKING:
    from simulator.scenario.difference import Change

EXAMPLES = """\b
Examples:
  sparring scenarios diff its-too-expensive my-price-talk      two by their ids
  sparring scenarios diff old.yaml new.yaml                    two files
  sparring scenarios diff my-price-talk@1 my-price-talk        a version on record, and the file
  sparring scenarios diff my-price-talk                        what is new since it was published
"""
MOST = 400


@click.command("diff", epilog=EXAMPLES)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--full", is_flag=True, help="Also print the old and the new wording.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(old: str, new: str | None, full: bool, as_json: bool) -> int:
    """Say what changed between two versions of a scenario. Exits 1 where something did.

    What is compared is what the files mean: comments, spacing and order of fields are no difference.
    """
    from simulator.cli.own import practice
    from simulator.scenario.difference import differences
    from simulator.services.authoring import AuthoringError
    from simulator.services.publishing import compared_by_default, version_of

    found, _ = practice()
    try:
        if new is None:
            old, new = compared_by_default(found.catalogue, lambda: found.record, old), old
        before = version_of(found.catalogue, lambda: found.record, old)
        after = version_of(found.catalogue, lambda: found.record, new)
    except AuthoringError as error:
        raise click.UsageError(str(error)) from None
    changes = differences(before, after)
    if as_json:
        parts = [{"where": c.where, "what": c.what, "old": c.old, "new": c.new} for c in changes]
        say_json({"old": old, "new": new, "changes": parts})
        return 1 if changes else 0
    say(f"From {old} (version {before.version}) to {new} (version {after.version}):")
    for change in changes[:MOST]:
        say("\n".join(wrapped(str(change), "  ")))
        if full:
            _wordings(change)
    if len(changes) > MOST:
        say(f"  and {len(changes) - MOST} more; --json has them all")
    if not changes:
        say("  nothing that a call would show")
    return 1 if changes else 0


def _wordings(change: Change) -> None:
    for lead, text in (("    - ", change.old), ("    + ", change.new)):
        for line in text.splitlines():
            say("\n".join(wrapped(line, lead)))
