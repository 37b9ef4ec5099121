"""What word frequencies say: near relations, scraps, and lists that are not there."""

from __future__ import annotations

import gzip
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import LanguageError
from pipeline.detect import word_frequencies

CODES = ("da", "nb", "ms", "gl", "xx")
"""Two near relations, one without a file, one without a list, and none."""

words = st.lists(st.sampled_from(["der", "blev", "ble", "efter", "etter", "kerana", "qqq", ""]), max_size=8)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put lists of one's own in wordfreq's place."""
    monkeypatch.setattr(word_frequencies, "_folder", lambda: tmp_path)
    word_frequencies.frequencies_of.cache_clear()
    yield tmp_path
    word_frequencies.frequencies_of.cache_clear()


def test_a_list_is_read_as_wordfreq_says() -> None:
    """The most frequent words have the highest probability, and all are at least one in a million."""
    english = word_frequencies.frequencies_of("en")
    assert -3.1 < english.get("the", 0.0) < -2.5
    assert english.get("the", 0.0) > english.get("mayor", 0.0) >= -13.82
    assert len(english) > 20_000


def test_each_word_has_the_number_that_the_file_gives_it(folder: Path) -> None:
    """The words of the n-th step have 10 ** (-n/100), and of a word in two steps the last one counts."""
    path = folder / "small_en.msgpack.gz"
    content = [{"format": "cB", "version": 1}, [], ["the"], ["of", "the"], [], ["straße"]]
    path.write_bytes(gzip.compress(msgpack.packb(content)))
    found = word_frequencies.frequencies_of("en")
    wanted = {"of": 2, "the": 2, "straße": 4}
    for _ in range(2):
        assert {word: found.get(word, 0.0) for word in wanted} == {
            word: -step / 100 * math.log(10) for word, step in wanted.items()
        }
        assert found.get("strasse", -99.0) == -99.0
        assert "" not in found


def test_what_has_no_list_says_nothing() -> None:
    """Galician is not among wordfreq's languages."""
    assert len(word_frequencies.frequencies_of("gl")) == 0
    assert word_frequencies.known(["unha"], "gl") is None


def test_words_lean_to_their_own_language() -> None:
    """Danish and Norwegian write the same word differently; one word says no more than its share."""
    lean = word_frequencies.frequency_lean(["blev", "efter"], "da", "nb", akin=True)
    assert 4 < lean <= 8


def test_a_list_alone_proves_less_over_a_relation() -> None:
    """Frequent Turkish words may be Azerbaijani too; Javanese they hardly are."""
    text = ["evet", "köprü", "yeni"]
    related = word_frequencies.frequency_lean(text, "tr", "az", akin=True)
    assert 0 < related < word_frequencies.frequency_lean(text, "tr", "jv", akin=False)
    assert word_frequencies.frequency_lean(["qqqqqq", "evet"], "tr", "jv", akin=False) == 0


def test_a_missing_list_is_not_held_against_a_language_with_a_file() -> None:
    """Galician has none, and many words in common with Spanish."""
    assert word_frequencies.frequency_lean(["ponte", "de", "la"], "es", "gl", akin=True) == 0


@given(words=words, one=st.sampled_from(CODES), other=st.sampled_from(CODES), akin=st.booleans())
def test_leaning_is_mutual(words: list[str], one: str, other: str, akin: bool) -> None:
    """What speaks for one language speaks exactly as much against the other."""
    there = word_frequencies.frequency_lean(words, one, other, akin=akin)
    assert there == -word_frequencies.frequency_lean(words, other, one, akin=akin)


def test_the_share_known_is_one_of_letters() -> None:
    """A long word counts for more than a small one; of nothing, nothing is known."""
    assert word_frequencies.known(["the", "qqqqqq"], "en") == pytest.approx(1 / 3)
    assert word_frequencies.known([], "en") == 0


def test_a_list_in_another_form_is_refused(folder: Path) -> None:
    """The message says which file it is, and what to install."""
    path = folder / "small_en.msgpack.gz"
    path.write_bytes(gzip.compress(msgpack.packb([{"format": "cB", "version": 2}, ["the"]])))
    with pytest.raises(LanguageError, match=r"small_en\.msgpack\.gz: .* install wordfreq 3\.1"):
        word_frequencies.frequencies_of("en")


def test_wordfreq_itself_is_not_imported() -> None:
    """It would take longer to load than both models."""
    probe = (
        "import sys; from pipeline.detect import word_frequencies as f;"
        "f.frequencies_of('en'); print('wordfreq' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "False"
