"""Bylines and datelines in every language: an author is no title, a dateline stays as it stands."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

import languages
from pipeline.core.text.far_patterns import NEAR, FarPattern
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.openings.bylines import byline_authors
from pipeline.read.openings.datelines import dateline
from pipeline.read.openings.script_patterns import script_pattern
from pipeline.read.plain_text import find_blocks
from pipeline.read.reference import Reference
from tests.detect.test_detector import NEWS

BYLINES = {
    "ar": ("بقلم أحمد منصور", ("أحمد منصور",)),
    "bg": ("От Иван Петров", ("Иван Петров",)),
    "ca": ("Per Marta Puig i Joan Soler", ("Marta Puig", "Joan Soler")),
    "cs": ("Autor: Jan Novák", ("Jan Novák",)),
    "da": ("Af Mette Holm og Jens Krag", ("Mette Holm", "Jens Krag")),
    "de": ("Von Anna von Arnim und Jörg Zeller, Berlin", ("Anna von Arnim", "Jörg Zeller")),
    "el": ("Του Γιώργου Παπαδόπουλου", ("Γιώργου Παπαδόπουλου",)),
    "en": ("By Anna Marsh in Paris", ("Anna Marsh",)),
    "eo": ("De Ana Vero", ("Ana Vero",)),
    "es": ("Por Ana Ruiz y Luis de la Peña", ("Ana Ruiz", "Luis de la Peña")),
    "fa": ("به قلم علی رضایی", ("علی رضایی",)),
    "fr": ("Par Jeanne Dubois à Port-Sauvin", ("Jeanne Dubois",)),
    "gl": ("Por Uxía Castro e Brais Lema", ("Uxía Castro", "Brais Lema")),
    "he": ("מאת דנה לוי", ("דנה לוי",)),
    "hi": ("लेखक: राजेश कुमार", ("राजेश कुमार",)),
    "id": ("Oleh Siti Rahma dan Budi Santoso", ("Siti Rahma", "Budi Santoso")),
    "it": ("Di Anna Rossi a Roma", ("Anna Rossi",)),
    "ja": ("山田太郎記者", ("山田太郎",)),
    "ko": ("김민수 기자", ("김민수",)),
    "nb": ("Av Kari Nordmann og Ola Lie", ("Kari Nordmann", "Ola Lie")),
    "nl": ("Door Jan van der Meer en Els Bos", ("Jan van der Meer", "Els Bos")),
    "oc": ("Per Joan Bodon", ("Joan Bodon",)),
    "pl": ("Autor: Anna Kowalska i Jan Nowak", ("Anna Kowalska", "Jan Nowak")),
    "pt": ("Por João da Silva e Rita Nunes, em Lisboa", ("João da Silva", "Rita Nunes")),
    "ro": ("De Ioana Pop și Dan Ilie", ("Ioana Pop", "Dan Ilie")),
    "ru": ("Автор: Мария Иванова и Пётр Сидоров", ("Мария Иванова", "Пётр Сидоров")),
    "sk": ("Autorka: Jana Kováčová", ("Jana Kováčová",)),
    "sv": ("Av Lena Ek och Per Dahl", ("Lena Ek", "Per Dahl")),
    "tr": ("Yazan: Ayşe Yılmaz ve Işıl Çelik", ("Ayşe Yılmaz", "Işıl Çelik")),
    "uk": ("Автор: Олена Шевчук та Іван Бойко", ("Олена Шевчук", "Іван Бойко")),
    "vi": ("Tác giả: Nguyễn Văn An", ("Nguyễn Văn An",)),
    "zh": ("本报记者 张三 北京报道", ("张三",)),
}
ROLES = {
    "bg": "От Иван Петров, Главен Редактор",
    "ca": "Per Marta Puig, Redactora Especial",
    "cs": "Autor: Jan Novák, Zahraniční Redaktor",
    "da": "Af Mette Holm, Politisk Redaktør",
    "de": "Von Jörg Zeller, Freier Autor",
    "el": "Του Γιώργου Παπαδόπουλου, Ανταποκριτής",
    "en": "By Anna Marsh, Staff Writer",
    "eo": "De Ana Vero, Ĉefa Redaktoro",
    "es": "Por Ana Ruiz, Redactora Jefe",
    "fr": "Par Jeanne Dubois, Grand Reporter",
    "gl": "Por Uxía Castro, Xornalista Deportiva",
    "id": "Oleh Siti Rahma, Wartawan Senior",
    "it": "Di Anna Rossi, Inviata Speciale",
    "nb": "Av Kari Nordmann, Sjefredaktør Nord",
    "nl": "Door Els Bos, Politiek Verslaggever",
    "oc": "Per Joan Bodon, Jornalista Especial",
    "pl": "Autor: Anna Kowalska, Redaktor Naczelna",
    "pt": "Por Rita Nunes, Jornalista Desportiva",
    "ro": "De Ioana Pop, Redactor Șef",
    "ru": "Автор: Мария Иванова, Специальный Корреспондент",
    "sk": "Autorka: Jana Kováčová, Zahraničná Redaktorka",
    "sv": "Av Lena Ek, Politisk Reporter",
    "tr": "Yazan: Ayşe Yılmaz, Dış Haberler Muhabiri",
    "uk": "Автор: Олена Шевчук, Головний Редактор",
}
"""An author with what she is, in capitals as names have them."""
DATELINES = {
    "ar": "القاهرة، 9 أكتوبر 2025 – ",
    "bg": "СОФИЯ, 9 октомври (БТА) – ",
    "ca": "BARCELONA, 9 oct. (ACN) – ",
    "cs": "Praha 9. října (ČTK) - ",
    "da": "KØBENHAVN, 9. oktober – ",
    "de": "Berlin (dpa) - ",
    "el": "ΑΘΗΝΑ, 9 Οκτωβρίου 2025 – ",
    "en": "LONDON, Oct 9 (Reuters) - ",
    "eo": "VARSOVIO, 9 oktobro 2025 – ",
    "es": "Madrid, 9 oct (EFE).- ",
    "fa": "تهران، ۹ اکتبر ۲۰۲۵ – ",
    "fr": "PORT-SAUVIN, 9 octobre 2025 – ",
    "gl": "SANTIAGO, 9 out. – ",
    "he": "ירושלים, 9 באוקטובר 2025 – ",
    "hi": "नई दिल्ली, 9 अक्टूबर (भाषा) – ",
    "id": "Jakarta (ANTARA) - ",
    "it": "ROMA, 9 ott. (askanews) - ",
    "ja": "【東京＝山田太郎】",
    "ko": "[서울=연합뉴스] 김민수 기자 = ",
    "nb": "OSLO, 9. oktober (NTB) – ",
    "nl": "AMSTERDAM (ANP) - ",
    "oc": "TOLOSA, 9 d’octobre de 2025 – ",
    "pl": "Warszawa, 9 października 2025 – ",
    "pt": "Lisboa, 09 out 2025 (Lusa) – ",
    "ro": "BUCUREȘTI, 9 octombrie (Agerpres) - ",
    "ru": "МОСКВА, 9 октября (ТАСС) — ",
    "sk": "Bratislava 9. októbra (TASR) - ",
    "sv": "STOCKHOLM, 9 oktober – ",
    "tr": "İSTANBUL, 9 Ekim (AA) – ",
    "uk": "КИЇВ, 9 жовтня (Укрінформ) – ",
    "vi": "HÀ NỘI, 9/10 (TTXVN) – ",
    "zh": "新华社北京10月9日电（记者张三）",
}


def test_every_language_has_both() -> None:
    """The tables are whole."""
    assert set(BYLINES) == set(DATELINES) == set(languages.codes())


@pytest.mark.parametrize("code", ROLES)
def test_what_an_author_is_is_no_other_author(code: str) -> None:
    """``By Anna Marsh, Staff Writer`` has one author; a second name behind a comma is another."""
    line = ROLES[code]
    (author,) = byline_authors(line)
    assert author in line
    assert author == byline_authors(line.partition(",")[0])[0]
    assert len(byline_authors(f"{line.partition(',')[0]}, Ivan Petrov")) == 2
    assert len(byline_authors(f"{line}, Ivan Petrov")) == 2


@pytest.mark.parametrize(("code", "line", "names"), [(code, *row) for code, row in BYLINES.items()])
def test_a_byline_gives_its_authors(code: str, line: str, names: tuple[str, ...]) -> None:
    """Without the words around them, several by themselves."""
    assert byline_authors(line) == names


@pytest.mark.parametrize("code", languages.codes())
def test_a_report_with_both(code: str, tmp_path: Path) -> None:
    """The byline is no title, nor text, nor a source; the dateline is kept before the first sentence."""
    line, names = BYLINES[code]
    opening = DATELINES[code]
    path = tmp_path / "a.txt"
    path.write_text(f"{line}\n\n{opening}{NEWS[code]}\n\n{NEWS[code]}\n", encoding="utf-8")
    document = read_document(Reference(origin="a.txt", path=path), LangdetectDetector())
    assert (document.title, document.credit, document.metadata.authors) == (None, None, names)
    kinds = [(block.kind, block.marker, document.text[block.start : block.end]) for block in document.blocks]
    assert kinds == [
        ("credit", "", line),
        ("paragraph", opening, NEWS[code]),
        ("paragraph", "", NEWS[code]),
    ]


@pytest.mark.parametrize("code", languages.codes())
def test_news_is_neither(code: str) -> None:
    """A sentence of news opens with no dateline, and its first words are no byline."""
    assert dateline(NEWS[code]) == ""
    assert byline_authors(NEWS[code]) == ()
    words = NEWS[code].split()
    assert byline_authors(" ".join(words[:5])) == ()


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the storm was over",
        "By Any Means Necessary.",
        "Von Berlin nach Paris",
        "Di Maio si dimette",
        "De Gaulle revient",
        "Par la fenêtre ouverte",
        "Por fin llega el tren a Soria",
        "Per què plou tant a Vic",
        "Av denna orsak stängs bron",
        "От Москвы до самых окраин",
        "由记者会看政府的立场",
        "기자 회견이 열렸다",
        "By the numbers: what Anna Marsh found",
    ],
)
def test_a_headline_is_no_byline(line: str) -> None:
    """Though it begins with the same word."""
    assert byline_authors(line) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marsh, 42 – the mayor of the town – said that nobody had been told of the plan.",
        "The bridge – closed since May 2024 – will open on Monday, the mayor told the council.",
        "COVID-19 – the disease that closed the schools – is back in all towns of the coast.",
        "Le maire (PS) - élu en 2020 - a annoncé sa démission devant le conseil municipal.",
        "EU – was nun? Die Frage stellen sich viele Menschen in den Dörfern an der Küste.",
    ],
)
def test_a_sentence_with_a_dash_has_no_dateline(text: str) -> None:
    """Neither place nor date stands before it."""
    assert dateline(text) == ""


@pytest.mark.parametrize(
    "title",
    [
        "Per Capita Income Falls",
        "Door Knocking Campaign Begins",
        "Text Messages Reveal Affair",
        "De Niro Film Opens",
        "Par Golf Club Burns",
    ],
)
def test_a_title_in_capitals_is_no_byline_of_another_language(title: str) -> None:
    """English titles have capitals throughout, and begin with words of others' bylines."""
    assert [block.kind for block in find_blocks(f"{title}\n\n{NEWS['en']}\n")] == ["title", "paragraph"]


def test_a_title_above_a_byline_is_the_title() -> None:
    """And so is one below it."""
    text = f"Storm closes harbour\nBy Anna Marsh and Tom Lee\n\n{NEWS['en']}\n\n{NEWS['en']}\n"
    assert [block.kind for block in find_blocks(text)][:3] == ["title", "credit", "paragraph"]
    below = f"By Anna Marsh\n\nStorm closes harbour\n\n{NEWS['en']}\n\n{NEWS['en']}\n"
    assert [block.kind for block in find_blocks(below)][:3] == ["credit", "title", "paragraph"]


CORRESPONDENTS = {
    "ar": ("من مراسلنا في باريس، أحمد منصور", ("أحمد منصور",)),
    "bg": ("От нашия кореспондент в Париж, Иван Петров", ("Иван Петров",)),
    "ca": ("De la nostra corresponsal a París, Marta Puig", ("Marta Puig",)),
    "cs": ("Od naší zpravodajky v Paříži, Jana Nováková", ("Jana Nováková",)),
    "da": ("Fra vores udsendte medarbejder i Paris, Jens Krag", ("Jens Krag",)),
    "de": ("Von unserer Korrespondentin Eva Maler", ("Eva Maler",)),
    "el": ("Του ανταποκριτή μας στο Παρίσι, Γιώργου Παππά", ("Γιώργου Παππά",)),
    "en": ("By our Paris correspondent Anna Marsh", ("Anna Marsh",)),
    "eo": ("De nia korespondanto en Parizo, Ana Vero", ("Ana Vero",)),
    "es": ("De nuestra enviada especial a Kiev, Ana Ruiz", ("Ana Ruiz",)),
    "fa": ("خبرنگار ما در پاریس، علی رضایی", ("علی رضایی",)),
    "fr": ("De notre correspondante à Berlin, Anna Vogt", ("Anna Vogt",)),
    "gl": ("Do noso correspondente en Berlín, Brais Lema", ("Brais Lema",)),
    "he": ("כתבנו בפריז, דנה לוי", ("דנה לוי",)),
    "hi": ("हमारे विशेष संवाददाता राजेश कुमार", ("राजेश कुमार",)),
    "id": ("Oleh koresponden kami di Paris, Siti Rahma", ("Siti Rahma",)),
    "it": ("Dalla nostra corrispondente a Berlino, Anna Rossi", ("Anna Rossi",)),
    "ja": ("（記者 山田太郎）", ("山田太郎",)),
    "ko": ("베를린=김민수 특파원", ("김민수",)),
    "nb": ("Fra vår korrespondent i Berlin, Kari Lie", ("Kari Lie",)),
    "nl": ("Van onze correspondent in New York, Jan Bos en Els Vos", ("Jan Bos", "Els Vos")),
    "oc": ("De nòstre correspondent a París, Joan Bodon", ("Joan Bodon",)),
    "pl": ("Od naszej korespondentki w Paryżu, Anna Kowalska", ("Anna Kowalska",)),
    "pt": ("Da nossa correspondente em Paris, Rita Nunes", ("Rita Nunes",)),
    "ro": ("De la corespondenta noastră la Paris, Ioana Pop", ("Ioana Pop",)),
    "ru": ("От нашего корреспондента в Берлине Ивана Петрова", ("Ивана Петрова",)),
    "sk": ("Od nášho spravodajcu v Paríži, Ján Kováč", ("Ján Kováč",)),
    "sv": ("Från vår utsända i Paris Lena Ek", ("Lena Ek",)),
    "tr": ("Berlin Muhabirimiz Ayşe Yılmaz", ("Ayşe Yılmaz",)),
    "uk": ("Від нашого кореспондента в Парижі Олени Шевчук", ("Олени Шевчук",)),
    "vi": ("Phóng viên thường trú tại Paris, Nguyễn Văn An", ("Nguyễn Văn An",)),
    "zh": ("（记者 李明）", ("李明",)),
}
SET_PHRASES = {
    "bg": "От Днес Нататък",
    "ca": "Per Amor Propi",
    "cs": "Od Pondělí Jinak",
    "da": "Af Gode Grunde",
    "de": "Von Natur Aus Stark",
    "el": "Του Κόσμου Όλα",
    "en": "By Royal Command",
    "eo": "De Nun Alie",
    "es": "Por Amor Propio",
    "fr": "Par Amour Pour Elle",
    "gl": "Por Amor Propio",
    "id": "Oleh Karena Itu",
    "it": "Di Nuovo Insieme",
    "nb": "Av Gammel Vane",
    "nl": "Door Eigen Schuld",
    "oc": "Per Amor Pròpri",
    "pt": "Por Amor Próprio",
    "ro": "De Dragoste Adevărată",
    "ru": "От Первого Лица",
    "sk": "Od Pondelka Inak",
    "sv": "Av Gammal Vana",
    "uk": "Від Першої Особи",
}
"""Titles in capitals throughout, for each language that has a byline without a colon."""
DATELINES_OF_AGENCIES = (
    "PORT-AU-PRINCE, Haiti — ",
    "WASHINGTON, D.C. (AP) — ",
    "SAN FRANCISCO, Calif. — ",
    "ST. LOUIS — ",
    "RIO DE JANEIRO, Brazil (AP) _ ",
    "NEW DELHI, March 12: ",
    "BUENOS AIRES, mar 12 (Xinhua) -- ",
    "(ANSA) - ROMA, 12 MAR - ",
    "(AFP) ",
    "(Reuters) - ",
    "(EFE).- ",
    "（共同）",
    "МОСКВА, 12 марта. /ТАСС/. ",
    "МОСКВА, 12 мар — РИА Новости. ",
    "Київ. 12 березня. УНІАН. ",
    "София, 12 март /БТА/ ",
    "STOCKHOLM (TT) ",
    "Oslo (NTB-AFP): ",
    "København /ritzau/ ",
    "HAMBURG dpa | ",
    "Berlin (dpa/lnw) - ",
    "Warszawa (PAP) ",
    "Zagreb, 12. ožujka (MTI) - ",
    "القاهرة - رويترز: ",
    "नई दिल्ली, 12 मार्च (भाषा) ",
    "서울, 3월 12일 (연합뉴스) -- ",
    "【新华社北京3月12日电】",
    "中新网3月12日电 ",
    "【ワシントン共同】",
)
OPENING = "The council said on Monday that the bridge will be closed for two years."


def test_every_language_has_a_correspondent() -> None:
    """The tables are whole."""
    everyone = languages.everyone()
    without_colon = {each.code for each in everyone if any(w[-1] != ":" for w in each.credits.bylines)}
    assert set(CORRESPONDENTS) == set(languages.codes())
    assert set(SET_PHRASES) == {each.code for each in everyone if each.credits.unnamed}
    assert without_colon - set(SET_PHRASES) <= {"pl"}  # its words are verbs: "napisał"


@pytest.mark.parametrize(("line", "names"), CORRESPONDENTS.values(), ids=CORRESPONDENTS)
def test_a_correspondent_is_an_author(line: str, names: tuple[str, ...]) -> None:
    """The paper's own reporter, with or without a place, in brackets too."""
    assert byline_authors(line) == names


@pytest.mark.parametrize("line", ["De notre correspondant à Rome", "(Von unserem Korrespondenten)"])
def test_a_correspondent_without_a_name(line: str) -> None:
    """What the paper calls them stands for the name."""
    assert byline_authors(line) in {("notre correspondant à Rome",), ("unserem Korrespondenten",)}


@pytest.mark.parametrize("title", SET_PHRASES.values(), ids=SET_PHRASES)
def test_a_set_phrase_is_no_byline(title: str) -> None:
    """Words in capitals after "by" are no name by that alone."""
    assert byline_authors(title) == ()


@pytest.mark.parametrize("line", ["By Hook Or By Crook", "By Harbour Light"])
def test_words_of_the_text_are_no_name(line: str) -> None:
    """Neither small words, nor what the text has in small letters."""
    text = "The harbour was dark, but the light of the ships was seen from all of the hills around it."
    assert byline_authors(line, text) == ()


@pytest.mark.parametrize("name", ["Al Gore", "Van Morrison", "Grace Kelly", "Will Smith", "May Lee"])
def test_a_name_that_is_a_word_too(name: str) -> None:
    """Stays a name."""
    assert byline_authors(f"By {name}") == (name,)


@pytest.mark.parametrize("opening", DATELINES_OF_AGENCIES)
def test_a_dateline_as_agencies_write_it(opening: str) -> None:
    """With a region, with an agency before, within or after it, and with whatever sign at its end."""
    assert dateline(f"{opening}{OPENING}") == opening


@pytest.mark.parametrize(
    "text",
    [
        "Sadiq Khan (PA) said that the bridge will be closed for two years of repairs.",
        "BREAKING: the council said on Monday that the bridge is closed for repairs.",
        "BREAKING: The council said on Monday that the bridge is closed for repairs.",
        "NATO - the alliance - said on Monday it would send more soldiers to the coast.",
        "The AP. It said on Monday that the bridge is closed for two years of repairs.",
        "Reuters: The agency said on Monday that it will close its office in Rome.",
        "IBM, Apple – two giants of the industry – said on Monday that they will close.",
    ],
)
def test_a_sentence_with_an_agency_has_no_dateline(text: str) -> None:
    """A sign that may stand in any sentence needs a place, and a new sentence after it."""
    assert dateline(text) == ""


def test_a_pattern_of_a_script_matches_no_text_of_others() -> None:
    """So none is compiled for a text without a sign of its own, also with Latin letters between."""
    ours = {"Arab": range(0x600, 0x700), "Hebr": range(0x590, 0x600), "Deva": range(0x900, 0x980)}
    late = 0
    for language in languages.everyone():
        own = {at for script in language.scripts for at in ours.get(script, ())}
        foreign = "".join(chr(at) for at in chain(*NEAR) if at not in own)
        for source in (*language.credits.byline_patterns, *language.credits.dateline_patterns):
            pattern = script_pattern(source, language)
            assert isinstance(pattern, FarPattern)
            late += pattern.search("plain") is None and "compiled" not in vars(pattern)
            for between in ("", "a", " ", " Anna ", ": "):
                assert pattern.compiled.search(between.join(foreign)) is None, source
    assert late > 20
