"""What a message quotes: of the message that it answers, left out; of somebody who said it, read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

import languages
from tests.read.formats.test_web import read, words
from tests.write.formats.test_mail import rewritten

NEWS = "The bridge will stay shut until the spring, the council said today."
MORE = "The harbour master added that ships may pass."
SAID = "We have no money for it this year."

ATTRIBUTIONS = {
    "ar": "في الاثنين، 20 أكتوبر 2025 في 9:30 ص كتب Ana Roig <ana@port.example>:",
    "bg": "На пн, 20.10.2025 г. в 9:30 Ana Roig написа:",
    "ca": "El dia 20 d’oct. 2025, a les 9:30, Ana Roig va escriure:",
    "cs": "po 20. 10. 2025 v 9:30 odesílatel Ana Roig <ana@port.example> napsal:",
    "da": "Den man. 20. okt. 2025 kl. 09.30 skrev Ana Roig:",
    "de": "Am 20.10.25 um 09:30 schrieb Ana Roig:",
    "el": "Στις Δευ 20 Οκτ 2025 στις 9:30 π.μ., ο χρήστης Ana Roig έγραψε:",
    "en": "On Mon, 20 Oct 2025 at 09:30, Ana Roig wrote:",
    "eo": "Je lun, 2025-okt-20, 09:30, Ana Roig skribis:",
    "es": "El lun, 20 oct 2025 a las 9:30, Ana Roig escribió:",
    "fa": "در تاریخ دوشنبه 20 اکتبر 2025 ساعت 9:30 Ana Roig نوشت:",
    "fr": "Le lun. 20 oct. 2025 à 09:30, Ana Roig a écrit\u00a0:",
    "gl": "O 20 de out. de 2025 ás 09:30, Ana Roig escribiu:",
    "he": "בתאריך יום ב׳, 20 באוק׳ 2025 ב-9:30 מאת Ana Roig כתבה:",
    "hi": "सोम, 20 अक्तू॰ 2025 को 9:30 बजे Ana Roig ने लिखा:",
    "id": "Pada Sen, 20 Okt 2025 pukul 09.30 Ana Roig menulis:",
    "it": "Il giorno lun 20 ott 2025 alle ore 09:30 Ana Roig ha scritto:",
    "ja": "2025年10月20日(月) 9:30 Ana Roig <ana@port.example>:",
    "ko": "2025년 10월 20일 (월) 오전 9:30, Ana Roig님이 작성:",
    "nb": "man. 20. okt. 2025 kl. 09:30 skrev Ana Roig:",
    "nl": "Op ma 20 okt 2025 om 09:30 schreef Ana Roig:",
    "oc": "Lo 20 d’oct. 2025 a 9:30, Ana Roig escriguèt:",
    "pl": "pon., 20 paź 2025 o 09:30 Ana Roig napisała:",
    "pt": "Em seg., 20 de out. de 2025 às 09:30, Ana Roig escreveu:",
    "ro": "În lun., 20 oct. 2025 la 09:30, Ana Roig a scris:",
    "ru": "пн, 20 окт. 2025 г. в 09:30, Ana Roig пишет:",
    "sk": "po 20. 10. 2025 o 9:30 Ana Roig napísala:",
    "sv": "Den mån 20 okt. 2025 kl 09:30 skrev Ana Roig:",
    "tr": "Ana Roig, 20 Eki 2025 Pzt, 09:30 tarihinde şunu yazdı:",
    "uk": "пн, 20 жовт. 2025 р. о 09:30 Ana Roig пише:",
    "vi": "Vào Th 2, 20 thg 10, 2025 lúc 09:30 Ana Roig đã viết:",
    "zh": "Ana Roig 于2025年10月20日周一 09:30写道：",
}
"""As Gmail, Thunderbird or Apple Mail write it."""


def lines_of(tmp_path: Path, text: str, **headers: str) -> list[tuple[str, str]]:
    """Return the blocks of a message with a plain text, without its title."""
    message = EmailMessage()
    for name, said in {"From": "Port <press@port.example>", "Subject": "Bridge", **headers}.items():
        message[name.replace("_", "-")] = said
    message.set_content(text)
    (document,) = read(tmp_path / "a.eml", message.as_bytes())
    return words(document)[1:]


def test_every_language_has_a_line_above_quotations() -> None:
    """So that the next language gets one."""
    assert set(languages.codes()) == set(ATTRIBUTIONS)


@pytest.mark.parametrize("code", ATTRIBUTIONS)
@pytest.mark.parametrize("place", ["end", "beginning", "between"])
def test_what_is_answered_is_left_out(tmp_path: Path, code: str, place: str) -> None:
    """A line above says who wrote it and when, wherever it stands; later quotations need none."""
    quoted = f"{ATTRIBUTIONS[code]}\n> {SAID}\n> And no time."
    texts = {
        "end": f"{NEWS}\n\n{MORE}\n\n{quoted}\n",
        "beginning": f"{quoted}\n\n{NEWS}\n\n{MORE}\n",
        "between": f"{quoted}\n\n{NEWS}\n\n> Is it old?\n\n{MORE}\n",
    }
    assert lines_of(tmp_path, texts[place]) == [("paragraph", NEWS), ("paragraph", MORE)]


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (f"{NEWS}\n\n> {SAID}\n\n{MORE}\n", {"Subject": "Re: Bridge"}),
        (f"{NEWS}\n\n> {SAID}\n\n{MORE}\n", {"Subject": "AW: Bridge"}),
        (f"{NEWS}\n\n> {SAID}\n\n{MORE}\n", {"In_Reply_To": "<a@port.example>"}),
        (f"{NEWS}\n\n{MORE}\n\n> {SAID}\n>> Old\n", {}),
        (f"{NEWS}\n\n{MORE}\n\nAna Roig wrote:\n> {SAID}\n", {}),
        (f"Ana Roig a écrit :\n> {SAID}\n\n{NEWS}\n\n{MORE}\n", {}),
        (f"{NEWS}\n\n{MORE}\n\n> {SAID}\n-- \nPress office\n", {}),
        (
            f"{NEWS}\n\n{MORE}\n\nOn Mon, 20 Oct 2025 at 09:30, Ana Roig of the Press\nOffice"
            f" <ana@port.example> wrote:\n\n> {SAID}\n",
            {},
        ),
    ],
)
def test_signs_of_an_answer(tmp_path: Path, text: str, headers: dict[str, str]) -> None:
    """Its subject, a header, what is quoted twice, a name above the last one, nothing that leads to it."""
    assert lines_of(tmp_path, text, **headers) == [("paragraph", NEWS), ("paragraph", MORE)]


@pytest.mark.parametrize(
    "text",
    [
        f"{NEWS}\n\n> {SAID}\n\n{MORE}\n",
        f"{NEWS}\n\n> We have no money\n> for it this year.\n\n{MORE}\n\nOffice: 20 30 40, 9:30 to 17:00\n",
        f"{NEWS}\n\n>{SAID}\n\n{MORE}\n\n> {SAID}\n\n{MORE}\n",
    ],
)
def test_a_statement_is_read(tmp_path: Path, text: str) -> None:
    """As a quotation."""
    found = lines_of(tmp_path, text)
    assert found[:3] == [("paragraph", NEWS), ("quotation", SAID), ("paragraph", MORE)]
    assert text.count(SAID) < 2 or found[3:] == [("quotation", SAID), ("paragraph", MORE)]


@pytest.mark.parametrize("leads", ["The mayor said:", "On 3 May 2025 the mayor wrote to the council:"])
def test_a_line_that_leads_to_a_statement_stays(tmp_path: Path, leads: str) -> None:
    """At the end of a text too, where a statement has many paragraphs."""
    text = f"{NEWS}\n\n{leads}\n\n> {SAID}\n>\n> We are sorry.\n\n{MORE}\n"
    assert lines_of(tmp_path, text) == [
        ("paragraph", NEWS),
        ("paragraph", leads),
        ("quotation", SAID),
        ("quotation", "We are sorry."),
        ("paragraph", MORE),
    ]


def test_a_line_that_begins_with_from_is_no_quotation(tmp_path: Path) -> None:
    """Programs put the sign before it, for mailboxes."""
    assert lines_of(tmp_path, f"{NEWS}\n>From now on it is shut.\n") == [
        ("paragraph", NEWS),
        ("paragraph", "From now on it is shut."),
    ]


def _html(body: str, subject: str) -> bytes:
    return (
        f"From: Port <press@port.example>\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n"
        f"<html><body>{body}</body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("body", "is_html"),
    [
        (f"<h1>The bridge stays shut</h1><p>{NEWS}</p>", True),
        (f"<p><b>The bridge stays shut</b></p><p>{NEWS}</p>", True),
        (
            f"<p><a href=x>View it in a browser</a></p><h2>THE <b>BRIDGE</b> STAYS SHUT!</h2><p>{NEWS}</p>",
            True,
        ),
        (f"<table><tr><td>The bridge stays shut</td></tr><tr><td><p>{NEWS}</p></td></tr></table>", True),
        (f"The bridge stays shut\n=====================\n\n{NEWS}\n", False),
        (f"THE BRIDGE STAYS SHUT\n\n{NEWS}\n", False),
    ],
)
def test_a_title_comes_once(tmp_path: Path, body: str, *, is_html: bool) -> None:
    """Though the text begins with the words of the subject."""
    subject = "The bridge stays shut"
    content = _html(body, subject) if is_html else f"From: a@b.example\nSubject: {subject}\n\n{body}".encode()
    (document,) = read(tmp_path / "a.eml", content)
    found = [text for _, text in words(document)]
    assert found[0] == subject
    assert [text for text in found if "shut" in text.lower()] == [subject, NEWS]
    made = rewritten(content)
    assert made["Subject"] == subject.upper()
    if is_html:
        *_, html = made.iter_parts()
        assert "BRIDGE STAYS SHUT" in html.as_string()
        assert "bridge" not in html.as_string()


def test_a_text_of_its_title_alone_stays(tmp_path: Path) -> None:
    """There would be nothing left; nor is a sentence further down a title."""
    (document,) = read(tmp_path / "a.eml", _html("<p>The bridge stays shut.</p>", "The bridge stays shut"))
    assert len(words(document)) == 2
    (document,) = read(
        tmp_path / "a.eml", _html("<p>Hello,</p><p>The bridge is shut.</p>", "The bridge is shut")
    )
    assert len(words(document)) == 3
