"""A digest as one HTML file that loads nothing: no script, no font, no picture, one style by its digest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from pipeline.digest.pages.view import Item, Line, View, direction

STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1a1a1a; --paper: #fff; --quiet: #555; --line: #ccc; --link: #0645ad;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --quiet: #a8a8a8; --line: #444; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 42rem;
  font: 1.0625rem/1.55 Georgia, "Noto Serif", serif; color: var(--ink); background: var(--paper);
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem; }
article { border-block-start: 1px solid var(--line); padding-block: 1.25rem; }
dl { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0 0 1.5rem; }
dl div { display: flex; gap: .4rem; }
dt { color: var(--quiet); }
dt::after { content: ":"; }
dd { margin: 0; }
blockquote { margin: .9rem 0 0; }
blockquote p, h2 { overflow-wrap: break-word; }
blockquote p { margin: 0; }
.from, dl, .also { font: .8125rem/1.45 system-ui, sans-serif; color: var(--quiet); }
.from, .also { margin: .2rem 0 0; overflow-wrap: anywhere; }
.also { margin-block-start: .9rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media print {
  :root { --ink: #000; --paper: #fff; --quiet: #333; --line: #999; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  blockquote, h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
}
"""


def page(view: View) -> str:
    """Return the page."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    title = _text(f"{view.labels.digest}: {view.run}")
    facts = "".join(f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>" for name, value in view.facts)
    stories = "\n".join(_story(item, view) for item in view.items) or f"<p>{_text(view.labels.nothing)}</p>"
    return f"""<!DOCTYPE html>
<html lang="{view.language}" dir="{view.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<dl>{facts}</dl>
</header>
<main>
{stories}
</main>
</body>
</html>
"""


def _story(item: Item, view: View) -> str:
    title = " ".join(f"<span{_language(line)}>{_text(line.text)}</span>" for line in item.title)
    head = f'<h2 id="s{item.number}">{item.number}. {title}</h2>'
    parts = [head, *(_from(line) for line in item.title[:1]), *map(_quotation, item.lines)]
    if item.also:
        names = ", ".join(f"<bdi>{_text(name)}</bdi>" for name in item.also)
        parts.append(f'<p class="also">{_text(view.labels.also)}: {names}</p>')
    body = "\n".join(parts)
    return f'<article aria-labelledby="s{item.number}">\n{body}\n</article>'


def _quotation(line: Line) -> str:
    return f"<blockquote>\n<p{_language(line)}>{_text(line.text)}</p>\n{_from(line)}\n</blockquote>"


def _from(line: Line) -> str:
    """Return whose words a line is, with a link to the document's folder."""
    parts = "".join(_parts(line))
    place = f'<a href="../documents/{_text(line.document)}/">{_text(line.place)}</a>'
    return f'<footer class="from">{parts}<bdi>{place}</bdi></footer>'


def _parts(line: Line) -> Iterator[str]:
    yield f"<cite><bdi>{_text(line.outlet)}</bdi></cite>"
    yield f", <bdi>{_text(line.date)}</bdi>" if line.date else ""
    yield "".join(f"; {_text(mark)}" for mark in line.marks)
    yield "; "


def _language(line: Line) -> str:
    return f' lang="{line.language}" dir="{direction(line.language)}"'


def _text(words: str) -> str:
    return escape(words, quote=True)
