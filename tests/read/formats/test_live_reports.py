"""Live reports: each post in its place, with its time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.read.formats.test_web import read, words

POSTS = (
    ("10:12", "Ferries stop", "All ferries stop until tonight, the harbour says."),
    ("09:05", "Trees fall", "Two trees fell on the road to the north this morning."),
    ("08:30", "The storm is here", "The wind has reached the islands, and the sea is high."),
)
TITLE = "Storm over the coast: live"
WANTED = [
    ("title", TITLE),
    *(
        (kind, text)
        for time, head, said in POSTS
        for kind, text in (("heading", time), ("heading", head), ("paragraph", said))
    ),
]

PLAIN = (
    '<article class=post><time datetime="2025-10-20T{0}:00+02:00">{0}</time><h2>{1}</h2><p>{2}</p></article>'
)
BEHIND = (
    "<div class=entry><h3>{1}</h3><div><p>{2}</p></div><div class=share><a href=x>Share</a></div>"
    '<footer><time datetime="2025-10-20T{0}:00+02:00">{0}</time></footer></div>'
)
LISTED = "<li><span class=time>{0}</span><div><h3>{1}</h3><p>{2}</p></div></li>"
IN_LINE = "<section id=p{0}><p><b>{0}</b></p><h4>{1}</h4><p>{2}</p><button>Share</button></section>"


def page(posts: str, *, data: object = None, head: str = "") -> bytes:
    """Return a page with posts, and other things around them."""
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return (
        f"<html lang=en><head><title>{TITLE} | Port</title>{linked}</head><body>"
        "<nav><a href=/>Home</a></nav><main>"
        f"<h1>{TITLE}</h1>{head}<div class=posts>{posts}</div></main><ul><li>"
        "<time datetime='2025-10-19T10:00'>Sunday</time> <a href=/b>The week in pictures, and more</a>"
        "</li></ul></body></html>"
    ).encode()


def filled(form: str) -> str:
    """Return the posts in a form."""
    return "".join(form.format(*post) for post in POSTS)


@pytest.mark.parametrize("form", [PLAIN, BEHIND, LISTED])
def test_each_post_has_its_time(tmp_path: Path, form: str) -> None:
    """As a heading, before its own, wherever the page has it; buttons are left out."""
    (document,) = read(tmp_path / "a.html", page(filled(form)))
    found = words(document)
    assert [text for _, text in found] == [text for _, text in WANTED]
    assert [kind for kind, text in found if text in ("10:12", "09:05", "08:30")] == ["heading"] * 3


def test_words_beside_a_time_are_read(tmp_path: Path) -> None:
    """What is none of the post is not: a button beside the time."""
    post = (
        '<div class=post><div class=head><time datetime="2025-10-20T{0}">{0}</time>'
        "<a class=share>Share</a></div><p>{2}</p></div>"
    )
    (document,) = read(tmp_path / "a.html", page(filled(post)))
    assert [text for _, text in words(document)][1:] == [
        text for time, _, said in POSTS for text in (time, said)
    ]
    for form in (
        "<div class=post><h3><time>{0}</time> {1}</h3><p>{2}</p></div>",
        '<div class=post><p><time datetime="2025-10-20T{0}">{0}</time> {2}</p></div>',
    ):
        (document,) = read(tmp_path / "a.html", page(filled(form)))
        for time, head, said in POSTS:
            assert f"{time} {head}" in document.text or f"{time} {said}" in document.text
            assert said in document.text


def test_what_leads_to_the_posts_is_read(tmp_path: Path) -> None:
    """And a time in bold type is one."""
    head = "<p>Our reporters tell what they see on the coast, hour by hour, until tonight.</p>"
    (document,) = read(tmp_path / "a.html", page(filled(IN_LINE), head=head))
    assert [text for _, text in words(document)] == [TITLE, head[3:-4], *(text for _, text in WANTED[1:])]


LIVE = {
    "@context": "https://schema.org",
    "@type": "LiveBlogPosting",
    "headline": TITLE,
    "datePublished": "2025-10-20T08:00:00+02:00",
    "liveBlogUpdate": [
        {
            "@type": "BlogPosting",
            "headline": head,
            "articleBody": said,
            "datePublished": f"2025-10-20T{time}:00+02:00",
        }
        for time, head, said in POSTS
    ],
}


def test_a_report_of_two_posts_says_that_it_is_one(tmp_path: Path) -> None:
    """In the data for programs; two times alone may be anything."""
    posts = "".join(PLAIN.format(*post) for post in POSTS[:2])
    (document,) = read(tmp_path / "a.html", page(posts, data=LIVE))
    assert words(document) == WANTED[:7]


@pytest.mark.parametrize("data", [LIVE, [LIVE], {"@graph": [{"@type": "WebSite"}, LIVE]}])
def test_a_report_that_only_a_script_shows_is_read(tmp_path: Path, data: object) -> None:
    """From the data for programs, where the page has no words."""
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    content = f"<html lang=en><head>{linked}</head><body><div id=app>"
    (document,) = read(tmp_path / "a.html", content.encode())
    assert words(document) == WANTED
    assert document.metadata.published is not None
    assert document.metadata.published.time == "2025-10-20T08:00:00+02:00"


@pytest.mark.parametrize(
    ("language", "times"),
    [
        ("ja", ("10時12分", "9時05分", "8時30分")),
        ("ko", ("10시 12분", "9시 05분", "8시 30분")),
        ("de", ("10.12 Uhr", "9.05 Uhr", "8.30 Uhr")),
        ("fr", ("10h12", "9 h 05", "lundi 20 octobre, 8h30")),
        ("en", ("10:12 a.m.", "Updated 9:05 GMT", "20 October 2025, 8:30")),
        ("ar", ("الساعة 10:12", "9:05", "8:30")),
    ],
)
def test_times_are_known_in_many_languages(tmp_path: Path, language: str, times: tuple[str, ...]) -> None:
    """They need no element of their own kind."""
    posts = "".join(
        LISTED.format(time, head, said) for time, (_, head, said) in zip(times, POSTS, strict=True)
    )
    (document,) = read(tmp_path / "a.html", page(posts).replace(b"lang=en", f"lang={language}".encode()))
    assert [text for kind, text in words(document) if kind == "heading" and text in times] == list(times)


def test_comments_and_teasers_with_times_are_no_posts(tmp_path: Path) -> None:
    """The article is what it was."""
    said = (
        "The old bridge of the harbour will be closed until the spring, the council said on Monday evening."
    )
    for name in ("comments", "related"):
        rows = "".join(
            f'<div class=row><time datetime="2025-10-20T{time}">{time}</time>'
            f"<p>{words_of} And that is what I think.</p></div>"
            for time, _, words_of in POSTS
        )
        content = f"<html lang=en><body><article><h1>Bridge</h1><p>{said}</p><p>{said} It is old.</p>"
        content += (
            f"<p>{said} It is narrow too.</p></article><section class={name}>{rows}</section></body></html>"
        )
        (document,) = read(tmp_path / "a.html", content.encode())
        assert "10:12" not in document.text
        assert "think" not in document.text
