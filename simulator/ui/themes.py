"""The themes that Sparring adds to Textual's own: its own, a light one, and one of high contrast."""

from __future__ import annotations

from textual.theme import Theme

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
THEMES = (SPARRING, DAYLIGHT, HIGH_CONTRAST)
OFFERED = ("sparring", "sparring-light", "high-contrast", "nord", "gruvbox", "solarized-light", "textual-ansi")
