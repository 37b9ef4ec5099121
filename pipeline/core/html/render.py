"""A page of a template and what it shows."""

from __future__ import annotations


def render(template: str, **view: object) -> str:
    """Return the page that a template makes of ``view``; ``template`` is its path in ``pipeline/``.

    Words of ``view`` are words on the page, whatever they say: templates alone have markup. Those that begin
    with ``core/html/templates/page.html.j2`` need ``title`` and ``language``, the page's, and ``style``,
    the path of what it has beside the common style. Raises ``jinja2.UndefinedError`` where ``view`` lacks
    something, ``TypeError`` where it has what cannot be shown.
    """
    from pipeline.core.html import environment  # Jinja2 is loaded when a page is made, and no sooner

    return environment.template(template).render(view)
