"""The themes on offer: Sparring's own, a light one, one of high contrast, and some of Textual's made to fit.

`text-muted` is a colour of its own in each. Textual's `auto 60%` loses its 60% where a text, not a widget, wears it: what
should step back was then brighter than the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

SPARRING = Theme(
    name="sparring",
    primary="#5fafd7",
    secondary="#87afaf",
    accent="#ffaf5f",
    foreground="#e4e4e4",
    background="#121417",
    surface="#1a1d21",
    panel="#23272d",
    success="#87d787",
    warning="#ffd75f",
    error="#ff8787",
    dark=True,
    variables={"text-muted": "#a8adb3"},
)
DAYLIGHT = Theme(
    name="sparring-light",
    primary="#005f87",
    secondary="#3a6363",
    accent="#9c4a00",
    foreground="#1c1c1c",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e4e1d8",
    success="#1f6f1f",
    warning="#7a5a00",
    error="#a40000",
    dark=False,
    variables={"text-muted": "#4f4f4b"},
)
HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff6060",
    boost="#1a1a1a",
    dark=True,
    variables={
        "primary-muted": "#006a6a",
        "text-muted": "#ffffff",
        "text-disabled": "#ffffff",
        "foreground-muted": "#ffffff",
        "border": "#ffffff",
        "border-blurred": "#ffffff",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "footer-description-foreground": "#ffffff",
        "footer-key-foreground": "#ffff00",
    },
)


def of_textual(name: str, variables: Mapping[str, str], foreground: str | None = None) -> Theme:
    """A theme of Textual's with these variables, and darker text where its own leaves no room below it."""
    theme = BUILTIN_THEMES[name]
    return replace(theme, foreground=foreground or theme.foreground, variables={**theme.variables, **variables})


THEMES = (
    SPARRING,
    DAYLIGHT,
    HIGH_CONTRAST,
    of_textual("nord", {"text-muted": "#b9c1cf", "primary-muted": "#3b4d5c"}),
    of_textual("gruvbox", {"text-muted": "#cbbfa0"}),
    of_textual("solarized-light", {"text-muted": "#43585e"}, foreground="#073642"),
    of_textual("ansi-dark", {"text-muted": "ansi_default"}),
    of_textual("ansi-light", {"text-muted": "ansi_default", "primary-muted": "ansi_white"}),
)
"""The last two paint in the terminal's own colours: which of them can be read on which, only the terminal knows."""
OFFERED = tuple(theme.name for theme in THEMES)
