"""langdetect's profiles are read as langdetect reads them, in a fraction of the memory."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from pipeline.core.errors import LanguageError
from pipeline.detect import profiles

SOME = ("ca", "fr", "ja", "ko")


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with some of langdetect's profiles, which is read in place of its own."""
    from langdetect.detector_factory import PROFILES_DIRECTORY

    place = tmp_path / "profiles"
    place.mkdir()
    for code in SOME:
        (place / code).write_bytes((Path(PROFILES_DIRECTORY) / code).read_bytes())
    monkeypatch.setattr(profiles, "_folder", lambda: tmp_path)
    return place


def test_profiles_are_read_as_langdetect_reads_them(few: Path) -> None:
    """The same n-grams in the same order, and the same numbers to the last bit."""
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile([path.read_text("utf-8") for path in sorted(few.iterdir())])
    probabilities = numpy.array([*factory.word_lang_prob_map.values(), [0.0] * len(SOME)])
    logarithms = numpy.log(probabilities + profiles.SMOOTHING)
    grams = list(factory.word_lang_prob_map)
    for _ in range(2):  # made, and read from the cache
        found = profiles.Profiles()
        rows = [found.rows[gram] for gram in reversed(grams)][::-1]
        assert found.codes == factory.langlist == list(SOME)
        wanted = logarithms.astype(numpy.float32)
        assert found.logarithms[[*rows, found.rows["qqq"]]].tobytes() == wanted.tobytes()
        summed = (probabilities * logarithms).sum(0) / 3
        assert found.expected.tobytes() == numpy.append(summed, 0.0).tobytes()


def test_unknown_n_grams_do_not_fill_the_memory(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few of them are remembered; the others have no row each time they are asked for."""
    monkeypatch.setattr(profiles, "_UNSEEN_KEPT", 5)
    rows = profiles.Profiles().rows
    assert {rows[f"q{number}"] for number in range(100)} == {0}
    assert len(rows) == 5
    assert rows["a"] > 0


def test_characters_are_counted_as_langdetect_does(few: Path) -> None:
    """Those beyond the table's end are left alone, by langdetect too."""
    from langdetect.utils.ngram import NGram

    text = "aé7 \u00a0Ķạșћ가あア中\u06cc\u3105\ufffd\ud800\U00020000\U0001f600"
    own = "".join(map(NGram.normalize, text))
    found = profiles.Profiles()
    assert text.translate(found.normalised) == own
    assert text.translate(found.normalised) == own  # now from memory


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"name": "fr"}',
        '{"name": "fr", "freq": {"a": 1}, "n_words": [1, 1]}',
        '{"name": "fr", "freq": {"abcd": 1}, "n_words": [1, 1, 1]}',
        '{"name": "fr", "freq": {}, "n_words": [1, 1, 1]}',
    ],
)
def test_profiles_of_another_form_are_named(few: Path, text: str) -> None:
    """An upgrade of langdetect that changes them is said, with what to install."""
    (few / "fr").write_text(text)
    with pytest.raises(LanguageError, match=r"/fr: not a profile of the form .* install langdetect 1\.0\.9"):
        profiles.Profiles()
