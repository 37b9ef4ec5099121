"""What all HTML pages have in common: they load nothing, and their one style is named by their policy.

No script, no font, no picture. The Content-Security-Policy names the style by its digest, and stands in the
page itself, so it holds where the file is opened from a disk too.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
"""The folder ``pipeline/``: templates and styles are named by their paths in it."""

_BASE = "core/html/templates/base.css"
"""Colours and forms that every page has; what is a page's own follows it."""
_PRINT = "core/html/templates/print.css"
"""Comes last, so that it holds against the page's own."""


@cache
def style_sheet(own: str) -> str:
    """Return the whole style of a page whose own is the file ``own``."""
    return "".join(f"\n{(PACKAGE / name).read_text(encoding='utf-8')}" for name in (_BASE, own, _PRINT))


@cache
def policy(own: str) -> str:
    """Return the Content-Security-Policy of a page whose own style is the file ``own``."""
    digest = base64.b64encode(hashlib.sha256(style_sheet(own).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def generator() -> str:
    """Return which version of depeche makes pages, as they say it."""
    return f"depeche {metadata.version('depeche')}"
