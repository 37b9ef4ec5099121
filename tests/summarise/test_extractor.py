"""The summaries themselves: what is picked, in which languages, and that nothing but the text decides it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest

import languages
from pipeline.core.errors import LanguageError, UsageError
from pipeline.core.option import default_values
from pipeline.core.records import Length, Segment
from pipeline.run.configuration.options import Options
from pipeline.summarise import METHODS, Extractor, words

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "data" / "ntrex-dev"

# Five sentences about one event, each sharing words with others, and an aside (the fourth) that shares none.
STORIES = {
    "en": (
        "The old bridge over the river collapsed on Monday after a week of rain.",
        "Police closed the river to boats while engineers examined the bridge.",
        "Engineers said that the rain had washed away the stones under the bridge.",
        "My grandmother bakes wonderful apple cakes.",
        "The mayor promised a new bridge over the river within two years.",
        "Nobody was on the bridge when it collapsed, police said.",
    ),
    "fr": (
        "Le vieux pont sur la rivière s'est effondré lundi après une semaine de pluie.",
        "La police a fermé la rivière aux bateaux pendant que les ingénieurs examinaient le pont.",
        "Selon les ingénieurs, la pluie avait emporté les pierres sous le pont.",
        "Ma grand-mère cuisine d'excellents gâteaux.",
        "Le maire a promis un nouveau pont sur la rivière dans les deux ans.",
        "Personne ne se trouvait sur le pont quand il s'est effondré, selon la police.",
    ),
    "es": (
        "El viejo puente sobre el río se derrumbó el lunes tras una semana de lluvia.",
        "La policía cerró el río a los barcos mientras los ingenieros examinaban el puente.",
        "Según los ingenieros, la lluvia se había llevado las piedras bajo el puente.",
        "Mi abuela hornea pasteles maravillosos.",
        "El alcalde prometió un nuevo puente sobre el río en dos años.",
        "Nadie estaba en el puente cuando se derrumbó, dijo la policía.",
    ),
    "de": (
        "Die alte Brücke über den Fluss ist am Montag nach einer Woche Regen eingestürzt.",
        "Die Polizei sperrte den Fluss für Boote, während Ingenieure die Brücke prüften.",
        "Laut den Ingenieuren hatte der Regen die Steine unter der Brücke weggespült.",
        "Meine Großmutter backt wunderbare Apfelkuchen.",
        "Der Bürgermeister versprach eine neue Brücke über den Fluss binnen zwei Jahren.",
        "Niemand war auf der Brücke, als sie eingestürzt ist, sagte die Polizei.",
    ),
    "ru": (
        "Старый мост через реку обрушился в понедельник после недели дождя.",
        "Полиция закрыла реку для лодок, пока инженеры осматривали мост.",
        "По словам инженеров, дождь вымыл камни, на которых стоял мост.",
        "Моя бабушка печёт чудесные яблочные пироги.",
        "Мэр пообещал построить новый мост через реку за два года.",
        "Когда мост обрушился, на нём никого не было, сообщила полиция.",
    ),
    "zh": (
        "经过一周的降雨，河上的旧桥梁于周一倒塌。",
        "工程师检查桥梁期间，警方禁止船只在河上通行。",
        "工程师表示，降雨冲走了桥梁下面的石头。",
        "我奶奶做的苹果蛋糕特别好吃。",
        "市长承诺两年内在河上修建新的桥梁。",
        "警方表示，桥梁倒塌时上面没有人。",
    ),
    "ja": (
        "一週間の降雨の後、川の古い橋梁が月曜日に崩壊した。",
        "技術者が橋梁を検査する間、警察は川の船舶を禁止した。",
        "技術者によると、降雨が橋梁の下の石を流した。",
        "祖母はおいしいケーキを焼く。",
        "市長は二年以内に新しい橋梁を建設すると約束した。",
        "警察によると、橋梁が崩壊した時には誰もいなかった。",
    ),
    "ar": (
        "انهار الجسر القديم فوق النهر يوم الاثنين بعد أسبوع من المطر.",
        "أغلقت الشرطة النهر أمام القوارب بينما فحص المهندسون الجسر.",
        "قال المهندسون إن المطر جرف الحجارة تحت الجسر.",
        "جدتي تخبز كعكا لذيذا.",
        "وعد رئيس البلدية ببناء الجسر الجديد فوق النهر خلال عامين.",
        "لم يكن أحد على الجسر عندما انهار الجسر، قالت الشرطة.",
    ),
}
ASIDE = "b2.2"
# Not LexRank: a word in five of six sentences weighs log(6 / (1 + 5)) = 0 with it, and all ratings are equal.
TOPICAL_METHODS = ("textrank", "reduction", "luhn", "edmundson")


def segments(texts: Sequence[str], language: str = "en", *, a_block: int = 2) -> tuple[Segment, ...]:
    """Return ``texts`` as segments, ``a_block`` of them in each block."""
    return tuple(
        Segment(
            id=f"b{i // a_block + 1}.{i % a_block + 1}",
            block=i // a_block,
            start=0,
            end=0,
            text=text,
            language=language,
        )
        for i, text in enumerate(texts)
    )


def sentences(count: float) -> Length:
    """Return the length of a summary of so many sentences."""
    return Length(unit="sentences", value=count)


# --- what is picked


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("language", STORIES)
def test_every_method_summarises_every_script(method: str, language: str) -> None:
    """Three sentences asked for, three given, in the story's order."""
    story = segments(STORIES[language], language)
    chosen = Extractor(method).select(story, sentences(3), language=language)
    assert len(chosen) == 3
    assert list(chosen) == sorted(chosen)


@pytest.mark.parametrize("method", TOPICAL_METHODS)
@pytest.mark.parametrize("language", STORIES)
def test_an_aside_is_left_out(method: str, language: str) -> None:
    """A sentence that shares no word with the others is not among the best, in any script."""
    story = segments(STORIES[language], language)
    chosen = Extractor(method).select(story, sentences(2), language=language)
    assert ASIDE not in chosen


def test_the_methods_are_not_all_one() -> None:
    """On one document the methods differ: each runs an algorithm of its own."""
    path = NEWS / "bbc.381646" / "en.txt"
    if not path.exists():
        pytest.skip("needs shared/data/ntrex-dev")
    story = segments(path.read_text("utf-8").splitlines())
    answers = {Extractor(m).select(story, sentences(4), language="en") for m in METHODS}
    assert len(answers) >= 6


def test_news_is_the_default() -> None:
    """Without a method named, it is the one that is listed first, here and in a run's settings."""
    assert Extractor().method == default_values(Options)["method"] == next(iter(METHODS))


def test_news_prefers_what_stands_first() -> None:
    """Of sentences that LexRank rates alike, the first are chosen; a far better one still wins later on."""
    alike = segments([f"Word{n} stands alone here." for n in range(12)])
    assert Extractor("news").select(alike, sentences(3), language="en") == tuple(
        segment.id for segment in alike[:3]
    )


def test_an_unknown_method_is_a_usage_error_that_lists_the_known() -> None:
    """The message names what was asked for and every name that works."""
    with pytest.raises(UsageError) as caught:
        Extractor("lexrnk")
    assert "'lexrnk'" in caught.value.message
    assert all(method in caught.value.message for method in METHODS)


def test_every_method_has_a_one_line_description() -> None:
    """The command line can list the methods with what they do."""
    assert all(text and "\n" not in text for text in METHODS.values())


@pytest.mark.parametrize("method", METHODS)
def test_a_repeat_changes_nothing(method: str) -> None:
    """A sentence that comes back, in capitals or spaced otherwise, is picked once and moves no rating."""
    story = STORIES["en"]
    repeated = [*story, story[0].upper(), story[3], f"  {story[1].replace(' ', '  ')}"]
    once = Extractor(method).select(segments(story, a_block=20), sentences(3), language="en")
    again = Extractor(method).select(segments(repeated, a_block=20), sentences(3), language="en")
    assert once == again


def test_capitals_weigh_the_same_as_small_letters() -> None:
    """A line in capitals is ranked by its words: sumy's own parser takes it for a heading and drops it."""
    story = list(STORIES["en"])
    plain = Extractor().select(segments(story), sentences(3), language="en")
    story[0] = story[0].upper()
    assert Extractor().select(segments(story), sentences(3), language="en") == plain


def test_stop_words_count_for_nothing_even_at_the_start_of_a_sentence() -> None:
    """KL in sumy filters before it lower-cases, and takes ``The`` for content; here case plays no part."""
    story = STORIES["en"]
    lower = [text.lower() for text in story]
    for method in METHODS:
        summariser = Extractor(method)
        assert summariser.select(segments(story), sentences(2), language="en") == summariser.select(
            segments(lower), sentences(2), language="en"
        )


# --- texts that cannot be ranked


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "texts",
    [
        ["One sentence alone."],
        ["the of and", "and the", "of the and"],
        ["***", "12 %", "— —"],
        ["Cats purr.", "Rain falls."],
        ["Purr.", "Rain."],
        ["Yes.", "Yes, yes.", "Yes, yes, yes."],
    ],
)
def test_what_cannot_be_ranked_still_has_a_summary(method: str, texts: list[str]) -> None:
    """One sentence, stop words or no words at all: as many as asked for, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chosen = Extractor(method).select(segments(texts), sentences(2), language="en")
    assert len(chosen) == min(2, len(texts))


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"random"}))
def test_without_words_the_summary_is_the_lead(method: str) -> None:
    """Where nothing tells the sentences apart, the first come first."""
    texts = ["the of and", "and the", "of the and", "***"]
    assert Extractor(method).select(segments(texts), sentences(2), language="en") == ("b1.1", "b1.2")


def test_lexrank_survives_sentences_that_share_no_word() -> None:
    """Two sentences without a common word divide sumy's LexRank by zero: the lead stands in."""
    texts = ["Cats purr softly.", "Rain falls."]
    assert Extractor("lexrank").select(segments(texts), sentences(1), language="en") == ("b1.1",)


@pytest.mark.parametrize("method", METHODS)
def test_a_line_without_words_is_taken_last(method: str) -> None:
    """Asterisks and figures alone are not a sentence while there is one."""
    texts = ["***", "12 %", *STORIES["en"]]
    chosen = Extractor(method).select(segments(texts), sentences(6), language="en")
    assert not {"b1.1", "b1.2"} & set(chosen)


def test_an_unknown_language_is_an_error_that_names_it() -> None:
    """A language without a file is refused in our own terms."""
    with pytest.raises(LanguageError, match="'xx'"):
        Extractor().select(segments(["Hi."]), sentences(1), language="xx")


# --- length


@pytest.mark.parametrize(("ratio", "expected"), [(0.01, 1), (0.34, 2), (0.5, 3), (1.0, 6)])
def test_a_ratio_is_a_share_of_the_sentences(ratio: float, expected: int) -> None:
    """Six sentences: the share is rounded, and at least one is given."""
    chosen = Extractor().select(segments(STORIES["en"]), Length(unit="ratio", value=ratio), language="en")
    assert len(chosen) == expected


@pytest.mark.parametrize("method", METHODS)
def test_words_fill_up_to_the_limit_and_never_over(method: str) -> None:
    """No sentence that was left out would still have fitted."""
    story = segments(STORIES["en"])
    for most in range(4, 80, 5):
        chosen = Extractor(method).select(story, Length(unit="words", value=most), language="en")
        total = sum(len(s.text.split()) for s in story if s.id in chosen)
        assert total <= most
        assert all(total + len(s.text.split()) > most for s in story if s.id not in chosen)


def test_where_no_sentence_fits_the_summary_is_empty() -> None:
    """A limit below the shortest sentence is kept: an empty summary, not an error and not a longer one."""
    assert Extractor().select(segments(STORIES["en"]), Length(unit="words", value=3), language="en") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The well-known 3.5 % rise, he said.", 7),
        ("L'armée n'a rien dit.", 4),
        ("中国政府，宣布。", 6),
        ("日本のＧＤＰは３％。", 6),
        ("대통령은 말했다.", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_word_processors_count(text: str, expected: int) -> None:
    """White space parts words; Chinese and Japanese characters count one by one, their punctuation not."""
    assert words.count_words(text) == expected


# --- words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Biden's dogs", ("biden", "dog")),
        ("fr", "L’armée avec l'UE", ("armé", "", "ue")),
        ("fr", "qu'il 2024 COVID-19", ("", "covid")),
        ("uk", "п'ять об’єктів", ("пят", "обєкт")),
        ("hi", "हिन्दी", ("हिन्दी",)),
        ("zh", "经济政策！", ("经济", "济政", "政策")),
        ("ko", "대통령은", ("대통", "통령", "령은")),
        ("ja", "アメリカを訪問した", ("アメリカ", "訪問")),
        ("en", "ไทยแลนด์", ("ไท", "ทย", "ยแ", "แล", "ลน", "นด์")),
        ("en", "ภาษาลาว และ ລາວ", ("ภา", "าษ", "ษา", "าล", "ลา", "าว", "แล", "ละ", "ລາ", "າວ")),
    ],
)
def test_words_are_found_in_every_script(language: str, text: str, expected: tuple[str, ...]) -> None:
    """Elisions go, marks stay with their letters, scripts without spaces give pairs, figures are no words."""
    assert words.stems(text, language) == expected


def test_words_that_sumy_has_no_stemmer_for_stand_as_they_are() -> None:
    """Polish and Greek stemmers need packages that are not ours: a word then stands for itself.

    Greek has no accents in capitals, so they do not count.
    """
    assert words.stems("Κυβέρνηση", "el") == ("κυβερνηση",)
    assert words.stems("rządowy", "pl") == ("rządowy",)


def test_a_stem_does_not_depend_on_what_was_stemmed_before() -> None:
    """NLTK's Arabic stemmer keeps a flag from word to word; here stems are the same after any other text."""
    words._stem.cache_clear()
    alone = words.stems("بلاسكو", "ar")
    words._stem.cache_clear()
    assert words.stems("آرائهم بلاسكو", "ar")[1:] == alone


# --- languages


@pytest.mark.parametrize("language", languages.codes())
def test_every_language_has_words_and_a_summary(language: str) -> None:
    """Whatever sumy knows of it: the language's name is a word, and two of three sentences can be chosen."""
    name = languages.get(language).native_name
    texts = [f"{name} {name}.", f"{name} depeche.", "Ottawa."]
    assert any(words.stems(name, language))
    assert len(Extractor().select(segments(texts, language), sentences(2), language=language)) == 2


@pytest.mark.parametrize("language", languages.codes())
def test_news_in_every_language_is_ranked_not_just_led(language: str) -> None:
    """On ten real documents LexRank finds words and similarities: it does not give all of them their lead."""
    paths = sorted(NEWS.glob(f"*/{language}.txt"))[:10]
    if not paths:
        pytest.skip("needs shared/data/ntrex-dev in this language")
    lead = 0
    for path in paths:
        story = segments(path.read_text("utf-8").splitlines()[:15], language)
        chosen = Extractor().select(story, sentences(3), language=language)
        assert len(chosen) == min(3, len(story))
        lead += chosen == tuple(s.id for s in story[:3])
    assert lead < len(paths)


# --- nothing but the text decides

PROBE = """
import json, sys
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.")):
        raise RuntimeError(f"network: {event} {arguments}")
sys.addaudithook(forbid)
import nltk.data, nltk.downloader
def refuse(*arguments, **options):
    raise RuntimeError(f"NLTK data: {arguments}")
nltk.data.find = nltk.data.load = nltk.downloader.download = nltk.download = refuse
from tests.summarise.test_extractor import NEWS, STORIES, segments, sentences
from pipeline.summarise import METHODS, Extractor
stories = [(language, texts) for language, texts in STORIES.items()]
for path in sorted(NEWS.glob("*/en.txt"))[:12] + sorted(NEWS.glob("*/el.txt"))[:4]:
    stories.append((path.stem, path.read_text("utf-8").splitlines()[:25]))
print(json.dumps([
    [method, code, Extractor(method).select(segments(texts, code), sentences(3), language=code)]
    for method in METHODS for code, texts in stories
]))
"""


def _probe(seed: str) -> list[list[object]]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NLTK_DATA": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answers: list[list[object]] = json.loads(done.stdout)
    return answers


def test_hash_seeds_network_and_nltk_data_play_no_part() -> None:
    """All methods in all scripts, with sockets and NLTK's data refused: two hash seeds, the same picks."""
    first, second = _probe("1"), _probe("2")
    assert len(first) >= len(METHODS) * len(STORIES)
    assert first == second
