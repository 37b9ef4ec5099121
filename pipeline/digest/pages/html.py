"""A digest as one HTML file that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.html.page import escape, marked
from pipeline.core.html.page import html_page as whole
from pipeline.digest.pages.view import Line, StoryView, View

STYLE = """
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 42rem;
  font: 1.0625rem/1.55 Georgia, "Noto Serif", serif;
}
article { border-block-start: 1px solid var(--line); padding-block: 1.25rem; }
blockquote { margin: .9rem 0 0; }
blockquote p { margin: 0; overflow-wrap: break-word; }
.from, dl, .also { font: .8125rem/1.45 system-ui, sans-serif; color: var(--quiet); }
.from, .also { margin: .2rem 0 0; overflow-wrap: anywhere; }
.also { margin-block-start: .9rem; }
@media print {
  blockquote, h2 { break-inside: avoid; }
}
"""


def html_digest(view: View) -> str:
    """Return the page."""
    title = f"{view.labels.digest}: {view.run}"
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in view.facts
    )
    stories = "\n".join(_story(item, view) for item in view.items) or f"<p>{escape(view.labels.nothing)}</p>"
    body = f"""<header>
<h1>{escape(title)}</h1>
<dl>{facts}</dl>
</header>
<main>
{stories}
</main>"""
    return whole(title=title, language=view.language, style=STYLE, body=body)


def _story(item: StoryView, view: View) -> str:
    title = " ".join(f"<span{marked(line.language)}>{escape(line.text)}</span>" for line in item.title)
    head = f'<h2 id="s{item.number}">{item.number}. {title}</h2>'
    parts = [head, *(_from(line) for line in item.title[:1]), *map(_quotation, item.lines)]
    if item.also:
        names = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in item.also)
        parts.append(f'<p class="also">{escape(view.labels.also)}: {names}</p>')
    body = "\n".join(parts)
    return f'<article aria-labelledby="s{item.number}">\n{body}\n</article>'


def _quotation(line: Line) -> str:
    return f"<blockquote>\n<p{marked(line.language)}>{escape(line.text)}</p>\n{_from(line)}\n</blockquote>"


def _from(line: Line) -> str:
    """Return whose words a line is, with a link to the document's folder."""
    parts = "".join(_parts(line))
    place = f'<a href="../documents/{escape(line.document)}/">{escape(line.place)}</a>'
    return f'<footer class="from">{parts}<bdi>{place}</bdi></footer>'


def _parts(line: Line) -> Iterator[str]:
    yield f"<cite><bdi>{escape(line.outlet)}</bdi></cite>"
    yield f", <bdi>{escape(line.date)}</bdi>" if line.date else ""
    yield "".join(f"; {escape(mark)}" for mark in line.marks)
    yield "; "
