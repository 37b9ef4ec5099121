"""Words that tell nothing of what a text is about: from languages' files, from sumy and from stopwordsiso.

Two selections are made from these lists. Detection needs lists that are made alike, word by word. It takes
sumy's, whose data files are read directly: sumy's own reader imports requests, which takes longer than all
else that detection loads. Summaries leave out every word, and every row of words, that is on any list.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import languages
from pipeline.core.extras import package_folder
from pipeline.core.records import LanguageCode


@cache
def for_detection(code: LanguageCode) -> frozenset[str]:
    """Return the words of sumy's lists for a language and of the language's file, in lower case."""
    language = languages.get(code)
    texts = [_of_sumy(name) for name in language.codes.sumy]
    return frozenset({*language.stop_words, *" ".join(texts).lower().split()})


@cache
def for_summaries(code: LanguageCode) -> frozenset[str]:
    """Return the entries of a language's file, of sumy's list and of stopwordsiso's, unchanged."""
    language = languages.get(code)
    listed = list(language.stop_words)
    for name in language.codes.sumy[:1]:
        # As sumy reads its lists: a word a line, without the space at its end.
        listed.extend(line.rstrip() for line in _of_sumy(name).splitlines() if line)
    if language.codes.stopwordsiso:
        from stopwordsiso import stopwords

        listed.extend(stopwords(language.codes.stopwordsiso[0]))
    return frozenset(listed)


def _of_sumy(name: str) -> str:
    """Return sumy's list of stop words for one of its languages; nothing where it has none."""
    try:
        return (_sumy() / "data" / "stopwords" / f"{name}.txt").read_text("utf-8")
    except FileNotFoundError:
        return ""


@cache
def _sumy() -> Path:
    return package_folder("sumy")
