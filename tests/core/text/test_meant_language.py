"""A word that names no language may still mean one."""

from __future__ import annotations

import pytest

import languages
from pipeline.core.text.meant_language import meant_language


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *zip(
            ("jp", "cz", "gr", "ua", "dk", "se", "cn", "CZ", "vn", "kr", "br"),
            ("ja", "cs", "el", "uk", "da", "sv", "zh", "cs", "vi", "ko", "pt"),
            strict=True,
        ),
        *((name, "en") for name in ("anglais", "inglés", "ingles", "Englisch", "angielski", "英語")),
        *((name, "de") for name in ("allemand", "alemán", "tedesco", "němčina", "Deutschh")),
        ("Klingon", None),
        ("xx", None),
        ("", None),
    ],
)
def test_countries_and_names_in_other_languages(word: str, code: str | None) -> None:
    """Also without accents, or nearly so; nothing is made up."""
    assert meant_language(word) == code


@pytest.mark.parametrize("code", languages.codes())
def test_every_language_is_found_by_its_french_name_or_has_none(code: str) -> None:
    """As CLDR has it."""
    from babel import Locale

    name = Locale.parse("fr").languages.get(code)
    assert name is None or meant_language(str(name)) == code
