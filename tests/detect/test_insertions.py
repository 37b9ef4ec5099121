"""Names and quotations in another script do not decide which language a text is in."""

from __future__ import annotations

import pytest

import languages
from pipeline.core.records import Detected
from pipeline.detect.blocks import detect_document
from pipeline.detect.detector import LangdetectDetector
from pipeline.detect.scripts import writing_system
from tests.detect.test_detector import NEWS
from tests.support.documents import document

DETECTOR = LangdetectDetector()
TRADITIONAL = "市長週二宣布，延誤了兩年的新醫院將在年底前開放，數百名護士會在那裡工作。"
TEXTS = [*((code, NEWS[code]) for code in languages.codes()), ("zh", TRADITIONAL)]

INSERTED = {
    "Jpan": "トヨタとホンダの「新しいくるま」",
    "Kore": "김민수 그리고 박은지",
    "Latn": "We will never stop fighting for it",
    "Cyrl": "Мы никогда не остановимся на этом",
    "Arab": "لن نتوقف أبدا عن القتال",
    "Grek": "Δεν θα σταματήσουμε ποτέ",
    "Hebr": "לעולם לא נפסיק להילחם",
    "Deva": "हम कभी नहीं रुकेंगे",
    "Hans": "我们永远不会停止战斗",
}
MARKS = [
    *(" ({}) ", "（{}）", " [{}] ", " “{}” ", "「{}」", "《{}》", " «{}» ", ' "{}" ', " »{}« ", " ”{}” "),
    *(" „{}” ", " ‚{}‘ ", " ’{}’ ", " ‹{}› ", " '{}' ", "『{}』", " *{}* ", " `{}` ", " – {} – "),
]


@pytest.mark.parametrize("script", INSERTED)
@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_what_stands_in_brackets_or_quotation_marks_does_not_decide(
    code: str, text: str, script: str
) -> None:
    """In every language, whatever other script is put in, and between whatever marks."""
    if script in languages.get(code).scripts:
        return
    plain = DETECTOR.detect(text)
    assert plain.language == code
    middle = len(text) // 2 if languages.get(code).separator == "" else text.index(" ", len(text) // 2)
    for marks in MARKS:
        inserted = INSERTED[script].replace("「", "").replace("」", "")
        found = DETECTOR.detect(text[:middle] + marks.format(inserted) + text[middle:])
        assert found.language == code, marks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("丰田（トヨタ）公司周二表示，将在年底前关闭两家工厂。", "zh"),
        ("トヨタ和日产宣布将在华北建设三座新工厂", "zh"),
        ("豐田汽車トヨタ宣布，將在說明會上公布新車カローラ的價格。", "zh"),
        ("无印良品の新店在上海开业，吸引了很多顾客", "zh"),
        ("歌手김민수和박은지下个月将在北京举行演唱会，门票已经售罄。", "zh"),
        ("トヨタ自動車（丰田汽车）は中国の「长春」に新工場を建設すると発表した。", "ja"),
        ("丰田トヨタは発表した、新工場の建設を。", "ja"),
        ("김 대통령(金大統領)은 북경(北京)에서 시진핑(习近平)을 만났다.", "ko"),
    ],
)
def test_characters_that_japanese_lacks_are_evidence(text: str, code: str) -> None:
    """Kana or Hangul among them are names, also without brackets; a little Chinese in the others is too."""
    assert DETECTOR.detect(text).language == code


def test_a_text_that_is_a_quotation_counts_whole() -> None:
    """Where next to nothing stands outside, what is inside decides."""
    assert DETECTOR.detect(f"Il dit : « {NEWS['ru']} »").language == "ru"
    assert DETECTOR.detect(f"「{NEWS['ja']}」").language == "ja"


def test_a_chinese_report_with_names_of_korea_is_chinese_throughout() -> None:
    """Each of its paragraphs, the short ones too."""
    _, blocks = detect_document(
        document(
            ("title", "韩国组合的新专辑上周发行"),
            (
                "paragraph",
                "主唱金珉秀（김민수）在首尔的记者会上说，专辑名称《봄날의 바다》来自他的童年回忆。",
            ),
            ("paragraph", "制作人朴恩智（박은지）、郑秀彬（정수빈）、韩智民（한지민）出席。"),
        ),
        DETECTOR,
    )
    assert all(isinstance(found, Detected) and found.language == "zh" for found in blocks)


TITLES = {
    "en": "Huawei {} Opens New Factory in Berlin",
    "de": "Der Konzern {} plant Werke in Sachsen und Thüringen",
    "fr": "Le groupe {} ouvre une usine à Lyon",
    "es": "La Empresa {} Abre una Fábrica en Sevilla",
    "it": "Il Gruppo {} Apre una Fabbrica a Torino",
    "pl": "Koncern {} otworzy fabrykę w Krakowie",
    "sv": "Företaget {} öppnar en fabrik i Lund",
    "tr": "Şirket {} İzmir'de yeni bir fabrika açıyor",
}
NAMES = {
    "Hans": "华为技术",
    "Jpan": "トヨタ",
    "Kore": "삼성전자",
    "Cyrl": "Северсталь",
    "Grek": "Καθημερινή",
    "Arab": "الأهرام",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_name_without_marks_in_a_latin_title(title: str, name: str) -> None:
    """Does not decide, though the Latin words have capitals, as names in other texts have."""
    assert writing_system(title.format(name))[0] == "Latn"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Apple发布iPhone", "Hans"),
        ("Apple Intelligence 正式发布 iOS 更新", "Hans"),
        ("Компания Apple Distribution International Limited в Москве", "Cyrl"),
        ("Ο Tim Cook και η Apple Distribution", "Grek"),
    ],
)
def test_latin_names_in_other_texts(text: str, script: str) -> None:
    """Do not decide, though most letters are theirs."""
    assert writing_system(text)[0] == script


def test_quoted_chinese_in_a_japanese_text() -> None:
    """What Japanese lacks is another's name, however long."""
    assert DETECTOR.detect("市長は「中国银行股份有限公司」に橋の建設を発表した。").language == "ja"


def test_a_mark_that_opens_and_closes_alike() -> None:
    """What stands between two quotations is not taken for one."""
    text = '"We waited for the whole night," he said of "华为技术" and of "the others", as he left the town.'
    assert DETECTOR.detect(text).language == "en"
