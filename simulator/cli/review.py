"""`sparring review`: read marked calls, comment, overrule, rule on knock-outs and disputes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

if TYPE_CHECKING:
    from scoring.marking.scorecard import Scorecard
    from simulator.services.review import Review

EXAMPLES = """\b
Examples:
  sparring review queue --short
  sparring review show 3f2a91c0
  sparring review mark 3f2a91c0 D1 3 --reason "She asks it openly in turn 2."
  sparring review comment 3f2a91c0 "Good: you let her finish." --turn 2
  sparring review dispute 3f2a91c0 D1 "I did ask, in my second reply."     (as a rep)
  sparring review rule 3f2a91c0 D1 --accept 3 --reason "You are right, I hear it too."
  sparring review done 3f2a91c0
"""
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
reason_option = click.option("--reason", required=True, help="Why; at least ten characters. The rep reads it.")


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Read marked calls, and say what you think of the marks. The machine's mark is always kept beside yours.

    A call is named by its number as `queue` shows it.
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("queue", epilog="\b\nExample:\n  sparring review queue --short\n")
@click.option("--short", is_flag=True, help="The ten that matter most this week.")
@as_json_option
def queue_command(short: bool, as_json: bool) -> None:
    """What waits for you: disputed, proposed knock-outs, below pass, held cards, odd ones, unsure marks, the rest."""
    from simulator.learning.attention import kind_of
    from simulator.services.review import queue

    found, actor = practice()
    rows = queue(found, actor, short=short)
    if as_json:
        say_json({"queue": [{**asdict(row), "kind": kind_of(row.rank)} for row in rows]})
        return
    if not rows:
        say("Nothing waits for you.")
    for row in rows:
        say("\n".join(wrapped(f"{row.name}: {row.title} ({row.why})", f"{row.attempt[:8]}  ")))


@command.command("show", epilog="\b\nExample:\n  sparring review show 3f2a91c0\n")
@click.argument("attempt")
@click.option("--reason", help="For an admin who manages nobody in it: why. It stands in the log, and the rep is told.")
@as_json_option
def show_command(attempt: str, reason: str | None, as_json: bool) -> None:
    """The transcript beside the card, with both marks, comments and disputes."""
    from simulator.services.review import look, open_transcript

    found, actor = practice()
    seen = look(found, actor, attempt) if reason is None else open_transcript(found, actor, attempt, reason)
    if as_json:
        say_json(review_json(seen))
        return
    say("\n".join(review_lines(seen)))


def review_json(seen: Review) -> dict[str, Any]:
    from scoring.marking.scorecard import as_json

    names = seen.names
    return {
        "attempt": seen.attempt.uuid,
        "rep": seen.rep,
        "scenario": seen.attempt.scenario,
        "version": seen.attempt.version,
        "machine": as_json(seen.machine),
        "stands": as_json(seen.card),
        "void": seen.void,
        "overrides": [
            {
                "criterion": one.row.criterion,
                "machine": one.was,
                "manager": one.row.level,
                "reason": one.row.reason,
                "by": one.by,
                "at": one.row.at,
                "stands": one.stands,
            }
            for one in seen.seconds
        ],
        "rulings": [
            {
                "what": one.what,
                "name": one.name,
                "yes": one.yes,
                "reason": one.reason,
                "by": names.get(one.by),
                "at": one.at,
            }
            for one in seen.rulings
        ],
        "comments": [
            {"number": one.id, "turn": one.turn, "text": one.text, "audience": one.audience, "by": names.get(one.by)}
            for one in seen.comments
        ],
        "disputes": [
            {"criterion": one.criterion, "text": one.text, "accepted": one.accepted, "reason": one.reason or None}
            for one in seen.disputes
        ],
        "turns": [
            {"n": n, "rep": turn.rep, "customer": turn.customer}
            for n, turn in enumerate(seen.reading.transcript.turns, 1)
        ],
    }


def review_lines(seen: Review) -> Iterator[str]:
    from simulator.cli.card import criterion_lines

    passed = {True: "passed", False: "not passed", None: "not decided"}
    yield from wrapped(f"{seen.rep}: {seen.attempt.title}, {seen.attempt.mode}, {seen.attempt.level}")
    machine = f" (the machine: {seen.machine.total})" if seen.machine.total != seen.card.total else ""
    yield from wrapped(f"{seen.card.total} of 100{machine}, needed {seen.card.pass_mark}: {passed[seen.card.passed]}")
    if seen.void:
        yield "Void: it counts for nothing."
    yield ""
    for n, turn in enumerate(seen.reading.transcript.turns, 1):
        yield from wrapped(turn.rep or "(says nothing)", f"{n:>3} rep:  ")
        yield from wrapped(turn.customer, "    cust: ")
        for one in seen.comments:
            if one.turn == n:
                yield from comment_line(seen, one)
    for one in seen.comments:
        if one.turn is None:
            yield from comment_line(seen, one)
    yield ""
    given = {one.row.criterion: one for one in seen.seconds if one.stands}
    for mark in seen.card.criteria:
        if mark.state == "not_applicable" and mark.id not in given:
            continue
        yield from criterion_lines(mark)
        if mark.id in given:
            second = given[mark.id]
            was = "no mark" if second.was is None else second.was
            yield from wrapped(
                f"rule {was} -> {second.by} {second.row.level}: {second.row.reason}", f"    [{mark.id}] "
            )
    for knock_out in seen.machine.knockouts:
        ruling = next((one for one in reversed(seen.rulings) if one.name == knock_out.id), None)
        state = (
            "waits for your ruling"
            if ruling is None
            else f"{'confirmed' if ruling.yes else 'rejected'}: {ruling.reason}"
        )
        yield from wrapped(f"{knock_out.title} ({knock_out.id}), {state}", "  knock-out: ")
    for dispute in seen.disputes:
        ruled = {None: "waits", True: "accepted", False: "rejected"}[dispute.accepted]
        yield from wrapped(f"{dispute.criterion}: “{dispute.text}”, {ruled} {dispute.reason}".rstrip(), "  disputed: ")


def comment_line(seen: Review, one: Any) -> Iterator[str]:
    only = ", managers only" if one.audience == "managers" else ""
    yield from wrapped(one.text, f"      {seen.names.get(one.by, '')} ({one.id}{only}): ")


@command.command("mark", epilog=EXAMPLES)
@click.argument("attempt")
@click.argument("criterion")
@click.argument("level", type=click.IntRange(0, 4))
@reason_option
def mark_command(attempt: str, criterion: str, level: int, reason: str) -> None:
    """Give a criterion another mark, 0 to 4."""
    from simulator.services.overruling import overrule

    found, actor = practice()
    stands(overrule(found, actor, attempt, criterion, level, reason))
    say(f'To undo it:   sparring review take-back {attempt} {criterion} --reason "..."')


@command.command(
    "take-back", epilog='\b\nExample:\n  sparring review take-back 3f2a91c0 D1 --reason "I mixed up two calls."\n'
)
@click.argument("attempt")
@click.argument("criterion")
@reason_option
def take_back_command(attempt: str, criterion: str, reason: str) -> None:
    """Take a manager's mark back: the machine's stands again."""
    from simulator.services.overruling import overrule

    found, actor = practice()
    stands(overrule(found, actor, attempt, criterion, None, reason))


def stands(card: Scorecard) -> None:
    passed = {True: "passed", False: "not passed", None: "not decided"}[card.passed]
    say(f"It stands at {card.total} of 100 now, needed {card.pass_mark}: {passed}.")


@command.command(
    "knock-out",
    epilog='\b\nExample:\n  sparring review knock-out 3f2a91c0 X1 reject --reason "She asked, he did not promise."\n',
)
@click.argument("attempt")
@click.argument("name")
@click.argument("ruling", type=click.Choice(["confirm", "reject"]))
@reason_option
def knock_out_command(attempt: str, name: str, ruling: str, reason: str) -> None:
    """Rule on a knock-out that the machine proposed."""
    from simulator.services.overruling import rule_knock_out

    found, actor = practice()
    stands(rule_knock_out(found, actor, attempt, name, confirm=ruling == "confirm", reason=reason))


@command.command("void", epilog='\b\nExample:\n  sparring review void 3f2a91c0 --reason "The line broke down."\n')
@click.argument("attempt")
@reason_option
@click.option("--undo", is_flag=True, help="Let it count again.")
def void_command(attempt: str, reason: str, undo: bool) -> None:
    """Let a call count for nothing."""
    from simulator.services.overruling import void

    found, actor = practice()
    void(found, actor, attempt, reason, undo=undo)
    say(
        "It counts again."
        if undo
        else f'It counts for nothing now. To undo it:   sparring review void {attempt} --undo --reason "..."'
    )


@command.command("comment", epilog='\b\nExample:\n  sparring review comment 3f2a91c0 "You let her finish." --turn 2\n')
@click.argument("attempt")
@click.argument("text")
@click.option("--turn", type=int, help="On this reply, from 1; on the whole call if you do not say.")
@click.option("--managers", "for_managers", is_flag=True, help="Only managers see it.")
def comment_command(attempt: str, text: str, turn: int | None, for_managers: bool) -> None:
    """Write on a call, or on one reply of it."""
    from simulator.services.comments import MANAGERS, REP, comment

    found, actor = practice()
    number = comment(found, actor, attempt, text, turn=turn, audience=MANAGERS if for_managers else REP)
    say(f"Kept as comment {number}. To undo it:   sparring review withdraw {number}")


@command.command("withdraw", epilog="\b\nExample:\n  sparring review withdraw 12\n")
@click.argument("number", type=int)
def withdraw_command(number: int) -> None:
    """Withdraw a comment of yours."""
    from simulator.services.comments import withdraw_comment

    found, actor = practice()
    withdraw_comment(found, actor, number)
    say("It is gone.")


@command.command("release", epilog="\b\nExample:\n  sparring review release 3f2a91c0\n")
@click.argument("attempt")
def release_command(attempt: str) -> None:
    """Let the rep read a card that is held."""
    from simulator.services.overruling import release

    found, actor = practice()
    say("The rep can read it now." if release(found, actor, attempt) else "The rep could read it already.")


@command.command("done", epilog="\b\nExample:\n  sparring review done 3f2a91c0\n")
@click.argument("attempt")
def done_command(attempt: str) -> None:
    """It is reviewed: it leaves the queue, and the rep can read the card."""
    from simulator.services.overruling import finish

    found, actor = practice()
    finish(found, actor, attempt)
    say("Reviewed.")


@command.command(
    "dispute", epilog='\b\nExample:\n  sparring review dispute 3f2a91c0 D1 "I did ask, in my second reply."\n'
)
@click.argument("attempt")
@click.argument("criterion")
@click.argument("text")
def dispute_command(attempt: str, criterion: str, text: str) -> None:
    """As a rep: say why a mark of your call is wrong. Your manager rules on it."""
    from simulator.services.disputes import dispute

    found, actor = practice()
    dispute(found, actor, attempt, criterion, text)
    say("Your manager is told, and rules on it. `sparring due` shows the answer.")


@command.command(
    "rule",
    epilog='\b\nExample:\n  sparring review rule 3f2a91c0 D1 --accept 3 --reason "You are right, I hear it too."\n',
)
@click.argument("attempt")
@click.argument("criterion")
@click.option("--accept", type=click.IntRange(0, 4), metavar="LEVEL", help="Accept it: the mark that you give instead.")
@click.option("--reject", is_flag=True, help="Reject it: the mark stays.")
@reason_option
def rule_command(attempt: str, criterion: str, accept: int | None, reject: bool, reason: str) -> None:
    """Rule on a dispute. The ruling and its reason are kept."""
    from simulator.services.disputes import rule_dispute

    if (accept is None) != reject:
        raise click.UsageError("either --accept LEVEL or --reject")
    found, actor = practice()
    stands(rule_dispute(found, actor, attempt, criterion, level=accept, reason=reason))


@command.command("example", epilog="\b\nExample:\n  sparring review example 3f2a91c0 D1 >> test.yaml\n")
@click.argument("attempt")
@click.argument("criterion")
def example_command(attempt: str, criterion: str) -> None:
    """A call as an embedded test that expects the level which stands: for `tests:` of its scenario.

    Names in it are the rep's words: change what could tell who it was before it goes into a file that others read.
    """
    from simulator.services.disputes import example

    found, actor = practice()
    say(example(found, actor, attempt, criterion))
