"""A text whose later lines begin under its first word, not under its mark."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """`mark` stands before the first line; every further line, wrapped or not, is set in by the mark's width."""

    def __init__(self, mark: Content, text: Content) -> None:
        self.mark = mark
        self.text = text

    @property
    def plain(self) -> str:
        return f"{self.mark.plain}{self.text.plain}"

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.mark.cell_length + self.text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.text.get_height(rules, max(1, width - self.mark.cell_length))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        room = self.mark.cell_length
        marks = self.mark.render_strips(room, 1, style, options)
        blank = Strip.blank(room, style.rich_style)
        body = self.text.render_strips(max(1, width - room), height, style, options)
        return [Strip.join((marks[0] if marks and n == 0 else blank, strip)) for n, strip in enumerate(body)]
