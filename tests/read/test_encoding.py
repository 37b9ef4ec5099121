"""Decoding: every encoding of every language, damaged bytes, declarations right and wrong."""

from __future__ import annotations

import unicodedata

import pytest

import languages
from pipeline.core.errors import SourceError
from pipeline.core.text.stop_words import for_detection
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import encoding
from pipeline.read.encodings.labels import codec_name
from pipeline.read.encodings.mistaken import read_again
from pipeline.read.encodings.twice import decoded_once, lost_twice
from pipeline.read.remarks import repair_remarks
from tests.detect.test_detector import NEWS

DETECTOR = LangdetectDetector()
TRADITIONAL = "市長週二宣布，延誤了兩年的新醫院將在年底前開放，數百名護士會在那裡工作。"
_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
FRENCH = "Le maire a déclaré hier que l'usine fermerait à Noël. Les ouvriers étaient très inquiets.\n"


def in_encoding(text: str, name: str) -> bytes:
    """Return ``text`` in an encoding, with cedillas where it has no commas below, tones apart in cp1258."""
    if name in ("cp1250", "iso8859-2", "mac-latin2", "cp852"):
        text = text.translate(_CEDILLAS)
    if name != "cp1258":
        return text.encode(name)
    return b"".join(_vietnamese(letter) for letter in text)


def _vietnamese(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        base, marks = apart[0], apart[1:]
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        vowel = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        return (vowel + tones).encode("cp1258")


def plain(text: str) -> str:
    """Return a text in NFC, commas below as cedillas: older encodings have these alone."""
    return unicodedata.normalize("NFC", text).translate(_CEDILLAS)


def told() -> list[tuple[str, str, str]]:
    """Return a line of news in each language, with each encoding of it that has other bytes than UTF-8."""
    rows = []
    for language in languages.everyone():
        for name in (*language.encodings, "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            text = TRADITIONAL if name == "big5hkscs" else NEWS[language.code]
            try:
                is_ascii = in_encoding(text, name).isascii() and text.isascii()
            except UnicodeEncodeError:
                continue
            # One letter of a code page of DOS alone is as well a mark of Windows: "obrir…" is "obrirà".
            is_open = name.startswith("cp8") and sum(not sign.isascii() for sign in text) == 1
            if not is_ascii and not is_open:
                rows.append((language.code, name, text))
    return rows


@pytest.mark.parametrize(("code", "name", "text"), told())
def test_every_encoding_of_every_language_comes_out_whole(code: str, name: str, text: str) -> None:
    """One line of news is enough, without a declaration and without a byte order mark."""
    found = encoding.decode(in_encoding(text, name), DETECTOR, where="x")
    assert plain(found.text) == plain(text)
    assert [repair.kind for repair in found.repairs] in ([], ["guessed"])
    assert not found.repairs or sum(not sign.isascii() for sign in text) < 4


DAMAGED = (FRENCH * 3).encode()


@pytest.mark.parametrize(
    ("bad", "kind", "read"),
    [
        (b"Fin \xff ici.", "replaced", "Fin \ufffd ici."),
        (b"Fin \x81 ici.", "replaced", "Fin \ufffd ici."),
        (b"d\xc3clar", "replaced", "d\ufffdclar"),
        (b"l\xe2\x80usine", "replaced", "l\ufffdusine"),
        (b"un \xf0\x9f\x98 visage", "replaced", "un \ufffd visage"),
        (b"Il a dit \x93oui\x94 hier.", "single_byte", "Il a dit “oui” hier."),
        (b"l\x92usine \x96 ici\x85", "single_byte", "l’usine – ici…"),
        (b"Le caf\xe9 et le p\xe8re", "single_byte", "Le café et le père"),
        (b"un visage \xed\xa0\xbd\xed\xb8\x80 ici", "surrogates", "un visage 😀 ici"),
        (b"\xed\xa0\xbd seul", "replaced", "\ufffd seul"),
        (b"pr\xe0\x83\xa9sident", "overlong", "président"),
        (b"\xc1\xa1bc", "overlong", "abc"),
        (b"a \xc0\xbcscript\xc0\xbe", "replaced", "a \ufffdscript\ufffd"),
        (b"mard\xff dernier", "replaced", "mard\ufffd dernier"),
        (b"cut \xe2\x82", "replaced", "cut \ufffd"),
    ],
)
def test_bad_bytes_do_not_ruin_the_rest(bad: bytes, kind: str, read: str) -> None:
    """The text stays UTF-8; what is wrong is repaired where that is certain, else U+FFFD, and recorded."""
    for content, at in ((DAMAGED + bad, len(DAMAGED)), (bad + b"\n" + DAMAGED, 0)):
        if at == 0 and bad.endswith(b"\xe2\x82"):
            continue
        found = encoding.decode(content, DETECTOR, where="x")
        assert found.encoding == "utf-8"
        assert found.text == content.replace(bad, b"@").decode().replace("@", read)
        assert [repair.kind for repair in found.repairs] == [kind]
        assert at <= found.repairs[0].first < at + len(bad)
        assert list(repair_remarks("utf-8", found.repairs))


@pytest.mark.parametrize("code", sorted(code for code in languages.codes() if not NEWS[code].isascii()))
def test_one_bad_byte_leaves_each_language_as_it_is(code: str) -> None:
    """Between two lines of any script, one byte that is nothing is one sign that is lost."""
    line = NEWS[code] if not NEWS[code].isascii() else f"{NEWS[code]} – “é”"
    content = line.encode() + b"\n \xff \n" + line.encode()
    found = encoding.decode(content, DETECTOR, where="x")
    assert found.text == f"{line}\n \ufffd \n{line}"


def test_text_that_was_decoded_twice_is_turned_back() -> None:
    """UTF-8 that a program took for Windows-1252 is read as it was meant, and told."""
    once = FRENCH.encode().decode("cp1252")
    for text in (once, once.encode().decode("cp1252")):
        found = encoding.decode(text.encode(), DETECTOR, where="x")
        assert found.text == FRENCH
        assert [repair.kind for repair in found.repairs] == ["decoded_twice"]
    about = f"{FRENCH}Ce signe se lit «Ã©».\n"
    assert encoding.decode(about.encode(), DETECTOR, where="x").text == about


def taken_for(text: str, name: str) -> str:
    """Return what UTF-8 becomes that is taken for an encoding; a byte that it leaves open is a control."""
    made = []
    for byte in text.encode():
        try:
            made.append(bytes([byte]).decode(name))
        except UnicodeDecodeError:
            made.append(chr(byte))
    return "".join(made)


@pytest.mark.parametrize(
    "name",
    [
        *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859-15"),
        *("mac-roman", "cp850", "cp437", "cp866", "koi8-r"),
    ],
)
def test_a_paragraph_that_was_decoded_twice(name: str) -> None:
    """Beside one that was not, in any language, and from any encoding; the first is turned back, and told."""
    for code in languages.codes():
        text = NEWS[code]
        if sum(not sign.isascii() for sign in text) < 2:
            continue
        found = encoding.decode(f"{taken_for(text, name)}\n\n{text}".encode(), None, where="x")
        assert found.text == f"{text}\n\n{text}"
        assert [repair.kind for repair in found.repairs] == ["decoded_twice"]


def test_a_word_that_was_decoded_twice() -> None:
    """Beside right ones in one line; what speaks of such signs stays."""
    line = "Les élèves ont quitté l'Ã©cole à midi, et le cafÃ© est fermé."
    found = encoding.decode(line.encode(), None, where="x")
    assert found.text == "Les élèves ont quitté l'école à midi, et le café est fermé."
    assert [(each.count, each.first) for each in found.repairs] == [(2, 4)]
    for right in ("O padre disse AMANHÃ”, e não veio.", "Сірий дім у Києві.", "“Évidemment”, dit-elle."):
        assert encoding.decode(right.encode(), None, where="x").repairs == ()


@pytest.mark.parametrize(
    ("code", "written", "read"),
    [
        ("ru", "cp1251", "cp1252"),
        ("ru", "koi8-r", "cp1252"),
        ("ru", "koi8-r", "cp1251"),
        ("ru", "cp1251", "koi8-r"),
        ("uk", "cp1251", "cp1252"),
        ("bg", "cp1251", "cp1252"),
        ("el", "cp1253", "cp1252"),
        ("he", "cp1255", "cp1252"),
        ("ar", "cp1256", "cp1252"),
        ("zh", "gb18030", "cp1252"),
        ("ja", "cp932", "cp1252"),
        ("ko", "cp949", "cp1252"),
    ],
)
def test_text_that_was_read_in_a_wrong_encoding(code: str, written: str, read: str) -> None:
    """Before it was saved as UTF-8: it is read as it was meant, and told."""
    content = NEWS[code].encode(written)
    wrong = "".join(
        chr(byte) if read == "cp1252" and byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode(read)
        for byte in content
    )
    found = encoding.decode(wrong.encode(), None, where="x")
    assert plain(found.text) == plain(NEWS[code])
    assert [repair.kind for repair in found.repairs] == ["single_byte"]


@pytest.mark.parametrize(("code", "name"), [("ja", "cp932"), ("zh", "gbk")])
def test_what_was_decoded_twice_and_lost_is_told(code: str, name: str) -> None:
    """Nothing brings it back, so it stands as it is, and a remark says so."""
    wrong = NEWS[code].encode().decode(name, "replace")
    found = encoding.decode(wrong.encode(), None, where="x")
    assert found.text == wrong
    assert [repair.kind for repair in found.repairs] == ["lost_twice"]
    assert "decoded twice" in next(repair_remarks(found.encoding, found.repairs))


CHINESE = (
    "浜 洋泾浜 沙家浜 涓涓细流 涓滴 鍦 鐨黑 锛刀 鏄 锛 王伟 张伟 徐静蕾 石家庄 鏖战 銮驾 铤而走险 鐵路 鍋巴 "
    "鏡頭 鐘聲 銀行 鍵盤"
)
JAPANESE = (
    "浜崎あゆみ 浜辺美波 横浜で 横浜ベイスターズ 浜ちゃん 浜の真砂 白浜町 涓国 足が縺れる 舌が縺れて 繧繝 "
    "宇多田ヒカル 鈴木一郎"
)
KOREAN = "김민수 이영희 손흥민 방탄소년단 서울 대한민국 뷁 쐐기 횡단보도"


@pytest.mark.parametrize("words", [CHINESE, JAPANESE, KOREAN])
def test_valid_words_of_east_asia_are_no_damage(words: str) -> None:
    """By themselves, in brackets, twice, and in an English sentence: they hold other bytes by chance."""
    for word in words.split():
        for text in (word, f"{word}。", f"「{word}」", f"{word} {word}", f"The singer {word} came ({word})."):
            found = encoding.decode(text.encode(), None, where="x")
            assert (found.text, found.repairs) == (text, ()), text


@pytest.mark.parametrize("code", languages.codes())
def test_the_commonest_words_of_a_language_are_no_damage(code: str) -> None:
    """Each by itself, and all in one line."""
    words = sorted(for_detection(code))
    for text in (*words, " ".join(words)):
        assert (decoded_once(text), lost_twice(text), read_again(text)) == (None, None, None), text


def test_an_encoding_that_one_letter_tells_is_said_to_be_a_guess() -> None:
    """The letter may be another one: whoever reads it can see."""
    content = "O prefeito disse que a reunião sera na segunda.".encode("mac-roman")
    found = encoding.decode(content, DETECTOR, where="x")
    assert [repair.kind for repair in found.repairs] == ["guessed"]
    remark = next(repair_remarks(found.encoding, found.repairs))
    assert "1 character beyond ASCII alone tells its encoding" in remark
    sure = encoding.decode(NEWS["fr"].encode("mac-roman"), DETECTOR, where="x")
    assert (sure.encoding, sure.repairs) == ("mac-roman", ())


@pytest.mark.parametrize(
    ("name", "lead"), [("cp932", b"\x81"), ("euc_jp", b"\x8e"), ("cp949", b"\xc9"), ("gb18030", b"\xff")]
)
def test_one_bad_byte_in_an_older_encoding_is_one_sign(name: str, lead: bytes) -> None:
    """A cut character at the end does not make the text another encoding's."""
    text = {"cp949": NEWS["ko"], "gb18030": NEWS["zh"]}.get(name, NEWS["ja"])
    found = encoding.decode(text.encode(name) + lead, DETECTOR, where="x")
    assert (found.text, found.encoding) == (f"{text}\ufffd", name)
    assert [repair.kind for repair in found.repairs] == ["replaced"]


@pytest.mark.parametrize(
    ("label", "written", "code"),
    [
        ("euc-jp", "euc_jp", "ja"),
        ("x-euc-jp", "euc_jp", "ja"),
        ("Shift_JIS", "cp932", "ja"),
        ("iso-2022-jp", "iso2022_jp", "ja"),
        ("euc-kr", "cp949", "ko"),
        ("gb2312", "gb18030", "zh"),
        ("macintosh", "mac-roman", "fr"),
        ("x-mac-roman", "mac-roman", "de"),
        ("x-mac-cyrillic", "mac_cyrillic", "ru"),
        ("koi8-r", "koi8-r", "ru"),
        ("koi8-u", "koi8-u", "uk"),
        ("windows-1250", "cp1250", "cs"),
        ("iso-8859-8-i", "iso8859-8", "he"),
        ("iso-8859-15", "iso8859-15", "fr"),
    ],
)
def test_a_right_declaration_counts(label: str, written: str, code: str) -> None:
    """As the web and mail call encodings."""
    found = encoding.decode(NEWS[code].encode(written), DETECTOR, where="x", declared=("", label))
    assert found.text == NEWS[code]
    assert found.encoding == codec_name(label)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "utf-8", "us-ascii", "koi8-r", "nonsense"])
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("cp1251", "ru"),
        ("cp1250", "pl"),
        ("euc_jp", "ja"),
        ("cp949", "ko"),
        ("cp1256", "ar"),
        ("cp1253", "el"),
    ],
)
def test_a_wrong_declaration_does_not(label: str, written: str, code: str) -> None:
    """Templates declare what their makers used; what comes out decides."""
    found = encoding.decode(NEWS[code].encode(written), DETECTOR, where="x", declared=(label,))
    assert found.text == NEWS[code]


def test_a_declared_encoding_of_a_language_without_a_file_is_kept() -> None:
    """Nothing here knows Thai; without a declaration too, it is not taken for Chinese."""
    thai = "นายกเทศมนตรีประกาศเมื่อวันอังคารว่าโรงพยาบาลใหม่จะเปิดก่อนสิ้นปี"
    for declared in (("tis-620",), ()):
        found = encoding.decode(thai.encode("cp874"), DETECTOR, where="x", declared=declared)
        assert (found.text, found.encoding) == (thai, "cp874")


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03\xff\xfe", b"ab\x00\x00\x00c\xff", b"\xe9\x00\x81\xff"]
)
def test_binary_is_refused(content: bytes) -> None:
    """Bytes with NUL that are no text of two or four bytes each."""
    with pytest.raises(SourceError, match="holds NUL bytes"):
        encoding.decode(content, DETECTOR, where="x")


@pytest.mark.parametrize(
    "content",
    [
        b"La f\xc3\xaate commence \xc3\xdb midi.",
        b"Die B\xc3\xbcrgermeisterin erkl\xc3\xfbrte den R\xc3\xbccktritt.",
        b"El ni\xc3\xb1o comi\xc3\xd3 ma\xc3\xb1ana.",
    ],
)
def test_one_hurt_letter_makes_no_text_of_east_asia(content: bytes) -> None:
    """Signs of it inside small Latin words are bytes of another encoding."""
    found = encoding.decode(content, LangdetectDetector(), where="x")
    assert found.encoding == "utf-8"
    assert found.repairs
