"""What every detector promises, run over the real one and a fake."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import languages
from pipeline.core.ports import Detector
from pipeline.core.records import Detected, Detection, Undetermined
from pipeline.detect.detector import open_detector

WORDS = (
    "the government said",
    "le gouvernement a dit",
    "правительство",
    "政府は",
    "정부",
    "الحكومة",
    "OK",
    "12",
    "\n",
)


class FirstWordDetector:
    """The fake: looks for words of a short list, the first of which decides."""

    identity = "first word 1"
    words = ("the", "en"), ("le", "fr"), ("la", "es")

    def detect(self, text: str) -> Detection:
        """Return the language of the first word that is in the list."""
        known = dict(self.words)
        for word in text.lower().split():
            if word in known:
                return Detected(language=known[word], confidence=1.0, detector=self.identity)
        return Undetermined(reason="no word that I know", detector=self.identity)


texts = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(), max_size=50),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)
"""Any text, lone surrogates too, and scraps of real ones."""


@pytest.fixture(scope="module", params=["langdetect", "lingua", "first word"])
def detector(request: pytest.FixtureRequest) -> Detector:
    """Return each detector in turn; lingua is an extra."""
    if request.param == "first word":
        return FirstWordDetector()
    if request.param == "lingua":
        request.getfixturevalue("lingua")
    return open_detector(request.param)


class TestDetector:
    """The contract of ``ports.Detector``."""

    @given(text=texts)
    @settings(deadline=None)
    def test_it_answers_any_text(self, detector: Detector, text: str) -> None:
        """Whatever the text, the answer is a known language with a confidence, or a reason."""
        answer = detector.detect(text)
        if isinstance(answer, Detected):
            assert answer.language in languages.codes()
            assert 0 < answer.confidence <= 1
        else:
            assert answer.language == "und"
            assert answer.reason.strip() == answer.reason != ""

    @given(text=texts)
    @settings(deadline=None)
    def test_it_gives_the_same_answer_again(self, detector: Detector, text: str) -> None:
        """The answer depends on the text, not on what was asked before."""
        first = detector.detect(text)
        detector.detect(text[::-1])
        assert detector.detect(text) == first

    def test_it_signs_its_answers(self, detector: Detector) -> None:
        """Each answer says what gave it: name and version."""
        for text in ("", *WORDS):
            assert detector.detect(text).detector == detector.identity
        assert any(character.isdigit() for character in detector.identity)

    def test_it_says_nothing_of_an_empty_text(self, detector: Detector) -> None:
        """No text, no language."""
        assert isinstance(detector.detect(""), Undetermined)
        assert isinstance(detector.detect(" \n "), Undetermined)

    def test_it_tells_plain_sentences(self, detector: Detector) -> None:
        """A detector that never answers would keep all other promises."""
        assert (
            detector.detect("The ministers met on Monday to talk about the price of bread.").language == "en"
        )
        assert (
            detector.detect("Le ministre a parlé lundi du prix du pain devant les députés.").language == "fr"
        )

    def test_it_travels_to_workers(self, detector: Detector) -> None:
        """Pickled, it gives the same answers."""
        text = "The ministers met on Monday to talk about the price of bread."
        detector.detect(text)
        assert pickle.loads(pickle.dumps(detector)).detect(text) == detector.detect(text)  # noqa: S301
