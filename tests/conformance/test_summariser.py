"""What every summariser promises, run over all methods, sumy's own and a fake."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.ports import Summariser
from pipeline.core.records import Hints, LanguageCode, Length, Segment, SegmentId
from pipeline.summarise import METHODS, SUMY, Extractor, words
from pipeline.summarise.methods.sumy_reference import SUMY_NAMES
from pipeline.summarise.units import units


class LeadSummariser:
    """The fake: takes the first sentences, whatever they say."""

    identity = "lead 1"

    def select(
        self,
        segments: Sequence[Segment],
        length: Length,
        *,
        language: LanguageCode,
        hints: Hints | None = None,
    ) -> tuple[SegmentId, ...]:
        """Return the leading segments that fit ``length``."""
        keys = [normal(each) for each in segments]
        distinct = [each for i, each in enumerate(segments) if keys[i] and keys[i] not in keys[:i]]
        if length.unit in ("words", "characters"):
            fitting = [
                i for i in range(len(distinct)) if size(distinct[: i + 1], length.unit) <= length.value
            ]
            return tuple(distinct[i].id for i in fitting)
        share = length.value if length.unit == "sentences" else max(1, round(length.value * len(distinct)))
        return tuple(each.id for each in distinct[: int(share)])


def size(segments: Sequence[Segment], unit: str) -> int:
    """Return the words of sentences, or their characters with line ends between."""
    if unit == "words":
        return sum(words.count_words(each.text) for each in segments)
    return len("\n".join(each.text for each in segments))


def normal(segment: Segment) -> str:
    """Return what two segments that count as the same have in common."""
    return " ".join(unicodedata.normalize("NFKC", segment.text).casefold().split())


def segment(position: int, block: int, text: str) -> Segment:
    """Return a segment with a unique id; spans play no part in a summary."""
    return Segment(id=f"b{block + 1}.{position}", block=block, start=0, end=0, text=text, language="fr")


SENTENCES = (
    "Le maire a ouvert le nouveau pont sur la rivière.",
    "LE MAIRE A OUVERT LE NOUVEAU PONT SUR LA RIVIÈRE.",
    "Le pont relie les deux rives de la rivière depuis mardi.",
    "Un pont plus ancien avait été emporté par la crue de la rivière.",
    "« Ce pont, c'est notre avenir », a dit le maire.",
    "Les enfants mangent une glace.",
    "Oui.",
    "et de la le les",
    "12 %",
    "***",
    "",
    "   ",
    "中国政府在北京宣布新的经济政策。",
    "日本の首相はアメリカを訪問した。",
    "قال رئيس البلدية إن الجسر جديد.",
    "🙂",
)
texts = st.one_of(
    st.sampled_from(SENTENCES),
    st.text(max_size=30),
    st.lists(st.sampled_from(["pont", "rivière", "maire", "crue", "de", "la"]), max_size=8).map(" ".join),
)
documents = st.lists(st.tuples(st.integers(0, 1), texts), max_size=12).map(
    lambda rows: tuple(
        segment(position, sum(step for step, _ in rows[:position]), text)
        for position, (_, text) in enumerate(rows)
    )
)
lengths = st.one_of(
    st.integers(1, 14).map(lambda n: Length(unit="sentences", value=n)),
    st.floats(0.01, 1).map(lambda ratio: Length(unit="ratio", value=ratio)),
    st.integers(1, 60).map(lambda n: Length(unit="words", value=n)),
    st.integers(1, 300).map(lambda n: Length(unit="characters", value=n)),
)
over_documents = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

IMPLEMENTATIONS: dict[str, Summariser] = {
    "lead": LeadSummariser(),
    **{method: Extractor(method) for method in METHODS},
    **{SUMY + method: Extractor(SUMY + method) for method in SUMY_NAMES},
}


@pytest.mark.parametrize("summariser", IMPLEMENTATIONS.values(), ids=IMPLEMENTATIONS.keys())
class TestSummariser:
    """The contract of ``ports.Summariser``."""

    @over_documents
    @given(segments=documents, length=lengths)
    def test_ids_are_the_documents_own_in_its_order(
        self, summariser: Summariser, segments: tuple[Segment, ...], length: Length
    ) -> None:
        """The summary is a subsequence of the segments, each at most once."""
        chosen = summariser.select(segments, length, language="fr")
        assert list(chosen) == [s.id for s in segments if s.id in set(chosen)]

    @over_documents
    @given(segments=documents, length=lengths)
    def test_no_text_comes_twice(
        self, summariser: Summariser, segments: tuple[Segment, ...], length: Length
    ) -> None:
        """Of segments with the same text (but for case and spacing) the first alone can be chosen."""
        chosen = set(summariser.select(segments, length, language="fr"))
        seen: set[str] = set()
        for each in segments:
            assert each.id not in chosen or normal(each) not in seen
            seen.add(normal(each))

    @over_documents
    @given(segments=documents, length=lengths)
    def test_the_length_is_kept(
        self, summariser: Summariser, segments: tuple[Segment, ...], length: Length
    ) -> None:
        """Never more than asked for; as many sentences as asked for where no quotation has several."""
        chosen = summariser.select(segments, length, language="fr")
        available = len({normal(s) for s in segments} - {""})
        if length.unit in ("words", "characters"):
            assert size([s for s in segments if s.id in chosen], length.unit) <= length.value
            return
        wanted = length.value if length.unit == "sentences" else max(1, round(length.value * available))
        assert len(chosen) <= wanted
        if all(len(unit) == 1 for unit in units(segments, "fr").members):
            assert len(chosen) == min(wanted, available)

    @over_documents
    @given(segments=documents, length=lengths)
    def test_hints_change_what_is_chosen_and_no_promise(
        self, summariser: Summariser, segments: tuple[Segment, ...], length: Length
    ) -> None:
        """With a query, headings and quotations named, what is promised still holds."""
        hints = Hints(query="pont rivière", headings=("Le pont",), quoted=tuple(s.id for s in segments[:2]))
        chosen = summariser.select(segments, length, language="fr", hints=hints)
        assert list(chosen) == [s.id for s in segments if s.id in set(chosen)]
        if length.unit == "sentences":
            assert len(chosen) <= length.value

    @over_documents
    @given(segments=documents, length=lengths)
    def test_the_same_question_has_the_same_answer(
        self, summariser: Summariser, segments: tuple[Segment, ...], length: Length
    ) -> None:
        """A second call, on a copy of the summariser and of the segments, changes nothing."""
        again: Summariser = pickle.loads(pickle.dumps(summariser))  # noqa: S301 - written one line above
        copies = [replace(each) for each in segments]
        first = summariser.select(segments, length, language="fr")
        assert first == again.select(copies, length, language="fr")

    def test_nothing_gives_nothing(self, summariser: Summariser) -> None:
        """No segments, no summary."""
        assert summariser.select((), Length(unit="sentences", value=3), language="fr") == ()

    def test_it_names_itself_with_a_version(self, summariser: Summariser) -> None:
        """The identity is a name, a space and a version."""
        name, _, release = summariser.identity.partition(" ")
        assert name
        assert release[0].isdigit()
