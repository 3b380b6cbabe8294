"""Drafts are kept for their owner's eyes, in memory where the folder cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.services.drafts import LONGEST, Drafts


def test_a_draft_is_kept_and_read_again(tmp_path: Path) -> None:
    Drafts(tmp_path).keep("a", "well\nthen 🙂")
    assert Drafts(tmp_path).of("a") == "well\nthen 🙂"
    assert (tmp_path / "drafts" / "a.txt").stat().st_mode & 0o077 == 0
    assert (tmp_path / "drafts").stat().st_mode & 0o077 == 0


def test_blanks_are_no_draft_and_take_the_old_one_away(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a", "text")
    drafts.keep("a", " \n ")
    assert Drafts(tmp_path).of("a") == ""
    assert drafts.on_file() == []


def test_forgetting_takes_the_files_away(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a", "one")
    drafts.keep("b", "two")
    drafts.forget(["a", "c"])
    assert drafts.on_file() == ["b"]


def test_where_nothing_can_be_written_it_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file", encoding="utf-8")
    drafts = Drafts(tmp_path)
    with pytest.raises(FileExistsError):
        drafts.keep("a", "text")
    assert drafts.of("a") == "text"


def test_half_a_character_and_too_much_do_no_harm(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a", "\ud800" + "x" * (LONGEST * 2))
    assert len(Drafts(tmp_path).of("a")) == LONGEST
    (tmp_path / "drafts" / "b.txt").write_bytes(b"\xff\xfe")
    assert Drafts(tmp_path).of("b") == ""
