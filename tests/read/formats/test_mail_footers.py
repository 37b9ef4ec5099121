"""Footers of newsletters and of mail programs are none of the text, in all languages."""

from __future__ import annotations

import pytest

from pipeline.core.errors import SourceError
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.mail.footers import without_footer
from pipeline.read.reference import Reference

STORY = (
    "The ferry to the island starts again on Monday.",
    "The council has agreed to pay for the repairs.",
)
FOOTERS = {
    "ar": "إلغاء الاشتراك", "bg": "Отписване от бюлетина", "ca": "Donar-se de baixa", "cs": "Odhlásit odběr",
    "da": "Afmeld nyhedsbrevet", "de": "Newsletter abbestellen", "el": "Απεγγραφή από τη λίστα",
    "en": "Unsubscribe", "eo": "Malaboni", "es": "Darse de baja", "fa": "لغو اشتراک", "fr": "Se désinscrire",
    "gl": "Darse de baixa", "he": "להסרה מרשימת התפוצה", "hi": "सदस्यता समाप्त करें",
    "id": "Berhenti berlangganan",
    "it": "Annulla l'iscrizione", "ja": "配信停止はこちら", "ko": "수신거부", "nb": "Meld deg av",
    "nl": "Uitschrijven",
    "oc": "Se desinscriure", "pl": "Wypisz się", "pt": "Cancelar a subscrição", "ro": "Dezabonare",
    "ru": "Отписаться от рассылки", "sk": "Odhlásiť sa", "sv": "Avregistrera dig", "tr": "Abonelikten çık",
    "uk": "Відписатися", "vi": "Hủy đăng ký", "zh": "退订",
}  # fmt: skip
DEVICES = (
    "Sent from my iPhone", "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Von meinem iPhone gesendet",
    "Inviato da iPhone", "Enviado do meu iPhone", "Verzonden vanaf mijn iPad", "Отправлено с iPhone",
    "发自我的 iPhone", "iPhoneから送信", "나의 iPhone에서 보냄", "iPhone'umdan gönderildi",
)  # fmt: skip
BROWSERS = (
    "View this email in your browser", "Voir cet e-mail dans votre navigateur", "Ver en el navegador",
    "Im Browser ansehen", "Visualizza nel browser", "Открыть в браузере", "ブラウザで見る", "在浏览器中查看",
)  # fmt: skip


def texts(*lines: str) -> list[str]:
    """Return what is left of a message of paragraphs."""
    return [part.text for part in without_footer([SourcePart(kind="paragraph", text=line) for line in lines])]


@pytest.mark.parametrize("code", sorted(FOOTERS))
def test_how_to_leave_a_newsletter_is_left_out(code: str) -> None:
    """With the address and the links beside it, and what stands below."""
    assert texts(*STORY, FOOTERS[code]) == [*STORY]
    assert texts(*STORY, FOOTERS[code], "Harbour News, 12 Quay Street", "© 2026 Harbour News") == [*STORY]


@pytest.mark.parametrize("line", [*DEVICES, *BROWSERS, "© 2026 Harbour News. All rights reserved."])
def test_a_line_of_a_program_is_left_out(line: str) -> None:
    """Below the text."""
    assert texts(*STORY, line) == [*STORY]


@pytest.mark.parametrize("line", BROWSERS)
def test_a_line_above_the_text_that_leads_elsewhere_is_left_out(line: str) -> None:
    """As newsletters begin."""
    assert texts(line, *STORY) == [*STORY]


@pytest.mark.parametrize(
    "lines",
    [
        ("Readers may unsubscribe, the minister said. " + "He gave a long reason for the new rule. " * 5,),
        ("How to unsubscribe from ten services at once", "A" + " long story about it follows here. " * 6),
        ("The phone was sent from my village to the capital, a witness said in the court.", "It is lost."),
    ],
)
def test_a_story_is_kept(lines: tuple[str, ...]) -> None:
    """Long paragraphs, words inside a sentence, what is not at the end, and what is all there is."""
    assert texts(*lines)[-1] == lines[-1]
    assert texts("A report on the market.", *lines)[-1] == lines[-1]
    assert texts("Unsubscribe") == ["Unsubscribe"]


def read(html: str) -> str:
    """Return the text of a message in HTML."""
    head = "From: a@b.example\r\nSubject: News\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    content = (head + html).encode()
    reference = Reference(origin="x.eml", path=None, content=content, format="eml")
    return read_document(reference, LangdetectDetector()).text


@pytest.mark.parametrize(
    "footer",
    [
        '<div class="footer"><p>Le Littoral, 12 quai du Port</p></div>',
        '<div id="x-footer"><p>Le Littoral, 12 quai du Port</p></div>',
        '<div class="gmail_signature">Anne Le Port<br>Le Littoral, 12 quai du Port</div>',
        "<footer><p>Le Littoral, 12 quai du Port</p></footer>",
    ],
)
def test_an_element_that_says_so_is_left_out(footer: str) -> None:
    """Unless most of the message stands in it."""
    story = "".join(f"<p>{line}</p>" for line in STORY)
    found = read(f"<html><body>{story}{footer}</body></html>")
    assert all(line in found for line in STORY)
    assert "quai du Port" not in found
    try:
        assert STORY[0] in read(f'<html><body><div class="footer">{story}</div></body></html>')
    except SourceError as error:
        pytest.fail(error.message)
