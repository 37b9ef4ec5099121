"""Terms are found in any language and script, in any case and form, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import languages
from pipeline.digest.watches.folding import fold, split_words, text_keys, word_keys
from pipeline.digest.watches.index import TermIndex
from pipeline.digest.watches.opened import WatchError, opened_watch
from pipeline.digest.watches.watch import Watch

ALL = sorted(languages.codes())
LETTERS = st.text(alphabet="aéßłÑžçθςйёґяمىکةषाि北京のトﾄ한국ไท้'’ -.", max_size=40)


def found(text: str, language: str, **terms: object) -> list[str]:
    """Return the terms of one watch that a text has."""
    watch = opened_watch(Watch(name="own", **terms))  # type: ignore[arg-type]
    return [watch.terms[number].text for number in sorted(TermIndex([watch]).found(text, language))]


WORDS = [
    ("en", "flood", "FLOODS hit the coast", "A floor was laid"),
    ("es", "inundacion", "Tras la inundación", "Tras la fundación"),
    ("fr", "école", "Les ecoles de l'ECOLE", "Une colle"),
    ("de", "Straße", "Auf den STRASSEN", "Strohhut am Kleid"),
    ("it", "ministro", "I ministri tacciono", "Il mistero"),
    ("pt", "presidente", "Os presidentes calam", "A prisão"),
    ("ca", "inundacions", "La inundació", "La fundació"),
    ("gl", "concello", "Os concellos", "O conselleiro"),
    ("oc", "montanha", "Las montanhas", "La mostela"),
    ("nl", "dijk", "De dijken braken", "De dak"),
    ("sv", "skola", "Skolorna stängs", "Skeden"),
    ("da", "bro", "BRO lukket", "Brød"),
    ("nb", "tømmer", "TOMMERET ble solgt", "Tom"),
    ("pl", "powódź", "Powodzi nie było", "Pogoda była"),
    ("cs", "škola", "Školy jsou zavřené", "Skolit"),
    ("sk", "rieka", "Rieky stúpajú", "Riešenie"),
    ("ro", "inundație", "INUNDAŢIILE continuă", "Fundație"),
    ("ru", "наводнение", "После наводнения", "Население"),
    ("uk", "п'ять", "Приїхали п’ять осіб", "Пять"),
    ("bg", "наводнение", "Наводненията са тежки", "Население"),
    ("el", "σεισμός", "Ο ΣΕΙΣΜΟΣ χτύπησε", "Ο σειρός"),
    ("tr", "İstanbul", "ISTANBUL uyandı", "Stanbol"),
    ("id", "banjir", "Banjir di Jakarta", "Banyak"),
    ("eo", "ŝipo", "ŜIPO foriris", "Supo"),
    ("ar", "مدرسة", "فتحت المَدْرَسَة أبوابها", "حديقة"),
    ("fa", "کتاب", "كتاب تازه", "کباب"),
    ("he", "שלום", "שָׁלוֹם לכולם", "שלג"),
    ("hi", "बाढ़", "राज्य में बाढ़ आई", "बाद में"),
    ("ko", "대통령", "대통령은 말했다", "부대통령은"),
    ("zh", "洪水", "昨天的洪水很大", "水洪"),
    ("ja", "洪水", "昨日の洪水で", "洪の水"),
    ("ja", "トランプ", "ﾄﾗﾝﾌﾟ氏が", "サントランプ"),
    ("zh", "さくら", "叫さくら的人", "さら"),
    ("en", "น้ำท่วม", "The word น้ำท่วม means flood", "ท่วมน้ำ"),
    ("en", "5G", "the 5g network", "5 G"),
    ("en", "COVID-19", "covid 19 again", "covid-18"),
]


@pytest.mark.parametrize(("language", "term", "text", "other"), WORDS)
def test_a_word_is_found_in_any_form(language: str, term: str, text: str, other: str) -> None:
    """Case, accents and endings do not count; a like word is another word."""
    assert found(text, language, words=(term,)) == [term]
    assert found(other, language, words=(term,)) == []


SOUNDS = [
    ("ru", "Встреча с Трампом"),
    ("uk", "Дональд Трамп"),
    ("bg", "с Доналд Тръмп"),
    ("el", "Ο Τραμπ είπε"),
    ("ar", "وصل ترامب"),
    ("fa", "دونالد ترامپ"),
    ("he", "טראמפ אמר"),
    ("hi", "ट्रम्प ने कहा"),
    ("ko", "트럼프는 말했다"),
    ("ja", "ドナルド・トランプ氏"),
    ("en", "TRUMP says"),
    ("pl", "z Trumpem"),
]


@pytest.mark.parametrize(("language", "text"), SOUNDS)
def test_a_name_is_found_by_its_sound(language: str, text: str) -> None:
    """In every script that has sounds, with the endings of its language."""
    assert found(text, language, names=("Trump",)) == ["Trump"]
    assert found(text, language, names=("Merkel",)) == []


def test_a_name_is_no_common_word() -> None:
    """What begins with a small letter is none, nor a stop word, nor a short word of the same sound."""
    assert found("a trump card", "en", names=("Trump",)) == []
    assert found("Der Boden ist nass", "de", names=("Putin",)) == []
    assert found("Button it up", "en", names=("Путин",)) == []
    assert found("بدون موعد", "ar", names=("Putin",)) == []
    assert found("сказал Боден", "ru", names=("Putin",)) == []
    assert found("сказал Путин", "ru", names=("Putin",)) == ["Putin"]
    assert found("국민은 가본다고", "ko", names=("Kavanaugh",)) == []


def test_a_phrase_is_a_row_of_neighbours() -> None:
    """Whatever marks stand between them; another order, or a word between, is another phrase."""
    phrase = ("banco central europeo",)
    assert found("del Banco Central Europeo.", "es", phrases=phrase) == [*phrase]
    assert found("los bancos centrales europeos", "es", phrases=phrase) == [*phrase]
    assert found("banco, central; (europeo)", "es", phrases=phrase) == [*phrase]
    assert found("banco muy central europeo", "es", phrases=phrase) == []
    assert found("central banco europeo", "es", phrases=phrase) == []
    assert found("banco banco central europeo", "es", phrases=phrase) == [*phrase]
    assert found("l’eau potable", "fr", phrases=("eau potable",)) == ["eau potable"]
    assert found("中华人民共和国", "zh", phrases=("人民共和",)) == ["人民共和"]


def test_only_texts_in_the_watch_s_languages_are_looked_through() -> None:
    """A word of one language may be another word of the next."""
    assert found("Gift im Fluss", "de", words=("gift",), languages=("en",)) == []
    assert found("A gift for all", "en", words=("gift",), languages=("en",)) == ["gift"]


@pytest.mark.parametrize(
    ("terms", "key", "message"),
    [
        ({"words": ("two words",)}, "words", "'two words' is several words: write it among phrases"),
        ({"words": ("ok", "--")}, "words", "'--' has no letter and no digit"),
        ({"names": ("",)}, "names", "'' has no letter and no digit"),
        ({"phrases": ("x" * 201,)}, "phrases", "has 201 characters; 200 are allowed"),
        ({"phrases": ("水" * 41,)}, "phrases", "has 41 words; 40 are allowed"),
        ({"words": tuple(f"w{n}" for n in range(501))}, "", "has 501 terms; 500 are allowed"),
        ({"languages": ("xx",), "words": ("a",)}, "languages", "xx: no such language"),
        ({"query": "a OR"}, "query", "ends where a term should stand"),
        ({}, "", "names nothing to look for"),
    ],
)
def test_a_watch_that_cannot_be_used_is_refused(terms: dict[str, object], key: str, message: str) -> None:
    """With the key that is wrong."""
    with pytest.raises(WatchError) as raised:
        opened_watch(Watch(name="own", **terms))  # type: ignore[arg-type]
    assert raised.value.key == key
    assert message in str(raised.value)


@given(LETTERS)
def test_folding_is_stable(text: str) -> None:
    """What is folded is folded, whatever case and accents it had."""
    once = fold(text)
    assert fold(once) == once
    assert fold(text.upper()) == fold(text.upper().lower())


@settings(max_examples=60, deadline=None)
@given(LETTERS, st.lists(LETTERS, max_size=5), st.sampled_from(ALL))
def test_a_hit_is_really_in_the_sentence(text: str, terms: list[str], language: str) -> None:
    """Each found term is a row of words of the text; each row of words of the text is found."""
    said = [word.text for word in split_words(text)]
    usable = tuple(term for term in terms if list(split_words(term)))
    rows = tuple(" ".join(said[at : at + 2]) for at in range(len(said)))
    rows = tuple(row for row in rows if [word.text for word in split_words(row)] == row.split(" "))
    phrases = (*usable, *rows)
    if not phrases:
        return
    hits = found(text, language, phrases=phrases)
    assert set(rows) <= set(hits)
    for hit in hits:
        wanted = [word.text for word in split_words(hit)]
        assert any(
            all(
                word_keys(one, language) & text_keys(other, language)
                for one, other in zip(wanted, said[at:], strict=False)
            )
            for at in range(len(said) - len(wanted) + 1)
        )


def test_hostile_terms_and_texts_take_time_by_their_length_alone() -> None:
    """The steps of a search are counted by the words it looks up: one a word, however terms overlap."""
    phrases = tuple(" ".join(["a"] * length) for length in range(1, 41))
    watches = [opened_watch(Watch(name=f"w{n}", phrases=phrases)) for n in range(20)]
    index = TermIndex(watches)
    assert len(index.found("a " * 20_000, "en")) == 20 * 40
    assert index.found("b " * 20_000 + "'" * 20_000, "en") == frozenset()
