"""Pages of hostile reports, a digest's and the reader's, for tests and a real browser (``make browser``)."""

from __future__ import annotations

import os
import random
from pathlib import Path

from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site as make_pages
from tests.campaigns.hostile.payloads import NAMES, TEXTS
from tests.support.digest_runs import run_over

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te")


def pages_of_payloads(folder: Path) -> Path:
    """Write a run with every payload as a title, in sentences and as an outlet, and pages; return its folder.

    It has a digest and the reader's pages; its files have hostile names too.
    """
    choice = random.Random(3)
    news = folder / "news"
    news.mkdir(parents=True)

    def sentence() -> str:
        words = ("".join(choice.choices(_SYLLABLES, k=choice.randint(2, 4))) for _ in range(12))
        return f"{' '.join(words).capitalize()}."

    for number, words in enumerate(TEXTS):
        for ending in ("txt", "md"):
            title = f"# {words}" if ending == "md" else words
            text = f"{title}\n\n{words} {sentence()}\n\n{sentence()} {words}\n\nSource : {words}\n"
            (news / f"{number:03}.{ending}").write_bytes(text.replace("\x00", "").encode())
    (news / "names").mkdir()
    for name in NAMES:
        (news / "names" / os.fsdecode(name)).write_text(f"{sentence()}\n\n{sentence()}\n")
    run, _ = run_over([news], folder / "out", source="fr")
    record = make_digest(run, DigestRequest(languages=("es", "fr"), top=500, sentences=5))
    assert record.counts.told > len(TEXTS)
    make_pages(run)
    return run
