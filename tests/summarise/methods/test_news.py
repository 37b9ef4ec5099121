"""The default method: what the report repeats, said early, and not said before."""

from __future__ import annotations

from itertools import product

from pipeline.core.records import Length, Segment
from pipeline.summarise import Extractor
from pipeline.summarise.units import quoted_shares

FACTS = (
    "The dam above the town broke on Monday and flooded three streets of the town.",
    "The flood from the dam drove eight hundred people from the streets of the town.",
    "Engineers had found cracks in the dam of the town three years before.",
    "The town will repair the dam and the streets before winter, the mayor announced.",
)

MADE_WORDS = ["".join(signs) for signs in product("bdfgklmnprtvz", "aou", "kmnptz", "ou")]


def story(*texts: str, language: str = "en") -> tuple[Segment, ...]:
    """Return sentences as paragraphs of one each."""
    return tuple(
        Segment(id=f"b{i}.1", block=i, start=0, end=0, text=text, language=language)
        for i, text in enumerate(texts, 1)
    )


def chosen(count: int, *texts: str) -> tuple[str, ...]:
    """Return which sentences are chosen, as ids."""
    length = Length(unit="sentences", value=count)
    return Extractor("news").select(story(*texts), length, language="en")


def test_a_line_of_the_page_comes_after_all_sentences() -> None:
    """Captions and links stand first on many pages, and are chosen last."""
    furniture = (
        "Scroll down for video of the dam and the town.",
        "Photo: the dam above the town and its streets",
    )
    assert set(chosen(4, *furniture, *FACTS)) == {"b3.1", "b4.1", "b5.1", "b6.1"}


def test_what_says_the_same_again_is_left_out() -> None:
    """The second sentence repeats the first but for a word."""
    again = FACTS[0].replace("Monday", "Tuesday")
    for count in (2, 3, 4):
        assert "b1.1" in chosen(count, FACTS[0], again, *FACTS[1:])
        assert "b2.1" not in chosen(count, FACTS[0], again, *FACTS[1:])


def test_a_part_of_a_longer_sentence_in_other_words_is_no_news() -> None:
    """Its words are in the lead, though most of the lead's are not in it, so that the two look unlike."""
    lead = (
        "Rebels and their allies took half of Aleppo, the second city of the country, on Saturday after two"
        " days of an offensive against the forces of the government, the observatory said."
    )
    retold = "The rebels entered Aleppo on Friday after two days of an offensive."
    others = (
        "The offensive has driven 14,000 people from their homes, nearly half of them children.",
        "The army sent soldiers to the city and said that it had taken several places back.",
        "Aircraft of the army bombed villages north of the city in the night.",
    )
    assert chosen(3, lead, retold, *others) == ("b1.1", "b3.1", "b4.1")


def test_a_long_report_is_told_beyond_its_beginning() -> None:
    """Among thirty sentences the fourth, which has a figure, is not too late; among eight it is."""
    said = [f"{' '.join(MADE_WORDS[at : at + 8]).title()}." for at in range(0, 240, 8)]
    said[3] = f"{said[3].rpartition(' ')[0]} 80."
    assert chosen(2, *said) == ("b1.1", "b4.1")
    assert chosen(2, *said[:8]) == ("b1.1", "b2.1")


def test_a_quotation_gives_way_to_a_fact() -> None:
    """Of two sentences with the same words the one in quotation marks is held back."""
    quoted = "“The flood from the dam drove eight hundred people from all streets of the town.”"
    assert chosen(1, quoted, FACTS[1]) == ("b2.1",)


def test_a_question_gives_way_to_a_statement() -> None:
    """The same words again, asked."""
    assert chosen(1, FACTS[1].replace(".", "?"), FACTS[1].replace("eight", "nine")) == ("b2.1",)


def test_a_figure_outweighs_what_has_none() -> None:
    """Of two sentences with as many words of the report, the one that says how many is the better one."""
    counted = "The flood from the dam drove 800 men from the streets of the town."
    uncounted = "The flood from the dam drove all men from the streets of the town."
    assert chosen(1, FACTS[0], uncounted, counted)[0] == "b1.1"
    assert "b3.1" in chosen(2, "The rain had stopped by then, said a guard at the gate.", uncounted, counted)


def test_a_long_sentence_gives_way_to_one_that_says_it_in_fewer_words() -> None:
    """The same words of the report, amid many others."""
    padded = (
        "The dam above the town, as had long been feared by some who never tire of warning others at length"
        " of whatever may befall them, broke on Monday and flooded three streets of the town."
    )
    assert chosen(1, padded, FACTS[0]) == ("b2.1",)


def test_the_quoted_share_counts_characters_between_marks() -> None:
    """Over sentences too, and whole where the paragraph is a quotation."""
    parts = story("“All of it.”", "Half of “this half”", "None.", "“Both of", "them.” It rained.")
    joined = tuple(
        Segment(id=part.id, block=1, start=0, end=0, text=part.text, language="en") for part in parts
    )
    shares = quoted_shares(joined, "en", {"b3.1"})
    assert shares[0] == 1
    assert 0.4 < shares[1] < 0.7
    assert shares[2:4] == [1, 1]
    assert 0.2 < shares[4] < 0.5
