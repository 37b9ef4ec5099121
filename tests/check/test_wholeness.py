"""Nothing back, too little, too much, the same again, in the wrong language."""

from __future__ import annotations

import pytest

from tests.support.check_cases import check, verdict

SENTENCES = {
    "en": "The mayor said on Monday that the bridge would stay closed until the end of the year.",
    "fr": "Le maire a déclaré lundi que le pont resterait fermé jusqu’à la fin de l’année.",
    "es": "El alcalde dijo el lunes que el puente seguirá cerrado hasta finales de año.",
    "de": "Der Bürgermeister sagte am Montag, die Brücke bleibe bis zum Ende des Jahres gesperrt.",
    "ru": "Мэр заявил в понедельник, что мост останется закрытым до конца года.",
    "ar": "قال رئيس البلدية يوم الاثنين إن الجسر سيظل مغلقا حتى نهاية العام.",
    "zh": "市长星期一表示，这座桥将一直关闭到年底。",
    "ja": "市長は月曜日、橋は年末まで閉鎖されたままになると述べた。",
    "tr": "Belediye başkanı pazartesi günü köprünün yıl sonuna kadar kapalı kalacağını söyledi.",
}
PAIRS = [(one, other) for one in SENTENCES for other in SENTENCES if one != other]
WHOLE = (
    "empty",
    "echo",
    "language",
    "length",
    "repetition",
    "untranslated",
    "numbers",
    "dates",
    "marks",
    "names",
    "spacing",
)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_good_translation_passes_every_check(one: str, other: str) -> None:
    """In any pair of nine languages, six scripts."""
    for name in WHOLE:
        found = check(name, f"{one}-{other}", SENTENCES[one], SENTENCES[other])
        assert found.verdict == "pass", found


@pytest.mark.parametrize("code", SENTENCES)
def test_nothing_back_fails(code: str) -> None:
    """White space and mere marks are nothing; a number can be an answer."""
    for nothing in ("", " \u00a0", "...", "–"):
        assert verdict("empty", f"{code}-en", SENTENCES[code], nothing) == "fail"
    assert verdict("empty", f"{code}-en", "277", "277") == "pass"
    assert verdict("empty", f"{code}-en", "—", "—") == "pass"


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_source_given_back_fails(one: str, other: str) -> None:
    """As an echo, whatever the case; and as a text in the wrong language."""
    assert verdict("echo", f"{one}-{other}", SENTENCES[one], f" {SENTENCES[one].capitalize()} ") == "fail"
    assert verdict("language", f"{one}-{other}", SENTENCES[one], SENTENCES[one]) == "fail"


@pytest.mark.parametrize(
    ("pair", "text", "expected"),
    [
        ("fr-es", "Rami Abdel Rahmane", "pass"),
        ("fr-es", "Manchester United, Real Madrid", "warn"),
        ("en-de", "OK", "pass"),
        ("es-ca", "Barcelona, 1992", "pass"),
        ("ru-en", "Ok. 15:30", "pass"),
        ("zh-ja", "東京", "pass"),
    ],
)
def test_names_may_stay_as_they_are(pair: str, text: str, expected: str) -> None:
    """Four names in a row are worth a look, fewer are not."""
    assert verdict("echo", pair, text, text) == expected


@pytest.mark.parametrize(
    ("pair", "target"),
    [("en-fr", "es"), ("en-de", "tr"), ("fr-ru", "ar"), ("zh-en", "de"), ("ja-es", "zh"), ("ar-fr", "ru")],
)
def test_another_language_fails_and_is_named(pair: str, target: str) -> None:
    """Of the same script, or of another."""
    found = check("language", pair, SENTENCES[pair[:2]], SENTENCES[target])
    assert found.verdict in ("fail", "warn")
    assert found.note


def test_a_language_alike_is_a_warning() -> None:
    """Danish and Norwegian share so many sentences that nobody can be sure."""
    danish = "Borgmesteren sagde mandag, at broen forbliver lukket indtil årets udgang på grund af arbejdet."
    assert verdict("language", "en-nb", SENTENCES["en"], danish) == "warn"


@pytest.mark.parametrize("pair", ["en-fr", "fr-de", "de-ru", "ru-ar", "ar-tr", "es-zh", "ja-en"])
def test_a_translation_cut_short_or_blown_up_is_noticed(pair: str) -> None:
    """A third is left, or it is four times as long."""
    source, target = SENTENCES[pair[:2]] * 2, SENTENCES[pair[3:]] * 2
    assert verdict("length", pair, source, target[: len(target) // 3]) != "pass"
    assert verdict("length", pair, source, target * 5) == "fail"


def test_short_texts_may_differ_much_in_length() -> None:
    """``Yes`` and ``Mais oui, bien sûr``; four letters say little."""
    assert verdict("length", "en-fr", "Yes.", "Mais oui !") == "pass"
    assert verdict("length", "de-en", "Doch!", "But it is!") == "pass"


@pytest.mark.parametrize("code", SENTENCES)
def test_a_loop_fails_and_says_what_goes_round(code: str) -> None:
    """A word or a few, over and over; in scripts without spaces too."""
    joint = "" if code in ("zh", "ja") else " "
    words = SENTENCES[code].rstrip(".。")
    last = words[-4:] if not joint else " ".join(words.split()[-3:])
    source = SENTENCES["fr" if code == "en" else "en"]
    pair = f"{'fr' if code == 'en' else 'en'}-{code}"
    found = check("repetition", pair, source, joint.join([words, *[last] * 5]))
    assert found.verdict == "fail"
    assert found.note.split()[0].isdigit()


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-es", "No, no, no, she said.", "No, no, no, dijo."),
        ("en-de", "Go, go, go, go, go!", "Los, los, los, los, los!"),
        ("en-fr", "Pump it, pump it, pump it, pump it!", "Pompe-le, pompe-le, pompe-le, pompe-le !"),
        ("en-zh", "Ha ha ha ha ha!", "哈哈哈哈哈！"),
        ("en-id", "Children play", "Anak-anak bermain-main"),
        ("en-ru", "1 000 000 000", "1 000 000 000"),
    ],
)
def test_what_the_source_repeats_may_be_repeated(pair: str, source: str, target: str) -> None:
    """Songs, chants and round numbers."""
    assert verdict("repetition", pair, source, target) == "pass"


@pytest.mark.parametrize(
    ("pair", "source", "target", "note"),
    [
        (
            "en-fr",
            "A ransomware gang wiped the backups",
            "Un gang wiped the backups ransomware gang wiped the",
            "",
        ),
        ("en-ru", "The redshirt sophomore left", "redshirt второкурсник ушёл", "redshirt"),
        ("en-el", "It hums loudly", "Αυτό hums δυνατά", "hums"),
        ("en-zh", "The widget hums", "该widget嗡嗡作响", "widget"),
        ("es-en", "La casa", "The *casa", "marked as unknown"),
        ("fr-es", "Le chat", "El #gato", "marked as unknown"),
        (
            "en-de",
            "He said it was in the middle of nowhere",
            "Er sagte, it was in the middle of",
            "it was in the",
        ),
    ],
)
def test_words_left_as_they_were_are_a_warning(pair: str, source: str, target: str, note: str) -> None:
    """A passage, a word in the source's script, Apertium's marks."""
    found = check("untranslated", pair, source, target)
    assert found.verdict == "warn"
    assert note in found.note


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-ru", "Apple and iPhone users", "Пользователи Apple и iPhone"),
        ("en-el", "weather.com said", "είπε το weather.com"),
        ("es-ca", "El presidente de la Generalitat", "El president de la Generalitat"),
        ("da-nb", "Han sagde det i dag og i går", "Han sa det i dag og i går"),
        ("en-fr", "The United States of America", "Les United States of America"),
        ("en-ja", "See http://a.example/widget", "http://a.example/widget を参照"),
    ],
)
def test_names_and_kindred_words_may_stay(pair: str, source: str, target: str) -> None:
    """Brands, addresses, and what two languages really share."""
    found = check("untranslated", pair, source, target)
    assert found.verdict == "pass", found.note
