"""A page made from a template and the values that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pipeline.core import limits
from pipeline.core.errors import RecordError


def render(template: str, **view: object) -> bytes:
    """Return the page of which ``render_pieces`` yields the pieces, in UTF-8.

    Raises as that does, and ``RecordError`` where the page would be too large.
    """
    whole = BytesIO()
    for piece in render_pieces(template, **view):
        whole.write(piece.encode())
        if whole.tell() > limits.PAGE:
            raise RecordError(f"its page would be larger than {limits.size_words(limits.PAGE)}")
    return whole.getvalue()


def render_pieces(template: str, **view: object) -> Iterator[str]:
    """Yield the pieces of the page that a template makes of ``view``; the page may be large.

    ``template`` is the template's path in ``pipeline/``.
    Words of ``view`` are shown as words, whatever they say: only templates have markup. Templates that extend
    ``core/html/templates/page.html.j2`` need the page's ``title`` and ``language``, and ``style``, the path
    of the page's own style. Raises ``jinja2.UndefinedError`` where ``view`` lacks something, ``TypeError``
    where it has what cannot be shown.
    """
    from pipeline.core.html import environment  # Jinja2 is loaded only when a page is made

    return environment.template(template).generate(view)
