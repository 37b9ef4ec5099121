"""What makes an extract readable: quotations whole, no sentence that points to one left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import languages
from pipeline.core.records import Hints, Length, Segment
from pipeline.summarise import METHODS, Extractor
from pipeline.summarise.openings import is_furniture, leans
from pipeline.summarise.units import units
from tests.split.test_speakers import SOURCES, SPOKEN, VERB_FIRST


def segments(*paragraphs: Sequence[str], language: str = "en") -> tuple[Segment, ...]:
    """Return paragraphs of sentences as segments."""
    return tuple(
        Segment(id=f"b{block + 1}.{number}", block=block, start=0, end=0, text=text, language=language)
        for block, texts in enumerate(paragraphs)
        for number, text in enumerate(texts, 1)
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He said that the bridge was safe."),
        ("en", "According to this source, the dam had cracks."),
        ("en", "“It’s over,” the mayor said."),
        ("en", "THIS IS NEW."),
        ("fr", "Selon cette source, la digue était fissurée."),
        ("fr", "« C’est fini », a dit le maire."),
        ("fr", "Il a précisé que la route restait fermée."),
        ("es", "Según esta fuente, el dique tenía grietas."),
        ("es", "Añadió que la carretera sigue cerrada."),
        ("de", "Er sagte, die Brücke sei sicher."),
        ("de", "Deshalb bleibt die Straße gesperrt."),
        ("it", "Secondo questa fonte, la diga era incrinata."),
        ("tr", "İkisi de hastaneye kaldırıldı."),
        ("ru", "Он добавил, что дорога закрыта."),
        ("el", "Αυτός είπε ότι ο δρόμος είναι κλειστός."),
        ("ar", "وأضاف أن الطريق مغلق."),
        ("he", "לדבריו, הכביש סגור."),
        ("hi", "उन्होंने कहा कि सड़क बंद है।"),
        ("zh", "他说，道路已经关闭。"),
        ("ja", "同氏は道路が閉鎖されたと述べた。"),
        ("ko", "그는 도로가 폐쇄됐다고 말했다."),
        ("vi", "Ông ấy nói đường đã đóng."),
    ],
)
def test_a_sentence_that_points_back_is_known_by_its_opening(language: str, text: str) -> None:
    """By the words of the language's file, behind quotation marks, in capitals, with either apostrophe."""
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Heather Long said that the bridge was safe."),
        ("en", "Item by item the bridge was examined."),
        ("en", "This week the bridge was closed."),
        ("en", "The mayor said that he knew."),
        ("fr", "Cette semaine, le pont était fermé."),
        ("fr", "Ilham Aliyev est arrivé à Paris."),
        ("es", "Este lunes se cerró el puente."),
        ("de", "Erdoğan kam nach Berlin."),
        ("de", "Diese Woche bleibt die Brücke gesperrt."),
        ("hi", "पर्यावरण मंत्री ने पुल बंद किया।"),
        ("zh", "其实大桥已经关闭。"),
        ("ja", "これまでに橋は三回閉鎖された。"),
        ("fa", "این هفته پل بسته شد."),
        ("en", ""),
        ("en", "***"),
    ],
)
def test_what_only_looks_so_stands_on_its_own(language: str, text: str) -> None:
    """Longer words that begin alike, times and places, and references that the sentence itself resolves."""
    assert not leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Scroll down for video."),
        ("en", "Photo: Jane Roe"),
        ("en", "Follow the story at https://example.org/story."),
        ("fr", "Lire aussi : la digue de Port-Sauvin"),
        ("es", "Foto de archivo del puente."),
        ("zh", "点击此处查看视频"),
    ],
)
def test_a_page_s_furniture_is_known(language: str, text: str) -> None:
    """Links to other texts, captions, addresses."""
    assert is_furniture(text, language)


def test_a_sentence_is_no_furniture() -> None:
    """Not even where it begins alike and goes on."""
    text = "Subscribers to the city's newsletter learned on Monday that the bridge would be closed."
    assert not is_furniture(text, "en")
    assert not is_furniture(f"Subscribe {text * 2}", "en")


@pytest.mark.parametrize(
    ("language", "paragraphs", "expected"),
    [
        ("en", [["“We left.", "We came back,” she said.", "Then it rained."]], ((0, 1), (2,))),
        ("en", [['"We left.', 'We came back," she said.', "Then it rained."]], ((0, 1), (2,))),
        ("fr", [["« Nous partons.", "Nous revenons », dit-elle.", "Il pleut."]], ((0, 1), (2,))),
        ("de", [["„Wir gehen.", "Wir kommen“, sagte sie.", "Es regnet."]], ((0, 1), (2,))),
        ("sv", [["”Vi går.", "Vi kommer”, sade hon.", "Det regnar."]], ((0, 1), (2,))),
        ("ja", [["「出発した。", "戻った」と彼女は言った。", "雨が降った。"]], ((0, 1), (2,))),
        ("en", [["“We left.”", "“We came back.”"]], ((0,), (1,))),
        ("en", [["“We left.", "We came back."], ["It rained."]], ((0,), (1,), (2,))),
        ("en", [["“We left."], ["“We came back,” she said."]], ((0, 1),)),
        ("en", [["It's the teachers' day.", "Don't they know?"]], ((0,), (1,))),
    ],
)
def test_a_quotation_is_one_unit(
    language: str, paragraphs: list[list[str]], expected: tuple[tuple[int, ...], ...]
) -> None:
    """From mark to mark, over paragraphs where each begins anew; apostrophes and open ends join nothing."""
    assert units(segments(*paragraphs, language=language), language).members == expected


def test_a_paragraph_that_is_a_quotation_is_one_unit() -> None:
    """Its marks may have gone with the markup."""
    story = segments(["One.", "Two."], ["Three.", "Four."])
    assert units(story, "en", {"b2.1", "b2.2"}).members == ((0,), (1,), (2, 3))


STORY = segments(
    [
        "The bridge over the river fell on Monday after a week of rain.",
        "Police closed the river and the bridge.",
    ],
    ["“The bridge was old and the river was high.", "The rain of the week did the rest,” the mayor said."],
    ["He promised a new bridge over the river.", "The old bridge had stood for a century of rain and river."],
)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", range(1, 7))
def test_no_summary_points_out_of_itself_or_cuts_a_quotation(method: str, count: int) -> None:
    """Whatever the method and the length."""
    chosen = Extractor(method).select(STORY, Length(unit="sentences", value=count), language="en")
    assert 0 < len(chosen) <= count
    assert ("b2.1" in chosen) == ("b2.2" in chosen)
    assert "b3.1" not in chosen or "b2.2" in chosen


def test_a_query_brings_what_speaks_of_it() -> None:
    """With every method; words in another form count too."""
    for method in METHODS:
        hints = Hints(query="Who promises bridges?")
        chosen = Extractor(method).select(
            STORY, Length(unit="sentences", value=3), language="en", hints=hints
        )
        assert "b3.1" in chosen, method


def test_a_query_that_nobody_speaks_of_changes_nothing() -> None:
    """No word of it is in the text."""
    for method in METHODS:
        plain = Extractor(method).select(STORY, Length(unit="sentences", value=2), language="en")
        hints = Hints(query="zebras")
        assert plain == Extractor(method).select(
            STORY, Length(unit="sentences", value=2), language="en", hints=hints
        )


@pytest.mark.parametrize("language", languages.codes())
def test_every_language_knows_its_openings(language: str) -> None:
    """Each opening of the file is recognised, and none is an exception too."""
    summaries = languages.get(language).summaries
    assert len(summaries.leaning) >= 40
    assert len(summaries.boilerplate) >= 5
    assert [words for words in summaries.leaning if not leans(f"{words}, depeche", language)] == []
    assert [words for words in summaries.standing if leans(f"{words}, depeche", language)] == []
    assert [words for words in summaries.boilerplate if not is_furniture(words, language)] == []


@pytest.mark.parametrize("code", SPOKEN)
def test_a_bare_clause_of_speech_is_never_chosen_by_itself(code: str) -> None:
    """By no method, at no length, in no language, even where the splitter cut it off its quotation."""
    quotation, clause, following = SPOKEN[code]
    story = segments(
        [following, quotation, clause],
        [clause.upper() if code == "en" else f"{following} {following}", f"{quotation} {quotation}"],
        language=code,
    )
    assert units(story, code).members[:2] == ((0,), (1, 2))
    for method in METHODS:
        for length in (1, 2, 3):
            chosen = Extractor(method).select(story, Length(unit="sentences", value=length), language=code)
            assert "b1.3" not in chosen or "b1.2" in chosen, (method, length)


@pytest.mark.parametrize("code", SPOKEN)
def test_a_clause_of_speech_in_its_own_paragraph_is_never_chosen_without_the_one_before(code: str) -> None:
    """With the verb first or last, by every method, also where another sentence says what was quoted."""
    quotation, clause, following = SPOKEN[code]
    for spoken in {clause, VERB_FIRST.get(code, clause)}:
        story = segments(
            [following], [quotation], [spoken], [f"{quotation} {following}"], [quotation], language=code
        )
        for method in METHODS:
            for length in (1, 2, 3):
                chosen = Extractor(method).select(
                    story, Length(unit="sentences", value=length), language=code
                )
                assert "b3.1" not in chosen or "b2.1" in chosen, (method, length, spoken)


@pytest.mark.parametrize(
    ("paragraphs", "members", "leaning"),
    [
        ([["The mayor said.", "The water rose."]], ((0, 1),), {}),
        ([["The mayor said."], ["The water rose."]], ((0, 1),), {}),
        (
            [["The water rose."], ["The mayor said."], ["It fell again on Friday."]],
            ((0,), (1,), (2,)),
            {1: 0},
        ),
        ([["“It rose.", "It fell.”", "Voss said.", "Then she left."]], ((0, 1, 2), (3,)), {1: 0}),
        ([["The mayor said."]], ((0,),), {}),
    ],
)
def test_a_bare_clause_of_speech_is_bound_to_what_stands_beside_it(
    paragraphs: list[list[str]], members: tuple[tuple[int, ...], ...], leaning: dict[int, int]
) -> None:
    """To the sentence before it, or the next where it is the first; in its own paragraph it leans."""
    found = units(segments(*paragraphs), "en")
    assert found.members == members
    assert {unit: found.leans_on[unit] for unit in found.leans_on if unit in leaning} == leaning


@pytest.mark.parametrize("code", SOURCES)
def test_no_summary_has_where_the_news_is_from_alone(code: str) -> None:
    """``According to the mayor.`` goes with what stands beside it, in every language and place."""
    source, whole = SOURCES[code]
    for story in (
        segments([whole, source], language=code),
        segments([source, whole], language=code),
        segments([whole], [source], [whole.replace(" ", "  ")], language=code),
    ):
        alone = {segment.id for segment in story if segment.text == source}
        for method in ("news", "lexrank", "random"):
            chosen = Extractor(method).select(story, Length(unit="sentences", value=1), language=code)
            assert set(chosen) != alone, (method, [segment.text for segment in story])


def test_where_only_single_sentences_fit_it_is_left_out() -> None:
    """Then sentences are taken one by one, and it would stand alone."""
    story = segments(["“The water rose all night.”", "The mayor said."])
    for length in (Length(unit="words", value=3), Length(unit="characters", value=16)):
        assert Extractor("news").select(story, length, language="en") == ()
    assert Extractor("news").select(story, Length(unit="sentences", value=1), language="en") == ("b1.1",)


@pytest.mark.parametrize(
    ("language", "quotation", "clause"),
    [
        ("en", "“Who will pay for the new dam in Leeds?”", "Mayor Anna Brown told the council in Leeds."),
        ("fr", "« Qui paiera le nouveau barrage de Lyon ? »", "La maire Anne Martin a ironisé à Lyon."),
        ("de", "„Der Damm ist vor dem Morgen gebrochen.“", "Bürgermeisterin Anna Braun schluckte."),
        ("es", "“¿Quién pagará la nueva presa de Lugo?”", "La alcaldesa Ana Pérez ironizó en el pleno."),
        ("it", "«Chi pagherà la nuova diga di Lodi?»", "Il sindaco Anna Neri ha tuonato in aula."),
        ("ru", "«Кто заплатит за новую плотину?»", "Мэр Анна Белова всплеснула руками."),
        ("el", "«Ποιος θα πληρώσει το φράγμα;»", "Η δήμαρχος Άννα αναρωτήθηκε στη Βουλή."),
        ("zh", "“水坝在黎明前决堤。”", "市长王丽在法庭上哽咽道。"),
        ("ja", "「堤防が夜明け前に決壊した。」", "佐藤市長は疑問を呈した。"),
        ("ar", "«من سيدفع ثمن السد الجديد؟»", "علقت رئيسة البلدية منى حداد."),
    ],
)
def test_a_short_sentence_behind_a_quotation_is_bound_to_it(
    language: str, quotation: str, clause: str
) -> None:
    """Whatever its verb is: no list has all. In another paragraph, or long, it stands by itself."""
    both = segments([quotation, clause], language=language)
    assert units(both, language).members == ((0, 1),)
    assert units(segments([quotation], [clause], language=language), language).members == ((0,), (1,))
    assert len(units(segments([quotation, clause * 9], language=language), language).members) == 2
