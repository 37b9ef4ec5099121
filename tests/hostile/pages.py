"""A digest of hostile reports, for whoever reads its pages: tests, and a real browser (``make browser``)."""

from __future__ import annotations

import random
from pathlib import Path

from pipeline.digest.make import Wanted, make
from tests.digest.runs import run_over
from tests.hostile.payloads import TEXTS

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te")


def digest_of_payloads(folder: Path) -> Path:
    """Write a digest with every payload as a title, in sentences and as an outlet; return its folder."""
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
    run, _ = run_over([news], folder / "out", source="fr")
    record = make(run, Wanted(languages=("es", "fr"), top=500, sentences=5))
    assert record.counts.told > len(TEXTS)
    return run / "digest"
