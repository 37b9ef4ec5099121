"""A page made from a template and the values that it shows."""

from __future__ import annotations


def render(template: str, **view: object) -> str:
    """Return the page that a template makes of ``view``; ``template`` is its path in ``pipeline/``.

    Words of ``view`` are shown as words, whatever they say: only templates have markup. Templates that extend
    ``core/html/templates/page.html.j2`` need the page's ``title`` and ``language``, and ``style``, the path
    of the page's own style. Raises ``jinja2.UndefinedError`` where ``view`` lacks something, ``TypeError``
    where it has what cannot be shown.
    """
    from pipeline.core.html import environment  # Jinja2 is loaded only when a page is made

    return environment.template(template).render(view)
