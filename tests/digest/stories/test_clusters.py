"""Stories are found in one language and across languages, and do not run into one another."""

from __future__ import annotations

import random
from dataclasses import replace

import languages
from pipeline.digest.stories import clusters
from pipeline.digest.stories.features import Features
from pipeline.digest.stories.report import features_of
from pipeline.split.splitter import sentence_spans
from tests.support.digest_runs import COURT, DAM, DAM_ABROAD, DAM_GERMAN

STOCK = """minister market school river train budget strike storm museum harvest border ferry bridge tax
energy doctor farmer police airport council library forest factory harbour festival"""


def features(text: str, language: str) -> Features:
    """Return what is compared of a text in its own language."""
    sentences = [text[start:end] for start, end in sentence_spans(text, languages.get(language))]
    return features_of(sentences, language, sentences, language)


def background() -> list[Features]:
    """Return reports of other things, so that there is something for words to be common in."""
    choice = random.Random(7)
    return [features(" ".join(_words(number, choice)), "en") for number in range(30)]


def _words(number: int, choice: random.Random) -> list[str]:
    drawn = choice.sample(STOCK.split(), 18)
    return [f"{word}{number}" if choice.random() < 0.5 else word for word in drawn]


def found_stories(reports: list[Features], more: float = 0.0) -> list[list[int]]:
    """Return the positions of the reports of each story."""
    return [cluster.members for cluster in clusters.stories(reports, more=more)]


def story_of(found: list[list[int]], position: int) -> list[int]:
    """Return the cluster of a report."""
    return next(cluster for cluster in found if position in cluster)


def test_reports_of_one_event_are_one_story_in_any_language() -> None:
    """By names and numbers, for nothing was translated here."""
    texts = [
        features(DAM, "fr"),
        features(DAM_ABROAD, "en"),
        features(DAM_GERMAN, "de"),
        features(COURT, "en"),
    ]
    found = found_stories([*texts, *background()])
    assert story_of(found, 0) == [0, 1, 2]
    assert story_of(found, 3) == [3]


def test_simplified_and_traditional_chinese_are_one_language() -> None:
    """Texts that have hardly a pair of characters in common do have characters."""
    simplified = "飓风侵袭渔港，货轮翻覆，船员获救。气象专家预测风势转弱，村庄缺电缺粮，军队运送饮水与药品。"
    traditional = "颶風侵襲漁港，貨輪翻覆，船員獲救。氣象專家預測風勢轉弱，村莊缺電缺糧，軍隊運送飲水與藥品。"
    other = "法院判处银行家入狱九年，罪名是诈骗护士的退休金，他的律师表示将提出上诉。"
    texts = [features(text, "zh") for text in (simplified, traditional, other)]
    assert found_stories([*texts, *background()])[:2] == [[0, 1], [2]]


def test_every_report_is_in_one_story() -> None:
    """Those without a word too."""
    texts = [features("", "en"), features("—", "fr"), *background()]
    found = found_stories(texts)
    assert sorted(position for cluster in found for position in cluster) == list(range(len(texts)))
    assert story_of(found, 0) == [0]


def test_nothing_is_nothing() -> None:
    """No reports, no stories; one report, one story."""
    assert found_stories([]) == []
    assert found_stories([features(DAM, "fr")]) == [[0]]


def test_a_chain_of_likenesses_is_not_one_story() -> None:
    """Each is like the next, and the first is not at all like the last."""
    words = [f"topic{number}" for number in range(400)]
    chain = [features(" ".join(words[20 * n : 20 * n + 40]), "en") for n in range(18)]
    found = found_stories(chain)
    assert len(found) > 3
    assert 17 not in story_of(found, 0)


def test_strangers_of_one_field_stay_apart_however_many_there_are() -> None:
    """The more reports, the more alike is the nearest other one by chance; those of one event still meet.

    Reports of one event share names, too.
    """
    choice = random.Random(11)
    strangers = [" ".join(_in_a_field(choice)) for _ in range(300)]
    events = [
        [
            *(f"event{event}word{word}" for word in range(12)),
            *(f"Person{_spelt(3 * event + n)}" for n in range(3)),
        ]
        for event in range(20)
    ]
    told = [" ".join([*_in_a_field(choice)[:60], *own]) for own in events for _ in range(2)]
    found = found_stories([features(text, "en") for text in (*strangers, *told)])
    alone = [cluster for cluster in found if len(cluster) == 1 and cluster[0] < len(strangers)]
    assert len(alone) > 0.8 * len(strangers)
    pairs = [[len(strangers) + 2 * event, len(strangers) + 2 * event + 1] for event in range(20)]
    assert sum(pair in found for pair in pairs) >= 18


def _spelt(number: int) -> str:
    """Return letters for a number, for names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _in_a_field(choice: random.Random) -> list[str]:
    """Return words of a report: some of one of forty fields, the others of any."""
    field = choice.randrange(40)
    words = [f"field{field}word{choice.randrange(400)}" for _ in range(30)]
    words += [f"common{choice.randrange(600)}" for _ in range(60)]
    choice.shuffle(words)
    return words


def news_of(*texts: str) -> list[list[int]]:
    """Return the stories of English reports, each a title and its sentences."""
    reports = []
    for text in texts:
        sentences = text.split(" | ")
        reports.append(features_of(sentences, "en", sentences, "en"))
    return found_stories([*reports, *background()])[: len(texts)]


def test_two_matches_of_one_league_are_two_stories() -> None:
    """They share the day, the league and the result."""
    league = "2-1 in the Spanish league on Sunday with goals by"
    one = f"Madrid beat Valencia 2-1 | Madrid beat Valencia {league} Silva and Ortiz."
    other = f"Barcelona beat Sevilla 2-1 | Barcelona beat Sevilla {league} Torres and Moreno."
    assert news_of(one, other)[:2] == [[0], [1]]


def test_three_things_in_one_town_are_three_stories() -> None:
    """The name of the town is all that they share."""
    storm = "Storm hits coast | A storm hit Easton on Saturday and damaged 30 boats, Lee Park said."
    hall = "Council votes on hall | The council of Easton will vote about the hall. | Mayor Smith hopes."
    pool = "Swimming pool opens | The swimming pool of Easton opens again after repairs. | Entry is free."
    assert news_of(storm, hall, pool)[:3] == [[0], [1], [2]]


def test_reports_that_say_they_are_weeks_apart_are_two_stories() -> None:
    """An earthquake in one province, and the next one."""
    first = [
        "Strong quake shakes Aceh",
        "An earthquake shook Aceh in Indonesia at dawn, and walls fell in Takengon, the agency said.",
        "Schools stayed closed, and soldiers brought tents to the hills above the lake.",
    ]
    second = [
        "Dozens hurt as schools shake in Indonesia",
        "People ran into the streets of Bireuen when the ground moved in Indonesia's Aceh province.",
        "The agency counts 40 hurt; a bridge on the road to Medan broke.",
    ]
    report, again = (features_of(sentences, "en", sentences, "en") for sentences in (first, second))
    near = found_stories([replace(report, day=100.0), replace(again, day=100.5), *background()])
    far = found_stories([replace(report, day=100.0), replace(again, day=130.0), *background()])
    assert near[0] == [0, 1]
    assert far[:2] == [[0], [1]]


def both(one: str, other: str, language: str = "en") -> list[list[int]]:
    """Return the stories of a batch of two short reports, each a title and its sentences."""
    reports = []
    for text in (one, other):
        sentences = text.split(" | ")
        reports.append(features_of(sentences, language, sentences, language))
    return found_stories(reports)


def test_a_town_and_its_mayor_are_no_event() -> None:
    """Of what happened nothing is shared: titles are as different as can be."""
    thieves = "Thieves empty museum in Lodrin | Thieves took 14 paintings in Lodrin, mayor Vera Stolt said."
    snow = "Snow closes schools in Lodrin | Heavy snow closed schools in Lodrin, mayor Vera Stolt said."
    again = (
        "Museum in Lodrin robbed | Thieves stole 14 paintings from a museum, mayor Vera Stolt of Lodrin said."
    )
    assert both(thieves, snow) == [[0], [1]]
    assert both(thieves, again) == [[0, 1]]


def test_two_matches_of_the_same_clubs_are_told_apart_by_their_results() -> None:
    """The days differ too."""
    first = "Karsten beat Velmora 4-2 | Karsten beat Velmora 4-2 on Wednesday, and Ilo Brenner scored twice."
    second = "Karsten beat Velmora 1-0 | Karsten beat Velmora 1-0 on Sunday, and Ilo Brenner scored."
    report = "Karsten defeat Velmora 4-2 | Ilo Brenner scored twice on Wednesday as Karsten beat Velmora 4-2."
    assert both(first, second) == [[0], [1]]
    assert both(first, report) == [[0, 1]]


def test_countries_of_the_titles_tell_short_reports_apart() -> None:
    """One sentence for two countries, which agencies write by the dozen."""
    text = (
        "Minister Tarvold signs a treaty with {0} | Minister Ruben Tarvold signed it with {0} in Sant Orlo."
    )
    assert both(text.format("Norway"), text.format("Kenya")) == [[0], [1]]
    spanish = (
        "El ministro Tarvold firma un tratado con {0} | El ministro Ruben Tarvold firmó un tratado con {0}."
    )
    assert both(spanish.format("Noruega"), spanish.format("Kenia"), "es") == [[0], [1]]


def test_a_day_of_a_month_is_no_number_that_reports_share() -> None:
    """All that happened on the same day would share it, but a toll is one."""
    bus = "Bus crash in Ondara kills 7 | ONDARA, Nov. 24 - A bus crash killed 7 people in Ondara."
    lorry = "Crash in Ondara kills 3 | ONDARA, Nov. 24 - A lorry crash killed 3 people in Ondara."
    one, other = (features_of(text.split(" | "), "en", text.split(" | "), "en") for text in (bus, lorry))
    assert one.claims is not None
    assert other.claims is not None
    assert len(one.claims.counts) == 1
    assert not one.claims.counts & other.claims.counts
    arabic = features_of(["مقتل ٢٤ في أوندارا"], "ar", ["مقتل ٢٤ في أوندارا"], "ar").claims
    latin = features_of(["24 dead in Ondara"], "en", ["24 dead in Ondara"], "en").claims
    assert arabic is not None
    assert latin is not None
    assert arabic.counts == latin.counts
