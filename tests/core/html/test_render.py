"""Words on a page are words, whatever they say; what a page lacks is an error and no gap."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from pipeline.core.html.page import policy
from pipeline.core.html.render import render
from pipeline.digest.pages.html import DIGEST_STYLE as DIGEST
from pipeline.publish.site.page import SITE_STYLE as SITE

NOTICE = "publish/site/templates/notice.html.j2"
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def notice(words: object, *, title: str = "Title", language: str = "en", style: str = SITE) -> str:
    """Return a page of a few words."""
    return render(NOTICE, title=title, language=language, style=style, words=words).decode()


@given(
    st.text(st.one_of(st.sampled_from("<>&\"'{%}# \u200b\u202e\x1b\n\ud800"), st.characters()), max_size=90)
)
def test_words_are_escaped_and_without_what_nobody_sees(words: str) -> None:
    """Sign for sign as ``html.escape`` writes them, short or long; signs of the template's language too."""
    shown = html.escape(UNSEEN.sub("", words), quote=True)
    page = notice(words, title=words)
    assert f"<main><p>{shown}</p></main>" in page
    assert f"<title>{shown}</title>" in page


def test_words_end_no_attribute() -> None:
    """A language is one that a record names, so it can be anything."""
    page = notice("", language='x" onclick="a()\'><script>')
    assert '<html lang="x&quot; onclick=&quot;a()&#x27;&gt;&lt;script&gt;" dir="ltr">' in page


def test_words_are_no_template() -> None:
    """Nothing in them is looked up or computed."""
    assert "<p>{{ 7 * 7 }} {% include NOTICE %}</p>" in notice("{{ 7 * 7 }} {% include NOTICE %}")


def test_a_page_that_lacks_something_is_not_made() -> None:
    """The error names what is missing."""
    with pytest.raises(UndefinedError, match="'words' is undefined"):
        render(NOTICE, title="Title", language="en", style=SITE)


@pytest.mark.parametrize("value", [None, True, 1.5, b"words", ("words",)])
def test_what_is_neither_words_nor_a_whole_number_is_not_shown(value: object) -> None:
    """How it is to be written is said where the page's view is made; ``None`` is no word."""
    with pytest.raises(TypeError, match="a page shows words and whole numbers"):
        notice(value)
    assert "<p>1</p>" in notice(1)


@pytest.mark.parametrize("style", [SITE, DIGEST])
def test_the_policy_names_the_style_that_the_page_has(style: str) -> None:
    """By its digest, sign for sign; nothing else is allowed."""
    page = notice("", style=style)
    found = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert policy(style) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy(style)}">' in page


def test_jinja2_is_loaded_when_a_page_is_made() -> None:
    """Not by who may make one: a run, or ``verify`` of one that has no pages."""
    modules = "pipeline.publish.site.server, pipeline.digest.make, pipeline.verify.run, pipeline.run"
    probe = f"import sys, {modules}; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
