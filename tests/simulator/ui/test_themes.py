"""What steps back is dimmer than the text and still read, in every theme on offer; measured as it is painted."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color, ColorType

from simulator.ui.app import SparringApp
from simulator.ui.themes import OFFERED, THEMES
from tests.simulator.homes import INTERRUPTED
from tests.simulator.ui.stage import on_stage

READABLE = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text."""
MAY_BE_EQUAL = ("high-contrast",)
PAINTED = [theme.name for theme in THEMES if not theme.ansi]
"""The others wear the terminal's own colours, and it alone knows what those are."""


@pytest.mark.parametrize("theme", OFFERED)
async def test_a_theme_on_offer_can_be_chosen(tmp_path: Path, theme: str) -> None:
    async with on_stage(tmp_path) as sam:
        sam.app.choose_theme(theme)
        await sam.settle()
        assert sam.app.theme == theme
        assert "All customers" in sam.sees


@pytest.mark.parametrize("theme", PAINTED)
async def test_muted_text_is_dimmer_than_text_and_can_be_read(tmp_path: Path, theme: str) -> None:
    async with on_stage(tmp_path, size=(80, 40), play=INTERRUPTED, seed=7) as sam:
        sam.app.choose_theme(theme)
        await sam.until("Type what you would say")
        await sam.press("f4")
        await sam.until("patience -2")
        for muted in ("patience -2", "replies left"):
            assert contrast(*painted(sam.app, muted)) >= READABLE
            assert steps_back(sam.app, muted, behind="three trucks", equal=theme in MAY_BE_EQUAL)


@pytest.mark.parametrize("theme", PAINTED)
async def test_a_line_of_a_menu_can_be_read_under_the_cursor_too(tmp_path: Path, theme: str) -> None:
    async with on_stage(tmp_path, size=(80, 40)) as sam:
        sam.app.choose_theme(theme)
        await sam.settle()
        away = painted(sam.app, "All customers")
        assert contrast(*away) >= READABLE
        assert steps_back(sam.app, "All customers", behind="The interrupted", equal=theme in MAY_BE_EQUAL)
        await sam.press("end")
        under_the_cursor = painted(sam.app, "All customers")
        assert under_the_cursor != away
        assert contrast(*under_the_cursor) >= READABLE


def painted(app: SparringApp, text: str) -> tuple[Color, Color]:
    """The colours of the first such text and of what is under it, as they reach the terminal."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if text in segment.text and segment.style is not None:
                assert segment.style.color is not None
                assert segment.style.bgcolor is not None
                return segment.style.color, segment.style.bgcolor
    raise AssertionError(f"not on the screen: {text}")


def steps_back(app: SparringApp, text: str, *, behind: str, equal: bool) -> bool:
    """Whether a text stands out less from the ground than another would on the same ground."""
    muted, ground = painted(app, text)
    other, _ = painted(app, behind)
    return contrast(muted, ground) < contrast(other, ground) or (equal and muted == other)


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21, by the formula of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    assert color.type is ColorType.TRUECOLOR
    assert color.triplet is not None
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.triplet.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
