"""Names and numbers are the same in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.digest.stories import names

SAME = [
    ["Trump", "Трамп", "Трампа", "Τραμπ", "ترامب", "트럼프", "トランプ", "ट्रम्प", "טראמפ"],
    ["Cameron", "Кэмерон", "Κάμερον", "كاميرون", "캐머런", "キャメロン", "קמרון"],
    ["Putin", "Путин", "푸틴", "بوتين", "プーチン"],
    ["Manchester", "Манчестер", "مانشستر"],
]


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_a_name_sounds_the_same_in_every_script(row: list[str]) -> None:
    """As far as its consonants go."""
    sounds = {next(key for key in names.name_features(f"x {name} x") if key[0] == "~") for name in row}
    assert len(sounds) == 1


def test_different_names_sound_different() -> None:
    """Those above, at least."""
    assert len({names.name_sound(row[0]) for row in SAME}) == len(SAME)


def test_numbers_count_by_their_digits() -> None:
    """However these are parted, and in whatever script; single digits tell nothing."""
    for text in ("14 200", "14\u202f200", "14,200", "14.200", "14'200", "١٤٢٠٠", "१४२००"):
        expected = ["#14", "#200"] if text == "14 200" else ["#14200"]
        assert [key for key in names.name_features(text) if key[0] == "#"] == expected
    assert not names.name_features("7 of 9")


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    """It has its capital for another reason."""
    found = names.name_features("Yesterday the mayor came. Nobody asked Harlan Voss.")
    assert {key for key in found if key[0] == "="} == {"=harla", "=voss"}


@given(st.text(max_size=300))
def test_any_text_has_features(text: str) -> None:
    """Whatever signs are in it, and always the same ones."""
    assert names.name_features(text) == names.name_features(text)
