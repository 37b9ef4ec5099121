"""Subtitles as documents: what is said, in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import SourceError
from pipeline.read.formats.subtitles.cues import cues
from tests.read.formats.test_web import read, words
from tests.support.subtitles import SUBRIP, WEB_VTT


def test_sentences_run_through_cues(tmp_path: Path) -> None:
    """Without numbers, times and tags; of two speakers in a cue each has a paragraph; music says nothing."""
    (document,) = read(tmp_path / "a.srt", SUBRIP)
    assert [text for _, text in words(document)] == [
        "La digue de Port-Sauvin a cédé dans la nuit de mercredi à jeudi, inondant plus de 300 maisons.",
        "Le maire a parlé.",
        "Où est le maire ?",
        "Il est au port.",
        "La ville est calme.",
    ]


def test_web_vtt_has_more_around_its_words(tmp_path: Path) -> None:
    """Names, settings, notes, styles and entities; its head may name the language."""
    (document,) = read(tmp_path / "a.vtt", WEB_VTT)
    assert [text for _, text in words(document)] == [
        "La digue de Port-Sauvin a cédé dans la nuit de mercredi & de jeudi.",
        "Le maire a parlé.",
    ]
    assert document.metadata.language == "fr"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("00:00:01,000 --> 00:00:02,000\na\n00:00:02,000 --> 00:00:03,000\nb", ["a", "b"]),
        ("1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:02,000 --> 00:00:03,000\nb\n", ["a", "b"]),
        ("1\r00:00:01,000 --> 00:00:02,000\ra\r\r2\r0:00:02.5 --> 0:00:03.5\rb", ["a", "b"]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\n2025\n", ["2025"]),
        ("\n\n1 \n 00:00:01,000  -->  00:00:02,000 \nc\n \n", ["c"]),
        ("Par Anne\n1\n0:0:1,0 --> 0:0:3,0\na\n\n2\n00:00:04,000 -> 00:00:05,000\nb", ["a", "b"]),
        ("nothing", []),
    ],
)
def test_files_without_care_are_read(text: str, found: list[str]) -> None:
    """Without numbers or empty lines, with dots for commas, with numbers for words."""
    assert [text[slice(*line)] for cue in cues(text) for line in cue.lines] == found


def _cues(*said: str, pause: int = 0) -> bytes:
    """Return subtitles, each of a second and ``pause`` tenths after the last."""
    at = [number * (1_000 + 100 * pause) for number in range(len(said))]
    times = [
        f"00:00:{ms // 1000:02d},{ms % 1000:03d} --> 00:00:{ms // 1000 + 1:02d},{ms % 1000:03d}" for ms in at
    ]
    return "\n\n".join(f"{number}\n{times[number]}\n{words}" for number, words in enumerate(said)).encode()


@pytest.mark.parametrize(
    ("said", "pause", "found"),
    [
        (["♪ La mer", "monte ♪", "et le vent ♪"], 0, ["La mer monte", "et le vent"]),
        (["Il est tard", "il pleut"], 9, ["Il est tard", "il pleut"]),
        (["Il est tard", "Уже поздно", "и идёт дождь"], 0, ["Il est tard", "Уже поздно и идёт дождь"]),
        (["Il est tard\nУже поздно"], 0, ["Il est tard", "Уже поздно"]),
        (["Il est tard\n- Non."], 0, ["Il est tard", "Non."]),
        (["Le pont\n– fermé depuis – reste."], 0, ["Le pont – fermé depuis – reste."]),
        (["堤防が決\n壊した", "と言う。"], 0, ["堤防が決壊したと言う。"]),
        (["Il est\n\ntard.", "Fin."], 0, ["Il est tard.", "Fin."]),
        (["<ruby>漢<rt>kan</rt></ruby>字。"], 0, ["漢字。"]),
    ],
)
def test_what_is_one_sentence(said: list[str], pause: int, found: list[str], tmp_path: Path) -> None:
    """Music, pauses, scripts and dashes part speech; blank lines, readings and ends of lines do not."""
    (document,) = read(tmp_path / "a.srt", _cues(*said, pause=pause))
    assert [text for _, text in words(document)] == found


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_the_ending_of_a_name_says_that_it_is_subtitles(name: str, tmp_path: Path) -> None:
    """Whatever stands before the first one; a file without any is refused in a line, never read as text."""
    (document,) = read(tmp_path / name, b"Traduit par Anne\n\n1\n0:0:1,0 -> 0:0:3,0\nBonjour.\n")
    assert [text for _, text in words(document)] == ["Bonjour."]
    with pytest.raises(SourceError, match="holds no subtitles: no line has times"):
        read(tmp_path / name, b"1\nBonjour.\n")


def test_nothing_said_is_refused(tmp_path: Path) -> None:
    """In a line."""
    with pytest.raises(SourceError, match="holds no subtitles"):
        read(tmp_path / "a.vtt", b"WEBVTT\n\nNOTE nothing\n")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("JEAN: Where are you going\nMARIE: To the bridge", ["Where are you going", "To the bridge"]),
        ("ÉLISE DUPONT: Where to\nDR. NO: There", ["Where to", "There"]),
        ("МАРИЯ: Куда вы\nИВАН: На мост", ["Куда вы", "На мост"]),
        (">> We are live\n>> Thank you, Tom", ["We are live", "Thank you, Tom"]),
        (">> TOM: We are live\n>> ANNA: Thank you", ["We are live", "Thank you"]),
        ("- Is it closed\n- Yes", ["Is it closed", "Yes"]),
        ("The score was\n3: 1 at last", ["The score was 3: 1 at last"]),
        ("He said it\nAgain: no", ["He said it Again: no"]),
    ],
)
def test_each_speaker_has_sentences_of_their_own(tmp_path: Path, lines: str, said: list[str]) -> None:
    """Whether a dash, a sign of live captions or a name in capitals tells them apart."""
    cue = f"1\n00:00:01,000 --> 00:00:03,000\n{lines}\n\n"
    (document,) = read(tmp_path / "a.srt", cue.encode())
    assert [text for _, text in words(document)] == said


def test_a_speaker_of_the_next_cue_is_another(tmp_path: Path) -> None:
    """Though the first did not end the sentence; the name stands before what is said."""
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\nJEAN: Where are you going\n\n"
        "2\n00:00:03,100 --> 00:00:05,000\nMARIE: To the bridge\n\n"
    )
    (document,) = read(tmp_path / "a.srt", text.encode())
    assert document.text == "JEAN: Where are you going\n\nMARIE: To the bridge\n"


@pytest.mark.parametrize(
    "said",
    [
        ["(DOOR CLOSES)", "He said he would come"],
        ["[MUSIC PLAYING]", "♪ We are the world ♪", "It cost a lot."],
        ["The mayor left", "♪ We are the world ♪"],
        ["VALE TOWN, 1999", "The mayor left"],
        ["ВЕСНА В ГОРОДЕ", "Мэр уехал"],
        ["（拍手）", "市長は出発した"],
        ["- [APPLAUSE]", "The mayor left"],
    ],
)
def test_what_is_heard_or_seen_is_no_part_of_a_sentence(tmp_path: Path, said: list[str]) -> None:
    """Sounds in brackets, songs, titles on the screen; as cues, and as lines of one cue."""
    (document,) = read(tmp_path / "a.srt", _cues(*said))
    assert [text for _, text in words(document)] == [line.strip("♪ -") for line in said]
    if not any("♪" in line for line in said):
        (document,) = read(tmp_path / "b.srt", _cues("\n".join(said)))
        assert [text for _, text in words(document)] == [line.strip("- ") for line in said]


@pytest.mark.parametrize(
    "said",
    [
        ["THE MAYOR OF THE TOWN", "LEFT ON MONDAY."],
        ["He was the head of", "NATO", "until Monday."],
        ["♪ Amazing grace", "♪ how sweet the sound ♪"],
        ["The bridge (an old", "one) was closed."],
    ],
)
def test_capitals_and_brackets_inside_a_sentence_stay_in_it(tmp_path: Path, said: list[str]) -> None:
    """Where all is in capitals, for an abbreviation, in a song and for a bracket that goes on."""
    (document,) = read(tmp_path / "a.srt", _cues(*said))
    assert [text for _, text in words(document)] == [" ".join(line.strip("♪ ") for line in said)]


def test_a_sentence_goes_on_behind_what_is_heard(tmp_path: Path) -> None:
    """It comes whole, and the sound behind it."""
    (document,) = read(
        tmp_path / "a.srt", _cues("He said he would", "[coughs]", "never come back.", "[APPLAUSE]")
    )
    said = [text for _, text in words(document)]
    assert said == ["He said he would never come back.", "[coughs]", "[APPLAUSE]"]
