"""A digest as an Atom feed (RFC 4287): an entry a story."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.html.page import direction
from pipeline.digest.pages.view import Line, StoryView, View

_SPACE = uuid.UUID("5b1f0c2e-8f0a-5f35-9a55-6b8d1b0f7d11")
"""Of the ids of feeds and entries; made up once, never to be changed."""


def atom_digest(view: View) -> str:
    """Return the feed. Its ids and times depend on what is told alone, never on when it is written."""
    entries = "".join(_entry(item, view) for item in view.items)
    title = escape(f"{view.labels.digest} ({view.language}): {view.run}")
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(view.language)}>
<id>{_id(view.run, view.language)}</id>
<title>{title}</title>
<updated>{view.updated}</updated>
<author><name>depeche</name></author>
<generator>depeche</generator>
{entries}</feed>
"""


def _entry(item: StoryView, view: View) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>\n" for name in item.outlets)
    title = escape(" ".join(line.text for line in item.title))
    updated = view.until if item.moment is None else item.moment.time
    return f"""<entry>
<id>{_id(item.id, view.language)}</id>
<title>{title}</title>
<updated>{updated}</updated>
{authors}<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
{"".join(_paragraphs(item, view))}</div></content>
</entry>
"""


def _paragraphs(item: StoryView, view: View) -> Iterator[str]:
    if item.title:
        yield f"<p><small>{escape(item.title[0].attribution)}</small></p>\n"
    for line in item.lines:
        yield f"<p><span{_language(line)}>{escape(line.text)}</span>"
        yield f"<br/><small>{escape(line.attribution)}</small></p>\n"
    if item.also:
        yield f"<p>{escape(view.labels.also)}: {escape('; '.join(item.also))}</p>\n"


def _language(line: Line) -> str:
    return f' xml:lang={quoteattr(line.language)} dir="{direction(line.language)}"'


def _id(*names: str) -> str:
    return uuid.uuid5(_SPACE, "\n".join(names)).urn
