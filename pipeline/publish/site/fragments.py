"""Pieces that several of the reader's pages have."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.core.contract import AlignedSegment, VariantRecord
from pipeline.core.html.page import escape, marked


def facts(named: Iterable[tuple[str, str]]) -> str:
    """Return names and values as elements of a list of descriptions."""
    return "".join(
        f"<div><dt>{escape(label)}</dt><dd><bdi>{escape(value)}</bdi></dd></div>" for label, value in named
    )


def anchor(segment: str) -> str:
    """Return a segment's id as a link to its place on the page."""
    return f'<a class="id" href="#{escape(segment)}">{escape(segment)}</a>'


def marked_target(segment: AlignedSegment, variant: VariantRecord) -> str:
    """Return the attributes of an element that holds a segment's target: what language it really is in."""
    untranslated = any(check.name == "translated" for check in segment.checks)
    return marked(segment.language if untranslated else variant.language)
