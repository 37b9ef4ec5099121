"""The tables of other libraries, which are read where these keep them: what an upgrade changes is told here.

A failure here is no defect of depeche's own. It says which library has another form or other answers by now,
and which module reads it: that module must follow, and results change with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest

import languages
from pipeline.core.errors import LanguageError
from pipeline.core.text import stop_words
from pipeline.detect import profiles, word_frequencies
from pipeline.detect.identifier import LangidModel

TEXTS = (
    "The mayor said on Monday that the schools of the town will stay closed.",
    "Le maire a annoncé lundi que les écoles de la ville resteront fermées.",
    "Мэр сообщил в понедельник, что школы города будут закрыты.",
    "市長は月曜日に学校の休校を発表した。",
)


def changed(library: str, module: str, what: str) -> str:
    """Return what is said where a library is no longer as ``module`` reads it."""
    return f"{library} {version(library)}: {what} changed; pipeline/{module} must follow, and results change"


@pytest.mark.parametrize("text", TEXTS)
def test_py3langid_s_model_is_read_as_it_reads_it_itself(text: str) -> None:
    """The languages that it ranks first, and how far apart they are."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    own = LanguageIdentifier.from_pickled_model(MODEL_FILE).rank(text)
    ours = LangidModel()
    scores = ours.scores(text)
    best = [ours.codes[place] for place in np.argsort(-scores)[:3]]
    told = changed("py3langid", "detect/identifier.py", "its model or its procedure")
    assert best == [code for code, _ in own[:3]], told
    gaps = np.diff(np.sort(scores)[::-1][:3])
    assert gaps == pytest.approx(np.diff([score for _, score in own[:3]]), rel=1e-3), told


def no_weights(found: Any) -> None:
    """Take the weights away."""
    del found.nb_ptc


def fewer_codes(found: Any) -> None:
    """Leave a language out."""
    found.nb_classes = found.nb_classes[:-1]


@pytest.mark.parametrize("change", [no_weights, fewer_codes])
def test_a_model_of_another_form_is_named(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], None]
) -> None:
    """In a line that says which version is known, and never by wrong answers."""
    from py3langid.langid import LanguageIdentifier

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME", raising=False)  # nothing is compiled yet
    load = LanguageIdentifier.from_pickled_model

    def another(*arguments: Any) -> Any:
        found = load(*arguments)
        change(found)
        return found

    monkeypatch.setattr(LanguageIdentifier, "from_pickled_model", another)
    with pytest.raises(LanguageError, match=r"py3langid [\d.]+: not a model of the form .*; install 0\.3"):
        LangidModel()


def test_langdetect_normalises_as_its_profiles_were_counted() -> None:
    """Whole scripts become one character, and odd letters others."""
    told = changed("langdetect", "detect/profiles.py", "what NGram.normalize makes of a character")
    signs = {"a": "a", "7": " ", "\u00a0": " ", "가": "가", "あ": "あ", "ア": "ア", "ạ": "ể", "é": "é"}
    normalised = profiles.Profiles().normalised
    assert {sign: sign.translate(normalised) for sign in signs} == signs, told


def test_wordfreq_s_small_lists_lie_where_they_are_read() -> None:
    """One for each language of ours that it has, and each in the format that is known."""
    from wordfreq import available_languages

    offered = set(available_languages("small")) & set(languages.codes())
    told = changed("wordfreq", "detect/word_frequencies.py", "where its lists lie, or how they are written")
    assert len(offered) > 20, told
    for code in sorted(offered):
        assert len(word_frequencies.frequencies_of(code)) > 1000, f"{code}: {told}"


def test_sumy_s_stop_words_lie_where_they_are_read() -> None:
    """A file for each language that `languages/` names for sumy, and that sumy has stop words of."""
    from sumy.utils import get_stop_words

    folder = resources.files("sumy") / "data" / "stopwords"
    told = changed("sumy", "core/text/stop_words.py", "where its stop words lie, or how they are written")
    found = 0
    for code in languages.codes():
        for name in languages.get(code).codes.sumy:
            try:
                listed = get_stop_words(name)
            except LookupError:
                continue
            found += 1
            assert (folder / f"{name}.txt").is_file(), f"{name}: {told}"
            single = {word for word in listed if word == word.lower() and word.isalpha()}
            assert single <= stop_words.for_detection(code), f"{name}: {told}"
    assert found >= 15, told


def test_stopwordsiso_has_the_languages_that_are_asked_of_it() -> None:
    """Under the codes that `languages/` names."""
    from stopwordsiso import has_lang

    told = changed("stopwordsiso", "core/text/stop_words.py", "which languages it has")
    for code in languages.codes():
        for name in languages.get(code).codes.stopwordsiso[:1]:
            assert has_lang(name), f"{name}: {told}"


def test_sumy_s_stemmers_are_loaded_alone_and_are_its_own() -> None:
    """The same stems as from all of sumy and NLTK, of which next to nothing is loaded."""
    names = sorted({name for code in languages.codes() for name in languages.get(code).codes.sumy})
    words = sorted({word for text in TEXTS for word in text.lower().split()} | {"chantaient", "runners"})
    probe = (
        "import json, sys, warnings; warnings.simplefilter('ignore');"
        "names, words, door = json.load(sys.stdin)\n"
        "if door: from pipeline.summarise.stemmers import stemmer as make\n"
        "else: from sumy.nlp.stemmers import Stemmer as make\n"
        "def stems(name):\n"
        "    try: return [make(name)(word) for word in words]\n"
        "    except (LookupError, ValueError) as error: return str(error)\n"
        "found = [stems(name) for name in names]\n"
        "heavy = [name for name in ('nltk', 'requests', 'pycountry', 'numpy') if name in sys.modules]\n"
        "import nltk.corpus, sumy.utils\n"
        "whole = hasattr(nltk, '__version__') and hasattr(sumy.utils, 'fetch_url')\n"
        "print(json.dumps([found, heavy, whole]))"
    )
    own, ours = (
        json.loads(
            subprocess.run(
                [sys.executable, "-c", probe],
                input=json.dumps([names, words, door]),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for door in (False, True)
    )
    told = changed("sumy", "summarise/stemmers.py", "what its stemmers import")
    assert ours[0] == own[0], told
    assert ours[1] == [], told
    assert ours[2], "whoever imports NLTK or sumy afterwards must get the whole of it"
