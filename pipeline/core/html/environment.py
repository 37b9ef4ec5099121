"""Jinja2 templates, and the values put into them: words are escaped, all else is refused.

Jinja2's own escape is on as well, and finds nothing left to do. It is not relied on alone: it lets through
what nobody sees (``words.seen``), and writes quotation marks in another way than pages that are there
already, which ``verify`` compares sign for sign.
"""

from __future__ import annotations

import html
from functools import cache, lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, Undefined
from markupsafe import Markup

from pipeline.core.html.page import PACKAGE, generator, policy, style_sheet
from pipeline.core.html.words import direction, language_name, seen

_SHORT = 40
"""The most characters of words that are escaped once and kept: they may stand in a page many times, as names
of languages do."""


def template(name: str) -> Template:
    """Return the template whose path in ``pipeline/`` is ``name``. Each process compiles it once."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {
        "direction": lru_cache(1 << 8)(direction),
        "language_name": language_name,
        "text": _text,
    }
    # The policy and the style are depeche's own, so they are not escaped; the policy has the style's digest.
    made.globals |= {
        "generator": generator,
        "policy": lambda own: _safe(policy(own)),
        "style_sheet": lambda own: _safe(style_sheet(own)),
    }
    return made


def _shown(value: object) -> object:
    """Return a value as pages show it, in attributes too.

    Raises ``TypeError`` for what is neither words nor a whole number: ``None`` would be shown as a word.
    """
    if isinstance(value, Markup | Undefined):  # what a macro made; what Jinja2 itself refuses, by its name
        return value
    if isinstance(value, str):
        return _escaped(value) if len(value) > _SHORT else _escaped_again(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a page shows words and whole numbers, not {value!r}")


def _escaped(words: str) -> Markup:
    return _safe(html.escape(seen(words), quote=True))


_escaped_again = lru_cache(1 << 12)(_escaped)


def _text(words: str) -> Markup:
    """Return words escaped for text between elements, quotation marks kept; never use them in attributes."""
    return _safe(html.escape(seen(words), quote=False))


def _safe(markup: str) -> Markup:
    return Markup(markup)  # noqa: S704 - only here, for escaped or own text
