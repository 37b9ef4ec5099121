"""Hostile words in a digest and in the reader: pages hold them as words, and no markup but their own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import defusedxml.ElementTree  # type: ignore[import-untyped]
import pytest
from markdown_it import MarkdownIt

from pipeline.verify.run import verify_run
from tests.campaigns.hostile.pages import pages_of_payloads
from tests.campaigns.hostile.payloads import TEXTS
from tests.campaigns.hostile.test_hostile import CONTROLS

PLACE = re.compile(r"\.\./(?:documents/[a-z0-9.-]+/|reader/[a-z0-9.-]+\.html(?:#b[0-9]+\.[0-9]+)?)\Z")
"""Where every link of a page leads."""


IN_RUN = re.compile(
    r"(?:\.\./)?(?:(?:documents|digest|reader)/[a-z0-9./-]+|index\.html)\Z|#b[0-9]+\.[0-9]+\Z"
)
"""Where every link of the reader's pages leads."""


class Markup(HTMLParser):
    """Collects the elements of a page, their attributes and links, and what is none of these."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name in ("href", "src", "action"))

    def handle_comment(self, data: str) -> None:
        """Note a comment, of which a page has none."""
        self.odd.append(data)

    handle_pi = unknown_decl = handle_comment


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run and its pages once."""
    return pages_of_payloads(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def folder(run: Path) -> Path:
    """Return the digest's."""
    return run / "digest"


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_html_has_no_markup_but_its_own(folder: Path, language: str) -> None:
    """No script, no handler, no style of theirs; links lead to the documents alone."""
    page = (folder / f"{language}.html").read_text()
    found = Markup()
    found.feed(page)
    found.close()
    structure = {"html", "head", "meta", "title", "style", "body", "header", "main", "article", "footer"}
    words = {"h1", "h2", "dl", "div", "dt", "dd", "span", "cite", "bdi", "a", "sup", "p"}
    assert found.tags <= structure | words
    named = {"lang", "dir", "charset", "http-equiv", "content", "name", "id", "class", "href"}
    assert found.attributes <= named | {"aria-labelledby"}
    assert found.links
    assert all(PLACE.match(link) for link in found.links)
    assert found.odd == []
    assert "default-src 'none'" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_markdown_has_no_html_and_no_other_link(folder: Path, language: str) -> None:
    """Rendered with HTML allowed, which is the worst case."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse((folder / f"{language}.md").read_text())
    everything = [part for token in tokens for part in (token, *(token.children or ()))]
    assert not [part.content for part in everything if part.type.startswith("html")]
    links = {str(part.attrs.get("href") or part.attrs.get("src") or "") for part in everything} - {""}
    assert links
    assert all(PLACE.match(link) for link in links)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_feed_is_xml_of_its_own_elements(folder: Path, language: str) -> None:
    """No entity, no declaration, nothing that a title could close."""
    root = defusedxml.ElementTree.fromstring((folder / f"{language}.atom.xml").read_text(), forbid_dtd=True)
    names = {element.tag.partition("}")[2] for element in root.iter()}
    of_feeds = {"feed", "id", "title", "updated", "author", "name", "entry", "content", "generator", "link"}
    assert names <= of_feeds | {"div", "p", "span", "small", "a"}
    attributes = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert attributes <= {"type", "lang", "dir", "version", "rel", "href"}
    links = [element for element in root.iter() if "href" in element.attrib and "link" not in element.tag]
    assert links
    assert all(PLACE.match(element.attrib["href"]) for element in links)


def test_no_control_stands_in_any_of_its_files(folder: Path) -> None:
    """Nor an override of direction, nor half a character."""
    for path in folder.iterdir():
        assert not CONTROLS.search(path.read_bytes().decode()), path.name


def test_the_reader_has_no_markup_but_its_own(run: Path) -> None:
    """On any of its pages, whatever titles, texts, credits and files are called; links stay in the run."""
    pages = [run / "index.html", *(run / "reader").iterdir()]
    assert len(pages) > 2 * len(TEXTS)
    structure = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "nav",
        "section",
        "footer",
    }
    tables = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    words = {
        "h1",
        "h2",
        "h3",
        "dl",
        "div",
        "dt",
        "dd",
        "span",
        "bdi",
        "a",
        "p",
        "ol",
        "ul",
        "li",
        "pre",
        "code",
    }
    named = {
        "lang",
        "dir",
        "charset",
        "http-equiv",
        "content",
        "name",
        "id",
        "class",
        "href",
        "scope",
        "colspan",
    }
    for page in pages:
        found = Markup()
        content = page.read_text()
        found.feed(content)
        found.close()
        assert found.tags <= structure | tables | words, page.name
        assert found.attributes <= named | {"aria-label", "aria-labelledby", "aria-current"}, page.name
        assert found.links, page.name
        assert [link for link in found.links if not IN_RUN.match(link)] == []
        assert found.odd == []
        assert "default-src 'none'" in content
        assert not CONTROLS.search(content), page.name
    whole = "".join(page.read_text() for page in pages)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in whole
    assert "javascript:alert(1)" in whole
    assert list(verify_run(run)) == []
