"""The common parts of the reader's pages: their look, their language, their links."""

from __future__ import annotations

from pipeline.core.dataclass import dataclass
from pipeline.core.html.render import render
from pipeline.core.records import LanguageCode

SITE_STYLE = "publish/site/templates/site.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """A link to a page in a language."""

    href: str
    language: LanguageCode
    is_current: bool = False
    """Whether the link leads to the page that it stands on."""


def site_page(template: str, *, title: str, **view: object) -> bytes:
    """Return a page of the reader, in English and UTF-8; ``template`` is a name in ``templates/``."""
    return render(
        f"publish/site/templates/{template}.html.j2", title=title, language="en", style=SITE_STYLE, **view
    )
