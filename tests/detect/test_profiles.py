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
    from langdetect import detector_factory

    for code in SOME:
        (tmp_path / code).write_bytes((Path(detector_factory.PROFILES_DIRECTORY) / code).read_bytes())
    monkeypatch.setattr(detector_factory, "PROFILES_DIRECTORY", str(tmp_path))
    return tmp_path


def test_profiles_are_read_as_langdetect_reads_them(few: Path) -> None:
    """The same n-grams in the same order, and the same numbers to the last bit."""
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile([path.read_text("utf-8") for path in sorted(few.iterdir())])
    probabilities = numpy.array([*factory.word_lang_prob_map.values(), [0.0] * len(SOME)])
    logarithms = numpy.log(probabilities + profiles.SMOOTHING)
    rows, table, expected, codes = profiles.read_profiles()
    assert rows == {gram: row for row, gram in enumerate(factory.word_lang_prob_map)}
    assert codes == factory.langlist == list(SOME)
    assert table.tobytes() == logarithms.astype(numpy.float32).tobytes()
    wanted = (probabilities * logarithms).sum(0) / 3
    assert expected.tobytes() == numpy.append(wanted, 0.0).tobytes()


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
        profiles.read_profiles()
