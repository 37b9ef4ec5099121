"""Words that a mark parted are joined as in the sentence without marks, and no mark is lost for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Document, Translated
from pipeline.read.markdown.document import parse
from pipeline.split.splitter import RuleSplitter
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.plain_words import with_plain_words, without_marks
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from pipeline.write.layout.marks import items
from tests.support.emphasis import EMPTY
from tests.translate.test_marked_words import marks, shown


def joined(answer: str, plain: str) -> str:
    """Return an answer with its marks in the words of the plain one."""
    text, found = marks(answer)
    return shown(with_plain_words(Translated(text=text, items=found), Translated(text=plain)))


@pytest.mark.parametrize(
    ("answer", "plain", "wanted"),
    [
        ("Le *hôpital* ferme.", "L'hôpital ferme.", "L'*hôpital* ferme."),
        ("Va a il *antico* ospedale.", "Va all'antico ospedale.", "Va all'*antico* ospedale."),
        ("cerca de *el parque* viejo", "cerca del parque viejo", "cerca *del parque* viejo"),
        ("Surt de *el* hospital.", "Surt de l'hospital.", "Surt de *l'*hospital."),
        ("*El hospital* cierra.", "L'hospital cierra.", "*L'hospital* cierra."),
        ("Dice «*el hospital*».", "Dice «l'hospital».", "Dice «*l'hospital*»."),
        ("*a el _hospital_ nuevo* hoy", "al hospital nuevo hoy", "*al _hospital_ nuevo* hoy"),
        ("It is a *old* house.", "It is an old house.", "It is an *old* house."),
        ("Le *hôpital* ferme.", "Le centre de soins du pays reste clos.", "Le *hôpital* ferme."),
        ("Le *hôpital* ferme.", "", "Le *hôpital* ferme."),
        ("El *hospital* cierra.", "El hospital cierra.", "El *hospital* cierra."),
        ("Le *…* hôpital", "L'… hôpital", "Le *…* hôpital"),
    ],
)
def test_where_marks_go(answer: str, plain: str, wanted: str) -> None:
    """Around the same words; where the two sentences differ by more than joints, nothing changes."""
    assert joined(answer, plain) == wanted


def test_a_plain_answer_that_failed_is_not_used() -> None:
    """What failed has the source's words."""
    text, found = marks("Le *hôpital* ferme.")
    marked = Translated(text=text, items=found)
    assert with_plain_words(marked, Translated(text="L'hôpital ferme.", failure="it crashed")) is marked


@given(
    answer=st.lists(
        st.sampled_from(["de", "el", "hospital", "*x*", "_y z_", "*el _b_*", ".", "«"]), max_size=9
    )
    .map(" ".join)
    .filter(lambda text: max(map(text.count, "*_")) <= 2),
    plain=st.lists(st.sampled_from(["del", "hospital", "x", "y", "z", "l'b", ".", "«"])).map(" ".join),
)
def test_no_mark_is_lost(answer: str, plain: str) -> None:
    """Whatever the plain answer is, each mark is there once, and its text is one of the two."""
    text, found = marks(answer)
    marked = Translated(text=text, items=found)
    made = with_plain_words(marked, Translated(text=plain))
    assert made.text in (text, plain)
    assert sorted(item.replacement or "" for item in made.items) == sorted(
        item.replacement or "" for item in found
    )
    assert all(0 <= item.start == item.end <= len(made.text) for item in made.items)
    assert not without_marks(made.items)
    assert [item.start for item in made.items] == sorted(item.start for item in made.items)


THROUGH_APERTIUM = [
    ("en", "ca", "The **regional** hospital of the town closed.", "L'hospital **regional** de la ciutat"),
    ("es", "ca", "El **hospital** de la ciudad cierra.", "L'**hospital** de la ciutat tanca."),
    ("es", "ca", "Va al **antiguo** hospital.", "Va a l'**antic** hospital."),
    ("es", "fr", "El **hospital** de la ciudad cierra.", "L'**hôpital** de la ville ferme."),
    ("es", "fr", "La **vieja** escuela del **hospital** cierra.", "La **vieille** école de l'**hôpital**"),
    ("es", "it", "Va al **antiguo** hospital.", "Va all'**antico** ospedale."),
    ("es", "it", "La escuela del **hospital** cierra.", "La scuola dell'**ospedale** chiude."),
    ("es", "it", "Habla de los **hombres** del barrio.", "degli **uomini** del quartiere."),
    ("fr", "ca", "L'**ancien** hôpital de la ville.", "L'**antic** hospital de la ciutat."),
    ("ca", "fr", "El **nou** hospital de la ciutat.", "Le **nouvel** hôpital de la ville."),
    ("it", "es", "La scuola dell'**ospedale** chiude.", "del **hospital** cierra."),
    ("fr", "es", "Il parle du **nouvel** hôpital.", "del **nuevo** hospital."),
]


@pytest.mark.parametrize(("source", "target", "text", "wanted"), THROUGH_APERTIUM)
def test_articles_and_prepositions_join_marked_words(
    source: str, target: str, text: str, wanted: str
) -> None:
    """Through every pair that joins words: ``L'**hospital**``, ``all'**antico**``, ``del **nuevo**``."""
    engine = ApertiumEngine()
    parsed = parse(text + "\n")
    document: Document = replace(EMPTY, text=parsed.text, blocks=parsed.blocks, marks=parsed.marks)
    segments = tuple(RuleSplitter().split(document, [source] * len(document.blocks)))
    answer = Translator([engine], Routes([engine])).translate(
        [Request(target=target, segments=segments, items=items(document, segments))]
    )[0]
    assert isinstance(answer, Rendering)
    assert wanted in "".join(shown(answer.texts[segment.id]) for segment in segments)
