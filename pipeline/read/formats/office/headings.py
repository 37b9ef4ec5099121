"""Headings that no style names: short paragraphs that are bold all through."""

from __future__ import annotations

_LONGEST_BOLD_HEADING = 150
"""A paragraph that is bold all through is a heading where it has at most so many characters."""
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…", "»", "”", '"')


def is_heading_line(text: str, *, is_bold: bool) -> bool:
    """Say whether a paragraph is a heading by its looks."""
    bare_text = text.strip()
    return is_bold and 0 < len(bare_text) <= _LONGEST_BOLD_HEADING and not bare_text.endswith(_SENTENCE_ENDS)
