"""A digest as one HTML file that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.html.render import render_pieces
from pipeline.digest.pages.view import View

DIGEST_STYLE = "digest/pages/templates/digest.css"


def html_digest(view: View) -> Iterator[str]:
    """Return the page in pieces."""
    return render_pieces(
        "digest/pages/templates/digest.html.j2",
        title=view.title,
        language=view.language,
        style=DIGEST_STYLE,
        digest=view,
    )
