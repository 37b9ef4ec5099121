"""The rule splitter: traps of news text in many languages, exact spans, linear time, and a measured floor."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import languages
from pipeline.core.records import Block
from pipeline.split.candidates import REACH
from pipeline.split.splitter import RuleSplitter, sentence_spans, squeeze
from tests.support.documents import document, of_text

NTREX = Path(__file__).parents[3] / "shared" / "data" / "ntrex-dev"
TERMINATED = re.compile(r"""[.!?…。！？؟।۔]["”»’'“‘)\]）」』\s]*$""")

TRAPS = {
    "en": (
        "Mr. Smith met Dr. J. R. Martin in St. Louis. ‖ They talked.",
        "The U.S. Senate voted in the U.S. on Monday. ‖ It passed.",
        "He lives in the U.S. ‖ The house is small.",
        "The team left the U.S. ‖ The next day it was back.",
        "The U.S. House and the U.S. Air Force agreed.",
        "It cost $3.5 million, or 10.30 at night. ‖ Version 2.0.1 is out.",
        '"Go!" he said. ‖ "Now?" ‖ She nodded.',
        "“It is over.” ‖ The crowd left.",
        "“It’s over,” said the mayor. ‖ (He had won.) ‖ Nobody clapped.",
        "Wait... what? ‖ Well… maybe. ‖ And then... ‖ Nothing happened.",
        "See https://example.com/a.b?c=D.E&f=1. ‖ Write to jane.doe@example.co.uk. ‖ Open main.py now.",
        "Fruit, e.g. apples, i.e. Granny Smith. ‖ It opens at 9 a.m. and closes at 5 p.m. on Friday.",
        "It starts at 7 p.m. ET on Sunday. ‖ It starts at 7 p.m. Monday.",
        "1. Wash your hands. ‖ 2. Dry them.",
        "What?! ‖ No!!! ‖ Yes.",
        "Read Booking.com and Yahoo.Com. ‖ On Monday, U.S. Treasury officials met. ‖ Yes. ‖ No.",
        "George W. Bush and J.K. Rowling met Samuel L. Jackson.",
        "Take vitamin C. ‖ The dose is small, the effect not.",
        "He is 24. ‖ She is 30. ‖ 540 were hurt.",
        "Ford Motor Co. Chairman Bill Ford spoke. ‖ He bought Ford Motor Co. ‖ Shares fell.",
        "The case is No. 5 on p. 12 of vol. 3. ‖ It was Oct. 3, 2018.",
        "The [...] report (see p. 5) is out..",
        'He asked: "Why? ‖ Why now?" ‖ Nobody knew.',
        "She left (was it true?) and never came back.",
        "The first line\nis wrapped. ‖ The second\nis too.",
        "Apple Inc. shares rose. ‖ iPhone sales fell.",
        "He uses .NET daily. ‖ Is it e.g. fast? ‖ Yes!",
        "“Is it ‘over’?” ‖ ‘No.’ ‖ Then he left.",
        "He works at Yahoo! and likes it. ‖ He spoke in Washington D.C. ‖ Police listened.",
        "we waited for an hour. ‖ nobody came. ‖ was it the strike, e.g. of the drivers? ‖ we do not know.",
        "Nobody had asked about the missing money. ‖ they never do.",
        "She works at 5 Main Ave. and calls it home. ‖ The approx. value of the house is low, the rent not.",
        "``It is done!'' said the mayor. ‖ ``We are safe.'' ‖ Nobody clapped.",
        "The bridge is closed today. ‖ please take the other road. ‖ just follow the signs.",
        "The list is long. ‖ https://example.org/list has all of it.",
        "It was built in 1805. [17] ‖ It burned down in 1911.[3] [4] ‖ It stands again.",
        "[1] The first note. ‖ [2] The second note.",
        "ORDER OF GEN. SMITH, READ BY MR. JONES. ‖ IT IS SHORT.",
        "He asked for more (?). ‖ She left (...). ‖ They stayed.",
        "He lives in the E.U. ‖ How about you? ‖ They bought Pitt, Briggs & Co. ‖ It closed in May.",
        "Well done!👍 ‖ See you soon.",
        "Is it over?👏 ‖ Yes.",
        "• 9. The first item. ‖ • 10. The second one.",
        'He said : " It is over . " ‖ Then he left . ‖ " Nothing " was all he heard .',
        "He eats at McDonald's. ‖ She does not.",
        "“Go!” ‖ – “Where to?” ‖ Nobody knew.",
    ),
    "fr": (
        "M. Dupont et Mme Martin sont là. ‖ Ils partent.",
        "« Partez ! » a-t-il dit. ‖ « Non ! » ‖ Il resta.",
        "« Partez ! » a-t-il dit. ‖ Pourquoi ? ‖ On l’ignore.",
        "« C’est fini. » ‖ Le public sort.",
        "Il est 10.30 h, ou 3,5 km plus loin. ‖ En 44 av. J.-C., Rome tremble.",
        "César mourut en 44 av. J.-C. ‖ Le sénat se tut.",
        "Des pommes, des poires, etc. ‖ Tout est là.",
        "J.-P. Raffarin et J. R. Martin… puis rien. ‖ Eh bien… ‖ Partons.",
        "Il a dit : « Je pars. ‖ Je reviens. » ‖ Puis il sortit.",
    ),
    "es": (
        "¿Quién es? ‖ ¡Nadie! ‖ El Sr. García llegó.",
        "EE. UU. aprobó la ley. ‖ Vive en EE. UU. ‖ Los mercados cayeron, los bonos no.",
        "«¡Vete!», dijo. ‖ —¡Vete! —gritó ella. ‖ «No.» ‖ Y salió.",
        "Costó 3.500 euros, p. ej. en Madrid. ‖ ¡¿Qué?! ‖ Sí.",
    ),
    "de": (
        "Er kam am 3. Oktober. ‖ Im 19. Jahrhundert war das anders.",
        "Im Jahr 2003. ‖ Danach war Ruhe.",
        "„Geh!“, sagte er. ‖ „Warum?“ ‖ Niemand wusste es.",
        "„Es ist vorbei.“ ‖ Die Menge ging.",
        "»Es ist vorbei.« ‖ Die Menge ging.",
        "Das ist z. B. Obst, d. h. Äpfel usw. ‖ Dr. Müller kam um 10.30 Uhr.",
        "Ludwig XIV. war König. ‖ Er ist 24. ‖ Das weiß das Kind.",
        "Er gewann 3:2. ‖ „Toll“, sagte er.",
        "Es sind 3 Std. Fahrt oder 20 Min. Flug. ‖ Das ist weit.",
        "Er kam im Jahr 2005. ‖ 29. April war der Tag. ‖ Dr. med. Weber half ihm.",
        "Sie fragte: ,,Wann?'' ‖ ,,Bald'', sagte er.",
    ),
    "it": (
        "Il Sig. Rossi, il dott. Bianchi e l’avv. Verdi. ‖ Sono qui.",
        "«Vai!» disse. ‖ Perché? ‖ Costa 3,5 euro, ecc. ‖ Poi basta.",
        "Nel 44 a.C. morì. ‖ La S.p.A. crebbe.",
    ),
    "pt": (
        "O Sr. Silva e a Dra. Costa vieram. ‖ “Vai!”, disse ele. ‖ Custou R$ 3.500. ‖ Fim.",
        "Frutas, p. ex. maçãs, etc. ‖ É tudo.",
    ),
    "pl": (
        "W 2018 r. wygrał dr hab. Kowalski. ‖ To było 3. miejsce.",
        "„Idź!” – powiedział. ‖ „Dlaczego?” ‖ Nikt nie wiedział.",
        "Ul. Długa 5. ‖ To było tyle.",
        "Tak jest na str. 12. ‖ Ceny ryb rosną.",
    ),
    "ru": (
        "Он сказал: ``Мы победили! ``. ‖ Все молчали.",
        "А. С. Пушкин родился в 1799 г. в Москве. ‖ Он писал стихи и т. д. ‖ Потом уехал.",
        "«Иди!» — сказал он. ‖ «Почему?» ‖ Никто не знал.",
        "Он живёт в г. Остин. ‖ Это было в 2018 г. ‖ Потом он уехал.",
        "Это я. ‖ Ты где? ‖ Цена 3,5 тыс. руб. за кг.",
        "— Иди! — сказал он. ‖ — Нет. ‖ — Почему?",
        "Так сказано ниже (см. Приложение). ‖ P. S. Он ушёл.",
    ),
    "uk": (
        "Т. Г. Шевченко жив у м. Київ. ‖ Це було у 2018 р. в Україні.",
        "Щороку збирають 11 млн т. ‖ Тому місць бракує.",
    ),
    "ar": (
        "هل هذا صحيح؟ ‖ نعم، قال د. أحمد. ‖ وصل في الساعة 10.30 مساءً.",
        '"اذهب!" ‖ ثم خرج الرجل.',
        "السعر 3.5 ملايين. ‖ انتهى الأمر.",
        "قال د\u202a.\u202c سالم كلمة. ‖ ثم خرج.",
    ),
    "he": (
        'האם זה נכון? ‖ כן, אמר ד"ר כהן. ‖ המחיר הוא 3.5 מיליון.',
        '"לכו!" צעק השוטר. ‖ י. ל. כהן ענה. ‖ זה סעיף ה. ‖ אבל לא האחרון.',
    ),
    "hi": (
        "यह सच है। ‖ डॉ. शर्मा आए। ‖ क्या? ‖ हाँ!",
        '"जाओ!" ‖ कीमत 3.5 करोड़ है।',
    ),
    "fa": ("آیا درست است؟ ‖ بله. ‖ دکتر آمد.",),
    "el": ("Τι είναι; ‖ Τίποτα. ‖ Ο κ. Παπαδόπουλος ήρθε.",),
    "zh": (
        "他说：“走吧！”‖我们走了。‖真的吗？‖是的！",
        "价格是3.5元。‖“好。”‖他说他爱我……我不信。",
        "他去看了《快跑！孩子》。‖好看！‖《别走。》也好看。",
    ),
    "ja": (
        "「行け！」と彼は言った。‖「なぜ？」‖しかし、誰も知らなかった。",
        "価格は3.5円です。‖本当？‖はい！",
        "「行け！」って言った。‖「待て！」‖ところが、誰も待たなかった。",
    ),
    "ko": (
        '그는 갔다. ‖ "가라!"라고 말했다. ‖ 가격은 3.5원이다.',
        "네. ‖ 알겠습니다.",
        "그가 “가라!” 라고 말했다. ‖ 맛있네요.. ‖ 그런데 값이 비싸다.",
        "그래서... 나는 갔다.",
    ),
    "nb": ("Han kom 3. oktober. ‖ Hun sa: «Gå!» ‖ Så gikk han.",),
    "sv": ("”Gå!” sa han. ‖ Bl.a. Anna kom, t.ex. på måndag. ‖ Sen gick hon.",),
    "nl": (
        'Dhr. De Vries woont in \'s-Gravenhage. ‖ "Ga!" zei hij. ‖ Drs. P. Janssen kwam o.a. met zijn zoon.',
        "Hij zei niets. ‖ ,,We wachten,'' zei zij.",
    ),
    "tr": ('Dr. Yılmaz geldi. ‖ "Git!" dedi. ‖ Saat 10.30\'da bitti.',),
    "ca": ("El Sr. Puig va dir. ‖ Després va marxar.",),
    "cs": ("Dne 3. října přišel prof. Novák. ‖ „Jdi!“ řekl. ‖ Proč?",),
    "gl": ("É ás 7 p. m. ET no sábado. ‖ Veño ás 7 p. m. ‖ Ás veces ás 9.",),
}
"""Sentences by language, a ``‖`` between two; they are joined with the language's separator."""

NASTY = st.text(
    alphabet=" \n\t.!?…。！؟।;,:\"'“”„«»‘’()[]「」-–—¿¡1aAzЯяשअ漢と한\u00a0\u202f\u200f\ufeff", max_size=60
)
PIECES = tuple(sorted({piece for traps in TRAPS.values() for trap in traps for piece in trap.split()}))
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),  # all of Unicode, lone surrogates too
    NASTY,
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
LANGUAGES = st.sampled_from(languages.everyone())


def cut(text: str, code: str) -> list[str]:
    """Return the sentences of ``text`` as strings."""
    return [text[start:end] for start, end in sentence_spans(text, languages.get(code))]


@pytest.mark.parametrize(
    ("code", "sentences"),
    [(code, trap.split("‖")) for code, traps in TRAPS.items() for trap in traps],
    ids=lambda value: value if isinstance(value, str) else value[0][:30],
)
def test_traps(code: str, sentences: list[str]) -> None:
    """Each text is cut where a reader of the language would cut it, and nowhere else."""
    expected = [sentence.strip() for sentence in sentences]
    assert cut(languages.get(code).separator.join(expected), code) == expected


def test_line_ends_are_white_space() -> None:
    """Hard-wrapped text is cut as if it stood on one line."""
    assert cut("The first line\nis wrapped. The\nsecond\r\nis too.\n\nThe end.", "en") == [
        "The first line\nis wrapped.",
        "The\nsecond\r\nis too.",
        "The end.",
    ]


def test_no_break_spaces_hold_together() -> None:
    """French typography's no-break spaces stay inside; one after a short word forbids a cut."""
    text = "«\u00a0Partez\u202f!\u00a0» a-t-il dit. «\u202fNon\u202f!\u202f» Le M.\u00a0Dupont reste."
    assert cut(text, "fr") == [
        "«\u00a0Partez\u202f!\u00a0» a-t-il dit.",
        "«\u202fNon\u202f!\u202f»",
        "Le M.\u00a0Dupont reste.",
    ]


def test_missing_spaces() -> None:
    """A forgotten space does not join two sentences; addresses and file names stay whole."""
    assert cut("It rained.Then it stopped! See Readme.Md, www.example.Org or example.com/A.B.", "en") == [
        "It rained.",
        "Then it stopped!",
        "See Readme.Md, www.example.Org or example.com/A.B.",
    ]


def test_typewriter_quotes_without_spaces() -> None:
    """Where no space tells whether a typewriter quote opens or closes, those before it do."""
    assert cut('他说："走吧。""好。"我们走了。', "zh") == ['他说："走吧。"', '"好。"', "我们走了。"]


def test_direction_marks_cling() -> None:
    """An invisible right-to-left mark after a stop belongs to the sentence before it."""
    assert cut("הוא הלך.\u200f היא נשארה.", "he") == ["הוא הלך.\u200f", "היא נשארה."]


def test_the_text_bears_witness() -> None:
    """Whether a word with a capital begins a sentence shows in the rest of the document, too."""
    paragraph = "Prices fell in the U.S. Oil was the reason."
    made = document(("paragraph", paragraph), ("paragraph", "Nobody buys oil, nobody sells it."))
    assert len(cut(paragraph, "en")) == 1
    assert [segment.id for segment in RuleSplitter().split(made, ["en", "en"])] == [
        "b1.1",
        "b1.2",
        "b2.1",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0\t", "\u2028"])
def test_nothing_to_cut(text: str) -> None:
    """White space holds no sentence."""
    assert cut(text, "en") == []


@pytest.mark.parametrize("text", ["...", "?!", "—", "“”", ". . .", "Hello", "...and so on", "3.5"])
def test_one_sentence_whatever(text: str) -> None:
    """What has no end inside is one sentence, even where it has no word."""
    assert cut(f"  {text}\n", "en") == [text]


@given(text=TEXTS, language=LANGUAGES)
@example(text='a."b', language=languages.get("en"))
@example(text='."."A" . "', language=languages.get("en"))
def test_spans_partition_any_text(text: str, language: languages.Language) -> None:
    """Spans are ordered, disjoint, begin and end with ink, leave out white space only, and never change."""
    spans = sentence_spans(text, language)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
    assert spans == sentence_spans(text, language)


@given(text=TEXTS, language=LANGUAGES)
def test_spans_and_gaps_give_the_text_back(text: str, language: languages.Language) -> None:
    """Sentences and the white space between them, in order, are the text, byte for byte."""
    spans = sentence_spans(text, language)
    cuts = [0, *(position for span in spans for position in span), len(text)]
    pieces = [text[start:end] for start, end in pairwise(cuts)]
    assert "".join(pieces).encode(errors="surrogatepass") == text.encode(errors="surrogatepass")
    assert all(pieces[1::2])
    assert not "".join(pieces[::2]).strip()


@given(text=TEXTS, language=LANGUAGES)
def test_white_space_around_a_text_moves_its_spans_and_changes_nothing(
    text: str, language: languages.Language
) -> None:
    """What stands before a text's first word or after its last is layout."""
    inside = text.strip()
    moved = [(start - 2, end - 2) for start, end in sentence_spans(f" \n{inside}\n ", language)]
    assert moved == list(sentence_spans(inside, language))


@given(text=st.one_of(st.text(), NASTY))
def test_squeeze(text: str) -> None:
    """Squeezing keeps all ink in order, leaves single and no-break spaces only, and is done at once."""
    squeezed = squeeze(text)
    assert "".join(squeezed.split()) == "".join(text.split())
    assert {character for character in squeezed if character.isspace()} <= set(" \u00a0\u2007\u202f")
    assert "  " not in squeezed
    assert squeezed == squeeze(squeezed) == squeezed.strip()


def test_squeeze_keeps_no_break_spaces() -> None:
    """Layout goes, typography stays."""
    assert squeeze("\u00a0 Partez\u202f!\n\n\tVite \u3000 donc. ") == "Partez\u202f! Vite donc."


HOSTILE = {
    100_000: ("a. ", "A. ", ".", '"', "(", " ", "abc", ".\n", ". " + " " * 60),
    75_000: (
        *("U.S. ", "1. ", "z. B. ", "...", "'", '."', '. "', ". »", ".»x", ". ((", "ab.", "Ab.Cd", "。」と"),
        *("Foo? ", ".[1", "7 p.m. The ", "a’", "Ab c. "),
    ),
    50_000: (
        *('. " ', 'a . " ', ". [1]", "a. [1] ", "《。", "。》", "。\u202a", "a.😀 ", ",,a. ", "«a?» — «b"),
        *("(...). ", "ab. cd "),
    ),
}


@pytest.mark.parametrize(
    ("size", "piece"), [(size, piece) for size, pieces in HOSTILE.items() for piece in pieces], ids=repr
)
def test_hostile_text(size: int, piece: str) -> None:
    """One thing over and over, up to 100,000 signs, comes back in seconds; quadratic work would hang."""
    text = piece * (size // len(piece))
    spans = sentence_spans(text, languages.get("de"))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_every_look_reaches_the_longest_abbreviation() -> None:
    """No abbreviation of any language is longer than the splitter looks back."""
    for language in languages.everyone():
        sentences = language.sentences
        for abbreviation in sentences.abbreviations + sentences.ending_abbreviations:
            assert len(abbreviation) < REACH, f"{language.code}: {abbreviation}"


def test_document() -> None:
    """Each block is cut by its kind and in its own language; ids count blocks and sentences from 1."""
    made = document(
        ("title", "Storm hits. Thousands flee"),
        ("paragraph", "  It was bad.\nMr. Hill left. "),
        ("code", "a = 1. B = 2."),
        ("quotation", "« Partez ! » Il resta."),
        ("list_item", "   "),
        ("credit", "Source: AFP. All rights."),
    )
    segments = RuleSplitter().split(made, ["en", "en", "en", "fr", "en", "en"])
    assert [(segment.id, segment.block, segment.text, segment.language) for segment in segments] == [
        ("b1.1", 0, "Storm hits. Thousands flee", "en"),
        ("b2.1", 1, "It was bad.", "en"),
        ("b2.2", 1, "Mr. Hill left.", "en"),
        ("b4.1", 3, "« Partez ! »", "fr"),
        ("b4.2", 3, "Il resta.", "fr"),
    ]
    assert all(squeeze(made.text[each.start : each.end]) == each.text for each in segments)


def test_languages_must_match_blocks() -> None:
    """One language a block, or the call is refused with what was given."""
    with pytest.raises(ValueError, match=r"made\.txt: 1 blocks, 2 languages"):
        RuleSplitter().split(document(("paragraph", "Hi.")), ["en", "en"])


def test_unknown_language() -> None:
    """A code without a file is an error for a block with sentences, and none for code."""
    with pytest.raises(languages.UnknownLanguageError):
        RuleSplitter().split(document(("paragraph", "Hi.")), ["xx"])
    assert RuleSplitter().split(document(("code", "Hi.")), ["xx"]) == ()


NTREX_FLOORS = {"zh": 0.98}
"""Lower than the rest because the Chinese files mix up opening and closing marks (``。“`` ends sentences)."""


@pytest.mark.skipif(not NTREX.is_dir(), reason="the NTREX development documents are not here")
def test_ntrex_floor() -> None:
    """Of the line ends with a final mark 99.7 % are found over all languages, 99.4 % in each.

    Lines are sentences of translated news; some hold several, so cuts inside lines are mostly right: they
    were looked through when the ceiling of 5 % was pinned.
    """
    totals = [0, 0, 0, 0]
    for language in languages.everyone():
        counts = [0, 0, 0, 0]
        for path in sorted(NTREX.glob(f"*/{language.code}*.txt")):
            lines = [line for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()) if line]
            counts = [a + b for a, b in zip(counts, _compare(lines, language), strict=True)]
        ends, found, *_ = counts
        assert not ends or found / ends >= NTREX_FLOORS.get(language.code, 0.994), language.code
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
    ends, found, cuts, extra = totals
    assert found / ends >= 0.997
    assert extra / cuts <= 0.05


def _compare(lines: list[str], language: languages.Language) -> tuple[int, int, int, int]:
    """Return counts: line ends with a final mark, those found, all cuts, and those inside lines."""
    ends, position = [], 0
    for line in lines:
        ends.append(position + len(line))
        position = ends[-1] + len(language.separator)
    cuts = {end for _, end in sentence_spans(language.separator.join(lines), language)}
    marked = [end for end, line in zip(ends, lines, strict=True) if TERMINATED.search(line)][:-1]
    return len(marked), sum(end in cuts for end in marked), len(cuts), len(cuts.difference(ends))


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        (
            "Jeudi\tle port \t\t 12:30\nVendredi\tla mer. Le soir",
            ["Jeudi", "le port", "12:30 Vendredi", "la mer.", "Le soir"],
        ),
        ("\tLe port rouvre\n\tjeudi.\t", ["Le port rouvre jeudi."]),
        ("Le port\u00a0: ouvert", ["Le port\u00a0: ouvert"]),
    ],
)
def test_no_sentence_crosses_a_tab_between_words(text: str, segments: list[str]) -> None:
    """Tabs part columns in text; at an end of a line, and in Markdown, they are spaces."""
    for syntax in ("text", "markdown"):
        block = Block(kind="paragraph", start=0, end=len(text), syntax=syntax)
        found = RuleSplitter().split(of_text(text, [block]), ["fr"])
        assert ([each.text for each in found] == segments) == (syntax == "text" or len(segments) == 1)
        assert all(squeeze(text[each.start : each.end]) == each.text for each in found)
    many = "le port \t" * 20_000
    started = time.process_time()
    block = Block(kind="paragraph", start=0, end=len(many))
    assert len(RuleSplitter().split(of_text(many, [block]), ["fr"])) == 20_000
    assert time.process_time() - started < 5
