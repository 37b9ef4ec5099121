"""Subtitles with other words, read by pysubs2, which is not ours."""

from __future__ import annotations

import pysubs2
import pytest

from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.write.formats.keep import open_rewriter
from pipeline.write.formats.subtitles import LINE
from tests.conformance.test_rewriter import read
from tests.support.subtitles import SUBRIP, WEB_VTT

ES = (
    (
        "El dique de Puerto-Sauvin ha cedido en la noche de miércoles a jueves, ",
        0,
        "inundando",
        1,
        " más casas.",
    ),
    ("El alcalde ha hablado.",),
    ("¿Dónde está el alcalde?",),
    ("Está en el puerto.",),
    ("La ciudad está tranquila.",),
)


def rewritten(
    form: str, content: bytes, pieces: tuple[tuple[str | int, ...], ...], language: str = "es"
) -> Rewritten:
    """Return subtitles in other words."""
    parsed = read(form, content)
    texts = [parsed.text[block.start : block.end] for block in parsed.blocks]
    blocks = [TranslatedBlock(text=text, pieces=own) for text, own in zip(texts, pieces, strict=True)]
    rewriter = open_rewriter(form)
    assert rewriter is not None
    return rewriter.rewrite(content, blocks, language=language, encoding="utf-8", where="x")


def test_cues_keep_their_times_and_share_a_sentence() -> None:
    """By their shares of its letters, at a pause where there is one; dashes and tags stay."""
    made = rewritten("srt", SUBRIP, ES)
    before, after = (pysubs2.SSAFile.from_string(text.decode()) for text in (SUBRIP, made.content))
    assert [(cue.start, cue.end) for cue in after] == [(cue.start, cue.end) for cue in before]
    assert made.content.decode().split("\r\n\r\n") == [
        "1\r\n00:00:01,000 --> 00:00:03,500\r\nEl dique de Puerto-Sauvin\r\nha cedido en la noche de",
        "2\r\n00:00:03,600 --> 00:00:06,000\r\nmiércoles a jueves, <i>inundando</i> más casas.",
        "3\r\n00:00:06,500 --> 00:00:08,000\r\n{\\an8}El alcalde ha hablado.",
        "4\r\n00:00:09,000 --> 00:00:11,000\r\n- ¿Dónde está el alcalde?\r\n- Está en el puerto.",
        "5\r\n00:00:20,000 --> 00:00:21,000\r\n♪ ♪",
        "6\r\n00:00:22.000 --> 00:00:24.000 X1:10 Y1:20\r\n<i>La ciudad está tranquila.</i>\r\n",
    ]


def test_web_vtt_keeps_all_that_is_no_words() -> None:
    """Notes, styles, names, settings; its head names the language of the words."""
    es = (
        ("El dique de Puerto-Sauvin ha cedido miércoles & jueves.",),
        ("El alcalde ", 0, "ha hablado", 1, "."),
    )
    made = rewritten("vtt", WEB_VTT, es, "es-t-fr-t0-und").content.decode()
    assert made.startswith(
        "WEBVTT - Le Littoral\nKind: captions\nLanguage: es-t-fr-t0-und\n\nNOTE\nÉcrit le 9"
    )
    assert "\nintro\n00:01.000 --> 00:03.500 line:80% align:start\n<v Anne>El dique" in made
    assert "&amp; jueves." in made
    assert made.endswith("<v Luc><c.yellow>El alcalde <b>ha hablado</b>.</c>\n")


def test_lines_are_wrapped_and_what_is_too_fast_is_said() -> None:
    """42 signs a line, two lines; what cannot be so is named."""
    long = "Una frase que nadie puede leer en un segundo y medio, " * 2
    made = rewritten("srt", SUBRIP, (ES[0], (long.strip(),), *ES[2:]))
    assert made.notes == (
        "1 subtitle must be read faster than 21 signs a second: number 3",
        "1 subtitle cannot be wrapped into 2 lines of 42 signs: number 3",
    )
    assert all(len(line) <= LINE + 10 for line in made.content.decode().splitlines())


def test_a_language_without_spaces_is_cut_anywhere() -> None:
    """Each cue has its share."""
    made = rewritten(
        "srt", SUBRIP, (("堤防が水曜日から木曜日の夜に決壊し三百戸が浸水した。",), *ES[1:]), "ja"
    )
    first, second, *_ = pysubs2.SSAFile.from_string(made.content.decode().replace("\r", ""))
    assert first.text + second.text == "堤防が水曜日から木曜日の夜に決壊し三百戸が浸水した。"
    assert min(len(first.text), len(second.text)) > 5


@pytest.mark.parametrize(
    ("said", "places", "pieces", "found"),
    [
        ("<b>Le tra</b>vail.", [10], ("El trabajo", 0, "."), "<b>El trabajo</b>."),
        ("♪ La <c></c>mer monte ♪", [], ("Sube el mar",), "♪ Sube el mar ♪"),
        ("Un <i>堤防</i>が。", [3, 5], ("Un ", 0, "dique", 1, "."), "Un <i>dique</i>."),
    ],
)
def test_tags_stand_outside_of_words(
    said: str, places: list[int], pieces: tuple[str | int, ...], found: str
) -> None:
    """One inside of a word moves to its end, unless its script has no spaces; music stays in its cue."""
    head = "1\n00:00:01,000 --> 00:00:02,000\n"
    content = f"{head}{said}\n".encode()
    assert [mark.start for mark in read("srt", content).marks] == places
    made = rewritten("srt", content, (pieces,))
    assert made.content.decode() == f"{head}{found}\n"


@pytest.mark.parametrize("words", ["Sí.", "Sí"])
def test_a_sentence_of_fewer_words_leaves_cues_empty(words: str) -> None:
    """And says so."""
    made = rewritten("srt", SUBRIP, ((words, 0, 1), *ES[1:]))
    assert any("has no words left" in note for note in made.notes)
    assert len(pysubs2.SSAFile.from_string(made.content.decode())) >= 5


def _srt(*cues: str) -> bytes:
    times = (f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.900" for at in range(0, 60, 2))
    return (
        "WEBVTT\n\n" + "\n\n".join(f"{time}\n{cue}" for time, cue in zip(times, cues, strict=False))
    ).encode()


@pytest.mark.parametrize(
    ("cues", "pieces", "wanted"),
    [
        (
            ("<i>Il a dit hier</i>", "que la mer"),
            (0, "HA DICHO", 1, " AYER QUE EL MAR"),
            ("<i>HA DICHO</i>", "AYER QUE EL MAR"),
        ),
        (("Le port et", "<i>la mer bleue</i>"), ("EL PUERTO Y ", 0, "MAR", 1), ("EL PUERTO Y", "<i>MAR</i>")),
        (
            ("<v Ana>Le port", "<v Luc>et la mer"),
            (0, "EL", 1, " ", 2, "PUERTO Y EL MAR", 3),
            ("<v Ana>EL", "<v Luc>PUERTO Y EL MAR"),
        ),
        (
            ("<i>Le port</i>", "<i>et la mer</i>", "de la ville"),
            (0, "EL PUERTO Y EL MAR", 1, " DE LA"),
            ("<i>EL PUERTO</i>", "<i>Y EL MAR</i>", "DE LA"),
        ),
        (
            ("<i>Le port</i>", "<i>et la mer</i>"),
            ("EL PUERTO Y EL MAR",),
            ("<i>EL PUERTO</i>", "<i>Y EL MAR</i>"),
        ),
        (("<i>Le port</i>", "et la mer"), ("EL PUERTO Y EL MAR", 0, 1), ("<i>EL PUERTO</i>", "Y EL MAR")),
        (("<i>Le port", "et</i> la mer"), ("EL PUERTO Y", 0, " EL MAR"), ("<i>EL PUERTO", "Y</i> EL MAR")),
    ],
)
def test_words_stay_in_the_look_of_their_subtitle(
    cues: tuple[str, ...], pieces: tuple[str | int, ...], wanted: tuple[str, ...]
) -> None:
    """Where one is in italics, or said by another, and its neighbour is not; shares decide elsewhere."""
    made = rewritten("vtt", _srt(*cues), (pieces,)).content
    assert made == _srt(*wanted)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_between_words_are_those_of_the_file(line_end: str) -> None:
    """All that is no words stays: positions after times, missing numbers, an empty cue, tags over cues."""
    lines = [
        *("\ufeff7", "00:00:01,000 --> 00:00:03,000 X1:10 X2:200 Y1:5 Y2:30", "{\\an8}La digue cède.", ""),
        *("00:00:03,500 --> 00:00:05,000", "<i>Le maire parle", ""),
        *("3", "00:00:05,100 --> 00:00:07,000", "du port.</i>", ""),
        *("2", "00:00:07,500 --> 00:00:09,000", "", ""),
        *("00:00:09,500 --> 00:00:12,000", '<font color="#ff0000">La mer</font> monte.', ""),
    ]
    long = "El dique del puerto viejo ha cedido en la noche de miércoles a jueves."
    pieces = ((long,), ("El alcalde habla", " del puerto."), ("El mar", 0, " sube."))
    made = rewritten("srt", line_end.join(lines).encode(), pieces).content.decode()
    wanted = line_end.join(lines)
    wanted = wanted.replace(
        "La digue cède.", f"El dique del puerto viejo ha cedido{line_end}en la noche de miércoles a jueves."
    )
    wanted = wanted.replace("Le maire parle", "El alcalde habla").replace("du port", "del puerto")
    assert made == wanted.replace("La mer", "El mar").replace("monte", "sube")
