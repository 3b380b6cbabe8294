"""Single fields of a scenario's text are changed, and nothing else in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.catalogue import shipped
from simulator.scenario.document import Fields, Text, read_bytes
from simulator.scenario.edit import with_fields
from simulator.scenario.problems import ScenarioError
from simulator.scenario.templates import quoted

HEAD = '# mine\nformat: 1\nid: old-id   # the id\nversion: 2\ntitle: "It\'s # old"  # said so\nstatus: draft\n'


def test_values_change_and_comments_stay() -> None:
    changed = with_fields(HEAD, "x.yaml", {"id": "new-id", "version": "3", "title": '"New"', "status": "published"})
    assert (
        changed == '# mine\nformat: 1\nid: new-id   # the id\nversion: 3\ntitle: "New"  # said so\nstatus: published\n'
    )


def test_a_field_that_is_not_there_comes_after_the_version() -> None:
    changed = with_fields("format: 1\nid: a\nversion: 2\ntitle: b\n", "x.yaml", {"status": "retired"})
    assert changed == "format: 1\nid: a\nversion: 2\nstatus: retired\ntitle: b\n"


@pytest.mark.parametrize("title", ["'it''s'", '"a \\" b"', "plain  with  blanks", "a#b"])
def test_any_way_of_writing_a_scalar_is_found_to_its_end(title: str) -> None:
    changed = with_fields(f"id: a\ntitle: {title}   # c\nversion: 1\n", "x.yaml", {"title": "new"})
    assert changed == "id: a\ntitle: new   # c\nversion: 1\n"


def test_line_ends_of_windows_stay() -> None:
    assert with_fields("id: a\r\nversion: 1\r\n", "x.yaml", {"version": "2"}) == "id: a\r\nversion: 2\r\n"


@pytest.mark.parametrize(
    "text",
    ["id: a\ntitle: over\n  two lines\n", "id: a\ntitle: >\n  folded\n", "id: a\ntitle: [a]\n", "{id: a}", "- a"],
)
def test_what_cannot_be_changed_alone_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"x\.yaml:\d+:\d+: S106"):
        with_fields(text, "x.yaml", {"title": "new"})


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_any_title_is_read_back_as_it_was_put_in(title: str) -> None:
    source = (shipped() / "objection" / "its-too-expensive.yaml").read_text(encoding="utf-8")
    root = read_bytes(with_fields(source, "x.yaml", {"title": quoted(title)}).encode(), "x.yaml")
    assert isinstance(root, Fields)
    node = root.fields["title"]
    assert isinstance(node, Text)
    kept = read_bytes(f"title: {quoted(title)}\n".encode(), "y.yaml")
    assert isinstance(kept, Fields)
    assert node.value == kept.fields["title"].value  # type: ignore[union-attr]
