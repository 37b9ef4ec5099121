"""What the finder of articles leaves out, repeats or puts elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import SourceError
from tests.read.formats.test_web import read, words

LONG = (
    "The council of the town decided on Thursday evening that the old bridge over the river will be closed"
    " for repairs until the spring, the mayor said after the meeting in the hall."
)


def lines_of(tmp_path: Path, body: str) -> list[str]:
    """Return the words of a page's blocks, without the title."""
    (document,) = read(tmp_path / "a.html", f"<html lang=en><body>{body}</body></html>".encode())
    return [text for kind, text in words(document) if kind != "title"]


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ("<div>The tower <p>stands there</p> and falls</div>", ["The tower", "stands there", "and falls"]),
        ("<div>Ships<table><tr><td>Boats</td></tr></table>Ferries</div>", ["Ships", "Boats", "Ferries"]),
        ('<p><a href="/x">Read the whole report</a></p>', ["Read the whole report"]),
        (
            '<p><a href="/x">Read the report</a></p><h2>Next</h2><p>It opens.</p>',
            ["Read the report", "Next", "It opens."],
        ),
        ('<p>It opens again <a href="/x"><img src=a.png></a></p>', ["It opens again"]),
        ('<p>It opens again <a href="/x"></a></p>', ["It opens again"]),
        ("<figure><img src=a.png><figcaption>In winter</figcaption></figure>", ["In winter"]),
        ("<h2>A last heading</h2>", ["A last heading"]),
        ("<center>In the centre</center>", ["In the centre"]),
        ("<section>Lead: <p>the words of it.</p></section>", ["Lead:", "the words of it."]),
        ("<fieldset>In a field <p>and below</p></fieldset>", ["In a field", "and below"]),
        ("<blockquote><p>It fell.</p><footer>Ana, mayor</footer></blockquote>", ["It fell.", "Ana, mayor"]),
        ("First words.<br><br>Second words.", ["First words.", "Second words."]),
        (
            "<div><time>09:10</time><p>It fell.</p><time>Monday</time><p>It rose.</p></div>",
            ["It fell.", "It rose."],
        ),
        ("<nav><p>Home</p></nav><aside><p>Aside</p></aside><footer><p>Foot</p></footer>", []),
    ],
)
def test_all_of_a_plain_article_is_read_once_and_in_its_place(
    tmp_path: Path, inside: str, wanted: list[str]
) -> None:
    """Where no class tells of a template; what stands beside an article in its element is left out."""
    article = f"<article><h1>The bridge</h1><p>{LONG}</p>{inside}</article>"
    assert lines_of(tmp_path, article) == [LONG, *wanted]


def test_paragraphs_of_a_short_page_come_once(tmp_path: Path) -> None:
    """One that stands there twice comes twice."""
    inside = "<div>The dog sleeps.<p>The cat is black.</p></div>"
    inside += "<div>The king is old.<p>The cat is black.</p></div>"
    assert lines_of(tmp_path, f"<article><h1>The bridge</h1>{inside}</article>") == [
        *("The dog sleeps.", "The cat is black.", "The king is old.", "The cat is black."),
    ]


def test_the_lead_in_a_head_before_the_article_is_read(tmp_path: Path) -> None:
    """First, as it stands there."""
    head = "<header><h1>The bridge</h1><p>The lead stands here.</p></header>"
    body = f"{head}<main><p>{LONG}</p><p>{LONG[:-1]} again.</p></main>"
    assert lines_of(tmp_path, body) == ["The lead stands here.", LONG, f"{LONG[:-1]} again."]


@pytest.mark.parametrize("depth", [240, 300, 1500])
def test_a_page_that_is_nested_deeply_is_read(tmp_path: Path, depth: int) -> None:
    """Parsers leave out what lies deeper than 256 elements."""
    deep = f"{'<div>' * depth}<p>Deep words stand here.</p>{'</div>' * depth}<p>{LONG[:-1]} again.</p>"
    article = f"<article><h1>The bridge</h1><p>{LONG}</p>{deep}</article>"
    assert lines_of(tmp_path, article) == [LONG, "Deep words stand here.", f"{LONG[:-1]} again."]


def test_a_page_that_is_nested_too_deeply_says_so(tmp_path: Path) -> None:
    """And not that it has no article."""
    with pytest.raises(SourceError, match="it is nested too deeply"):
        lines_of(tmp_path, f"{'<div>' * 3000}<article><p>{LONG}</p></article>{'</div>' * 3000}")


PLAIN = f"<p>{LONG}</p><p>{LONG.replace('Thursday', 'Friday')}</p>"
FIGURE = "<figure><img src=a.png><figcaption>The bridge in winter.</figcaption></figure>"
LIST = "<ul><li>The ferry sails until May 12.</li><li>Schools are open.</li></ul>"
ITEMS = ["The ferry sails until May 12.", "Schools are open."]


@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", "<section>{}</section>", '<div id="x">{}</div>'])
@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        (f"{LIST}<p>{LONG.upper()}</p>", [*ITEMS, LONG.upper()]),
        (f"<h2>What is open</h2>{LIST}<p>More follows.</p>", ["What is open", *ITEMS, "More follows."]),
        (LIST, ITEMS),
        (LIST.replace("ul>", "ol>"), ITEMS),
        (FIGURE, ["The bridge in winter."]),
        (f"{FIGURE}<p>{LONG.upper()}</p>", ["The bridge in winter.", LONG.upper()]),
        (f"<ul class=more>{LIST[4:]}", []),
        ("<h2>More</h2><ul><li><a href=/a>Roads closed</a></li><li><a href=/b>Trains late</a></li></ul>", []),
        (f"<div class=related>{LIST}</div>", []),
    ],
)
def test_lists_and_captions_beside_paragraphs_are_read_where_no_element_marks_the_article(
    tmp_path: Path, around: str, inside: str, wanted: list[str]
) -> None:
    """What stands apart from the paragraphs, has a class or is links is a template's."""
    found = lines_of(tmp_path, around.format(f"<h1>The bridge</h1>{PLAIN}{inside}"))
    assert found[2:] == wanted


@pytest.mark.parametrize(
    "inside",
    [
        "<section><h2>The bridge</h2><section>It is shut.</section>Nobody was hurt.</section>",
        "<h1>The bridge</h1><span>It is shut.</span><div>Nobody was hurt.</div>",
        "<h1>The bridge</h1>It is shut.<p>Nobody was hurt.</p>",
        "<div><h3>The bridge</h3></div><address>It is shut.</address><div>Nobody was hurt.</div>",
        "<details open><summary>The bridge</summary><div>It is shut.</div>Nobody was hurt.</details>",
        "<dl><dt>The bridge</dt><dd>It is shut.</dd><dd>Nobody was hurt.</dd></dl>",
        "<h1>The bridge</h1><dl><dt>It is shut.</dt><dd>Nobody was hurt.</dd></dl>",
        "<table><tr><td><h1>The bridge</h1><tr><td>It is shut.<tr><td>Nobody was hurt.</table>",
        "<hgroup><h1>The bridge</h1></hgroup><center>It is shut.</center><center>Nobody was hurt.</center>",
        "<font size=6><b>The bridge</b></font><br><br>It is shut.<br><br>Nobody was hurt.",
        "<main><header>The bridge</header><div>It is shut.</div><div>Nobody was hurt.</div></main>",
    ],
)
def test_the_lines_of_a_very_short_page_are_apart(tmp_path: Path, inside: str) -> None:
    """Its title is none of its paragraphs, whatever elements it is written with."""
    page = f"<html lang=en><head><title>The bridge</title></head><body>{inside}</body></html>"
    (document,) = read(tmp_path / "a.html", page.encode())
    found = [text for kind, text in words(document) if kind != "title"]
    assert [document.title, *found] == ["The bridge", "It is shut.", "Nobody was hurt."]
