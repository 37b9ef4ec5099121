"""Words that tell nothing of what a text is about: from languages' files, from sumy and from stopwordsiso.

Two selections are made from these lists. Detection needs lists that are made alike, word by word. It takes
sumy's, whose data files are read directly: sumy's own reader imports requests, which takes longer than all
else that detection loads. Summaries leave out every word, and every row of words, that is on any list.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import languages
from pipeline.core.records import LanguageCode


@cache
def for_detection(code: LanguageCode) -> frozenset[str]:
    """Return the words of sumy's lists for a language and of the language's file, in lower case."""
    folder = resources.files("sumy") / "data" / "stopwords"
    language = languages.get(code)
    files = [folder / f"{name}.txt" for name in language.codes.sumy]
    texts = [file.read_text("utf-8") for file in files if file.is_file()]
    return frozenset({*language.stop_words, *" ".join(texts).lower().split()})


@cache
def for_summaries(code: LanguageCode) -> frozenset[str]:
    """Return the entries of a language's file, of sumy's list and of stopwordsiso's, unchanged."""
    from sumy.utils import get_stop_words

    language = languages.get(code)
    listed = list(language.stop_words)
    for name in language.codes.sumy[:1]:
        try:
            listed.extend(get_stop_words(name))
        except LookupError:
            continue
    if language.codes.stopwordsiso:
        from stopwordsiso import stopwords

        listed.extend(stopwords(language.codes.stopwordsiso[0]))
    return frozenset(listed)
