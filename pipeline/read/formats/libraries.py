"""The libraries of formats, which extras bring."""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.core.errors import SourceError
from pipeline.core.extras import Extra, install_command

LIBRARIES: dict[Extra, tuple[str, ...]] = {
    "office": ("pypdfium2",),
    "web": ("feedparser", "lxml_html_clean", "protego", "trafilatura"),
}
"""The modules that an extra brings, as they are imported."""


def require_extra(extra: Extra, words: str, *, where: str) -> None:
    """Raise ``SourceError`` where a library of an extra is missing, with the command that adds it.

    ``words`` is what the source is: ``a web page``.
    """
    if any(find_spec(name) is None for name in LIBRARIES[extra]):
        raise SourceError(f"{where}: is {words}, which needs the extra {extra}: {install_command(extra)}")
