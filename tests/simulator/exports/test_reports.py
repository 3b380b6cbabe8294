"""What leaves Sparring: no formula, no tag, no link that somebody's words made."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exports.page import Bars, Part, Report, Table, chart, html, markdown
from simulator.exports.table import rows_as_csv, safe
from simulator.services import comments, overruling, reports, review
from tests.simulator.offices import Office

EVIL = '=cmd|"/c calc"!A1<script>alert(1)</script>[x](javascript:1)![y](http://z) | a\x1b]52;c;eA==\x07'


def report(text: str) -> Report:
    part = Part(
        text, (text,), Table((text, "n"), ((text, "1"),)), Bars((text,), (50.0,), 100.0), ((text, text, (text,)),)
    )
    return Report(text, text, "now", (part,), (text,))


@given(st.text(max_size=60))
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert not safe(text).lstrip(" ").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    (row,) = csv.reader(io.StringIO("".join(rows_as_csv(("a", "b"), [(text, 1)])).split("\r\n", 1)[1], newline=""))
    assert len(row) == 2


def test_numbers_stay_numbers() -> None:
    assert [safe(value) for value in (-1, 2.5, None, True, "-1")] == ["-1", "2.5", "", "yes", "'-1"]


def test_tags_in_words_are_shown_and_not_followed() -> None:
    page = html(report(EVIL))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert not re.search(r"""(?:src|href)\s*=""", page)
    assert "default-src 'none'" in page


def test_markdown_makes_no_link_of_words() -> None:
    text = markdown(report(EVIL))
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "<script>" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("count", [0, 1, 12, 60])
def test_bars_stay_in_the_drawing(count: int) -> None:
    drawn = chart(Bars(tuple(map(str, range(count))), tuple(float(n * 10) for n in range(count)), 100.0))
    assert all(x >= 0 and x + w <= 321 and y >= 0 and y + h <= 64.1 for x, y, w, h, _ in drawn)


def test_an_export_has_both_marks_the_rubric_and_the_receipt(tmp_path: Path) -> None:
    office = Office.in_(tmp_path)
    uuid = office.play("amara")
    ruth = office.who("ruth")
    mark = review.look(office.practice, ruth, uuid).machine.criteria[0]
    overruling.overrule(office.practice, ruth, uuid, mark.id, 4, "=I heard it otherwise")
    rows = [dict(zip(reports.MARK_COLUMNS, row, strict=True)) for row in reports.mark_rows(office.practice, ruth)]
    (first,) = [row for row in rows if row["criterion"] == mark.id]
    assert (first["rule mark"], first["manager mark"], first["mark that stands"]) == (mark.level, 4, 4)
    assert first["manager"] == "Ruth Lind"
    assert len(str(first["receipt"])) == len(str(first["rubric hash"])) == 64
    assert len(rows) == len(review.look(office.practice, ruth, uuid).machine.criteria)
    mine = list(reports.mark_rows(office.practice, office.who("amara")))
    assert len(mine) == len(rows)
    office.close()


def test_every_report_is_made_of_what_is_on_record(tmp_path: Path) -> None:
    office = Office.in_(tmp_path)
    office.assign()
    uuid = office.play("amara")
    ruth = office.who("ruth")
    comments.comment(office.practice, ruth, uuid, "You let her finish.", turn=2)
    call = html(reports.of_call(office.practice, ruth, uuid))
    assert "You let her finish." in call
    assert "sparring verify" in call
    for made in (reports.of_rep(office.practice, ruth, "amara"), reports.of_team(office.practice, ruth)):
        assert "Amara Okoye" in html(made)
    week = markdown(reports.of_week(office.practice, ruth))
    assert "1 calls, 1 passed" in week
    assert "Amara" not in week
    office.close()
