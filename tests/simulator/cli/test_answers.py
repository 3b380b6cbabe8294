from __future__ import annotations

from pathlib import Path

import click
import pytest

from simulator.cli.answers import Answer, parse_answers, read_answers


def test_each_line_is_a_reply_and_an_empty_one_is_silence() -> None:
    assert parse_answers("Hello.\n\n  \nOne\\ntwo\r\n") == (
        Answer("say", 1, "Hello."),
        Answer("silence", 2),
        Answer("silence", 3),
        Answer("say", 4, "One\ntwo"),
    )
    assert parse_answers("") == ()
    assert parse_answers("last without a line break") == (Answer("say", 1, "last without a line break"),)


def test_commands_are_read() -> None:
    assert [a.kind for a in parse_answers("/choose 2\n/hint\n/quit\n/silence\n//said")] == [
        "choose",
        "hint",
        "quit",
        "silence",
        "say",
    ]
    assert parse_answers("/choose 2")[0].number == 2
    assert parse_answers("//said")[0].text == "/said"


@pytest.mark.parametrize(
    "line",
    [
        "/choose",
        "/choose x",
        "/choose 0",
        "/choose -1",
        "/choose ²",
        "/choose " + "9" * 5000,
        "/chose 1",
        "/hint please",
        "/dance",
        "/",
    ],
)
def test_a_command_that_makes_no_sense_is_told_with_its_place(line: str) -> None:
    with pytest.raises(click.UsageError, match=r"^f.txt:2: "):
        parse_answers(f"Hello\n{line}", "f.txt")


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot read the answers"):
        read_answers(str(tmp_path / "missing.txt"))
    with pytest.raises(click.UsageError, match="cannot read the answers"):
        read_answers(str(tmp_path))
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"fine\n\xff\xfe")
    with pytest.raises(click.UsageError, match=r"broken.txt:2: the answers are not UTF-8"):
        read_answers(str(broken))
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * 1_000_001)
    with pytest.raises(click.UsageError, match="more than a megabyte"):
        read_answers(str(big))


def test_a_byte_order_mark_is_no_part_of_the_first_reply(tmp_path: Path) -> None:
    file = tmp_path / "answers.txt"
    file.write_bytes("﻿Hello".encode())
    assert read_answers(str(file))[0].text == "Hello"
