"""What all HTML pages have in common: they load nothing, and whatever words they show stay words.

No script, no font, no picture; one style, which the page's Content-Security-Policy names by its digest. The
policy stands in the page itself, so it holds where the file is opened from a disk too.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from importlib import metadata

import languages
from pipeline.core.records import LanguageCode

_BASE = """
:root {
  color-scheme: light dark;
  --ink: #1a1a1a; --paper: #fff; --quiet: #555; --line: #ccc; --link: #0645ad;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --quiet: #a8a8a8; --line: #444; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body { color: var(--ink); background: var(--paper); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: break-word; }
dl { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0 0 1.5rem; }
dl div { display: flex; gap: .4rem; }
dt { color: var(--quiet); }
dt::after { content: ":"; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
"""
"""Colours and forms that every page has; what is a page's own follows it."""

_PRINT = """
@media print {
  :root { --ink: #000; --paper: #fff; --quiet: #333; --line: #999; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; }
}
"""
"""Comes last, so that it holds against the page's own."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Controls and overrides of direction. Sources are read without them; a page must not depend on that."""


def html_page(*, title: str, language: str, style: str, body: str) -> str:
    """Return a page in ``language``; ``title`` is words, ``style`` what it has beside the common one.

    ``body`` is HTML: whoever makes it passes all words through ``escape``.
    """
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}" dir="{direction(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
{generator()}
<title>{escape(title)}</title>
<style>{_whole(style)}</style>
</head>
<body>
{body}
</body>
</html>
"""


def generator() -> str:
    """Return the element that says which version of depeche makes pages like this."""
    return f'<meta name="generator" content="depeche {metadata.version("depeche")}">'


def policy(style: str) -> str:
    """Return the Content-Security-Policy of a page with this style of its own."""
    digest = base64.b64encode(hashlib.sha256(_whole(style).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _whole(style: str) -> str:
    return f"{_BASE}{style}{_PRINT}"


def seen(words: str) -> str:
    """Return words without what is not to be seen."""
    return _UNSEEN.sub("", words)


def escape(words: str) -> str:
    """Return words as they stand in HTML, in attributes too."""
    return html.escape(seen(words), quote=True)


def direction(language: LanguageCode) -> str:
    """Return ``ltr`` or ``rtl``; ``ltr`` for a language that has no file, which a record may name."""
    return languages.get(language).direction if language in languages.codes() else "ltr"


def language_name(language: LanguageCode) -> str:
    """Return what a language calls itself; its code where it has no file."""
    return languages.get(language).native_name if language in languages.codes() else language


def english(language: LanguageCode) -> str:
    """Return what a language is called in English; its code where it has no file."""
    return languages.get(language).name if language in languages.codes() else language


def marked(language: LanguageCode) -> str:
    """Return the attributes of an element whose words are in ``language``."""
    return f' lang="{escape(language)}" dir="{direction(language)}"'
