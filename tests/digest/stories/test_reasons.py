"""What is told as one story says what its reports share."""

from __future__ import annotations

from pipeline.digest.stories.reasons import shared_names

FRENCH = (
    ["Le barrage de Corvanne a cédé", "Mathilde Ferrandier demande une enquête sur les 1\u00a0250 évacués."],
    "fr",
)
ENGLISH = (["Dam bursts at Corvanne", "The region's Mathilde Ferrandier spoke of 1,250 people."], "en")
RUSSIAN = (["Плотина в Корванне прорвана", "Глава региона Матильда Феррандье требует расследования."], "ru")
OTHER = (["Court jails banker", "In London, Harlan Voss got nine years for 48 million."], "en")


def test_names_are_whole_and_as_the_main_report_writes_them() -> None:
    """A name of two words is one, and a number has its report's signs."""
    shared = shared_names([FRENCH, ENGLISH])
    assert set(shared.names) == {"Mathilde Ferrandier", "Corvanne"}
    assert shared.numbers == ("1\u00a0250",)
    assert set(shared_names([ENGLISH, FRENCH]).names) == {"Mathilde Ferrandier", "Corvanne"}


def test_names_meet_across_scripts() -> None:
    """By their sound."""
    assert "Corvanne" in shared_names([ENGLISH, RUSSIAN]).names


def test_what_not_all_of_a_few_reports_have_is_not_shared() -> None:
    """Of more than three, most must have it; and one report alone shares nothing."""
    assert shared_names([OTHER, FRENCH]).names == ()
    assert shared_names([ENGLISH, FRENCH, OTHER]).names == ()
    assert set(shared_names([ENGLISH, FRENCH, FRENCH, OTHER]).names) == {"Mathilde Ferrandier", "Corvanne"}
    assert shared_names([ENGLISH, FRENCH, OTHER, OTHER]).names == ()
    assert shared_names([OTHER, ENGLISH, FRENCH]).names == ()
    assert shared_names([OTHER]).names == ()


def test_a_month_is_not_shared() -> None:
    """It may begin as a name does."""
    one = (["Mayor Marchal resigns", "Ida Marchal leaves office in March."], "en")
    other = (["Ida Marchal se retire", "La maire Ida Marchal quitte la ville."], "fr")
    assert shared_names([one, other]).names == ("Ida Marchal",)
