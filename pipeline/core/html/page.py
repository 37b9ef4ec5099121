"""The common parts of all HTML pages: they load nothing, and their policy names their one style.

No script, no font, no picture. The Content-Security-Policy names the style by its digest, and stands in the
page itself, so it holds where the file is opened from a disk too.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from pipeline.core.extras import installed_version

PACKAGE = Path(__file__).parents[2]
"""The folder ``pipeline/``, from which templates and styles have their paths."""

_BASE = "core/html/templates/base.css"
"""The style of all pages: colours and forms. A page's own style follows it."""
_PRINT = "core/html/templates/print.css"
"""The style for print, which comes last, so that it overrides the page's own."""


@cache
def style_sheet(own: str) -> str:
    """Return the whole style of a page; ``own`` is the file of its own style."""
    return "".join(f"\n{(PACKAGE / name).read_text(encoding='utf-8')}" for name in (_BASE, own, _PRINT))


@cache
def policy(own: str) -> str:
    """Return the Content-Security-Policy of a page; ``own`` is the file of its own style."""
    digest = base64.b64encode(hashlib.sha256(style_sheet(own).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def generator() -> str:
    """Return the version of depeche that makes pages, as pages state it."""
    return f"depeche {installed_version('depeche')}"
