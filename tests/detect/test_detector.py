"""What the detector answers on real text, what it refuses, and how it reads a document in two languages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import languages
from pipeline.core.errors import UsageError
from pipeline.core.extras import install_command
from pipeline.core.records import BlockKind, Detected, Detection, Undetermined
from pipeline.detect.blocks import detect_document
from pipeline.detect.detector import LangdetectDetector, open_detector
from pipeline.detect.scripts import writing_system
from tests.support.documents import document

NEWS = {
    "ar": (
        "أعلنت وزارة الصحة يوم الثلاثاء أن المستشفى الجديد سيفتح أبوابه قبل نهاية العام، بعد تأخير دام سنتين."
    ),
    "bg": "Кметът на града обяви във вторник, че новата болница ще отвори врати преди края на годината.",
    "ca": ("L'alcaldessa va anunciar dimarts que el nou hospital obrirà les portes abans que s'acabi l'any."),
    "cs": "Primátor v úterý oznámil, že nová nemocnice otevře své dveře ještě před koncem roku.",
    "da": (
        "Borgmesteren oplyste tirsdag, at det nye sygehus åbner inden årets udgang efter to års forsinkelse."
    ),
    "de": (
        "Die Bürgermeisterin kündigte am Dienstag an, dass das neue Krankenhaus noch vor Jahresende öffnet."
    ),
    "el": ("Η δήμαρχος ανακοίνωσε την Τρίτη ότι το νέο νοσοκομείο θα ανοίξει πριν από το τέλος του έτους."),
    "en": (
        "The mayor announced on Tuesday that the new hospital would open its "
        "doors before the end of the year."
    ),
    "eo": (
        "La urbestrino anoncis mardon, ke la nova malsanulejo malfermos siajn pordojn "
        "antaŭ la fino de la jaro."
    ),
    "es": (
        "La alcaldesa anunció el martes que el nuevo hospital abrirá sus puertas antes de que termine el año."
    ),
    "fa": ("شهردار روز سه‌شنبه اعلام کرد که بیمارستان جدید پس از دو سال تأخیر پیش از پایان سال گشایش می‌یابد."),
    "fr": "La maire a annoncé mardi que le nouvel hôpital ouvrirait ses portes avant la fin de l'année.",
    "gl": (
        "A alcaldesa anunciou o martes que o novo hospital abrirá as súas portas antes de que remate o ano."
    ),
    "he": "ראש העירייה הודיעה ביום שלישי כי בית החולים החדש ייפתח לפני סוף השנה, לאחר עיכוב של שנתיים.",
    "hi": ("महापौर ने मंगलवार को घोषणा की कि नया अस्पताल दो साल की देरी के बाद वर्ष के अंत से पहले खुल जाएगा।"),
    "id": (
        "Wali kota mengumumkan pada hari Selasa bahwa rumah sakit baru itu akan dibuka sebelum akhir tahun."
    ),
    "it": (
        "La sindaca ha annunciato martedì che il nuovo ospedale aprirà le porte prima della fine dell'anno."
    ),
    "ja": "市長は火曜日、二年遅れていた新しい病院が年末までに開院すると発表した。",
    "ko": "시장은 화요일 새 병원이 이 년의 지연 끝에 올해 안에 문을 열 것이라고 발표했다.",
    "nb": (
        "Ordføreren opplyste tirsdag at det nye sykehuset åpner dørene før "
        "årsskiftet, etter to års forsinkelse."
    ),
    "nl": (
        "De burgemeester maakte dinsdag bekend dat het nieuwe ziekenhuis voor "
        "het einde van het jaar opengaat."
    ),
    "oc": "La cònsol anoncièt dimars que l'espital novèl dobrirà sas pòrtas abans la fin de l'annada.",
    "pl": (
        "Prezydent miasta ogłosiła we wtorek, że nowy szpital zostanie otwarty jeszcze przed końcem roku."
    ),
    "pt": (
        "A prefeita anunciou na terça-feira que o novo hospital não abrirá as portas antes do fim do ano."
    ),
    "ro": "Primarul a anunțat marți că noul spital își va deschide porțile înainte de sfârșitul anului.",
    "ru": (
        "Мэр города объявила во вторник, что новая больница откроется до конца года после двух лет задержки."
    ),
    "sk": "Primátorka v utorok oznámila, že nová nemocnica otvorí svoje dvere ešte pred koncom roka.",
    "sv": (
        "Borgmästaren meddelade på tisdagen att det nya sjukhuset öppnar före "
        "årets slut efter två års dröjsmål."
    ),
    "tr": (
        "Belediye başkanı salı günü yeni hastanenin iki yıllık gecikmenin "
        "ardından yıl bitmeden açılacağını duyurdu."
    ),
    "uk": (
        "Мерка міста оголосила у вівторок, що нова лікарня відчинить двері до "
        "кінця року після двох років зволікань."
    ),
    "vi": (
        "Thị trưởng hôm thứ Ba thông báo bệnh viện mới sẽ mở cửa trước cuối năm nay sau hai năm chậm trễ."
    ),
    "zh": "市长星期二宣布，推迟两年的新医院将在年底前开门接诊。",
}

CASED = sorted(code for code in NEWS if NEWS[code] != NEWS[code].upper())

UNKNOWN = {
    "Georgian": "საქართველოს პრეზიდენტმა გუშინ განაცხადა, რომ ახალი საავადმყოფო წლის ბოლომდე გაიხსნება.",
    "Thai": "นายกเทศมนตรีประกาศเมื่อวันอังคารว่าโรงพยาบาลแห่งใหม่จะเปิดก่อนสิ้นปีนี้",
    "sw": (
        "Meya alitangaza Jumanne kwamba hospitali mpya itafungua milango yake kabla ya mwisho wa mwaka huu."
    ),
    "hu": "A polgármester kedden bejelentette, hogy az új kórház még az év vége előtt megnyitja kapuit.",
    "fi": "Kaupunginjohtaja ilmoitti tiistaina, että uusi sairaala avaa ovensa ennen vuoden loppua.",
    "mk": (
        "Градоначалничката најави во вторник дека новата болница ќе ги отвори "
        "вратите пред крајот на годината."
    ),
    "ur": (
        "میئر نے منگل کو اعلان کیا کہ نیا ہسپتال دو سال کی تاخیر کے بعد سال ختم ہونے سے پہلے کھل جائے گا۔"
    ),
    "ne": "नगरप्रमुखले मंगलबार नयाँ अस्पताल वर्षको अन्त्य हुनुअघि नै खुल्ने घोषणा गरेकी छन्।",
    "cy": (
        "Cyhoeddodd y maer ddydd Mawrth y bydd yr ysbyty newydd yn agor ei ddrysau cyn diwedd y flwyddyn."
    ),
}
"""The same news in languages without a file, under the word that the reason must have."""

DETECTOR = LangdetectDetector()


def found(*blocks: tuple[BlockKind, str]) -> tuple[str, list[str]]:
    """Return the codes of a document and of its blocks."""
    whole, parts = detect_document(document(*blocks), DETECTOR)
    return whole.language, [part.language for part in parts]


def refusal(text: str) -> str:
    """Return the reason why a text's language is not told."""
    answer = DETECTOR.detect(text)
    assert isinstance(answer, Undetermined), answer
    return answer.reason


def test_every_language_has_a_text_here() -> None:
    """A language is not added without a test that it can be told."""
    assert set(NEWS) == set(languages.codes())


@pytest.mark.parametrize("code", sorted(NEWS))
def test_a_sentence_of_news_is_told(code: str) -> None:
    """One sentence is enough, in each language."""
    assert DETECTOR.detect(NEWS[code]).language == code


@pytest.mark.parametrize("code", CASED)
def test_capitals_change_nothing(code: str) -> None:
    """A text in capitals is read as one in lower case."""
    assert DETECTOR.detect(NEWS[code].upper()).language == code


@pytest.mark.parametrize(
    "text", ["", " \n\t", "2026, 17.4 %", "https://example.com/a?b=c", "lemonde.fr", "«…» — !"]
)
def test_what_has_no_letters_has_no_language(text: str) -> None:
    """Numbers, punctuation and addresses say nothing about a language."""
    assert refusal(text) == "no letters to tell a language by"


def test_tags_mentions_and_mail_are_not_read() -> None:
    """Handles and tags are made of English words in any language."""
    assert (
        refusal("@TheEconomist #BreakingNews #WorldNews newsroom@example.org")
        == "no letters to tell a language by"
    )


def test_two_letters_are_too_few() -> None:
    """``OK`` is a word of too many languages."""
    assert refusal("OK") == "too short to tell: 2 letters"


@pytest.mark.parametrize("name", sorted(UNKNOWN))
def test_a_language_without_a_file_is_refused_by_name(name: str) -> None:
    """The user learns what the text looks like, and that it is not the input that is broken."""
    assert name in refusal(UNKNOWN[name])


def test_traditional_characters_are_chinese() -> None:
    """Both ways to write Chinese are one language."""
    assert DETECTOR.detect("市長週二宣布，延遲兩年的新醫院將於年底前開放。").language == "zh"


def test_japanese_without_kana_is_told_by_its_own_characters() -> None:
    """A headline may do without kana; characters that only Japan writes so give it away."""
    assert DETECTOR.detect("東京都知事選挙、現職当選確実").language == "ja"


def test_shared_characters_are_not_guessed() -> None:
    """``東京大学`` would be Japanese by its last characters, ``中国大使`` could be either."""
    assert refusal("中国大使") == "too short to tell: Han characters that several languages share"


@pytest.mark.parametrize(("code", "word"), [("el", "Καλημέρα"), ("he", "שלום לכולם"), ("ko", "안녕하세요")])
def test_a_script_of_its_own_needs_one_word(code: str, word: str) -> None:
    """Where one language alone has the script, the script is the answer."""
    assert DETECTOR.detect(word).language == code


STRANGE = {
    "Malay": (
        "ms",
        "Polis memberitahu bahawa mangsa berkenaan ialah lelaki, kerana beliau enggan berpindah.",
    ),
    "Malay with a mark or two": ("ms", "Harga rumah naik di bandar itu selepas tahun lalu, kata menteri."),
    "Cantonese": ("yue", "佢哋琴日話，間新醫院喺年尾之前就會開，不過啲人話唔信。"),
    "Swiss German": ("gsw", "D Stadtpräsidentin het gseit, dass s neue Spital no vor em Jahresend ufgaht."),
    "Samoan": (
        "sm",
        "Na faapea mai le palemia o le a amata ona fausia le fale fou i lea tausaga, ina ua uma ona talanoa.",
    ),
    "Afrikaans": ("af", "Die burgemeester het gesê dat die nuwe hospitaal nog hierdie jaar sal oopmaak."),
}
"""News in near relations of languages with a file, and in some that no tool knows."""


@pytest.mark.parametrize("name", sorted(STRANGE))
def test_relations_and_strangers_are_not_taken_for_ours(name: str) -> None:
    """What merely looks like Indonesian, Chinese, German, Italian or Dutch is left alone."""
    code, text = STRANGE[name]
    assert code in refusal(text) or "too close" in refusal(text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("da", "Ministeren sagde også, at der blev brugt for mange penge på vejen."),
        ("nb", "Ministeren sa også at det ble brukt for mye penger på veien."),
        ("pt", "O ministro disse que não há dinheiro para as obras da ponte."),
        ("gl", "O ministro dixo que non hai cartos para as obras da ponte."),
        ("cs", "Ministr řekl, že na opravu mostu nejsou peníze."),
        ("sk", "Minister povedal, že na opravu mosta nie sú peniaze."),
    ],
)
def test_near_relations_are_told_apart_by_their_marks(code: str, text: str) -> None:
    """A sentence with a handful of telling words is enough between languages that share the rest."""
    assert DETECTOR.detect(text).language == code


def test_names_in_another_language_do_not_decide() -> None:
    """An Italian sentence may consist of English names for the most part; English it is not."""
    text = (
        "Jane Doe, presidente di Citizens Association Washington e autrice di Last House Hill Road: Stories "
        "Old World, ha parlato della riforma davanti al consiglio."
    )
    assert DETECTOR.detect(text).language == "it"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("da", "Jane Doe er medlem af Citizens for a Better Town Hall and for Parks og bor i byen."),
        (
            "de",
            "Jane Doe ist die Gründerin der Citizens for a Better Town and for Parks in Springfield "
            "und wohnt selbst seit langem dort.",
        ),
        ("el", "Ο δήμαρχος επισκέφθηκε το Springfield Parks and Gardens Trust και το Museum of Painting"),
        ("he", "ראש העיר ביקר אתמול במטה Springfield Parks and Gardens Trust ופגש שם את Jonathan Quincy Doe"),
        ("hi", "यह बताया गया कि Springfield Parks Trust और Museum of Modern Painting के साथ बातचीत होगी।"),
        ("zh", "市長參觀了 (Springfield Parks and Gardens Trust) 和 (Museum of Modern Painting) 的新館"),
    ],
)
def test_long_names_with_small_words_do_not_decide(code: str, text: str) -> None:
    """``for``, ``and`` and ``of`` in the name of a body are no English text, nor are more Latin letters."""
    assert DETECTOR.detect(text).language == code


def test_a_headline_in_capitals_is_no_name() -> None:
    """English headlines have a capital in every long word; nothing is left without them."""
    text = "President of the Republic Opens New Bridge and Visits School in Springfield"
    assert DETECTOR.detect(text).language == "en"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("da", "Skarpt skudt"),
        ("fr", "Un pont fermé"),
        ("tr", "Milyonlarca insan bekliyor."),
        ("nb", "Bro stengt"),
    ],
)
def test_frequent_words_tell_a_scrap(code: str, text: str) -> None:
    """Two words are enough where both are frequent in one language, and in no other that may be meant."""
    assert DETECTOR.detect(text).language == code


def test_a_text_without_frequent_words_is_refused() -> None:
    """Made-up words in the letters of Italian fit its n-grams, and are no Italian."""
    assert isinstance(
        DETECTOR.detect("sabonirelli catomavira lunopresti gerovannita mirolenda"), Undetermined
    )


def test_characters_that_japanese_has_given_up_are_chinese() -> None:
    """A short line in Han characters is told by one of them."""
    assert DETECTOR.detect("我沒有說。").language == "zh"


@pytest.mark.usefixtures("lingua")
def test_a_vote_decides_what_is_too_close_to_call() -> None:
    """Lingua is asked where the evidence is thin, and only what is likeliest can win by it."""
    text = "Zatvorený most"
    assert "too close to call" in refusal(text)
    answer = open_detector("lingua").detect(text)
    assert (answer.language, answer.detector.rpartition(", ")[2].split()[0]) == ("sk", "lingua")


def test_a_detector_that_is_not_installed_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install, and an unknown name what is known."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=re.escape(f"run: {install_command('lingua')}")):
        open_detector("lingua")
    with pytest.raises(UsageError, match="known: langdetect lingua"):
        open_detector("oracle")


def test_foreign_names_do_not_outvote_the_script() -> None:
    """Latin letters in a Russian sentence are names."""
    text = "Компания Microsoft объявила во вторник, что покупает студию Activision Blizzard."
    assert DETECTOR.detect(text).language == "ru"


def test_vowel_points_change_nothing() -> None:
    """Arabic says the same with and without its points."""
    assert DETECTOR.detect("قالَ الوَزيرُ إنَّ المُستَشفى الجَديدَ سَيُفتَحُ قَبلَ نِهايَةِ العامِ.").language == "ar"


@pytest.mark.parametrize("code", ["ja", "fr", "eo"])
def test_confidence_is_a_rounded_share(code: str) -> None:
    """It is written to JSON, so it must not carry noise in its last digits."""
    answer = DETECTOR.detect(NEWS[code])
    assert isinstance(answer, Detected)
    assert 0.8 < answer.confidence == round(answer.confidence, 4) <= 1


def test_identity_names_all_tools() -> None:
    """What had a say is recorded with its version."""
    assert DETECTOR.identity.startswith("langdetect 1.")
    assert ", py3langid 0." in DETECTOR.identity
    assert ", wordfreq 3." in DETECTOR.identity


def test_answers_depend_on_the_text_alone() -> None:
    """Order, repetition, threads and a fresh detector give the same answers, to the last digit."""
    texts = [*NEWS.values(), *UNKNOWN.values(), *(text[:25] for text in NEWS.values())]
    alone = [DETECTOR.detect(text) for text in texts]
    backwards = [LangdetectDetector().detect(text) for text in reversed(texts)]
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(DETECTOR.detect, [text for text in texts for _ in range(3)]))
    assert backwards[::-1] == alone
    assert threaded == [answer for answer in alone for _ in range(3)]


def test_nothing_is_left_to_a_seed_or_a_hash() -> None:
    """Another process, with other hashes, gives the same answers."""
    probe = (
        "import sys; from pipeline.detect.detector import *; print(LangdetectDetector().detect(sys.argv[1]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", probe, NEWS["gl"][:60]],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1


def test_importing_loads_no_model() -> None:
    """The models and numpy are loaded when a text needs them, and script alone does not."""
    probe = (
        "import sys; from pipeline.detect.detector import LangdetectDetector as D;"
        "D().detect('こんにちは世界');"
        "print(*[name for name in ('numpy', 'langdetect', 'py3langid', 'msgpack') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == ""


def test_a_long_text_is_sampled_throughout() -> None:
    """A foreign opening does not decide, and a megabyte takes no longer than a page."""
    assert DETECTOR.detect(NEWS["en"] * 4 + NEWS["fr"] * 10_000).language == "fr"


@pytest.mark.parametrize("name", ["Afrikaans", "Malay", "Swiss German"])
def test_a_long_text_in_a_strange_language_is_not_told_at_a_glance(name: str) -> None:
    """However many stop words it shares with one of ours."""
    assert not isinstance(DETECTOR.detect(f"{STRANGE[name][1]} " * 8), Detected)


@pytest.mark.parametrize("name", ["hu", "fi", "cy", "sw"])
def test_a_long_text_without_a_file_is_refused_by_name(name: str) -> None:
    """Whether a glance is enough or all evidence is weighed, the reason names the language."""
    assert f"looks like {name}," in refusal(f"{UNKNOWN[name]} " * 8)


def test_a_long_text_is_told_as_its_sentences_are() -> None:
    """A glance at a page says what all evidence says of each of its sentences."""
    for code, text in NEWS.items():
        assert DETECTOR.detect(f"{text} " * 8).language == code


def test_a_quotation_keeps_its_language() -> None:
    """A French report with an English paragraph is French, and the paragraph English."""
    whole, parts = found(
        ("title", "Un nouvel hôpital avant la fin de l'année"),
        ("paragraph", NEWS["fr"]),
        (
            "quotation",
            "We have waited two years for this day, and the people of this town have been very patient.",
        ),
        ("paragraph", "Les travaux avaient été interrompus deux fois, faute de crédits suffisants."),
    )
    assert (whole, parts) == ("fr", ["fr", "fr", "en", "fr"])


def test_names_and_headings_do_not_switch() -> None:
    """A heading full of English names is in the language of its document."""
    whole, parts = found(
        ("title", "Apple, Google, Amazon: the Big Five"),
        ("paragraph", NEWS["fr"]),
        ("heading", "Breaking News: The New York Times"),
        ("paragraph", "Le film « One Flew Over the Cuckoo's Nest » sera projeté dans la salle des fêtes."),
        ("list_item", "Oui."),
    )
    assert (whole, parts) == ("fr", ["fr"] * 5)


def test_near_relations_do_not_switch_for_a_sentence() -> None:
    """One Portuguese-looking sentence in a Galician report is Galician."""
    whole, parts = found(
        ("paragraph", NEWS["gl"]),
        ("paragraph", "O presidente anunciou novas medidas."),
        ("paragraph", NEWS["gl"]),
    )
    assert (whole, parts) == ("gl", ["gl"] * 3)


def test_what_cannot_be_told_follows_its_neighbours() -> None:
    """A line of numbers between two English paragraphs of a French report is English."""
    french = NEWS["fr"] + " Les travaux avaient été interrompus deux fois, faute de crédits suffisants."
    before: list[tuple[BlockKind, str]] = [("paragraph", french)] * 3
    whole, parts = found(
        *before,
        ("paragraph", NEWS["en"]),
        ("list_item", "1: 2"),
        ("paragraph", NEWS["en"]),
    )
    assert (whole, parts) == ("fr", ["fr"] * 3 + ["en"] * 3)


def test_the_majority_by_letters_is_the_document() -> None:
    """Of two languages the one with more text names the document, whichever comes first."""
    whole, parts = found(
        ("paragraph", NEWS["ru"]), ("paragraph", NEWS["de"]), ("paragraph", NEWS["de"] + " " + NEWS["de"])
    )
    assert (whole, parts) == ("de", ["ru", "de", "de"])


def test_code_and_credits_have_no_vote() -> None:
    """What is never translated says nothing about the language of the rest."""
    whole, parts = found(
        ("paragraph", NEWS["it"]),
        ("code", NEWS["en"] * 9),
        ("credit", "By our staff in London and in New York"),
    )
    assert (whole, parts) == ("it", ["it"] * 3)


def test_a_quotation_does_not_lend_its_language_to_an_unknown_one() -> None:
    """A Hungarian report with an English quotation stays undetermined, and so do its parts."""
    report: list[tuple[BlockKind, str]] = [("paragraph", UNKNOWN["hu"])] * 3
    whole, parts = found(*report, ("quotation", NEWS["en"]))
    assert (whole, parts) == ("und", ["und"] * 4)


def test_a_document_without_text_is_undetermined() -> None:
    """No blocks, no language, no error."""
    assert found() == ("und", [])
    assert found(("code", "print()")) == ("und", ["und"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", ("Latn", 2)),
        ("日本語です", ("Jpan", 13)),
        ("한국", ("Kore", 4)),
        ("1", (None, 0)),
        ("a日本", ("Hani", 6)),
    ],
)
def test_writing_systems_are_weighed_in_letters(text: str, expected: tuple[str | None, int]) -> None:
    """A Han character says as much as three letters, so two outweigh one."""
    assert writing_system(text) == expected


VARIETIES = {"zh-TW": "zh", "pt-BR": "pt"}


@pytest.fixture(scope="module")
def measured(news: Path) -> list[tuple[str, str, list[str]]]:
    """Return (language or empty, document, lines) of all news documents that the project tunes on.

    A language is empty where the project has no file for it, whichever languages the documents come in.
    """
    if not (news / "ntrex-dev").is_dir():
        pytest.skip("no ntrex-dev among the news documents")
    names = {code: code for code in languages.codes()} | VARIETIES
    return [
        (names.get(path.stem, ""), path.parent.name, path.read_text(encoding="utf-8").splitlines())
        for path in sorted((news / "ntrex-dev").glob("*/*.txt"))
    ]


def shares(answers: Iterator[tuple[str, Detection]]) -> tuple[float, float, float]:
    """Return coverage and accuracy over our languages, and the share of others that is accepted."""
    told = [(wanted, answer.language) for wanted, answer in answers]
    ours = [(wanted, code) for wanted, code in told if wanted]
    accepted = [(wanted, code) for wanted, code in ours if code != "und"]
    others = [code for wanted, code in told if not wanted]
    right = sum(wanted == code for wanted, code in accepted)
    return (
        len(accepted) / len(ours),
        right / len(accepted),
        sum(code != "und" for code in others) / max(len(others), 1),
    )


def test_sentences_of_news_keep_their_floors(measured: list[tuple[str, str, list[str]]]) -> None:
    """Every fifth line, titles first: 97.6 % told when this was written, 99.96 % of them rightly.

    Of every other document, and of other languages every fortieth line: 1.2 % were taken for one of ours.
    """
    half = sorted({name for _, name, _ in measured})[::2]
    lines = (
        (code, DETECTOR.detect(line))
        for code, name, text in measured
        if name in half
        for line in text[:: 5 if code else 40]
        if line.strip()
    )
    coverage, accuracy, accepted = shares(lines)
    assert coverage >= 0.972
    assert accuracy >= 0.999
    assert accepted <= 0.02


def test_short_texts_of_news_keep_their_floors(measured: list[tuple[str, str, list[str]]]) -> None:
    """The first one, two and three words of each line, of every twelfth document.

    When this was written, 55 % were told, 96.8 % of them rightly; of other languages 4.8 % were accepted.
    """
    some = sorted({name for _, name, _ in measured})[::12]
    starts = (
        (code, " ".join(words[:number]))
        for code, name, text in measured
        if name in some
        for words in map(str.split, text)
        for number in range(1, min(len(words), 3) + 1)
    )
    coverage, accuracy, accepted = shares((code, DETECTOR.detect(start)) for code, start in starts)
    assert coverage >= 0.54
    assert accuracy >= 0.96
    assert accepted <= 0.055


def test_documents_of_news_keep_their_floors(measured: list[tuple[str, str, list[str]]]) -> None:
    """Whole documents: when this was written, all told and none wrongly.

    Of other languages 1.7 % were taken for one of ours: Malay for Indonesian, and one in Serbian.
    """
    coverage, accuracy, accepted = shares(
        (code, DETECTOR.detect("\n".join(text))) for code, _, text in measured
    )
    assert coverage >= 0.999
    assert accuracy == 1
    assert accepted <= 0.02


def test_lines_of_a_document_hardly_ever_switch(measured: list[tuple[str, str, list[str]]]) -> None:
    """Each line a paragraph, of one in nine: .06 % in another language when this was written."""
    total = switched = 0
    for code, _, text in measured[::9]:
        if code:
            whole, parts = found(*[("paragraph", line) for line in text if line.strip()])
            assert whole == code
            total += len(parts)
            switched += sum(part != code for part in parts)
    assert switched / total <= 0.0015


def test_mixed_documents_are_taken_apart(measured: list[tuple[str, str, list[str]]]) -> None:
    """Paragraphs of two lines in turn from two languages: 99 % right when this was written."""
    texts = {(code, name): [line for line in text if line.strip()] for code, name, text in measured}
    total = right = 0
    for one, other in [
        ("fr", "en"),
        ("es", "de"),
        ("ru", "el"),
        ("tr", "it"),
        ("zh", "pl"),
        ("ar", "ca"),
        ("sv", "uk"),
    ]:
        for name in sorted({name for _, name in texts})[::4]:
            pairs = [
                (code, " ".join(texts[code, name][i : i + 2]))
                for i, code in zip(range(0, len(texts[one, name]), 2), (one, other) * 99, strict=False)
            ]
            _, parts = found(*[("paragraph", text) for _, text in pairs])
            total += len(parts)
            right += sum(part == code for part, (code, _) in zip(parts, pairs, strict=True))
    assert right / total >= 0.975


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("SCIOPERO GENERALE, ITALIA FERMA", "it"),
        ("INTER BATTE MILAN", "it"),
        ("BRAND IN ROTTERDAM", "nl"),
        ("BAŞBAKAN İSTİFA ETTİ", "tr"),
        ("IŞIKLAR KESİLDİ, ŞEHİR KARANLIKTA", "tr"),
        ("MERKEL TRIFFT PUTIN IN BERLIN", None),
        ("GREVE GENERALE A PARIS", None),
    ],
)
def test_headlines_in_capitals_are_turkish_by_their_letters_alone(text: str, language: str | None) -> None:
    """``I`` is a letter of all others too; what is too short is in none."""
    found = LangdetectDetector().detect(text)
    assert (found.language if isinstance(found, Detected) else None) == language
