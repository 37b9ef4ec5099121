"""A digest as one HTML file that loads nothing."""

from __future__ import annotations

from pipeline.core.html.render import render
from pipeline.digest.pages.view import View

DIGEST_STYLE = "digest/pages/templates/digest.css"


def html_digest(view: View) -> str:
    """Return the page."""
    return render(
        "digest/pages/templates/digest.html.j2",
        title=f"{view.labels.digest}: {view.run}",
        language=view.language,
        style=DIGEST_STYLE,
        digest=view,
    )
