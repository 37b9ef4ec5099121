"""Ten layouts of pages as newspapers have them, each around the same article; all in them is invented.

A layout takes an ``Article`` and gives the page. What it puts around the article is its noise: words that no
reader of the article wants.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_LOREM = (
    "Top stories today",
    "Subscribe to our newsletter and never miss a story",
    "Weather for the coast: rain, later fair",
    "Most read: the harbour grows, the ferry waits, the market moves",
    "Advertisement",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is to be found in a page."""

    title: str
    paragraphs: Sequence[str]
    language: str
    author: str
    time: str
    """ISO 8601, with its zone."""

    @property
    def day(self) -> str:
        """The day alone."""
        return self.time[:10]


def _body(article: Article, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{html.escape(words)}</{tag}>" for words in article.paragraphs)


def _linked_data(article: Article) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.time,
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "Organization", "name": "The Pier"},
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _metas(article: Article) -> str:
    return (
        f'<meta property="article:published_time" content="{article.time}">'
        f'<meta name="author" content="{html.escape(article.author)}">'
        f'<meta property="og:title" content="{html.escape(article.title)}">'
        '<meta property="og:site_name" content="The Pier">'
    )


def _page(article: Article, head: str, body: str, *, attributes: str = "") -> str:
    title = f"<title>{html.escape(article.title)} | The Pier</title>"
    return (
        f'<!doctype html><html lang="{article.language}"{attributes}><head><meta charset="utf-8">{title}{head}'
        f"</head><body>{body}</body></html>"
    )


def _navigation(count: int = 12) -> str:
    links = "".join(f'<li><a href="/s{number}">Section {number}</a></li>' for number in range(count))
    return f'<nav class="main-nav"><ul>{links}</ul></nav>'


def _teasers(count: int = 8) -> str:
    cards = "".join(
        f'<div class="card"><h3><a href="/n{number}">Another story number {number} of the day</a></h3>'
        f"<p>{_LOREM[number % len(_LOREM)]}, and more of it behind this link.</p></div>"
        for number in range(count)
    )
    return f'<aside class="related"><h2>Related stories</h2>{cards}</aside>'


def plain(article: Article) -> str:
    """A page with navigation, the article and a footer."""
    return _page(
        article,
        _metas(article),
        f"<header><a href='/'>The Pier</a>{_navigation()}</header><main><article><h1>{html.escape(article.title)}</h1>"
        f"{_body(article)}</article></main><footer><p>About us. Imprint. All rights reserved.</p></footer>",
    )


def cookie_banner(article: Article) -> str:
    """A banner over the page, before and after the article in the source."""
    banner = (
        '<div class="cookie-consent" role="dialog"><h2>We value your privacy</h2><p>We and our 812 partners store'
        " and access information on a device, such as cookies.</p><button>Accept all</button></div>"
    )
    return _page(
        article,
        _linked_data(article),
        f"{banner}{_navigation()}<article><h1>{html.escape(article.title)}</h1>{_body(article)}</article>{banner}",
    )


def related_links(article: Article) -> str:
    """Teasers beside, below and in the middle of the article."""
    half = len(article.paragraphs) // 2
    first = replace(article, paragraphs=article.paragraphs[:half])
    second = replace(article, paragraphs=article.paragraphs[half:])
    read_too = (
        '<div class="read-too"><p>Read too: <a href="/n1">Another story number 1 of the day</a></p></div>'
    )
    return _page(
        article,
        _linked_data(article),
        f'{_navigation()}<div class="content"><article><h1>{html.escape(article.title)}</h1>{_body(first)}{read_too}'
        f"{_body(second)}</article>{_teasers()}</div>{_teasers(4)}",
    )


def time_of(number: int) -> str:
    """Return the time of an entry of a live report."""
    return f"{9 + number % 12:02}:00"


def live_blog(article: Article) -> str:
    """Entries with times, the newest first; the article's paragraphs are the entries."""
    entries = "".join(
        f'<div class="live-entry"><time datetime="{article.day}T{time_of(number)}">{time_of(number)}</time>'
        f"<p>{html.escape(words)}</p></div>"
        for number, words in enumerate(article.paragraphs)
    )
    return _page(
        article,
        _linked_data(article),
        f'{_navigation()}<main><h1>{html.escape(article.title)}</h1><div class="live-blog">{entries}</div></main>'
        f"{_teasers(3)}",
    )


def paywall_stub(article: Article) -> str:
    """An offer to subscribe after the text."""
    return _page(
        article,
        _metas(article),
        f'{_navigation()}<article><h1>{html.escape(article.title)}</h1>{_body(article)}<div class="paywall">'
        "<h2>Continue reading with a subscription</h2><p>From 9.90 a month. Cancel at any time.</p>"
        "<button>Subscribe now</button></div></article>",
    )


def amp(article: Article) -> str:
    """A page for telephones, in AMP."""
    return _page(
        article,
        '<link rel="canonical" href="https://pier.example/a"><script async src="https://cdn.example/v0.js"></script>'
        f"{_linked_data(article)}",
        '<amp-sidebar id="menu"><ul><li>Home</li><li>Sport</li></ul></amp-sidebar><article><header><h1>'
        f'{html.escape(article.title)}</h1></header><amp-img src="a.jpg" width="600" height="400"></amp-img>{_body(article)}'
        "</article><amp-ad><p>Advertisement</p></amp-ad>",
        attributes=" amp",
    )


def comments(article: Article) -> str:
    """Readers' comments below the article, longer than it."""
    thread = "".join(
        f'<li class="comment" id="comment-{number}"><p class="comment-author">Reader {number}</p><div '
        f'class="comment-content"><p>I do not agree with number {number - 1}, and I have said so many times here.</p>'
        "</div><a>Reply</a></li>"
        for number in range(1, 30)
    )
    return _page(
        article,
        _linked_data(article),
        f'{_navigation()}<article><h1>{html.escape(article.title)}</h1>{_body(article)}</article><section id="comments">'
        f'<h2>29 comments</h2><ol class="comment-list">{thread}</ol></section>',
    )


def nested_divisions(article: Article) -> str:
    """No article element, no paragraphs: divisions in divisions, classes without meaning."""
    return _page(
        article,
        _metas(article),
        f'<div class="a1"><div class="b7">{_navigation()}</div><div class="c3"><div class="d4"><h1 class="e5">'
        f'{html.escape(article.title)}</h1><div class="f6">{_body(article, "div")}</div></div></div>'
        f'<div class="g7">{_teasers(5)}</div></div>',
    )


def old_tables(article: Article) -> str:
    """A page of the nineties: laid out in tables, broken into lines."""
    words = "<br><br>\n".join(html.escape(each) for each in article.paragraphs)
    links = "<br>".join(f'<a href="/{number}">Section {number}</a>' for number in range(10))
    return _page(
        article,
        f'<meta name="date" content="{article.time}"><meta name="author" content="{html.escape(article.author)}">',
        f"<table width=900><tr><td colspan=2><b>The Pier</b></td></tr><tr><td width=200>{links}</td><td><font size=5>"
        f"<h1>{html.escape(article.title)}</h1></font><p>{words}</p></td></tr><tr><td colspan=2>Imprint</td></tr></table>",
    )


def figures_and_boxes(article: Article) -> str:
    """Pictures, a fact box, share buttons and a form inside the article; the byline stands below the title."""
    share = '<ul class="share"><li><a href="#">Share</a></li><li><a href="#">Mail</a></li></ul>'
    box = '<aside class="fact-box"><h3>In numbers</h3><p>Twelve cranes, four ferries, one market.</p></aside>'
    form = "<form><label>Your address</label><input><button>Sign up for the newsletter</button></form>"
    half = len(article.paragraphs) // 2
    parts = [f"<p>{html.escape(words)}</p>" for words in article.paragraphs]
    return _page(
        article,
        _linked_data(article),
        f'{_navigation()}<article><h1>{html.escape(article.title)}</h1><p class="byline">By {html.escape(article.author)}'
        f"</p>{share}{''.join(parts[:half])}{box}{form}{''.join(parts[half:])}{share}</article>{_teasers(4)}",
    )


LAYOUTS: tuple[Callable[[Article], str], ...] = (
    plain,
    cookie_banner,
    related_links,
    live_blog,
    paywall_stub,
    amp,
    comments,
    nested_divisions,
    old_tables,
    figures_and_boxes,
)
