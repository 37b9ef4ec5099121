"""Pages are held until their document's are all made: large ones take less memory meanwhile."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.core import limits
from pipeline.publish.site.files import make_site
from pipeline.publish.site.held_pages import hold
from tests.support.site_runs import run_to_read


@pytest.mark.parametrize("size", [0, 1, 2**20, 2**20 + 1, 2**21, 3 * 2**20 + 5])
def test_a_page_comes_back_as_it_was(size: int) -> None:
    """Whatever its size; a large one that says the same again and again takes little."""
    page = (b"<p>Le maire.</p>" * (size // 16 + 1))[:size]
    held = hold(page, limits.PAGES_HELD)
    assert held is not None
    assert held.content() == page
    assert held.size == size if size <= limits.PAGE_AS_IT_IS else held.size < size / 10


def test_a_page_without_room_is_not_held() -> None:
    """Small, or so large and varied that it cannot be made smaller."""
    assert hold(b"1234", 4) is not None
    assert hold(b"12345", 4) is None
    assert hold(random.Random(1).randbytes(3 * 2**20), 2**21) is None


def test_pages_are_the_same_however_they_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With variants that are large or not, and pages that are compressed, made again, or neither."""
    run, _ = run_to_read(tmp_path)
    seen = []
    for limit in ("", "VARIANTS_AT_ONCE", "PAGE_AS_IT_IS", "PAGES_HELD"):
        if limit:
            monkeypatch.setattr(limits, limit, 0)
        make_site(run)
        pages = [run / "index.html", *sorted((run / "reader").iterdir())]
        seen.append({path.name: path.read_bytes() for path in pages})
    assert len(seen[0]) > 4
    assert all(pages == seen[0] for pages in seen)
