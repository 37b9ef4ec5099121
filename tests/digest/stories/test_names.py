"""Names and numbers are the same in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages
from pipeline.digest.stories import names

SAME = [
    ["Trump", "Трамп", "Трампа", "Τραμπ", "ترامب", "트럼프", "トランプ", "ट्रम्प", "טראמפ"],
    ["Cameron", "Кэмерон", "Κάμερον", "كاميرون", "캐머런", "キャメロン", "קמרון"],
    ["Putin", "Путин", "푸틴", "بوتين", "プーチン"],
    ["Manchester", "Манчестер", "مانشستر"],
]


def keys(*sentences: str, language: str = "en") -> list[str]:
    """Return what sentences are compared by."""
    return [feature.key for feature in names.name_features(sentences, language)]


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_a_name_sounds_the_same_in_every_script(row: list[str]) -> None:
    """As far as its consonants go."""
    sounds = {next(key for key in keys(f"x {name} x") if key[0] == "~") for name in row}
    assert len(sounds) == 1


def test_different_names_sound_different() -> None:
    """Those above, at least."""
    assert len({names.name_sound(row[0]) for row in SAME}) == len(SAME)


def test_numbers_count_by_their_digits() -> None:
    """However these are parted, and in whatever script; single digits tell nothing."""
    for text in ("14 200", "14\u202f200", "14,200", "14.200", "14'200", "١٤٢٠٠", "१४२००"):
        expected = ["#14", "#200"] if text == "14 200" else ["#14200"]
        assert [key for key in keys(text) if key[0] == "#"] == expected
    assert not keys("7 of 9")


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    """It has its capital for another reason, unless it is a name elsewhere, or hardly a word."""
    found = keys("Yesterday the mayor came. Nobody asked Harlan Voss.")
    assert {key for key in found if key[0] == "="} == {"=harla", "=voss"}
    assert "=warre" not in keys("Warren will run.")
    assert keys("Warren will run.", "The senate likes Warren.").count("=warre") == 2
    assert "=sulaw" in keys("Sulawesi was hit.")


def test_the_words_of_a_title_in_capitals_are_no_names() -> None:
    """English titles have capitals all through; only what is a name below, or hardly a word, counts."""
    found = keys("Killer Pig Mauls Chinese Farmer in Guizhou", "A farmer in the Chinese south was killed.")
    assert {key for key in found if key[0] == "="} == {"=chine", "=guizh", "=mauls"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il a visité l’Indonésie hier."),
        ("it", "La crisi dell'Indonesia continua."),
        ("ca", "El sisme d’Indonèsia continua."),
        ("en", "The quake is Indonesia's worst."),
    ],
)
def test_a_name_is_found_behind_what_is_elided(language: str, text: str) -> None:
    """And before what hangs on it."""
    assert [key for key in keys(text, language=language) if key[0] == "="] == ["=indon"]


@given(st.text(max_size=300))
def test_any_text_has_features(text: str) -> None:
    """Whatever signs are in it, and always the same ones."""
    assert keys(text) == keys(text)


@pytest.mark.parametrize("code", sorted(languages.codes()))
def test_countries_are_the_same_in_all_languages(code: str) -> None:
    """As CLDR calls them, inside a sentence, where the language has their names."""
    names_of = dict(languages.display(code).territories)
    for country in ("DE", "JP", "US", "ID"):
        separator = languages.get(code).separator
        sentence = separator.join(("…", names_of[country], "…"))
        assert f"@{country}" in keys(sentence, language=code)


@pytest.mark.parametrize(
    ("words", "code", "country"),
    [
        ("Наводнение в Германии", "ru", "DE"),
        ("In den Vereinigten Staaten", "de", "US"),
        ("印度尼西亚地震", "zh", "ID"),
        ("米国とドイツの首脳", "ja", "DE"),
        ("turkey with sauce", "en", None),
    ],
)
def test_countries_are_found_in_their_cases_and_in_unparted_text(
    words: str, code: str, country: str | None
) -> None:
    """A word without a capital is none, where names have capitals."""
    found = [key[1:] for key in keys(words, language=code) if key.startswith("@")]
    assert (country in found) if country else not found


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Kavanaugh", "Кавано"),
        ("Virginia", "Вирджиния"),
        ("Christine", "Кристин"),
        ("Vučić", "Вучич"),
        ("Iohannis", "Йоханнис"),
        ("Virginia", "فيرجينيا"),
    ],
)
def test_names_sound_alike_where_letters_are_silent_soft_or_hard(latin: str, other: str) -> None:
    """One of the sounds that the Latin letters may have is that of the other script."""
    assert set(names.name_sounds(latin)) & set(names.name_sounds(other))


def test_a_common_word_that_begins_a_title_is_no_name() -> None:
    """It stands in small letters in the text, however rare the language has it."""
    title = "Landslip blocks road to Ondara"
    assert "Landslip" not in {
        each.word for each in names.name_features([title, "A landslip fell at Ondara."], "en")
    }
    assert "Landslip" in {
        each.word for each in names.name_features([title, "The road to Ondara is shut."], "en")
    }
